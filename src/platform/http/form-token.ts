import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { DAY_MS } from '../../kernel/instant.ts';

/** How long an opened page may be sent. A person may write all day; a page of last week may offer choices that are gone. */
const FORM_MS_MAX = DAY_MS;
const MAC_BYTES = 16;

export type FormTokens = {
  /** Goes into the page as the hidden field `token`. */
  issue(purpose: string): string;
  /** `expired` and `forged` are answered alike: the page again, with what was typed and a new token. */
  check(purpose: string, token: unknown): 'valid' | 'expired' | 'forged';
};

/**
 * Proof of when a page was opened: `<ms since 1970 in base 36>.<HMAC>`. It names no person and no session. `now` is the
 * process clock in milliseconds: it times pages, never cases.
 */
export function createFormTokens(secret: Uint8Array, now: () => number = Date.now): FormTokens {
  // A raw key costs createHmac 14 µs, a key object 2.
  const key = createSecretKey(secret);
  const macOf = (purpose: string, issued: string): Buffer =>
    createHmac('sha256', key).update(`form-token\0${purpose}\0${issued}`).digest().subarray(0, MAC_BYTES);
  return {
    issue(purpose) {
      const issued = now().toString(36);
      return `${issued}.${macOf(purpose, issued).toString('base64url')}`;
    },
    check(purpose, token) {
      const [, issued, mac] = typeof token === 'string' ? /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? [] : [];
      if (issued === undefined || mac === undefined) return 'forged';
      if (!timingSafeEqual(Buffer.from(mac, 'base64url'), macOf(purpose, issued))) return 'forged';
      const age = now() - Number.parseInt(issued, 36);
      return age >= 0 && age <= FORM_MS_MAX ? 'valid' : 'expired';
    },
  };
}
