import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JurisdictionCode } from '../kernel/ids.ts';
import { instantOf, type Instant } from '../kernel/instant.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Database } from '../platform/db/database.ts';
import { append, StreamConflict } from './append.ts';
import type { EventDraft } from './event.ts';
import { openCheckpoint, parsePolicy, quorumSeconds, type SignedCheckpoint } from './log/index.ts';
import { writeBase64 } from './log/spelling.ts';
import { selectLastWitnessed } from './store.ts';
import { nextOfStream } from './stream.ts';

export type WitnessedDeps = { readonly database: Database; readonly keys: KeyProvider };

/**
 * Once a day the log keeps a checkpoint that outsiders cosigned, as an entry of its own: whoever reads it for the first time
 * can then bound every time in it, and needs no checkpoint of their own. `dayOf` gives the date in the jurisdiction's zone.
 * Whether an entry was appended: not twice a day, not where no quorum has cosigned, and not what another process appends.
 *
 * A crash between reading and appending leaves nothing; the next run does it.
 */
export async function appendWitnessed({ database, keys }: WitnessedDeps, jurisdiction: JurisdictionCode, folder: string, dayOf: (at: Instant) => string): Promise<boolean> {
  const signed = await readCosigned(folder);
  if (!signed) return false;
  const stream = `record:${jurisdiction}` as const;
  try {
    return await database.inTransaction({ kind: 'system', jurisdiction, job: 'witnessed' }, async (tx) => {
      const [last, streamSeq] = await Promise.all([tx.row(selectLastWitnessed, [jurisdiction, stream]), nextOfStream(tx, stream)]);
      if (last?.at && dayOf(instantOf(last.at)) === dayOf(tx.at)) return false;
      await append(tx, stream, [draftOf(stream, streamSeq, signed)], keys);
      return true;
    }, 'worker');
  } catch (error) {
    if (error instanceof StreamConflict) return false;
    throw error;
  }
}

function draftOf(stream: EventDraft['stream'], streamSeq: number, { checkpoint: { size }, note }: SignedCheckpoint): EventDraft {
  return { type: 'record.witnessed.v1', stream, streamSeq, role: 'system', open: { size, checkpoint: writeBase64(note) }, sealed: {} };
}

/** What the publisher wrote last, if it holds and a quorum has cosigned it. Publishing may not have begun. */
async function readCosigned(folder: string): Promise<SignedCheckpoint | undefined> {
  const [policyBytes, note] = await Promise.all(['policy', 'checkpoint'].map((name) => readFile(join(folder, name)).catch(() => undefined)));
  const policy = policyBytes && parsePolicy(policyBytes);
  if (!note || !policy || policy.refused) return undefined;
  const signed = openCheckpoint(note, policy.value);
  return signed.refused || quorumSeconds(policy.value, signed.value) === undefined || signed.value.checkpoint.size < 1 ? undefined : signed.value;
}
