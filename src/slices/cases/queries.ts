import { parseCaseNumber, type CaseNumber, type DivisionCode, type JurisdictionCode, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { instantOf, type Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Reader, SqlValue } from '../../platform/db/reader.ts';
import { statement, type Statement } from '../../platform/db/statement.ts';
import type { Diversion, Kind, Stage } from './case.ts';
import { searchQuery } from '../../platform/i18n/search.ts';
import type { Step } from './timeline.ts';

/** Longest page that one query gives. */
export const PAGE_MAX = 100;

/** A case as anyone may read it. Days are dates in the jurisdiction's zone; what is absent is private or not there yet. */
export type PublicCase = {
  readonly number: CaseNumber; readonly listedDay: string; readonly publicDay: string; readonly stage: Stage; readonly kind?: Kind;
  /** As far as enough are alike: the topic, or its first level, or nothing yet; the township, or nothing. */
  readonly topic?: TopicCode; readonly division?: DivisionCode;
  readonly submittedDay?: string; readonly submittedAt?: Instant; readonly updatedAt: Instant;
  readonly diversion?: Diversion; readonly diversionFinal: boolean; readonly owner?: UnitId; readonly handler?: UnitId;
  readonly round: number; readonly dueAt?: Instant; readonly answeredAt?: Instant; readonly paused: boolean; readonly overdue: boolean;
  readonly outcome?: Outcome; readonly outcomeDay?: string; readonly summary?: string; readonly words?: string; readonly address?: string;
  readonly point?: { readonly latitude: number; readonly longitude: number };
};

/** The same with its whole public story. */
export type PublicCaseStory = PublicCase & { readonly assisting: readonly UnitId[]; readonly startedAt?: Instant; readonly timeline: readonly Step[] };

export type PublicFilter = {
  /** Codes as they are: the caller adds those below. */
  readonly topics?: readonly TopicCode[];
  readonly divisions?: readonly DivisionCode[];
  /** Owned or handled by one of them. */
  readonly units?: readonly UnitId[];
  readonly stages?: readonly Stage[];
  /** First and last day of listing, both included. */
  readonly days?: { readonly from: string; readonly until: string };
  readonly overdue?: boolean;
  readonly text?: string;
};

export type PublicPage = { readonly cases: readonly PublicCase[]; readonly next?: string };
export type PageRequest = { readonly cursor?: string; readonly skip?: number; readonly limit: number };

export type PublicCaseRow = {
  number: string; listed_day: string; public_day: string; stage: string; kind: string | null; topic: string | null; division: string | null; submitted_day: string | null;
  submitted_at: Date | null; updated_at: Date; diversion: string | null; diversion_final: boolean; owner: string | null; handler: string | null;
  round: number; due_at: Date | null; answered_at: Date | null; paused: boolean; overdue: boolean; outcome: string | null;
  outcome_day: string | null; summary: string | null; words: string | null; address: string | null; latitude: number | null; longitude: number | null;
};

export const COLUMNS = `number, listed_day::text, public_day::text, stage, kind, topic, division, submitted_day::text, submitted_at, updated_at, diversion,
    diversion_final, owner, handler, round, due_at, answered_at, paused,
    coalesce(due_at < platform.now() and answered_at is null and not paused, false) as overdue,
    outcome, outcome_day::text, summary, words, address, latitude, longitude`;

/** Each filter's clause, with `?` where its value stands. */
const CLAUSES = {
  topics: 'topic = any (?::text[])',
  divisions: 'division = any (?::text[])',
  units: '(owner = any (?::text[]) or handler = any (?::text[]))',
  stages: 'stage = any (?::text[])',
  days: 'listed_day between ?::date and ?::date',
  overdue: '(due_at < platform.now() and answered_at is null and not paused)',
  text: 'search @@ ?::tsquery',
  cursor: '(listed_day, number) < (?::date, ?)',
} as const;
type ClauseName = keyof typeof CLAUSES;
const CLAUSE_NAMES = Object.keys(CLAUSES) as readonly ClauseName[];

/** One statement for each set of filters, all made when this module loads, so that the test that prepares all sees all. */
const listStatements: ReadonlyMap<string, Statement<PublicCaseRow>> = new Map(subsets(CLAUSE_NAMES).map((names) => {
  let place = 1;
  const clauses = names.map((name) => `and ${CLAUSES[name].replaceAll('?', () => `$${String((place += 1))}`)}`);
  const text = `select ${COLUMNS}
    from cases.public_cases where jurisdiction = $1 ${clauses.join(' ')}
    order by public_cases.listed_day desc, public_cases.number desc offset $${String(place + 1)} limit $${String(place + 2)}`;
  return [names.join(), statement<PublicCaseRow>('app_public', `cases.list_${bitsOf(names)}`, text)];
}));

/** Newest first. Undefined when the cursor is none of ours; empty when the text has nothing that can be searched for. */
export async function listPublicCases(
  reader: Reader, jurisdiction: JurisdictionCode, filter: PublicFilter, page: PageRequest,
): Promise<PublicPage | undefined> {
  const cursor = page.cursor === undefined ? undefined : parseCursor(page.cursor);
  if (page.cursor !== undefined && !cursor) return undefined;
  const text = filter.text === undefined || filter.text.trim() === '' ? undefined : searchQuery(filter.text);
  if (filter.text !== undefined && filter.text.trim() !== '' && text === undefined) return { cases: [] };
  const values: Record<ClauseName, readonly SqlValue[] | undefined> = {
    topics: filter.topics && [filter.topics], divisions: filter.divisions && [filter.divisions],
    units: filter.units && [filter.units, filter.units], stages: filter.stages && [filter.stages],
    days: filter.days && [filter.days.from, filter.days.until], overdue: filter.overdue ? [] : undefined,
    text: text === undefined ? undefined : [text], cursor: cursor && [cursor.day, cursor.number],
  };
  const names = CLAUSE_NAMES.filter((name) => values[name] !== undefined);
  const made = listStatements.get(names.join());
  if (!made) throw new Error(`no list statement for ${names.join()}`);
  const limit = Math.min(Math.max(1, page.limit), PAGE_MAX);
  const rows = await reader.rows(made, [jurisdiction, ...names.flatMap((name) => values[name] ?? []), page.skip ?? 0, limit + 1]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    cases: rows.slice(0, limit).map(publicCaseOf),
    ...(last ? { next: Buffer.from(`${last.listed_day} ${last.number}`).toString('base64url') } : {}),
  };
}

const selectPublicCase = statement<PublicCaseRow & { assisting: string[]; started_at: Date | null; timeline: Step[] }>(
  'app_public', 'cases.select_public_case', `select ${COLUMNS}, assisting, started_at, timeline from cases.public_cases where jurisdiction = $1 and number = $2`);

export async function publicCase(reader: Reader, jurisdiction: JurisdictionCode, number: CaseNumber): Promise<PublicCaseStory | undefined> {
  const row = await reader.row(selectPublicCase, [jurisdiction, number]);
  return row && {
    ...publicCaseOf(row), assisting: row.assisting as UnitId[], ...(row.started_at ? { startedAt: instantOf(row.started_at) } : {}), timeline: row.timeline,
  };
}

const selectPublicCases = statement<PublicCaseRow>(
  'app_public', 'cases.select_public_cases', `select ${COLUMNS} from cases.public_cases where jurisdiction = $1 and number = any ($2::text[])`);

/** Those that exist and are public, in any order; at most PAGE_MAX are looked for. */
export async function publicCases(reader: Reader, jurisdiction: JurisdictionCode, numbers: readonly CaseNumber[]): Promise<readonly PublicCase[]> {
  return (await reader.rows(selectPublicCases, [jurisdiction, numbers.slice(0, PAGE_MAX)])).map(publicCaseOf);
}

const selectJustJudged = statement<PublicCaseRow>('app_public', 'cases.select_just_judged', `
  select ${COLUMNS} from cases.public_cases
  where jurisdiction = $1 and outcome is not null order by public_cases.outcome_day desc, public_cases.number limit $2`);

/** The last verdicts, by day: within a day in the order of numbers, which says nothing of the hour. */
export async function justJudged(reader: Reader, jurisdiction: JurisdictionCode, limit: number): Promise<readonly PublicCase[]> {
  return (await reader.rows(selectJustJudged, [jurisdiction, Math.min(limit, PAGE_MAX)])).map(publicCaseOf);
}

export function publicCaseOf(row: PublicCaseRow): PublicCase {
  const { latitude, longitude } = row;
  return {
    number: row.number as CaseNumber, listedDay: row.listed_day, publicDay: row.public_day, stage: row.stage as Stage, updatedAt: instantOf(row.updated_at),
    diversionFinal: row.diversion_final, round: row.round, paused: row.paused, overdue: row.overdue,
    ...present({
      kind: row.kind as Kind | null, topic: row.topic as TopicCode | null, division: row.division as DivisionCode | null, submittedDay: row.submitted_day,
      submittedAt: row.submitted_at && instantOf(row.submitted_at), diversion: row.diversion as Diversion | null, owner: row.owner as UnitId | null,
      handler: row.handler as UnitId | null, dueAt: row.due_at && instantOf(row.due_at), answeredAt: row.answered_at && instantOf(row.answered_at),
      outcome: row.outcome as Outcome | null, outcomeDay: row.outcome_day, summary: row.summary, words: row.words, address: row.address,
      point: latitude === null || longitude === null ? null : { latitude, longitude },
    }),
  };
}

/** Leaves out what the database holds as null. */
export function present<Fields extends object>(fields: Fields): { readonly [Name in keyof Fields]?: Exclude<Fields[Name], null> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [Name in keyof Fields]?: Exclude<Fields[Name], null> };
}

/** The last row of a page; only what we made ourselves is taken back. */
export function parseCursor(cursor: string): { readonly day: string; readonly number: CaseNumber } | undefined {
  if (cursor.length > 60) return undefined;
  const [day = '', numberText] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  const number = parseCaseNumber(numberText);
  return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && number ? { day, number } : undefined;
}

function subsets(names: readonly ClauseName[]): readonly (readonly ClauseName[])[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_name, index) => Math.floor(bits / 2 ** index) % 2 === 1));
}

function bitsOf(names: readonly ClauseName[]): string {
  return CLAUSE_NAMES.map((name) => (names.includes(name) ? '1' : '0')).join('');
}
