import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { DatabaseAddress } from '../../platform/db/database.ts';
import type { FromChild, Order, ToChild } from './child.ts';
import type { PublishedLog } from './run.ts';
import type { Trouble } from './trouble.ts';

export type PublisherOptions = {
  readonly dataDir: string;
  readonly databaseAddress: DatabaseAddress;
  /** The logs to publish, asked anew every few seconds: a jurisdiction added while we run is published by itself. */
  readonly logs: () => readonly PublishedLog[];
  /** Path of a tlog-policy fragment (lines witness, group, quorum), read at start and when it changes. Absent: no witness is asked. */
  readonly witnessesFile?: string;
  /** A log stands still; without `code`, all of them do. Told once for each new reason. */
  readonly onTrouble: (trouble: Trouble, code?: JurisdictionCode) => void;
  /** A checkpoint of this size has just been published, with its quorum. */
  readonly onPublished?: (code: JurisdictionCode, size: number) => void;
};

export type Publisher = {
  /** Process that publishes now: another one after it ended unasked. */
  readonly pid: () => number;
  /** Ends the child after the publications in hand. */
  stop(): Promise<void>;
};

const LOGS_LOOK_MS = 1_000;
const FIRST_WAIT_MS = 500;
const WAIT_MS_MAX = 30_000;
/** Whoever lived so long did not fail for the same reason as last time. */
const HEALTHY_MS = 60_000;
const STOP_MS_MAX = 5_000;
/** All that the child may know of our surroundings: ours hold the owner's password. */
const ENVIRONMENT = ['PATH', 'TZ', 'NODE_EXTRA_CA_CERTS', 'SystemRoot'];

/** Built beside the program it is one file; from its sources, as tests run it, it takes twice the memory. */
const PROGRAM = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './publisher.mjs', import.meta.url));
/** It holds a page of entries at most: small halves keep what it lets go of from piling up. */
const SMALL = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'];

/** Starts the child process that alone reads the signing keys; starts it again, with growing pauses, whenever it ends. */
export function startPublisher(options: PublisherOptions): Publisher {
  const { dataDir, databaseAddress: { credentials, ...server }, witnessesFile } = options;
  const order: Order = { dataDir, address: { ...server, credentials: { app_public: credentials.app_public } }, ...(witnessesFile === undefined ? {} : { witnessesFile }) };
  let isStopped = false;
  let waitMs = FIRST_WAIT_MS;
  let again: NodeJS.Timeout | undefined;
  let child = begin();

  function begin(): ChildProcess {
    const begunAt = performance.now();
    const made = fork(PROGRAM, [], {
      execPath: process.execPath, execArgv: SMALL, env: environment(), stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced',
    });
    made.on('message', (message: FromChild) => { hear(message, options); });
    made.once('exit', () => {
      if (isStopped) return;
      options.onTrouble({ kind: 'process-ended' });
      waitMs = performance.now() - begunAt > HEALTHY_MS ? FIRST_WAIT_MS : Math.min(2 * waitMs, WAIT_MS_MAX);
      again = setTimeout(() => { child = begin(); }, waitMs).unref();
    });
    // A child that could not even be started says so here, and by its exit.
    made.on('error', () => undefined);
    tell(made, { logs: options.logs() });
    tell(made, { order });
    return made;
  }

  let known = JSON.stringify(options.logs());
  const looking = setInterval(() => {
    const logs = options.logs();
    if (JSON.stringify(logs) === known) return;
    known = JSON.stringify(logs);
    tell(child, { logs });
  }, LOGS_LOOK_MS).unref();
  return {
    pid: () => child.pid ?? 0,
    async stop() {
      isStopped = true;
      clearInterval(looking);
      clearTimeout(again);
      await ended(child);
    },
  };
}

function hear(message: FromChild, { onTrouble, onPublished }: PublisherOptions): void {
  if ('published' in message) onPublished?.(message.code, message.published);
  else onTrouble(message.trouble, message.code);
}

/** A child that is gone hears nothing; its exit is told elsewhere. */
function tell(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => undefined);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => { child.once('exit', resolve); });
  tell(child, { stop: true });
  const kill = setTimeout(() => { child.kill('SIGKILL'); }, STOP_MS_MAX);
  await gone;
  clearTimeout(kill);
}

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(ENVIRONMENT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
