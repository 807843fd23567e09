import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, instantOf, plusMs } from '../../kernel/instant.ts';
import type { Told } from '../vault/index.ts';
import { paddingMs, settle, TRIES_MAX, WAITS_MAX_MS, type Settled } from './notice.ts';

const START = instantOf(new Date('2026-11-27T08:00:00Z'));
const SEED = { seed: 20_261_127, numRuns: 3_000 };
const told: fc.Arbitrary<Told> = fc.oneof(
  fc.constant<Told>({ outcome: 'told', channels: ['text'] }), fc.constant<Told>({ outcome: 'not-agreed' }), fc.constant<Told>({ outcome: 'over-budget' }),
  fc.boolean().map((isFinal): Told => ({ outcome: 'failed', channels: ['email'], isFinal })),
);

/** As the sweeper drives it: a try when it is due, and so on; the states it went through. */
function live(outcomes: readonly Told[]): { readonly ended: Settled; readonly tries: number; readonly days: number } {
  let at = START;
  for (let tries = 1; ; tries += 1) {
    const settled = settle(outcomes[(tries - 1) % outcomes.length] as Told, { tries, notedAt: START }, at);
    if (settled.state !== 'waiting') return { ended: settled, tries, days: (at - START) / DAY_MS };
    expect(settled.dueAt).toBeGreaterThan(at);
    at = settled.dueAt;
  }
}

describe('a notice', () => {
  it('always ends: told, undelivered or gone, whatever gateways and budgets do', () => {
    const met = new Set<string>();
    fc.assert(fc.property(fc.array(told, { minLength: 1, maxLength: 30 }), (outcomes) => {
      const { ended, tries, days } = live(outcomes);
      met.add(ended.state);
      expect(days * DAY_MS).toBeLessThanOrEqual(WAITS_MAX_MS + DAY_MS);
      expect(tries).toBeLessThanOrEqual(TRIES_MAX + 4 * (WAITS_MAX_MS / DAY_MS) + 1);
    }), SEED);
    // The control: each end is reached by some way.
    expect([...met].sort()).toEqual(['gone', 'told', 'undelivered']);
  });

  it('is tried five times where the gateway is away, and once where it says that there is nobody', () => {
    expect(live([{ outcome: 'failed', channels: ['text'], isFinal: false }])).toMatchObject({ tries: TRIES_MAX, ended: { state: 'undelivered' } });
    expect(live([{ outcome: 'failed', channels: ['text'], isFinal: true }])).toMatchObject({ tries: 1, ended: { state: 'undelivered' } });
  });

  it('that nobody wants any more leaves nothing, and one that was told is not told again', () => {
    for (const tries of [1, 2, TRIES_MAX]) {
      expect(settle({ outcome: 'not-agreed' }, { tries, notedAt: START }, plusMs(START, DAY_MS))).toEqual({ state: 'gone' });
      expect(settle({ outcome: 'told', channels: ['text'] }, { tries, notedAt: START }, plusMs(START, 9 * DAY_MS))).toEqual({ state: 'told', channels: ['text'] });
    }
  });

  it('is padded by no more than was set, and by any time up to it', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: DAY_MS }), (bits, most) => {
      expect(paddingMs(bits, most)).toBeGreaterThanOrEqual(0);
      expect(paddingMs(bits, most)).toBeLessThanOrEqual(most);
    }), SEED);
    expect([paddingMs(0, 600_000), paddingMs(2 ** 31, 600_000), paddingMs(2 ** 32 - 1, 600_000)]).toEqual([0, 300_000, 599_999]);
  });
});
