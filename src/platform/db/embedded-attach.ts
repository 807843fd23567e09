import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { derivePassword, instanceSecret } from '../config/instance-secret.ts';
import { choosePlace } from './account.ts';
import type { DatabaseAddress } from './database.ts';
import { clusterFolder, EMBEDDED_OWNER } from './embedded-cluster.ts';
import { EMBEDDED_DATABASE } from './embedded.ts';
import { stopOrphan } from './embedded-orphan.ts';
import { lockFolderPatiently } from './folder-lock.ts';
import { addressOf } from './roles.ts';
import { StartRefusal } from './start-refusal.ts';

/** The server that another process of ours runs on this folder, as postmaster.pid describes it; undefined when none does. */
export async function attachEmbedded(dataDir: string): Promise<DatabaseAddress | undefined> {
  const place = await choosePlace(dataDir);
  const lines = await readFile(join(clusterFolder(place), 'postmaster.pid'), 'utf8').then((text) => text.split('\n'), () => undefined);
  if (!lines) return undefined;
  // https://www.postgresql.org/docs/18/storage-file-layout.html: pid, folder, start, port, socket folder, address.
  const [, , , port = '', socketFolder = '', listen = ''] = lines;
  const secret = await instanceSecret(dataDir);
  const owner = { user: EMBEDDED_OWNER, password: derivePassword(secret, 'database-role/owner') };
  return addressOf({ host: socketFolder.trim() || listen.trim() || '127.0.0.1', port: Number(port), database: EMBEDDED_DATABASE }, owner, secret);
}

/** Removes the embedded database for good. Throws StartRefusal when it is in use. */
export async function destroyEmbedded(dataDir: string): Promise<void> {
  const place = await choosePlace(dataDir);
  const lock = await lockFolderPatiently(`${place.folder}.lock`);
  if ('heldBy' in lock) throw new StartRefusal({ kind: 'already-started', folder: dataDir, pid: lock.heldBy });
  try {
    await stopOrphan(clusterFolder(place), () => undefined);
    // A crash in the middle leaves no PG_VERSION or a broken cluster; running it again removes the rest.
    await rm(clusterFolder(place), { recursive: true, force: true });
  } finally {
    lock.release();
  }
}
