import { parseCaseId, parseCaseNumber, parseUnitId, type CaseId, type CaseNumber, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Reader, Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import { PAGE_MAX } from './queries.ts';
import { HIDING_RULES, parseHidable, type Hand, type Hidable, type HidingRule } from './removals.ts';

export const LISTED_STATES = ['provisional', 'hidden', 'contested', 'restored'] as const;
export type ListedState = (typeof LISTED_STATES)[number];

/** One line of the public register: what is, or was, out of sight. Days are dates in the jurisdiction's zone. */
export type ListedRemoval = {
  readonly number: CaseNumber; readonly place: number; readonly item: Hidable; readonly rule: HidingRule; readonly state: ListedState;
  readonly proposer: Hand; readonly approver?: Hand; readonly day: string; readonly restoredDay?: string;
  /** The resident has had their one contest. */
  readonly contestSpent: boolean;
};

type Row = {
  number: string; place: number; item: string; rule: string; state: string; proposer_role: string; proposer_unit: string | null;
  approver_role: string | null; approver_unit: string | null; day: string; restored_day: string | null; contest_spent: boolean;
};

const COLUMNS = `number, place, item, rule, state, proposer_role, proposer_unit, approver_role, approver_unit, day::text, restored_day::text, contest_spent`;

export type RemovalFilter = { readonly rule?: HidingRule; readonly state?: ListedState; readonly number?: CaseNumber };
export type RemovalPage = { readonly removals: readonly ListedRemoval[]; readonly next?: string };

const selectRemovals = statement<Row>('app_public', 'cases.select_removals', `
  select ${COLUMNS} from cases.removals
  where jurisdiction = $1 and (removals.day, number, place) < ($2::date, $3, $4::integer)
    and ($5::text is null or rule = $5) and ($6::text is null or state = $6) and ($7::text is null or number = $7)
  order by removals.day desc, number desc, place desc limit $8`);

/** Newest first. Undefined when the cursor is none of ours. */
export async function listRemovals(
  reader: Reader, jurisdiction: JurisdictionCode, filter: RemovalFilter, page: { readonly cursor?: string; readonly limit: number },
): Promise<RemovalPage | undefined> {
  const before = page.cursor === undefined ? FIRST : parseCursor(page.cursor);
  if (!before) return undefined;
  const limit = Math.min(Math.max(1, page.limit), PAGE_MAX);
  const rows = await reader.rows(selectRemovals, [
    jurisdiction, before.day, before.number, before.place, filter.rule ?? null, filter.state ?? null, filter.number ?? null, limit + 1,
  ]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    removals: rows.slice(0, limit).map(listedOf),
    ...(last ? { next: Buffer.from(`${last.day} ${last.number} ${String(last.place)}`).toString('base64url') } : {}),
  };
}

const selectCaseRemovals = statement<Row>('app_public', 'cases.select_case_removals', `
  select ${COLUMNS} from cases.removals where jurisdiction = $1 and number = $2 order by place`);

/** Of one case, oldest first: its page says at each place what is hidden there. */
export async function removalsOfCase(reader: Reader, jurisdiction: JurisdictionCode, number: CaseNumber): Promise<readonly ListedRemoval[]> {
  return (await reader.rows(selectCaseRemovals, [jurisdiction, number])).map(listedOf);
}

export type RemovalTotals = ReadonlyMap<HidingRule, { readonly outOfSight: number; readonly restored: number }>;

const countRemovals = statement<{ rule: string; out_of_sight: number; restored: number }>('app_public', 'cases.count_removals', `
  select rule, count(*) filter (where state <> 'restored')::integer as out_of_sight, count(*) filter (where state = 'restored')::integer as restored
  from cases.removals where jurisdiction = $1 group by rule`);

/** Every rule has its line, also where it was never used. */
export async function removalTotals(reader: Reader, jurisdiction: JurisdictionCode): Promise<RemovalTotals> {
  const rows = await reader.rows(countRemovals, [jurisdiction]);
  return new Map(HIDING_RULES.map((rule) => {
    const row = rows.find((one) => one.rule === rule);
    return [rule, { outOfSight: row?.out_of_sight ?? 0, restored: row?.restored ?? 0 }];
  }));
}

const selectWaiting = statement<{ case_id: string }>('app_actor', 'cases.select_waiting_removals', `
  select t.case_id from cases.timers t join cases.cases c on c.jurisdiction = t.jurisdiction and c.case_id = t.case_id
  where t.jurisdiction = $1 and t.kind = 'hiding-due' and t.due_at is not null
  order by t.due_at, t.case_id limit $2`);

/** Cases in which somebody must decide about hiding, due first, of those the actor may see. */
export async function casesWithWaitingRemovals(tx: Tx, limit: number): Promise<readonly CaseId[]> {
  const rows = await tx.rows(selectWaiting, [tx.actor.jurisdiction, Math.min(limit, PAGE_MAX)]);
  return rows.flatMap((row) => parseCaseId(row.case_id) ?? []);
}

const FIRST = { day: '9999-12-31', number: '~', place: 0 };

function listedOf(row: Row): ListedRemoval {
  const hand = (role: string, unit: string | null): Hand => {
    const known = parseUnitId(unit);
    return { role, ...(known ? { unit: known } : {}) };
  };
  return {
    number: row.number as CaseNumber, place: row.place, item: parseHidable(row.item) ?? 'summary', rule: row.rule as HidingRule, state: row.state as ListedState,
    proposer: hand(row.proposer_role, row.proposer_unit), ...(row.approver_role === null ? {} : { approver: hand(row.approver_role, row.approver_unit) }),
    day: row.day, ...(row.restored_day === null ? {} : { restoredDay: row.restored_day }), contestSpent: row.contest_spent,
  };
}

/** The last row of a page; only what we made ourselves is taken back. */
function parseCursor(cursor: string): { readonly day: string; readonly number: string; readonly place: number } | undefined {
  if (cursor.length > 80) return undefined;
  const [day = '', numberText, place = ''] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  const number = parseCaseNumber(numberText);
  const isDay = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
  return isDay && number && /^\d{1,6}$/.test(place) ? { day, number, place: Number(place) } : undefined;
}
