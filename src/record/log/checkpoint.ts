import { HASH_BYTES, type Hash } from '../merkle/hash.ts';
import { parseCount, parseHash, writeBase64 } from './spelling.ts';

/** How large a log is and what its Merkle root is (C2SP tlog-checkpoint). Signed, it binds the log for ever. */
export type Checkpoint = {
  /** Which log: configured once, never changed, and taken by verifiers from their policy. */
  readonly origin: string;
  /** Entries, 0 to 2^53 − 1. */
  readonly size: number;
  readonly root: Hash;
  /** Lines of others' logs after the three. Ours never have any: no monitor can check them. */
  readonly extensions: readonly string[];
};

const ORIGIN_CHARS_MAX = 255;
const EXTENSIONS_MAX = 16;

/** Reads what `writeCheckpoint` writes; undefined for any other text. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', sizeText = '', rootText = '', ...after] = text.split('\n', 4 + EXTENSIONS_MAX);
  const [size, root, extensions] = [parseCount(sizeText), parseHash(rootText), after.slice(0, -1)];
  if (size === undefined || !root || !isLine(origin) || origin.length > ORIGIN_CHARS_MAX || !extensions.every(isLine)) return undefined;
  const read = { origin, size, root, extensions };
  return spell(read) === text ? read : undefined;
}

/** The body of the note. Throws RangeError where it could not be read back. */
export function writeCheckpoint(checkpoint: Checkpoint): string {
  const text = spell(checkpoint);
  if (checkpoint.root.length !== HASH_BYTES || !parseCheckpoint(text)) throw new RangeError('not a checkpoint');
  return text;
}

function spell({ origin, size, root, extensions }: Checkpoint): string {
  return [origin, size, writeBase64(root), ...extensions].map((line) => `${line}\n`).join('');
}

function isLine(line: string): boolean {
  return line.length > 0 && !/[\u0000-\u001f]/.test(line);
}
