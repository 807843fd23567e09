import { describe, expect, test } from 'vitest';
import vectors from '../../../vectors/log-tile.json' with { type: 'json' };
import { leafHash } from '../merkle/hash.ts';
import { grow, parseTilePath, rootOf, tileBytes, tilePath } from '../merkle/tile.ts';
import { bundleBytesMax, ENTRY_BYTES_MAX, parseBundle, parseEntriesPath, parseTile, writeBundle } from './bundle.ts';

describe('tiles and bundles (C2SP tlog-tiles)', () => {
  const { edge, changed } = grow([], 0, Array.from({ length: vectors.size }, (_, i) => leafHash(Buffer.from(`entry ${i}`))));
  const files = new Map(changed.map((tile) => [tilePath(tile.level, tile.n, tile.hashes.length), tileBytes(tile)]));

  test('the root is that of a second implementation', () => {
    expect(Buffer.from(rootOf(edge)).toString('base64')).toBe(vectors.root);
  });

  test.each(vectors.tiles)('$path is the tile of a second implementation', ({ path, bytes }) => {
    expect(Buffer.from(files.get(path)!).toString('hex')).toBe(bytes);
    const { width } = parseTilePath(path)!;
    expect(parseTile(Buffer.from(bytes, 'hex'), width)).toHaveLength(width);
    expect(parseTile(Buffer.from(bytes, 'hex').subarray(1), width)).toBeUndefined();
    expect(parseTile(Buffer.from(bytes, 'hex'), width - 1)).toBeUndefined();
  });

  test.each(vectors.bundles)('bundle $bytes', ({ entries, bytes }) => {
    const written = writeBundle(entries.map((entry) => Buffer.from(entry)));
    expect(Buffer.from(written).toString('hex')).toBe(bytes);
    expect(parseBundle(written, entries.length)?.map((entry) => Buffer.from(entry).toString())).toEqual(entries);
  });

  test('the longest entry fits, a longer one does not, nor a 257th', () => {
    const longest = writeBundle([new Uint8Array(ENTRY_BYTES_MAX)]);
    expect(longest.length).toBe(bundleBytesMax(1));
    expect(parseBundle(longest, 1)?.[0]).toHaveLength(ENTRY_BYTES_MAX);
    expect(() => writeBundle([new Uint8Array(ENTRY_BYTES_MAX + 1)])).toThrow(RangeError);
    expect(() => writeBundle([])).toThrow(RangeError);
    expect(() => writeBundle(Array.from({ length: 257 }, () => new Uint8Array()))).toThrow(RangeError);
  });

  test('paths of bundles are read in their one spelling', () => {
    expect(parseEntriesPath('tile/entries/x001/x234/067')).toEqual({ n: 1_234_067, width: 256 });
    expect(parseEntriesPath('tile/entries/273.p/112')).toEqual({ n: 273, width: 112 });
    const wrong = ['tile/entries/1', 'tile/entries/x000/001', 'tile/entries/001.p/0', 'tile/entries/001.p/256', 'tile/entries/001.p/999', 'tile/0/001', 'tile/entries/../001'];
    expect(wrong.filter((path) => parseEntriesPath(path) !== undefined)).toEqual([]);
  });
});
