import { timingSafeEqual } from 'node:crypto';
import type { EventId } from '../kernel/ids.ts';
import { canonical } from './canonical.ts';
import { hmacSha256 } from './log/hmac.ts';

/** Bytes of a subject key and of a commitment. */
export const KEY_BYTES = 32;

const DOMAIN = 'minsheng commitment v1\n';

/**
 * A commitment to one private field: HMAC-SHA256(r, label ‖ canonical text), base64url, where
 * r = HKDF-Expand(subject key, "minsheng commitment v1" LF event id LF label, 32 bytes).
 * The extract step is left out because a subject key is 32 uniformly random bytes (RFC 5869 §3.3); expanding to one
 * hash length is a single HMAC with the octet 0x01 (RFC 5869 §2.3).
 * Whoever learns r and the words can check them; once the subject key is destroyed nobody can, and the words are erased.
 */
export function commitmentOf(subjectKey: Uint8Array, eventId: EventId, label: string, text: string): string {
  return Buffer.from(hmacSha256(openingOf(subjectKey, eventId, label), label + canonical(text))).toString('base64url');
}

/** r: disclosing it together with the words opens this one field and no other. 32 bytes. */
export function openingOf(subjectKey: Uint8Array, eventId: EventId, label: string): Buffer {
  return Buffer.from(hmacSha256(subjectKey, `${DOMAIN}${eventId}\n${label}\x01`));
}

/** Are these the words that were committed to? Constant time in the commitment. */
export function verifyCommitment(
  subjectKey: Uint8Array, eventId: EventId, label: string, text: string, commitment: string,
): boolean {
  const expected = Buffer.from(commitmentOf(subjectKey, eventId, label, text));
  const given = Buffer.from(commitment);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
