import { open } from 'node:fs/promises';

/** A new file, its bytes on the disk when this resolves. Rejects where the file exists. Its name is durable only once `syncFolder` has run. */
export async function writeNewSynced(path: string, bytes: Uint8Array | string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The folder's entries, and so the last rename in it, are on the disk when this resolves. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its journal keeps the entry.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What the work gives, or undefined where there is no such file or folder. */
export async function orUndefined<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
