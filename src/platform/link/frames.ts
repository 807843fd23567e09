const HEAD_BYTES = 4;

/** A message as it travels: its length in bytes (uint32 BE), then JSON in UTF-8. Throws RangeError when it is longer than the other side takes. */
export function frameOf(message: unknown, bytesMax: number): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  if (body.length > bytesMax) throw new RangeError('a message over the link is longer than it may be');
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/**
 * Takes bytes as they come and hands on whole messages. False as soon as one is longer than `bytesMax` or no JSON: the connection is
 * then of no more use. Never holds more than one message and what came with it.
 */
export function readFrames(bytesMax: number, onMessage: (message: unknown) => void): (chunk: Buffer) => boolean {
  let held: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    held.push(chunk);
    size += chunk.length;
    if (size < HEAD_BYTES) return true;
    let bytes = held.length === 1 ? chunk : Buffer.concat(held);
    for (;;) {
      const length = bytes.length < HEAD_BYTES ? undefined : bytes.readUInt32BE(0);
      if (length !== undefined && length > bytesMax) return false;
      if (length === undefined || bytes.length < HEAD_BYTES + length) break;
      const message = parse(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length));
      if (message === undefined) return false;
      onMessage(message.value);
      bytes = bytes.subarray(HEAD_BYTES + length);
    }
    held = bytes.length === 0 ? [] : [bytes];
    size = bytes.length;
    return true;
  };
}

function parse(bytes: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(bytes.toString()) as unknown };
  } catch {
    return undefined;
  }
}
