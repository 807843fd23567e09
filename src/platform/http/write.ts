import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { accept, type Decision } from '../../kernel/refusal.ts';
import type { Actor } from '../db/actor.ts';
import type { Tx } from '../db/reader.ts';
import type { Form } from './form-builder.ts';
import { idempotencyOf, newFormKey, parseIdempotencyKey, type Idempotency, type Once } from './idempotency.ts';

/** One write as its page means it: a page opened once, sent by one person, with one text. Anything else is another write. */
export type Write = {
  /** Runs `work` the first time; every later arrival gets the reference that it returned then. */
  once<Kind extends { kind: string }>(tx: Tx, work: () => Promise<Decision<string, Kind>>): Promise<Decision<Once, Kind>>;
  /** 32 bytes, the same at every arrival and known to nobody else: for what must be shown again though it is not kept. */
  readonly seed: Uint8Array;
};

/**
 * The write that this request asks for. Text and address are part of its identity, so a page that was sent, corrected
 * with the browser's "back" and sent again is a second write and not a refusal. Without a key (a program) every request
 * is a write of its own.
 */
export function writeOf(idempotency: Idempotency, request: FastifyRequest, form: Form<unknown>, actor: Actor): Write {
  const given = idempotencyOf(request, form);
  const key = given ?? newFormKey();
  const address = request.url.split('?', 1)[0] ?? '';
  const who = JSON.stringify(actor);
  const own = parseIdempotencyKey(createHash('sha256').update(JSON.stringify([key, address, who])).update(form.digest).digest('base64url'));
  if (own === undefined) throw new Error('a digest is no key');
  const digest = idempotency.requestDigest(address, who, form.digest);
  return {
    seed: idempotency.requestDigest(`seed ${address}`, who, Buffer.concat([Buffer.from(own), form.digest])),
    async once(tx, work) {
      if (given === undefined) {
        const done = await work();
        return done.refused ? done : accept({ result: done.value, earlier: false });
      }
      const met: { refusal?: Awaited<ReturnType<typeof work>> & { refused: true } } = {};
      const done = await idempotency.once(tx, own, digest, async () => {
        const outcome = await work();
        if (outcome.refused) met.refusal = outcome;
        return outcome;
      });
      if (!done.refused) return done;
      if (!met.refusal) throw new Error('two writes have one digest');
      return met.refusal;
    },
  };
}
