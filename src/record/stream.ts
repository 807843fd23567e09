import type { JurisdictionCode } from '../kernel/ids.ts';
import type { Reader, Tx } from '../platform/db/reader.ts';
import { parseEnvelope, type PublicEvent } from './envelope.ts';
import { destroyKey, forgetUndisclosed, selectLastOfStream, selectStream } from './store.ts';

/**
 * The public halves of a stream, oldest first; empty when there is none. The slice joins `sealed` from its payloads by
 * event id. `reader` is a Tx of that jurisdiction: row security shows no other.
 */
export async function readStream(reader: Reader, jurisdiction: JurisdictionCode, stream: string): Promise<PublicEvent[]> {
  const rows = await reader.rows(selectStream, [jurisdiction, stream]);
  return rows.map((row) => parseEnvelope(row.envelope));
}

/**
 * The number that the next event of a stream bears, for whoever numbers by the record itself. Two that ask at once get the
 * same: hold a lock of your own from here to the commit, or be ready for StreamConflict.
 */
export async function nextOfStream(tx: Tx, stream: string): Promise<number> {
  return ((await tx.row(selectLastOfStream, [tx.actor.jurisdiction, stream]))?.last ?? 0) + 1;
}

/**
 * Erases: without the key, commitments say nothing, and `append` takes no further private field. The slice deletes its
 * payloads in the same transaction (role `worker`). The stored bytes leave the disk with the next VACUUM, and old backups of keys
 * must be destroyed too. False when there was no key to destroy.
 */
export async function destroySubjectKey(tx: Tx, subject: string): Promise<boolean> {
  await tx.run(forgetUndisclosed, [tx.actor.jurisdiction, subject]);
  return await tx.run(destroyKey, [tx.actor.jurisdiction, subject]) > 0;
}
