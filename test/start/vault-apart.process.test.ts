import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { isAlive } from '../support/processes.ts';
import { temporaryFolder } from '../support/server.ts';

// docs/runbooks/vault-apart.md, step by step, by the very commands it names.
const PHONE = '13955667731';
const READY_MS_MAX = 60_000;

let root: string;
const running: Run[] = [];
type Run = { readonly output: () => string; readonly code: () => number | null; readonly ended: Promise<number>; readonly pid: number; stop(): Promise<void> };
const folder = (name: string): string => join(root, name);
const socket = (): string => join(folder('vault'), 'vault.sock');
beforeAll(async () => { root = await temporaryFolder('minsheng-apart-'); });
afterEach(async () => { for (const run of running.splice(0)) await run.stop(); });
afterAll(async () => { await rm(root, { recursive: true, force: true }); });

function run(verb: readonly string[], env: Readonly<Record<string, string>>): Run {
  const child = spawn('node', [join(projectRoot(), 'bin', 'minsheng.mjs'), ...verb], {
    cwd: projectRoot(), stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LANG: 'en', PORT: '0', MINSHENG_DEMO: '0', ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  const ended = once(child, 'exit').then(([code]) => Number(code ?? -1));
  const one: Run = {
    output: () => text, code: () => child.exitCode, ended, pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      while (isAlive(one.pid)) await wait(20);
    },
  };
  running.push(one);
  return one;
}

async function said(one: Run, pattern: RegExp): Promise<string> {
  for (const deadline = performance.now() + READY_MS_MAX; performance.now() < deadline; await wait(50)) {
    const found = pattern.exec(one.output());
    if (found) return found[1] ?? '';
    if (one.code() !== null) throw new Error(`it ended with ${String(one.code())}:\n${one.output()}`);
  }
  throw new Error(`it never said ${String(pattern)}:\n${one.output()}`);
}

const pages = (env: Readonly<Record<string, string>> = {}): Run => run(['start'], { DATA_DIR: folder('pages'), ...env });
const apart = (): Record<string, string> => ({ VAULT: socket(), VAULT_TOKEN: join(folder('vault'), 'keys', 'vault-token') });
const serving = (one: Run): Promise<string> => said(one, /Minsheng serves at (\S+)/);
const command = async (verb: readonly string[], env: Readonly<Record<string, string>>): Promise<string> => {
  const one = run(verb, env);
  await one.ended;
  return `${String(one.code())} ${one.output()}`;
};

async function report(address: string, key: string): Promise<number> {
  const token = /name="token" value="([^"]+)"/.exec(await (await fetch(`${address}/report?sealed=no`)).text())?.[1] ?? '';
  const body = new URLSearchParams({ token, key, words: '井盖响', kind: 'help', anonymity: 'sealed', contact: PHONE });
  return (await fetch(`${address}/receipts`, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } })).status;
}

it('moves out, serves apart, is backed up and comes back from it, and no step goes on where the next would lose something', async () => {
  const before = pages();
  expect(await report(await serving(before), 'k'.repeat(22))).toBe(201);
  await before.stop();

  // The vault never begins where pages live, nor pages where a vault does.
  const misplaced = await command(['start', '--only', 'vault'], { DATA_DIR: folder('pages') });
  expect(misplaced).toMatch(/^1 [^]*data folder of pages[^]*/);
  expect(misplaced).toContain('保险库不能和它共用密钥');
  const vault = run(['start', '--only', 'vault'], { DATA_DIR: folder('vault') });
  await said(vault, /The vault answers at (\S+)/);
  expect(await command(['start'], { DATA_DIR: folder('vault') })).toMatch(/^1 [^]*data folder of a vault/);
  expect(await command(['start'], { DATA_DIR: folder('pages'), ...apart() })).toMatch(/^1 [^]*still in this database/);

  const [file, key] = [join(root, 'moving'), join(root, 'moving.key')];
  expect(await command(['vault', 'export', file, '--key', key], { DATA_DIR: folder('pages') })).toMatch(/^0 [^]*1 people/);
  expect(await readFile(file, 'latin1')).not.toContain(PHONE);
  expect(await command(['vault', 'forget'], { DATA_DIR: folder('pages'), ...apart() })).toMatch(/^1 [^]*does not have 1 of the contacts/);
  expect(await command(['vault', 'import', file, '--key', key], { DATA_DIR: folder('vault') })).toMatch(/^0 [^]*1 people/);
  expect(await command(['vault', 'forget'], { DATA_DIR: folder('pages'), ...apart() })).toMatch(/^0 [^]*all 1 contacts/);

  expect(await command(['start'], { DATA_DIR: folder('pages') })).toMatch(/^1 [^]*nothing here says where/);
  const after = pages(apart());
  const address = await serving(after);
  expect(await (await fetch(`${address}/healthz`)).json()).toMatchObject({ status: 'ok', vault: 'answers' });
  expect(await report(address, 'l'.repeat(22))).toBe(201);
  expect(await command(['doctor'], { DATA_DIR: folder('pages'), PORT: new URL(address).port, ...apart() })).toContain('✅ the vault answers, and knows our token');

  // Its own backup, beside the running vault; its own keys, elsewhere.
  expect(await command(['db', 'export', join(root, 'backup')], { DATA_DIR: folder('vault') })).toMatch(/^0 /);
  await cp(join(folder('vault'), 'keys'), join(root, 'keys-backup'), { recursive: true });
  expect(await command(['keys', 'rotate'], { DATA_DIR: folder('vault') })).toMatch(/^0 /);
  await vault.stop();
  expect(await report(address, 'm'.repeat(22))).toBe(503);
  expect(await command(['doctor'], { DATA_DIR: folder('pages'), PORT: new URL(address).port, ...apart() })).toMatch(/❌ the vault answers/);

  await mkdir(folder('restored'));
  await cp(join(root, 'keys-backup'), join(folder('restored'), 'keys'), { recursive: true });
  expect(await command(['db', 'import', join(root, 'backup')], { DATA_DIR: folder('restored') })).toMatch(/^0 /);
  const restored = run(['start', '--only', 'vault'], { DATA_DIR: folder('restored'), VAULT: socket() });
  await said(restored, /The vault answers at (\S+)/);
  expect(await report(address, 'm'.repeat(22))).toBe(201);
  expect(await command(['vault', 'export', join(root, 'again'), '--key', join(root, 'again.key')], { DATA_DIR: folder('restored') })).toMatch(/^0 [^]*3 people/);
}, 240_000);
