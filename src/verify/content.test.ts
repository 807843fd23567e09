import { describe, expect, test } from 'vitest';
import { parseEntry, type Act, type DisclosedEntry, type LogEntry } from '../record/log/index.ts';
import { writeBase64, writeBase64Url } from '../record/log/spelling.ts';
import { COUNTY_BEGAN_SECONDS, countyEntries, minuteAt, type County } from './county-log.fixture.ts';
import type { Finding } from './finding.ts';
import { verifyLog, type KeptState, type LogReport, type Options } from './log.ts';
import { checkpointNote, memoryFetcher, policy, strangerWitness, syntheticLog, unwitnessedPolicy } from './synthetic-log.fixture.ts';

/** Someone holds every key and every right, so that all signatures and hashes fit: what the entries say still gives them away. */
const PLAIN: County = { days: 4, casesADay: 40, cells: 2 };

async function judge(county: Partial<County>, options?: Options, kept?: KeptState): Promise<LogReport> {
  const { entries, atSeconds } = countyEntries({ ...PLAIN, ...county });
  return verifyLog(memoryFetcher(syntheticLog(entries, { atSeconds }).files), policy, kept, options);
}

function on<Kind extends LogEntry['kind']>(kind: Kind, at: number, change: (entry: Extract<LogEntry, { kind: Kind }>) => LogEntry): NonNullable<County['alter']> {
  return (entry, index) => (index === at && entry.kind === kind ? change(entry as Extract<LogEntry, { kind: Kind }>) : entry);
}

function nth(type: string, n: number, change: (act: Act, entry: LogEntry) => LogEntry): NonNullable<County['alter']> {
  let seen = -1;
  return (entry) => {
    if (entry.kind !== 'act' || entry.type !== type) return entry;
    seen += 1;
    return seen === n ? change(entry, entry) : entry;
  };
}

const withOpen = (entry: LogEntry, open: Act['open']): LogEntry => (entry.kind === 'act' ? { ...entry, open } : entry);
const dated = (entry: LogEntry, at: string): LogEntry => (entry.kind === 'act' ? { ...entry, at } : entry);
const secondDay = (change: (batch: readonly DisclosedEntry[]) => readonly DisclosedEntry[]): NonNullable<County['alterBatch']> => (batch, day) => (day === 2 ? change(batch) : batch);
const first = (batch: readonly DisclosedEntry[], isIt: (one: DisclosedEntry) => boolean, change: (one: DisclosedEntry) => DisclosedEntry): readonly DisclosedEntry[] => {
  const at = batch.findIndex(isIt);
  return batch.map((one, i) => (i === at ? change(one) : one));
};
const resident = (one: DisclosedEntry): boolean => one.act !== undefined;
const judged = (one: DisclosedEntry): boolean => one.act?.type === 'case.judged.v1';
const zeros = writeBase64Url(new Uint8Array(32));

type Lie = { readonly what: string; readonly kind: Finding['kind']; readonly county: Partial<County>; readonly finding?: Partial<Extract<Finding, { kind: 'disclosure-wrong' }>> };

const LIES: readonly Lie[] = [
  { what: 'a resident’s verdict is opened as another', kind: 'disclosure-wrong', finding: { problem: 'act-differs' }, county: { alterBatch: secondDay((batch) => first(batch, judged, (one) => ({ ...one, act: { ...one.act!, open: { round: 1, outcome: 'solved', by: 'unit' } } }))) } },
  { what: 'an opening is not the one committed to', kind: 'disclosure-wrong', finding: { problem: 'act-differs' }, county: { alterBatch: secondDay((batch) => first(batch, resident, (one) => ({ ...one, opening: zeros }))) } },
  { what: 'two openings change places', kind: 'disclosure-wrong', finding: { problem: 'act-differs' }, county: { alterBatch: secondDay((batch) => {
    const [a, b] = batch.filter(resident);
    return batch.map((one) => (one === a ? { ...one, index: b!.index } : one === b ? { ...one, index: a!.index } : one));
  }) } },
  { what: 'a case is opened under another town', kind: 'disclosure-wrong', finding: { problem: 'field-differs' }, county: { alterBatch: secondDay((batch) => first(batch, (one) => !resident(one), (one) => ({ ...one, fields: { ...one.fields, town: { ...one.fields['town']!, text: 'town-9' } } }))) } },
  { what: 'a field is opened that nobody committed to', kind: 'disclosure-wrong', finding: { problem: 'field-differs' }, county: { alterBatch: secondDay((batch) => first(batch, resident, (one) => ({ ...one, fields: { name: { text: 'x', opening: zeros } } }))) } },
  { what: 'one verdict is opened twice', kind: 'disclosure-wrong', finding: { problem: 'opens-nothing' }, county: { alterBatch: secondDay((batch) => [...batch, batch.find(judged)!]) } },
  { what: 'an office’s act is opened twice', kind: 'disclosure-wrong', finding: { problem: 'opens-nothing' }, county: { alterBatch: secondDay((batch) => [...batch, batch.find((one) => !resident(one))!]) } },
  { what: 'an act is opened that was never sealed', kind: 'disclosure-wrong', finding: { problem: 'opens-nothing' }, county: { alterBatch: secondDay((batch) => first(batch, resident, (one) => ({ ...one, index: 0 }))) } },
  { what: 'an opening comes before what it opens', kind: 'disclosure-wrong', finding: { problem: 'not-earlier' }, county: { alterBatch: secondDay((batch) => first(batch, resident, (one) => ({ ...one, index: 900 }))) } },
  { what: 'a resident’s act is opened on its own day', kind: 'disclosure-wrong', finding: { problem: 'too-soon' }, county: { alterBatch: secondDay((batch) => batch.map((one) => ({ ...one, batch: '2026-06-02' }))) } },
  { what: 'nine are opened together', kind: 'cell-too-small', county: { alterBatch: secondDay((batch) => {
    const few = new Set(batch.filter(judged).filter(({ cell }) => cell.town === 'town-0').slice(0, 9));
    return batch.filter((one) => !judged(one) || one.cell.town !== 'town-0' || few.has(one));
  }) } },
  { what: 'one person’s many acts pass for ten people’s', kind: 'cell-too-small', county: { alterBatch: secondDay((batch) => first(batch, judged, (one) => ({ ...one, cell: { ...one.cell, town: 'hamlet' } }))) } },
  { what: 'a verdict is told a second time, openly', kind: 'act-repeated', county: { alter: nth('case.signed.v1', 60, (_, entry) => (entry.kind === 'act' ? { ...entry, stream: 'case:26-0000003', seq: 6, type: 'case.judged.v1', open: { round: 1, outcome: 'solved' } } : entry)) } },
  { what: 'an answer is told twice', kind: 'act-repeated', county: { alter: nth('case.answered.v1', 61, (_, entry) => (entry.kind === 'act' ? { ...entry, stream: 'case:26-0000005' } : entry)) } },
  { what: 'the record begins a second time', kind: 'begun-twice', county: { alter: nth('case.signed.v1', 5, (_, entry) => (entry.kind === 'act' ? { ...entry, type: 'record.begun.v1' } : entry)) } },
  { what: 'the record does not say what it is', kind: 'beginning-wrong', county: { alter: on('act', 0, (entry) => ({ ...entry, type: 'record.opened.v1' })) } },
  { what: 'an answer is dated back a week', kind: 'dated-back', county: { alter: nth('case.answered.v1', 100, (_, entry) => dated(entry, minuteAt(COUNTY_BEGAN_SECONDS - 5 * 86_400))) } },
  { what: 'an answer is dated back by an hour past the day’s witness', kind: 'dated-back', county: { alter: nth('case.accepted.v1', 80, (_, entry) => dated(entry, minuteAt(COUNTY_BEGAN_SECONDS + 2 * 86_400 - 3600))) } },
  { what: 'an act is dated ahead', kind: 'dated-ahead', county: { alter: nth('case.answered.v1', 50, (_, entry) => dated(entry, minuteAt(COUNTY_BEGAN_SECONDS + 30 * 86_400))) } },
  { what: 'the newest act is dated ahead', kind: 'dated-ahead', county: { alter: nth('case.answered.v1', 159, (_, entry) => dated(entry, minuteAt(COUNTY_BEGAN_SECONDS + 30 * 86_400))) } },
  { what: 'a scorecard is falsified', kind: 'scorecard-differs', county: { alterScorecard: (open) => ({ ...open, result: 'f'.repeat(64) }) } },
  { what: 'a scorecard is published as of a better day, all else being as it was', kind: 'scorecard-dated-wrong', county: { alterScorecard: (open) => ({ ...open, asOf: (open['asOf'] as number) - 100 * 86_400_000 }) } },
  { what: 'a scorecard is said to be a minute older, all else being as it was', kind: 'scorecard-differs', county: { alterScorecard: (open) => ({ ...open, asOf: (open['asOf'] as number) - 60_000 }) } },
  { what: 'a scorecard is counted to an hour that is still to come', kind: 'scorecard-dated-wrong', county: { figuresOf: ({ asOf, n }) => ({ asOf: asOf + 60_000, n }) } },
  { what: 'a scorecard is counted to a day before the acts that it counts', kind: 'scorecard-dated-wrong', county: { figuresOf: ({ asOf, n }) => ({ asOf: asOf - 86_400_000, n }) } },
  { what: 'a scorecard is counted over an old and better book, as of then', kind: 'scorecard-dated-wrong', county: { days: 6, figuresOf: ({ asOf, n }) => (n < 1_500 ? { asOf, n } : { asOf: COUNTY_BEGAN_SECONDS * 1000 + 86_400_000, n: 200 }) } },
  { what: 'a scorecard leaves the newest verdicts out', kind: 'scorecard-differs', county: { alterScorecard: (open) => ({ ...open, n: (open['n'] as number) - 3 }) } },
  { what: 'a scorecard names a root of its own', kind: 'earlier-root-differs', county: { alterScorecard: (open) => ({ ...open, root: writeBase64(new Uint8Array(32)) }) } },
  { what: 'a scorecard speaks of entries yet to come', kind: 'scorecard-unreadable', county: { alterScorecard: (open) => ({ ...open, n: 100_000 }) } },
  { what: 'a scorecard is published as of a moment that no calendar has', kind: 'scorecard-unreadable', county: { alterScorecard: (open) => ({ ...open, asOf: Number.MAX_SAFE_INTEGER }) } },
  { what: 'the log shows a witness’s checkpoint that only strangers signed', kind: 'witnessed-wrong', county: { alter: nth('record.witnessed.v1', 1, (act, entry) => withOpen(entry, { ...act.open, checkpoint: writeBase64(checkpointNote(act.open['size'] as number, new Uint8Array(32), { witnesses: [strangerWitness] })) })) } },
  { what: 'the log shows a witnessed checkpoint of another history', kind: 'earlier-root-differs', county: { alter: nth('record.witnessed.v1', 1, (act, entry) => withOpen(entry, { ...act.open, checkpoint: writeBase64(checkpointNote(act.open['size'] as number, new Uint8Array(32), { atSeconds: COUNTY_BEGAN_SECONDS + 2 * 86_400 + 840 })) })) } },
  { what: 'a witnessed checkpoint is said to be of another size', kind: 'witnessed-wrong', county: { alter: nth('record.witnessed.v1', 1, (act, entry) => withOpen(entry, { ...act.open, size: 3 })) } },
];

describe('whoever holds every key is given away by what the entries say', () => {
  test.each(LIES)('$what: $kind', async ({ kind, county, finding }) => {
    const report = await judge(county);
    expect(report.findings).toMatchObject([{ kind, ...finding }]);
    expect(report.verdict).toBe('broken');
    expect(report.evidence.length).toBeGreaterThan(0);
  });

  test('and whoever tells no lie is not: the control', async () => {
    const report = await judge({});
    expect(report).toMatchObject({ verdict: 'holds', findings: [] });
    expect(report.content).toMatchObject({ judged: 'all', nature: 'live', times: 'judged', scorecards: 3, witnessed: 3, notJudged: 0, sealed: 320, disclosed: 360, stillSealed: 80 });
    expect(new Set(LIES.map(({ what }) => what)).size).toBe(LIES.length);
    expect(LIES.length).toBeGreaterThanOrEqual(20);
  });

  test('an entry that is not of ours, or not in its one spelling', async () => {
    const { entries, atSeconds } = countyEntries(PLAIN);
    for (const bytes of [Buffer.from('{}'), Buffer.from('not even JSON'), Buffer.from(Buffer.from(entries[7]!).toString().replace(',', ' ,')), Buffer.from(Buffer.from(entries[7]!).toString().replace('"v":1', '"v":1,"w":1'))]) {
      const { files } = syntheticLog(entries.with(7, bytes), { atSeconds });
      expect(await verifyLog(memoryFetcher(files), policy, undefined)).toMatchObject({ verdict: 'broken', findings: [{ kind: 'entry-unreadable', index: 7 }] });
    }
  });
});

describe('what is not held against a log', () => {
  test('times of a demo, whose clock is moved', async () => {
    const alter = (): NonNullable<County['alter']> => nth('case.answered.v1', 100, (_, entry) => dated(entry, '2031-01-01T00:00Z'));
    expect(await judge({ alter: alter(), demo: true })).toMatchObject({ verdict: 'holds', content: { nature: 'demo', times: 'demo' } });
    expect(await judge({ alter: alter() })).toMatchObject({ verdict: 'broken' });
  });

  test('the moment of a demo’s scorecards, nor one of half a day ago', async () => {
    expect(await judge({ figuresOf: ({ asOf, n }) => ({ asOf: asOf + 60_000, n }), demo: true })).toMatchObject({ verdict: 'holds' });
    // Nothing was entered in between: a quiet place, whose last act is of the evening before.
    expect(await judge({ figuresOf: ({ asOf, n }) => ({ asOf: asOf - 3 * 3_600_000, n }) })).toMatchObject({ verdict: 'holds' });
  });

  test('times where no outsider has said when', async () => {
    const { entries } = countyEntries({ ...PLAIN, days: 1 });
    const { files } = syntheticLog(entries, { witnesses: [] });
    expect(await verifyLog(memoryFetcher(files), unwitnessedPolicy, undefined)).toMatchObject({ verdict: 'holds', content: { times: 'unwitnessed' } });
  });

  test('a minute or two between clocks, and an act that waited a little', async () => {
    const near = nth('case.accepted.v1', 80, (_, entry) => dated(entry, minuteAt(COUNTY_BEGAN_SECONDS + 2 * 86_400 + 300)));
    expect(await judge({ alter: near })).toMatchObject({ verdict: 'holds' });
  });

  test('the newest batch, until it is over', async () => {
    const alterBatch: NonNullable<County['alterBatch']> = (batch, day) => (day === 3 ? batch.slice(0, 5) : batch);
    const { entries, atSeconds } = countyEntries({ ...PLAIN, alterBatch });
    const verify = (seconds: number): Promise<LogReport> => verifyLog(memoryFetcher(syntheticLog(entries, { atSeconds: seconds }).files), policy, undefined);
    expect(await verify(atSeconds)).toMatchObject({ verdict: 'holds' });
    expect(await verify(atSeconds + 3 * 86_400)).toMatchObject({ verdict: 'broken', findings: [{ kind: 'cell-too-small' }] });
  });

  test('a draft of the first format, whose entries had no kinds', async () => {
    const begun = Buffer.from('{"at":"2026-11-01T00:00:00.000Z","open":{"demo":true,"draft":true,"format":1,"hash":"sha-256"},"type":"record.begun.v1"}');
    const { files } = syntheticLog([begun, Buffer.from('whatever')]);
    expect(await verifyLog(memoryFetcher(files), policy, undefined)).toMatchObject({ verdict: 'holds', content: { judged: 'none', nature: 'first-format' } });
  });
});

describe('a reader who comes back', () => {
  const whole = countyEntries(PLAIN);
  const keptSize = 400;
  const before = syntheticLog(whole.entries.slice(0, keptSize), { atSeconds: COUNTY_BEGAN_SECONDS + 86_400 + 14_000 });

  test('reads what came since, and says what leans on the rest', async () => {
    const kept: KeptState = { checkpoint: before.files.get('checkpoint')!, nature: 'live' };
    const { files } = syntheticLog(whole.entries, { atSeconds: whole.atSeconds });
    const report = await verifyLog(memoryFetcher(files), policy, kept);
    expect(report).toMatchObject({ verdict: 'holds', entriesRead: whole.entries.length - keptSize, content: { judged: 'since-kept', times: 'judged' }, kept: { nature: 'live' } });
    expect(report.content?.notJudged).toBeGreaterThan(0);
    expect(await verifyLog(memoryFetcher(files), policy, kept, { from: 'start' })).toMatchObject({ verdict: 'holds', content: { judged: 'all', notJudged: 0 } });
  });

  test('finds what was dated back behind what it had seen', async () => {
    const kept: KeptState = { checkpoint: before.files.get('checkpoint')!, nature: 'live' };
    const late = whole.entries.findIndex((bytes, index) => index >= keptSize && parseEntry(bytes)?.kind === 'act');
    const lying = parseEntry(whole.entries[late]!)!;
    const witnessless = whole.entries.slice(0, late);
    const entries = [...witnessless, Buffer.from(JSON.stringify(lying).replace(/"at":"[^"]*"/, '"at":"2026-06-01T03:00Z"'))];
    const { files } = syntheticLog(entries, { atSeconds: whole.atSeconds });
    for (const from of ['kept', 'start'] as const) {
      expect(await verifyLog(memoryFetcher(files), policy, kept, { from })).toMatchObject({ verdict: 'broken', findings: [{ kind: 'dated-back', index: late }] });
    }
  });
});
