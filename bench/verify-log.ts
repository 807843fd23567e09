import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseBundle, writeBundle } from '../src/record/log/index.ts';
import { leafHash, nodeHash, type Hash } from '../src/record/merkle/hash.ts';
import { entriesPath, grow, rootOf, tileBytes, tilePath, TILE_WIDTH, type Edge } from '../src/record/merkle/tile.ts';
import { writeCounty } from '../src/verify/county-log.fixture.ts';
import { verifyLog, type Fetcher, type Options } from '../src/verify/index.ts';
import { checkpointNote, policy } from '../src/verify/synthetic-log.fixture.ts';
import { judgeInThread } from '../src/verify-thread.ts';

/**
 * Full verification of an invented county's log in a folder, against a bare RFC 6962 tree over the same bundles: how much do
 * signatures, tiles, comparing, bounds and all that is checked in the entries cost, and does memory grow with the log?
 * `hashes` is the same verification with the entries' content ignored, `whole` judges it on the same thread, `two` on a second one,
 * as `minsheng verify` does. A day has 300 cases, some 2,700 entries. CPU seconds and, of the bare tree and of `two`, seconds on the
 * wall, which say something on a quiet machine alone; `busierSeconds` is the CPU of the busier of the two threads, what the wall
 * would be with a core for each. `node bench/verify-log.ts 100000 1000000`
 */
const RUNS = Number(process.env['RUNS'] ?? 3);
const CASES_A_DAY = 300;
const CELLS = 12;
/** Two sealed and four open entries a case, and what opens three of them the next day. */
const ENTRIES_A_DAY = CASES_A_DAY * 9 + 2;

for (const size of process.argv.slice(2).map(Number)) await measure(size);

async function measure(size: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'minsheng-bench-'));
  try {
    const { root, entryBytes, entries } = await writeLog(folder, size);
    const modes: Record<'bare' | 'hashes' | 'whole' | 'two', Spent[]> = { bare: [], hashes: [], whole: [], two: [] };
    // In turn, so that a busy moment of the machine falls on all.
    for (let run = 0; run < RUNS; run += 1) {
      modes.bare.push(await spentOn(async () => {
        if (Buffer.compare(await bareRoot(folder, entries), root) !== 0) throw new Error('two trees of one log');
      }));
      modes.hashes.push(await spentOn(() => verify(folder, { content: 'ignored' })));
      modes.whole.push(await spentOn(() => verify(folder, {})));
      modes.two.push(await spentOn(() => verify(folder, { judge: judgeInThread })));
    }
    const { bare, hashes, whole, two } = modes;
    const [bareSeconds, bareWallSeconds] = [medianOf(bare, 'cpu'), medianOf(bare, 'wall')];
    console.log(JSON.stringify({
      entries, entryBytes, bareSeconds, hashesSeconds: medianOf(hashes, 'cpu'), hashesRatio: round(medianOf(hashes, 'cpu') / bareSeconds),
      wholeSeconds: medianOf(whole, 'cpu'), wholeRatio: round(medianOf(whole, 'cpu') / bareSeconds), wholeWallSeconds: medianOf(whole, 'wall'),
      twoSeconds: medianOf(two, 'cpu'), busierSeconds: medianOf(two, 'busier'), busierRatio: round(medianOf(two, 'busier') / bareSeconds),
      bareWallSeconds, twoWallSeconds: medianOf(two, 'wall'), wallRatio: round(medianOf(two, 'wall') / bareWallSeconds), peakMiB: await peakMiB(folder),
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeLog(folder: string, size: number): Promise<{ readonly root: Hash; readonly entries: number; readonly entryBytes: number }> {
  let [edge, bytes, count]: [Edge, number, number] = [[], 0, 0];
  let part: Uint8Array[] = [];
  const flush = (): void => {
    const first = count - part.length;
    const grown = grow(edge, first, part.map(leafHash));
    edge = grown.edge;
    put(folder, entriesPath(first / TILE_WIDTH, part.length), writeBundle(part));
    for (const tile of grown.changed.filter(({ level, hashes }) => level === 0 || hashes.length === TILE_WIDTH)) {
      put(folder, tilePath(tile.level, tile.n, tile.hashes.length), tileBytes(tile));
    }
    part = [];
  };
  const atSeconds = writeCounty({ days: Math.max(1, Math.round(size / ENTRIES_A_DAY)), casesADay: CASES_A_DAY, cells: CELLS }, (entry) => {
    part.push(entry);
    [bytes, count] = [bytes + entry.length, count + 1];
    if (part.length === TILE_WIDTH) flush();
  });
  if (part.length > 0) flush();
  for (const tile of edge) put(folder, tilePath(tile.level, tile.n, tile.hashes.length), tileBytes(tile));
  put(folder, 'checkpoint', checkpointNote(count, rootOf(edge), { atSeconds }));
  return { root: rootOf(edge), entries: count, entryBytes: Math.round(bytes / count) };
}

/** A stack of perfect subtrees, joined while two have one height: nothing but the hashes of RFC 6962 §2.1. */
async function bareRoot(folder: string, size: number): Promise<Hash> {
  const stack: { height: number; hash: Hash }[] = [];
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - first);
    for (const entry of parseBundle(await readFile(join(folder, entriesPath(first / TILE_WIDTH, width))), width) ?? []) {
      let [height, hash] = [0, leafHash(entry)];
      for (let top = stack.at(-1); top?.height === height; top = stack.at(-1)) {
        hash = nodeHash(top.hash, hash);
        height += 1;
        stack.pop();
      }
      stack.push({ height, hash });
    }
  }
  const [last, ...rest] = stack.reverse();
  return rest.reduce((right, { hash }) => nodeHash(hash, right), last?.hash ?? Buffer.alloc(0));
}

function folderFetcher(folder: string): Fetcher {
  return {
    get: async (path) => {
      try {
        return { kind: 'found', bytes: await readFile(join(folder, path)) };
      } catch {
        return { kind: 'missing' };
      }
    },
  };
}

/** Live memory, sampled after a collection a hundred times on the way where the process may collect (`--expose-gc`). */
async function peakMiB(folder: string): Promise<number | undefined> {
  const { gc } = globalThis;
  if (!gc) return undefined;
  let [peak, step] = [0, 0];
  await verifyLog(folderFetcher(folder), policy, undefined, {
    onProgress: (at, of) => {
      if (Math.floor((at / of) * 100) === step) return;
      step = Math.floor((at / of) * 100);
      gc();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      peak = Math.max(peak, heapUsed + arrayBuffers);
    },
  });
  return round(peak / 1024 ** 2);
}

async function verify(folder: string, options: Options): Promise<void> {
  const report = await verifyLog(folderFetcher(folder), policy, undefined, options);
  if (report.verdict !== 'holds') throw new Error(JSON.stringify(report.findings));
}

/** Seconds. `busier`: of this thread, or of all others together (the judging one, reading files, collecting), whichever is more. */
type Spent = { readonly cpu: number; readonly wall: number; readonly busier: number };

async function spentOn(work: () => Promise<void>): Promise<Spent> {
  const [fromAll, fromOwn, fromMs] = [process.cpuUsage(), process.threadCpuUsage(), performance.now()];
  await work();
  const [all, own] = [secondsIn(process.cpuUsage(fromAll)), secondsIn(process.threadCpuUsage(fromOwn))];
  return { cpu: all, wall: (performance.now() - fromMs) / 1000, busier: Math.max(own, all - own) };
}

function secondsIn({ user, system }: { readonly user: number; readonly system: number }): number {
  return (user + system) / 1e6;
}

function medianOf(spent: readonly Spent[], what: keyof Spent): number {
  return median(spent.map((one) => one[what]));
}

function put(folder: string, path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

function median(values: readonly number[]): number {
  return round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
