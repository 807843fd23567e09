import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { Tx } from '../db/reader.ts';
import type { Form } from './form-builder.ts';
import { finishKey, heldKey, purgeKeys, takeKey } from './store.ts';

declare const brand: unique symbol;
/** A key that a page or program made up so that sending twice counts once: 16 to 128 characters `A–Z a–z 0–9 . _ ~ -`. */
export type IdempotencyKey = string & { readonly [brand]: 'IdempotencyKey' };

/** 128 random bits as 22 base64url characters: the hidden field `key` of a freshly opened form. */
export function newFormKey(): IdempotencyKey {
  return randomBytes(16).toString('base64url') as IdempotencyKey;
}

export function parseIdempotencyKey(text: unknown): IdempotencyKey | undefined {
  return typeof text === 'string' && /^[A-Za-z0-9._~-]{16,128}$/.test(text) ? (text as IdempotencyKey) : undefined;
}

/**
 * The key of this write: the form's field `key`, or for programs the `Idempotency-Key` header
 * (draft-ietf-httpapi-idempotency-key-header: a quoted string; bare is understood). Two that differ count as none.
 */
export function idempotencyOf(request: FastifyRequest, form?: Form<unknown>): IdempotencyKey | undefined {
  const header = request.headers['idempotency-key'];
  const fromHeader = typeof header === 'string' ? parseIdempotencyKey(/^"(.*)"$/.exec(header.trim())?.[1] ?? header.trim()) : undefined;
  const typed = form?.values.get('key') ?? [];
  const fromForm = typed.length === 1 ? parseIdempotencyKey(typed[0]) : undefined;
  if (fromHeader !== undefined && fromForm !== undefined && fromHeader !== fromForm) return undefined;
  return fromHeader ?? fromForm;
}

export type Once = { readonly result: string; /** True when an earlier request did the work. */ readonly earlier: boolean };
export type KeyReused = { readonly kind: 'key-reused' };

export type Idempotency = {
  /** HMAC(route ‖ actor ‖ body): what a request must repeat to count as the same. `body` is `Form.digest` or a hash. */
  requestDigest(route: string, actor: string, body: Uint8Array): Uint8Array;
  /**
   * Runs `work` once for this key, inside the caller's transaction, and keeps the reference it returns (at most 200
   * characters, no personal data) for 72 hours. The same key with the same digest gets the earlier reference; with
   * another digest `key-reused`. A refusal of `work` frees the key; a throw rolls everything back.
   */
  once<Kind extends { kind: string }>(
    tx: Tx, key: IdempotencyKey, requestDigest: Uint8Array, work: () => Promise<Decision<string, Kind>>,
  ): Promise<Decision<Once, Kind | KeyReused>>;
};

/** `secret` is at least 32 bytes kept outside the database: with a stolen dump alone no key can be tried. */
export function createIdempotency(secret: Uint8Array): Idempotency {
  if (secret.byteLength < 32) throw new RangeError('an idempotency secret has at least 32 bytes');
  const keyHmac = (jurisdiction: string, key: string): Uint8Array =>
    createHmac('sha256', secret).update(`idempotency-key\0${jurisdiction}\0${key}`).digest();
  return {
    requestDigest: (route, actor, body) => createHmac('sha256', secret).update(`request\0${route}\0${actor}\0`).update(body).digest(),
    async once(tx, key, requestDigest, work) {
      const { jurisdiction } = tx.actor;
      const hmac = keyHmac(jurisdiction, key);
      const taken = await tx.row(takeKey, [jurisdiction, hmac, requestDigest]);
      if (!taken) return earlierResult(tx, jurisdiction, hmac, requestDigest);
      const done = await work();
      // Refused: the row stays without a result, and whoever comes next with this key takes it over.
      if (done.refused) return done;
      // A crash before the commit leaves neither the work nor the key.
      await tx.run(finishKey, [jurisdiction, hmac, done.value]);
      return accept({ result: done.value, earlier: false });
    },
  };
}

/** Deletes expired keys, at most `batch` (1 to 10,000); how many. Run in a worker transaction now and then. */
export async function purgeIdempotencyKeys(tx: Tx, batch = 1_000): Promise<number> {
  return (await tx.row(purgeKeys, [batch]))?.gone ?? 0;
}

async function earlierResult(tx: Tx, jurisdiction: string, hmac: Uint8Array, requestDigest: Uint8Array): Promise<Decision<Once, KeyReused>> {
  const held = await tx.row(heldKey, [jurisdiction, hmac]);
  if (!held || held.result_ref === null) throw new Error('an idempotency key is held by a request without result');
  if (!timingSafeEqual(held.request_hmac, requestDigest)) return refuse({ kind: 'key-reused' });
  return accept({ result: held.result_ref, earlier: true });
}
