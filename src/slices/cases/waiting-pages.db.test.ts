import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, type Instant } from '../../kernel/instant.ts';
import type { CaseId } from '../../kernel/ids.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { answeredCase, disclosedAfter, done, JURISDICTION, judged, official, openBench, said, type Bench } from './cases.fixture.ts';
import { changedCases, createCasesReplayer, justJudged, listPublicCases, publicCase, type SubmittedCase } from './index.ts';
import { rehearsalRules } from './rehearsal.ts';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(async () => { await bench.test.close(); });

const made: SubmittedCase[] = [];
const WAITING = ['kind', 'topic', 'division', 'submittedDay', 'summary', 'words', 'outcome', 'outcomeDay'] as const;

async function shown(number = made[0]?.number) {
  const found = number && await publicCase(bench.database.public, JURISDICTION, number);
  if (!found) throw new Error('a case without its page');
  return found;
}
async function found(filter: Parameters<typeof listPublicCases>[2]): Promise<number> {
  return (await listPublicCases(bench.database.public, JURISDICTION, filter, { limit: 100 }))?.cases.length ?? 0;
}
async function audit() {
  await sequenceAll(bench.database, JURISDICTION);
  return (await fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules)] })).findings;
}
const SOUGHT = { topics: [said().topic] };

describe('a public page', () => {
  it('says what offices did and nothing of what was said, until the log has opened ten alike', async () => {
    for (let i = 0; i < 9; i += 1) made.push(await answeredCase(bench, 'bureau-roads', { publishWords: true }));
    const stub = await shown();
    expect(stub).toMatchObject({ stage: 'answered', owner: 'bureau-roads', round: 1 });
    expect(WAITING.filter((field) => stub[field] !== undefined)).toEqual([]);
    expect(stub.timeline.map(({ type, texts, detail }) => [type, Object.keys(texts), 'topic' in detail || 'division' in detail])).toEqual(
      ['case.accepted.v1', 'case.dispatched.v1', 'case.signed.v1', 'case.answered.v1'].map((type) => [type, [], false]));
    expect([await found({}), await found(SOUGHT), await found({ text: '路灯' }), await found({ divisions: [said().place.division] })]).toEqual([9, 0, 0, 0]);
    expect(await disclosedAfter(bench, DAY_MS)).toBe(0);
    expect(await audit()).toEqual([]);
  });

  it('says all of it in the batch that opens them, in the same transaction, and is found by it', async () => {
    made.push(await answeredCase(bench, 'bureau-roads', { publishWords: true }));
    expect(await disclosedAfter(bench, DAY_MS)).toBe(20);
    const { topic, place, words } = said();
    expect(await shown()).toMatchObject({ topic, division: place.division, words, summary: '东街一处路灯不亮' });
    expect((await shown()).submittedDay).toMatch(/^\d{4}-/);
    expect([await found(SOUGHT), await found({ text: '路灯' }), await found({ divisions: [place.division] })]).toEqual([10, 10, 10]);
    expect(await audit()).toEqual([]);
  });

  it('keeps a verdict that waits, its reopening and its deadline; offices’ acts behind it show, without a deadline that would tell', async () => {
    const [{ caseId, number } = missing()] = made;
    await judged(bench, caseId, 'unsolved');
    expect(await shown(number)).toMatchObject({ stage: 'answered', round: 1 });
    await done(bench, official('county', 'handler'), caseId, { do: 'sign' });
    const signed = await shown(number);
    expect(signed).toMatchObject({ stage: 'signed', owner: 'county', overdue: false });
    expect([signed.outcome, signed.startedAt, signed.dueAt, signed.timeline.some(({ type }) => type === 'case.judged.v1' || type === 'case.reopened.v1')]).toEqual([undefined, undefined, undefined, false]);
    expect(await justJudged(bench.database.public, JURISDICTION, 10)).toEqual([]);
    expect(await audit()).toEqual([]);
  });

  it('tells it with nine others, by day; the deadline by its date', async () => {
    for (const { caseId } of made.slice(1)) await judged(bench, caseId, 'solved');
    await disclosedAfter(bench, DAY_MS);
    const [{ number } = missing()] = made;
    expect(await shown(number)).toMatchObject({ stage: 'signed', round: 2, outcome: 'unsolved' });
    expect(((await shown(number)).dueAt ?? 0) % DAY_MS).toBe(DAY_MS - 1);
    expect((await shown(made[1]?.number)).stage).toBe('solved');
    expect((await justJudged(bench.database.public, JURISDICTION, 10)).length).toBe(10);
    expect(await audit()).toEqual([]);
  });

  it('says of each step since when it is told: an office’s minute, or the end of the day of the batch; machines meet every change once', async () => {
    const { rows: [row] } = await bench.test.owner.query<{ day: string }>(`select to_char(platform.now() at time zone 'UTC', 'YYYY-MM-DD') as day`);
    const { timeline } = await shown(made[0]?.number);
    expect(timeline.filter(({ type }) => type === 'case.judged.v1').map(({ since }) => since)).toEqual([Date.parse(`${row?.day ?? ''}T23:59:59.999Z`)]);
    for (const { at, since } of timeline) expect(at === undefined ? (since ?? 0) % DAY_MS : since).toBe(at === undefined ? DAY_MS - 1 : undefined);
    const met: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await changedCases(bench.database.public, JURISDICTION, 0 as Instant, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      met.push(...(page?.stories ?? []).map((one) => one.number));
      cursor = page?.next;
    } while (cursor !== undefined);
    expect(met.toSorted()).toEqual(made.map((one) => one.number as string).toSorted());
    expect((await changedCases(bench.database.public, JURISDICTION, Date.parse(`${row?.day ?? ''}T23:59:59.999Z`) as Instant, { limit: 100 }))?.stories).toHaveLength(10);
    expect((await changedCases(bench.database.public, JURISDICTION, Date.parse(`${row?.day ?? ''}T23:59:59.999Z`) + 1 as Instant, { limit: 100 }))?.stories).toEqual([]);
    for (const wrong of ['x', '', 'a'.repeat(70), Buffer.from('1 2').toString('base64url')]) expect(await changedCases(bench.database.public, JURISDICTION, 0 as Instant, { limit: 3, cursor: wrong })).toBeUndefined();
  });

  it('cannot be made to bear an outcome that its resident did not give, not even by the batch', async () => {
    const waiting = await answeredCase(bench, 'bureau-roads');
    const asBatch = { kind: 'system', jurisdiction: JURISDICTION, job: 'disclosure' } as const;
    for (const change of [`outcome = 'solved'`, `outcome = 'solved', stage = 'solved'`, `stage = 'solved'`]) {
      const byHand = { name: `by-hand ${change}`, text: `update cases.public_cases set ${change} where number = $1`, role: 'worker' } as never;
      await expect(bench.database.inTransaction(asBatch, (tx) => tx.run(byHand, [waiting.number]), 'worker')).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('shows what is open data by rule at once, but never the minute of a verdict', async () => {
    const { caseId, number } = await answeredCase(bench, 'bureau-roads', { publishWords: true, publishPlace: true });
    expect(await shown(number)).toMatchObject({ topic: said().topic, division: said().place.division, words: said().words });
    await bench.advance(HOUR_MS);
    await judged(bench, caseId as CaseId, 'partly');
    const story = await shown(number);
    expect(story).toMatchObject({ stage: 'dispatched', round: 2, outcome: 'partly' });
    expect([(story.startedAt ?? 1) % DAY_MS, (story.dueAt ?? 0) % DAY_MS]).toEqual([0, DAY_MS - 1]);
  });
});

function missing(): never {
  throw new Error('no such case');
}
