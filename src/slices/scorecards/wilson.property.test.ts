import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permilleOf, wilsonInterval } from './wilson.ts';

const SEED = { seed: 20261122, numRuns: 2000 };
const trials = fc.integer({ min: 1, max: 5_000_000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

describe('Wilson interval in whole numbers', () => {
  it('agrees with floating arithmetic to one permille, and never is narrower', () => {
    fc.assert(fc.property(trials, ([s, n]) => {
      const z = 1.96, p = s / n, bottom = 1 + (z * z) / n;
      const middle = (p + (z * z) / (2 * n)) / bottom;
      const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / bottom;
      const { low, high } = wilsonInterval(s, n);
      expect(low).toBeLessThanOrEqual(1000 * (middle - half) + 1e-6);
      expect(low).toBeGreaterThan(Math.max(0, 1000 * (middle - half)) - 1.001);
      expect(high).toBeGreaterThanOrEqual(Math.min(1000, 1000 * (middle + half)) - 1e-6);
      expect(high).toBeLessThan(1000 * (middle + half) + 1.001);
    }), SEED);
  });
  it('contains the share itself, and shrinks as evidence grows', () => {
    fc.assert(fc.property(trials, ([s, n]) => {
      const one = wilsonInterval(s, n), ten = wilsonInterval(s * 10, n * 10);
      expect(one.low).toBeLessThanOrEqual(permilleOf(s, n));
      expect(one.high).toBeGreaterThanOrEqual(permilleOf(s, n));
      expect(ten.high - ten.low).toBeLessThanOrEqual(one.high - one.low);
    }), SEED);
  });
  it('knows published values: 8 of 10 lies between 49.0 % and 94.3 %', () => {
    expect(wilsonInterval(8, 10)).toEqual({ low: 490, high: 944 });
    expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: 278 });
    expect(wilsonInterval(10, 10)).toEqual({ low: 722, high: 1000 });
  });
  it('refuses what is no count', () => {
    for (const [s, n] of [[1, 0], [-1, 3], [4, 3], [0.5, 3], [NaN, 3]] as const) {
      expect(() => wilsonInterval(s, n)).toThrow(RangeError);
    }
  });
});
