import { parseCaseNumber, type CaseNumber, type DivisionCode, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { instantOf, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';

/** The dispatch list sent a case of this kind to the wrong unit, says the ruling in that case. */
export type Correction = { readonly to: UnitId; readonly since: Instant; readonly number: CaseNumber };

const selectCorrection = statement<{ number: string; corrected_to: string; corrected_at: Date }>('app_actor', 'cases.select_correction', `
  select number, corrected_to, corrected_at from cases.cases
  where jurisdiction = $1 and topic = $2 and division = any ($3::text[]) and corrected_from = $4 and corrected_to is not null
  order by corrected_at desc limit 1`);

/**
 * The newest ruling that took a case of this topic, in one of these places, from the unit that the list names. An upheld objection
 * corrects the list (charter promise 3): from then on the suggestion is the other unit, until the files themselves say so.
 */
export async function correctionOf(tx: Tx, topic: TopicCode, places: readonly DivisionCode[], from: UnitId): Promise<Correction | undefined> {
  const row = await tx.row(selectCorrection, [tx.actor.jurisdiction, topic, places, from]);
  const number = row && parseCaseNumber(row.number);
  return row && number ? { to: row.corrected_to as UnitId, since: instantOf(row.corrected_at), number } : undefined;
}
