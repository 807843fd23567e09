import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_N_MIN, score, type UnitCounts } from './score.ts';

const count = fc.integer({ min: 0, max: 500 });
const counts: fc.Arbitrary<UnitCounts> = fc
  .record({
    solved: count, partly: count, unsolved: count, unjudged: count, late: count, running: count, withdrawnAnswered: count, withdrawnUnanswered: count,
    ballots: fc.tuple(count, count, count, count, count), ballotsOf: count,
  })
  .map(({ unjudged, late, ...rest }) => {
    const answered = rest.solved + rest.partly + rest.unsolved + unjudged + rest.withdrawnAnswered;
    return { ...rest, due: answered + late, answered, answeredInTime: answered, excluded: [{ reason: 'outside-jurisdiction', count: 1 }] };
  });

const NOTHING: UnitCounts = {
  due: 0, answeredInTime: 0, running: 0, withdrawnUnanswered: 0, answered: 0, solved: 0, partly: 0, unsolved: 0, withdrawnAnswered: 0,
  excluded: [], ballots: [0, 0, 0, 0, 0], ballotsOf: 0,
};

describe('a scorecard', () => {
  it('never counts silence as consent: more silent people move no rate, only its coverage', () => {
    fc.assert(fc.property(counts, count, (before, silent) => {
      const after = score({ ...before, answered: before.answered + silent });
      const { solved, satisfied } = score(before);
      expect(after.solved).toEqual({ ...solved, coverage: { ...solved.coverage, of: solved.coverage.of + silent } });
      expect(after.satisfied.permille).toBe(satisfied.permille);
    }), { seed: 20261122, numRuns: 500 });
  });
  it('carries n, coverage and exclusions on every rate, and withholds a figure that rests on few', () => {
    fc.assert(fc.property(counts, (given) => {
      for (const rate of Object.values(score(given))) {
        expect(rate.coverage.of).toBeGreaterThanOrEqual(rate.coverage.counted);
        expect(rate.excluded).toEqual(expect.arrayContaining([...given.excluded]));
        expect(rate.permille === undefined).toBe(rate.n < PUBLISHED_N_MIN);
        expect(rate.interval === undefined).toBe(rate.n < PUBLISHED_N_MIN);
      }
    }), { seed: 20261122, numRuns: 500 });
  });
  it('asks whether an answer came in time only of cases whose time is over, and says how many are still inside it', () => {
    const given = { ...NOTHING, due: 20, answered: 15, answeredInTime: 15, running: 30, withdrawnUnanswered: 2 };
    const { response } = score(given);
    expect(response).toMatchObject({ n: 20, successes: 15, permille: 750 });
    expect(response.excluded).toEqual([{ reason: 'running', count: 30 }, { reason: 'withdrawn', count: 2 }]);
  });
  it('bears cases that were answered in time and withdrawn afterwards', () => {
    expect(score({ ...NOTHING, due: 12, answered: 12, answeredInTime: 12, withdrawnAnswered: 12 })).toMatchObject({
      response: { permille: 1000 }, solved: { state: 'withheld', coverage: { counted: 0, of: 0 }, excluded: [{ reason: 'withdrawn', count: 12 }] },
    });
  });
  it('counts "partly" as not solved', () => {
    expect(score({ ...NOTHING, due: 40, answered: 40, answeredInTime: 40, solved: 10, partly: 20, unsolved: 10 }).solved.permille).toBe(250);
  });
});
