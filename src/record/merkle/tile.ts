import { EMPTY_ROOT, HASH_BYTES, type Hash } from './hash.ts';
import { foldRight, nodesOf, perfectHash, type Node } from './tree.ts';

/** C2SP tlog-tiles: a full tile holds 256 hashes, the roots of 256 full tiles one level below (or 256 leaves). */
export const TILE_WIDTH = 256;
/** 256^(level + 1) leaves: seven levels hold more than 2^53. */
export const TILE_HEIGHT = 8;

/** A tile in memory: `n` counts tiles of its level from 0; fewer than 256 hashes make it partial. */
export type Tile = { readonly level: number; readonly n: number; readonly hashes: readonly Hash[] };

/** How many hashes the last, partial tile of a level has in a tree of this size; 0 when there is none (C2SP tlog-tiles). */
export function partialWidth(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level) % TILE_WIDTH;
}

/** How many full tiles a level has in a tree of this size. */
export function fullTiles(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** (level + 1));
}

/** `tile/0/x001/x234/067` or, partial, `tile/1/000.p/17`. */
export function tilePath(level: number, n: number, width = TILE_WIDTH): string {
  return `tile/${level}/${tileName(n, width)}`;
}

/** Where a bundle of up to 256 entries lies: `tile/entries/000`. */
export function entriesPath(n: number, width = TILE_WIDTH): string {
  return `tile/entries/${tileName(n, width)}`;
}

/** Reads what `tilePath` writes and nothing else; undefined for any other text. */
export function parseTilePath(path: string): { readonly level: number; readonly n: number; readonly width: number } | undefined {
  const found = /^tile\/([0-7])\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!found) return undefined;
  const level = Number(found[1]);
  const n = Number((found[2] ?? '').replaceAll(/[x/]/g, ''));
  const width = found[3] === undefined ? TILE_WIDTH : Number(found[3]);
  if (!Number.isSafeInteger(n) || tilePath(level, n, width) !== path) return undefined;
  return { level, n, width };
}

function tileName(n: number, width: number): string {
  if (!Number.isSafeInteger(n) || n < 0 || width < 1 || width > TILE_WIDTH) throw new RangeError('no such tile');
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const name = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? name : `${name}.p/${width}`;
}

/** Which tile holds a node, and which of the tile's hashes lie under it: [from, from + count). */
export function placeOf({ height, index }: Node): { readonly level: number; readonly n: number; readonly from: number; readonly count: number } {
  const level = Math.floor(height / TILE_HEIGHT);
  const count = 2 ** (height % TILE_HEIGHT);
  const first = index * count;
  return { level, n: Math.floor(first / TILE_WIDTH), from: first % TILE_WIDTH, count };
}

/** The hash of a node from the tile that holds it. Throws RangeError where the tile is too short. */
export function nodeInTile(node: Node, tile: Tile): Hash {
  const { from, count } = placeOf(node);
  if (from + count > tile.hashes.length) throw new RangeError('the tile does not reach this node');
  return perfectHash(tile.hashes.slice(from, from + count));
}

/** The right edge of a tree: its partial tiles by level, levels without one left out. All that growing it needs. */
export type Edge = readonly Tile[];

/** Which tiles the right edge of a tree of this size consists of. */
export function edgeOf(size: number): readonly { readonly level: number; readonly n: number; readonly width: number }[] {
  const places: { level: number; n: number; width: number }[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const width = partialWidth(level, size);
    if (width > 0) places.push({ level, n: fullTiles(level, size), width });
  }
  return places;
}

/** Adds leaves at the right. `changed` are the tiles to write, partial or newly full; a full tile is never touched again. */
export function grow(edge: Edge, size: number, leaves: readonly Hash[]): { readonly edge: Edge; readonly changed: readonly Tile[] } {
  const changed: Tile[] = [];
  const next: Tile[] = [];
  let added = leaves;
  let sizeHere = size;
  for (let level = 0; added.length > 0 || edge.some((tile) => tile.level >= level); level += 1) {
    const first = Math.floor(sizeHere / TILE_WIDTH);
    const row = [...edge.find((tile) => tile.level === level)?.hashes ?? [], ...added];
    const above: Hash[] = [];
    for (let i = 0; i < row.length; i += TILE_WIDTH) {
      const tile = { level, n: first + i / TILE_WIDTH, hashes: row.slice(i, i + TILE_WIDTH) };
      if (tile.hashes.length === TILE_WIDTH) above.push(perfectHash(tile.hashes));
      else next.push(tile);
      if (added.length > 0) changed.push(tile);
    }
    // Only full tiles are hashed upward.
    added = above;
    sizeHere = first;
  }
  return { edge: next, changed };
}

/** The root of the tree with this right edge: the perfect subtrees of its partial tiles, widest first, folded from the right. */
export function rootOf(edge: Edge): Hash {
  if (edge.length === 0) return EMPTY_ROOT;
  const fromWidest = [...edge].sort((a, b) => b.level - a.level);
  return foldRight(fromWidest.flatMap(subtreesOf));
}

function subtreesOf(tile: Tile): readonly Hash[] {
  return nodesOf({ start: 0, end: tile.hashes.length }).map(({ height, index }) => {
    const width = 2 ** height;
    return perfectHash(tile.hashes.slice(index * width, (index + 1) * width));
  });
}

/** A tile's bytes: its hashes one after another. */
export function tileBytes(tile: Tile): Uint8Array {
  const bytes = new Uint8Array(tile.hashes.length * HASH_BYTES);
  tile.hashes.forEach((hash, i) => bytes.set(hash, i * HASH_BYTES));
  return bytes;
}

/** Reads tile bytes. Throws RangeError unless they are 1 to 256 whole hashes. */
export function hashesOf(bytes: Uint8Array): readonly Hash[] {
  const count = bytes.length / HASH_BYTES;
  if (!Number.isInteger(count) || count < 1 || count > TILE_WIDTH) throw new RangeError('not the bytes of a tile');
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}
