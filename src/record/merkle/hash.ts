import { sha256, type Hash } from './sha256.ts';

export { sha256, type Hash };
export const HASH_BYTES = 32;

/** RFC 6962 §2.1: the root of no entries is SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array());

/** RFC 6962 §2.1: SHA-256(0x00 ‖ entry), over the stored bytes and never over a value written anew. */
export function leafHash(entry: Uint8Array): Hash {
  const input = new Uint8Array(1 + entry.length);
  input.set(entry, 1);
  return sha256(input);
}

const pair = new Uint8Array(1 + 2 * HASH_BYTES).fill(0x01, 0, 1);

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). Throws RangeError unless both have 32 bytes. */
export function nodeHash(left: Hash, right: Hash): Hash {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new RangeError('a hash has 32 bytes');
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return sha256(pair);
}

export function sameHash(a: Hash, b: Hash): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i]);
}
