import { accept, type Decision } from '../kernel/refusal.ts';
import type { Hash } from '../record/merkle/hash.ts';
import { consistencyRanges, proveConsistency, verifyConsistency } from '../record/merkle/proof.ts';
import { nodeInTile, placeOf, rootOf, type Edge, type Tile } from '../record/merkle/tile.ts';
import { nodesOf, type Node } from '../record/merkle/tree.ts';

/** A tile that is full by now, read again. */
export type FullTile<Fault extends { kind: string }> = (level: number, n: number) => Promise<Decision<Tile, Fault>>;

/**
 * Did the tree that has this right edge now have that root at an earlier size? The hashes between are read again from the
 * log's tiles and need no trust: the proof (RFC 6962 §2.1.2) ends in the root that was just computed, or is none.
 * 1 ≤ earlier.size ≤ size.
 */
export async function hadRoot<Fault extends { kind: string }>(
  earlier: { readonly size: number; readonly root: Hash }, edge: Edge, size: number, fullTile: FullTile<Fault>,
): Promise<Decision<boolean, Fault>> {
  const tiles = new Map<string, Tile>();
  for (const { level, n } of consistencyRanges(earlier.size, size).flatMap(nodesOf).map(placeOf)) {
    if (tiles.has(nameOf(level, n))) continue;
    const known = edge.find((one) => one.level === level && one.n === n);
    const tile = known ? accept(known) : await fullTile(level, n);
    if (tile.refused) return tile;
    tiles.set(nameOf(level, n), tile.value);
  }
  const proof = proveConsistency(earlier.size, size, (node) => readFrom(tiles, node));
  return accept(verifyConsistency({ size1: earlier.size, root1: earlier.root, size2: size, root2: rootOf(edge), proof }));
}

function readFrom(tiles: ReadonlyMap<string, Tile>, node: Node): Hash {
  const { level, n } = placeOf(node);
  const tile = tiles.get(nameOf(level, n));
  if (!tile) throw new Error('a proof names a tile that was not read');
  return nodeInTile(node, tile);
}

function nameOf(level: number, n: number): string {
  return `${level}/${n}`;
}
