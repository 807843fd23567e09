import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_N_MIN, score, type UnitCounts } from './score.ts';

const count = fc.integer({ min: 0, max: 500 });
const counts: fc.Arbitrary<UnitCounts> = fc
  .record({ solved: count, partly: count, unsolved: count, unjudged: count, late: count, ballots: fc.tuple(count, count, count, count, count) })
  .map(({ solved, partly, unsolved, unjudged, late, ballots }) => {
    const answered = solved + partly + unsolved + unjudged;
    return {
      dispatched: answered + late, answered, answeredInTime: answered, solved, partly, unsolved, unjudged, overdue: late,
      excluded: [], ballots,
    };
  });

describe('a scorecard', () => {
  it('never counts silence as consent: more silent people move no rate, only its coverage', () => {
    fc.assert(fc.property(counts, count, (before, silent) => {
      const after = score({ ...before, answered: before.answered + silent, unjudged: before.unjudged + silent });
      const { solved, satisfied } = score(before);
      expect(after.solved).toEqual({ ...solved, coverage: { ...solved.coverage, of: solved.coverage.of + silent } });
      expect(after.satisfied.permille).toBe(satisfied.permille);
    }), { seed: 20261122, numRuns: 500 });
  });
  it('carries n, coverage and exclusions on every rate, and withholds a figure that rests on few', () => {
    fc.assert(fc.property(counts, (given) => {
      for (const rate of Object.values(score(given))) {
        expect(rate.coverage.of).toBeGreaterThanOrEqual(0);
        expect(rate.excluded).toBe(given.excluded);
        expect(rate.permille === undefined).toBe(rate.n < PUBLISHED_N_MIN);
        expect(rate.interval === undefined).toBe(rate.n < PUBLISHED_N_MIN);
      }
    }), { seed: 20261122, numRuns: 500 });
  });
  it('counts "partly" as not solved', () => {
    const base = { dispatched: 40, answered: 40, answeredInTime: 40, unjudged: 0, overdue: 0, excluded: [], ballots: [0, 0, 0, 0, 0] } as const;
    expect(score({ ...base, solved: 10, partly: 20, unsolved: 10 }).solved.permille).toBe(250);
  });
});
