import { parseCaseId } from '../../kernel/ids.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { actOnCase, type Act, type CaseDeps, type Spoken, type Word } from '../cases/index.ts';
import type { MatterFact } from './events.ts';
import { readMatter, streamOf, type LoadedMatter } from './load.ts';
import { TELLING } from './matter.ts';
import { lockWork, settleWork, type WorkRow } from './store.ts';

/** Cases in one transaction: more only hold their locks longer. */
const BATCH = 50;

/**
 * Carries what was asked and said of a matter to its cases, batch by batch, each case with its own events. A crash loses the batch it
 * was at, whole; the job runs again and goes on there. Nothing is carried twice: each row says how far its case is. How many cases it reached.
 */
export async function carry(deps: CaseDeps, actor: Actor, id: string): Promise<number> {
  let reached = 0;
  for (;;) {
    const batch = await deps.database.inTransaction(actor, (tx) => carryBatch(deps, tx, id));
    if (batch === 0) return reached;
    reached += batch;
  }
}

/** The number of the last event that is carried to members; 0 before there is one. */
export function lastTelling(history: readonly MatterFact[]): number {
  return history.findLast(isTelling)?.seq ?? 0;
}

async function carryBatch(deps: CaseDeps, tx: Tx, id: string): Promise<number> {
  const loaded = await readMatter(tx, id);
  if (!loaded) return 0;
  const { jurisdiction } = tx.actor;
  const work = await tx.rows(lockWork, [jurisdiction, id, lastTelling(loaded.history), BATCH]);
  if (work.length === 0) return 0;
  const settled: (WorkRow & { readonly refusal: string | null })[] = [];
  for (const row of work) settled.push(await carryOne(deps, tx, loaded, row));
  await tx.run(settleWork, [jurisdiction, id, settled.map((one) => one.case_id), settled.map((one) => one.state), settled.map((one) => one.told), settled.map((one) => one.refusal ?? '')]);
  return work.length;
}

async function carryOne(deps: CaseDeps, tx: Tx, { matter, history }: LoadedMatter, row: WorkRow): Promise<WorkRow & { readonly refusal: string | null }> {
  const caseId = parseCaseId(row.case_id);
  const asked = history[row.asked - 1];
  if (!caseId || !asked) throw new Error('a member without its case');
  const stream = streamOf(matter.id);
  if (row.state === 'wanted') {
    const done = await actOnCase(deps, tx, caseId, { do: 'join', matter: stream, lead: matter.unit, spoken: spokenOf(asked) });
    // What was said before it came is on its resident's page; only what comes from now on is carried.
    return done.refused ? { ...row, state: 'refused', refusal: done.reason.kind } : { ...row, state: 'member', told: lastTelling(history), refusal: null };
  }
  if (row.state === 'leaving') {
    const reason = asked.type === 'matter.parted.v1' ? asked.sealed.reason ?? '' : '';
    const done = await actOnCase(deps, tx, caseId, { do: 'part', matter: stream, reason, spoken: spokenOf(asked) });
    return { ...row, state: 'left', refusal: done.refused ? done.reason.kind : null };
  }
  let refusal: string | null = null;
  for (const fact of history.slice(row.told)) {
    const act = isTelling(fact) ? actOf(fact, stream) : undefined;
    // Refused where it does not fit this case: it is solved, withdrawn, or answers to a unit above. Then it goes its own way.
    const done = act && await actOnCase(deps, tx, caseId, act);
    if (done?.refused) refusal = done.reason.kind;
  }
  return { ...row, told: history.length, refusal };
}

function actOf(fact: MatterFact, matter: string): Act | undefined {
  const word = wordOf(fact);
  return word && { do: 'follow', matter, word, spoken: spokenOf(fact) };
}

function wordOf(fact: MatterFact): Word | undefined {
  switch (fact.type) {
    case 'matter.signed.v1': return { kind: 'signature' };
    case 'matter.updated.v1': return { kind: 'update', words: fact.sealed.words ?? '' };
    // Everybody reads the answer to an incident on its own page; who is in it is not told, so none of its cases shows it in public.
    case 'matter.answered.v1': return { kind: 'answer', found: fact.sealed.found ?? '', done: fact.sealed.done ?? '' };
    case 'matter.redated.v1': return { kind: 'date', dueAt: fact.open.dueAt, explanation: fact.sealed.explanation ?? '' };
    case 'matter.declared.v1': case 'matter.gathered.v1': case 'matter.parted.v1': case 'matter.raised.v1': case 'matter.ended.v1': return undefined;
  }
}

function isTelling(fact: MatterFact): boolean {
  return (TELLING as readonly string[]).includes(fact.type);
}

function spokenOf({ role, unit, post }: MatterFact): Spoken {
  if (unit === undefined) throw new Error('nobody said it');
  return { role, unit, ...(post ? { post } : {}) };
}
