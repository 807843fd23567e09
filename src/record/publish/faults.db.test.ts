import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { temporaryFolder } from '../../../test/support/server.ts';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { verifyLog, type KeptState } from '../../verify/index.ts';
import { parsePolicy, type Policy, type Signer } from '../log/index.ts';
import { rootOf } from '../merkle/tile.ts';
import { LINJIANG } from '../record.fixture.ts';
import { openDisk, type Disk, type NamedFile } from './disk.ts';
import { growBy, NOTHING } from './growth.ts';
import { ensureSigner } from './keys.ts';
import { Publication, type Published } from './publication.ts';
import { folderFetcher, growLog, keyIn, LOG, openWitness, witnessesOf, type LocalWitness } from './publish.fixture.ts';
import { keyFolder, logFolder } from './places.ts';
import { databaseSource, type LogSource, type Mark } from './source.ts';
import { NO_WITNESSES } from './witnesses-file.ts';

/** The sizes of three publications: within the first tile, across tiles and a level, and further. */
const [FIRST, SECOND, THIRD] = [200, 700, 900];
const OTHER = 'elsewhere' as JurisdictionCode;

let test: TestDatabase;
let witnesses: readonly LocalWitness[];
let ours: Log;
let another: Log;
let dataDir: string;

beforeAll(async () => {
  test = await openTestDatabase();
  await growLog(test.database, THIRD - 1);
  await growLog(test.database, THIRD - 1, OTHER);
  witnesses = await Promise.all(['university', 'newspaper'].map((name, i) => openWitness(name, i + 2, () => keyIn(dataDir))));
  ours = await logOf(LINJIANG);
  another = await logOf(OTHER);
});
afterAll(async () => {
  await Promise.all(witnesses.map((witness) => witness.close()));
  await test.close();
});

describe('whatever write of a publication is the last before a crash', () => {
  it('no two trees are signed for one size, each checkpoint follows from the one before, and all its files are there', async () => {
    const writes = await inFolder(async (run) => {
      await run.publish(ours, FIRST);
      return run.counted(() => run.publish(ours, SECOND));
    });
    expect(writes).toBeGreaterThan(8);
    for (let at = 0; at < writes; at += 1) {
      for (const isPersisted of [false, true]) {
        await inFolder(async (run) => {
          await run.publish(ours, FIRST);
          await run.check();
          await expect(run.crashing({ at, isPersisted }, () => run.publish(ours, SECOND)), `write ${at}`).rejects.toThrow('crash');
          // What readers find at this moment holds.
          await run.check();
          expect(await run.publish(ours, THIRD)).toEqual({ kind: 'published', size: THIRD });
          await run.check();
          expect(run.forks()).toEqual([]);
        });
      }
    }
  }, 120_000);

  it('and a database that came back as another one is refused, at every such moment at which the new size was signed or shown', async () => {
    await inFolder(async (run) => {
      await run.publish(ours, FIRST);
      // The intent is on the disk, nothing is signed.
      await expect(run.crashing({ at: 0, isPersisted: true }, () => run.publish(ours, SECOND))).rejects.toThrow('crash');
      expect(await run.publish(another, SECOND)).toMatchObject({ kind: 'trouble', trouble: { kind: 'database-differs' } });
      expect(await run.publish(ours, FIRST + 1)).toEqual({ kind: 'trouble', trouble: { kind: 'database-behind', by: 'signed.json', size: SECOND, have: FIRST + 1 } });
      expect(await run.publish(ours, SECOND)).toMatchObject({ kind: 'published' });
      expect(run.forks()).toEqual([]);
    });
  });
});

describe('controls: what the checks above would show', () => {
  it('a publication that loses its intent can be led to sign two trees of one size', async () => {
    await inFolder(async (run) => {
      run.lose((path) => path.endsWith('signed.json'));
      await expect(run.crashing({ at: 1, isPersisted: false }, () => run.publish(ours, SECOND, { isWitnessed: false }))).rejects.toThrow('crash');
      await expect(run.crashing({ atPath: 'checkpoint', isPersisted: false }, () => run.publish(ours, SECOND, { isWitnessed: false }))).rejects.toThrow('crash');
      await run.publish(another, SECOND, { isWitnessed: false });
      expect(run.forks()).toEqual([SECOND]);
    });
  });

  it.each(['tile/0/001', 'tile/entries/000', 'tile/1/000.p/2', 'tile/entries/002.p/188'])('a publication that loses %s is found broken', async (lost) => {
    await inFolder(async (run) => {
      run.lose((path) => path === lost);
      await run.publish(ours, SECOND);
      await expect(run.check()).rejects.toThrow('missing');
    });
  });
});

type Log = { readonly source: LogSource; readonly markOf: (size: number) => Mark };
type Fault = { readonly isPersisted: boolean } & ({ readonly at: number } | { readonly atPath: string });
type Run = {
  /** Opens what is on the disk, as a new process would, and publishes this size. */
  readonly publish: (log: Log, size: number, options?: { readonly isWitnessed: boolean }) => Promise<Published>;
  readonly crashing: (fault: Fault, work: () => Promise<Published>) => Promise<Published>;
  /** How many writes the work takes. */
  readonly counted: (work: () => Promise<Published>) => Promise<number>;
  /** From now on these files are not written, and nobody is told. */
  readonly lose: (isLost: (path: string) => boolean) => void;
  /** What is published now holds from its first entry, and follows from what was published at the last check. Throws. */
  readonly check: () => Promise<void>;
  /** Sizes for which two trees were signed. */
  readonly forks: () => readonly number[];
};

async function inFolder<T>(work: (run: Run) => Promise<T>): Promise<T> {
  dataDir = await temporaryFolder('minsheng-faults-');
  for (const witness of witnesses) witness.known.clear();
  const signed = new Map<number, Set<string>>();
  const plan: Plan = { fault: undefined, writes: 0, isLost: () => false };
  let kept: KeptState | undefined;
  const run: Run = {
    async publish({ source, markOf }, size, { isWitnessed } = { isWitnessed: true }) {
      const keys = faulty(await openDisk(keyFolder(dataDir), 0o600), plan);
      const files = faulty(await openDisk(logFolder(dataDir, LINJIANG)), plan);
      const signer = await ensureSigner(LOG, keys, files);
      if (signer.refused) return { kind: 'trouble', trouble: signer.reason };
      const opened = await Publication.open({ log: LOG, signer: recording(signer.value, signed), source, files, keys, onFull: () => undefined });
      if ('kind' in opened) return { kind: 'trouble', trouble: opened };
      return opened.publish(markOf(size), isWitnessed ? witnessesOf(witnesses, 2) : { policy: NO_WITNESSES, clients: [] });
    },
    async crashing(fault, work) {
      Object.assign(plan, { fault, writes: 0 });
      return work().finally(() => { plan.fault = undefined; });
    },
    async counted(work) {
      plan.writes = 0;
      await work();
      return plan.writes;
    },
    lose: (isLost) => { plan.isLost = isLost; },
    async check() {
      const fetcher = folderFetcher(logFolder(dataDir, LINJIANG));
      const report = await verifyLog(fetcher, await policyShown(), kept, { from: 'start' });
      if (report.verdict !== 'holds') throw new Error(JSON.stringify(report.findings));
      kept = report.kept;
    },
    forks: () => [...signed].filter(([, roots]) => roots.size > 1).map(([size]) => size),
  };
  try {
    return await work(run);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Plan = { fault: Fault | undefined; writes: number; isLost: (path: string) => boolean };

/** A disk on which each file is a write of its own, and one of them is the last. */
function faulty(disk: Disk, plan: Plan): Disk {
  const writeOne = async (file: NamedFile): Promise<void> => {
    const { fault } = plan;
    const isLast = fault !== undefined && ('at' in fault ? fault.at === plan.writes : fault.atPath === file.path);
    plan.writes += 1;
    if (!plan.isLost(file.path) && (!isLast || fault.isPersisted)) await disk.write([file]);
    if (isLast) throw new Error('crash');
  };
  return {
    ...disk,
    write: async (files) => {
      for (const file of files) await writeOne(file);
    },
  };
}

/** Remembers each tree that was signed: `origin\nsize\nroot\n`. */
function recording({ key, sign }: Signer, signed: Map<number, Set<string>>): Signer {
  return {
    key,
    sign: (message) => {
      const [, size = '', root = ''] = Buffer.from(message).toString('utf8').split('\n');
      signed.set(Number(size), (signed.get(Number(size)) ?? new Set()).add(root));
      return sign(message);
    },
  };
}

async function policyShown(): Promise<Policy> {
  const read = parsePolicy(await readFile(join(logFolder(dataDir, LINJIANG), 'policy')));
  if (read.refused) throw new Error(read.reason.problem);
  return read.value;
}

async function logOf(code: JurisdictionCode): Promise<Log> {
  const source = databaseSource(test.database.public, code);
  const entries = await source.entries(0, THIRD);
  return { source, markOf: (size) => ({ size, root: rootOf(growBy(NOTHING, entries.slice(0, size)).grown.edge) }) };
}
