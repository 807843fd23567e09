import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/server.ts';
import { projectRoot } from '../../config/index.ts';
import { attachEmbedded } from '../embedded-attach.ts';
import { ownerClient, startDatabase } from '../start-database.ts';

let folder: string;
let holder: ChildProcess | undefined;

beforeEach(async () => { folder = await temporaryFolder('minsheng-command-'); });
afterEach(async () => {
  await endHolder();
  await rm(folder, { recursive: true, force: true });
});

/** `bin/db …` on a data folder, as an administrator types it. */
function db(dataDir: string, ...parameters: string[]): { status: number | null; said: string; printed: string } {
  const env = { ...process.env, DATA_DIR: join(folder, dataDir), DATABASE_URL: '', LANG: 'en_GB.UTF-8', LC_ALL: '' };
  const { status, stderr, stdout } = spawnSync('node', [join(projectRoot(), 'bin', 'minsheng.mjs'), 'db', ...parameters], { env, encoding: 'utf8' });
  return { status, said: stderr, printed: stdout };
}

/** Another process that serves on the folder meanwhile. */
async function holdServer(dataDir: string): Promise<void> {
  const script = join(projectRoot(), 'test', 'start', 'hold-embedded.ts');
  holder = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, join(folder, dataDir)], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (holder.stdout) await once(createInterface({ input: holder.stdout }), 'line');
}

async function endHolder(): Promise<void> {
  if (!holder) return;
  const ended = once(holder, 'exit');
  holder.kill('SIGTERM');
  await ended;
  holder = undefined;
}

async function seed(dataDir: string): Promise<void> {
  const running = await startDatabase({ dataDir: join(folder, dataDir), databaseUrl: undefined });
  const owner = ownerClient(running.address);
  await owner.connect();
  await owner.query(`insert into platform.instance (is_demo) values (false)`);
  await owner.end();
  await running.stop();
  await mkdir(join(folder, dataDir, 'attachments'), { recursive: true });
  await writeFile(join(folder, dataDir, 'attachments', 'photo'), 'bytes');
}

it('exports beside a running server, imports into a new folder, and refuses to import twice', async () => {
  await seed('old');
  await holdServer('old');
  expect(db('old', 'export', join(folder, 'backup'))).toMatchObject({ status: 0 });
  await endHolder();
  expect(await readdir(join(folder, 'backup'))).toContain('manifest.json');
  const imported = db('new', 'import', join(folder, 'backup'));
  expect(imported).toMatchObject({ status: 0 });
  expect(imported.said).toContain('1 attachments');
  expect(db('new', 'import', join(folder, 'backup'))).toMatchObject({ status: 1 });
  await holdServer('new');
  const address = await attachEmbedded(join(folder, 'new'));
  if (!address) throw new Error('no server to attach to');
  const owner = ownerClient(address);
  await owner.connect();
  expect((await owner.query('select is_demo from platform.instance')).rows).toEqual([{ is_demo: false }]);
  await owner.end();
});

it('resets only what nobody uses, only when told so, and keeps the keys', async () => {
  await seed('instance');
  const unasked = db('instance', 'reset');
  expect(unasked).toMatchObject({ status: 1 });
  expect(unasked.said).toContain('--yes');
  await holdServer('instance');
  expect(db('instance', 'reset', '--yes').said).toContain('already running');
  await endHolder();
  expect(db('instance', 'reset', '--yes')).toMatchObject({ status: 0 });
  const left = await readdir(join(folder, 'instance'));
  expect(left).toContain('keys');
  expect(left).not.toContain('attachments');
  expect(await readdir(join(folder, 'instance', 'postgresql'))).not.toContain('cluster');
});

it('prints how to connect where there is no psql', async () => {
  await seed('instance');
  await holdServer('instance');
  const node = spawnSync('node', ['-p', 'process.execPath'], { encoding: 'utf8' }).stdout.trim();
  const env = { DATA_DIR: join(folder, 'instance'), PATH: '/nowhere', LANG: 'en' };
  const { stdout, stderr, status } = spawnSync(node, [join(projectRoot(), 'bin', 'minsheng.mjs'), 'db', 'console'], { env, encoding: 'utf8' });
  expect(stderr).toContain('postgresql-client');
  expect(stdout).toMatch(/^export PGHOST='.*\/postgresql\/run'$/m);
  expect(status).toBe(0);
});

it('answers a verb it does not have with those it has', () => {
  expect(db('instance', 'frobnicate')).toMatchObject({ status: 1 });
  expect(db('instance', 'frobnicate').said).toContain('Usage: bin/db export DIR');
  expect(db('instance', 'export').status).toBe(1);
  expect(db('instance', 'console', '--yes').status).toBe(1);
});
