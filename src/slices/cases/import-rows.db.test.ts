import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import type { VerdictProof } from '../../kernel/outcome.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { JURISDICTION, official, openBench, residentOf, type Bench } from './cases.fixture.ts';
import type { ImportedRow } from './deps.ts';
import { actOnCase, importRows, jurisdictionCounts, listPublicCases, openData, overdueUnits, staffQueue, sweepCases } from './index.ts';
import { importedRow, rehearsalRules, unit } from './rehearsal.ts';
import { createCasesReplayer } from './replay.ts';

let bench: Bench;
let now: Instant;
beforeAll(async () => {
  bench = await openBench();
  now = await bench.database.inTransaction({ kind: 'system', jurisdiction: JURISDICTION, job: 'import' }, (tx) => Promise.resolve(tx.at));
});
afterAll(() => bench.test.close());

const SOURCE = 'old hotline';
const count = async (table: string): Promise<number> => Number((await bench.test.owner.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);

function row(index: number, change: Partial<ImportedRow> = {}): ImportedRow {
  const { do: _do, by: _by, id: _id, number: _number, jurisdiction: _jurisdiction, source: _source, ...rest } = importedRow();
  const openedAt = plusMs(now, -(10 + (index % 50)) * DAY_MS);
  return {
    ...rest, externalId: `row-${String(index)}`, words: `第${String(index)}件：路灯不亮`, openedAt, isOpenData: index % 2 === 0,
    standing: index % 3 === 0 ? { kind: 'closed', closedAt: plusMs(openedAt, DAY_MS) } : { kind: 'open', dueAt: plusMs(openedAt, 5 * DAY_MS) }, ...change,
  };
}

const ROWS = (): ImportedRow[] => Array.from({ length: 300 }, (_, index) => row(index));
const take = (rows: readonly ImportedRow[], dry = false, source = SOURCE) => importRows(bench, JURISDICTION, source, rows, dry);

describe('rows of another system', () => {
  it('are only decided by a dry run, and become cases by the same words: each once, however often they come', async () => {
    const rows = [...ROWS(), row(7), row(400, { words: '' }), row(401, { owner: unit('bureau-nowhere') })];
    const expected = [...ROWS().map(() => 'added'), 'known', { refused: { kind: 'text-missing', field: 'words' } }, { refused: { kind: 'unknown-unit', unit: 'bureau-nowhere' } }];
    expect(await take(rows, true)).toEqual(expected);
    for (const table of ['cases.cases', 'cases.imports', 'record.events', 'record.pending', 'cases.public_cases']) expect([table, await count(table)]).toEqual([table, 0]);
    expect(await take(rows)).toEqual(expected);
    expect((await take(rows)).slice(0, 301).every((one) => one === 'known')).toBe(true);
    expect([await count('cases.cases'), await count('record.events'), await count('cases.imports'), await count('cases.public_cases')]).toEqual([300, 300, 300, 300]);
    // Another system may have used the same numbers.
    expect(await take([row(0)], false, 'another hotline')).toEqual(['added']);
  });

  it('come once from two imports at a time, and not at all where one transaction fails', async () => {
    const before = await count('cases.cases');
    const rows = Array.from({ length: 50 }, (_, index) => row(1_000 + index));
    const both = (await Promise.all([take(rows), take(rows)])).flat();
    expect(both.filter((one) => one === 'added')).toHaveLength(50);
    expect(await count('cases.cases')).toBe(before + 50);
    await bench.test.owner.query(`alter table cases.rounds add constraint no_room check (handler <> 'village-two')`);
    await expect(take([row(2_000), row(2_002, { owner: unit('village-two') })])).rejects.toThrow();
    await bench.test.owner.query('alter table cases.rounds drop constraint no_room');
    expect(await count('cases.cases')).toBe(before + 50);
    expect(await take([row(2_000), row(2_002, { owner: unit('village-two'), standing: { kind: 'open' } })])).toEqual(['added', 'added']);
  });

  it('have neither receipt nor outcome, and no words in public but where they are open data', async () => {
    expect([await count('cases.receipts'), await count('cases.idempotency'), await count('cases.rounds where outcome is not null')]).toEqual([0, 0, 0]);
    expect(await count(`cases.rounds r join cases.public_cases p using (jurisdiction, number) where p.stage = 'imported-closed'`)).toBe(0);
    const list = await listPublicCases(bench.database.public, JURISDICTION, {}, { limit: 100 });
    const shown = list?.cases.map(({ words, address, point, submittedAt }) => [words !== undefined, address !== undefined, point !== undefined, submittedAt !== undefined]);
    for (const one of shown ?? []) expect(new Set(one).size).toBe(1);
    expect(new Set(shown?.map(([first]) => first))).toEqual(new Set([true, false]));
    const whole = (await bench.test.owner.query<{ text: string }>(`select string_agg(e.envelope::text || convert_from(p.entry, 'utf8'), '') as text from record.events e join record.pending p using (jurisdiction, stream, stream_seq)`)).rows[0]?.text ?? '';
    for (const word of ['路灯', 'row-1"', '东街', '30.5']) expect(whole).not.toContain(word);
  });

  it('are paged, queued and overdue like any case; closed ones are in no queue', async () => {
    const filters = [{ overdue: true }, { units: [unit('bureau-water')] }, { stages: ['imported-closed'] as const }];
    const totals = [await count(`cases.public_cases where due_at < now()`), await count(`cases.public_cases where owner = 'bureau-water'`), await count(`cases.public_cases where stage = 'imported-closed'`)];
    for (const [index, filter] of filters.entries()) {
      const numbers = new Set<string>();
      for (let cursor: string | undefined, pages = 0; pages < 20; pages += 1) {
        const page = await listPublicCases(bench.database.public, JURISDICTION, filter, { limit: 40, ...(cursor === undefined ? {} : { cursor }) });
        for (const { number } of page?.cases ?? []) numbers.add(number);
        cursor = page?.next;
        if (cursor === undefined) break;
      }
      expect(numbers.size).toBe(totals[index]);
      expect(numbers.size).toBeGreaterThan(50);
    }
    expect(await overdueUnits(bench.database.public, JURISDICTION, 5)).toMatchObject([{ unit: 'bureau-water', overdue: (totals[0] ?? 0) - 1 }, { unit: 'village-two', overdue: 1 }]);
    const queued = await bench.database.inTransaction(official('bureau-water', 'handler'), (tx) => staffQueue(tx, 'handled', unit('bureau-water'), { limit: 100 }));
    expect(queued?.cases.length).toBe(100);
    expect(new Set(queued?.cases.map(({ stage, channel, overdue }) => `${stage} ${channel} ${String(overdue)}`))).toEqual(new Set(['signed import true']));
    const closed = await openData(bench.database.public, JURISDICTION, { days: { from: '2000-01-01', until: '2999-01-01' }, instants: { from: 0 as Instant, until: plusMs(now, DAY_MS) }, status: 'closed' }, { skip: 0, limit: 1_000 });
    expect(new Set(closed?.cases.map(({ stage }) => stage))).toEqual(new Set(['imported-closed']));
  });

  it('are handled by their unit and raised by the clock, and judged by nobody who is not called by lot (promise 4)', async () => {
    const { rows: [open] } = await bench.test.owner.query<{ case_id: never }>(`select case_id from cases.cases where stage = 'signed' and handler = 'bureau-water' limit 1`);
    const { rows: [closed] } = await bench.test.owner.query<{ case_id: never }>(`select case_id from cases.cases where stage = 'imported-closed' limit 1`);
    if (!open || !closed) throw new Error('nothing was imported');
    const act = (actor: Parameters<typeof bench.database.inTransaction>[0], id: never, what: Parameters<typeof actOnCase>[3], role?: 'app_verdict') =>
      bench.database.inTransaction(actor, (tx) => actOnCase(bench, tx, id, what), role);
    const proof = { caseId: closed.case_id, means: 'receipt' } as unknown as VerdictProof;
    expect(await act(residentOf(closed.case_id), closed.case_id, { do: 'judge', outcome: 'solved', proof }, 'app_verdict')).toMatchObject({ refused: true, reason: { kind: 'wrong-stage' } });
    expect(await act(official('bureau-water', 'handler'), open.case_id, { do: 'ask', words: '在吗？', photos: [] })).toMatchObject({ refused: true, reason: { kind: 'nobody-reads' } });
    expect(await act(official('bureau-water', 'handler'), open.case_id, { do: 'answer', found: '查过', done: '修好' })).toMatchObject({ refused: false, value: { state: { stage: 'answered' } } });
    expect((await sweepCases(bench, JURISDICTION, (error) => { throw error; })).fired).toBe(0);
    await bench.advance(3 * DAY_MS);
    expect((await sweepCases(bench, JURISDICTION, (error) => { throw error; })).fired).toBeGreaterThan(100);
    const counts = await bench.database.inTransaction({ kind: 'system', jurisdiction: JURISDICTION, job: 'test' }, (tx) => jurisdictionCounts(tx, JURISDICTION, { from: 0 as Instant, until: plusMs(now, 30 * DAY_MS) }), 'worker');
    expect([counts.solved, counts.partly, counts.unsolved]).toEqual([0, 0, 0]);
    expect(counts.dispatched).toBe(await count('cases.rounds'));
  });

  it('leave a record that replays to the same rows', async () => {
    await sequenceAll(bench.database, JURISDICTION);
    const report = await fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules)] });
    expect(report.findings).toEqual([]);
    expect(report.events).toBeGreaterThan(400);
  });
});
