import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetched, Fetcher } from './fetcher.ts';

/** A log in a folder: a mirror, a backup, or what the publisher wrote. Reads no more than the bounds allow. */
export function folderFetcher(folder: string): Fetcher {
  return { get: (path, { bytesMax }) => readAtMost(join(folder, path), bytesMax) };
}

async function readAtMost(file: string, bytesMax: number): Promise<Fetched> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' || error.code === 'ENOTDIR' ? undefined : Promise.reject(error)));
  if (!handle) return { kind: 'missing' };
  try {
    const { size } = await handle.stat();
    return size > bytesMax ? { kind: 'oversized' } : { kind: 'found', bytes: await handle.readFile() };
  } finally {
    await handle.close();
  }
}
