import type { JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import { DAY_MS, isoOf, plusMs } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import { digitsOf } from './contact.ts';
import { nextLetter } from './reply.ts';

/** A question takes replies so long after it was sent, and after the first reply: as long as a verdict may be changed. */
export const REPLIES_TAKEN_MS = 30 * DAY_MS;

/** Keyed: says nothing of the number, and is the same for it as long as the key is. */
export function numberMark(keys: KeyProvider, jurisdiction: JurisdictionCode, phone: string): Buffer {
  return keys.hmac('question number v1', jurisdiction, digitsOf(phone));
}

/**
 * Keeps the question and gives the letter that goes with it; the same letter when it is sent again. What this person was asked before is
 * over. Undefined while every letter of this number is out.
 */
export async function keepQuestion(tx: Tx, { person, question, mark }: { readonly person: PersonRef; readonly question: string; readonly mark: Uint8Array }): Promise<string | undefined> {
  const { jurisdiction } = tx.actor;
  await tx.run(lockNumber, [jurisdiction, mark]);
  const known = await tx.rows(selectOfNumber, [jurisdiction, mark]);
  const others = known.filter((one) => one.person_ref !== person && one.valid_until.getTime() >= tx.at);
  const letter = known.find((one) => one.question_id === question)?.letter ?? nextLetter(known[0]?.letter, others.map((one) => one.letter));
  if (letter === undefined) return undefined;
  await tx.run(endEarlier, [jurisdiction, person, question]);
  await tx.run(upsertQuestion, [jurisdiction, question, person, mark, letter, isoOf(tx.at), isoOf(plusMs(tx.at, REPLIES_TAKEN_MS))]);
  return letter;
}

/** Held to the end of the transaction: two questions to one number get two letters. */
export const lockNumber = statement<never>('vault_svc', 'vault.lock_number', `
  select pg_advisory_xact_lock(hashtextextended('vault.asked ' || $1::text || encode($2::bytea, 'hex'), 0))`);

/** The latest first. */
export const selectOfNumber = statement<{ question_id: string; person_ref: string; letter: string; valid_until: Date }>('vault_svc', 'vault.select_of_number', `
  select question_id, person_ref, letter, valid_until from vault.asked where jurisdiction = $1 and number_mark = $2::bytea order by asked_at desc, letter desc`);

const endEarlier = statement<never>('vault_svc', 'vault.end_earlier', `
  update vault.asked set valid_until = asked_at, help_due = false where jurisdiction = $1 and person_ref = $2 and question_id <> $3::uuid`);

const upsertQuestion = statement<never>('vault_svc', 'vault.upsert_question', `
  insert into vault.asked (jurisdiction, question_id, person_ref, number_mark, letter, asked_at, valid_until)
  values ($1, $2::uuid, $3, $4::bytea, $5, $6::timestamptz, $7::timestamptz)
  on conflict (jurisdiction, question_id) do update set valid_until = excluded.valid_until where asked.digit is null`);

export const deleteAsked = statement<never>('vault_svc', 'vault.delete_asked', `
  delete from vault.asked where jurisdiction = $1 and person_ref = $2`);

/** Questions that take no reply any more, and replies so old that their signatures are. */
export const forgetAsked = statement<never>('vault_svc', 'vault.forget_asked', `
  delete from vault.asked where jurisdiction = $1 and valid_until < $2::timestamptz and asked_at < $2::timestamptz and not waits`);
export const forgetReplies = statement<never>('vault_svc', 'vault.forget_replies', `
  delete from vault.replies where jurisdiction = $1 and at < $2::timestamptz`);
