import { accept, refuse, type Decision } from '../kernel/refusal.ts';
import { bundleBytesMax, parseBundle, parseTile, type Checkpoint } from '../record/log/index.ts';
import { HASH_BYTES, leafHash, sameHash } from '../record/merkle/hash.ts';
import { edgeOf, entriesPath, grow, rootOf, tileBytes, tilePath, TILE_WIDTH, type Edge, type Tile } from '../record/merkle/tile.ts';
import type { RootClaim } from './content-acts.ts';
import { hadRoot } from './earlier-root.ts';
import type { Finding } from './finding.ts';
import type { Judge, Judged } from './judge.ts';
import type { LogReader, ReadFault } from './reader.ts';

/** From a size whose root is known to the checkpoint's: every entry and every tile on the way is read and hashed again. */
export type Walk = {
  readonly reader: LogReader;
  readonly from: number;
  /** The right edge of the tree at `from`. */
  readonly edge: Edge;
  readonly to: Checkpoint;
  /** A root that the tree must have had on the way. */
  readonly kept: { readonly size: number; readonly root: Uint8Array } | undefined;
  readonly onEntry: (index: number, entry: Uint8Array) => void;
  /** Judges what the entries say; undefined where nobody asked. */
  readonly judge: Judge | undefined;
  readonly onProgress: (size: number, of: number) => void;
};

/** The file that a finding speaks of, as it was served. */
export type Served = { readonly path: string; readonly bytes: Uint8Array };
export type WalkFault = { readonly kind: 'fault'; readonly finding: Finding; readonly served: Served | undefined };
export type Walked = { readonly entries: number; readonly tiles: number };

/** Bundles under way at a time: enough to hide a server's delay, and at most 64 MiB even of the longest entries. */
const AHEAD_MAX = 4;

/** Of bundles that wait to be judged, unless one alone is longer. */
const WAITING_BYTES_MAX = 32 * 1024 ** 2;

/** Whoever judges may be a few bundles behind; what is wrong comes out in the order of the log all the same. */
export async function walk(order: Walk): Promise<Decision<Walked, WalkFault>> {
  const { from, to, onProgress } = order;
  const last = Math.ceil(to.size / TILE_WIDTH);
  const underWay: Promise<Decision<Leaves, WalkFault>>[] = [];
  const waiting: Waiting[] = [];
  let [next, at, edge, tiles] = [Math.floor(from / TILE_WIDTH), from, order.edge, 0];
  while (at < to.size) {
    while (underWay.length < AHEAD_MAX && next < last) underWay.push(readLeaves(order.reader, next++, to.size));
    const leaves = await underWay.shift();
    if (!leaves || leaves.refused) return firstOf(await settle(order, waiting), leaves ?? fault({ kind: 'root-differs', size: to.size }));
    const grown = growBy(order, edge, at, leaves.value);
    if (grown.refused) return firstOf(await settle(order, waiting), grown);
    const judged = judgeLeaves(order, at, leaves.value);
    const above = await compareAbove(order.reader, grown.value.changed.filter(({ level, hashes }) => level > 0 && hashes.length === TILE_WIDTH), to.size);
    waiting.push({ leaves: leaves.value, edge: grown.value.edge, above, judged });
    const settled = await settle(order, waiting, above.refused ? 0 : order.judge?.aheadMax);
    if (settled.refused) return settled;
    [at, edge, tiles] = [leaves.value.end, grown.value.edge, tiles + 1 + (above.refused ? 0 : above.value)];
    onProgress(at, to.size);
  }
  const settled = await settle(order, waiting);
  if (settled.refused) return settled;
  const above = await compareAbove(order.reader, edge.filter(({ level }) => level > 0), to.size);
  if (above.refused) return above;
  return sameHash(rootOf(edge), to.root) ? accept({ entries: at - from, tiles: tiles + above.value }) : fault({ kind: 'root-differs', size: to.size });
}

/** A bundle whose entries are as its tile says, and which is being judged. */
type Waiting = { readonly leaves: Leaves; readonly edge: Edge; readonly above: Decision<number, WalkFault>; readonly judged: Promise<Judged> | undefined };

function judgeLeaves({ judge }: Walk, at: number, { first, bundle, entries, width }: Leaves): Promise<Judged> | undefined {
  return judge?.judge({ at, entries: entries.slice(at - first), bundle: bundle.bytes, width, from: at - first, to: entries.length });
}

/** Waits for the oldest until no more than so many are left: what was said, then what lies above, then the roots that were named. */
async function settle(order: Walk, waiting: Waiting[], leftMax = 0): Promise<Decision<true, WalkFault>> {
  for (let one = waiting[0]; one && (waiting.length > leftMax || bytesOf(waiting) > WAITING_BYTES_MAX); one = waiting[0]) {
    waiting.shift();
    const { finding, claims } = await one.judged ?? { finding: undefined, claims: [] };
    if (finding) return fault(finding, one.leaves.bundle);
    if (one.above.refused) return one.above;
    const proven = await proveClaims(order, one.edge, one.leaves, claims);
    if (proven.refused) return proven;
  }
  return accept(true);
}

function bytesOf(waiting: readonly Waiting[]): number {
  return waiting.reduce((sum, { leaves }) => sum + leaves.bundle.bytes.length, 0);
}

/** What is wrong with an earlier bundle goes before what is wrong with this one. */
function firstOf(earlier: Decision<true, WalkFault>, own: Decision<never, WalkFault>): Decision<never, WalkFault> {
  return earlier.refused ? earlier : own;
}

/** The right edge that the tree of this size had, taken from today's tiles. What it hashes to, the caller compares. */
export async function edgeAt(reader: LogReader, size: number, sizeNow: number): Promise<Decision<Edge, WalkFault>> {
  const edge: Tile[] = [];
  for (const { level, n, width } of edgeOf(size)) {
    const read = await readTile(reader, level, n, sizeNow);
    if (read.refused) return read;
    edge.push({ level, n, hashes: (parseTile(read.value.bytes, read.value.bytes.length / HASH_BYTES) ?? []).slice(0, width) });
  }
  return accept(edge);
}

/** What the log says that it is. Not proven by the walk that follows: it decides what is held against the log, never in its favour. */
export async function firstEntry(reader: LogReader, size: number): Promise<Uint8Array> {
  const leaves = await readLeaves(reader, 0, size);
  return (leaves.refused ? undefined : leaves.value.entries[0]) ?? new Uint8Array();
}

/** A bundle of `width` entries, those of them that are in the tree, and the tile that names their hashes. */
type Leaves = { readonly first: number; readonly end: number; readonly bundle: Served; readonly width: number; readonly entries: readonly Uint8Array[]; readonly tile: Served };

async function readLeaves(reader: LogReader, n: number, size: number): Promise<Decision<Leaves, WalkFault>> {
  const width = widthAt(0, n, size);
  const [bundle, tile] = await Promise.all([readPart(reader, entriesPath(n, width), entriesPath(n), width, bundleBytesMax), readTile(reader, 0, n, size)]);
  if (bundle.refused) return fault(bundle.reason);
  if (tile.refused) return tile;
  const { served, isWhole } = bundle.value;
  const inBundle = isWhole ? TILE_WIDTH : width;
  const entries = parseBundle(served.bytes, inBundle)?.slice(0, width);
  if (!entries) return fault({ kind: 'malformed', path: served.path }, served);
  return accept({ first: n * TILE_WIDTH, end: n * TILE_WIDTH + width, bundle: served, width: inBundle, entries, tile: tile.value });
}

function growBy(order: Walk, edge: Edge, at: number, { first, end, bundle, entries, tile }: Leaves): Decision<ReturnType<typeof grow>, WalkFault> {
  const fresh = entries.slice(at - first);
  const leaves = fresh.map(leafHash);
  const grown = grow(edge, at, leaves);
  const computed = tileBytes(grown.changed[0] ?? { level: 0, n: 0, hashes: [] });
  const altered = firstDifference(computed, tile.bytes);
  if (altered !== undefined) return fault({ kind: 'entry-altered', index: first + Math.floor(altered / HASH_BYTES), path: bundle.path }, bundle);
  const { kept, to } = order;
  if (kept && kept.size > at && kept.size <= end && !sameHash(rootOf(grow(edge, at, leaves.slice(0, kept.size - at)).edge), kept.root)) {
    return fault({ kind: 'history-rewritten', keptSize: kept.size, size: to.size });
  }
  for (const [i, entry] of fresh.entries()) order.onEntry(at + i, entry);
  return accept(grown);
}

/** Roots of earlier trees that entries of this bundle name: the tree up to its end must have had them. */
async function proveClaims({ reader, to }: Walk, edge: Edge, { end, bundle }: Leaves, claims: readonly RootClaim[]): Promise<Decision<true, WalkFault>> {
  for (const { index, size, root } of claims) {
    const had = await hadRoot({ size, root }, edge, end, (level, n) => fullTile(reader, level, n, to.size));
    if (had.refused) return had;
    if (!had.value) return fault({ kind: 'earlier-root-differs', index, size }, bundle);
  }
  return accept(true);
}

async function fullTile(reader: LogReader, level: number, n: number, size: number): Promise<Decision<Tile, WalkFault>> {
  const read = await readTile(reader, level, n, size);
  return read.refused ? read : accept({ level, n, hashes: parseTile(read.value.bytes, TILE_WIDTH) ?? [] });
}

/** How many tiles were compared: each must be, octet for octet, what its children hash to. */
async function compareAbove(reader: LogReader, computed: readonly Tile[], size: number): Promise<Decision<number, WalkFault>> {
  for (const tile of computed) {
    const served = await readTile(reader, tile.level, tile.n, size);
    if (served.refused) return served;
    if (firstDifference(tileBytes(tile), served.value.bytes) !== undefined) return fault({ kind: 'tile-altered', path: served.value.path }, served.value);
  }
  return accept(computed.length);
}

/** As many hashes of the tile as a tree of this size has. */
async function readTile(reader: LogReader, level: number, n: number, size: number): Promise<Decision<Served, WalkFault>> {
  const width = widthAt(level, n, size);
  const read = await readPart(reader, tilePath(level, n, width), tilePath(level, n), width, (hashes) => hashes * HASH_BYTES);
  if (read.refused) return fault(read.reason);
  const { served, isWhole } = read.value;
  if (served.bytes.length !== (isWhole ? TILE_WIDTH : width) * HASH_BYTES) return fault({ kind: 'malformed', path: served.path }, served);
  return accept({ path: served.path, bytes: served.bytes.subarray(0, width * HASH_BYTES) });
}

/** C2SP tlog-tiles: a log may drop a partial file once the full one exists, so a reader behind it takes the full one. */
async function readPart(
  reader: LogReader, path: string, wholePath: string, width: number, bytesMax: (width: number) => number,
): Promise<Decision<{ readonly served: Served; readonly isWhole: boolean }, ReadFault>> {
  const part = await reader.read(path, bytesMax(width));
  if (!part.refused) return accept({ served: { path, bytes: part.value }, isWhole: width === TILE_WIDTH });
  if (part.reason.kind !== 'missing' || width === TILE_WIDTH) return part;
  const whole = await reader.read(wholePath, bytesMax(TILE_WIDTH));
  if (!whole.refused) return accept({ served: { path: wholePath, bytes: whole.value }, isWhole: true });
  // Neither is there: what is owed is the partial one.
  return whole.reason.kind === 'missing' ? part : whole;
}

function widthAt(level: number, n: number, size: number): number {
  return Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - n * TILE_WIDTH);
}

function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return i;
  return a.length === b.length ? undefined : length;
}

export function fault(finding: Finding, served?: Served): Decision<never, WalkFault> {
  return refuse({ kind: 'fault', finding, served });
}
