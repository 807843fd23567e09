import type { CaseId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';

/** Up to which place of the stream the resident has read the conversation; 0 before the first time. `tx` is theirs: for anyone else there is no row. */
export async function residentReadTo(tx: Tx, caseId: CaseId): Promise<number> {
  return (await tx.row(selectResidentRead, [tx.actor.jurisdiction, caseId]))?.seen_to ?? 0;
}

/** Kept without a time, and for the resident's own page alone: whoever wrote does not learn when or whether it was read. */
export async function markResidentRead(tx: Tx, caseId: CaseId, to: number): Promise<void> {
  await tx.run(upsertResidentRead, [tx.actor.jurisdiction, caseId, to]);
}

const selectResidentRead = statement<{ seen_to: number }>('app_actor', 'cases.select_resident_read', `
  select seen_to from cases.resident_reads where jurisdiction = $1 and case_id = $2`);

const upsertResidentRead = statement<never>('app_actor', 'cases.upsert_resident_read', `
  insert into cases.resident_reads (jurisdiction, case_id, seen_to) values ($1, $2, $3)
  on conflict (jurisdiction, case_id) do update set seen_to = greatest(resident_reads.seen_to, excluded.seen_to)`);
