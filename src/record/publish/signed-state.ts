import { parseCount, parseHash, textOf, writeBase64 } from '../log/spelling.ts';
import type { Mark } from './source.ts';

/** `{"root":"<base64>","size":<n>}`: the largest tree that this key has signed, or was about to. */
export function writeSignedState({ size, root }: Mark): Uint8Array {
  return Buffer.from(`${JSON.stringify({ root: writeBase64(root), size })}\n`);
}

/** Reads what `writeSignedState` writes; undefined for any other bytes. */
export function parseSignedState(bytes: Uint8Array): Mark | undefined {
  const found = /^\{"root":"([A-Za-z0-9+/=]{44})","size":(\d{1,16})\}\n$/.exec(textOf(bytes) ?? '');
  const [root, size] = [parseHash(found?.[1] ?? ''), parseCount(found?.[2] ?? '')];
  return root && size !== undefined ? { size, root } : undefined;
}
