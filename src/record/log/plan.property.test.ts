import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES } from './entry.ts';
import { DAYS_UNTIL_WIDEST, daysBetween, planDisclosure, tellable, type Moment } from './plan.ts';

const moments: fc.Arbitrary<readonly Moment[]> = fc.array(fc.record({
  cause: fc.constantFrom(...CAUSES), family: fc.constantFrom('case.submitted', 'case.judged'), stream: fc.integer({ min: 1, max: 60 }).map((n) => `case:${n}`),
  day: fc.integer({ min: 1, max: 12 }).map((n) => `2026-11-${String(n).padStart(2, '0')}`),
  topic1: fc.constantFrom('urban', 'water', 'school'), town: fc.constantFrom(undefined, 'north', 'south'),
}), { maxLength: 200 }).map((all) => all.map((one, index) => ({ ...one, id: String(index) })));
const TODAY = '2026-11-10';
const setup = { seed: 20261127, numRuns: 300 };

describe('a batch of disclosures', () => {
  test('opens nobody with fewer than ten different cases beside, each once, none of today', () => {
    fc.assert(fc.property(moments, (waiting) => {
      const known = new Map(waiting.map((one) => [one.id, one]));
      const opened = planDisclosure(waiting, TODAY);
      const ids = opened.flatMap((one) => one.moments);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { cell, moments: together } of opened) {
        const all = together.map((id) => known.get(id) as Moment);
        expect(all.every((one) => one.day < TODAY && one.family === cell.family && one.cause === cell.cause)).toBe(true);
        expect(all.every((one) => (cell.topic1 ?? one.topic1) === one.topic1 && (cell.town ?? one.town) === one.town)).toBe(true);
        if (cell.cause !== 'timer') expect(new Set(all.map((one) => one.stream)).size).toBeGreaterThanOrEqual(10);
      }
    }), setup);
  });

  test('leaves nobody behind for ever: of one family, whoever is old enough goes as soon as ten are', () => {
    fc.assert(fc.property(moments, (waiting) => {
      const gone = new Set(planDisclosure(waiting, TODAY).flatMap((one) => one.moments));
      const left = waiting.filter((one) => !gone.has(one.id) && one.day < TODAY);
      expect(left.filter((one) => one.cause === 'timer')).toEqual([]);
      const old = left.filter((one) => daysBetween(one.day, TODAY) > DAYS_UNTIL_WIDEST);
      for (const family of ['case.submitted', 'case.judged']) {
        const ofFamily = old.filter((one) => one.family === family);
        expect(new Set(ofFamily.filter((one) => one.cause === 'resident').map((one) => one.stream)).size).toBeLessThan(10);
        for (const topic1 of ['urban', 'water', 'school']) {
          const ofTopic = ofFamily.filter((one) => one.cause === 'office' && one.topic1 === topic1);
          expect(new Set(ofTopic.map((one) => one.stream)).size).toBeLessThan(10);
        }
      }
    }), setup);
  });

  test('tells a finer value only where ten share it, and never so that fewer than ten are left untold beside it', () => {
    const values = fc.array(fc.record({ stream: fc.integer({ min: 1, max: 60 }).map(String), value: fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c') }), { minLength: 20, maxLength: 80 })
      .map((all) => [...new Map(all.map((one) => [one.stream, one])).values()]);
    let seen = 0;
    fc.assert(fc.property(values, (all) => {
      const told = tellable(all);
      for (const value of told) expect(all.filter((one) => one.value === value).length).toBeGreaterThanOrEqual(10);
      const left = all.filter((one) => !told.has(one.value)).length;
      if (told.size > 0) expect(left === 0 || left >= 10).toBe(true);
      seen += told.size;
    }), setup);
    expect(seen).toBeGreaterThan(20);
  });

  test('tells township or topic of ten at least who were not told before, or of nobody, whoever else is in the cell', () => {
    const levels = fc.constantFrom('nothing', 'topic', 'town') as fc.Arbitrary<NonNullable<Moment['told']>>;
    let fewer = 0;
    const many = fc.array(fc.record({
      cause: fc.constant('resident' as const), family: fc.constant('case.judged'), stream: fc.integer({ min: 1, max: 60 }).map((n) => `case:${n}`),
      day: fc.constantFrom('2026-11-03', '2026-11-09'), topic1: fc.constantFrom('urban', 'water'), town: fc.constantFrom('north', 'south'),
    }), { minLength: 60, maxLength: 160 }).map((all) => all.map((one, index) => ({ ...one, id: String(index) })));
    fc.assert(fc.property(many, fc.array(levels, { minLength: 61, maxLength: 61 }), (waiting, told) => {
      const all = waiting.map((one) => ({ ...one, told: told[Number(one.stream.slice(5))] ?? 'nothing' }) as Moment);
      const known = new Map(all.map((one) => [one.id, one]));
      for (const { cell, moments: ids } of planDisclosure(all, TODAY)) {
        const fresh = ids.map((id) => known.get(id) as Moment).filter((one) => (cell.town !== undefined ? one.told !== 'town' : cell.topic1 !== undefined && one.told === 'nothing'));
        const streams = new Set(fresh.map((one) => one.stream)).size;
        expect(streams === 0 || streams >= 10).toBe(true);
        if (cell.topic1 !== undefined && streams < ids.length) fewer += 1;
      }
    }), setup);
    expect(fewer).toBeGreaterThan(10);
  });

  test('opens no topic beside a township’s own office but in the township’s own cell', () => {
    const at = (count: number, isPlaced: boolean): Moment[] => Array.from({ length: count }, (_, i) => (
      { id: `${isPlaced}${i}`, cause: 'resident', family: 'case.submitted', stream: `case:${isPlaced}${i}`, day: '2026-11-01', topic1: 'urban', town: `town-${i % 4}`, isPlaced }));
    const opened = planDisclosure([...at(14, true), ...at(11, false)], TODAY);
    expect(opened.map((one) => [one.cell.topic1, one.cell.town, one.moments.length])).toEqual([['urban', undefined, 11], [undefined, undefined, 14]]);
  });

  test('says the place only where ten are of it', () => {
    const at = (town: string, count: number, day: string): Moment[] => Array.from({ length: count }, (_, i) => (
      { id: `${town}${i}`, cause: 'resident', family: 'case.submitted', stream: `case:${town}${i}`, day, topic1: 'urban', town }));
    expect(planDisclosure([...at('north', 10, '2026-11-09'), ...at('south', 9, '2026-11-09')], TODAY).map((one) => one.cell.town)).toEqual(['north']);
    expect(planDisclosure([...at('north', 9, '2026-11-07'), ...at('south', 9, '2026-11-07')], TODAY).map((one) => [one.cell.topic1, one.cell.town, one.moments.length]))
      .toEqual([['urban', undefined, 18]]);
  });
});
