import type { CaseId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { erasePayloads } from './store.ts';

/** In the transaction that erases the case (role `worker`): what was written about looking at it goes; that somebody asked and looked stays. */
export async function eraseRequestWords(tx: Tx, caseId: CaseId): Promise<void> {
  await tx.run(erasePayloads, [tx.actor.jurisdiction, caseId]);
}
