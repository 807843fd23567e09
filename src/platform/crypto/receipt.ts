import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseCaseNumber, type CaseNumber, type JurisdictionCode } from '../../kernel/ids.ts';
import type { KeyProvider } from './key-provider.ts';
import { keyObjectOf } from './root-keys.ts';

/**
 * A receipt is a case number (public, harmless) and a code of 24 digits (79.7 bits) that only its holder knows.
 * The code signs in, finds its holder's ballot and opens keys, each through a derivation of its own, so that what one
 * leaks says nothing to another. Parsed by `parseReceiptCode` or made by `receiptCodeOf`, nowhere else.
 */
export type ReceiptCode = string & { readonly __brand: 'ReceiptCode' };
export type Receipt = { readonly number: CaseNumber; readonly code: ReceiptCode };

const CODE_DIGITS = 24;
const CODES = 10n ** BigInt(CODE_DIGITS);
const NUMBER_DIGITS = 12;
const SALT_BYTES = 16;
const DERIVED_BYTES = 32;
/** Longest text worth reading: 36 digits with a separator after each, and room for mistakes. */
const TEXT_CHARS_MAX = 120;

/**
 * The code of the case that was submitted with this idempotency key: HKDF-SHA256(pepper, info = jurisdiction LF key) as a
 * number modulo 10^24 (bias below 2^-176). Sent again, the same key gives the same code, so it need not be stored.
 */
export function receiptCodeOf(keys: KeyProvider, jurisdiction: JurisdictionCode, idempotencyKey: string): ReceiptCode {
  const derived = hkdfSync('sha256', keyObjectOf(keys.derive('receipt code v1')), '', `${jurisdiction}\n${idempotencyKey}`, DERIVED_BYTES);
  const number = BigInt(`0x${Buffer.from(derived).toString('hex')}`) % CODES;
  return number.toString().padStart(CODE_DIGITS, '0') as ReceiptCode;
}

/** What is stored beside a case to recognise its receipt: a random salt and the verifier. */
export type ReceiptVerifier = { readonly salt: Uint8Array; readonly verifier: Uint8Array };

export function newReceiptVerifier(keys: KeyProvider, code: ReceiptCode): ReceiptVerifier {
  const salt = randomBytes(SALT_BYTES);
  return { salt, verifier: verifierOf(keys, salt, code) };
}

/** HMAC-SHA256(pepper, salt ‖ code); the pepper is outside the database, so a stolen table lets nobody guess. 32 bytes. */
export function verifierOf(keys: KeyProvider, salt: Uint8Array, code: ReceiptCode): Buffer {
  return createHmac('sha256', keyObjectOf(keys.derive('receipt sign-in v1'))).update(salt).update(code).digest();
}

/** Does this code belong to that case? Constant time. */
export function isReceipt(keys: KeyProvider, stored: ReceiptVerifier, code: ReceiptCode): boolean {
  const expected = verifierOf(keys, stored.salt, code);
  return stored.verifier.length === expected.length && timingSafeEqual(stored.verifier, expected);
}

/**
 * Under which key the holder's ballot stands in a published batch: HKDF-SHA256(code, salt = case number), base64url.
 * No pepper: the voter finds it with any tool. The number as salt makes guessing one ballot no help with another.
 */
export function ballotKeyOf({ number, code }: Receipt): string {
  return fromCode(number, code, 'ballot').toString('base64url');
}

/**
 * The ballot key of a receipt whose code was exchanged, sealed under the new code and the pepper: beside the verifier it tells nobody
 * anything, and the holder goes on finding and changing the ballots that they cast before. Always of one length.
 */
export function carryBallotKey(keys: KeyProvider, receipt: Receipt, ballotKey: string): Buffer {
  return keys.seal(carrierOf(keys, receipt), carriedContext(receipt), Buffer.from(ballotKey, 'base64url'));
}

/** What `carryBallotKey` sealed; undefined for another code or case, or altered bytes. */
export function carriedBallotKey(keys: KeyProvider, receipt: Receipt, carried: Uint8Array): string | undefined {
  return keys.unseal(carrierOf(keys, receipt), carriedContext(receipt), carried)?.toString('base64url');
}

/** A key that only the holder of the receipt can name, for words sealed to them. 32 bytes. */
export function receiptKeyOf({ number, code }: Receipt): Buffer {
  return fromCode(number, code, 'keys');
}

/** Reads 24 digits as people copy them: full-width, in groups, with spaces, hyphens or dots. Undefined otherwise. */
export function parseReceiptCode(text: unknown): ReceiptCode | undefined {
  const digits = digitsIn(text);
  return digits?.length === CODE_DIGITS ? (digits as ReceiptCode) : undefined;
}

/** Reads a whole receipt, number first, as it is printed. Undefined when the number's check digit or the length is wrong. */
export function parseReceipt(text: unknown): Receipt | undefined {
  const digits = digitsIn(text);
  if (digits?.length !== NUMBER_DIGITS + CODE_DIGITS) return undefined;
  const number = parseCaseNumber(digits.slice(0, NUMBER_DIGITS));
  return number && { number, code: digits.slice(NUMBER_DIGITS) as ReceiptCode };
}

/** `0123 4567 8901 2345 6789 0123`: in groups of four, as it is printed and read out. */
export function groupReceiptCode(code: ReceiptCode): string {
  return code.match(/\d{4}/g)?.join(' ') ?? code;
}

function carrierOf(keys: KeyProvider, { number, code }: Receipt): Buffer {
  return keys.hmac('receipt carried v1', fromCode(number, code, 'carried'));
}

function carriedContext({ number }: Receipt): string {
  return `receipt ballot key\n${number}`;
}

function fromCode(number: CaseNumber, code: ReceiptCode, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', code, number, `minsheng receipt ${purpose} v1`, DERIVED_BYTES));
}

function digitsIn(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > TEXT_CHARS_MAX) return undefined;
  const digits = text.normalize('NFKC').replace(/[\s.·\p{Dash_Punctuation}]/gu, '');
  return /^\d+$/.test(digits) ? digits : undefined;
}
