import { expect, test } from 'vitest';
import { compare, median, summary } from './compare.ts';

test('the middle of several figures is theirs, not that of the one round a neighbour spoiled', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

test('both are measured in turns, and the first turn of each does not count', async () => {
  const asked: string[] = [];
  const paces = { reference: [1, 100, 200, 400], ours: [99, 50, 50, 100] };
  const next = (who: 'reference' | 'ours') => () => {
    asked.push(who);
    return Promise.resolve(paces[who][asked.filter((one) => one === who).length - 1] ?? 0);
  };
  const found = await compare(3, 0.25, next('reference'), next('ours'));
  expect(asked).toEqual(['reference', 'ours', 'reference', 'ours', 'reference', 'ours', 'reference', 'ours']);
  expect(found).toMatchObject({ target: 0.25, ratio: 0.25, reached: true, reference: 200, ours: 50 });
  expect(found.rounds.map((round) => round.ratio)).toEqual([0.5, 0.25, 0.25]);
});

test('a target that is missed by little is missed', () => {
  expect(summary([{ reference: 1_000, ours: 349, ratio: 0.349 }], 0.35).reached).toBe(false);
  expect(summary([{ reference: 1_000, ours: 350, ratio: 0.35 }], 0.35).reached).toBe(true);
});
