import { parseCaseId, type CaseId, type JurisdictionCode } from '../../kernel/ids.ts';
import { instantOf, isoOf, plusMs, type Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import type { CaseRefusal } from './commands.ts';
import { erasureFault } from './decide-removal.ts';
import type { CaseDeps } from './deps.ts';
import { eraseIn, removePhotos, type Elsewhere, type Gone } from './erase.ts';
import { lockedCase } from './load.ts';
import { ERASURE_JOB, ERASURE_WAIT_MS } from './removals.ts';

/** "Erase what I said": the resident's own wish. It stands beside the case, in no entry of the record, until it is carried out or taken back. */
export type ErasureWish = { readonly askedAt: Instant; readonly dueAt: Instant };

/** Of the resident's own transaction: for nobody else is there a row. */
export async function erasureWish(tx: Tx, caseId: CaseId): Promise<ErasureWish | undefined> {
  const row = await tx.row(selectWish, [tx.actor.jurisdiction, caseId]);
  const askedAt = row && instantOf(row.asked_at);
  return askedAt === undefined ? undefined : { askedAt, dueAt: plusMs(askedAt, ERASURE_WAIT_MS) };
}

/** A second wish changes nothing of the first: its week runs on. */
export async function askErasure(tx: Tx, caseId: CaseId): Promise<Decision<undefined, CaseRefusal>> {
  const loaded = await lockedCase(tx, caseId);
  if (!loaded) return refuse({ kind: 'no-such-case' });
  const fault = erasureFault(loaded.state, 'erase-asked');
  if (fault) return refuse(fault);
  await tx.run(insertWish, [tx.actor.jurisdiction, caseId, isoOf(tx.at)]);
  return accept(undefined);
}

/** Leaves nothing behind; twice is harmless. */
export async function takeBackErasure(tx: Tx, caseId: CaseId): Promise<Decision<undefined, CaseRefusal>> {
  await tx.run(deleteWish, [tx.actor.jurisdiction, caseId]);
  return accept(undefined);
}

/** One go of the job; what is left waits for the next. */
const WISHES_MAX = 200;

/**
 * Carries out the wishes whose week is over, a case to a transaction; how many cases were erased. A crash, or a vault that is away,
 * leaves the rest for the next time. Where the resident has opened the case again meanwhile, the wish lapses: an answer is owed once more.
 */
export async function eraseWhatWasAsked(deps: CaseDeps, elsewhere: Elsewhere, jurisdiction: JurisdictionCode): Promise<number> {
  const actor: Actor = { kind: 'system', jurisdiction, job: ERASURE_JOB };
  const due = await deps.database.inTransaction(actor, (tx) => tx.rows(selectDueWishes, [jurisdiction, isoOf(plusMs(tx.at, -ERASURE_WAIT_MS)), WISHES_MAX]), 'worker');
  let erased = 0;
  for (const row of due) {
    const caseId = parseCaseId(row.case_id);
    if (!caseId) throw new Error('a wish about no case');
    const gone = await deps.database.inTransaction(actor, (tx) => carryOut(deps, elsewhere, tx, caseId), 'worker');
    if (!gone) continue;
    await removePhotos(elsewhere, gone);
    erased += 1;
  }
  return erased;
}

/** The row is taken first and holds the wish: whoever takes it back meanwhile waits, and then finds it carried out; or this finds nothing. */
async function carryOut(deps: CaseDeps, elsewhere: Elsewhere, tx: Tx, caseId: CaseId): Promise<Gone | undefined> {
  const wish = await tx.row(takeWish, [tx.actor.jurisdiction, caseId]);
  if (!wish) return undefined;
  const gone = await eraseIn(deps, elsewhere, tx, caseId, { do: 'erase-asked', by: { kind: 'system', job: ERASURE_JOB }, askedAt: instantOf(wish.asked_at) });
  return gone.refused ? undefined : gone.value;
}

const selectWish = statement<{ asked_at: Date }>('app_actor', 'cases.select_erasure_wish', `
  select asked_at from cases.erasure_wishes where jurisdiction = $1 and case_id = $2`);

const insertWish = statement<never>('app_actor', 'cases.insert_erasure_wish', `
  insert into cases.erasure_wishes (jurisdiction, case_id, asked_at) values ($1, $2, $3::timestamptz) on conflict do nothing`);

const deleteWish = statement<never>('app_actor', 'cases.delete_erasure_wish', `
  delete from cases.erasure_wishes where jurisdiction = $1 and case_id = $2`);

const selectDueWishes = statement<{ case_id: string }>('worker', 'cases.select_due_erasure_wishes', `
  select case_id from cases.erasure_wishes where jurisdiction = $1 and asked_at <= $2::timestamptz order by asked_at limit $3`);

const takeWish = statement<{ asked_at: Date }>('worker', 'cases.take_erasure_wish', `
  delete from cases.erasure_wishes where jurisdiction = $1 and case_id = $2 returning asked_at`);
