import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/instant.ts';
import type { LogEntry } from '../../record/log/index.ts';
import type { Day } from '../units/index.ts';

declare const brand: unique symbol;
/** A month of a jurisdiction's calendar, `2026-11`. Compares as text. */
export type Month = string & { readonly [brand]: 'Month' };

export function parseMonth(text: unknown): Month | undefined {
  return typeof text === 'string' && /^(19|2\d)\d\d-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : undefined;
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7) as Month;
}

export function monthAfter(month: Month): Month {
  return Temporal.PlainYearMonth.from(month).add({ months: 1 }).toString() as Month;
}

/** From one month to another, both included; none when the second is earlier. */
export function monthsBetween(first: Month, last: Month): readonly Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/** Where a month ends: the first moment that is no longer in it, as entries spell their times. */
export type MonthEnd = { readonly month: Month; readonly minute: string; readonly day: string; readonly at: Instant };

export function endOf(month: Month, zone: string): MonthEnd {
  const first = Temporal.PlainYearMonth.from(month).add({ months: 1 }).toPlainDate({ day: 1 });
  const at = first.toZonedDateTime(zone).epochMilliseconds as Instant;
  return { month, minute: `${new Date(at).toISOString().slice(0, 16)}Z`, day: first.toString(), at };
}

/**
 * Whether an entry's public time is before the end: an act's minute, or its day; of a disclosure the day of its batch; undefined
 * of what is sealed, which bears no time and lies with its neighbours.
 */
export function isBefore(entry: LogEntry, end: MonthEnd): boolean | undefined {
  switch (entry.kind) {
    case 'act': return entry.at === undefined ? (entry.day ?? '') < end.day : entry.at < end.minute;
    case 'sealed': return undefined;
    case 'disclosed': return entry.batch < end.day;
  }
}
