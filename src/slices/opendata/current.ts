import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { MINUTE_MS } from '../../kernel/instant.ts';
import type { Database } from '../../platform/db/database.ts';
import { readHead } from '../../record/index.ts';
import type { Directory } from '../units/index.ts';
import { build } from './build.ts';
import { codeListsOf } from './code-lists.ts';
import { hasLength, namesIn, openDataFolder, settle, textOf, unfinishedFolder, writeWhole } from './folder.ts';
import type { FileFact } from './sink.ts';
import { logSource } from './source.ts';

/** Everything up to one size of the log, as files. */
export type Snapshot = { readonly size: number; readonly folder: string; readonly files: readonly FileFact[] };

/** `making`: the first takes longer than anyone should wait; ask again in a minute. */
export type Latest = { readonly kind: 'ready'; readonly snapshot: Snapshot } | { readonly kind: 'making' } | { readonly kind: 'no-log' };

export type Current = {
  /**
   * The latest snapshot. Made when someone asks, and not again for a while, however many ask: nobody can make the server
   * compute it for each request. Rejects where making the first one failed; while there is an older one, that one is served.
   */
  latest(directory: Directory): Promise<Latest>;
  /** Entries in the snapshot that is served now; undefined while there is none. */
  sizeOf(code: JurisdictionCode): number | undefined;
  /** What went wrong while an older snapshot was served, once. */
  takeFailure(): Error | undefined;
  /** Resolves when nothing is being made any more. */
  close(): Promise<void>;
};

export type CurrentOptions = { readonly database: Database; readonly dataDir: string; readonly keptMs?: number };

/** So often at most the whole log is read for readers of open data. */
const KEPT_MS = 10 * MINUTE_MS;
const WAITED_MS_MAX = 20_000;
const WAITED_FOR_NEWER_MS_MAX = 5_000;
/** The one that is served and the one before, which somebody may still be reading. */
const SNAPSHOTS_KEPT = 2;
const FACTS = 'files.json';

type Known = { snapshot?: Snapshot; lookedAtMs: number; making?: Promise<void>; failure?: Error };

export function createCurrent({ database, dataDir, keptMs = KEPT_MS }: CurrentOptions): Current {
  const known = new Map<JurisdictionCode, Known>();
  let isClosed = false;

  async function renew(directory: Directory, one: Known): Promise<void> {
    const { code } = directory;
    const root = join(openDataFolder(dataDir, code), 'current');
    const head = await readHead(database.public, code);
    if (!head) return;
    one.snapshot = await snapshotAt(root, head.size) ?? await make(database, directory, root, head.size);
    await forgetOlder(root);
  }

  return {
    async latest(directory) {
      const one = known.get(directory.code) ?? { lookedAtMs: -Infinity };
      known.set(directory.code, one);
      if (!isClosed && !one.making && performance.now() - one.lookedAtMs >= keptMs) {
        // Also where it fails: a failing build is not tried again for each request.
        one.lookedAtMs = performance.now();
        delete one.failure;
        one.making = renew(directory, one).catch((error: unknown) => { one.failure = error instanceof Error ? error : new Error('open data could not be made', { cause: error }); }).finally(() => { delete one.making; });
      }
      // Whoever asks first after a pause should not get what is hours old; where making takes long, the older one will do.
      if (one.making) await within(one.making, one.snapshot ? WAITED_FOR_NEWER_MS_MAX : WAITED_MS_MAX);
      if (one.snapshot) return { kind: 'ready', snapshot: one.snapshot };
      if (one.failure !== undefined) throw one.failure;
      return one.making ? { kind: 'making' } : { kind: 'no-log' };
    },
    sizeOf: (code) => known.get(code)?.snapshot?.size,
    takeFailure() {
      const failing = [...known.values()].find((one) => one.failure !== undefined && one.snapshot);
      const failure = failing?.failure;
      if (failing) delete failing.failure;
      return failure;
    },
    async close() {
      isClosed = true;
      await Promise.all([...known.values()].flatMap(({ making }) => (making ? [making] : [])));
    },
  };
}

async function make(database: Database, directory: Directory, root: string, size: number): Promise<Snapshot> {
  const unfinished = await unfinishedFolder(root);
  const files = await build({ source: logSource(database.public, directory.code), from: 0, to: size, folder: unfinished, codes: codeListsOf(directory) });
  await writeWhole(join(unfinished, FACTS), JSON.stringify(files));
  // A crash before this leaves a folder that goes after a day.
  await settle(unfinished, join(root, String(size)));
  return { size, folder: join(root, String(size)), files };
}

/** What an earlier run, or another process, has made of the same entries. */
async function snapshotAt(root: string, size: number): Promise<Snapshot | undefined> {
  const folder = join(root, String(size));
  const text = await textOf(join(folder, FACTS));
  if (text === undefined) return undefined;
  const files = JSON.parse(text) as readonly FileFact[];
  const whole = await Promise.all(files.map((fact) => hasLength(join(folder, fact.name), fact)));
  if (whole.every(Boolean)) return { size, folder, files };
  await rm(folder, { recursive: true, force: true });
  return undefined;
}

async function forgetOlder(root: string): Promise<void> {
  const sizes = (await namesIn(root)).filter((name) => /^\d+$/.test(name)).map(Number).sort((a, b) => b - a);
  for (const size of sizes.slice(SNAPSHOTS_KEPT)) await rm(join(root, String(size)), { recursive: true, force: true });
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => { timer = setTimeout(resolve, ms); })]);
  clearTimeout(timer);
}
