import { parseCaseNumber, parsePostId, parseUnitId, type CaseNumber, type JurisdictionCode, type PostId, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { instantOf, isoOf, parseInstant, type Instant } from '../../kernel/instant.ts';
import type { Reader, Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import { HARD_GROUNDS, type HardGround } from './case.ts';
import type { CaseFact } from './events.ts';
import { PAGE_MAX } from './queries.ts';

/** One line of the public ledger: a round in which the case was called hard. `reason` only where its unit vouched for it. */
export type HardRow = {
  readonly round: number; readonly ground: HardGround; readonly reason: string | null; readonly unit: string; readonly post: string | null;
  readonly since: Instant; readonly reviewAt: Instant; readonly reviews: number; readonly listed: boolean;
};

/** Off the ledger with the first answer of its round, or with the case: what was promised stays to be read. */
export function hardRowsOf(history: readonly CaseFact[], erased: boolean): readonly HardRow[] {
  const rows: HardRow[] = [];
  let round = 0;
  const change = (changed: (row: HardRow) => HardRow): void => {
    const last = rows.at(-1);
    if (last?.round === round) rows.splice(-1, 1, changed(last));
  };
  for (const fact of history) {
    if (fact.type === 'case.dispatched.v1') round = 1;
    if (fact.type === 'case.reopened.v1') round = fact.open.round;
    if (fact.type === 'case.hard-listed.v1') rows.push(rowOf(fact, round, erased));
    if (fact.type === 'case.hard-reviewed.v1') change((row) => ({ ...row, reviewAt: fact.open.reviewAt, reviews: row.reviews + 1 }));
    if (fact.type === 'case.answered.v1' || fact.type === 'case.withdrawn.v1') change((row) => ({ ...row, listed: false }));
  }
  return rows;
}

function rowOf({ open, sealed, unit, at }: Extract<CaseFact, { type: 'case.hard-listed.v1' }>, round: number, erased: boolean): HardRow {
  return {
    round, ground: open.ground, reason: open.inPublic === true && !erased ? sealed.reason ?? null : null, unit: unit ?? '', post: open.post ?? null,
    since: at, reviewAt: open.reviewAt, reviews: 0, listed: true,
  };
}

const upsertHardCases = statement<never>('app_actor', 'cases.upsert_hard_cases', `
  insert into cases.hard_cases (jurisdiction, number, round, ground, reason, unit, post, since, review_at, reviews, listed)
  select $1, $2, one.round, one.ground, one.reason, one.unit, one.post, one.since, one.review_at, one.reviews, one.listed
  from jsonb_to_recordset($3::jsonb) as one (round integer, ground text, reason text, unit text, post text, since timestamptz, review_at timestamptz, reviews integer, listed boolean)
  on conflict (jurisdiction, number, round) do update set reason = excluded.reason, review_at = excluded.review_at, reviews = excluded.reviews, listed = excluded.listed`);

export async function saveHardCases(tx: Tx, number: CaseNumber, rows: readonly HardRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  return tx.run(upsertHardCases, [tx.actor.jurisdiction, number, JSON.stringify(rows.map(({ since, reviewAt, ...row }) => ({ ...row, since: isoOf(since), review_at: isoOf(reviewAt) })))]);
}

export type ListedHardCase = {
  readonly number: CaseNumber; readonly round: number; readonly ground: HardGround; readonly reason?: string; readonly unit: UnitId; readonly post?: PostId;
  readonly topic?: TopicCode; readonly since: Instant; readonly reviewAt: Instant; readonly reviews: number; readonly listed: boolean;
};
export type HardFilter = { readonly units?: readonly UnitId[]; readonly listed: boolean; readonly number?: CaseNumber };
export type HardPage = { readonly cases: readonly ListedHardCase[]; readonly next?: string };

type Row = {
  number: string; round: number; ground: string; reason: string | null; unit: string; post: string | null; topic: string | null; since: Date; review_at: Date; reviews: number; listed: boolean;
};

/** What is to be looked at first comes first. Of its topic no more than its public page says. */
const selectHardCases = statement<Row>('app_public', 'cases.select_hard_cases', `
  select h.number, h.round, h.ground, h.reason, h.unit, h.post, p.topic, h.since, h.review_at, h.reviews, h.listed
  from cases.hard_cases h left join cases.public_cases p on p.jurisdiction = h.jurisdiction and p.number = h.number
  where h.jurisdiction = $1 and h.listed = $2 and ($3::text[] is null or h.unit = any ($3)) and ($4::text is null or h.number = $4)
    and (h.review_at, h.number, h.round) > ($5::timestamptz, $6, $7::integer)
  order by h.review_at, h.number, h.round limit $8`);

/** Undefined when the cursor is none of ours. */
export async function listHardCases(
  reader: Reader, jurisdiction: JurisdictionCode, { units, listed, number }: HardFilter, page: { readonly cursor?: string; readonly limit: number },
): Promise<HardPage | undefined> {
  const after = page.cursor === undefined ? FIRST : parseCursor(page.cursor);
  if (!after) return undefined;
  const limit = Math.min(Math.max(1, page.limit), PAGE_MAX);
  const rows = await reader.rows(selectHardCases, [jurisdiction, listed, units ?? null, number ?? null, after.at, after.number, after.round, limit + 1]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    cases: rows.slice(0, limit).map(listedOf),
    ...(last ? { next: Buffer.from(`${String(last.review_at.getTime())} ${last.number} ${String(last.round)}`).toString('base64url') } : {}),
  };
}

const FIRST = { at: isoOf(0 as Instant), number: '', round: 0 };

function parseCursor(cursor: string): typeof FIRST | undefined {
  if (cursor.length > 100) return undefined;
  const [ms = '', number = '', round = ''] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  const at = /^\d{1,15}$/.test(ms) ? parseInstant(Number(ms)) : undefined;
  return at !== undefined && parseCaseNumber(number) && /^\d{1,4}$/.test(round) ? { at: isoOf(at), number, round: Number(round) } : undefined;
}

function listedOf(row: Row): ListedHardCase {
  const post = parsePostId(row.post ?? undefined);
  return {
    number: row.number as CaseNumber, round: row.round, ground: HARD_GROUNDS.find((one) => one === row.ground) ?? 'history', unit: parseUnitId(row.unit) ?? (row.unit as UnitId),
    since: instantOf(row.since), reviewAt: instantOf(row.review_at), reviews: row.reviews, listed: row.listed,
    ...(row.reason === null ? {} : { reason: row.reason }), ...(post ? { post } : {}), ...(row.topic === null ? {} : { topic: row.topic as TopicCode }),
  };
}
