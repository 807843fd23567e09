import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJurisdictionCode } from '../../kernel/ids.ts';
import { publicationOf } from '../../record/publication.ts';
import { BALLOTS_PER_BATCH_MIN, batchesOf, firstOpenMonth, monthAfter, type MonthOfBallots } from './batch.ts';
import { draftsOf } from './seal.ts';

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
  it('fill as many entries as they need, none with fewer than ten ballots and none too large to be published', () => {
    fc.assert(fc.property(fc.integer({ min: 10, max: 12_000 }), (count) => {
      const ballots = Array.from({ length: count }, (_, n) => [`${'k'.repeat(36)}${String(n).padStart(7, '0')}`, 5] as const);
      const drafts = draftsOf(parseJurisdictionCode('testville')!, 'u'.repeat(60), { fromMonth: '2026-01', toMonth: '2026-12', scores: [0, 0, 0, 0, count] }, ballots, 1e9, 7);
      expect(drafts.flatMap(({ open }) => open['ballots'])).toEqual(ballots);
      expect(drafts.map(({ streamSeq }) => streamSeq)).toEqual(drafts.map((_, index) => 7 + index));
      for (const draft of drafts) {
        expect((draft.open['ballots'] as []).length).toBeGreaterThanOrEqual(BALLOTS_PER_BATCH_MIN);
        const { entry } = publicationOf(draft, { id: '0' as never, at: 0 as never, commitments: {} } as never, '{}', undefined);
        expect(entry.length).toBeLessThan(65_536);
      }
    }), { seed: 20261127, numRuns: 25 });
    expect([monthAfter('2026-09'), monthAfter('2026-12')]).toEqual(['2026-10', '2027-01']);
  });
  it('close a month thirty days after its last day', () => {
    expect(firstOpenMonth('2026-11-22')).toBe('2026-10');
    expect(firstOpenMonth('2026-11-30')).toBe('2026-10');
    expect(firstOpenMonth('2026-12-01')).toBe('2026-11');
    expect(firstOpenMonth('2026-03-01')).toBe('2026-01');
  });
});
