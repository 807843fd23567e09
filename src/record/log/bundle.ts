import { HASH_BYTES, type Hash } from '../merkle/hash.ts';
import { entriesPath, TILE_WIDTH } from '../merkle/tile.ts';
import { joined } from './spelling.ts';

/** C2SP tlog-tiles, "Log entries": up to 256 entries, each behind its length as uint16, most significant byte first. */
export const ENTRY_BYTES_MAX = 65_535;
const LENGTH_BYTES = 2;

/** The longest that a bundle of so many entries can be. */
export function bundleBytesMax(width: number): number {
  return width * (LENGTH_BYTES + ENTRY_BYTES_MAX);
}

/** Throws RangeError on none, on more than 256, and on an entry too long for its length. */
export function writeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length < 1 || entries.length > TILE_WIDTH) throw new RangeError('a bundle has 1 to 256 entries');
  return joined(...entries.flatMap((entry) => {
    if (entry.length > ENTRY_BYTES_MAX) throw new RangeError(`an entry is at most ${ENTRY_BYTES_MAX} bytes`);
    return [Uint8Array.of(Math.floor(entry.length / 256), entry.length % 256), entry];
  }));
}

/** Exactly `width` entries and nothing after them; undefined otherwise. The entries share the memory of `bytes`. */
export function parseBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return undefined;
    const end = at + LENGTH_BYTES + high * 256 + low;
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return at === bytes.length ? entries : undefined;
}

/** The hashes of a tile of exactly this width; undefined otherwise. They share the memory of `bytes`. */
export function parseTile(bytes: Uint8Array, width: number): readonly Hash[] | undefined {
  if (width < 1 || width > TILE_WIDTH || bytes.length !== width * HASH_BYTES) return undefined;
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

/** Reads what `entriesPath` writes and nothing else; undefined for any other text. */
export function parseEntriesPath(path: string): { readonly n: number; readonly width: number } | undefined {
  const found = /^tile\/entries\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!found) return undefined;
  const n = Number((found[1] ?? '').replaceAll(/[x/]/g, ''));
  const width = found[2] === undefined ? TILE_WIDTH : Number(found[2]);
  if (!Number.isSafeInteger(n) || width > TILE_WIDTH || entriesPath(n, width) !== path) return undefined;
  return { n, width };
}
