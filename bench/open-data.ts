import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { build, type EntrySource } from '../src/slices/opendata/build.ts';
import { inventedLog } from '../src/slices/opendata/opendata.fixture.ts';

/**
 * Every table in every format from an invented log in a file: seconds of this process and of the wall, bytes, whether memory
 * grows with the log, and how long other work waits in between. `node --expose-gc bench/open-data.ts 100000 1000000`
 */
const ENTRIES_PER_CASE = 11;
const AT_ONCE = 500;

for (const size of process.argv.slice(2).map(Number)) await measure(size);

async function measure(size: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'minsheng-bench-'));
  const file = await open(join(folder, 'log'), 'w+');
  try {
    const starts = await writeLog(file, Math.ceil(size / ENTRIES_PER_CASE));
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    let peak = 0;
    const source = fileSource(file, starts, () => {
      globalThis.gc?.();
      peak = Math.max(peak, process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers - before);
    });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const [cpu, at] = [process.cpuUsage(), performance.now()];
    const files = await build({ source, from: 0, to: starts.length - 1, folder: join(folder, 'made') });
    const { user, system } = process.cpuUsage(cpu);
    delay.disable();
    console.log(JSON.stringify({
      entries: starts.length - 1, logBytes: starts.at(-1), wallSeconds: round((performance.now() - at) / 1_000), cpuSeconds: round((user + system) / 1e6),
      peakMiB: round(peak / 2 ** 20), othersWaitMs: { p99: round(delay.percentile(99) / 1e6), most: round(delay.max / 1e6) },
      bytes: Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])),
    }));
  } finally {
    await file.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where each entry begins, and the end. */
async function writeLog(file: FileHandle, cases: number): Promise<readonly number[]> {
  const starts = [0];
  const log = inventedLog(cases);
  for (let first = 0; first < log.length; first += AT_ONCE) {
    const part = log.slice(first, first + AT_ONCE);
    await file.write(Buffer.concat(part));
    for (const { length } of part) starts.push((starts.at(-1) ?? 0) + length);
  }
  return starts;
}

/** Twenty times on the way memory is looked at: collecting costs time that is none of ours. */
function fileSource(file: FileHandle, starts: readonly number[], look: () => void): EntrySource {
  const read = async (from: number, to: number): Promise<Uint8Array[]> => {
    const base = starts[from] ?? 0;
    const { buffer } = await file.read(Buffer.alloc((starts[to] ?? 0) - base), 0, (starts[to] ?? 0) - base, base);
    return Array.from({ length: to - from }, (_, i) => buffer.subarray((starts[from + i] ?? 0) - base, (starts[from + i + 1] ?? 0) - base));
  };
  const step = Math.max(1, Math.floor((starts.length / AT_ONCE) / 20));
  return {
    async *batches(from, to) {
      for (let at = from, count = 0; at < to; at += AT_ONCE, count += 1) {
        if (count % step === 0) look();
        yield (await read(at, Math.min(to, at + AT_ONCE))).map((bytes, i) => ({ index: at + i, bytes }));
      }
    },
    at: async (indexes) => new Map(await Promise.all(indexes.map(async (index) => [index, (await read(index, index + 1))[0] ?? new Uint8Array()] as const))),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
