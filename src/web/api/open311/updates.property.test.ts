import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseNumberOf } from '../../../kernel/ids.ts';
import { DAY_MS, plusMs, SECOND_MS, type Instant } from '../../../kernel/instant.ts';
import type { PublicStory } from '../../../slices/cases/index.ts';
import { EASTON, instant, place } from './specimen.ts';
import { updatesOf } from './updates.ts';

type Step = PublicStory['timeline'][number];

const START = instant('2026-11-01T00:00:00Z');
const NOW = plusMs(START, 60 * DAY_MS);
const EASTONS = place(EASTON, 'always');
const OFFICES = ['accepted', 'dispatched', 'signed', 'contacted', 'paused', 'resumed', 'answered', 'summarised'] as const;
const RESIDENTS = ['submitted', 'judged', 'reopened', 'withdrawn', 'replied'] as const;

const officesStep = fc.record({ verb: fc.constantFrom(...OFFICES), at: fc.integer({ min: 0, max: 40 * DAY_MS }) })
  .map(({ verb, at }): Step => ({ type: `case.${verb}.v1`, at: plusMs(START, at), role: 'handler', unit: 'lighting', detail: { owner: 'lighting' }, texts: {} }));
const residentsStep = fc.record({ verb: fc.constantFrom(...RESIDENTS), day: fc.nat(39), outcome: fc.constantFrom('solved', 'partly', 'unsolved') })
  .map(({ verb, day, outcome }): Step => ({
    type: `case.${verb}.v1`, day: new Date(plusMs(START, day * DAY_MS)).toISOString().slice(0, 10), since: plusMs(START, (day + 1) * DAY_MS - 1), role: 'resident',
    detail: verb === 'judged' ? { outcome } : { owner: 'lighting' }, texts: {},
  }));
const timelineOf = fc.array(fc.oneof(officesStep, residentsStep), { minLength: 1, maxLength: 25 });

function read(timeline: readonly Step[], from: Instant, until: Instant, now = NOW) {
  return updatesOf({ number: caseNumberOf('48210937551'), timeline }, EASTONS, 'en', { from, until, now });
}

describe('updates of a request', () => {
  test('asked hour by hour come once each, and the same as asked at once', () => {
    fc.assert(fc.property(timelineOf, (timeline) => {
      const whole = read(timeline, START, NOW);
      const hours = 6;
      const polled = Array.from({ length: 60 * 24 / hours }, (_, index) => {
        const from = plusMs(START, index * hours * 3_600_000);
        return read(timeline, from, plusMs(from, hours * 3_600_000 - SECOND_MS));
      }).flat();
      expect(polled).toEqual(whole);
      expect(new Set(whole.map((one) => one.update_id)).size).toBe(whole.length);
      expect(whole).toHaveLength(timeline.filter(({ type }) => type !== 'case.submitted.v1').length);
      for (const { description } of whole) expect(description.length).toBeGreaterThan(3);
    }), { numRuns: 200, seed: 311 });
  });

  test('a day that is not over tells nothing of its resident, and no minute of theirs is ever in one', () => {
    fc.assert(fc.property(timelineOf, fc.nat(39 * 24), (timeline, hour) => {
      const now = plusMs(START, hour * 3_600_000);
      const early = read(timeline, START, NOW, now);
      const today = new Date(now).toISOString().slice(0, 10);
      for (const { update_id: id, updated_datetime: at } of read(timeline, START, NOW)) {
        if (/-(judged|reopened|withdrawn|replied)-/.test(id)) expect(at).toMatch(/T23:59:59Z$/);
      }
      for (const { update_id: id } of early) expect(id).not.toMatch(new RegExp(`-(judged|reopened|withdrawn|replied)-${today}`));
    }), { numRuns: 200, seed: 312 });
  });

  test('only a resident’s word closes: without one every update is open, whatever offices do', () => {
    const closed = fc.sample(timelineOf, { numRuns: 400, seed: 313 }).map((timeline) => {
      const updates = read(timeline, START, NOW);
      const isClosing = timeline.some(({ type, detail }) => type === 'case.withdrawn.v1' || (type === 'case.judged.v1' && detail['outcome'] === 'solved'));
      if (!isClosing) expect(updates.map(({ status }) => status)).not.toContain('closed');
      return updates.some(({ status }) => status === 'closed');
    });
    const imported: Step = { type: 'case.imported.v1', at: START, role: 'import', detail: { source: 'hotline', standing: 'closed' }, texts: {} };
    expect(read([imported], START, NOW).map(({ status }) => status)).toEqual(['closed']);
    expect(read([{ ...imported, detail: { source: 'hotline', standing: 'open' } }], START, NOW).map(({ status }) => status)).toEqual(['open']);
    // The control: some of these lives do close.
    expect(closed.filter(Boolean).length).toBeGreaterThan(50);
  });
});
