import type { Instant } from '../../kernel/instant.ts';
import type { CalendarContent } from './content.ts';
import { dayNumber, dayOf, dayOfNumber, instantAt, weekdayOf, type Day } from './day.ts';

/** Longest stretch that is searched for working time: with one working day a week, some 70 years of working days. */
const DAYS_SEARCHED_MAX = 26_000;
/** Days whose opening times are kept: more than any open clock spans. */
const DAYS_KEPT_MAX = 4_000;

type Span = { readonly opens: number; readonly closes: number };

/** Working time of one jurisdiction, in its zone. Pure: the same content and zone always give the same answers. */
export interface WorkingCalendar {
  /** Names the pinned sources: kept beside each deadline, so that anyone can compute it again. */
  readonly version: string;
  readonly zone: string;
  isWorkingDay(day: Day): boolean;
  isWorkingTime(at: Instant): boolean;
  /**
   * The earliest instant by which `ms` of working time have passed since `from`; with 0, `from` itself or the next opening.
   * Adding a and then b is adding a + b.
   */
  addWorkingMs(from: Instant, ms: number): Instant;
  /**
   * Closing time of the n-th working day after the day of `from`, which itself does not count (Civil Code of China,
   * arts. 201 and 203; the same in most laws on time limits). n from 1.
   */
  addWorkingDays(from: Instant, days: number): Instant;
  /** End (24:00) of the n-th day after the day of `from`, whatever day it is. */
  addCalendarDays(from: Instant, days: number): Instant;
  /** Working milliseconds between two instants; 0 when `to` is not later. */
  workingMsBetween(from: Instant, to: Instant): number;
}

export function workingCalendar(content: CalendarContent, zone: string): WorkingCalendar {
  const holidays = new Set<string>(content.holidays);
  const makeUpDays = new Set<string>(content.makeUpDays);
  const kept = new Map<number, readonly Span[]>();

  function isWorking(number: number): boolean {
    const day = dayOfNumber(number);
    return makeUpDays.has(day) || (content.weekdays.includes(weekdayOf(number)) && !holidays.has(day));
  }

  /** Instants between which the offices are open that day; a span that the clocks swallow whole is left out. */
  function spansOf(number: number): readonly Span[] {
    const known = kept.get(number);
    if (known) return known;
    const made = !isWorking(number) ? [] : content.hours
      .map(({ opens, closes }) => ({ opens: instantAt(number, opens, zone), closes: instantAt(number, closes, zone) }))
      .filter(({ opens, closes }) => opens < closes);
    if (kept.size >= DAYS_KEPT_MAX) kept.clear();
    kept.set(number, made);
    return made;
  }

  function numberOf(at: Instant): number {
    return dayNumber(dayOf(at, zone));
  }

  function addWorkingMs(from: Instant, ms: number): Instant {
    let left = ms;
    const first = numberOf(from) - 1; // closing at 24:00 is the first instant of the next day
    for (let number = first; number < first + DAYS_SEARCHED_MAX; number++) {
      for (const { opens, closes } of spansOf(number)) {
        const start = Math.max(opens, from);
        if (start > closes || (start === closes && left > 0)) continue;
        if (left <= closes - start) return (start + left) as Instant;
        left -= closes - start;
      }
    }
    throw new RangeError('no working time within reach: the calendar has too few working days');
  }

  function addWorkingDays(from: Instant, days: number): Instant {
    const first = numberOf(from);
    let left = days;
    for (let number = first + 1; number < first + DAYS_SEARCHED_MAX; number++) {
      const last = spansOf(number).at(-1);
      if (last !== undefined && --left <= 0) return last.closes as Instant;
    }
    throw new RangeError('no working day within reach: the calendar has too few working days');
  }

  return {
    version: content.version,
    zone,
    isWorkingDay: (day) => isWorking(dayNumber(day)),
    isWorkingTime: (at) => [numberOf(at) - 1, numberOf(at)].flatMap(spansOf).some(({ opens, closes }) => opens <= at && at <= closes),
    addWorkingMs,
    addWorkingDays,
    addCalendarDays: (from, days) => instantAt(numberOf(from) + days, 1440, zone),
    workingMsBetween(from, to) {
      let sum = 0;
      for (let number = numberOf(from); to > from && number <= numberOf(to); number++) {
        for (const { opens, closes } of spansOf(number)) sum += Math.max(0, Math.min(closes, to) - Math.max(opens, from));
      }
      return sum;
    },
  };
}
