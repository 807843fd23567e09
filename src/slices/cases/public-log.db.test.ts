import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../kernel/instant.ts';
import type { CaseId } from '../../kernel/ids.ts';
import { destroySubjectKey, discloseDue, fsck, sequenceAll } from '../../record/index.ts';
import { disclosureFault, parseEntry, SEALED_BYTES, type DisclosedEntry, type LogEntry } from '../../record/log/index.ts';
import { answeredCase, JURISDICTION, judged, openBench, said, type Bench } from './cases.fixture.ts';
import { createCaseCells, createCasesReplayer, createShowOpened, type SubmittedCase } from './index.ts';
import { rehearsalRules } from './rehearsal.ts';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(async () => { await bench.test.close(); });

const WORDS = '这是一位居民自己的话';
const cellOf = createCaseCells(() => rehearsalRules);

type Stored = { readonly index: number; readonly bytes: Buffer; readonly entry: LogEntry };
async function log(): Promise<Stored[]> {
  await sequenceAll(bench.database, JURISDICTION);
  const { rows } = await bench.test.owner.query<{ index: string; entry: Buffer }>('select index, entry from record.entries where jurisdiction = $1 order by index', [JURISDICTION]);
  return rows.map(({ index, entry }) => ({ index: Number(index), bytes: entry, entry: parseEntry(entry) as LogEntry }));
}
async function today(): Promise<string> {
  return (await bench.test.owner.query<{ day: string }>(`select to_char(platform.now() at time zone 'UTC', 'YYYY-MM-DD') as day`)).rows[0]?.day ?? '';
}
async function disclose(): Promise<readonly DisclosedEntry[]> {
  const before = (await log()).length;
  await discloseDue({ database: bench.database, keys: bench.keys, cellOf, onOpened: createShowOpened(() => rehearsalRules) }, JURISDICTION, await today());
  return (await log()).slice(before).map(({ entry }) => entry as DisclosedEntry);
}
async function audit() {
  return fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules)] });
}

describe('the public log of cases', () => {
  const made: SubmittedCase[] = [];

  it('seals what a resident does at once, all alike, and says at once what offices do', async () => {
    for (let i = 0; i < 9; i += 1) made.push(await answeredCase(bench, 'village-one', { words: WORDS }));
    await judged(bench, made[0]?.caseId as CaseId, 'unsolved');
    const entries = await log();
    const sealed = entries.filter(({ entry }) => entry.kind === 'sealed');
    // Nine submissions, a verdict and the reopening that it brought about.
    expect(sealed.map(({ bytes }) => bytes.length)).toEqual(Array.from({ length: 11 }, () => SEALED_BYTES));
    const whole = entries.map(({ bytes }) => bytes.toString()).join('\n');
    const { division, topic } = { division: said().place.division, topic: said().topic };
    for (const secret of [WORDS, division, topic, 'unsolved', ...made.map(({ caseId }) => caseId)]) expect(whole).not.toContain(secret);
    const acts = entries.flatMap(({ entry }) => (entry.kind === 'act' ? [entry] : []));
    expect(acts.find((act) => act.type === 'case.answered.v1')).toMatchObject({ role: 'handler', unit: 'village-one', stream: `case:${made[0]?.number ?? ''}` });
    expect(acts.every((act) => /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(act.at ?? ''))).toBe(true);
  });

  it('opens nothing on the day itself, and nothing while fewer than ten are alike', async () => {
    expect(await disclose()).toEqual([]);
    await bench.advance(DAY_MS);
    expect(await disclose()).toEqual([]);
  });

  it('opens ten together, in an order that is not theirs, each opening fitting what was sealed; one verdict waits on', async () => {
    made.push(await answeredCase(bench, 'village-one', { words: WORDS }));
    await bench.advance(DAY_MS);
    const before = await log();
    const opened = await disclose();
    const submitted = opened.filter((one) => one.act?.type === 'case.submitted.v1');
    expect(submitted).toHaveLength(10);
    expect(opened.filter((one) => one.cell.family === 'case.accepted')).toHaveLength(10);
    expect(opened.some((one) => one.act?.type === 'case.judged.v1' || one.act?.type === 'case.reopened.v1')).toBe(false);
    expect(opened.map((one) => disclosureFault(one, before[one.index]?.entry as LogEntry))).toEqual(opened.map(() => undefined));
    const order = submitted.map((one) => one.index);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
    expect(JSON.stringify(opened)).not.toContain(WORDS);
    expect(opened.every((one) => one.act === undefined || (one.act.day !== undefined && one.act.at === undefined))).toBe(true);
    // The control: with another act in it, an opening fits nothing.
    const [first] = submitted;
    const forged = { ...first, act: { ...first?.act, day: '2026-01-01' } } as DisclosedEntry;
    expect(disclosureFault(forged, before[forged.index]?.entry as LogEntry)).toBe('act-differs');
  });

  it('opens a verdict together with what it brought about', async () => {
    for (const { caseId } of made.slice(1)) await judged(bench, caseId, 'solved');
    await bench.advance(DAY_MS);
    const opened = await disclose();
    expect(opened.filter((one) => one.act?.type === 'case.judged.v1')).toHaveLength(10);
    expect(opened.filter((one) => one.act?.type === 'case.reopened.v1')).toHaveLength(1);
  });

  it('passes the audit, which finds another body behind a seal', async () => {
    const [alone] = [await answeredCase(bench, 'village-one', { words: WORDS })];
    await log();
    expect((await audit()).findings).toEqual([]);
    await bench.test.owner.query(`update record.undisclosed set body = replace(body, 'resident', 'handler') where stream = $1 and body is not null`, [alone?.caseId]);
    expect((await audit()).findings.map((one) => one.kind)).toEqual(['entry-differs']);
    await bench.test.owner.query('delete from record.undisclosed where stream = $1 and body is not null', [alone?.caseId]);
    expect((await audit()).findings.map((one) => one.kind)).toEqual(['sealed-unopenable']);
    await bench.database.inTransaction({ kind: 'system', jurisdiction: JURISDICTION, job: 'test' }, (tx) => destroySubjectKey(tx, alone?.caseId ?? ''), 'worker');
    expect((await audit()).findings.map((one) => one.kind)).not.toContain('sealed-unopenable');
    expect((await bench.test.owner.query('select from record.undisclosed where stream = $1', [alone?.caseId])).rowCount).toBe(0);
  });
});
