import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { openPublicReader, type PublicAddress } from '../../platform/db/database.ts';
import { lockFolder, type FolderLock } from '../../platform/db/folder-lock.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { openDisk } from './disk.ts';
import { codeOf, LogRunner } from './log-runner.ts';
import { keyFolder } from './places.ts';
import { selectHeads } from './store.ts';
import type { Trouble } from './trouble.ts';
import { NO_WITNESSES, readWitnesses, type WitnessPolicy } from './witnesses-file.ts';

/** One log to publish: its name is the C2SP origin, configured once and never changed. */
export type PublishedLog = { readonly code: JurisdictionCode; readonly origin: string };

export type RunOptions = {
  readonly dataDir: string;
  /** Entered under the role `app_public` alone. */
  readonly address: PublicAddress;
  /** Asked anew at each round. */
  readonly logs: () => readonly PublishedLog[];
  /** A fragment of a C2SP tlog-policy: lines witness, group, quorum. Absent: no witness is asked. */
  readonly witnessesFile?: string;
  /** Told once when a log begins to stand still, and again when the reason changes. */
  readonly onTrouble: (trouble: Trouble, code?: JurisdictionCode) => void;
  readonly onPublished?: (code: JurisdictionCode, size: number) => void;
};

export type RunningPublisher = {
  /** Ends after the publications in hand. */
  stop(): Promise<void>;
};

/** How soon a committed head is noticed while heads move, and while none did for a while. */
const TICK_MS = 200;
const IDLE_TICK_MS = 400;
const IDLE_AFTER_MS = 5_000;
const WITNESSES_LOOK_MS = 2_000;
/** While the database is away. */
const PAUSE_MS_MAX = 5_000;
/** Another publisher on this folder may end at any moment. */
const LOCK_LOOK_MS = 500;

/** Publishes in this process: what the child does, and what tests may do without one. */
export function runPublisher(options: RunOptions): RunningPublisher {
  const asked = new AbortController();
  const running = run(options, asked.signal);
  return {
    async stop() {
      asked.abort();
      await running;
    },
  };
}

async function run(options: RunOptions, asked: AbortSignal): Promise<void> {
  // Two publishers on one folder: the second waits until the system itself says that the first is gone.
  const lock = await lockWhenFree(options, asked);
  if (!lock) return;
  const keys = await openDisk(keyFolder(options.dataDir), 0o600);
  const reader = openPublicReader(options.address);
  const runners = new Map<JurisdictionCode, LogRunner>();
  const policies = new WitnessesFile(options);
  let [failures, movedAt] = [0, performance.now()];
  while (!asked.aborted) {
    const logs = options.logs();
    for (const log of logs) if (!runners.has(log.code)) runners.set(log.code, new LogRunner(log, keys, reader, options));
    const begun = await round(logs, runners, reader, await policies.current()).catch((error: unknown) => codeOf(error));
    if (typeof begun === 'string' && failures === 0) options.onTrouble({ kind: 'failed', code: begun });
    failures = typeof begun === 'string' ? failures + 1 : 0;
    if (begun === true) movedAt = performance.now();
    const tick = performance.now() - movedAt > IDLE_AFTER_MS ? IDLE_TICK_MS : TICK_MS;
    await wait(Math.min(tick * 2 ** failures, PAUSE_MS_MAX), undefined, { signal: asked }).catch(() => undefined);
  }
  await Promise.all([...runners.values()].map((runner) => runner.ended()));
  await reader.close();
  lock.release();
}

/** Looks at every head once; whether anything began. Rejects when the database is away. */
async function round(logs: readonly PublishedLog[], runners: ReadonlyMap<JurisdictionCode, LogRunner>, reader: Reader, policy: WitnessPolicy | Trouble): Promise<boolean> {
  const rows = await reader.rows(selectHeads, [logs.map(({ code }) => code)]);
  const begun = rows.map(({ jurisdiction, size, root }) => runners.get(jurisdiction as JurisdictionCode)?.begin({ size: Number(size), root }, policy) ?? false);
  return begun.includes(true);
}

async function lockWhenFree({ dataDir, onTrouble }: RunOptions, asked: AbortSignal): Promise<FolderLock | undefined> {
  let isTold = false;
  await mkdir(keyFolder(dataDir), { recursive: true, mode: 0o700 });
  while (!asked.aborted) {
    const lock = lockFolder(join(keyFolder(dataDir), 'publisher.lock'));
    if (!('heldBy' in lock)) return lock;
    if (!isTold) onTrouble({ kind: 'folder-taken' });
    isTold = true;
    await wait(LOCK_LOOK_MS, undefined, { signal: asked }).catch(() => undefined);
  }
  return undefined;
}

/** The witnesses as their file says, read again when it changes. A file that became wrong changes nothing but a word of it. */
class WitnessesFile {
  readonly #options: RunOptions;
  #policy: WitnessPolicy | Trouble = NO_WITNESSES;
  #looksAt = 0;
  #version: string | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async current(): Promise<WitnessPolicy | Trouble> {
    const { witnessesFile, onTrouble } = this.#options;
    if (witnessesFile === undefined || performance.now() < this.#looksAt) return this.#policy;
    this.#looksAt = performance.now() + WITNESSES_LOOK_MS;
    const version = await stat(witnessesFile).then(({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`, () => 'missing');
    if (version === this.#version) return this.#policy;
    const isFirst = this.#version === undefined;
    this.#version = version;
    const read = await readWitnesses(witnessesFile);
    if (!read.refused) this.#policy = read.value;
    // Without any policy that can be read nothing is published: a checkpoint with too few witnesses cannot be taken back.
    else if (isFirst || 'kind' in this.#policy) this.#policy = read.reason;
    if (read.refused) onTrouble(read.reason);
    return this.#policy;
  }
}
