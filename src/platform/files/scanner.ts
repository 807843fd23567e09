import { connect, type Socket } from 'node:net';
import type { ScannerAddress } from '../config/index.ts';

/** `unanswered` for whatever is no plain yes or no: away, late, cut off, too large for it, an error of its own. */
export type Scanned = 'clean' | 'found' | 'unanswered';
export type Scanner = {
  scan(bytes: Uint8Array): Promise<Scanned>;
  /** Whether it answers at all. */
  answers(): Promise<boolean>;
};

/** A photo of 12 MB takes clamd a second or two; a person does not wait longer than this, and nothing unscanned is kept. */
const ANSWER_MS_MAX = 20_000;
/** Whether it is there at all is known at once. */
const PING_MS_MAX = 2_000;
/** Its answers are one line. */
const ANSWER_BYTES_MAX = 4_096;
const CHUNK_BYTES = 64 * 1024;

/**
 * Asks a clamd about one file (man clamd(8), INSTREAM: chunks of a 32-bit big-endian length and as many bytes, ended by
 * a length of zero). Fails closed: whoever asks treats `unanswered` as a refusal (protection T15). Never throws.
 */
export function createScanner(address: ScannerAddress, answerMsMax = ANSWER_MS_MAX): Scanner {
  return {
    async scan(bytes) {
      const answer = await ask(address, streamOf(bytes), answerMsMax);
      if (answer === 'stream: OK') return 'clean';
      return answer !== undefined && /^stream: .{1,200} FOUND$/.test(answer) ? 'found' : 'unanswered';
    },
    answers: async () => await ask(address, [Buffer.from('zPING\0')], Math.min(answerMsMax, PING_MS_MAX)) === 'PONG',
  };
}

function* streamOf(bytes: Uint8Array): Generator<Uint8Array> {
  yield Buffer.from('zINSTREAM\0');
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    yield lengthOf(chunk.byteLength);
    yield chunk;
  }
  yield lengthOf(0);
}

function lengthOf(bytes: number): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

/** One question on a connection of its own; undefined when no whole answer came in time. */
async function ask(address: ScannerAddress, parts: Iterable<Uint8Array>, answerMsMax: number): Promise<string | undefined> {
  const socket = connect(address);
  const late = setTimeout(() => { socket.destroy(new Error('late')); }, answerMsMax);
  try {
    const heard = listen(socket);
    for (const part of parts) {
      // It may refuse in the middle, for size; then its answer is there already and nobody reads on.
      if (!socket.writable) break;
      if (!socket.write(part)) await Promise.race([heard, new Promise<void>((resolve) => { socket.once('drain', resolve); })]);
    }
    return await heard;
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}

/** The answer up to its NUL (we asked with `z`); undefined when the connection ends before one. */
function listen(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let heard = Buffer.alloc(0);
    socket.on('data', (part: Buffer) => {
      heard = Buffer.concat([heard, part]);
      const end = heard.indexOf(0);
      if (end >= 0) resolve(heard.toString('utf8', 0, end).trim());
      else if (heard.byteLength > ANSWER_BYTES_MAX) socket.destroy();
    });
    socket.once('error', () => { resolve(undefined); });
    socket.once('close', () => { resolve(undefined); });
  });
}
