import { createCipheriv, createDecipheriv, createHmac, getCiphers, getHashes, randomBytes, timingSafeEqual } from 'node:crypto';
import { seal, unseal } from './seal.ts';

/**
 * Which algorithms encrypt what is kept: chosen once, when an instance is made. Derivations, receipts and the commitments of the
 * public record are SHA-256 under every suite: strangers must be able to check them with common tools.
 */
export const SUITES = ['international', 'national'] as const;
export type SuiteName = (typeof SUITES)[number];

/** Authenticated encryption under a 32-byte key; `context` is authenticated and not stored. */
export type Suite = {
  readonly name: SuiteName;
  seal(key: Uint8Array, context: string, plain: Uint8Array): Buffer;
  /** Undefined when the bytes were altered, cut, sealed by another suite, or under another key or context. */
  unseal(key: Uint8Array, context: string, sealed: Uint8Array): Buffer | undefined;
};

export const internationalSuite: Suite = { name: 'international', seal, unseal };

const FORMAT = 3;
const IV_BYTES = 16;
const TAG_BYTES = 32;
const BLOCK_BYTES = 16;

/**
 * SM4-CBC (GB/T 32907-2016) with HMAC-SM3 (GB/T 32905-2016) over all of it, encrypt then authenticate (RFC 7366's order):
 * format ‖ IV ‖ ciphertext ‖ tag. Both keys come from the one given by HMAC-SM3, so neither serves for two purposes. The machine's
 * own OpenSSL computes them.
 */
export const nationalSuite: Suite = {
  name: 'national',
  seal(key, context, plain) {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('sm4-cbc', part(key, 'encrypt').subarray(0, BLOCK_BYTES), iv);
    const body = Buffer.concat([Buffer.of(FORMAT), iv, cipher.update(plain), cipher.final()]);
    return Buffer.concat([body, tagOf(key, context, body)]);
  },
  unseal(key, context, sealed) {
    if (sealed.length < 1 + IV_BYTES + BLOCK_BYTES + TAG_BYTES || sealed[0] !== FORMAT) return undefined;
    const body = sealed.subarray(0, sealed.length - TAG_BYTES);
    // Nothing is decrypted before its tag is known to be right: no padding can be asked about.
    if (!timingSafeEqual(tagOf(key, context, body), sealed.subarray(sealed.length - TAG_BYTES)) || (body.length - 1 - IV_BYTES) % BLOCK_BYTES !== 0) return undefined;
    const decipher = createDecipheriv('sm4-cbc', part(key, 'encrypt').subarray(0, BLOCK_BYTES), body.subarray(1, 1 + IV_BYTES));
    return Buffer.concat([decipher.update(body.subarray(1 + IV_BYTES)), decipher.final()]);
  },
};

export function suiteOf(name: SuiteName): Suite {
  return name === 'national' ? nationalSuite : internationalSuite;
}

/** Whether this machine's OpenSSL has what the suite needs; some builds leave the national algorithms out. */
export function isAvailable(name: SuiteName): boolean {
  return name === 'international' || (getCiphers().includes('sm4-cbc') && getHashes().includes('sm3'));
}

function part(key: Uint8Array, purpose: 'encrypt' | 'authenticate'): Buffer {
  return createHmac('sm3', key).update(`minsheng sm4 ${purpose} v1`).digest();
}

/** The context's length stands before it, so that it cannot run over into the body. */
function tagOf(key: Uint8Array, context: string, body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(context));
  return createHmac('sm3', part(key, 'authenticate')).update(length).update(context).update(body).digest();
}
