import { leafHash, sameHash } from '../merkle/hash.ts';
import { edgeOf, entriesPath, grow, tileBytes, tilePath, TILE_WIDTH, type Edge } from '../merkle/tile.ts';
import { writeBundle } from '../log/index.ts';
import type { NamedFile } from './disk.ts';

/** A tree as far as its files are made: enough to make those of a larger one. */
export type Grown = {
  readonly size: number;
  readonly edge: Edge;
  /** The entries of the last bundle, where it is not full: 0 to 255. */
  readonly tail: readonly Uint8Array[];
};

export const NOTHING: Grown = { size: 0, edge: [], tail: [] };

/** The larger tree, and the files that came full on the way: none of them will ever change. */
export function growBy({ size, edge, tail }: Grown, entries: readonly Uint8Array[]): { readonly grown: Grown; readonly full: readonly NamedFile[] } {
  const grown = grow(edge, size, entries.map(leafHash));
  const full: NamedFile[] = grown.changed.filter(({ hashes }) => hashes.length === TILE_WIDTH)
    .map((tile) => ({ path: tilePath(tile.level, tile.n), bytes: tileBytes(tile) }));
  const row = [...tail, ...entries];
  const first = Math.floor(size / TILE_WIDTH);
  const bundles = Math.floor(row.length / TILE_WIDTH);
  for (let i = 0; i < bundles; i += 1) {
    full.push({ path: entriesPath(first + i), bytes: writeBundle(row.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH)) });
  }
  return { grown: { size: size + entries.length, edge: grown.edge, tail: row.slice(bundles * TILE_WIDTH) }, full };
}

/** The partial files of a tree that one of `before` entries had not. */
export function partialFiles({ size, edge, tail }: Grown, before: number): readonly NamedFile[] {
  if (size === before) return [];
  const had = new Set(edgeOf(before).map(({ level, n, width }) => tilePath(level, n, width)));
  const tiles = edge.map((tile) => ({ path: tilePath(tile.level, tile.n, tile.hashes.length), bytes: tileBytes(tile) })).filter(({ path }) => !had.has(path));
  if (tail.length === 0) return tiles;
  return [...tiles, { path: entriesPath(Math.floor(size / TILE_WIDTH), tail.length), bytes: writeBundle(tail) }];
}

/** The folder of partial files that a full file makes useless: `tile/0/000` → `tile/0/000.p`. */
export function partialsOf(fullPath: string): string {
  return `${fullPath}.p`;
}

/** Are these the entries whose hashes end the lowest level? */
export function isTailOf(tail: readonly Uint8Array[], edge: Edge): boolean {
  const hashes = edge.find(({ level }) => level === 0)?.hashes ?? [];
  return hashes.length === tail.length && tail.every((entry, i) => sameHash(leafHash(entry), hashes[i] ?? entry));
}
