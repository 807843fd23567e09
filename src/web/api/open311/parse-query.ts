import { parseCaseNumber, parseTopicCode, type CaseNumber, type TopicCode } from '../../../kernel/ids.ts';
import { DAY_MS, parseInstant, plusMs, type Instant } from '../../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import type { Fields } from './fields.ts';
import type { Mistake } from './mistake.ts';
import { listOf, textOf, wholeNumberOf, type Mistakes } from './parse-field.ts';

/** What a list asks for: some requests by number, or those of a stretch of time. */
export type RequestsQuery =
  | { readonly kind: 'numbers'; readonly numbers: readonly CaseNumber[] }
  | ({ readonly kind: 'span' } & Span);

export type Span = {
  readonly services: readonly TopicCode[];
  /** Both ends belong to it. */
  readonly from: Instant;
  readonly until: Instant;
  readonly status?: 'open' | 'closed';
  readonly pageSize: number;
  /** Opaque; where an earlier page ended. */
  readonly cursor?: string;
  /** Rows to leave out before the page: for clients that count pages instead of following the cursor. */
  readonly skip: number;
};

/** As many as one screen of a client shows several times over; more are asked for by number again. */
const NUMBERS_MAX = 50;
const SERVICES_MAX = 50;
/** GeoReport v2: "may not span more than 90 days", and the default when no dates are given. */
export const SPAN_DAYS_MAX = 90;
/** A year and its leap day: a county's eighty thousand lines, some thirty megabytes. */
export const BULK_DAYS_MAX = 366;
/** GeoReport v2: "first 1000 requests returned"; `page` and `page_size` are its most common extension. */
const PAGE_SIZE_MAX = 1_000;
/** Skipping costs the database a look at each skipped row; who wants more follows the `next` link. */
const SKIP_MAX = 20_000;
const CURSOR_CHARACTERS_MAX = 300;

/** What a list of updates asks for. A page counts requests: each brings all of its updates in the span. */
export type UpdatesQuery = Pick<Span, 'from' | 'until' | 'pageSize' | 'cursor'> & { readonly numbers: readonly CaseNumber[] };

/** `now` is the database's clock. "service_request_id overrides all other arguments" (GeoReport v2). */
export function parseRequestsQuery(fields: Fields, now: Instant): Decision<RequestsQuery, { kind: 'mistakes'; mistakes: readonly Mistake[] }> {
  const mistakes: Mistake[] = [];
  const numbers = fields.has('service_request_id') ? numbersOf(fields, mistakes) : undefined;
  if (numbers === undefined || numbers.length === 0 && mistakes.length === 0) {
    const span = spanOf(fields, now, mistakes);
    return mistakes.length > 0 ? refuse({ kind: 'mistakes', mistakes }) : accept({ kind: 'span', ...span });
  }
  return mistakes.length > 0 ? refuse({ kind: 'mistakes', mistakes }) : accept({ kind: 'numbers', numbers });
}

/** `requests.csv`: as the list, without pages and over a longer time. */
export function parseBulkQuery(fields: Fields, now: Instant): Decision<Pick<Span, 'services' | 'from' | 'until' | 'status'>, { kind: 'mistakes'; mistakes: readonly Mistake[] }> {
  const mistakes: Mistake[] = [];
  const span = spanOf(fields, now, mistakes, BULK_DAYS_MAX);
  return mistakes.length > 0 ? refuse({ kind: 'mistakes', mistakes }) : accept(span);
}

/** `servicerequestupdates` as FixMyStreet asks for it: `start_date` and `end_date`, and by number, which keeps to the dates given. */
export function parseUpdatesQuery(fields: Fields, now: Instant): Decision<UpdatesQuery, { kind: 'mistakes'; mistakes: readonly Mistake[] }> {
  const mistakes: Mistake[] = [];
  const numbers = numbersOf(fields, mistakes);
  const pageSize = wholeNumberOf(fields, 'page_size', { min: 1, max: PAGE_SIZE_MAX, fallback: PAGE_SIZE_MAX }, mistakes);
  const cursor = textOf(fields, 'cursor', CURSOR_CHARACTERS_MAX, mistakes);
  const dates = datesOf(fields, now, mistakes);
  if (mistakes.length > 0) return refuse({ kind: 'mistakes', mistakes });
  return accept({ numbers, pageSize, ...dates, ...(cursor === '' ? {} : { cursor }) });
}

function numbersOf(fields: Fields, mistakes: Mistakes): readonly CaseNumber[] {
  const numbers = listOf(fields, 'service_request_id', NUMBERS_MAX, mistakes).map(parseCaseNumber);
  if (numbers.includes(undefined)) mistakes.push({ kind: 'not-a-case-number' });
  return [...new Set(numbers.filter((number) => number !== undefined))];
}

function spanOf(fields: Fields, now: Instant, mistakes: Mistakes, daysMax = SPAN_DAYS_MAX): Span {
  const services = listOf(fields, 'service_code', SERVICES_MAX, mistakes).map(parseTopicCode);
  if (services.includes(undefined)) mistakes.push({ kind: 'unknown-service' });
  const status = statusOf(fields, mistakes);
  const pageSize = wholeNumberOf(fields, 'page_size', { min: 1, max: PAGE_SIZE_MAX, fallback: PAGE_SIZE_MAX }, mistakes);
  const page = wholeNumberOf(fields, 'page', { min: 1, max: SKIP_MAX, fallback: 1 }, mistakes);
  const skip = (page - 1) * pageSize;
  if (skip > SKIP_MAX) mistakes.push({ kind: 'page-too-far', rowsMax: SKIP_MAX });
  const cursor = textOf(fields, 'cursor', CURSOR_CHARACTERS_MAX, mistakes);
  return {
    services: services.filter((code) => code !== undefined), ...datesOf(fields, now, mistakes, daysMax), pageSize, skip,
    ...(status === undefined ? {} : { status }),
    ...(cursor === '' ? {} : { cursor }),
  };
}

/** Both named, in any order, is the same as neither. */
function statusOf(fields: Fields, mistakes: Mistakes): 'open' | 'closed' | undefined {
  const named = new Set(listOf(fields, 'status', 10, mistakes).map((text) => text.toLowerCase()));
  const known = (['open', 'closed'] as const).filter((status) => named.has(status));
  if (known.length !== named.size) mistakes.push({ kind: 'not-a-choice', field: 'status', choices: ['open', 'closed'] });
  return known.length === 1 ? known[0] : undefined;
}

/** One end given: the span reaches as far as it may from there. None: the last days before now. */
function datesOf(fields: Fields, now: Instant, mistakes: Mistakes, daysMax = SPAN_DAYS_MAX): { readonly from: Instant; readonly until: Instant } {
  const span = SPAN_DAYS_MAX * DAY_MS;
  const start = dateOf(fields, 'start_date', mistakes);
  const end = dateOf(fields, 'end_date', mistakes);
  if (start === undefined) {
    const until = end ?? now;
    return { from: plusMs(until, -span), until };
  }
  const until = end ?? plusMs(start, span);
  if (until < start) mistakes.push({ kind: 'end-before-start' });
  // A second of grace: clients reckon ninety days from a clock that shows no milliseconds.
  else if (until - start > daysMax * DAY_MS + 1_000) mistakes.push({ kind: 'span-too-long', daysMax });
  return { from: start, until };
}

// Nothing here is older, and a span reckoned back from the first must still be an instant.
const EARLIEST_DAY = '1971';
const LATEST_DAY = '9999';
const W3C_DATE = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/;

/** W3C date and time with its offset from UTC, or a bare day, which is taken to begin in UTC. */
function dateOf(fields: Fields, field: string, mistakes: Mistakes): Instant | undefined {
  // A plus sign in a query that nobody escaped arrives as a space.
  const text = textOf(fields, field, 40, mistakes).trim().replace(/ (?=\d{2}:?\d{2}$)/, '+');
  if (text === '') return undefined;
  const day = W3C_DATE.exec(text)?.[1];
  const at = day !== undefined && isDay(day) && day > EARLIEST_DAY && day < LATEST_DAY ? parseInstant(Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, dayless))) : undefined;
  if (at === undefined) mistakes.push({ kind: 'not-a-date', field });
  return at;
}

/** `+0800` → `+08:00`; but the `-11-22` at the end of a bare day is no offset. */
function dayless(whole: string, hours: string, minutes: string, position: number): string {
  return position > 10 ? `${hours}:${minutes}` : whole;
}

/** 2026-02-29 is none, though Date.parse would take it for the first of March. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
