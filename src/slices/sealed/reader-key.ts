import { hkdfSync } from 'node:crypto';
import { bech32 } from '@scure/base';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { ReceiptCode } from '../../platform/crypto/index.ts';

const KEY_BYTES = 32;

/**
 * What the reporter's letters are opened with: HKDF-SHA256(code, salt = jurisdiction), a derivation of its own, so that it says
 * nothing of sign-in or ballot. No pepper: whoever holds the receipt opens their letters with any age. Known before there is a
 * number, so that the first letter is closed to its writer as well.
 */
export function readerKeyOf(jurisdiction: JurisdictionCode, code: ReceiptCode): Buffer {
  return Buffer.from(hkdfSync('sha256', code, jurisdiction, 'minsheng receipt sealed letters v1', KEY_BYTES));
}

/** As age spells it: `AGE-SECRET-KEY-1…` (age specification, "The X25519 recipient type"). */
export function ageIdentityOf(readerKey: Uint8Array): string {
  return bech32.encodeFromBytes('AGE-SECRET-KEY-', readerKey).toUpperCase();
}

/** Whether a text is an age X25519 recipient: `age1` and 58 characters of bech32. */
export function parseRecipient(text: unknown): string | undefined {
  if (typeof text !== 'string' || !/^age1[02-9ac-hj-np-z]{58}$/.test(text)) return undefined;
  try {
    return bech32.decodeToBytes(text).bytes.length === KEY_BYTES ? text : undefined;
  } catch {
    return undefined;
  }
}
