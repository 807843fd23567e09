import { writeVerifierKey, type VerifierKey } from '../record/log/index.ts';
import { hexOf } from '../record/log/key.ts';
import { bytesOf } from '../record/log/spelling.ts';
import { sha256 } from '../record/merkle/hash.ts';

/** SHA-256 of the written key, its first 16 bytes in groups that can be read out over a telephone. */
export function fingerprintOf(key: VerifierKey): string {
  return (hexOf(sha256(bytesOf(writeVerifierKey(key))).subarray(0, 16)).match(/.{4}/g) ?? []).join(' ');
}
