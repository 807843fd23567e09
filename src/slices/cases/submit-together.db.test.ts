import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsck } from '../../record/index.ts';
import { sequenceAll } from '../../record/index.ts';
import { JURISDICTION, openBench, said, type Bench } from './cases.fixture.ts';
import { rehearsalRules } from './rehearsal.ts';
import { createCasesReplayer } from './replay.ts';
import { createSubmissionQueue, type SubmissionQueue } from './submit-together.ts';

let bench: Bench;
let queue: SubmissionQueue;
beforeAll(async () => {
  bench = await openBench();
  queue = createSubmissionQueue(bench);
});
afterAll(() => bench.test.close());

const count = async (table: string): Promise<number> =>
  Number((await bench.test.owner.query(`select count(*) as n from ${table}`)).rows[0].n);
const transactions = async (): Promise<number> =>
  Number((await bench.test.owner.query('select count(distinct xmin::text) as n from cases.cases')).rows[0].n);

describe('many who speak at once', () => {
  it('each get their own case and receipt, in fewer transactions than voices', async () => {
    const voices = Array.from({ length: 200 }, (_, index) => queue.submit(JURISDICTION, said({ words: `第${index}件` }), { idempotencyKey: `crowd-${index}` }));
    const made = (await Promise.all(voices)).map((one) => (one.refused ? undefined : one.value));
    expect(new Set(made.map((one) => one?.number)).size).toBe(200);
    expect(new Set(made.map((one) => one?.code)).size).toBe(200);
    expect(await count('cases.cases')).toBe(200);
    expect(await count('record.events')).toBe(200);
    expect(await transactions()).toBeLessThan(100);
    const { rows } = await bench.test.owner.query(`select sealed ->> 'words' as words, case_id from cases.payloads`);
    for (const [index, one] of made.entries()) expect(rows).toContainEqual({ words: `第${index}件`, case_id: one?.caseId });
  });
  it('are not harmed by company: a form sent twice counts once, changed words are refused, all others are written', async () => {
    const before = await count('cases.cases');
    const keys = ['twin', 'single-1', 'twin', 'single-2', 'changed', 'twin', 'single-3'];
    const all = await Promise.all(keys.map((key) => queue.submit(JURISDICTION, said({ words: key }), { idempotencyKey: key })));
    const again = await Promise.all([
      queue.submit(JURISDICTION, said({ words: 'other words' }), { idempotencyKey: 'changed' }),
      queue.submit(JURISDICTION, said({ words: 'single-4' }), { idempotencyKey: 'single-4' }),
      queue.submit(JURISDICTION, said({ words: '' }), { idempotencyKey: 'empty' }),
    ]);
    const twins = [all[0], all[2], all[5]].map((one) => (one?.refused === false ? one.value.number : 'refused'));
    expect(new Set(twins).size).toBe(1);
    expect(all.filter((one) => !one.refused && one.value.isNew)).toHaveLength(5);
    expect(again.map((one) => (one.refused ? one.reason.kind : 'made'))).toEqual(['key-reused', 'made', 'text-missing']);
    expect(await count('cases.cases')).toBe(before + 6);
  });
  it('leave a record that replays to the same rows', async () => {
    await sequenceAll(bench.database, JURISDICTION);
    const report = await fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules)] });
    expect(report.findings).toEqual([]);
  });
});
