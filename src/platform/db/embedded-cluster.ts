import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../files/durable.ts';
import type { Account, Place } from './account.ts';
import type { Binaries } from './locate.ts';
import { StartRefusal } from './start-refusal.ts';

export const EMBEDDED_OWNER = 'minsheng';

export type ClusterOptions = { readonly durable: boolean; readonly onInitialising: () => void };

/** PostgreSQL's own folder, made by initdb, inside the place. */
export function clusterFolder(place: Place): string {
  return join(place.folder, 'cluster');
}

/**
 * Makes the cluster if there is none; says whether it did. initdb works in a draft folder that is renamed when whole, so
 * a crash in the middle leaves a draft, which the next start removes. The caller holds the lock on the place.
 */
export async function ensureCluster(place: Place, binaries: Binaries, ownerPassword: string, options: ClusterOptions): Promise<boolean> {
  for (const name of await readdir(place.folder)) {
    if (name.startsWith('draft-')) await rm(join(place.folder, name), { recursive: true, force: true });
  }
  for (const name of ['run', 'log']) {
    await mkdir(join(place.folder, name), { recursive: true, mode: 0o700 });
    if (place.account) await chown(join(place.folder, name), place.account.uid, place.account.gid);
  }
  const found = await readFile(join(clusterFolder(place), 'PG_VERSION'), 'utf8').catch(() => undefined);
  const ours = binaries.version.split('.')[0] ?? '';
  if (found !== undefined) {
    if (found.trim() !== ours) throw new StartRefusal({ kind: 'other-version', found: found.trim(), ours });
    return false;
  }
  options.onInitialising();
  await initialise(place, binaries, ownerPassword, options.durable);
  return true;
}

async function initialise(place: Place, binaries: Binaries, ownerPassword: string, durable: boolean): Promise<void> {
  const name = `draft-${randomBytes(6).toString('hex')}`;
  const draft = join(place.folder, name);
  const passwordFile = join(place.folder, `${name}.password`);
  await writeFile(passwordFile, `${ownerPassword}\n`, { flag: 'wx', mode: 0o600 });
  if (place.account) await chown(passwordFile, place.account.uid, place.account.gid);
  const wanted = [
    `--pgdata=${draft}`, `--username=${EMBEDDED_OWNER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync']),
  ];
  // Some systems (macOS, old glibc) know no C.UTF-8; the built-in provider sorts and folds the same there.
  const first = await run(place, binaries, 'initdb', [...wanted, '--locale=C.UTF-8']);
  if (first.status !== 0) {
    await rm(draft, { recursive: true, force: true });
    const second = await run(place, binaries, 'initdb', [...wanted, '--locale=C']);
    if (second.status !== 0) throw new StartRefusal({ kind: 'initdb-failed', output: lastLines(second.output) });
  }
  await rm(passwordFile);
  await rename(draft, clusterFolder(place)); // A crash before this leaves a draft; after it, a whole cluster.
  await syncFolder(place.folder);
}

/** Runs one PostgreSQL program to its end, as the place's account, in a folder that account can stand in. */
async function run(place: Place, binaries: Binaries, program: string, parameters: readonly string[]) {
  const child = spawn(join(binaries.folder, 'bin', program), parameters, { ...spawnAs(place.account), cwd: place.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, output };
}

export function spawnAs(account: Account | undefined): { uid?: number; gid?: number; env: NodeJS.ProcessEnv } {
  const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'UTC', ...(process.platform === 'win32' ? process.env : {}) };
  return account ? { uid: account.uid, gid: account.gid, env } : { env };
}

/** The end of what a program said: enough for its reason, little enough for a terminal. */
export function lastLines(output: string): string {
  return output.trim().split('\n').slice(-6).join('\n').slice(-1_000);
}
