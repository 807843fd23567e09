import { mkdir, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { parseAccountId, parseTopicCode } from '../src/kernel/ids.ts';
import { keysFromRoot } from '../src/platform/crypto/index.ts';
import type { Actor, StaffRole } from '../src/platform/db/actor.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import { ownerClient, startDatabase } from '../src/platform/db/start-database.ts';
import { Reactions } from '../src/platform/jobs/index.ts';
import { createCases, type CaseDeps, type Submission } from '../src/slices/cases/index.ts';
import { rehearsalRules, START, submission, unit } from '../src/slices/cases/rehearsal.ts';
import { createMatters, type MatterAct } from '../src/slices/matters/index.ts';

/**
 * A storm day: so many reports, gathered under one incident, then a signature, an update and an answer to all of them, on a database of
 * its own, made durable as in use. Cases a second; 3,000 in an hour must stay workable beside everything else.
 */
export type IncidentFigures = Readonly<Record<'gather' | 'sign' | 'update' | 'answer', { readonly target: number; readonly perSecond: number; readonly reached: boolean }>> & { readonly cases: number };

const CASES = 3_000;
const PER_SECOND_MIN = 100;
const TOPIC = parseTopicCode('urban.street.lights');
const JURISDICTION = submission().jurisdiction;

export async function measureIncident(dataDir: string): Promise<IncidentFigures> {
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const running = await startDatabase({ dataDir, databaseUrl: undefined });
  const owner = ownerClient(running.address);
  await owner.connect();
  await owner.query('insert into platform.instance (is_demo) values (true) on conflict do nothing');
  await owner.end();
  const database = openDatabase(running.address);
  const deps: CaseDeps = { database, keys: keysFromRoot(new Uint8Array(32).fill(7)), rulesFor: () => rehearsalRules, reactions: new Reactions() };
  try {
    return await storm(deps);
  } finally {
    await database.close();
    await running.stop();
  }
}

async function storm(deps: CaseDeps): Promise<IncidentFigures> {
  const cases = createCases(deps);
  const matters = createMatters(deps);
  const { do: _do, by: _by, id: _id, number: _number, jurisdiction: _place, ...rest } = submission();
  const said: Submission = { ...rest, photos: [] };
  for (let n = 0; n < CASES; n += 50) {
    await Promise.all(Array.from({ length: 50 }, () => cases.submit({ kind: 'public', jurisdiction: JURISDICTION }, said, { idempotencyKey: randomBytes(16).toString('hex') })));
  }
  if (!TOPIC) throw new Error('no such topic');
  const declare: MatterAct = { do: 'declare', kind: 'incident', name: '大风停电', words: '', topics: [TOPIC], divisions: [], since: START, unit: unit('bureau-roads') };
  const { id } = await act('supervisor', 'intake', declare);
  const gathered = await timed(async () => {
    await deps.database.inTransaction(official('intake', 'dispatcher'), async (tx) => {
      const found = await matters.find(tx, { topics: [TOPIC], divisions: [], since: START });
      const done = await matters.gatherIn(tx, id, found.cases);
      if (done.refused) throw new Error(done.reason.kind);
    });
    return matters.carryNow(JURISDICTION, id);
  });
  const told = (given: MatterAct) => timed(async () => { await act('handler', 'bureau-roads', given, id); return matters.carryNow(JURISDICTION, id); });
  return {
    cases: CASES, gather: gathered, sign: await told({ do: 'sign' }), update: await told({ do: 'update', words: '正在抢修，下午三点前恢复。' }),
    answer: await told({ do: 'answer', found: '线路断了', done: '已经接好' }),
  };

  async function act(role: StaffRole, of: string, given: MatterAct, matter?: string) {
    const done = await deps.database.inTransaction(official(of, role), (tx) => matters.actIn(tx, given, matter));
    if (done.refused) throw new Error(`${given.do}: ${done.reason.kind}`);
    return done.value;
  }
}

async function timed(work: () => Promise<number>): Promise<{ readonly target: number; readonly perSecond: number; readonly reached: boolean }> {
  const from = performance.now();
  const reached = await work();
  const perSecond = Math.round(reached / ((performance.now() - from) / 1_000));
  return { target: PER_SECOND_MIN, perSecond, reached: perSecond >= PER_SECOND_MIN };
}

function official(of: string, role: StaffRole): Actor {
  const accountId = parseAccountId(`account-${of}`);
  if (!accountId) throw new Error('an impossible account');
  return { kind: 'staff', jurisdiction: JURISDICTION, accountId, unitId: unit(of), roles: [role] };
}
