import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { SqlValue } from '../../platform/db/reader.ts';
import type { Statement } from '../../platform/db/statement.ts';
import { parseEntry, writeEntry } from '../log/index.ts';
import { leafHash, sameHash } from '../merkle/hash.ts';
import { grow, rootOf, tileBytes, TILE_WIDTH, type Edge, type Tile } from '../merkle/tile.ts';
import {
  cutTiles, enterAgain, enterPublished, lockLogForReplay, putHead, putTiles, rewriteWaiting, selectHeadForReplay, selectLeaves, selectWaitingDisclosures, takeTail, type TailRow,
} from './replay-store.ts';
import type { Mark } from './source.ts';

/** One open transaction of the owner: only a replay may take entries back, and only such as were never published. */
export type ReplayTx = { readonly rows: <Row>(made: Statement<Row>, values: readonly SqlValue[]) => Promise<Row[]> };

export type Replay = {
  readonly tx: ReplayTx;
  readonly jurisdiction: JurisdictionCode;
  /** The published checkpoint, verified. */
  readonly published: Mark;
  /** The entries of one bundle, 256 or, the last, fewer. */
  readonly bundle: (n: number) => Promise<readonly Uint8Array[]>;
  readonly onProgress: (entries: number) => void;
};

export type Replayed = {
  /** Published entries that had been missing. */
  readonly entered: number;
  /** Of those, whose events were there or waiting: nothing of them is lost. */
  readonly known: number;
  /** Entered after the backup was restored, never published: they stand behind the published ones now. */
  readonly moved: number;
};
export type ReplayFault = { readonly kind: 'log-not-begun' } | { readonly kind: 'published-differs'; readonly index: number } | { readonly kind: 'files-changed' };

/**
 * Makes the log of the database begin with the published one. All of it in the caller's transaction: a crash or a fault
 * leaves the database as it was. Of what the database has, the common beginning stays; what follows it and was published
 * comes back; what was entered here meanwhile moves behind it.
 */
export async function replayInto(replay: Replay): Promise<Replayed | ReplayFault> {
  const { tx, jurisdiction, published } = replay;
  await tx.rows(lockLogForReplay, [jurisdiction]);
  const [head] = await tx.rows(selectHeadForReplay, [jurisdiction]);
  if (!head) return { kind: 'log-not-begun' };
  const size = Number(head.size);
  const common = await commonBeginning(replay, size);
  if (common.size === published.size) return { entered: 0, known: 0, moved: 0 };
  const tail = (await tx.rows(takeTail, [jurisdiction, common.size])).sort((a, b) => Number(a.index) - Number(b.index));
  const stranger = tail.find((row) => row.event_id === null);
  // An entry without event came from published files once: that other files deny it is for a person to judge.
  if (stranger) return { kind: 'published-differs', index: Number(stranger.index) };
  await tx.rows(cutTiles, [jurisdiction, String(common.size)]);
  await writeTiles(replay, common.edge);
  const restored = await enterMissing(replay, common, tail);
  if (!sameHash(rootOf(restored.edge), published.root)) return { kind: 'files-changed' };
  const end = await moveTail(replay, restored, tail);
  await tx.rows(putHead, [jurisdiction, end.size, rootOf(end.edge)]);
  return { entered: published.size - common.size, known: restored.indexes.size, moved: end.size - published.size };
}

type Grown = { readonly size: number; readonly edge: Edge };

/** How far the database's log is the published one. */
async function commonBeginning({ tx, jurisdiction, published, bundle, onProgress }: Replay, size: number): Promise<Grown> {
  let grown: Grown = { size: 0, edge: [] };
  const end = Math.min(size, published.size);
  while (grown.size < end) {
    const first = grown.size;
    const leaves = (await bundle(first / TILE_WIDTH)).map(leafHash);
    const rows = await tx.rows(selectLeaves, [jurisdiction, first, Math.min(first + TILE_WIDTH, end)]);
    const differs = leaves.findIndex((leaf, i) => !rows[i] || !sameHash(rows[i].leaf_hash, leaf));
    const same = differs < 0 ? leaves : leaves.slice(0, differs);
    grown = { size: first + same.length, edge: grow(grown.edge, first, same).edge };
    onProgress(grown.size);
    if (same.length < TILE_WIDTH) break;
  }
  return grown;
}

/** Where an event's own entry stands now, by event. */
type Restored = Grown & { readonly indexes: ReadonlyMap<string, number> };

async function enterMissing(replay: Replay, common: Grown, tail: readonly TailRow[]): Promise<Restored> {
  const byBytes = new Map(tail.map((row) => [row.entry.toString('latin1'), row]));
  const indexes = new Map<string, number>();
  let { size, edge } = common;
  while (size < replay.published.size) {
    const entries = (await replay.bundle(Math.floor(size / TILE_WIDTH))).slice(size % TILE_WIDTH);
    for (const run of runsOf(entries, size)) await enterRun(replay, run, byBytes, indexes);
    const grown = grow(edge, size, entries.map(leafHash));
    await writeTiles(replay, grown.changed);
    [size, edge] = [size + entries.length, grown.edge];
    replay.onProgress(size);
  }
  return { size, edge, indexes };
}

type Run = { readonly first: number; readonly entries: readonly Uint8Array[] };

/** Entries that can go in one statement: none opens another of the same run, whose event would not be seen yet. */
function runsOf(entries: readonly Uint8Array[], first: number): readonly Run[] {
  const runs: { first: number; entries: Uint8Array[] }[] = [];
  entries.forEach((entry, i) => {
    const last = runs.at(-1);
    const opens = opensOf(entry);
    if (last && (opens === undefined || opens < last.first)) last.entries.push(entry);
    else runs.push({ first: first + i, entries: [entry] });
  });
  return runs;
}

async function enterRun({ tx, jurisdiction }: Replay, { first, entries }: Run, tail: ReadonlyMap<string, TailRow>, indexes: Map<string, number>): Promise<void> {
  const own = entries.map((entry) => tail.get(Buffer.from(entry).toString('latin1')));
  const rows = await tx.rows(enterPublished, [
    jurisdiction, first, entries, own.map((row) => row?.event_id ?? null) as string[], own.map((row) => row?.stream ?? null) as string[],
    own.map((row) => row?.stream_seq ?? null) as number[], own.map((row) => row?.part ?? null) as number[], entries.map((entry) => opensOf(entry) ?? null) as number[],
  ]);
  for (const row of rows) if (row.event_id !== null) indexes.set(`${row.event_id} ${row.part}`, Number(row.index));
}

/** What the published log does not hold follows it. A disclosure names its target by index: it names the new one. */
async function moveTail(replay: Replay, { size, edge, indexes }: Restored, tail: readonly TailRow[]): Promise<Grown> {
  const { tx, jurisdiction } = replay;
  const left = tail.filter(({ event_id, part }) => !indexes.has(`${event_id} ${part}`));
  const moved = new Map<number, number>(tail.flatMap(({ index, event_id, part }) => {
    const now = indexes.get(`${event_id} ${part}`);
    return now === undefined ? [] : [[Number(index), now] as const];
  }));
  left.forEach(({ index }, i) => moved.set(Number(index), size + i));
  const entries = left.map(({ entry }) => readdressed(entry, moved));
  if (left.length > 0) {
    await tx.rows(enterAgain, [
      jurisdiction, left.map((_, i) => size + i), left.map(({ event_id }) => event_id) as string[], left.map(({ stream }) => stream) as string[],
      left.map(({ stream_seq }) => stream_seq) as number[], left.map(({ part }) => part), entries,
    ]);
  }
  const waiting = await tx.rows(selectWaitingDisclosures, [jurisdiction]);
  const changed = waiting.map(({ ticket, entry }) => ({ ticket, entry, now: readdressed(entry, moved) })).filter(({ entry, now }) => !entry.equals(now));
  if (changed.length > 0) await tx.rows(rewriteWaiting, [jurisdiction, changed.map(({ ticket }) => ticket), changed.map(({ now }) => now)]);
  const grown = grow(edge, size, entries.map(leafHash));
  await writeTiles(replay, grown.changed);
  return { size: size + entries.length, edge: grown.edge };
}

function readdressed(entry: Buffer, moved: ReadonlyMap<number, number>): Buffer {
  const parsed = parseEntry(entry);
  const now = parsed?.kind === 'disclosed' ? moved.get(parsed.index) : undefined;
  return parsed?.kind === 'disclosed' && now !== undefined ? Buffer.from(writeEntry({ ...parsed, index: now })) : entry;
}

function opensOf(entry: Uint8Array): number | undefined {
  const parsed = parseEntry(entry);
  return parsed?.kind === 'disclosed' ? parsed.index : undefined;
}

async function writeTiles({ tx, jurisdiction }: Replay, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return;
  await tx.rows(putTiles, [jurisdiction, tiles.map(({ level }) => level), tiles.map(({ n }) => n), tiles.map((tile) => tileBytes(tile))]);
}
