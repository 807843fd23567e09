import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../../kernel/instant.ts';
import { OUTCOMES } from '../../kernel/outcome.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { fsck, readHead, sequenceAll } from '../../record/index.ts';
import { parseEntry, type Act, type LogEntry } from '../../record/log/index.ts';
import { chanceOf, type Chance } from '../../../test/fuzz/chance.ts';
import { answeredCase, counting, done, dispatched, JURISDICTION, judged, newCase, official, openBench, residentOf, type Bench } from '../cases/cases.fixture.ts';
import { countsByUnit, jurisdictionCounts, perform, sweepCases } from '../cases/index.ts';
import { unit } from '../cases/rehearsal.ts';
import { computeResult } from './compute.ts';
import { createRecordFold, createScorecards, resultDigest, scorecardsReplayer, type RecordResult, type Scorecards } from './index.ts';

let bench: Bench;
let scorecards: Scorecards;
beforeAll(async () => {
  bench = await openBench();
  scorecards = createScorecards(bench.database, bench.keys);
  const chance = chanceOf('scorecards');
  for (let life = 0; life < 24; life += 1) await live(chance, life);
  await sequenceAll(bench.database, JURISDICTION);
}, 180_000);
afterAll(async () => { await bench.test.close(); });

const HANDLERS = ['village-one', 'village-two', 'bureau-roads'];

/** From a voice to wherever chance leads it; minutes that are no whole hours, so that nothing falls due in the very minute of an act. */
async function live(chance: Chance, life: number): Promise<void> {
  const lead = chance.pick(HANDLERS);
  const wait = async (): Promise<void> => {
    await bench.advance((1 + chance.below(chance.oneIn(4) ? 150 : 30)) * HOUR_MS + 7 * MINUTE_MS);
    await sweepCases(bench, JURISDICTION, (error) => { throw error; });
  };
  const attempt = (act: Parameters<typeof perform>[3], of = lead) => perform(bench, official(of, 'handler'), caseId, act);
  const { caseId } = await newCase(bench, { publishPlace: chance.oneIn(2) });
  await wait();
  await dispatched(bench, caseId, lead);
  if (chance.oneIn(3)) await done(bench, official('intake', 'dispatcher'), caseId, { do: 'transfer', to: unit('town-east'), reason: '归镇里管' });
  for (let round = 1; round < 3; round += 1) {
    await wait();
    if (chance.oneIn(6)) break;
    for (const of of ['county', 'town-east', lead]) await attempt({ do: 'sign' }, of);
    if (chance.oneIn(2)) await attempt({ do: 'contact', means: 'phone' });
    await wait();
    for (const of of ['county', 'town-east', lead]) await attempt({ do: 'answer', found: '看过', done: '修好' }, of);
    await wait();
    if (chance.oneIn(4)) break;
    await judged(bench, caseId, chance.pick(OUTCOMES)).catch(() => undefined);
  }
  if (life % 6 === 5) await perform(bench, residentOf(caseId), caseId, { do: 'withdraw', pressed: false });
}

/** What the log holds, and what it will hold once everything is opened, with the minutes of deadlines that the office alone knows. */
async function everythingDisclosed(): Promise<LogEntry[]> {
  const { rows } = await bench.test.owner.query<{ entry: Buffer; body: string | null; envelope: Buffer }>(
    `select entry, body, envelope from record.entries
     join record.events using (jurisdiction, event_id)
     left join record.undisclosed using (jurisdiction, event_id) where jurisdiction = $1 and part = 0 order by index`, [JURISDICTION]);
  return rows.flatMap(({ entry, body, envelope }) => {
    const read = body === null ? parseEntry(entry) : { kind: 'act' as const, v: 1 as const, ...JSON.parse(body) as Act };
    const { dueAt } = (JSON.parse(envelope.toString()) as { open: { dueAt?: number } }).open;
    return read?.kind === 'act' ? [{ ...read, open: { ...read.open, ...(dueAt === undefined ? {} : { dueAt }) } }] : [];
  });
}

const now = async (): Promise<Instant> => (await bench.test.owner.query<{ ms: string }>('select cases.ms(platform.now()) as ms')).rows[0]!.ms as unknown as Instant;
const plain = (counts: object): object => Object.fromEntries(Object.entries(counts).filter(([field]) => !field.startsWith('ballots')));

describe('scorecards from the record', () => {
  it('are what the live rows give, once everything has been disclosed', async () => {
    const at = Number(await now()) as Instant;
    const asOf = at - (at % MINUTE_MS);
    const fold = createRecordFold();
    for (const [index, entry] of (await everythingDisclosed()).entries()) fold.add(index, entry);
    const { units, whole } = fold.resultAt(asOf);
    const period = (days: number) => ({ from: (asOf - days * DAY_MS) as Instant, until: asOf as Instant });
    const rows = await countsByUnit(counting(bench), JURISDICTION, period(90));
    expect(Object.fromEntries(Object.entries(units).map(([name, counts]) => [name, plain(counts)]))).toEqual(Object.fromEntries(rows));
    expect(plain(whole)).toEqual(await jurisdictionCounts(counting(bench), JURISDICTION, period(30)));
    // The control: there was something to count.
    const all = [...rows.values()];
    for (const field of ['due', 'answeredInTime', 'solved', 'unsolved', 'silent', 'reopenings', 'escalations', 'transfers', 'contacted'] as const) {
      expect([field, all.reduce((sum, counts) => sum + counts[field], 0) > 0]).toEqual([field, true]);
    }
  });

  it('rest on disclosed entries only: what is sealed moves no figure', async () => {
    const result = await computeResult(bench.database.public, JURISDICTION, (await readHead(bench.database.public, JURISDICTION))!);
    const all = Object.values(result.units);
    expect(all.reduce((sum, { answered }) => sum + answered, 0)).toBeGreaterThan(5);
    expect(all.reduce((sum, { solved, partly, unsolved, reopenings }) => sum + solved + partly + unsolved + reopenings, 0)).toBe(0);
  });

  it('are announced once a day by whoever is first, over exactly what the log held', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => createScorecards(bench.database, bench.keys).publishDue(JURISDICTION, '2026-11-27')));
    expect(made.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await scorecards.publishDue(JURISDICTION, '2026-11-27')).toBeUndefined();
    expect(await scorecards.publishDue(JURISDICTION, '2026-11-28', 7)).toBeUndefined();
    const latest = await scorecards.latest(JURISDICTION);
    const entries = await bench.test.owner.query<{ entry: Buffer }>('select entry from record.entries where jurisdiction = $1 and index < $2 order by index', [JURISDICTION, latest!.n]);
    const fold = createRecordFold(latest!.rule);
    for (const [index, { entry }] of entries.rows.entries()) fold.add(index, parseEntry(entry)!);
    const computed = fold.resultAt(latest!.asOf);
    expect(computed).toEqual(latest!.result);
    expect(resultDigest(computed)).toBe(latest!.digest);
    expect(JSON.parse(await scorecards.text(JURISDICTION, latest!.n) ?? '')).toEqual(computed);
    expect(await scorecards.text(JURISDICTION, latest!.n + 1)).toBeUndefined();
  });

  it('stand in the log with size, root, moment, rule and digest', async () => {
    await sequenceAll(bench.database, JURISDICTION);
    const latest = (await scorecards.latest(JURISDICTION))!;
    const { rows } = await bench.test.owner.query<{ entry: Buffer }>('select entry from record.entries where jurisdiction = $1 order by index desc limit 1', [JURISDICTION]);
    expect(parseEntry(rows[0]!.entry)).toMatchObject({
      kind: 'act', type: 'scorecard.published.v1', stream: `scorecards:${JURISDICTION}`, seq: 1, role: 'system',
      open: { n: latest.n, asOf: latest.asOf, rule: 1, result: latest.digest },
    });
  });

  it('follow a day later from what came since, and list newest first', async () => {
    await answeredCase(bench);
    await bench.advance(DAY_MS);
    await sequenceAll(bench.database, JURISDICTION);
    const next = await scorecards.publishDue(JURISDICTION, '2026-11-28');
    expect((await scorecards.list(JURISDICTION, 10)).map(({ n, day }) => [n, day])).toEqual([[next!.n, '2026-11-28'], [expect.any(Number), '2026-11-27']]);
    expect(await scorecards.list(JURISDICTION, 10, next!.n)).toHaveLength(1);
  });

  it('are not read from the beginning of a long log: a year later, only the last quarter is', async () => {
    await bench.advance(365 * DAY_MS);
    await answeredCase(bench);
    await bench.advance(HOUR_MS);
    await newCase(bench);
    await sequenceAll(bench.database, JURISDICTION);
    const head = (await readHead(bench.database.public, JURISDICTION))!;
    const read: number[] = [];
    const reader = bench.database.public;
    const counting: Reader = {
      row: (...asked) => reader.row(...asked),
      rows: (...asked) => reader.rows(...asked).then((rows) => {
        read.push(rows.length);
        return rows;
      }),
    };
    const result: RecordResult = await computeResult(counting, JURISDICTION, head);
    expect(result.units['village-one']).toMatchObject({ dispatched: 1, answered: 1 });
    expect(read.reduce((sum, one) => sum + one, 0)).toBeLessThan(head.size / 10);
  });

  it('are held to their digests by fsck, and to nothing else: nobody may change one', async () => {
    const check = () => fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [scorecardsReplayer] });
    await sequenceAll(bench.database, JURISDICTION);
    expect((await check()).findings).toEqual([]);
    for (const role of ['app_actor', 'worker'] as const) {
      await expect(bench.database.poolOf(role).query('update scorecards.results set rule = rule')).rejects.toThrow(/permission denied/);
    }
    // The control.
    await bench.test.owner.query(`update scorecards.results set result = jsonb_set(result, '{whole,solved}', '999') where day = '2026-11-28'`);
    expect((await check()).findings.map(({ kind }) => kind)).toEqual(['row-differs']);
  });
});
