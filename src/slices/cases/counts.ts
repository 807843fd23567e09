import type { JurisdictionCode, UnitId } from '../../kernel/ids.ts';
import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';

/**
 * Rounds that began in a period, counted. The work of a round is its handler's, whoever answered in the end; a verdict is on
 * the unit that answered. A round without a verdict is never solved: it waits, or its window has passed in silence. Pages show
 * what the record gives; these, over the live rows, are the second opinion that tests hold it to.
 */
export type Counts = {
  /** By the unit whose work it was. */
  readonly dispatched: number;
  /** Answered, or past their date now: of these one may ask whether they were answered in time. */
  readonly due: number;
  readonly answeredInTime: number;
  /** Not answered and still inside their time, or standing still in public. */
  readonly running: number;
  readonly withdrawnUnanswered: number;
  readonly contacted: number; readonly reopenings: number; readonly escalations: number; readonly transfers: number; readonly pauses: number;
  /** By the unit that answered: answered = solved + partly + unsolved + waiting + silent + withdrawnAnswered. */
  readonly answered: number;
  readonly solved: number; readonly partly: number; readonly unsolved: number; readonly waiting: number; readonly silent: number;
  readonly withdrawnAnswered: number;
};

const WORK = `count(*)::integer as dispatched,
    count(*) filter (where answered_at is not null or (due_at < platform.now() and not paused and not withdrawn))::integer as due,
    count(*) filter (where answered_at <= due_at)::integer as "answeredInTime",
    count(*) filter (where answered_at is null and not withdrawn and (due_at >= platform.now() or paused))::integer as running,
    count(*) filter (where answered_at is null and withdrawn)::integer as "withdrawnUnanswered",
    count(contacted_at)::integer as contacted,
    count(*) filter (where round > 1)::integer as reopenings,
    coalesce(sum(escalations), 0)::integer as escalations,
    coalesce(sum(transfers), 0)::integer as transfers,
    coalesce(sum(pauses), 0)::integer as pauses`;

const VERDICTS = `count(*)::integer as answered,
    count(*) filter (where outcome = 'solved')::integer as solved,
    count(*) filter (where outcome = 'partly')::integer as partly,
    count(*) filter (where outcome = 'unsolved')::integer as unsolved,
    count(*) filter (where outcome is null and not window_passed and not withdrawn)::integer as waiting,
    count(*) filter (where outcome is null and window_passed)::integer as silent,
    count(*) filter (where outcome is null and withdrawn)::integer as "withdrawnAnswered"`;

const PERIOD = 'jurisdiction = $1 and started_at >= $2::timestamptz and started_at < $3::timestamptz';

const countUnits = statement<Counts>('worker', 'cases.count_units', `
  select * from (select ${WORK} from cases.rounds where ${PERIOD} and handler = any ($4::text[])) as work,
    (select ${VERDICTS} from cases.rounds where ${PERIOD} and unit = any ($4::text[]) and answered_at is not null) as verdicts`);

const countAll = statement<Counts>('worker', 'cases.count_all', `
  select * from (select ${WORK} from cases.rounds where ${PERIOD}) as work,
    (select ${VERDICTS} from cases.rounds where ${PERIOD} and answered_at is not null) as verdicts`);

const WORK_FIELDS = ['dispatched', 'due', 'answeredInTime', 'running', 'withdrawnUnanswered', 'contacted', 'reopenings', 'escalations', 'transfers', 'pauses'] as const;
const VERDICT_FIELDS = ['answered', 'solved', 'partly', 'unsolved', 'waiting', 'silent', 'withdrawnAnswered'] as const;

const countByUnit = statement<Counts & { unit: string }>('worker', 'cases.count_by_unit', `
  select unit, ${[...WORK_FIELDS, ...VERDICT_FIELDS].map((field) => `coalesce("${field}", 0) as "${field}"`).join(', ')}
  from (select handler as unit, ${WORK} from cases.rounds where ${PERIOD} group by handler) as work
  full join (select unit, ${VERDICTS} from cases.rounds where ${PERIOD} and answered_at is not null group by unit) as verdicts using (unit)
  order by unit`);

const countReceived = statement<{ received: number }>('app_public', 'cases.count_received', `
  select count(*)::integer as received from cases.public_cases where jurisdiction = $1 and listed_day > $2::date - $3::integer`);

const countAnswered = statement<{ unit: string; answered: number }>('worker', 'cases.count_answered', `
  select asked.unit, count(*)::integer as answered
  from unnest($2::text[], $3::text[], $4::text[]) as asked (unit, from_month, to_month)
  join cases.rounds r on r.jurisdiction = $1 and r.unit = asked.unit and not (r.withdrawn and r.outcome is null)
    and to_char(r.answered_at at time zone $5, 'YYYY-MM') between asked.from_month and asked.to_month
  group by asked.unit`);

const countOverdue = statement<{ unit: string; overdue: number; longest_days: number }>('app_public', 'cases.count_overdue', `
  select handler as unit, count(*)::integer as overdue, ceil(extract(epoch from platform.now() - min(due_at)) / 86400)::integer as longest_days
  from cases.public_cases
  where jurisdiction = $1 and due_at < platform.now() and due_at is not null and answered_at is null and not paused
  group by handler order by overdue desc, handler limit $2`);

/** `from` belongs to the period, `until` does not. */
export type Period = { readonly from: Instant; readonly until: Instant };

/** Rounds that were these units' work, and verdicts on what they answered. */
export async function unitCounts(reader: Reader, jurisdiction: JurisdictionCode, units: readonly UnitId[], { from, until }: Period): Promise<Counts> {
  return await reader.row(countUnits, [jurisdiction, isoOf(from), isoOf(until), units]) ?? noCounts();
}

/** Each unit that had a round in the period. */
export async function countsByUnit(reader: Reader, jurisdiction: JurisdictionCode, { from, until }: Period): Promise<ReadonlyMap<UnitId, Counts>> {
  const rows = await reader.rows(countByUnit, [jurisdiction, isoOf(from), isoOf(until)]);
  return new Map(rows.map(({ unit, ...counts }) => [unit as UnitId, counts]));
}

export async function jurisdictionCounts(reader: Reader, jurisdiction: JurisdictionCode, { from, until }: Period): Promise<Counts> {
  return await reader.row(countAll, [jurisdiction, isoOf(from), isoOf(until)]) ?? noCounts();
}

/** Cases that came into the open on `today` (a date of the jurisdiction's zone) or the days before: accepted, or told where else to go. */
export async function receivedInDays(reader: Reader, jurisdiction: JurisdictionCode, today: string, days: number): Promise<number> {
  return (await reader.row(countReceived, [jurisdiction, today, days]))?.received ?? 0;
}

export type Months = { readonly unit: UnitId; readonly fromMonth: string; readonly toMonth: string };

/** How many answers each unit gave in its months (`YYYY-MM` in `zone`, both included): of so many one could have voted. */
export async function answeredInMonths(
  reader: Reader, jurisdiction: JurisdictionCode, months: readonly Months[], zone: string,
): Promise<ReadonlyMap<UnitId, number>> {
  if (months.length === 0) return new Map();
  const rows = await reader.rows(countAnswered, [
    jurisdiction, months.map((one) => one.unit), months.map((one) => one.fromMonth), months.map((one) => one.toMonth), zone,
  ]);
  return new Map(rows.map(({ unit, answered }) => [unit as UnitId, answered]));
}

/**
 * Units whose work is past its date now, most first, however old: an escalation raises who answers for it, not who let it
 * lie. `longestDays` are begun days of 24 hours.
 */
export async function overdueUnits(
  reader: Reader, jurisdiction: JurisdictionCode, limit: number,
): Promise<readonly { unit: UnitId; overdue: number; longestDays: number }[]> {
  const rows = await reader.rows(countOverdue, [jurisdiction, limit]);
  return rows.map(({ unit, overdue, longest_days: longestDays }) => ({ unit: unit as UnitId, overdue, longestDays }));
}

function noCounts(): never {
  throw new Error('an aggregate without a row');
}
