import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { parseJurisdictionCode } from '../../kernel/ids.ts';
import { advanceClock } from '../clock/index.ts';
import type { Actor } from '../db/actor.ts';
import { enqueue, Reactions, startJobs, type Happening, type Job } from './index.ts';

const jurisdiction = parseJurisdictionCode('linjiang') ?? impossible();
const someone: Actor = { kind: 'public', jurisdiction };
const WAIT_MS_MAX = 10_000;

let test: TestDatabase;
beforeAll(async () => { test = await openTestDatabase(); });
afterAll(() => test.close());

const promise = (jobs: readonly Job[]) => test.database.inTransaction(someone, (tx) => enqueue(tx, jobs));
const waiting = async (): Promise<number> => Number((await test.owner.query<{ n: string }>('select count(*) as n from jobs.outbox')).rows[0]?.n);

describe('promised jobs', () => {
  it('are done once after the commit, and never without one', async () => {
    const seen: unknown[] = [];
    await expect(test.database.inTransaction(someone, async (tx) => {
      await enqueue(tx, [{ task: 'note', payload: { n: -1 } }]);
      throw new Error('changed my mind');
    })).rejects.toThrow('changed my mind');
    await promise([{ task: 'note', payload: { n: 1 } }, { task: 'note', payload: { n: 2 } }]);
    // Nothing runs yet: they wait in the database, as they do over a restart.
    expect(await waiting()).toBe(2);
    const jobs = await startJobs({ database: test.database, reactions: new Reactions(), tasks: { note: async ({ n }) => { seen.push(n); } }, onError: raise });
    await until(() => seen.length >= 2);
    await jobs.moveNow();
    await jobs.stop();
    expect([...seen].sort()).toEqual([1, 2]);
    expect(await waiting()).toBe(0);
  });

  it('survive a stop before they were begun, and are tried again when they fail', async () => {
    const failures: string[] = [];
    await promise([{ task: 'later', payload: {} }]);
    const first = await startJobs({ database: test.database, reactions: new Reactions(), onError: (_error, task) => failures.push(task) });
    await first.moveNow();
    await first.stop();
    let tries = 0;
    const second = await startJobs({
      database: test.database, reactions: new Reactions(), onError: (_error, task) => failures.push(task),
      tasks: { later: async () => { tries += 1; if (tries === 1) throw new Error('not yet: 东街12号'); } },
    });
    await until(() => tries >= 2);
    await second.stop();
    expect(failures).toEqual(['later']);
    expect(JSON.stringify((await test.owner.query('select * from graphile_worker._private_jobs')).rows)).not.toContain('东街');
  });

  it('are one job under one key while they wait', async () => {
    const seen: unknown[] = [];
    await promise([{ task: 'keyed', payload: { n: 1 }, key: 'same' }]);
    await promise([{ task: 'keyed', payload: { n: 2 }, key: 'same' }]);
    const jobs = await startJobs({ database: test.database, reactions: new Reactions(), tasks: { keyed: async ({ n }) => { seen.push(n); } }, onError: raise });
    await until(() => seen.length >= 1);
    await jobs.stop();
    expect(seen).toEqual([2]);
  });

  it('cannot be read or taken back by the role that promised them', async () => {
    for (const text of ['select 1 from jobs.outbox', 'delete from jobs.outbox', 'update jobs.outbox set task = task']) {
      await expect(test.database.poolOf('app_actor').query(text)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('reactions', () => {
  it('learn of events by ids only, each by its own name', async () => {
    const reactions = new Reactions();
    const heard: string[] = [];
    const hear = (name: string) => async (happening: Happening): Promise<void> => { heard.push(`${name} ${happening.jurisdiction} ${happening.type} ${happening.stream} ${String(happening.streamSeq)}`); };
    reactions.register('case.answered.v1', 'tell-resident', hear('tell-resident'));
    reactions.register('case.answered.v1', 'score', hear('score'));
    expect(() => { reactions.register('case.answered.v1', 'score', hear('score')); }).toThrow(/two reactions/);
    expect([reactions.wants(['case.answered.v1']), reactions.wants(['case.signed.v1'])]).toEqual([true, false]);
    await test.database.inTransaction(someone, (tx) => reactions.promise(tx, [
      { id: 'e1', type: 'case.answered.v1', stream: 's', streamSeq: 5 }, { id: 'e2', type: 'case.signed.v1', stream: 's', streamSeq: 6 },
    ]));
    const jobs = await startJobs({ database: test.database, reactions, onError: raise });
    await until(() => heard.length >= 2);
    await jobs.stop();
    expect([...heard].sort()).toEqual(['score linjiang case.answered.v1 s 5', 'tell-resident linjiang case.answered.v1 s 5']);
  });
});

describe('the clock of a demo', () => {
  it('moves forward, only in a demo, and never back', async () => {
    expect(await advanceClock(test.database, 1_000)).toBe(false);
    await test.owner.query('insert into platform.instance (is_demo) values (true)');
    const now = async () => test.database.inTransaction(someone, async (tx) => tx.at);
    const before = await now();
    expect(await advanceClock(test.database, 3_600_000)).toBe(true);
    expect(await now() - before).toBeGreaterThanOrEqual(3_600_000);
    await expect(advanceClock(test.database, -1)).rejects.toThrow(RangeError);
    await expect(advanceClock(test.database, 1.5)).rejects.toThrow(RangeError);
  });
});

function raise(error: unknown): never {
  throw error;
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + WAIT_MS_MAX;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function impossible(): never {
  throw new Error('an impossible code');
}
