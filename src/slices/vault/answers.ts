import { randomUUID } from 'node:crypto';
import { parsePersonRef, type JurisdictionCode } from '../../kernel/ids.ts';
import { isoOf, plusMs } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import { lockNumber, numberMark, REPLIES_TAKEN_MS, selectOfNumber } from './asking.ts';
import { countMessage, countOf } from './budgets.ts';
import { digitsOf } from './contact.ts';
import { DIGITS, matchReply, readReply, type Digit } from './reply.ts';
import type { Letter, Tellings } from './tellings.ts';

/** As the gateway hands it on: its own number for the reply, the phone it came from, what was written. */
export type Reply = { readonly id: string; readonly from: string; readonly text: string };
export const REPLIED = ['taken', 'too-many'] as const;
/** `taken` says that it came, and nothing of whether anybody is known by that number; `too-many` is said of any number. */
export type Replied = (typeof REPLIED)[number];
export type Answered = { readonly question: string; readonly digit: Digit };
/** What became of an answer: `stands`, and may still be changed; `over`: the question is closed; `refused`: it could not be taken, and they are told so. */
export const SETTLEMENTS = ['stands', 'over', 'refused'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

/** One digit comes back by an ordinary phone (promises 2, 4). Who it is, is found here; which case, elsewhere. */
export interface Answers {
  /** Takes a reply once, whatever number it is from, in one time and with the same statements. */
  reply(jurisdiction: JurisdictionCode, reply: Reply): Promise<Replied>;
  /** Answers that wait to be recorded, the oldest question first, at most ANSWERS_MAX. */
  waiting(jurisdiction: JurisdictionCode): Promise<readonly Answered[]>;
  /** Once its verdict is committed, or cannot be. A later answer that came meanwhile goes on waiting. */
  settle(jurisdiction: JurisdictionCode, answered: Answered, settlement: Settlement): Promise<void>;
  /** Tells those whose replies could not be taken how to write one, in constant words. How many. */
  help(jurisdiction: JurisdictionCode, letter: Letter): Promise<number>;
}

export const ANSWERS_MAX = 100;
/** From one number a day; whoever corrects themselves needs three. */
const FROM_ONE_MAX = 20;
/** Of a jurisdiction a day: a gateway that loops is stopped, a county that answers is not. */
const FROM_ALL_MAX = 100_000;
const HELP_ONE_MAX = 2;
/** No answer sooner: what the database takes lies well below. */
const ANSWER_MS = 150;

type AnswerDeps = { readonly database: Database; readonly keys: KeyProvider; readonly tellText: Tellings['tell']; readonly answerMs?: number };

export function createAnswers({ database, keys, tellText, answerMs = ANSWER_MS }: AnswerDeps): Answers {
  const inVault = <T>(jurisdiction: JurisdictionCode, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.inTransaction({ kind: 'system', jurisdiction, job: 'answers' }, work, 'vault_svc');
  return {
    async reply(jurisdiction, reply) {
      const [replied] = await Promise.all([inVault(jurisdiction, (tx) => take(tx, keys, reply)), new Promise((resolve) => { setTimeout(resolve, answerMs); })]);
      return replied;
    },
    waiting: (jurisdiction) => inVault(jurisdiction, async (tx) => (await tx.rows(selectWaiting, [jurisdiction, ANSWERS_MAX])).flatMap(({ question_id, digit }) => {
      const known = DIGITS.find((one) => one === digit);
      return known ? [{ question: question_id, digit: known }] : [];
    })),
    async settle(jurisdiction, { question, digit }, settlement) {
      await inVault(jurisdiction, (tx) => tx.run(settleAnswer, [jurisdiction, question, digit, settlement, isoOf(plusMs(tx.at, -1))]));
    },
    async help(jurisdiction, letter) {
      // Not due any more before it is sent: a crash in between tells nobody, rather than twice.
      const due = await inVault(jurisdiction, async (tx) => {
        const rows = await tx.rows(takeHelp, [jurisdiction]);
        const day = isoOf(tx.at).slice(0, 10);
        const persons = [];
        for (const row of rows) {
          const count = countOf(keys, jurisdiction, day, { kind: 'help one', value: row.number_mark.toString('hex'), most: HELP_ONE_MAX });
          const person = parsePersonRef(row.person_ref);
          if (person && await countMessage(tx, day, [count])) persons.push(person);
        }
        return persons;
      });
      for (const person of due) await tellText(jurisdiction, person, letter);
      return due.length;
    },
  };
}

/** The same statements whether the number is known or not; what comes again changes nothing. */
async function take(tx: Tx, keys: KeyProvider, { id, from, text }: Reply): Promise<Replied> {
  const { jurisdiction } = tx.actor;
  const day = isoOf(tx.at).slice(0, 10);
  const mark = numberMark(keys, jurisdiction, from);
  await tx.run(lockNumber, [jurisdiction, mark]);
  const isNew = await tx.run(insertReply, [jurisdiction, keys.hmac('reply id v1', jurisdiction, id), isoOf(tx.at)]) === 1;
  if (!isNew) return 'taken';
  const count = (kind: string, value: string, most: number) => countOf(keys, jurisdiction, day, { kind, value, most });
  if (!await countMessage(tx, day, [count('reply one', digitsOf(from), FROM_ONE_MAX), count('reply all', '', FROM_ALL_MAX)])) return 'too-many';
  const live = (await tx.rows(selectOfNumber, [jurisdiction, mark])).filter((one) => one.valid_until.getTime() >= tx.at);
  const matched = matchReply(live.map(({ question_id, letter }) => ({ question: question_id, letter })), readReply(text));
  // A question that nobody was asked stands for none.
  const question = matched.kind === 'nothing' ? randomUUID() : matched.question;
  await tx.run(noteReply, [jurisdiction, question, matched.kind === 'answer' ? matched.digit : null, isoOf(plusMs(tx.at, REPLIES_TAKEN_MS))]);
  return 'taken';
}

const insertReply = statement<never>('vault_svc', 'vault.insert_reply', `
  insert into vault.replies (jurisdiction, mark, at) values ($1, $2::bytea, $3::timestamptz) on conflict (jurisdiction, mark) do nothing`);

/** The first answer opens the time in which it may be changed; no later one makes it longer. */
const noteReply = statement<never>('vault_svc', 'vault.note_reply', `
  update vault.asked set
    digit = coalesce($3::smallint, digit), waits = waits or $3::smallint is not null, help_due = $3::smallint is null,
    valid_until = case when digit is null and $3::smallint is not null then $4::timestamptz else valid_until end
  where jurisdiction = $1 and question_id = $2::uuid`);

const selectWaiting = statement<{ question_id: string; digit: number }>('vault_svc', 'vault.select_waiting', `
  select question_id, digit from vault.asked where jurisdiction = $1 and waits order by asked_at, question_id limit $2`);

const settleAnswer = statement<never>('vault_svc', 'vault.settle_answer', `
  update vault.asked set waits = false, help_due = $4 = 'refused', valid_until = case when $4 = 'over' then $5::timestamptz else valid_until end
  where jurisdiction = $1 and question_id = $2::uuid and digit = $3::smallint`);

const takeHelp = statement<{ person_ref: string; number_mark: Buffer }>('vault_svc', 'vault.take_help', `
  update vault.asked set help_due = false where jurisdiction = $1 and help_due returning person_ref, number_mark`);
