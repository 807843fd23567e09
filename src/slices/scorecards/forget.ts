import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { Reader } from '../../platform/db/reader.ts';
import type { Act } from '../../record/log/entry.ts';
import { publishedOf } from './score-published.ts';
import { deleteResults } from './store.ts';

/**
 * Results whose announcements are taken back, because the log that they counted was never published (`record replay`). By the owner,
 * in the transaction that takes the announcements back.
 */
export async function forgetResults(owner: Pick<Reader, 'rows'>, jurisdiction: JurisdictionCode, acts: readonly Act[]): Promise<void> {
  await owner.rows(deleteResults, [jurisdiction, acts.flatMap((act) => publishedOf(act)?.n ?? [])]);
}
