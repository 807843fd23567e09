import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseNumberOf } from '../../src/kernel/ids.ts';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { startEmbedded, type EmbeddedServer } from '../../src/platform/db/embedded.ts';
import { temporaryFolder } from '../support/server.ts';

// The database goes away under a serving program and comes back: a server of somebody else's, really stopped.
const START_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;

let folder: string;
let server: EmbeddedServer;
let door: Door;
let program: ChildProcess;
let output = '';
let url: string;

beforeAll(async () => {
  folder = await temporaryFolder('minsheng-away-');
  server = await startEmbedded(join(folder, 'server'), { durable: false });
  door = await openDoor(() => server);
  const { user, password } = server.address.credentials.owner;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  program = spawn('node', [join(projectRoot(), 'bin', 'start.mjs')], {
    cwd: projectRoot(), stdio: ['ignore', 'pipe', 'pipe'], env: {
      ...process.env, DATA_DIR: join(folder, 'instance'), PORT: String(port), MINSHENG_DEMO: '0',
      DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${door.port}/${server.address.database}`,
    },
  });
  for (const stream of [program.stdout, program.stderr]) stream?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  await until(200);
});
afterAll(async () => {
  if (program.exitCode === null && program.signalCode === null) program.kill('SIGKILL');
  door.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A well-formed number that no case has. */
const NOBODYS = caseNumberOf('00000000000');
const READS_DATABASE = ['/', '/cases', `/cases/${NOBODYS}`, '/units', '/units/government', '/record', '/open311/v2/requests.json'];
const FROM_MEMORY = ['/about', '/report', '/follow', '/staff/sign-in', '/open311/v2/services.json'];

it('answers 503 with a time to come back, in the reader’s language and look, while it is away; and serves again by itself', async () => {
  for (const path of READS_DATABASE.filter((one) => !one.includes(NOBODYS))) expect((await page(path, 'zh')).status, path).toBe(200);

  await server.stop();
  await until(503);
  await wait(1_100); // The longest that a public page may be kept.
  for (const locale of ['zh', 'en']) {
    for (const path of READS_DATABASE) {
      const answer = await page(path, locale);
      expect(answer.status, path).toBe(503);
      expect(Number(answer.headers.get('retry-after')), path).toBeGreaterThan(0);
      if (path.startsWith('/open311')) continue;
      const html = await answer.text();
      expect(html).toMatch(new RegExp(`<html[^>]* lang="${locale}`));
      expect(html).toContain('rel="stylesheet"');
      expect(html).not.toMatch(/ECONN|postgres|\.ts:/i);
    }
    for (const path of FROM_MEMORY) expect((await page(path, locale)).status, path).toBe(200);
  }
  const sent = await send();
  expect(sent.status).toBe(503);

  server = await startEmbedded(join(folder, 'server'), { durable: false });
  await until(200);
  for (const path of READS_DATABASE.filter((one) => !one.includes(NOBODYS))) expect((await page(path, 'zh')).status, path).toBe(200);
  expect((await send()).status).toBe(201);
  expect(program.exitCode).toBeNull();
  // The database had gone in the very moment of the first start: what was still to be made is made now.
  await expect.poll(() => output, { timeout: 30_000 }).toContain('first administrator');
});

it('ends in order when it is asked to while the database is away', async () => {
  await server.stop();
  await until(503);
  const began = performance.now();
  program.kill('SIGTERM');
  const [code] = (await once(program, 'exit')) as [number | null];
  expect(code, output).toBe(0);
  expect(performance.now() - began).toBeLessThan(STOP_MS_MAX);
});

function page(path: string, locale: string): Promise<Response> {
  const headers = { 'accept-language': locale, accept: path.endsWith('.json') ? 'application/json' : 'text/html' };
  return fetch(url + path, { headers, redirect: 'manual' }).catch((error: unknown) => { throw new Error(`${path} got no answer:\n${output}`, { cause: error }); });
}

/** A report as its page sends it. */
async function send(): Promise<Response> {
  const html = await (await page('/report?sealed=no', 'zh')).text();
  const hidden = Object.fromEntries([...html.matchAll(/<input type="hidden" name="(key|token)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
  return fetch(`${url}/receipts`, { method: 'POST', body: new URLSearchParams({ ...hidden, words: '路灯坏了三天', anonymity: 'anonymous' }) });
}

async function until(status: number): Promise<void> {
  const deadline = performance.now() + START_MS_MAX;
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.status === status) return;
    if (program.exitCode !== null || performance.now() > deadline) throw new Error(`no ${status} from /healthz:\n${output}`);
    await wait(100);
  }
}

type Door = { readonly port: number; close(): void };

/** One address for a server that is stopped and started: the program was told an address, and nobody tells it another. */
async function openDoor(behind: () => EmbeddedServer): Promise<Door> {
  const open = new Set<Socket>();
  const listener: Server = createServer((near) => {
    const { host, port } = behind().address;
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    for (const [one, twin] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', () => twin.destroy()).on('close', () => { open.delete(one); twin.destroy(); });
      one.pipe(twin);
    }
  });
  await new Promise<void>((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  return {
    port: (listener.address() as AddressInfo).port,
    close() {
      listener.close();
      for (const one of open) one.destroy();
    },
  };
}

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => { listener.close(resolve); });
  return port;
}
