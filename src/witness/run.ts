import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse, type Decision } from '../kernel/refusal.ts';
import { lockFolderPatiently, type FolderLock } from '../platform/db/folder-lock.ts';
import { writeVerifierKey, type Signer } from '../record/log/index.ts';
import { realDisk, type Disk } from './disk.ts';
import { followLogs, parseLogKey, type KnownLogs } from './known-logs.ts';
import { openOwnKey, writeVkeyFile, type KeyFault } from './own-key.ts';
import { drawWitnessPage } from './page.ts';
import { serveWitness, type WitnessServer } from './server.ts';
import { openStore, type Store } from './store.ts';
import { createWitness } from './witness.ts';

export type WitnessOptions = {
  readonly folder: string;
  readonly host: string;
  /** 0 asks the system for a free one. */
  readonly port: number;
  /** Needed at the first start only. */
  readonly name: string | undefined;
  /** As others reach it; unset: host and port. */
  readonly url: string | undefined;
  /** Verifier keys of logs. */
  readonly logs: readonly string[];
  /** Files or folders of such keys. */
  readonly logFiles: readonly string[];
  readonly onWrongLine: (path: string, line: number) => void;
  readonly onHalt: (origin: string, error: unknown) => void;
};

export type StartFault = KeyFault
  | { readonly kind: 'log-key-wrong'; readonly position: number }
  | { readonly kind: 'folder-taken'; readonly heldBy: number | undefined }
  | { readonly kind: 'port-taken'; readonly port: number };

export type RunningWitness = {
  readonly address: string;
  readonly port: number;
  readonly vkey: string;
  /** For a C2SP tlog-policy: name, key, address. */
  readonly policyLine: string;
  /** Whether any log is known now. */
  readonly knowsLogs: () => Promise<boolean>;
  stop(): Promise<void>;
};

/** Lock, key, memory, then the door: nothing is answered before what was cosigned earlier is known. */
export async function startWitness(options: WitnessOptions, disk: Disk = realDisk): Promise<Decision<RunningWitness, StartFault>> {
  const { folder, host, port, name } = options;
  const told = options.logs.map(parseLogKey);
  const wrong = told.indexOf(undefined);
  if (wrong >= 0) return refuse({ kind: 'log-key-wrong', position: wrong + 1 });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolderPatiently(join(folder, 'lock'));
  if ('heldBy' in lock) return refuse({ kind: 'folder-taken', heldBy: lock.heldBy });
  const logs = followLogs({ keys: told.filter((key) => key !== undefined), paths: options.logFiles, onWrongLine: options.onWrongLine });
  try {
    const key = await openOwnKey(folder, name, disk);
    if (key.refused) return released(lock, key.reason);
    const store = await openStore(folder, disk);
    const { onHalt } = options;
    const witness = createWitness({ signer: key.value, store, logs, nowSeconds: () => Math.floor(Date.now() / 1_000), onHalt });
    const shown = { url: '' };
    const server = await serveWitness(witness, () => pageOf(key.value, store, logs, shown.url), { host, port });
    shown.url = options.url ?? addressOf(host, server.port);
    const vkey = writeVerifierKey(key.value.key);
    await writeVkeyFile(folder, vkey, disk);
    return accept(running(key.value, server, lock, logs, shown.url));
  } catch (error) {
    lock.release();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL') return refuse({ kind: 'port-taken', port });
    throw error;
  }
}

function running({ key }: Signer, server: WitnessServer, lock: FolderLock, logs: KnownLogs, url: string): RunningWitness {
  return {
    address: url, port: server.port, vkey: writeVerifierKey(key), policyLine: policyLineOf(writeVerifierKey(key), key.name, url),
    knowsLogs: async () => (await logs.keys()).length > 0,
    async stop() {
      await server.close();
      // Last, so that no other process signs while an answer of ours is still on its way.
      lock.release();
    },
  };
}

async function pageOf({ key }: Signer, store: Store, logs: KnownLogs, url: string): Promise<string> {
  const origins = [...new Set((await logs.keys()).map(({ name }) => name))];
  const vkey = writeVerifierKey(key);
  return drawWitnessPage({
    name: key.name, vkey, policyLine: policyLineOf(vkey, key.name, url),
    logs: origins.map((origin) => {
      const standing = store.standingOf(origin);
      return { origin, size: typeof standing === 'object' ? standing.size : standing };
    }),
  });
}

function policyLineOf(vkey: string, name: string, url: string): string {
  return `witness ${name} ${vkey} ${url}`;
}

function addressOf(host: string, port: number): string {
  return `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

function released<Fault extends StartFault>(lock: FolderLock, reason: Fault): Decision<RunningWitness, Fault> {
  lock.release();
  return refuse(reason);
}
