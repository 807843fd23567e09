import { createHash } from 'node:crypto';
import { createChallenge, verifySolution, type Challenge, type Solution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { MINUTE_MS } from '../../kernel/instant.ts';

/**
 * One try takes a phone some three milliseconds, and every 256th succeeds: about a second of work, which a machine that
 * sends a thousand reports must do a thousand times. PBKDF2 because browsers run it as fast as any attacker's program.
 */
const ROUNDS = 4_000;
const PREFIX = '00';
/** Time enough to read the page over, to be called away, and to come back. */
const KEPT_MS = 30 * MINUTE_MS;
const PAYLOAD_CHARS_MAX = 2_000;

export type Works = {
  /** For one form alone, as JSON for the page. */
  challenge(formKey: string): Promise<string>;
  /** Whether the work for this form was done. Whatever is sent here is the sender's; it never throws. */
  isDone(payload: unknown, formKey: string): Promise<boolean>;
};

/**
 * Proof of work after ALTCHA (altcha.org, version 2 of its format), made and checked by ourselves: nobody else is asked.
 * A solution verifies as often as it is shown; it belongs to one form, whose key the database lets become one case only
 * (`idempotency.ts`). That is the store of what was used, and it outlives a new start.
 */
export function createWorks(secret: Uint8Array): Works {
  const hmacSignatureSecret = Buffer.from(secret).toString('base64url');
  return {
    async challenge(formKey) {
      const challenge = await createChallenge({
        algorithm: 'PBKDF2/SHA-256', cost: ROUNDS, keyPrefix: PREFIX, deriveKey, hmacSignatureSecret,
        expiresAt: Math.floor((Date.now() + KEPT_MS) / 1_000), data: { form: digestOf(formKey) },
      });
      return JSON.stringify(challenge);
    },
    async isDone(payload, formKey) {
      const parsed = parsePayload(payload);
      if (!parsed || parsed.challenge.parameters.data?.['form'] !== digestOf(formKey)) return false;
      // Signature and expiry are looked at before any work is done for the sender (protection T29).
      const verified = await verifySolution({ ...parsed, deriveKey, hmacSignatureSecret }).catch(() => undefined);
      return verified?.verified === true;
    },
  };
}

/** The form's key makes it one case; its digest in the challenge, and no key of a form on any page but its own. */
function digestOf(formKey: string): string {
  return createHash('sha256').update(`work\0${formKey}`).digest('base64url').slice(0, 22);
}

function parsePayload(payload: unknown): { readonly challenge: Challenge; readonly solution: Solution } | undefined {
  if (typeof payload !== 'string' || payload.length > PAYLOAD_CHARS_MAX) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload);
  } catch {
    return undefined;
  }
  // JSON may be null, a number, or nested as it likes.
  const { challenge, solution } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as { challenge?: Partial<Challenge> | null; solution?: Partial<Solution> | null };
  const { parameters, signature } = challenge ?? {};
  if (typeof parameters !== 'object' || (parameters as object | null) === null || typeof signature !== 'string' || typeof solution?.counter !== 'number' || typeof solution.derivedKey !== 'string') return undefined;
  if (parameters.algorithm !== 'PBKDF2/SHA-256' || parameters.cost !== ROUNDS || parameters.keyPrefix !== PREFIX || parameters.keyLength !== 32) return undefined;
  return { challenge: { parameters, signature }, solution: { counter: solution.counter, derivedKey: solution.derivedKey } };
}
