import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { Reader } from '../../platform/db/reader.ts';
import type { Hash } from '../merkle/hash.ts';
import { consistencyRanges, proveConsistency } from '../merkle/proof.ts';
import { edgeOf, hashesOf, nodeInTile, placeOf, type Edge, type Tile } from '../merkle/tile.ts';
import { nodesOf } from '../merkle/tree.ts';
import { selectEntries, selectTiles } from './store.ts';

/** Where a log stands, or stood when something was signed. */
export type Mark = { readonly size: number; readonly root: Hash };

/** What the publisher reads of one log. Everything below a committed head stays as it is, so no snapshot is needed. */
export type LogSource = {
  /** Entries [from, to). Throws SourceDamaged where one is missing. */
  readonly entries: (from: number, to: number) => Promise<readonly Uint8Array[]>;
  /** The right edge that the tree of this size had. Throws SourceDamaged. */
  readonly edgeAt: (size: number) => Promise<Edge>;
  /** RFC 6962 §2.1.2, from the stored tiles; 1 ≤ size1 ≤ size2 ≤ the committed size. Throws SourceDamaged. */
  readonly proof: (size1: number, size2: number) => Promise<readonly Hash[]>;
};

/** Entries or tiles below the committed head are missing. */
export class SourceDamaged extends Error {
  override readonly name = 'SourceDamaged';
}

export function databaseSource(reader: Reader, code: JurisdictionCode): LogSource {
  const tilesAt = async (places: readonly { readonly level: number; readonly n: number }[]): Promise<ReadonlyMap<string, Tile>> => {
    const rows = await reader.rows(selectTiles, [code, places.map(({ level }) => level), places.map(({ n }) => n)]);
    return new Map(rows.map(({ level, n, hashes }) => [`${level}/${n}`, { level, n: Number(n), hashes: hashesOf(hashes) }]));
  };
  return {
    async entries(from, to) {
      const rows = await reader.rows(selectEntries, [code, from, to]);
      const isWhole = rows.length === to - from && rows.every(({ index }, i) => Number(index) === from + i);
      if (!isWhole) throw new SourceDamaged(`entries are missing between ${from} and ${to}`);
      return rows.map(({ entry }) => entry);
    },
    async edgeAt(size) {
      const places = edgeOf(size);
      const tiles = await tilesAt(places);
      return places.map(({ level, n, width }) => {
        const hashes = tiles.get(`${level}/${n}`)?.hashes.slice(0, width) ?? [];
        if (hashes.length < width) throw new SourceDamaged(`tile ${level}/${n} is shorter than ${width}`);
        return { level, n, hashes };
      });
    },
    async proof(size1, size2) {
      const places = consistencyRanges(size1, size2).flatMap(nodesOf).map(placeOf);
      const tiles = await tilesAt([...new Map(places.map((place) => [`${place.level}/${place.n}`, place])).values()]);
      return proveConsistency(size1, size2, (node) => {
        const { level, n, from, count } = placeOf(node);
        const tile = tiles.get(`${level}/${n}`);
        if (!tile || tile.hashes.length < from + count) throw new SourceDamaged(`tile ${level}/${n} does not reach`);
        return nodeInTile(node, tile);
      });
    },
  };
}
