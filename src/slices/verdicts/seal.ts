import { parseUnitId, type JurisdictionCode, type UnitId } from '../../kernel/ids.ts';
import { isoOf } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { append, nextOfStream, type EventDraft } from '../../record/index.ts';
import { answeredInMonths } from '../cases/index.ts';
import { monthAfter, type Batch } from './batch.ts';
import { insertBatch, lockBatches, rewriteInKeyOrder, selectLastBatch, selectSealed } from './store.ts';

/** An entry of the log holds 65,535 bytes; a ballot in it takes some fifty. */
const BALLOTS_PER_ENTRY = 1_000;

/** One batch sealer a jurisdiction, to the end of its transaction: batches are counted, and their stream numbered, one after another. */
export async function holdBatches(tx: Tx): Promise<void> {
  await tx.row(lockBatches, [tx.actor.jurisdiction]);
}

/**
 * Seals one batch in the caller's transaction, which holds the lock: its sum, its ballots in the order of their keys, and the
 * entries from which each voter finds their own. A crash before the commit leaves neither.
 */
export async function sealBatch(tx: Tx, unit: string, batch: Batch, zone: string, keys: KeyProvider): Promise<void> {
  const { jurisdiction } = tx.actor;
  const last = await tx.row(selectLastBatch, [jurisdiction, unit]);
  await tx.run(insertBatch, [jurisdiction, unit, batch.fromMonth, batch.toMonth, batch.scores, isoOf(tx.at)]);
  await tx.run(rewriteInKeyOrder, [jurisdiction, unit, batch.fromMonth, batch.toMonth]);
  const ballots = await tx.rows(selectSealed, [jurisdiction, unit, batch.fromMonth, batch.toMonth]);
  const since = last ? monthAfter(last.to_month) : batch.fromMonth;
  const answered = await answersIn(tx, { unit: parseUnitId(unit) ?? unknownUnit(unit), fromMonth: since, toMonth: batch.toMonth }, zone);
  const seq = await nextOfStream(tx, streamOf(jurisdiction));
  await append(tx, streamOf(jurisdiction), draftsOf(jurisdiction, unit, batch, ballots.map(({ ballot_key: key, score }) => [key.toString('base64url'), score]), answered, seq), keys);
}

export function streamOf(jurisdiction: string): `ballots:${string}` {
  return `ballots:${jurisdiction}`;
}

/** As many entries as the ballots need, of equal size within one: none of them could hold fewer than ten. */
export function draftsOf(
  jurisdiction: JurisdictionCode, unit: string, { fromMonth, toMonth }: Batch, ballots: readonly (readonly [string, number])[], answered: number, seq: number,
): readonly EventDraft[] {
  const parts = Math.ceil(ballots.length / BALLOTS_PER_ENTRY);
  return Array.from({ length: parts }, (_, index) => ({
    type: 'verdicts.batch-sealed.v1', stream: streamOf(jurisdiction), streamSeq: seq + index, role: 'system',
    open: {
      unit, fromMonth, toMonth, answered, part: index + 1, parts,
      ballots: ballots.slice(Math.floor((index * ballots.length) / parts), Math.floor(((index + 1) * ballots.length) / parts)),
    },
    sealed: {},
  }));
}

async function answersIn(tx: Tx, months: { readonly unit: UnitId; readonly fromMonth: string; readonly toMonth: string }, zone: string): Promise<number> {
  return (await answeredInMonths(tx, tx.actor.jurisdiction, [months], zone)).get(months.unit) ?? 0;
}

function unknownUnit(text: string): never {
  throw new Error(`a ballot names no unit: ${text}`);
}
