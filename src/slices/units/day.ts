import { Temporal } from 'temporal-polyfill';
import { instantOf, plusMs, type Instant } from '../../kernel/instant.ts';

/** A calendar day, `2026-11-22` (ISO 8601), in the zone of the jurisdiction it is spoken of. Compares as text. */
export type Day = string & { readonly __brand: 'Day' };

const MS_PER_DAY = 86_400_000;

/** Reads `YYYY-MM-DD` between 1900 and 2999; undefined when there is no such day (2026-02-29). */
export function parseDay(text: unknown): Day | undefined {
  if (typeof text !== 'string' || !/^(19|2\d)\d\d-\d\d-\d\d$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : (text as Day);
}

/** The day it is at this instant on a wall in `zone` (IANA name). */
export function dayOf(at: Instant, zone: string): Day {
  const offset = offsetOf(Math.floor(at / MS_PER_DAY), zone);
  if (offset === 'turns') return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString() as Day;
  return new Date(at + offset).toISOString().slice(0, 10) as Day;
}

/**
 * The instant at which a wall clock in `zone` shows what `wallMs` is in UTC (milliseconds since 1970). A time that the clocks skip is
 * taken after the gap, a time that comes twice is its first (RFC 9557 "compatible").
 */
export function instantOfWall(wallMs: number, zone: string): Instant {
  const number = Math.floor(wallMs / MS_PER_DAY);
  const offset = offsetOf(number, zone);
  // No zone is a day from UTC: where neighbours agree, no clock turns anywhere near.
  if (offset !== 'turns' && offsetOf(number - 1, zone) === offset && offsetOf(number + 1, zone) === offset) return (wallMs - offset) as Instant;
  const wall = Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO('UTC').toPlainDateTime();
  return instantOf(new Date(wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds));
}

/** How far the wall is from UTC on a day of UTC, by zone; days on which clocks turn are no number. Asked for millions of rows, of few days. */
const offsets = new Map<string, Map<number, number | 'turns'>>();
/** Thirty years; beyond that they are looked up again. */
const OFFSETS_KEPT_MAX = 11_000;

function offsetOf(number: number, zone: string): number | 'turns' {
  const days = offsets.get(zone) ?? new Map<number, number | 'turns'>();
  offsets.set(zone, days);
  const known = days.get(number);
  if (known !== undefined) return known;
  if (days.size >= OFFSETS_KEPT_MAX) days.clear();
  const offsetAt = (ms: number): number => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
  const [first, last] = [offsetAt(number * MS_PER_DAY), offsetAt((number + 1) * MS_PER_DAY - 1)];
  const found = first === last ? first : 'turns';
  days.set(number, found);
  return found;
}

/** The last millisecond of the day it is at this instant on a wall in `zone`. */
export function dayEndOf(at: Instant, zone: string): Instant {
  const next = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay().add({ days: 1 }).startOfDay();
  return instantOf(new Date(next.epochMilliseconds - 1));
}

/** The last millisecond of a day in `zone`. */
export function lastOfDay(day: Day, zone: string): Instant {
  const key = `${day} ${zone}`;
  const known = lastInstants.get(key) ?? plusMs(instantAt(dayNumber(day), 1440, zone), -1);
  if (lastInstants.size >= DAYS_KEPT) lastInstants.clear();
  lastInstants.set(key, known);
  return known;
}

/** Every step of a case asks for the end of its day, and reckoning one takes as long as drawing the row: some years of days. */
const lastInstants = new Map<string, Instant>();
const DAYS_KEPT = 2_000;

/** Days since 1970-01-01, so that days can be counted with whole numbers whatever the clocks do. */
export function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;
}

export function dayOfNumber(number: number): Day {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10) as Day;
}

/** 0 is Monday, 6 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(number: number): number {
  return (((number + 3) % 7) + 7) % 7;
}

/**
 * The instant at which a wall clock in `zone` shows `minute` (0–1440, minutes after midnight) on that day. A time that the
 * clocks skip is taken after the gap, a time that comes twice is its first (RFC 9557 "compatible").
 */
export function instantAt(number: number, minute: number, zone: string): Instant {
  const [day, rest] = minute === 1440 ? [number + 1, 0] : [number, minute];
  const wall = Temporal.PlainDate.from(dayOfNumber(day)).toPlainDateTime({ hour: Math.floor(rest / 60), minute: rest % 60 });
  return instantOf(new Date(wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds));
}

/** Whether the runtime knows the zone (IANA time zone database). */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
