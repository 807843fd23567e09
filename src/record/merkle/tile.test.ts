import { describe, expect, test } from 'vitest';
import { HASH_BYTES, leafHash, type Hash } from './hash.ts';
import { proveInclusion, verifyInclusion } from './proof.ts';
import {
  edgeOf, entriesPath, fullTiles, grow, hashesOf, nodeInTile, parseTilePath, partialWidth, placeOf, rootOf, tileBytes, tilePath,
  TILE_WIDTH, type Edge, type Tile,
} from './tile.ts';
import { rangeHash, readerOf } from './tree.ts';

describe('tile arithmetic (C2SP tlog-tiles)', () => {
  test('names are groups of three digits, all but the last marked x', () => {
    expect(tilePath(0, 1234067)).toBe('tile/0/x001/x234/067');
    expect(tilePath(1, 0, 17)).toBe('tile/1/000.p/17');
    expect(entriesPath(273, 112)).toBe('tile/entries/273.p/112');
  });

  test('a name is read back, and only in its one spelling', () => {
    expect(parseTilePath('tile/0/x001/x234/067')).toEqual({ level: 0, n: 1234067, width: TILE_WIDTH });
    expect(parseTilePath('tile/2/000.p/1')).toEqual({ level: 2, n: 0, width: 1 });
    const wrong = ['tile/0/1', 'tile/0/x000/067', 'tile/0/067.p/256', 'tile/0/067.p/0', 'tile/8/000', '/tile/0/000', 'tile/0/001/234'];
    expect(wrong.filter((path) => parseTilePath(path) !== undefined)).toEqual([]);
  });

  test('70,000 entries: 273 full tiles and 112 at level 0, one full and 17 at level 1, 1 at level 2', () => {
    expect([0, 1, 2].map((level) => [fullTiles(level, 70_000), partialWidth(level, 70_000)])).toEqual([[273, 112], [1, 17], [0, 1]]);
    expect(edgeOf(70_000)).toEqual([{ level: 0, n: 273, width: 112 }, { level: 1, n: 1, width: 17 }, { level: 2, n: 0, width: 1 }]);
    expect(edgeOf(256)).toEqual([{ level: 1, n: 0, width: 1 }]);
  });

  test('sizes beyond 32 bits are exact', () => {
    const size = 2 ** 40 + 2 ** 33 + 5;
    expect(partialWidth(0, size)).toBe(5);
    expect(fullTiles(0, size)).toBe(2 ** 32 + 2 ** 25);
    expect(placeOf({ height: 0, index: 2 ** 40 + 3 })).toEqual({ level: 0, n: 2 ** 32, from: 3, count: 1 });
  });
});

describe('growing', () => {
  const leaves = Array.from({ length: 70_000 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
  const tiles = new Map<string, Tile>();
  let edge: Edge = [];
  let size = 0;
  // Batches of uneven length, as a sequencer takes them; 997 is prime to the tile width.
  for (const step of [1, 255, 1, 511, 256, 3, 68_000, 973]) {
    const grown = grow(edge, size, leaves.slice(size, size + step));
    for (const tile of grown.changed) tiles.set(`${tile.level}/${tile.n}`, tile);
    edge = grown.edge;
    size += step;
  }

  test('leaves the root of all entries, whatever the batches were', () => {
    expect(size).toBe(70_000);
    expect(rootOf(edge)).toEqual(rangeHash({ start: 0, end: size }, readerOf(leaves)));
    expect(edge.map((tile) => [tile.level, tile.n, tile.hashes.length])).toEqual([[0, 273, 112], [1, 1, 17], [2, 0, 1]]);
  });

  test('writes every tile, so that proofs need no entries', () => {
    const readTiles = (node: { height: number; index: number }): Hash => {
      const { level, n } = placeOf(node);
      return nodeInTile(node, tiles.get(`${level}/${n}`) as Tile);
    };
    for (const index of [0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999]) {
      const proof = proveInclusion(index, size, readTiles);
      expect(verifyInclusion({ index, size, leaf: leaves[index] as Hash, proof, root: rootOf(edge) })).toBe(true);
    }
  });

  test('a full tile is 8192 bytes and survives its bytes', () => {
    const full = tiles.get('0/0') as Tile;
    expect(tileBytes(full).length).toBe(TILE_WIDTH * HASH_BYTES);
    expect(hashesOf(tileBytes(full)).map(String)).toEqual(full.hashes.map((hash) => String(Uint8Array.from(hash))));
    expect(() => hashesOf(new Uint8Array(33))).toThrow(RangeError);
    expect(() => hashesOf(new Uint8Array())).toThrow(RangeError);
  });

  test('nothing added changes nothing', () => {
    expect(grow(edge, size, [])).toEqual({ edge, changed: [] });
  });
});
