import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { derivePassword, instanceSecret } from '../config/instance-secret.ts';
import { choosePlace, type Place, type PlaceOptions } from './account.ts';
import type { DatabaseAddress } from './database.ts';
import { clusterFolder, EMBEDDED_OWNER, ensureCluster } from './embedded-cluster.ts';
import { pruneLogs } from './embedded-log.ts';
import { stopOrphan } from './embedded-orphan.ts';
import { startPostmaster, type Postmaster } from './embedded-postmaster.ts';
import { lockFolderPatiently } from './folder-lock.ts';
import { locateBinaries, reachableBinaries } from './locate.ts';
import { addressOf } from './roles.ts';
import { supervise } from './embedded-supervisor.ts';
import { StartRefusal } from './start-refusal.ts';
import type { StartStep } from './start-step.ts';

export type EmbeddedServer = {
  readonly address: DatabaseAddress;
  /** Where the cluster, its log and its socket lie. */
  readonly folder: string;
  /** True when this start made the cluster. */
  readonly fresh: boolean;
  /** Process of the server that runs now: another one after it ended unasked and was started again. */
  readonly postmasterPid: () => number;
  /** Ends the server (fast shutdown) and frees the folder. Safe to call twice. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = PlaceOptions & {
  readonly onStep?: (step: StartStep) => void;
  /** False only for tests that throw the server away: no fsync. */
  readonly durable?: boolean;
  readonly connectionsMax?: number;
};

export const EMBEDDED_DATABASE = 'minsheng';
const CONNECTIONS_MAX = 80;
/** A killed postmaster's children hold its shared memory for a moment; a port may be taken from under us. */
const STARTS_MAX = 4;

/**
 * The real PostgreSQL, from an npm package, on a folder of ours: nothing to install and nothing to set up. The way
 * through is also the way of recovery: after kill -9 of everything it does the same steps. Throws StartRefusal.
 */
export async function startEmbedded(dataDir: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const onStep = options.onStep ?? (() => undefined);
  const place = await choosePlace(dataDir, options);
  if (place.elsewhere) onStep({ kind: place.temporary ? 'temporary' : 'elsewhere', folder: place.folder });
  // The lock lies beside the folder, where PostgreSQL's own user cannot touch it.
  const lock = await lockFolderPatiently(`${place.folder}.lock`);
  if ('heldBy' in lock) throw new StartRefusal({ kind: 'already-started', folder: dataDir, pid: lock.heldBy });
  try {
    const secret = await instanceSecret(dataDir);
    const owner = { user: EMBEDDED_OWNER, password: derivePassword(secret, 'database-role/owner') };
    const { postmaster, fresh } = await start(place, owner.password, options, onStep);
    const before = { host: postmaster.host, port: postmaster.port };
    const supervised = supervise(postmaster, async () => (await start(place, owner.password, options, onStep, before)).postmaster, () => onStep({ kind: 'restarting' }));
    const server = { host: postmaster.host, port: postmaster.port, database: EMBEDDED_DATABASE };
    await ensureDatabase({ ...server, ...owner });
    const pruning = setInterval(() => void pruneLogs(place), 600_000).unref();
    await pruneLogs(place);
    let stopping: Promise<void> | undefined;
    return {
      address: addressOf(server, owner, secret), folder: place.folder, fresh, postmasterPid: supervised.pid,
      stop: () => (stopping ??= (async () => {
        clearInterval(pruning);
        await supervised.stop();
        lock.release();
      })()),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function start(place: Place, password: string, options: EmbeddedOptions, onStep: (step: StartStep) => void, before?: { host: string; port: number }): Promise<{ postmaster: Postmaster; fresh: boolean }> {
  const durable = options.durable ?? true;
  const binaries = await reachableBinaries(await locateBinaries(), place.account, () => onStep({ kind: 'copying' }), options);
  await stopOrphan(clusterFolder(place), (pid) => onStep({ kind: 'stopping-orphan', pid }));
  const fresh = await ensureCluster(place, binaries, password, { durable, onInitialising: () => onStep({ kind: 'initialising' }) });
  const run = { durable, connectionsMax: options.connectionsMax ?? CONNECTIONS_MAX, onRecovering: () => onStep({ kind: 'recovering' }), ...(before ? { before } : {}) };
  for (let attempt = 1; ; attempt += 1) {
    onStep({ kind: attempt === 1 ? 'starting' : 'retrying' });
    try {
      return { postmaster: await startPostmaster(place, binaries, password, run), fresh };
    } catch (error) {
      const retriable = error instanceof StartRefusal && error.problem.kind === 'not-ready';
      if (!retriable || attempt === STARTS_MAX) throw error;
      await wait(500 * attempt);
      await stopOrphan(clusterFolder(place), (pid) => onStep({ kind: 'stopping-orphan', pid }));
    }
  }
}

/** Makes the database on the first start (a crash before this is made good here), and tests that it thinks in UTF-8. */
async function ensureDatabase(to: { host: string; port: number; database: string; user: string; password: string }): Promise<void> {
  const admin = new Client({ ...to, database: 'postgres' });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [to.database]);
    if (rowCount === 0) await admin.query(`create database ${to.database} encoding 'UTF8'`);
    const { rows } = await admin.query<{ encoding: string; fits: boolean }>(
      `select pg_encoding_to_char(encoding) as encoding,
              char_length(chr(27665) || chr(22768)) = 2 and lower(chr(196)) = chr(228) and chr(27665) > 'z' and 'Z' < 'a' as fits
         from pg_database where datname = $1`,
      [to.database],
    );
    const found = rows[0];
    if (found?.encoding !== 'UTF8' || !found.fits) throw new StartRefusal({ kind: 'wrong-encoding', found: found?.encoding ?? '' });
  } finally {
    await admin.end();
  }
}
