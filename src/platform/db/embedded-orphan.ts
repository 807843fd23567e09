import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';

/** A fast shutdown writes a checkpoint; a big one on a slow disk takes this long, and no longer is waited for. */
const FAST_MS_MAX = 20_000;
const IMMEDIATE_MS_MAX = 5_000;

/**
 * Ends the postmaster that a killed run of ours left behind, and removes a `postmaster.pid` that names some other process
 * (PostgreSQL would refuse to start for it). We hold the lock on the place, so any postmaster here has lost its master.
 */
export async function stopOrphan(cluster: string, onOrphan: (pid: number) => void): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (Number.isSafeInteger(pid) && pid > 1 && (await isPostmasterOf(pid, cluster))) {
    onOrphan(pid);
    await stopPostmaster(pid);
  }
  await endStragglers(cluster);
  // A crash here leaves no postmaster and perhaps its file, which the next start removes again.
  await rm(path, { force: true });
}

/**
 * A killed postmaster's children end by themselves once they look up from their work; one deep in a long query does not,
 * and its share of the memory would keep a new server from starting. The log holds all they had acknowledged.
 */
async function endStragglers(cluster: string): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const name of await readdir('/proc')) {
    if (/^\d+$/.test(name) && (await isPostmasterOf(Number(name), cluster))) await signalled(Number(name), 'SIGKILL', IMMEDIATE_MS_MAX);
  }
}

/** Fast, then immediate (the next start recovers from the log), then by force: each is safe for acknowledged data. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (await signalled(pid, 'SIGINT', FAST_MS_MAX)) return;
  if (await signalled(pid, 'SIGQUIT', IMMEDIATE_MS_MAX)) return;
  await signalled(pid, 'SIGKILL', IMMEDIATE_MS_MAX);
}

async function signalled(pid: number, signal: NodeJS.Signals, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  if (!send(pid, signal)) return true;
  while (performance.now() < deadline) {
    if (!send(pid, 0)) return true;
    await wait(20);
  }
  return false;
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal) && !isZombie(pid);
  } catch {
    return false;
  }
}

/** Where nobody reaps orphans (a container without an init), an ended postmaster stays as a zombie that still takes signals. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  return /^State:\s+Z/m.test(readQuietly(`/proc/${pid}/status`));
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** PostgreSQL's processes stand in their cluster's folder (and the postmaster names it when started); a recycled pid does not. */
async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster;
  if (process.platform === 'win32') return send(pid, 0);
  return (spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '').includes(cluster);
}
