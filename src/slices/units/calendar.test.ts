import { describe, expect, test } from 'vitest';
import { instantOf, isoOf, type Instant } from '../../kernel/instant.ts';
import { workingCalendar } from './calendar.ts';
import type { CalendarContent } from './content.ts';
import { parseDay, type Day } from './day.ts';
import { deadlineAfterPause, deadlineOf } from './deadline.ts';
import { specimenDirectory } from './specimen.ts';

/** The specimen keeps National Day 2026: 1–7 October off, Sunday 20 September and Saturday 10 October worked. */
const china = specimenDirectory().calendar;
const newYork = workingCalendar({ version: 'none', weekdays: [0, 1, 2, 3, 4], hours: [{ opens: 540, closes: 1020 }], holidays: [], makeUpDays: [] }, 'America/New_York');
const always: CalendarContent = { version: 'none', weekdays: [0, 1, 2, 3, 4, 5, 6], hours: [{ opens: 0, closes: 1440 }], holidays: [], makeUpDays: [] };

function beijing(text: string): Instant {
  return instantOf(new Date(`${text}:00+08:00`));
}
function day(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed) throw new Error(text);
  return parsed;
}
function inBeijing(at: Instant): string {
  return isoOf((at + 8 * 3_600_000) as Instant).slice(0, 16);
}

describe('working days with make-up days (调休)', () => {
  test.each([
    ['2026-09-20', true, 'Sunday worked for the holiday'],
    ['2026-09-27', false, 'an ordinary Sunday'],
    ['2026-10-01', false, 'holiday on a Thursday'],
    ['2026-10-07', false, 'last day of the holiday, a Wednesday'],
    ['2026-10-08', true, 'work again'],
    ['2026-10-10', true, 'Saturday worked for the holiday'],
    ['2026-10-11', false, 'the Sunday after it'],
  ])('%s → %s (%s)', (text, works) => {
    expect(china.isWorkingDay(day(text))).toBe(works);
  });
});

describe('deadlines in Beijing time', () => {
  test.each([
    ['two working hours in the morning', { amount: 2, unit: 'working-hours' }, '2026-09-28T09:00', '2026-09-28T11:00'],
    ['over the midday break', { amount: 2, unit: 'working-hours' }, '2026-09-28T11:00', '2026-09-28T15:00'],
    ['ending exactly at closing time', { amount: 2, unit: 'working-hours' }, '2026-09-28T10:00', '2026-09-28T12:00'],
    ['raised at night, begins when the offices open', { amount: 2, unit: 'working-hours' }, '2026-09-28T23:00', '2026-09-29T10:30'],
    ['over the holiday of a week', { amount: 4, unit: 'working-hours' }, '2026-09-30T15:30', '2026-10-08T10:30'],
    ['onto a Saturday that is worked', { amount: 9, unit: 'working-hours' }, '2026-10-09T09:30', '2026-10-10T11:30'],
    ['one working day: the day itself does not count', { amount: 1, unit: 'working-days' }, '2026-09-28T09:00', '2026-09-29T17:30'],
    ['one working day before the holiday', { amount: 1, unit: 'working-days' }, '2026-09-30T09:00', '2026-10-08T17:30'],
    ['three working days onto the worked Saturday', { amount: 3, unit: 'working-days' }, '2026-10-01T09:00', '2026-10-10T17:30'],
    ['two calendar hours do not wait for anyone', { amount: 2, unit: 'calendar-hours' }, '2026-10-03T23:30', '2026-10-04T01:30'],
    ['fifteen calendar days end at midnight', { amount: 15, unit: 'calendar-days' }, '2026-10-01T13:00', '2026-10-17T00:00'],
  ] as const)('%s', (_, amount, from, due) => {
    expect(inBeijing(deadlineOf(china, beijing(from), amount))).toBe(due);
  });

  test('a pause moves a working clock by working time only', () => {
    const due = beijing('2026-09-29T17:30');
    const moved = deadlineAfterPause(china, due, 'working-days', beijing('2026-09-28T16:30'), beijing('2026-09-29T09:30'));
    expect(inBeijing(moved)).toBe('2026-09-30T10:30');
  });

  test('a pause moves a calendar clock by all of it, and a pause after the deadline moves nothing', () => {
    const due = beijing('2026-09-29T17:30');
    expect(inBeijing(deadlineAfterPause(china, due, 'calendar-hours', beijing('2026-09-28T16:30'), beijing('2026-09-29T09:30')))).toBe('2026-09-30T10:30');
    expect(deadlineAfterPause(china, due, 'working-days', beijing('2026-09-29T18:00'), beijing('2026-10-08T09:30'))).toBe(due);
    expect(deadlineAfterPause(china, due, 'working-days', beijing('2026-09-26T18:00'), beijing('2026-09-27T09:30'))).toBe(due);
  });
});

describe('where the clocks change', () => {
  test('offices open at nine on the wall, in winter and in summer', () => {
    const friday = instantOf(new Date('2026-03-06T20:00:00Z')); // 15:00 in New York, clocks go forward on Sunday
    expect(isoOf(newYork.addWorkingMs(friday, 3 * 3_600_000))).toBe('2026-03-09T14:00:00.000Z'); // 10:00 daylight time
  });

  test('a day round the clock has 23 hours in March and 25 in November', () => {
    const calendar = workingCalendar(always, 'America/New_York');
    const midnight = (text: string): Instant => instantOf(new Date(text));
    expect(calendar.workingMsBetween(midnight('2026-03-08T05:00:00Z'), midnight('2026-03-09T04:00:00Z'))).toBe(23 * 3_600_000);
    expect(calendar.workingMsBetween(midnight('2026-11-01T04:00:00Z'), midnight('2026-11-02T05:00:00Z'))).toBe(25 * 3_600_000);
  });

  test('opening hours inside the missing hour vanish for that day, and nothing lands in them', () => {
    const night = workingCalendar({ ...always, hours: [{ opens: 120, closes: 180 }, { opens: 600, closes: 660 }] }, 'America/New_York');
    const start = instantOf(new Date('2026-03-08T05:30:00Z'));
    expect(isoOf(night.addWorkingMs(start, 0))).toBe('2026-03-08T14:00:00.000Z');
  });
});

test('a calendar that never works is a bug that throws, not an endless search', () => {
  const never = workingCalendar({ ...always, weekdays: [] }, 'UTC');
  expect(() => never.addWorkingMs(beijing('2026-09-28T09:00'), 1)).toThrow(RangeError);
  expect(() => never.addWorkingDays(beijing('2026-09-28T09:00'), 1)).toThrow(RangeError);
});

test.each([['2026-02-29', undefined], ['2028-02-29', '2028-02-29'], ['26-1-1', undefined], ['2026-13-01', undefined], [20260101, undefined]])(
  'parseDay(%s) is %s', (text, parsed) => {
    expect(parseDay(text)).toBe(parsed);
  });
