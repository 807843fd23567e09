import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../kernel/instant.ts';
import { writeEntry, type LogEntry } from '../../record/log/index.ts';
import { naiveResult } from './naive-score.fixture.ts';
import { logOfLives } from './record-lives.fixture.ts';
import { createRecordFold, resultDigest, resultText, RULE, type RecordResult } from './score-record.ts';
import { timeOf } from './score-step.ts';

const SEEDS = ['plum', 'orchid', 'bamboo', 'chrysanthemum'];
const AT = Date.parse('2026-11-02T00:00Z');
const minute = (ms: number): number => ms - (ms % MINUTE_MS);

function parsed(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** As a verifier meets it: publications come a while after the entries that they speak of. */
function resultsAlong(entries: readonly LogEntry[], times: readonly number[], every: number, lag: number): RecordResult[] {
  const fold = createRecordFold();
  const results: RecordResult[] = [];
  for (const [index, entry] of entries.entries()) {
    fold.add(index, entry);
    const n = index + 1 - lag;
    if (n > 0 && n % every === 0) results.push(fold.resultAt(minute(times[n - 1]!), n));
  }
  return results;
}

describe('scorecards from the record', () => {
  it.each(SEEDS)('are what a second implementation computes from the same entries, however late they were disclosed (seed %s)', (seed) => {
    const { entries, times } = logOfLives(seed, 90, 140);
    const results = resultsAlong(entries, times, 130, 12);
    expect(results.length).toBeGreaterThan(7);
    for (const result of results) {
      expect(JSON.parse(resultText(result))).toEqual(naiveResult(entries, result.asOf, result.n));
    }
    // The control: these logs have everything that a result counts.
    const seen = new Set(results.flatMap(({ whole }) => Object.entries(whole).filter(([, count]) => count !== 0).map(([field]) => field)));
    expect([...seen].sort()).toEqual([...new Set([...Object.keys(results[0]!.whole), 'importedClosed'])].sort());
    expect(entries.filter(({ kind }) => kind === 'disclosed').length).toBeGreaterThan(50);
  });

  it.each(SEEDS)('are the same when asked often, back and forth, of more or fewer entries: counts that run on lean on nothing (seed %s)', (seed) => {
    const { entries, times } = logOfLives(seed, 60, 140);
    const fold = createRecordFold();
    let asked = 0;
    for (const [index, entry] of entries.entries()) {
      fold.add(index, entry);
      if (index % 97 !== 96) continue;
      // A few at a time: an hour on, half a day back, the moment itself, with the newest entries and without.
      for (const [hours, lag] of [[0, 0], [1, 40], [-12, 3], [-12, 0], [23, 0], [0, 11]] as const) {
        const [asOf, n] = [minute(times[index]! + hours * 3_600_000), index + 1 - lag];
        expect(JSON.parse(resultText(fold.resultAt(asOf, n)))).toEqual(naiveResult(entries, asOf, n));
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(40);
  });

  it('turn exactly where a round begins to count, leaves a period or is overdue', () => {
    const began = Date.parse('2026-08-01T10:00Z');
    const due = began + 5 * DAY_MS;
    const entry: LogEntry = { kind: 'act', v: 1, type: 'case.dispatched.v1', stream: 'case:1', seq: 1, at: '2026-08-01T10:00Z', role: 'dispatcher', open: { owner: 'urban', dueAt: due }, commitments: {} };
    const fold = createRecordFold();
    fold.add(0, entry);
    for (const at of [began, due, began + 30 * DAY_MS, began + 90 * DAY_MS]) {
      for (const asOf of [at - 1, at, at + 1, at, at + MINUTE_MS]) {
        expect(JSON.parse(resultText(fold.resultAt(asOf)))).toEqual(naiveResult([entry], asOf, 1));
      }
    }
    expect(fold.resultAt(began + 1).units['urban']).toMatchObject({ dispatched: 1, running: 1, due: 0 });
    expect(fold.resultAt(due + 1).units['urban']).toMatchObject({ dispatched: 1, running: 0, due: 1 });
    expect(fold.resultAt(began + 90 * DAY_MS + 1).units).toEqual({});
  });

  it('read times as the engine does, in whatever order they come', () => {
    const act = { type: 't', stream: 's', seq: 1, role: 'x', open: {}, commitments: {} };
    for (const text of ['2026-02-28', '2026-02-30', '2026-04-31', '2026-13-01', '0000-01-01', '2026-02-28', '9999-12-31', '2026-00-00', 'x']) {
      expect(timeOf({ ...act, day: text })).toBe(parsed(`${text}T00:00Z`));
      for (const clock of ['00:00', '23:59', '24:00', '24:01', '10:60', '99:99', '1:00']) expect(timeOf({ ...act, at: `${text}T${clock}Z` })).toBe(parsed(`${text}T${clock}Z`));
      expect(timeOf({ ...act, at: `${text}T10:00:00.500Z` })).toBe(parsed(`${text}T10:00:00.500Z`));
    }
  });

  it('are the same whether one reads from the beginning or from whatever could still matter', () => {
    const { entries, times } = logOfLives('late', 80, 250);
    const asOf = minute(times.at(-1)!);
    const whole = createRecordFold();
    const tail = createRecordFold();
    const from = times.findIndex((at) => at >= asOf - 93 * DAY_MS);
    expect(from).toBeGreaterThan(entries.length / 3);
    for (const [index, entry] of entries.entries()) {
      whole.add(index, entry);
      if (index >= from) tail.add(index, entry);
    }
    expect(tail.resultAt(asOf)).toEqual(whole.resultAt(asOf));
  });

  it.each(SEEDS.slice(0, 2))('count what was told first where an old backup was restored and cases went on twice, whoever reads from where (seed %s)', (seed) => {
    // Two histories of the same case numbers, entered by turns: more is told twice than any disaster could bring about.
    const [one, other] = [logOfLives(seed, 60, 260), logOfLives(`${seed} again`, 60, 260)];
    const lines = [one, other].flatMap(({ entries, times }) => entries.map((entry, i) => ({ entry, at: times[i]! }))).sort((a, b) => a.at - b.at);
    const whole = createRecordFold();
    const own = new Set(one.entries);
    let differing = 0;
    for (const [index, { entry, at }] of lines.entries()) {
      whole.add(index, entry);
      if (index % 200 !== 199) continue;
      const [asOf, n] = [minute(at), index + 1];
      const result = whole.resultAt(asOf, n);
      expect(JSON.parse(resultText(result))).toEqual(naiveResult(lines.map((line) => line.entry), asOf, n));
      const tail = createRecordFold();
      lines.slice(0, n).forEach((line, i) => { if (line.at >= asOf - 93 * DAY_MS) tail.add(i, line.entry); });
      expect(tail.resultAt(asOf, n)).toEqual(result);
      const alone = createRecordFold();
      lines.slice(0, n).forEach((line, i) => { if (own.has(line.entry)) alone.add(i, line.entry); });
      if (resultDigest(alone.resultAt(asOf, n)) !== resultDigest(result)) differing += 1;
    }
    // The control: the second telling does change something, where the first had told nothing yet.
    expect(differing).toBeGreaterThan(3);
  });

  it('let nobody better a figure by telling an answer or a verdict again', () => {
    const act = (seq: number, type: string, hours: number, open: object, unit?: string): LogEntry => ({
      kind: 'act', v: 1, type: `case.${type}.v1`, stream: 'case:1', seq, at: new Date(AT + hours * 3_600_000).toISOString().slice(0, 16) + 'Z', role: 'x', ...(unit ? { unit } : {}), open, commitments: {},
    } as LogEntry);
    const first = [act(1, 'dispatched', 0, { owner: 'roads', dueAt: AT + 10 * 3_600_000 }), act(2, 'answered', 20, {}, 'roads'), act(3, 'judged', 30, { round: 1, outcome: 'unsolved' })];
    const again = [act(2, 'answered', 9, {}, 'roads'), act(3, 'judged', 40, { round: 1, outcome: 'solved' })];
    const resultOf = (entries: readonly LogEntry[]): RecordResult['whole'] => {
      const fold = createRecordFold();
      for (const [index, entry] of entries.entries()) fold.add(index, entry);
      return fold.resultAt(AT + 100 * 3_600_000).whole;
    };
    expect(resultOf([...first, ...again])).toEqual(resultOf(first));
    expect(resultOf(first)).toMatchObject({ due: 1, answeredInTime: 0, unsolved: 1, solved: 0 });
    // The control: told first, they count; and what the lost history had not reached counts as it comes.
    expect(resultOf([first[0]!, ...again])).toMatchObject({ answeredInTime: 1, solved: 1 });
    expect(resultOf([first[0]!, first[1]!, ...again])).toMatchObject({ answeredInTime: 0, solved: 1 });
  });

  it('count ballots that were sealed twice under one number once', () => {
    const batch = (seq: number, score: number): LogEntry => ({
      kind: 'act', v: 1, type: 'verdicts.batch-sealed.v1', stream: 'ballots:x', seq, at: '2026-11-01T10:00Z', role: 'system', commitments: {},
      open: { unit: 'roads', fromMonth: '2026-09', toMonth: '2026-09', ballots: [['k', score]], answered: 4, part: 1, parts: 1 },
    });
    const fold = createRecordFold();
    [batch(1, 2), batch(2, 3), batch(1, 5)].forEach((entry, index) => { fold.add(index, entry); });
    expect(fold.resultAt(AT).whole).toMatchObject({ ballots: [0, 1, 1, 0, 0], ballotsOf: 8 });
  });

  it('forget what is past, so that memory grows with what goes on and not with the log', () => {
    const { entries, times } = logOfLives('old', 90, 400);
    const fold = createRecordFold();
    for (const [index, entry] of entries.entries()) fold.add(index, entry);
    expect(fold.size).toBeGreaterThan(60);
    fold.resultAt(times.at(-1)!);
    expect(fold.size).toBeLessThan(40);
    fold.resultAt(times.at(-1)! + 93 * DAY_MS);
    expect(fold.size).toBe(0);
  });

  it('do not count what is sealed: the same log without its disclosures knows no verdict', () => {
    const { entries, times } = logOfLives('plum', 90, 140);
    const fold = createRecordFold();
    const n = Math.floor(entries.length * 0.7);
    for (const [index, entry] of entries.slice(0, n).entries()) if (entry.kind !== 'disclosed') fold.add(index, entry);
    const { whole } = fold.resultAt(minute(times[n - 1]!));
    expect(whole).toMatchObject({ solved: 0, partly: 0, unsolved: 0, reopenings: 0 });
    expect(whole.answered).toBeGreaterThan(5);
  });

  it('have one digest, and refuse a rule that they do not know', () => {
    const result = createRecordFold().resultAt(1_795_000_000_000);
    expect(resultDigest(result)).toMatch(/^[0-9a-f]{64}$/);
    expect(() => createRecordFold(RULE + 1)).toThrow(RangeError);
  });

  it('throw at nothing that an entry may hold', () => {
    const odd: unknown[] = [null, 0, -1, 1.5, '', 'x', [], {}, [[]], [['k', 6]], '__proto__', 2 ** 60, true];
    const fold = createRecordFold();
    let index = 0;
    for (const type of ['dispatched', 'reopened', 'transferred', 'escalated', 'answered', 'resumed', 'judged', 'unjudged', 'paused']) {
      for (const value of odd) {
        const open = Object.fromEntries(['owner', 'handler', 'round', 'dueAt', 'dueDay', 'outcome', 'cause'].map((field) => [field, value]));
        fold.add(index += 1, { kind: 'act', v: 1, type: `case.${type}.v1`, stream: 'case:1', seq: index, at: '2026-99-99T99:99Z', role: 'x', open, commitments: {} } as LogEntry);
        fold.add(index += 1, { kind: 'act', v: 1, type: `case.${type}.v1`, stream: 'case:2', seq: index, at: '2026-11-01T10:00Z', role: 'x', unit: '__proto__', open, commitments: {} } as LogEntry);
        fold.add(index += 1, { kind: 'act', v: 1, type: 'verdicts.batch-sealed.v1', stream: 'ballots:x', seq: index, at: '2026-11-01T10:00Z', role: 'x', open: { unit: value, toMonth: '2026-11', ballots: value, answered: value, part: 1 }, commitments: {} } as LogEntry);
      }
    }
    const result = fold.resultAt(Date.parse('2026-11-02T00:00Z'));
    expect(() => resultText(result)).not.toThrow();
  });

  it('can be computed from entries as they are stored', () => {
    const { entries } = logOfLives('plum', 20, 60);
    for (const entry of entries) expect(() => writeEntry(entry)).not.toThrow();
  });
});
