import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseBundle, writeBundle } from '../src/record/log/index.ts';
import { leafHash, nodeHash, type Hash } from '../src/record/merkle/hash.ts';
import { entriesPath, grow, rootOf, tileBytes, tilePath, TILE_WIDTH, type Edge } from '../src/record/merkle/tile.ts';
import { writeCounty } from '../src/verify/county-log.fixture.ts';
import { verifyLog, type Fetcher } from '../src/verify/index.ts';
import { checkpointNote, policy } from '../src/verify/synthetic-log.fixture.ts';

/**
 * Full verification of an invented county's log in a folder, against a bare RFC 6962 tree over the same bundles: how much do
 * signatures, tiles, comparing, bounds and all that is checked in the entries cost, and does memory grow with the log?
 * `hashes` is the same verification with the entries' content ignored. A day has 300 cases, some 2,700 entries.
 * `node bench/verify-log.ts 100000 1000000`
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
    const bare: number[] = [];
    const hashes: number[] = [];
    const whole: number[] = [];
    const wall: number[] = [];
    // In turn, so that a busy moment of the machine falls on both.
    for (let run = 0; run < RUNS; run += 1) {
      bare.push(await secondsOf(async () => {
        if (Buffer.compare(await bareRoot(folder, entries), root) !== 0) throw new Error('two trees of one log');
      }));
      hashes.push(await secondsOf(async () => {
        const report = await verifyLog(folderFetcher(folder), policy, undefined, { content: 'ignored' });
        if (report.verdict !== 'holds') throw new Error(JSON.stringify(report.findings));
      }));
      const from = performance.now();
      whole.push(await secondsOf(async () => {
        const report = await verifyLog(folderFetcher(folder), policy, undefined);
        if (report.verdict !== 'holds') throw new Error(JSON.stringify(report.findings));
      }));
      wall.push((performance.now() - from) / 1000);
    }
    const [bareSeconds, hashesSeconds, wholeSeconds] = [median(bare), median(hashes), median(whole)];
    console.log(JSON.stringify({
      entries, entryBytes, bareSeconds, hashesSeconds, hashesRatio: round(hashesSeconds / bareSeconds), wholeSeconds, wholeRatio: round(wholeSeconds / bareSeconds), wallSeconds: median(wall), peakMiB: await peakMiB(folder),
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

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
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
