import type { JurisdictionCode } from '../../kernel/ids.ts';
import { parseEntry, writeAct, type Act, type DisclosedEntry } from '../log/index.ts';
import { RESTORED } from './replay-announce.ts';
import { deleteWithdrawn, takeWaiting, waitAgain, type ReplayTx, type TailRow } from './replay-store.ts';

/** What is taken back of the acts that nobody outside has seen: rows of slices that tell of them go with them, in the same transaction. */
export type Forget = (tx: ReplayTx, jurisdiction: JurisdictionCode, acts: readonly Act[]) => Promise<void>;

/**
 * These name entries by their index, or a tree by its root, and what they name is not what stands there now. All of them are made
 * again by the next day's run.
 */
const OF_THE_LOG = [RESTORED, 'scorecard.published.v1', 'opendata.published.v1'];

export type Withdrawn = {
  /** What stays of the tail, in its order. */
  readonly left: readonly TailRow[];
  /** Announcements, figures and files that spoke of a log that is no more. */
  readonly acts: readonly Act[];
  /** Openings whose acts wait for company again. */
  readonly openings: number;
};

/**
 * Of what was entered or queued since the restore and never published: openings and what speaks of the log itself. An opening may
 * have stood with others that the published log opened already, and the rest of its cell would be too few. A crash leaves nothing: all is the caller's transaction.
 */
export async function withdraw(tx: ReplayTx, jurisdiction: JurisdictionCode, tail: readonly TailRow[], forget: Forget): Promise<Withdrawn> {
  const waiting = await tx.rows(takeWaiting, [jurisdiction, OF_THE_LOG]);
  const left: TailRow[] = [];
  const [openings, withdrawn]: [Opening[], { row: Placed; act: Act }[]] = [[], []];
  for (const row of [...tail, ...waiting]) {
    const entry = parseEntry(row.entry);
    if (entry?.kind === 'disclosed') openings.push({ row, entry });
    else if (entry?.kind === 'act' && OF_THE_LOG.includes(entry.type)) withdrawn.push({ row, act: entry });
    else if ('index' in row) left.push(row);
  }
  if (openings.length > 0) await tx.rows(waitAgain, [jurisdiction, JSON.stringify(openings.map(waitingOf))]);
  const acts = withdrawn.map(({ act }) => act);
  if (acts.length > 0) {
    await tx.rows(deleteWithdrawn, [jurisdiction, withdrawn.map(({ row }) => row.stream ?? ''), withdrawn.map(({ row }) => row.stream_seq ?? 0)]);
    await forget(tx, jurisdiction, acts);
  }
  return { left, acts, openings: openings.length };
}

type Placed = Pick<TailRow, 'stream' | 'stream_seq' | 'entry'>;
type Opening = { readonly row: Placed; readonly entry: DisclosedEntry };

/** As it waited before (record.undisclosed): what a coarse cell had left out stays out. */
function waitingOf({ row, entry: { cell, act, fields } }: Opening): object {
  return {
    stream: row.stream, stream_seq: row.stream_seq, cause: cell.cause, family: cell.family, day: act?.day ?? null, body: act ? writeAct(act) : null,
    later: Object.fromEntries(Object.entries(fields).map(([label, { text }]) => [label, text])),
  };
}
