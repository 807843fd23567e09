/** A moment, in whole milliseconds since 1970-01-01T00:00:00Z. Comes from the database clock, never from the process. */
export type Instant = number & { readonly __brand: 'Instant' };

/** Greatest instant we accept: the end of the year 9999, the last that ISO 8601 writes with four digits. */
const INSTANT_MAX = 253_402_300_799_999;

/** Reads milliseconds since 1970; undefined when not a whole number within the years 1970 to 9999. */
export function parseInstant(value: unknown): Instant | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > INSTANT_MAX) return undefined;
  return value as Instant;
}

/** The instant of a Date that a library hands over. Throws RangeError when it is not a valid date of 1970–9999. */
export function instantOf(date: Date): Instant {
  const instant = parseInstant(date.getTime());
  if (instant === undefined) throw new RangeError('not an instant between 1970 and 9999');
  return instant;
}

/** `2026-11-22T08:00:00.000Z` (ISO 8601, always UTC, always milliseconds): the form the record keeps. */
export function isoOf(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** Later (or, with a negative length, earlier) by whole milliseconds. */
export function plusMs(instant: Instant, ms: number): Instant {
  return (instant + ms) as Instant;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
