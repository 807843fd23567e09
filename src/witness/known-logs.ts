import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseVerifierKey, type VerifierKey } from '../record/log/index.ts';

/** Which logs this witness follows. What it was told on the command line stays; files are read again when they change. */
export type KnownLogs = {
  /** All keys known now. Never rejects: a file that cannot be read adds nothing. */
  readonly keys: () => Promise<readonly VerifierKey[]>;
};

export type LogSources = {
  readonly keys: readonly VerifierKey[];
  /** Files with one verifier key a line, or folders in which every `<log>/log.vkey` is one. They may appear later. */
  readonly paths: readonly string[];
  /** Told once of each line that is no key of a log: file and line, from 1. */
  readonly onWrongLine: (path: string, line: number) => void;
};

/** A hostile or runaway file must not fill the memory: a key takes some 150 bytes. */
const FILE_BYTES_MAX = 1024 * 1024;
const LOGS_MAX = 1_000;
/** A burst of requests looks once. */
const LOOK_MS = 200;

/** A key that may sign checkpoints; undefined for anything else, a witness's key included. */
export function parseLogKey(text: string): VerifierKey | undefined {
  const key = parseVerifierKey(text);
  return key?.type === 'ed25519' ? key : undefined;
}

export function followLogs({ keys: told, paths, onWrongLine }: LogSources): KnownLogs {
  let seen = '';
  let known: Promise<readonly VerifierKey[]> = Promise.resolve(told);
  let lookedAt = -Infinity;
  const complained = new Set<string>();
  const look = async (before: Promise<readonly VerifierKey[]>): Promise<readonly VerifierKey[]> => {
    const files = (await Promise.all(paths.map(filesAt))).flat();
    const now = files.map(({ path, mark }) => `${path} ${mark}`).join('\n');
    if (now === seen) return before;
    const read = await Promise.all(files.map(({ path }) => keysIn(path, (line) => {
      const where = `${path}:${line}`;
      if (!complained.has(where)) onWrongLine(path, line);
      complained.add(where);
    })));
    seen = now;
    return [...told, ...read.flat()].slice(0, LOGS_MAX);
  };
  return {
    keys() {
      if (performance.now() - lookedAt < LOOK_MS) return known;
      lookedAt = performance.now();
      const before = known;
      known = look(before).catch(() => before);
      return known;
    },
  };
}

type File = { readonly path: string; readonly mark: string };

async function filesAt(path: string): Promise<readonly File[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) return [{ path, mark: `${found.mtimeMs} ${found.size} ${found.ino}` }];
  const names = (await readdir(path)).sort().slice(0, LOGS_MAX);
  const inside = await Promise.all(names.map((name) => filesAt(join(path, name, 'log.vkey'))));
  return inside.flat();
}

async function keysIn(path: string, onWrongLine: (line: number) => void): Promise<readonly VerifierKey[]> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  if (bytes.length > FILE_BYTES_MAX) {
    onWrongLine(0);
    return [];
  }
  return bytes.toString('utf8').split('\n').flatMap((text, at) => {
    const line = text.trim();
    if (line === '' || line.startsWith('#')) return [];
    const key = parseLogKey(line);
    if (!key) onWrongLine(at + 1);
    return key ? [key] : [];
  });
}
