import type { Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { KeyProvider } from './key-provider.ts';

/** What a cookie may carry with its name and attributes (RFC 6265 §6.1: 4096 bytes at least). */
const TOKEN_CHARS_MAX = 3_800;
const EXPIRY_BYTES = 8;

export type TokenRefusal =
  | { readonly kind: 'forged' }
  /** Genuine but too old; what it carried may still be shown again, never acted upon. */
  | { readonly kind: 'expired'; readonly text: string };

/**
 * A sealed token for one purpose (`receipt-session`, `form`): its holder can neither read, change nor prolong it, and it
 * serves for nothing else. base64url, sealed by the instance's suite: (expiry in ms as uint64 BE ‖ text), context = purpose.
 * Throws RangeError when the text is too long for a cookie.
 */
export function sealToken(keys: KeyProvider, purpose: string, text: string, expiresAt: Instant): string {
  const plain = Buffer.alloc(EXPIRY_BYTES + Buffer.byteLength(text));
  plain.writeBigUInt64BE(BigInt(expiresAt));
  plain.write(text, EXPIRY_BYTES);
  const token = keys.seal(keys.derive(`token ${purpose} v1`), purpose, plain).toString('base64url');
  if (token.length > TOKEN_CHARS_MAX) throw new RangeError(`a token has at most ${TOKEN_CHARS_MAX} characters`);
  return token;
}

/** The text inside. The token is the attacker's; whatever it is, the answer is a value. */
export function openToken(keys: KeyProvider, purpose: string, token: unknown, now: Instant): Decision<string, TokenRefusal> {
  if (typeof token !== 'string' || token.length > TOKEN_CHARS_MAX || !/^[A-Za-z0-9_-]+$/.test(token)) return refuse({ kind: 'forged' });
  const plain = keys.unseal(keys.derive(`token ${purpose} v1`), purpose, Buffer.from(token, 'base64url'));
  if (!plain || plain.length < EXPIRY_BYTES) return refuse({ kind: 'forged' });
  const text = plain.toString('utf8', EXPIRY_BYTES);
  return BigInt(now) < plain.readBigUInt64BE() ? accept(text) : refuse({ kind: 'expired', text });
}
