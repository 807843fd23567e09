import { sha256, type Hash } from '../merkle/hash.ts';

const BLOCK_BYTES = 64;

/**
 * HMAC-SHA256 (RFC 2104) over the tree's own one-shot hash, so that a verifier needs no other primitive and a browser none of
 * Node's. Keys of at most 64 bytes, which all of ours are; throws RangeError on longer ones.
 */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Hash {
  if (key.length > BLOCK_BYTES) throw new RangeError('a key has at most 64 bytes here');
  const inner = new Uint8Array(BLOCK_BYTES + message.length).fill(0x36, 0, BLOCK_BYTES);
  const outer = new Uint8Array(BLOCK_BYTES + 32).fill(0x5c, 0, BLOCK_BYTES);
  for (let i = 0; i < key.length; i += 1) {
    const octet = key[i] ?? 0;
    inner[i] = octet ^ 0x36;
    outer[i] = octet ^ 0x5c;
  }
  inner.set(message, BLOCK_BYTES);
  outer.set(sha256(inner), BLOCK_BYTES);
  return sha256(outer);
}
