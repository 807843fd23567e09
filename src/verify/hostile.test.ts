import { describe, expect, test } from 'vitest';
import { NOTE_BYTES_MAX, writeBundle } from '../record/log/index.ts';
import { leafHash, type Hash } from '../record/merkle/hash.ts';
import { TILE_WIDTH, tileBytes } from '../record/merkle/tile.ts';
import { perfectHash } from '../record/merkle/tree.ts';
import type { Fetched, Fetcher } from './fetcher.ts';
import { checkpointNote, entriesOf, memoryFetcher, policy, syntheticLog, verifyHashes } from './synthetic-log.fixture.ts';

const honest = syntheticLog(entriesOf(700));
const found = (bytes: Uint8Array): Fetched => ({ kind: 'found', bytes });
const impatient = { requestMs: 50 };

/** Answers as the honest log does, but for one path. */
function except(path: string, get: Fetcher['get']): Fetcher {
  const rest = memoryFetcher(honest.files);
  return { get: (wanted, bounds) => (wanted === path ? get(wanted, bounds) : rest.get(wanted, bounds)) };
}

/** All entries are empty, so one tile a level serves a log of any size. */
function endlessLog(): Fetcher {
  const tiles: Hash[] = [leafHash(new Uint8Array())];
  for (let level = 1; level < 7; level += 1) tiles.push(perfectHash(Array.from({ length: TILE_WIDTH }, () => tiles[level - 1]!)));
  const files = tiles.map((hash, level) => tileBytes({ level, n: 0, hashes: Array.from({ length: TILE_WIDTH }, () => hash) }));
  const bundle = writeBundle(Array.from({ length: TILE_WIDTH }, () => new Uint8Array()));
  const checkpoint = checkpointNote(Number.MAX_SAFE_INTEGER, tiles[0]!);
  return { get: (path) => Promise.resolve(found(path === 'checkpoint' ? checkpoint : path.startsWith('tile/entries/') ? bundle : files[Number(path[5])]!)) };
}

describe('a hostile server gets a verdict, in time', () => {
  test.each(['checkpoint', 'tile/entries/001', 'tile/0/002.p/188', 'tile/1/000.p/2'])('silence at %s', async (path) => {
    const report = await verifyHashes(except(path, () => new Promise(() => undefined)), policy, undefined, { limits: impatient });
    expect(report).toMatchObject({ verdict: 'undecided', findings: [{ kind: 'timed-out', path }] });
  });

  test.each(['checkpoint', 'tile/entries/001', 'tile/0/002.p/188', 'tile/1/000.p/2'])('a cut connection at %s', async (path) => {
    const cut = await verifyHashes(except(path, () => Promise.reject(new TypeError('socket'))), policy, undefined);
    expect(cut).toMatchObject({ verdict: 'undecided', findings: [{ kind: 'cut', path }], kept: undefined });
    const thrown = await verifyHashes(except(path, () => { throw new Error('at once'); }), policy, undefined);
    expect(thrown.findings).toEqual([{ kind: 'cut', path }]);
  });

  test.each([['checkpoint', NOTE_BYTES_MAX], ['tile/0/001', 8192], ['tile/entries/002.p/188', 188 * 65_537], ['tile/1/000.p/2', 64]])('%s longer than %i bytes', async (path, bytesMax) => {
    let asked = 0;
    const report = await verifyHashes(except(path, (_, bounds) => {
      asked = bounds.bytesMax;
      return Promise.resolve(found(new Uint8Array(bytesMax + 1)));
    }), policy, undefined);
    expect(report).toMatchObject({ verdict: 'broken', findings: [{ kind: 'oversized', path }] });
    expect(asked).toBe(bytesMax);
  });

  test('a log without end costs the reader no more than the time or bytes allowed', async () => {
    const from = performance.now();
    expect(await verifyHashes(endlessLog(), policy, undefined, { limits: { wholeMs: 400 } })).toMatchObject({ verdict: 'undecided', findings: [{ kind: 'time-limit' }] });
    expect(performance.now() - from).toBeLessThan(20_000);
    const few = await verifyHashes(endlessLog(), policy, undefined, { limits: { wholeBytes: 100_000 } });
    expect(few).toMatchObject({ verdict: 'undecided', findings: [{ kind: 'bytes-limit' }] });
  });

  test('the same octets everywhere, empty files and nothing at all', async () => {
    const everywhere = (bytes: Uint8Array): Fetcher => ({ get: () => Promise.resolve(found(bytes)) });
    for (const bytes of [new Uint8Array(), new Uint8Array(8192), Buffer.from('\n\n'), Buffer.from('\u2014 \n\n\u2014 ')]) {
      expect(await verifyHashes(everywhere(bytes), policy, undefined)).toMatchObject({ verdict: 'broken', findings: [{ kind: 'note-malformed' }] });
    }
    expect(await verifyHashes(memoryFetcher(new Map()), policy, undefined)).toMatchObject({ verdict: 'undecided', findings: [{ kind: 'missing', path: 'checkpoint' }] });
  });

  test('a kept state that is none stops the reader before the log is judged', async () => {
    for (const checkpoint of [new Uint8Array(), Buffer.from('{}'), honest.files.get('tile/0/000')!]) {
      expect(await verifyHashes(memoryFetcher(honest.files), policy, { checkpoint })).toMatchObject({ verdict: 'undecided', findings: [{ kind: 'kept-unreadable' }] });
    }
  });

  test('what is under way is told to stop when the verdict is known', async () => {
    const signals: AbortSignal[] = [];
    await verifyHashes(except('tile/entries/001', (_, { signal }) => {
      signals.push(signal);
      return Promise.resolve(found(new Uint8Array(3)));
    }), policy, undefined);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('what was read ahead is let go, and asks for nothing more', async () => {
    const hanging: AbortSignal[] = [];
    let after = 0;
    let isOver = false;
    const rest = memoryFetcher(new Map([...honest.files, ['tile/entries/000', new Uint8Array(1)]]));
    const fetcher: Fetcher = { get: (path, bounds) => {
      if (isOver) after += 1;
      if (path !== 'tile/entries/002.p/188') return rest.get(path, bounds);
      hanging.push(bounds.signal);
      return new Promise((resolve) => { bounds.signal.addEventListener('abort', () => resolve({ kind: 'missing' })); });
    } };
    const report = await verifyHashes(fetcher, policy, undefined);
    isOver = true;
    expect(report.findings).toEqual([{ kind: 'malformed', path: 'tile/entries/000' }]);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect(hanging.map(({ aborted }) => aborted)).toEqual([true]);
    expect(after).toBe(0);
  });
});
