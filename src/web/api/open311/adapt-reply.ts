import { createHash } from 'node:crypto';
import { accept, refuse } from '../../../kernel/refusal.ts';
import type { Actor } from '../../../platform/db/actor.ts';
import { parseIdempotencyKey } from '../../../platform/http/idempotency.ts';
import { dayOf, type Directory } from '../../../slices/units/index.ts';
import type { Open311Parts } from './adapt.ts';
import type { Open311Deps, Open311Reply } from './ports.ts';
import { replyUpdateId } from './updates.ts';

/**
 * 1. Number and code open the case, or nothing does, and nobody learns which was wrong. 2. The message is a resident's act like one from
 * their page, under the key in the same transaction: a crash before the commit leaves neither, after it the same comes to the same update.
 */
export async function replyOnce({ cases, database, idempotency }: Open311Parts, { code, zone }: Directory, reply: Open311Reply, key: string | undefined): ReturnType<Open311Deps['reply']> {
  const opened = await cases.openReceipt(code, reply.number, reply.receiptCode);
  if (!opened) return refuse({ kind: 'receipt-wrong' });
  const { caseId } = opened;
  const actor: Actor = { kind: 'resident', jurisdiction: code, caseId };
  return database.inTransaction(actor, async (tx) => {
    const act = async () => {
      const acted = await cases.actIn(tx, caseId, { do: 'reply', words: reply.words, photos: reply.photos?.names ?? [] });
      if (acted.refused) return refuse({ kind: 'refused-by-rule' as const, rule: acted.reason.kind });
      const today = dayOf(tx.at, zone);
      const ofToday = acted.value.state.facts.conversation.filter((one) => one.from === 'resident' && dayOf(one.at, zone) === today);
      return accept(replyUpdateId(reply.number, today, ofToday.length));
    };
    if (key === undefined) return act();
    // Its own for each case: the same key or name of another client means another update.
    const own = parseIdempotencyKey(createHash('sha256').update(JSON.stringify(['open311 update', caseId, key])).digest('base64url'));
    if (own === undefined) throw new Error('a digest is no key');
    const said = createHash('sha256').update(JSON.stringify([reply.words, reply.photos?.digest ?? ''])).digest();
    const done = await idempotency.once(tx, own, idempotency.requestDigest('open311 update', caseId, said), act);
    return done.refused ? done : accept(done.value.result);
  });
}
