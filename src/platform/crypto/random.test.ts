import { expect, it } from 'vitest';
import { randomOctets } from './random.ts';

it('hands out no octet twice, however many are asked for', () => {
  const seen = new Set<string>();
  for (let count = 0; count < 2_000; count += 1) seen.add(randomOctets(32).toString('hex'));
  for (const length of [12, 4_096, 5_000]) {
    expect(randomOctets(length).length).toBe(length);
    expect(new Set(randomOctets(length)).size).toBeGreaterThan(length === 12 ? 6 : 200);
  }
  expect(seen.size).toBe(2_000);
});
