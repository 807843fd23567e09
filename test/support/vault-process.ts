import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseAddress } from '../../src/platform/db/database.ts';
import { projectRoot } from '../../src/platform/config/project-root.ts';

/** `minsheng start --only vault`, its program run at once so that a kill reaches it. */
export type VaultProcess = { readonly output: () => string; readonly ended: () => boolean; kill(): Promise<void>; stop(): Promise<void> };

const START_MS_MAX = 60_000;

/** Starts one and waits until it answers, or has ended by itself. The environment is all that it is told. */
export async function startVaultProcess(env: Readonly<Record<string, string>>): Promise<VaultProcess> {
  // A path that the compiler does not follow: the build is plain Node.
  const build: string = pathToFileURL(join(projectRoot(), 'bin', 'build', 'bundle.mjs')).href;
  const { bundle } = await import(build) as { bundle: (name: string, entry: { path: string }) => Promise<string> };
  const program = await bundle('vault.mjs', { path: 'src/vault-main.ts' });
  const child = spawn(process.execPath, ['--enable-source-maps', program], { cwd: projectRoot(), stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', ...env } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  for (const deadline = performance.now() + START_MS_MAX; !text.includes('The vault answers at') && child.exitCode === null;) {
    if (performance.now() > deadline) throw new Error(`the vault did not answer:\n${text}`);
    await wait(20);
  }
  return {
    output: () => text, ended: () => child.exitCode !== null,
    kill: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** As DATABASE_URL names one database of a server, for its owner. */
export function databaseUrlOf({ host, port, credentials: { owner } }: DatabaseAddress, database: string): string {
  const at = host.startsWith('/') ? `localhost:${String(port)}/${database}?host=${encodeURIComponent(host)}` : `${host}:${String(port)}/${database}`;
  return `postgres://${encodeURIComponent(owner.user)}:${encodeURIComponent(owner.password)}@${at}`;
}
