import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PORT_TAKEN, type WitnessReady } from './command.ts';

/**
 * The demo's two witnesses: processes of their own with folders of their own, on the same machine, which every page that
 * names them says. Outsiders are witnesses; these only show how it works.
 */
export type DemoWitnesses = {
  /** A tlog-policy fragment: both witnesses with their addresses, and a quorum of both. It stays from one start to the next. */
  readonly file: string;
  /** Resolves once both answer and the file is there; after a few seconds in any case, for the file is read again when it changes. */
  answering(): Promise<void>;
  readonly pids: () => readonly (number | undefined)[];
  stop(): Promise<void>;
};

export type DemoWitnessesOptions = {
  readonly dataDir: string;
  /** In which every `<log>/log.vkey` is a log to witness, as soon as it appears. */
  readonly logsFolder: string;
  readonly onTrouble: (error: unknown) => void;
};

const COUNT = 2;
const ANSWERING_MS_MAX = 5_000;
const FIRST_WAIT_MS = 500;
const WAIT_MS_MAX = 30_000;
const STOP_MS_MAX = 5_000;
/** A witness holds little: small halves keep what it lets go of from piling up. */
const SMALL = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=64', '--max-semi-space-size=1'];

export function startDemoWitnesses(options: DemoWitnessesOptions): DemoWitnesses {
  const file = join(options.dataDir, 'demo-witnesses.policy');
  const lines = new Map<number, string>();
  let written: Promise<void> = Promise.resolve();
  let bothAnswer = (): void => undefined;
  const ready = new Promise<void>((resolve) => { bothAnswer = resolve; });
  const isReady = (index: number, { policyLine }: WitnessReady): void => {
    if (lines.get(index) === policyLine) return;
    lines.set(index, policyLine);
    if (lines.size < COUNT) return;
    written = written.then(() => writeFragment(file, [...lines.entries()].sort(([a], [b]) => a - b).map(([, line]) => line)));
    written.then(bothAnswer, options.onTrouble);
  };
  const children = Array.from({ length: COUNT }, (_, i) => keepAlive(i + 1, options, (one) => { isReady(i + 1, one); }));
  return {
    file, pids: () => children.map((child) => child.pid()),
    async answering() {
      await Promise.race([ready, wait(ANSWERING_MS_MAX, undefined, { ref: false })]);
    },
    async stop() {
      await Promise.all(children.map((child) => child.stop()));
      await written.catch(() => undefined);
    },
  };
}

/** Readers see the old file or the new one. A crash in between leaves a draft that nobody reads. */
async function writeFragment(file: string, lines: readonly string[]): Promise<void> {
  const names = lines.map((line) => line.split(' ')[1] ?? '');
  await writeFile(`${file}.draft`, [...lines, `group both all ${names.join(' ')}`, 'quorum both', ''].join('\n'));
  await rename(`${file}.draft`, file);
}

type Kept = { readonly pid: () => number | undefined; stop(): Promise<void> };

/** One witness, started again whenever it ends unasked, on the port it had before. */
function keepAlive(number: number, options: DemoWitnessesOptions, onReady: (ready: WitnessReady) => void): Kept {
  const folder = join(options.dataDir, `witness-${number}`);
  let child: ChildProcess | undefined;
  let again: NodeJS.Timeout | undefined;
  let waitMs = FIRST_WAIT_MS;
  let isStopped = false;
  const begin = async (anyPort = false): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const port = anyPort ? '0' : await rememberedPort(folder);
    if (isStopped) return;
    const made = spawnWitness(['--data', folder, '--port', port, '--name', `witness-${number}.demo.invalid`, '--logs', options.logsFolder]);
    child = made;
    let said = '';
    made.stderr?.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-2_000); });
    made.once('message', (ready) => {
      waitMs = FIRST_WAIT_MS;
      const { port: taken } = ready as WitnessReady;
      writeFile(portFile(folder), `${taken}\n`).catch(options.onTrouble);
      onReady(ready as WitnessReady);
    });
    // A child that could not even be started says so here, and by its exit.
    made.once('error', options.onTrouble);
    made.once('close', (code) => {
      if (isStopped) return;
      // Somebody else has the port it had: it takes another, and the fragment names the new one.
      const needsPort = code === PORT_TAKEN && !anyPort;
      if (!needsPort) options.onTrouble(new Error(`a witness of the demo ended (${code}): ${said}`));
      again = setTimeout(() => { begin(needsPort).catch(options.onTrouble); }, needsPort ? 0 : waitMs).unref();
      waitMs = Math.min(2 * waitMs, WAIT_MS_MAX);
    });
  };
  begin().catch(options.onTrouble);
  return {
    pid: () => child?.pid,
    async stop() {
      isStopped = true;
      clearTimeout(again);
      await ended(child);
    },
  };
}

/** Built beside the program it is one file and 19 MB of memory of its own; from its sources, as tests run it, 46. */
function spawnWitness(parameters: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './witness.mjs', import.meta.url));
  // `detached`: Ctrl-C in a terminal reaches the whole group, and the last checkpoint still wants its cosignatures. The channel
  // ends it with us, however we end.
  return spawn(process.execPath, [...SMALL, program, ...parameters], { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: surroundings() });
}

/** All that a child may know of our surroundings: ours hold the database's password. */
function surroundings(): NodeJS.ProcessEnv {
  return Object.fromEntries(['PATH', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const cut = setTimeout(() => { child.kill('SIGKILL'); }, STOP_MS_MAX);
  await gone;
  clearTimeout(cut);
}

function portFile(folder: string): string {
  return join(folder, 'port');
}

async function rememberedPort(folder: string): Promise<string> {
  const text = await readFile(portFile(folder), 'utf8').catch(() => '');
  return /^\d{1,5}\n$/.test(text) ? text.trim() : '0';
}
