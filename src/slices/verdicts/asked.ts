import { randomUUID } from 'node:crypto';
import { parseCaseId, type CaseId, type JurisdictionCode } from '../../kernel/ids.ts';
import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import { caseForResident, type CaseDeps } from '../cases/index.ts';
import type { Answered, Answers, Asking, Digit, Letter, Settlement } from '../vault/index.ts';
import { judgeAsked } from './judge.ts';

const OUTCOME_OF: Readonly<Record<Digit, Outcome>> = { 1: 'solved', 2: 'partly', 3: 'unsolved' };

/** Constants of the place: the same for every case. */
export type AskedWords = { readonly words: Asking['words']; readonly help: Letter };
export type AskedDeps = { readonly cases: CaseDeps; readonly answers: Pick<Answers, 'waiting' | 'settle' | 'help'>; readonly wordsOf: (jurisdiction: JurisdictionCode) => AskedWords };

/** "Is it solved?" by an ordinary phone (promises 2, 4). Here is which case a question is about; whose phone it went to is the vault's alone. */
export interface Asked {
  /** The question about the answer that waits for its resident's word, the same however often; undefined where none waits. */
  askingOf(jurisdiction: JurisdictionCode, caseId: CaseId): Promise<Asking | undefined>;
  /** Records what came back. How many answers there were. */
  sweep(jurisdiction: JurisdictionCode): Promise<number>;
  /** Questions asked before `before` are forgotten. */
  forgetOld(jurisdiction: JurisdictionCode, before: (now: Instant) => Instant): Promise<void>;
}

export function createAsked({ cases, answers, wordsOf }: AskedDeps): Asked {
  const { database } = cases;
  const system = (jurisdiction: JurisdictionCode): Actor => ({ kind: 'system', jurisdiction, job: 'asked' });
  return {
    async askingOf(jurisdiction, caseId) {
      const loaded = await database.inTransaction({ kind: 'resident', jurisdiction, caseId }, (tx) => caseForResident(tx, caseId));
      const state = loaded?.state;
      if (state?.stage !== 'answered' && state?.stage !== 'unjudged') return undefined;
      const question = await database.inTransaction(system(jurisdiction), (tx) => questionOf(tx, caseId, state.round.number));
      return { question, words: wordsOf(jurisdiction).words };
    },
    async sweep(jurisdiction) {
      const waiting = await answers.waiting(jurisdiction);
      for (const answered of waiting) {
        // A crash after the verdict and before this settles: the same answer again is refused by the case itself, and settled then.
        await answers.settle(jurisdiction, answered, await record(cases, system(jurisdiction), answered));
      }
      await answers.help(jurisdiction, wordsOf(jurisdiction).help);
      return waiting.length;
    },
    async forgetOld(jurisdiction, before) {
      await database.inTransaction(system(jurisdiction), (tx) => tx.run(deleteOld, [jurisdiction, isoOf(before(tx.at))]), 'worker');
    },
  };
}

/** In the transaction that erases the case (role `worker`). */
export async function forgetAskedOf(tx: Tx, caseId: CaseId): Promise<void> {
  await tx.run(deleteOfCase, [tx.actor.jurisdiction, caseId]);
}

/** One for an answer, however often it is asked. */
async function questionOf(tx: Tx, caseId: CaseId, round: number): Promise<string> {
  const { jurisdiction } = tx.actor;
  await tx.run(insertAsked, [jurisdiction, caseId, round, randomUUID(), isoOf(tx.at)]);
  const row = await tx.row(selectQuestion, [jurisdiction, caseId, round]);
  if (!row) throw new Error('a question that was just kept is not there');
  return row.question_id;
}

async function record(cases: CaseDeps, actor: Actor, { question, digit }: Answered): Promise<Settlement> {
  const { jurisdiction } = actor;
  const row = await cases.database.inTransaction(actor, (tx) => tx.row(selectAsked, [jurisdiction, question]));
  const caseId = parseCaseId(row?.case_id);
  if (!row || !caseId) return 'over';
  const judged = await judgeAsked(cases, { jurisdiction, caseId, round: row.round, question }, OUTCOME_OF[digit]);
  if (!judged.refused) return digit === 1 ? 'stands' : 'over';
  switch (judged.reason.kind) {
    case 'same-outcome': return 'stands';
    // That answer has had its verdict, and the case went on.
    case 'not-answered': case 'no-proof': return 'over';
    default: return 'refused';
  }
}

const insertAsked = statement<never>('app_actor', 'verdicts.insert_asked', `
  insert into verdicts.asked (jurisdiction, case_id, round, question_id, asked_at) values ($1, $2::uuid, $3, $4::uuid, $5::timestamptz)
  on conflict (jurisdiction, case_id, round) do nothing`);

const selectQuestion = statement<{ question_id: string }>('app_actor', 'verdicts.select_question', `
  select question_id from verdicts.asked where jurisdiction = $1 and case_id = $2::uuid and round = $3`);

const selectAsked = statement<{ case_id: string; round: number }>('app_actor', 'verdicts.select_asked', `
  select case_id, round from verdicts.asked where jurisdiction = $1 and question_id = $2::uuid`);

const deleteOfCase = statement<never>('worker', 'verdicts.delete_asked_of_case', `
  delete from verdicts.asked where jurisdiction = $1 and case_id = $2::uuid`);

const deleteOld = statement<never>('worker', 'verdicts.delete_old_asked', `
  delete from verdicts.asked where jurisdiction = $1 and asked_at < $2::timestamptz`);
