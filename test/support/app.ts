import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createSocket, type AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import fastify from 'fastify';
import { startBackground, type Background } from '../../src/background.ts';
import { createServices } from '../../src/compose.ts';
import { parseJurisdictionCode, type JurisdictionCode } from '../../src/kernel/ids.ts';
import { advanceClock } from '../../src/platform/clock/index.ts';
import { ensureInstance } from '../../src/platform/clock/instance.ts';
import { openReadingClock } from '../../src/platform/clock/reading-clock.ts';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import type { SignOn } from '../../src/platform/config/index.ts';
import { openFileKeys } from '../../src/platform/crypto/index.ts';
import { createMetrics } from '../../src/platform/http/metrics.ts';
import { closeGracefully } from '../../src/platform/http/server.ts';
import { createAccounts, createDemoAccounts, organisationOf } from '../../src/slices/accounts/index.ts';
import { loadJurisdiction, openDirectoryCache } from '../../src/slices/units/index.ts';
import { buildAssets } from '../../src/ui/theme/build.ts';
import { createApp } from '../../src/web/app.ts';
import type { Services } from '../../src/web/services.ts';
import type { DatabaseAddress } from '../../src/platform/db/database.ts';
import type { Vault } from '../../src/slices/vault/index.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export type TestApp = {
  readonly app: FastifyInstance;
  readonly services: Services;
  readonly background: Background;
  readonly db: TestDatabase;
  /** Keys, attachments and whatever else the instance keeps as files. */
  readonly dataDir: string;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Every line that the program wrote to its log so far, access lines included. */
  readonly logged: () => readonly string[];
  /** What went wrong in the background; a test that expects nothing to, says so. */
  readonly troubles: () => readonly string[];
  /** Moves the clock of this demo instance and lets everything happen that has become due on the way, half a day at a time. */
  readonly advance: (ms: number) => Promise<void>;
  close(): Promise<void>;
};

export type TestAppOptions = {
  /** Folders of `jurisdictions/`; the first stands at `/`. */
  readonly folders?: readonly string[];
  /** Invented staff with the printed password; on unless switched off. */
  readonly demoAccounts?: boolean;
  /** Single sign-on, once it is known under which address the instance is reached. */
  readonly signOn?: (publicUrl: string) => Promise<SignOn>;
  /** Where the demo's clock begins; by default at the machine's own time. */
  readonly daysAgo?: number;
  /** A server that the test started for itself. */
  readonly server?: DatabaseAddress;
  /** A vault apart; whoever made it closes it. */
  readonly vault?: Vault;
};

/** Never more at once, so that what falls due in between happens in its order. */
const STEP_MS = 12 * 3_600_000;

/**
 * The whole program as `instance.ts` puts it together, in this process, on a database of its own, listening on a free
 * port of loopback. A demo instance, so that its clock can be moved. One per test file; close it in `afterAll`.
 */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { folders = ['linjiang'], demoAccounts = true, daysAgo = 0 } = options;
  const db = await openTestDatabase(options.server);
  const { database } = db;
  await ensureInstance(db.owner, { demo: true, demoDays: daysAgo });
  const dataDir = await mkdtemp(join(tmpdir(), 'minsheng-app-'));
  const keys = await openFileKeys(join(dataDir, 'keys'));
  for (const folder of folders) {
    const loaded = await loadJurisdiction(database, join(projectRoot(), 'jurisdictions', folder), keys);
    if (loaded.refused) throw new Error(`jurisdictions/${folder} has mistakes: ${JSON.stringify(loaded.reason.mistakes)}`);
  }
  const directories = await openDirectoryCache(database.public);
  const clock = await openReadingClock(database.public);
  const defaultCode = codeOf(folders[0]);
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const accounts = createAccounts({
    database, keys, secret: Buffer.from(keys.derive('staff sessions v1')).toString('base64url'), publicUrl, secureCookies: false,
    organisation: organisationOf((code) => directories.find(code)), signOn: await options.signOn?.(publicUrl),
  });
  const assetsFolder = join(dataDir, 'assets');
  const services = createServices({
    ...(options.vault ? { vault: options.vault } : {}), config: { dataDir }, database, keys, directories, clock, defaultCode, accounts, isDemo: true, publicUrl, assets: await buildAssets(assetsFolder, projectRoot()),
  });
  const troubles: string[] = [];
  const background = await startBackground(services, (error, what) => { troubles.push(`${what}: ${String(error)}`); });
  const { logger, lines } = recordingLogger();
  const app = await createApp(services, { version: '0.0.0', assetsFolder, logger, metrics: createMetrics(), pressureMs: false });
  if (demoAccounts) await createDemoAccounts(accounts, defaultCode);
  await app.listen({ host: '127.0.0.1', port });
  return {
    app, services, background, db, dataDir, url: publicUrl,
    logged: () => lines, troubles: () => troubles,
    async advance(ms) {
      for (let left = ms; left > 0; left -= STEP_MS) {
        await advanceClock(database, Math.min(left, STEP_MS));
        await clock.refresh();
        await background.sweepNow();
      }
    },
    async close() {
      await closeGracefully(app, 1_000);
      await background.stop();
      clock.close();
      directories.close();
      await rm(dataDir, { recursive: true, force: true });
      await db.close();
    },
  };
}

/** The framework's own logger with its lines kept: what a real log file would hold. */
function recordingLogger(): { readonly logger: FastifyBaseLogger; readonly lines: string[] } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  return { logger: fastify({ logger: { level: 'trace', stream } }).log, lines };
}

/** Known before anything listens: the program prints its own address on receipts. */
async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => { socket.listen(0, '127.0.0.1', resolve); });
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => { socket.close(resolve); });
  return port;
}

function codeOf(folder: string | undefined): JurisdictionCode {
  const code = parseJurisdictionCode(folder?.replace(/^_/, ''));
  if (!code) throw new Error(`not a folder of a jurisdiction: ${folder ?? ''}`);
  return code;
}
