import type { CalendarContent } from './content.ts';
import { parseDay, type Day } from './day.ts';
import { Fields } from './fields.ts';
import type { Mistake, Position } from './mistake.ts';
import type { MapValue } from './source.ts';
import { WEEKDAYS } from './vocabulary.ts';

/** Public holidays of one country with its make-up working days, as a library knows them. */
export type CountryDays = { readonly version: string; readonly holidays: readonly string[]; readonly makeUpDays: readonly string[] };

/** Answers undefined for a country no library is at hand for: then calendar.yaml lists its own days. */
export type CountryCalendars = (country: string) => CountryDays | undefined;

const COUNTRIES = ['cn', 'none'] as const;

/** calendar.yaml: the working week, its hours, and days that differ. Own days win over the library's. */
export function parseCalendar(map: MapValue, countries: CountryCalendars, mistakes: Mistake[]): CalendarContent {
  const fields = new Fields(map, mistakes);
  const country = fields.oneOf('country', COUNTRIES) ?? 'none';
  const known = country === 'none' ? undefined : countries(country);
  const words = fields.words('weekdays', WEEKDAYS);
  if (words.length === 0) fields.report({ kind: 'missing-key', key: 'weekdays' }, fields.where('weekdays'));
  const hours = readHours(fields);
  const holidays = days(fields, 'holidays');
  const makeUpDays = days(fields, 'makeUpDays');
  const knownTo = fields.has('knownTo') ? fields.whole('knownTo', 1970, 2999) : undefined;
  fields.done();
  const library = { holidays: libraryDays(known?.holidays), makeUpDays: libraryDays(known?.makeUpDays) };
  const lastKnown = knownTo ?? lastYear(library.holidays);
  return {
    version: known ? known.version : 'own days only',
    weekdays: [...new Set(words.map((word) => WEEKDAYS.indexOf(word)))].sort((a, b) => a - b),
    hours,
    holidays: merged(library.holidays, holidays, makeUpDays),
    makeUpDays: merged(library.makeUpDays, makeUpDays, holidays),
    ...(lastKnown !== undefined && { knownTo: lastKnown }),
  };
}

function readHours(fields: Fields): CalendarContent['hours'] {
  const spans = fields.texts('hours').flatMap(({ text, at }) => span(text) ?? badHours(fields, text, at));
  if (spans.length === 0) fields.report({ kind: 'missing-key', key: 'hours' }, fields.where('hours'));
  for (const [index, one] of spans.entries()) {
    const before = spans[index - 1];
    if (before && before.closes >= one.opens) badHours(fields, clock(one), fields.where('hours'));
  }
  return spans;
}

function badHours(fields: Fields, value: string, at: Position): [] {
  return fields.report({ kind: 'bad-hours', value }, at) ?? [];
}

/** `08:30-12:00`; `24:00` is the end of the day. */
function span(text: string): { opens: number; closes: number } | undefined {
  const [, ...parts] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text) ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return undefined;
  const [opens, closes] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  return fromMinute < 60 && toMinute < 60 && opens < closes && closes <= 1440 ? { opens, closes } : undefined;
}

function clock({ opens, closes }: { opens: number; closes: number }): string {
  return [opens, closes].map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`).join('-');
}

function days(fields: Fields, key: string): readonly Day[] {
  return fields.texts(key).flatMap(({ text, at }) => parseDay(text) ?? fields.report({ kind: 'bad-day', key, value: text }, at) ?? []);
}

function libraryDays(texts: readonly string[] = []): readonly Day[] {
  return texts.flatMap((text) => parseDay(text) ?? []);
}

function merged(library: readonly Day[], own: readonly Day[], against: readonly Day[]): readonly Day[] {
  return [...new Set([...library.filter((day) => !against.includes(day)), ...own])].sort();
}

function lastYear(holidays: readonly Day[]): number | undefined {
  const last = [...holidays].sort().at(-1);
  return last === undefined ? undefined : Number(last.slice(0, 4));
}
