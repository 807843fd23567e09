import { parseCaseId, parseCaseNumber, parseUnitId, type CaseId, type CaseNumber, type DivisionCode, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';

/** A case that could be joined with others: in hand or waiting for it, about no official, and no danger. */
export type Joinable = { readonly id: CaseId; readonly number: CaseNumber; readonly unit?: UnitId };
/** Which of these topics (none: whichever), in which of these divisions (none: wherever), said at or after. */
export type JoinFilter = { readonly topics: readonly TopicCode[]; readonly divisions: readonly DivisionCode[]; readonly since: Instant };

type Row = { readonly case_id: string; readonly number: string; readonly handler: string | null; readonly danger: boolean };

const selectJoinable = statement<Row>('app_actor', 'cases.select_joinable', `
  select case_id, number, handler, urgency = 'danger' as danger from cases.cases
  where jurisdiction = $1 and due_at is not null and stage in ('submitted', 'accepted', 'dispatched', 'signed', 'contacted') and about = '{}'
    and ($2::text[] = '{}' or topic = any ($2::text[])) and ($3::text[] = '{}' or division = any ($3::text[])) and submitted_at >= $4::timestamptz
  order by urgency <> 'danger', submitted_at, case_id limit $5`);

const selectByNumber = statement<Row>('app_actor', 'cases.select_joinable_by_number', `
  select case_id, number, handler, urgency = 'danger' as danger from cases.cases where jurisdiction = $1 and number = any ($2::text[]) and about = '{}'`);

/** Of those the actor may see, at most `limit`; `danger` counts what fits but is handled alone. */
export async function joinableCases(tx: Tx, filter: JoinFilter, limit: number): Promise<{ readonly cases: readonly Joinable[]; readonly danger: number }> {
  const rows = await tx.rows(selectJoinable, [tx.actor.jurisdiction, filter.topics, filter.divisions, isoOf(filter.since), limit + 1]);
  return { cases: rows.filter(({ danger }) => !danger).slice(0, limit).map(joinableOf), danger: rows.filter(({ danger }) => danger).length };
}

/** Those of these numbers that the actor may see and that are about no official. */
export async function joinableByNumber(tx: Tx, numbers: readonly CaseNumber[]): Promise<readonly Joinable[]> {
  return (await tx.rows(selectByNumber, [tx.actor.jurisdiction, numbers])).map(joinableOf);
}

function joinableOf({ case_id: caseId, number, handler }: Row): Joinable {
  const [id, parsed, unit] = [parseCaseId(caseId), parseCaseNumber(number), parseUnitId(handler)];
  if (!id || !parsed) throw new Error('a case without id or number');
  return { id, number: parsed, ...(unit ? { unit } : {}) };
}
