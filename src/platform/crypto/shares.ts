import { createHash } from 'node:crypto';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { fingerprintOf } from './root.ts';

/**
 * Paper shares of the root (Shamir, over GF(2^8)): any `threshold` of them make it, fewer say nothing about it. A share is written in
 * rows of four groups of four letters and digits (Crockford's base 32: no I, L, O, U), each row with two of its own to check it, so that
 * whoever types it learns which row is wrong.
 */
export type Share = { readonly fingerprint: string; readonly threshold: number; readonly bytes: Uint8Array };

export type ShareRefusal =
  | { readonly kind: 'wrong-row'; readonly row: number }
  | { readonly kind: 'too-few-rows' | 'not-a-share' };
export type JoinRefusal =
  | { readonly kind: 'too-few'; readonly threshold: number }
  | { readonly kind: 'of-another-root' | 'same-twice' | 'do-not-fit' };

export const SHARES_MAX = 16;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
const GROUPS_IN_ROW = 4;
const CHECK = 2;
const FORMAT = 1;
/** format, threshold, fingerprint (4), the share (32 and its place). */
const SHARE_BYTES = 1 + 1 + 4 + 33;
const ROW_CHARS = GROUP * GROUPS_IN_ROW;

export async function splitRoot(root: Uint8Array, shares: number, threshold: number): Promise<readonly (readonly string[])[]> {
  if (!(threshold >= 2 && threshold <= shares && shares <= SHARES_MAX)) throw new RangeError(`2 ≤ threshold ≤ shares ≤ ${SHARES_MAX}`);
  const { split } = await import('shamir-secret-sharing');
  const parts = await split(Uint8Array.from(root), shares, threshold);
  const fingerprint = Buffer.from(fingerprintOf(root), 'hex');
  return parts.map((part) => rowsOf(Buffer.concat([Buffer.of(FORMAT, threshold), fingerprint, part])));
}

/** Rows as they were typed: small letters, spaces and hyphens do not matter; O is read as 0, I and L as 1. */
export function readShare(rows: readonly string[]): Decision<Share, ShareRefusal> {
  let letters = '';
  for (const [index, row] of rows.entries()) {
    const typed = row.normalize('NFKC').toUpperCase().replace(/[\s\p{Dash_Punctuation}.]/gu, '').replaceAll('O', '0').replace(/[IL]/g, '1');
    const [body, check] = [typed.slice(0, -CHECK), typed.slice(-CHECK)];
    if (![...typed].every((letter) => ALPHABET.includes(letter)) || body.length > ROW_CHARS || checkOf(index, body) !== check) return refuse({ kind: 'wrong-row', row: index + 1 });
    letters += body;
  }
  const needed = Math.ceil((SHARE_BYTES * 8) / 5);
  if (letters.length < needed) return refuse({ kind: 'too-few-rows' });
  const bytes = decode(letters);
  if (letters.length !== needed || bytes[0] !== FORMAT) return refuse({ kind: 'not-a-share' });
  return accept({ threshold: bytes[1] ?? 0, fingerprint: bytes.subarray(2, 6).toString('hex'), bytes: bytes.subarray(6, SHARE_BYTES) });
}

/** The root, checked against the fingerprint that each share bears. */
export async function joinShares(shares: readonly Share[]): Promise<Decision<Uint8Array, JoinRefusal>> {
  const [first] = shares;
  if (!first) return refuse({ kind: 'too-few', threshold: 2 });
  if (shares.some((one) => one.fingerprint !== first.fingerprint || one.threshold !== first.threshold)) return refuse({ kind: 'of-another-root' });
  // The last byte is the share's place.
  if (new Set(shares.map((one) => one.bytes.at(-1))).size < shares.length) return refuse({ kind: 'same-twice' });
  if (shares.length < first.threshold) return refuse({ kind: 'too-few', threshold: first.threshold });
  const { combine } = await import('shamir-secret-sharing');
  const root = await combine(shares.map((one) => Uint8Array.from(one.bytes)));
  return fingerprintOf(root) === first.fingerprint ? accept(root) : refuse({ kind: 'do-not-fit' });
}

/** How many rows a share has. */
export const SHARE_ROWS = Math.ceil(Math.ceil((SHARE_BYTES * 8) / 5) / ROW_CHARS);

function rowsOf(bytes: Buffer): readonly string[] {
  const letters = encode(bytes);
  const rows: string[] = [];
  for (let at = 0; at < letters.length; at += ROW_CHARS) {
    const body = letters.slice(at, at + ROW_CHARS);
    rows.push(`${body.match(/.{1,4}/g)?.join(' ') ?? ''}  ${checkOf(rows.length, body)}`);
  }
  return rows;
}

/** Ten bits of a hash of row number and letters: a wrong letter passes once in a thousand times, and then the fingerprint stops it. */
function checkOf(index: number, body: string): string {
  const value = createHash('sha256').update(`${index} ${body}`).digest().readUInt16BE(0);
  return `${ALPHABET[value & 31] ?? ''}${ALPHABET[(value >> 5) & 31] ?? ''}`;
}

function encode(bytes: Uint8Array): string {
  let [text, held, bits] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31] ?? '';
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + (ALPHABET[(held << (5 - bits)) & 31] ?? '');
}

function decode(letters: string): Buffer {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const letter of letters) {
    held = (held << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
