import type { JurisdictionCode } from './kernel/ids.ts';
import type { Reader } from './platform/db/reader.ts';
import { StartRefusal } from './platform/db/start-refusal.ts';
import { requireFinalLogs } from './record/index.ts';

/** Real use goes on with no log that was begun as a draft: what outsiders never witnessed must not look as if they had. Throws StartRefusal. */
export async function refuseDrafts(reader: Reader, codes: readonly JurisdictionCode[]): Promise<void> {
  const final = await requireFinalLogs(reader, codes);
  if (final.refused) throw new StartRefusal(final.reason);
}
