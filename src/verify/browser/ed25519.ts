import { ed25519 } from '@noble/curves/ed25519.js';

// A page checks three or four signatures: the larger table that is made by default costs more than it saves.
ed25519.Point.BASE.precompute(2);

/** Stands in for `record/log/ed25519.ts` where there is no Node: many browsers in use do not know Ed25519 yet. */
export const ED25519_KEY_BYTES = 32;
export const ED25519_SIGNATURE_BYTES = 64;

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed);
}

/** As RFC 8032 asks, and not the wider rules of ZIP 215: a signature that another verifier refuses must not pass here. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== ED25519_SIGNATURE_BYTES) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
