import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { clusterFolder, EMBEDDED_OWNER, lastLines, spawnAs } from './embedded-cluster.ts';
import { stopPostmaster } from './embedded-orphan.ts';
import type { Place } from './account.ts';
import type { Binaries } from './locate.ts';
import { StartRefusal } from './start-refusal.ts';

/** How to reach the running server: a folder with a socket in it, or the loopback address. */
export type Postmaster = { readonly host: string; readonly port: number; readonly child: ChildProcess; stop(): Promise<void> };

export type PostmasterOptions = {
  readonly durable: boolean;
  readonly connectionsMax: number;
  readonly onRecovering: () => void;
  /** Where it listened before: the same port again, so that whoever is connected finds it. */
  readonly before?: { readonly host: string; readonly port: number };
};

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the closing NUL included. */
const SOCKET_PATH_BYTES_MAX = 103;
/** Until it answers at all; a server that says it is recovering may take longer. */
const ANSWER_MS_MAX = 30_000;
const RECOVERY_MS_MAX = 600_000;

/** Starts the server and waits until it lets the owner in. Throws StartRefusal when it does not. */
export async function startPostmaster(place: Place, binaries: Binaries, ownerPassword: string, options: PostmasterOptions): Promise<Postmaster> {
  const where = await listenAt(place, options.before);
  const settings = { ...SETTINGS, ...where.settings, max_connections: String(options.connectionsMax), log_directory: join(place.folder, 'log'), ...(options.durable ? {} : NOT_DURABLE) };
  const parameters = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // `detached`: Ctrl-C in a terminal reaches the whole group, and the server must outlive our own orderly end.
  const child = spawn(join(binaries.folder, 'bin', 'postgres'), ['-D', clusterFolder(place), ...parameters], {
    ...spawnAs(place.account), cwd: place.folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-4_000); });
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  // Whoever ends the process without stopping us first still ends the server; only kill -9 leaves an orphan.
  const onExit = (): void => { child.kill('SIGINT'); };
  process.once('exit', onExit);
  const stop = async (): Promise<void> => {
    process.off('exit', onExit);
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await stopPostmaster(child.pid);
  };
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  try {
    await Promise.race([
      untilAnswering({ host: where.host, port: where.port, password: ownerPassword }, ended, () => lastLines(said), options.onRecovering),
      failed.then((error) => { throw new StartRefusal({ kind: 'not-ready', output: error.message }); }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { host: where.host, port: where.port, child, stop };
}

/**
 * Acknowledged means on disk. Nothing a resident wrote may reach the server's log: even a terse error quotes the value it
 * choked on, so errors, which the program sees anyway, are not logged at all (`log` keeps starts, stops and fatal ends).
 */
const SETTINGS = {
  fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on',
  log_min_messages: 'log', log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_parameter_max_length: '0', log_parameter_max_length_on_error: '0',
  log_statement: 'none', log_min_duration_statement: '-1', log_connections: '', log_disconnections: 'off',
  logging_collector: 'on', log_filename: 'postgresql-%Y%m%d-%H%M%S.log', log_rotation_size: '8MB', log_rotation_age: '0', log_file_mode: '0600',
  shared_buffers: '256MB', jit: 'off', max_parallel_workers_per_gather: '0', max_wal_size: '2GB', timezone: 'UTC',
  password_encryption: 'scram-sha-256', io_method: 'worker',
} as const;

/** For tests that throw the whole server away. */
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const;

/** A socket in the place where its path fits and the platform has them; else a loopback port. */
async function listenAt(place: Place, before: PostmasterOptions['before']): Promise<{ host: string; port: number; settings: Record<string, string> }> {
  const folder = join(place.folder, 'run');
  const port = 5432;
  if (process.platform !== 'win32' && Buffer.byteLength(`${folder}/.s.PGSQL.${port}`) <= SOCKET_PATH_BYTES_MAX) {
    return { host: folder, port, settings: { listen_addresses: '', unix_socket_directories: `"${folder.replaceAll('"', '""')}"`, unix_socket_permissions: '0700', port: String(port) } };
  }
  const free = before?.port ?? await freePort();
  return { host: '127.0.0.1', port: free, settings: { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(free) } };
}

/** A port nobody listens on now. Another process may take it before we do: the start is tried again then. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilAnswering(to: { host: string; port: number; password: string }, ended: () => boolean, said: () => string, onRecovering: () => void): Promise<void> {
  const started = performance.now();
  let recovering = false;
  for (;;) {
    const code = await knock(to);
    if (code === undefined) return;
    if (ended()) throw new StartRefusal({ kind: 'not-ready', output: said() });
    if (code === '28P01' || code === '28000') throw new StartRefusal({ kind: 'wrong-keys', folder: 'DATA_DIR/keys' });
    const elapsed = performance.now() - started;
    // 57P03: it is there and replays its log. Said once, and only when somebody would notice the wait.
    if (code === '57P03' && !recovering && elapsed > 1_000) {
      recovering = true;
      onRecovering();
    }
    if (elapsed > (recovering ? RECOVERY_MS_MAX : ANSWER_MS_MAX)) throw new StartRefusal({ kind: 'not-ready', output: `${code} ${said()}` });
    await wait(15);
  }
}

/** Undefined when the owner was let in, else the error's code. */
async function knock(to: { host: string; port: number; password: string }): Promise<string | undefined> {
  const client = new Client({ ...to, user: EMBEDDED_OWNER, database: 'postgres', connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    await client.end().catch(() => undefined);
    return (error as { code?: string }).code ?? 'no answer';
  }
}
