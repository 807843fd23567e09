import type { JurisdictionCode } from '../kernel/ids.ts';
import type { Reader } from '../platform/db/reader.ts';
import { writeLogProof } from './log/index.ts';
import { leafHash, type Hash } from './merkle/hash.ts';
import { inclusionRanges, verifyInclusion } from './merkle/proof.ts';
import { hashesOf, nodeInTile, placeOf, type Tile } from './merkle/tile.ts';
import { nodesOf, rangeHash, type Node } from './merkle/tree.ts';
import { selectProofTiles } from './proof-store.ts';
import type { Published } from './published-log.ts';

/** An entry at its place. */
export type PlacedEntry = { readonly index: number; readonly entry: Uint8Array };

/**
 * The entry's proof as a `.tlog-proof` file that carries the entry itself, under a checkpoint that covers it. One query,
 * whatever the log's size. Undefined when our tiles do not lead to the published root (an old backup, damage): a proof that
 * proves nothing is never handed out.
 */
export async function proveEntry(reader: Reader, jurisdiction: JurisdictionCode, { index, entry }: PlacedEntry, { note, checkpoint }: Published): Promise<Uint8Array | undefined> {
  const { size, root } = checkpoint;
  const ranges = inclusionRanges(index, size);
  const tiles = await readTiles(reader, jurisdiction, ranges.flatMap(nodesOf));
  const path = pathOf(() => ranges.map((range) => rangeHash(range, (node) => nodeInTile(node, tileOf(tiles, node)))));
  const isProof = path && verifyInclusion({ index, size, leaf: leafHash(entry), proof: path, root });
  return isProof ? writeLogProof({ index, path, checkpoint: note, extra: entry }) : undefined;
}

async function readTiles(reader: Reader, jurisdiction: JurisdictionCode, nodes: readonly Node[]): Promise<ReadonlyMap<string, Tile>> {
  const places = new Map(nodes.map(placeOf).map(({ level, n }) => [`${level}/${n}`, { level, n }]));
  if (places.size === 0) return new Map();
  const wanted = [...places.values()];
  const rows = await reader.rows(selectProofTiles, [jurisdiction, wanted.map(({ level }) => level), wanted.map(({ n }) => n)]);
  return new Map(rows.map(({ level, n, hashes }) => [`${level}/${n}`, { level, n: Number(n), hashes: hashesOf(hashes) }]));
}

function tileOf(tiles: ReadonlyMap<string, Tile>, node: Node): Tile {
  const { level, n } = placeOf(node);
  const tile = tiles.get(`${level}/${n}`);
  if (!tile) throw new RangeError('the tile is missing');
  return tile;
}

/** Tiles that are missing or too short are RangeErrors of the tree's own arithmetic. */
function pathOf(work: () => readonly Hash[]): readonly Hash[] | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
