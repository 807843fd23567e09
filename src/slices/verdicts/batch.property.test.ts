import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BALLOTS_PER_BATCH_MIN, batchesOf, firstOpenMonth, type MonthOfBallots } from './batch.ts';

const few = fc.integer({ min: 0, max: 6 });
const months: fc.Arbitrary<MonthOfBallots[]> = fc.array(fc.tuple(few, few, few, few, few), { maxLength: 24 }).map((all) =>
  all.map((scores, index) => ({ month: `${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`, scores })),
);
const sum = (scores: readonly number[]): number => scores.reduce((a, b) => a + b, 0);

describe('batches of ballots', () => {
  it('publish no group below k, no month that can still change, and no ballot twice', () => {
    fc.assert(fc.property(months, fc.integer({ min: 0, max: 30 }), (given, cut) => {
      const openFrom = given[cut]?.month ?? '2026-01';
      const batches = batchesOf(given, openFrom);
      for (const batch of batches) {
        expect(sum(batch.scores)).toBeGreaterThanOrEqual(BALLOTS_PER_BATCH_MIN);
        expect(batch.toMonth < openFrom).toBe(true);
      }
      for (const [index, batch] of batches.entries()) {
        const next = batches[index + 1];
        if (next) expect(batch.toMonth < next.fromMonth).toBe(true);
        const inside = given.filter(({ month }) => month >= batch.fromMonth && month <= batch.toMonth);
        expect(sum(batch.scores)).toBe(inside.reduce((count, { scores }) => count + sum(scores), 0));
      }
    }), { seed: 20261122, numRuns: 1000 });
  });
  it('close a month thirty days after its last day', () => {
    expect(firstOpenMonth('2026-11-22')).toBe('2026-10');
    expect(firstOpenMonth('2026-11-30')).toBe('2026-10');
    expect(firstOpenMonth('2026-12-01')).toBe('2026-11');
    expect(firstOpenMonth('2026-03-01')).toBe('2026-01');
  });
});
