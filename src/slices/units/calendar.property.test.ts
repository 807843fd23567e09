import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Instant } from '../../kernel/instant.ts';
import { workingCalendar, type WorkingCalendar } from './calendar.ts';
import type { CalendarContent } from './content.ts';
import { dayNumber, dayOf, dayOfNumber, instantAt, type Day } from './day.ts';

// Thousands of cases on a machine that does other things as well.
vi.setConfig({ testTimeout: 60_000 });
const SEED = 20_261_122;
const HOUR_MS = 3_600_000;

const zones = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu');
const days = fc.integer({ min: dayNumber('2025-01-01' as Day), max: dayNumber('2027-12-31' as Day) }).map(dayOfNumber);
const hours = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 }).map((quarters) => {
  const sorted = quarters.sort((a, b) => a - b).map((quarter) => quarter * 15);
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({ opens: sorted[2 * index] ?? 0, closes: sorted[2 * index + 1] ?? 0 }));
});
const contents: fc.Arbitrary<CalendarContent> = fc.record({
  version: fc.constant('any'),
  weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
  hours,
  holidays: fc.array(days, { maxLength: 20 }),
  makeUpDays: fc.array(days, { maxLength: 20 }),
});
const calendars: fc.Arbitrary<WorkingCalendar> = fc.tuple(contents, zones).map(([content, zone]) => workingCalendar(content, zone));
// Much of the time lies close to the days on which clocks change.
const changes = ['2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z', '2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-04-04T15:00:00Z'].map((text) => Date.parse(text));
const instants = fc.oneof(
  fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2026-12-31T00:00:00Z') }),
  fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -48 * HOUR_MS, max: 48 * HOUR_MS })).map(([change, off]) => change + off),
).map((ms) => ms as Instant);
const lengths = fc.integer({ min: 0, max: 60 * HOUR_MS });

function holds<Values>(property: fc.IProperty<Values>): void {
  fc.assert(property, { seed: SEED, numRuns: 300 });
}

describe('working time', () => {
  test('the end of a limit always lies in working time, never before its beginning', () => {
    holds(fc.property(calendars, instants, lengths, (calendar, from, ms) => {
      const end = calendar.addWorkingMs(from, ms);
      expect(end).toBeGreaterThanOrEqual(from);
      expect(calendar.isWorkingTime(end)).toBe(true);
    }));
  });

  test('a later beginning or a longer limit never ends earlier', () => {
    holds(fc.property(calendars, instants, lengths, lengths, (calendar, from, ms, more) => {
      expect(calendar.addWorkingMs(from, ms + more)).toBeGreaterThanOrEqual(calendar.addWorkingMs(from, ms));
      expect(calendar.addWorkingMs((from + more) as Instant, ms)).toBeGreaterThanOrEqual(calendar.addWorkingMs(from, ms));
    }));
  });

  test('splitting a limit changes nothing', () => {
    holds(fc.property(calendars, instants, lengths, lengths, (calendar, from, first, second) => {
      expect(calendar.addWorkingMs(calendar.addWorkingMs(from, first), second)).toBe(calendar.addWorkingMs(from, first + second));
    }));
  });

  test('the working time between beginning and end is the limit', () => {
    holds(fc.property(calendars, instants, lengths, (calendar, from, ms) => {
      expect(calendar.workingMsBetween(from, calendar.addWorkingMs(from, ms))).toBe(ms);
    }));
  });
});

describe('working days', () => {
  const counts = fc.integer({ min: 1, max: 40 });

  test('the last day is a working day after the first, and a longer limit is later', () => {
    holds(fc.property(calendars, instants, counts, (calendar, from, count) => {
      const end = calendar.addWorkingDays(from, count);
      expect(end).toBeGreaterThan(from);
      expect(calendar.isWorkingTime(end)).toBe(true);
      expect(calendar.addWorkingDays(from, count + 1)).toBeGreaterThan(end);
    }));
  });

  test('splitting a limit changes nothing', () => {
    // Closing at midnight is already the next day: the split is then of that day.
    const closing = contents.filter((content) => content.hours.every(({ closes }) => closes < 1440));
    holds(fc.property(closing, zones, instants, counts, counts, (content, zone, from, first, second) => {
      const calendar = workingCalendar(content, zone);
      expect(calendar.addWorkingDays(calendar.addWorkingDays(from, first), second)).toBe(calendar.addWorkingDays(from, first + second));
    }));
  });

  test('calendar days end at midnight on the wall, whatever the clocks do', () => {
    holds(fc.property(calendars, instants, counts, (calendar, from, count) => {
      const end = calendar.addCalendarDays(from, count);
      const last = dayNumber(dayOf(from, calendar.zone)) + count;
      expect(end).toBe(instantAt(last + 1, 0, calendar.zone));
      expect(dayOf((end - 1) as Instant, calendar.zone)).toBe(dayOfNumber(last));
    }));
  });
});
