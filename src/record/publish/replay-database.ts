import type { JurisdictionCode } from '../../kernel/ids.ts';
import { parseEntry, type Act } from '../log/index.ts';
import { leafHash, sameHash } from '../merkle/hash.ts';
import { grow, rootOf, tileBytes, TILE_WIDTH, type Edge, type Tile } from '../merkle/tile.ts';
import { adoptBeginning, announce, lostIn, RESTORED } from './replay-announce.ts';
import {
  cutTiles, enterAgain, enterPublished, lockLogForReplay, putHead, putTiles, selectHeadForReplay, selectLeaves, takeTail, type ReplayTx, type TailRow,
} from './replay-store.ts';
import { withdraw, type Forget, type Withdrawn } from './replay-withdraw.ts';
import type { Mark } from './source.ts';

export type Replay = {
  readonly tx: ReplayTx;
  readonly jurisdiction: JurisdictionCode;
  /** The published checkpoint, verified. */
  readonly published: Mark;
  /** The entries of one bundle, 256 or, the last, fewer. */
  readonly bundle: (n: number) => Promise<readonly Uint8Array[]>;
  readonly forget: Forget;
  readonly onProgress: (entries: number) => void;
};

export type Replayed = {
  /** Published entries that had been missing. */
  readonly entered: number;
  /** Of those, whose events were there or waiting: nothing of them is lost. */
  readonly known: number;
  /** Of the others the events are gone, and the log's next entry says so. */
  readonly lost: number;
  /** Entered after the backup was restored, never published: they stand behind the published ones now. */
  readonly moved: number;
  /** Openings of that time that wait for company again, and figures and files that are made again. */
  readonly withdrawn: number;
};
export type ReplayFault = { readonly kind: 'log-not-begun' } | { readonly kind: 'published-differs'; readonly index: number } | { readonly kind: 'files-changed' };

/**
 * Makes the log of the database begin with the published one. All of it in the caller's transaction: a crash or a fault
 * leaves the database as it was. Of what the database has, the common beginning stays; what follows it and was published
 * comes back; what was entered here meanwhile moves behind it, and between the two stands in public what was lost.
 */
export async function replayInto(replay: Replay): Promise<Replayed | ReplayFault> {
  const { tx, jurisdiction, published } = replay;
  await tx.rows(lockLogForReplay, [jurisdiction]);
  const [head] = await tx.rows(selectHeadForReplay, [jurisdiction]);
  if (!head) return { kind: 'log-not-begun' };
  const size = Number(head.size);
  const common = await commonBeginning(replay, size);
  if (common.size === published.size) return { entered: 0, known: 0, lost: 0, moved: 0, withdrawn: 0 };
  const tail = (await tx.rows(takeTail, [jurisdiction, common.size])).sort((a, b) => Number(a.index) - Number(b.index));
  const stranger = tail.find((row) => row.event_id === null);
  // An entry without event came from published files once: that other files deny it is for a person to judge.
  if (stranger) return { kind: 'published-differs', index: Number(stranger.index) };
  await tx.rows(cutTiles, [jurisdiction, String(common.size)]);
  await writeTiles(replay, common.edge);
  const restored = await enterMissing(replay, common, tail);
  if (!sameHash(rootOf(restored.edge), published.root)) return { kind: 'files-changed' };
  const own = tail.filter(({ event_id, part }) => !restored.indexes.has(`${event_id} ${part}`));
  const beginning = own.find(({ index }) => index === '0');
  if (beginning && !await adoptBeginning(tx, jurisdiction, beginning, (await replay.bundle(0))[0] ?? new Uint8Array())) return { kind: 'published-differs', index: 0 };
  const withdrawn = await withdraw(tx, jurisdiction, own.filter((row) => row !== beginning), replay.forget);
  const lost = await lostIn(tx, jurisdiction, Math.min(common.size, ...unpublishedRestores(withdrawn)), published.size);
  const moved = [...(lost ? [await announce(tx, jurisdiction, lost)] : []), ...withdrawn.left];
  const end = await enterBehind(replay, restored, moved);
  await tx.rows(putHead, [jurisdiction, end.size, rootOf(end.edge)]);
  return {
    entered: published.size - common.size, known: restored.indexes.size, lost: lost?.lost ?? 0, moved: withdrawn.left.length,
    withdrawn: withdrawn.openings + withdrawn.acts.filter(({ type }) => type !== RESTORED).length,
  };
}

/** An earlier replay's announcement that nobody has seen yet: what it told of is told with this one. */
function unpublishedRestores({ acts }: Withdrawn): readonly number[] {
  return acts.filter(({ type }) => type === RESTORED).map(({ open }: Act) => Number(open['first']));
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

/** What the published log does not hold follows it: the announcement first, then what was entered meanwhile. */
async function enterBehind(replay: Replay, { size, edge }: Grown, rows: readonly TailRow[]): Promise<Grown> {
  const { tx, jurisdiction } = replay;
  if (rows.length > 0) {
    await tx.rows(enterAgain, [
      jurisdiction, rows.map((_, i) => size + i), rows.map(({ event_id }) => event_id) as string[], rows.map(({ stream }) => stream) as string[],
      rows.map(({ stream_seq }) => stream_seq) as number[], rows.map(({ part }) => part), rows.map(({ entry }) => entry),
    ]);
  }
  const grown = grow(edge, size, rows.map(({ entry }) => leafHash(entry)));
  await writeTiles(replay, grown.changed);
  return { size: size + rows.length, edge: grown.edge };
}

function opensOf(entry: Uint8Array): number | undefined {
  const parsed = parseEntry(entry);
  return parsed?.kind === 'disclosed' ? parsed.index : undefined;
}

async function writeTiles({ tx, jurisdiction }: Replay, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return;
  await tx.rows(putTiles, [jurisdiction, tiles.map(({ level }) => level), tiles.map(({ n }) => n), tiles.map((tile) => tileBytes(tile))]);
}
