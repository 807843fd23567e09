import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../kernel/instant.ts';
import { writeEntry, type LogEntry } from '../../record/log/index.ts';
import { naiveResult } from './naive-score.fixture.ts';
import { logOfLives } from './record-lives.fixture.ts';
import { createRecordFold, resultDigest, resultText, RULE, type RecordResult } from './score-record.ts';

const SEEDS = ['plum', 'orchid', 'bamboo', 'chrysanthemum'];
const minute = (ms: number): number => ms - (ms % MINUTE_MS);

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
    expect([...seen].sort()).toEqual(Object.keys(results[0]!.whole).sort());
    expect(entries.filter(({ kind }) => kind === 'disclosed').length).toBeGreaterThan(50);
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
