import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A place for lines. `write` never throws and never waits: a full disk costs log lines, not answers. */
export type LogSink = { write(line: string): void; close(): void };

export type LogFile = LogSink & { readonly path: string };

/** Ten megabytes are some 80,000 answers; five such files are days of a county and minutes of an attack, and never a full disk. */
const BYTES_MAX = 10 * 1024 * 1024;
const FILES_MAX = 5;
/** Lines are written together: one system call for all of this time. A crash loses as much. */
const GATHER_MS = 200;
const GATHER_CHARACTERS_MAX = 64 * 1024;
/** Numbers of pino: 50 is an error, 60 a fatal one. Those are on the disk before anything else can go wrong. */
const GRAVE = /"level":(50|60|"error")/;

/** `minsheng.log` in `folder`, then `minsheng.log.1` (newer) to `.4` (older). Readable by its owner only. */
export function openLogFile(folder: string, limits: { readonly bytesMax?: number; readonly filesMax?: number } = {}): LogFile {
  const { bytesMax = BYTES_MAX, filesMax = FILES_MAX } = limits;
  const path = join(folder, 'minsheng.log');
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = gathered;
    gathered = '';
    if (text !== '') quietly(() => { append(path, text, bytesMax, filesMax); });
  };
  quietly(() => {
    // The folder above is the data folder: PostgreSQL's own account must be able to enter it, so only ours is closed.
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  });
  return {
    path,
    write(line) {
      gathered += line;
      if (gathered.length > GATHER_CHARACTERS_MAX || GRAVE.test(line)) flush();
      else timer ??= setTimeout(flush, GATHER_MS).unref();
    },
    close: flush,
  };
}

function append(path: string, text: string, bytesMax: number, filesMax: number): void {
  if (sizeOf(path) + Buffer.byteLength(text) > bytesMax) turnOver(path, filesMax);
  appendFileSync(path, text, { mode: 0o600 });
}

/** Oldest first, so that a crash between two steps leaves a gap in the numbers and no file lost but the oldest. */
function turnOver(path: string, filesMax: number): void {
  rmSync(`${path}.${filesMax - 1}`, { force: true });
  for (let age = filesMax - 2; age >= 0; age -= 1) {
    const from = age === 0 ? path : `${path}.${age}`;
    if (sizeOf(from) > 0) renameSync(from, `${path}.${age + 1}`);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** There is nobody to tell: the log is where one would be told. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Lines are lost; the program goes on.
  }
}
