import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseBundle, writeBundle } from '../src/record/log/index.ts';
import { leafHash, nodeHash, type Hash } from '../src/record/merkle/hash.ts';
import { entriesPath, grow, rootOf, tileBytes, tilePath, TILE_WIDTH, type Edge } from '../src/record/merkle/tile.ts';
import { verifyLog, type Fetcher } from '../src/verify/index.ts';
import { checkpointNote, policy } from '../src/verify/synthetic-log.fixture.ts';

/**
 * Full verification of a synthetic log in a folder, against a bare RFC 6962 tree over the same bundles: how much do
 * signatures, tiles, comparing and bounds cost, and does memory grow with the log?
 * `node bench/verify-log.ts 100000 1000000`
 */
const ENTRY_BYTES = 200;
const RUNS = 5;

for (const size of process.argv.slice(2).map(Number)) await measure(size);

async function measure(size: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'minsheng-bench-'));
  try {
    const root = await writeLog(folder, size);
    const bare: number[] = [];
    const whole: number[] = [];
    // In turn, so that a busy moment of the machine falls on both.
    for (let run = 0; run < RUNS; run += 1) {
      bare.push(await secondsOf(async () => {
        if (Buffer.compare(await bareRoot(folder, size), root) !== 0) throw new Error('two trees of one log');
      }));
      whole.push(await secondsOf(async () => {
        const report = await verifyLog(folderFetcher(folder), policy, undefined);
        if (report.verdict !== 'holds') throw new Error(JSON.stringify(report.findings));
      }));
    }
    const [bareSeconds, wholeSeconds] = [median(bare), median(whole)];
    console.log(JSON.stringify({ size, entryBytes: ENTRY_BYTES, bareSeconds, wholeSeconds, ratio: round(wholeSeconds / bareSeconds), peakMiB: await peakMiB(folder) }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeLog(folder: string, size: number): Promise<Hash> {
  let edge: Edge = [];
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - first);
    const entries = Array.from({ length: width }, (_, i) => Buffer.alloc(ENTRY_BYTES, `entry ${first + i} `));
    const grown = grow(edge, first, entries.map(leafHash));
    edge = grown.edge;
    await put(folder, entriesPath(first / TILE_WIDTH, width), writeBundle(entries));
    for (const tile of grown.changed.filter(({ level, hashes }) => level === 0 || hashes.length === TILE_WIDTH)) {
      await put(folder, tilePath(tile.level, tile.n, tile.hashes.length), tileBytes(tile));
    }
  }
  for (const tile of edge) await put(folder, tilePath(tile.level, tile.n, tile.hashes.length), tileBytes(tile));
  await put(folder, 'checkpoint', checkpointNote(size, rootOf(edge)));
  return rootOf(edge);
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

async function put(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), bytes);
}

function median(values: readonly number[]): number {
  return round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
