import type { JurisdictionCode, UnitId } from '../../kernel/ids.ts';
import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';

/**
 * Rounds that began in a period, counted. A round without a verdict is never solved: it waits, or its window has passed in
 * silence. `judged` = solved + partly + unsolved; coverage is judged ÷ answered.
 */
export type Counts = {
  readonly dispatched: number; readonly answered: number; readonly answeredInTime: number; readonly contacted: number;
  readonly solved: number; readonly partly: number; readonly unsolved: number; readonly waiting: number; readonly silent: number;
  readonly withdrawn: number; readonly overdue: number; readonly reopenings: number; readonly escalations: number; readonly transfers: number;
  readonly pauses: number;
};

const COUNTS = `count(*)::integer as dispatched,
    count(answered_at)::integer as answered,
    count(*) filter (where answered_at <= due_at)::integer as "answeredInTime",
    count(contacted_at)::integer as contacted,
    count(*) filter (where outcome = 'solved')::integer as solved,
    count(*) filter (where outcome = 'partly')::integer as partly,
    count(*) filter (where outcome = 'unsolved')::integer as unsolved,
    count(*) filter (where answered_at is not null and outcome is null and not window_passed and not withdrawn)::integer as waiting,
    count(*) filter (where outcome is null and window_passed)::integer as silent,
    count(*) filter (where withdrawn)::integer as withdrawn,
    count(*) filter (where answered_at is null and not withdrawn and due_at < platform.now())::integer as overdue,
    count(*) filter (where round > 1)::integer as reopenings,
    coalesce(sum(escalations), 0)::integer as escalations,
    coalesce(sum(transfers), 0)::integer as transfers,
    coalesce(sum(pauses), 0)::integer as pauses`;

const countUnit = statement<Counts>('app_public', 'cases.count_unit', `
  select ${COUNTS} from cases.rounds
  where jurisdiction = $1 and unit = any ($2::text[]) and started_at >= $3::timestamptz and started_at < $4::timestamptz`);

const countAll = statement<Counts>('app_public', 'cases.count_all', `
  select ${COUNTS} from cases.rounds where jurisdiction = $1 and started_at >= $2::timestamptz and started_at < $3::timestamptz`);

const countByUnit = statement<Counts & { unit: string }>('app_public', 'cases.count_by_unit', `
  select unit, ${COUNTS} from cases.rounds
  where jurisdiction = $1 and started_at >= $2::timestamptz and started_at < $3::timestamptz group by unit order by unit`);

const countOverdue = statement<{ unit: string; overdue: number }>('app_public', 'cases.count_overdue', `
  select handler as unit, count(*)::integer as overdue from cases.public_cases
  where jurisdiction = $1 and due_at < platform.now() and due_at is not null and answered_at is null and not paused
  group by handler order by overdue desc, handler limit $2`);

/** `from` belongs to the period, `until` does not. */
export type Period = { readonly from: Instant; readonly until: Instant };

/** Rounds that these units answered, or have to. */
export async function unitCounts(reader: Reader, jurisdiction: JurisdictionCode, units: readonly UnitId[], { from, until }: Period): Promise<Counts> {
  return await reader.row(countUnit, [jurisdiction, units, isoOf(from), isoOf(until)]) ?? noCounts();
}

/** Each unit that had a round in the period. */
export async function countsByUnit(reader: Reader, jurisdiction: JurisdictionCode, { from, until }: Period): Promise<ReadonlyMap<UnitId, Counts>> {
  const rows = await reader.rows(countByUnit, [jurisdiction, isoOf(from), isoOf(until)]);
  return new Map(rows.map(({ unit, ...counts }) => [unit as UnitId, counts]));
}

export async function jurisdictionCounts(reader: Reader, jurisdiction: JurisdictionCode, { from, until }: Period): Promise<Counts> {
  return await reader.row(countAll, [jurisdiction, isoOf(from), isoOf(until)]) ?? noCounts();
}

/** Units whose work is past its date now, most first: an escalation raises who answers for it, not who let it lie. */
export async function overdueUnits(reader: Reader, jurisdiction: JurisdictionCode, limit: number): Promise<readonly { unit: UnitId; overdue: number }[]> {
  const rows = await reader.rows(countOverdue, [jurisdiction, limit]);
  return rows.map(({ unit, overdue }) => ({ unit: unit as UnitId, overdue }));
}

function noCounts(): never {
  throw new Error('an aggregate without a row');
}
