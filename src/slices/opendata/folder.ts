import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { DAY_MS } from '../../kernel/instant.ts';
import { orUndefined, syncFolder, writeNewSynced } from '../../platform/files/durable.ts';
import type { FileFact } from './sink.ts';

/** `DATA_DIR/open-data/<code>`: everything in it can be made again from the log, so no backup needs it. */
export function openDataFolder(dataDir: string, code: JurisdictionCode): string {
  return join(dataDir, 'open-data', code);
}

const UNFINISHED = '.making-';

/** A name that nobody else uses, for what is being made; what a crash left more than a day ago goes. */
export async function unfinishedFolder(root: string): Promise<string> {
  await mkdir(root, { recursive: true });
  for (const name of await namesIn(root)) {
    const path = join(root, name);
    const age = name.startsWith(UNFINISHED) ? await orUndefined(stat(path)) : undefined;
    if (age && Date.now() - age.mtimeMs > DAY_MS) await rm(path, { recursive: true, force: true });
  }
  return join(root, `${UNFINISHED}${randomUUID()}`);
}

/** Moves a finished folder to its name, in one step; where one stands there already, that one stays. */
export async function settle(unfinished: string, finished: string): Promise<void> {
  try {
    await rename(unfinished, finished);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(code)) throw error;
    await rm(unfinished, { recursive: true, force: true });
    return;
  }
  await syncFolder(dirname(finished));
}

/** Written whole or not at all: whoever reads meanwhile has the old text or the new one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  await writeNewSynced(fresh, text, 0o644);
  await rename(fresh, path);
  await syncFolder(dirname(path));
}

/** Undefined where there is no such file. */
export async function textOf(path: string): Promise<string | undefined> {
  return orUndefined(readFile(path, 'utf8'));
}

export async function namesIn(folder: string): Promise<readonly string[]> {
  return await orUndefined(readdir(folder)) ?? [];
}

/** Whether the file is there in its full length: cheap enough for every look. */
export async function hasLength(path: string, { bytes }: FileFact): Promise<boolean> {
  return (await orUndefined(stat(path)))?.size === bytes;
}

/** Whether the file is there with its digest: reads all of it. */
export async function hasDigest(path: string, fact: FileFact): Promise<boolean> {
  if (!await hasLength(path, fact)) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === fact.sha256;
}

/** Moves one finished file to its place, in one step. */
export async function install(unfinished: string, finished: string): Promise<void> {
  await mkdir(dirname(finished), { recursive: true });
  await rename(unfinished, finished);
  await syncFolder(dirname(finished));
}
