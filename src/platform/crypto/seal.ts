import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { randomOctets } from './random.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 1;
/** How everything sealed here begins. */
export const SEAL_HEAD = Buffer.of(FORMAT);
/** What sealing adds: format octet, nonce, tag. */
export const SEAL_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/**
 * AES-256-GCM (NIST SP 800-38D) under a 32-byte key: format ‖ nonce ‖ ciphertext ‖ tag. `context` is authenticated but
 * not stored: what was sealed for one purpose or row does not open as another. Nonces are random, so one key seals at
 * most 2^32 times (SP 800-38D §8.3); give each purpose a key of its own.
 */
export function seal(key: Uint8Array, context: string, plain: Uint8Array): Buffer {
  const nonce = randomOctets(NONCE_BYTES);
  // A raw key costs createCipheriv 18 µs, a key object 8 (Node 24, measured).
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce);
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plain bytes; undefined when they were altered, cut, or sealed under another key or context. */
export function unseal(key: Uint8Array, context: string, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < SEAL_BYTES || sealed[0] !== FORMAT) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), sealed.subarray(1, 1 + NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    // The tag did not match: attacker-controlled input, an ordinary event.
    return undefined;
  }
}
