import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { joined } from './spelling.ts';

/** RFC 8032: a public key and a private seed have 32 bytes, a signature 64. Signing is deterministic. */
export const ED25519_KEY_BYTES = 32;
export const ED25519_SIGNATURE_BYTES = 64;

/** RFC 8410 §4 and §7: what stands before the 32 bytes in DER. */
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Throws RangeError unless the seed has 32 bytes. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(der.subarray(PUBLIC_PREFIX.length));
}

/** Throws RangeError unless the seed has 32 bytes. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return Uint8Array.from(sign(null, message, privateKey(seed)));
}

/** Key, message and signature are the attacker's: whatever they are, the answer is yes or no. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== ED25519_SIGNATURE_BYTES) return false;
  const key = createPublicKey({ key: Buffer.from(joined(PUBLIC_PREFIX, publicKey)), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
}

function privateKey(seed: Uint8Array): ReturnType<typeof createPrivateKey> {
  if (seed.length !== ED25519_KEY_BYTES) throw new RangeError('an Ed25519 seed has 32 bytes');
  return createPrivateKey({ key: Buffer.from(joined(PRIVATE_PREFIX, seed)), format: 'der', type: 'pkcs8' });
}
