import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { projectRoot } from '../src/platform/config/index.ts';
import type { DatabaseAddress } from '../src/platform/db/database.ts';
import { attachEmbedded } from '../src/platform/db/embedded-attach.ts';

/** The program as an administrator starts it: one process with pages, log, timers and jobs, on its embedded, durable database. */
export type County = {
  readonly url: string;
  readonly address: DatabaseAddress;
  /** From the command to the first page that was answered whole. */
  readonly firstAnswerMs: number;
  /** Resident memory of the serving process, without the database, as it tells itself. */
  residentBytes(): Promise<number>;
  stop(): Promise<void>;
};

const START_MS_MAX = 120_000;
const FILL_MS_MAX = 300_000;
const POLL_MS = 20;

/** Starts on the folder and waits for the first page; in a demo, `filled` waits for its town to arrive at today. */
export async function startCounty(dataDir: string): Promise<County> {
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const log = openSync(join(dataDir, 'bench-server.log'), 'w');
  const started = performance.now();
  const child = spawn(process.execPath, [join(projectRoot(), 'bin', 'start.mjs')], {
    stdio: ['ignore', log, log], env: { ...process.env, DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: '' },
  });
  closeSync(log);
  const gone = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
  const url = `http://127.0.0.1:${String(port)}`;
  await firstPage(url, () => child.exitCode !== null, dataDir);
  const firstAnswerMs = performance.now() - started;
  const address = await attachEmbedded(dataDir);
  if (!address) throw new Error('the county runs without its embedded database');
  return {
    url, address, firstAnswerMs,
    async residentBytes() {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/^minsheng_process_resident_bytes (\d+)$/m.exec(text)?.[1]);
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Until the demo's town lives in today: its clock then stands less than an hour behind. */
export async function filled({ address }: County): Promise<void> {
  const { host, port, database, credentials: { owner } } = address;
  const client = new Client({ host, port, database, user: owner.user, password: owner.password });
  await client.connect();
  const until = performance.now() + FILL_MS_MAX;
  for (;;) {
    const { rows } = await client.query<{ arrived: boolean }>(`select platform.now() > clock_timestamp() - interval '1 minute' as arrived`);
    if (rows[0]?.arrived === true) break;
    if (performance.now() > until) throw new Error('the town of the demo does not arrive');
    await pause(500);
  }
  await client.end();
}

async function firstPage(url: string, hasEnded: () => boolean, dataDir: string): Promise<void> {
  const until = performance.now() + START_MS_MAX;
  for (;;) {
    const answer = await fetch(url).then(async (response) => ({ ok: response.ok, text: await response.text() }), () => undefined);
    if (answer?.ok === true) return;
    if (hasEnded() || performance.now() > until) {
      throw new Error(`the server did not start:\n${(await readFile(join(dataDir, 'bench-server.log'), 'utf8')).slice(-2_000)}`);
    }
    await pause(POLL_MS);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}
