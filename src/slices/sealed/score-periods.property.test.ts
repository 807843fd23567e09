import fc from 'fast-check';
import { expect, it } from 'vitest';
import { periodsOf, quarterOf, TOLD_TOGETHER_MIN } from './score-periods.ts';

const QUARTERS = [2025, 2026, 2027].flatMap((year) => [1, 2, 3, 4].map((q) => `${year}-Q${q}`));
const countsOf = fc.array(fc.record({ quarter: fc.constantFrom(...QUARTERS), n: fc.nat(14) }), { maxLength: 12 })
  .map((all) => [...new Map(all.map((one) => [one.quarter, one])).values()]);

it('no public figure of sealed reports rests on fewer than ten, nor does the difference of any two, nor of today and a day before', () => {
  let told = 0;
  fc.assert(fc.property(countsOf, fc.nat(QUARTERS.length - 1), (counts, now) => {
    const running = QUARTERS[now]!;
    const { periods, waiting } = periodsOf(counts, running);
    told += periods.length;
    let total = 0;
    for (const [index, { from, to, n }] of periods.entries()) {
      expect(n).toBeGreaterThanOrEqual(TOLD_TOGETHER_MIN);
      expect(from <= to && to < running).toBe(true);
      expect(index === 0 || periods[index - 1]!.to < from).toBe(true);
      total += n;
    }
    const over = counts.filter(({ quarter }) => quarter < running).reduce((sum, { n }) => sum + n, 0);
    expect(over - total).toBeLessThan(TOLD_TOGETHER_MIN);
    expect(waiting > (periods.at(-1)?.to ?? '')).toBe(true);
    // As time goes on, periods are added and none is ever cut up.
    if (now > 0) expect(periods.slice(0, periodsOf(counts, QUARTERS[now - 1]!).periods.length)).toEqual(periodsOf(counts, QUARTERS[now - 1]!).periods);
  }), { numRuns: 2_000, seed: 20_261_127 });
  expect(told).toBeGreaterThan(100);
  expect(quarterOf('2026-11-27')).toBe('2026-Q4');
});
