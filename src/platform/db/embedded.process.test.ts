import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../../test/support/processes.ts';
import { temporaryFolder } from '../../../test/support/server.ts';
import { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from './embedded.ts';
import { ownerClient } from './start-database.ts';
import { StartRefusal, type StartProblem } from './start-refusal.ts';
import type { StartStep } from './start-step.ts';

let dataDir: string;
let steps: string[];
const running: EmbeddedServer[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await temporaryFolder('minsheng-embedded-');
  steps = [];
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const server of running.splice(0)) await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded(dataDir, { ...options, onStep: (step: StartStep) => steps.push(step.kind) });
  running.push(server);
  return server;
}

async function problemOf(work: Promise<unknown>): Promise<StartProblem> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof StartRefusal)) throw new Error(`expected a refusal, met ${String(error)}`);
  return error.problem;
}

/** Runs one statement as the owner. */
async function ask(server: EmbeddedServer, text: string): Promise<Record<string, unknown>[]> {
  const client = ownerClient(server.address);
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

type Held = { child: ChildProcess; said: { postmasterPid?: number; refused?: StartProblem } };

/** A second process, as a second `npm start` would be. */
async function startElsewhere(): Promise<Held> {
  const script = new URL('../../../test/start/hold-embedded.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, said: JSON.parse(line) as Held['said'] };
}

const cluster = (): string => join(dataDir, 'postgresql', 'cluster');

describe('the embedded PostgreSQL', () => {
  it('starts from nothing, thinks in UTF-8, writes to disk before it says yes, and keeps what it was told', async () => {
    const server = await start();
    expect(server.fresh).toBe(true);
    const settings = await ask(server, `select name, setting from pg_settings where name in
      ('fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding', 'listen_addresses', 'jit', 'max_connections',
       'log_error_verbosity', 'log_min_error_statement', 'log_parameter_max_length', 'log_parameter_max_length_on_error') order by name`);
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', server_encoding: 'UTF8', listen_addresses: '', jit: 'off', max_connections: '80',
      log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_parameter_max_length: '0', log_parameter_max_length_on_error: '0',
    });
    await ask(server, `create table kept as select 'a word' as word`);
    await server.stop();
    const again = await start();
    expect(again.fresh).toBe(false);
    expect(await ask(again, 'select word from kept')).toEqual([{ word: 'a word' }]);
  });

  it('lets nobody in without the derived password', async () => {
    const server = await start();
    const { host, port, database } = server.address;
    const guess = new Client({ host, port, database, user: 'minsheng', password: 'guess' });
    await expect(guess.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps its secret readable by its owner alone', async () => {
    await start();
    expect((await stat(join(dataDir, 'keys'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'keys', 'instance'))).mode & 0o777).toBe(0o600);
  });

  it('keeps residents’ words out of its log, even when a statement fails on them', async () => {
    const server = await start();
    await ask(server, 'create table strict (word text check (length(word) < 3))');
    const client = ownerClient(server.address);
    await client.connect();
    await expect(client.query('insert into strict values ($1)', ['canary-8861'])).rejects.toMatchObject({ code: '23514' });
    await expect(client.query(`select 'canary-8862'::int`)).rejects.toMatchObject({ code: '22P02' });
    await client.query(`set log_min_messages = 'warning'`); // The control: what a server left as it comes would write.
    await expect(client.query(`select 'canary-8863'::int`)).rejects.toMatchObject({ code: '22P02' });
    await client.end();
    await server.stop();
    const folder = join(server.folder, 'log');
    const log = (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))).join('');
    expect(log).toContain('canary-8863');
    expect(log).not.toContain('canary-8861');
    expect(log).not.toContain('canary-8862');
  });
});

describe('a second start on the same folder', () => {
  it('is refused in plain words, from this process and from another, and leaves the first unharmed', async () => {
    const server = await start();
    expect(await problemOf(startEmbedded(dataDir))).toEqual({ kind: 'already-started', folder: dataDir, pid: process.pid });
    expect((await startElsewhere()).said.refused).toMatchObject({ kind: 'already-started', pid: process.pid });
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('succeeds once the first has been killed: the lock is never stale', async () => {
    const { child, said } = await startElsewhere();
    expect(await problemOf(startEmbedded(dataDir))).toMatchObject({ kind: 'already-started', pid: child.pid });
    child.kill('SIGKILL');
    const server = await start(); // At once, as a supervisor does: the killed one may not be buried yet.
    expect(steps).toContain('stopping-orphan');
    expect(server.postmasterPid()).not.toBe(said.postmasterPid);
  });

  it('gives the folder to exactly one of two that race on an empty one', async () => {
    const both = await Promise.all([startElsewhere(), startElsewhere()]);
    expect(both.filter(({ said }) => said.refused?.kind === 'already-started')).toHaveLength(1);
    expect(both.filter(({ said }) => said.postmasterPid !== undefined)).toHaveLength(1);
    await Promise.all(both.map(async ({ child }) => {
      const ended = child.exitCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGKILL');
      await ended;
    }));
    await start();
  });
});

describe('recovery', () => {
  it('needs nobody after kill -9 of everything, and an acknowledged row is there', async () => {
    const { child, said } = await startElsewhere();
    child.kill('SIGKILL');
    const orphaned = await start();
    await ask(orphaned, `create table acknowledged as select 7 as row`);
    process.kill(orphaned.postmasterPid(), 'SIGKILL');
    await orphaned.stop();
    expect(said.postmasterPid).toBeGreaterThan(0);
    expect(await ask(await start(), 'select row from acknowledged')).toEqual([{ row: 7 }]);
  });

  it('ends children of a killed server that are deep in a long query', async () => {
    const server = await start();
    const client = ownerClient(server.address);
    client.on('error', () => undefined);
    await client.connect();
    const busy = client.query('select count(*) from generate_series(1, 100000000) a, generate_series(1, 1000) b').catch(() => 'lost');
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.kill(server.postmasterPid(), 'SIGKILL');
    await server.stop();
    expect(await ask(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await busy).toBe('lost');
    await client.end();
  });

  it('starts a server again that ended unasked, where it was, with everything acknowledged', async () => {
    const server = await start();
    expect(await ask(server, 'create table kept as select 7 as seven')).toEqual([]);
    const first = server.postmasterPid();
    process.kill(first, 'SIGKILL');
    await expect.poll(() => ask(server, 'select seven from kept').catch(() => 'away'), { timeout: 30_000, interval: 100 }).toEqual([{ seven: 7 }]);
    // It answers a moment before whoever started it has looked and knows so.
    await expect.poll(() => server.postmasterPid(), { timeout: 10_000, interval: 50 }).not.toBe(first);
    await server.stop();
    await expect(ask(server, 'select 1')).rejects.toThrow();
  });

  it('is not misled by a postmaster.pid that names a process of somebody else’s', async () => {
    const server = await start();
    await server.stop();
    const { uid, gid } = await stat(cluster());
    const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
    children.push(stranger);
    await writeFile(join(cluster(), 'postmaster.pid'), `${stranger.pid}\n${cluster()}\n1\n5432\n\n\n`);
    await chown(join(cluster(), 'postmaster.pid'), uid, gid);
    await start();
    expect(stranger.exitCode).toBeNull();
    expect(steps).not.toContain('stopping-orphan');
  });

  it('begins again after a crash in the middle of initdb', async () => {
    const server = await start();
    await server.stop();
    await rm(cluster(), { recursive: true });
    await mkdir(join(dataDir, 'postgresql', 'draft-000000', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'postgresql', 'draft-000000', 'PG_VERSION'), '18\n');
    expect((await start()).fresh).toBe(true);
    expect((await readdir(join(dataDir, 'postgresql'))).filter((name) => name.startsWith('draft-'))).toEqual([]);
  });

  it('tries again when the first start fails, and says what PostgreSQL said when all do', async () => {
    const server = await start();
    await server.stop();
    await writeFile(join(cluster(), 'pg_hba.conf'), 'nonsense\n');
    const problem = await problemOf(start());
    expect(steps.filter((step) => step === 'retrying')).toHaveLength(3);
    expect(problem.kind).toBe('not-ready');
  });
});

describe('what cannot be mended is refused with its remedy', () => {
  it('keys that are gone', async () => {
    await (await start()).stop();
    await rm(join(dataDir, 'keys'), { recursive: true });
    expect(await problemOf(start())).toMatchObject({ kind: 'wrong-keys' });
  });

  it('a cluster of another version', async () => {
    await (await start()).stop();
    await writeFile(join(cluster(), 'PG_VERSION'), '17\n');
    expect(await problemOf(start())).toEqual({ kind: 'other-version', found: '17', ours: '18' });
  });
});

describe('where the server listens', () => {
  it('is a socket in its own folder, or loopback alone where a socket’s path would be too long', async () => {
    const short = await start();
    expect(short.address.host).toBe(join(dataDir, 'postgresql', 'run'));
    const long = join(dataDir, 'a-very-long-name-'.repeat(6));
    const server = await startEmbedded(long, { durable: false });
    running.push(server);
    expect(server.address.host).toBe('127.0.0.1');
    expect(await ask(server, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  });

  it('also when the folder’s name has quotes, spaces and other scripts in it', async () => {
    const odd = join(dataDir, `it's "a" 民声`);
    const server = await startEmbedded(odd, { durable: false });
    running.push(server);
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

it('ends with our process, however that ends, but for kill -9', async () => {
  const { child, said } = await startElsewhere();
  child.kill('SIGHUP');
  expect(await once(child, 'exit')).toEqual([3, null]);
  const pid = String(said.postmasterPid);
  while (/^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout)) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await start()).fresh).toBe(false);
  expect(steps).not.toContain('stopping-orphan');
});

it('leaves no process behind', async () => {
  const server = await start();
  await server.stop();
  // It may stand a moment as one that has ended and that nobody has asked about.
  await expect.poll(() => isAlive(server.postmasterPid()), { timeout: 10_000 }).toBe(false);
  await symlink('/nowhere', join(dataDir, 'dangling')); // A data folder may hold anything; the next start does not mind.
  await start();
});
