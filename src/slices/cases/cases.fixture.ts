import { randomBytes } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { parseAccountId, type CaseId } from '../../kernel/ids.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import type { Actor, StaffRole } from '../../platform/db/actor.ts';
import { Reactions } from '../../platform/jobs/index.ts';
import type { Outcome, VerdictProof } from '../../kernel/outcome.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { discloseDue, sequenceAll } from '../../record/index.ts';
import { createCaseCells } from './cells.ts';
import type { Act, CaseDeps, Submission } from './deps.ts';
import { actOnCase, perform, type Acted } from './handle.ts';
import { readCase } from './load.ts';
import { publicRowOf, type PublicRow } from './project-public.ts';
import { acceptance, ALL_TOLD, rehearsalRules, submission, unit } from './rehearsal.ts';
import { createShowOpened } from './show-opened.ts';
import { submitCase, type SubmittedCase } from './submit.ts';

/** The rehearsal county on a real database whose clock the test moves. */
export type Bench = CaseDeps & { readonly test: TestDatabase; advance(ms: number): Promise<void> };

export const JURISDICTION = submission().jurisdiction;

export async function openBench(): Promise<Bench> {
  const test = await openTestDatabase();
  await test.owner.query('insert into platform.instance (is_demo) values (true) on conflict do nothing');
  return {
    test, database: test.database, keys: keysFromRoot(randomBytes(32)), rulesFor: () => rehearsalRules, reactions: new Reactions(),
    async advance(ms) {
      await test.owner.query('select platform.advance_clock(make_interval(secs => $1::double precision / 1000))', [ms]);
    },
  };
}

export function said(change: Partial<Submission> = {}): Submission {
  const { do: _do, by: _by, id: _id, number: _number, jurisdiction: _jurisdiction, ...rest } = submission();
  return { ...rest, photos: [], ...change };
}

export const someone: Actor = { kind: 'public', jurisdiction: JURISDICTION };

export function official(of: string, role: StaffRole): Actor {
  const accountId = parseAccountId(`account-${of}-${role}`);
  if (!accountId) throw new Error('an impossible account');
  return { kind: 'staff', jurisdiction: JURISDICTION, accountId, unitId: unit(of), roles: [role] };
}

export function residentOf(caseId: CaseId): Actor {
  return { kind: 'resident', jurisdiction: JURISDICTION, caseId };
}

export async function newCase(bench: Bench, change: Partial<Submission> = {}): Promise<SubmittedCase> {
  const made = await submitCase(bench, someone, said(change), { idempotencyKey: randomBytes(16).toString('hex') });
  if (made.refused) throw new Error(made.reason.kind);
  return made.value;
}

/** A command that must succeed. */
export async function done(bench: Bench, actor: Actor, caseId: CaseId, act: Act): Promise<Acted> {
  const decision = await perform(bench, actor, caseId, act);
  if (decision.refused) throw new Error(`${act.do} was refused: ${decision.reason.kind}`);
  return decision.value;
}

/** Accepted, dispatched to `lead`, signed and answered. */
export async function answeredCase(bench: Bench, lead = 'village-one', change: Partial<Submission> = {}): Promise<SubmittedCase> {
  const made = await newCase(bench, change);
  await dispatched(bench, made.caseId, lead);
  await done(bench, official(lead, 'handler'), made.caseId, { do: 'sign' });
  await done(bench, official(lead, 'handler'), made.caseId, { do: 'answer', found: '灯泡烧坏', done: '当天换好' });
  return made;
}

export async function dispatched(bench: Bench, caseId: CaseId, lead: string): Promise<void> {
  const dispatcher = official('intake', 'dispatcher');
  const { by: _by, ...accept } = acceptance() as Extract<Act, { do: 'accept' }> & { by: unknown };
  await done(bench, dispatcher, caseId, accept);
  await done(bench, dispatcher, caseId, { do: 'dispatch', lead: unit(lead), assisting: [] });
}

/** As verdicts will do it: in a transaction of the role that alone may record a judgement. */
export async function judged(bench: Bench, caseId: CaseId, outcome: Outcome): Promise<Acted> {
  const proof = { caseId, means: 'receipt' } as unknown as VerdictProof;
  const decision = await bench.database.inTransaction(residentOf(caseId), (tx) => actOnCase(bench, tx, caseId, { do: 'judge', outcome, proof }), 'app_verdict');
  if (decision.refused) throw new Error(decision.reason.kind);
  return decision.value;
}

/** The daily batch after so many days; pages then show what it opened. How many entries it queued. */
export async function disclosedAfter(bench: Bench, ms: number): Promise<number> {
  await bench.advance(ms);
  await sequenceAll(bench.database, JURISDICTION);
  const { rows } = await bench.test.owner.query<{ day: string }>(`select to_char(platform.now() at time zone 'UTC', 'YYYY-MM-DD') as day`);
  const [rulesFor, today] = [() => rehearsalRules, rows[0]?.day ?? ''];
  return discloseDue({ database: bench.database, keys: bench.keys, cellOf: createCaseCells(rulesFor), onOpened: createShowOpened(rulesFor) }, JURISDICTION, today);
}

/** Reads as the role that counts: no page may read what it reads. */
export function counting({ database }: Bench): Reader {
  const actor = { kind: 'system', jurisdiction: JURISDICTION, job: 'counting' } as const;
  return {
    rows: (made, values) => database.inTransaction(actor, (tx) => tx.rows(made, values), 'worker'),
    row: (made, values) => database.inTransaction(actor, (tx) => tx.row(made, values), 'worker'),
  };
}

/** The public row as it would be, had the log opened all of the case. */
export async function asIfTold(bench: Bench, caseId: CaseId): Promise<PublicRow | undefined> {
  const held = await bench.database.inTransaction({ kind: 'system', jurisdiction: JURISDICTION, job: 'test' }, (tx) => readCase(tx, caseId));
  return held && publicRowOf(held.state, held.history, ALL_TOLD, rehearsalRules);
}
