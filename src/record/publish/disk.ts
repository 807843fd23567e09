import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeNewSynced } from '../../platform/files/durable.ts';

/** A file by its path below a folder, with forward slashes. */
export type NamedFile = { readonly path: string; readonly bytes: Uint8Array };

/** The files of one folder. A crash leaves each of them as it was or as it was to be, never half. */
export type Disk = {
  /** Undefined where there is none. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** All are on the disk when this resolves; a crash meanwhile leaves some of them new and some old. */
  readonly write: (files: readonly NamedFile[]) => Promise<void>;
  /** Names in a folder; none where there is no such folder. */
  readonly list: (path: string) => Promise<readonly string[]>;
  /** A file, or a folder with all that is in it; nothing where there is none. */
  readonly remove: (path: string) => Promise<void>;
};

/** Files under way at a time: more than these only queue in the pool of threads. */
const AT_ONCE = 32;
const DRAFTS = '.draft';

/** `mode` is for files; the world may read a published one and must not read a key. Each writer of a folder has drafts of its own. */
export async function openDisk(folder: string, mode = 0o644, draftsFolder = DRAFTS): Promise<Disk> {
  const folderMode = mode === 0o644 ? 0o755 : 0o700;
  const drafts = join(folder, draftsFolder);
  await mkdir(folder, { recursive: true, mode: folderMode });
  // What a crash left half-written, nobody has seen.
  await rm(drafts, { recursive: true, force: true });
  await mkdir(drafts, { mode: folderMode });
  const known = new Set<string>();
  const ensureFolder = async (path: string): Promise<void> => {
    if (known.has(path)) return;
    const first = await mkdir(path, { recursive: true, mode: folderMode });
    // A new folder's own entry must be on the disk before anything in it counts.
    for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
    known.add(path);
  };
  const write = async (files: readonly NamedFile[]): Promise<void> => {
    const targets = files.map(({ path, bytes }) => ({ path: join(folder, path), bytes }));
    const folders = new Set(targets.map(({ path }) => dirname(path)));
    for (const path of folders) await ensureFolder(path);
    for (let i = 0; i < targets.length; i += AT_ONCE) {
      await Promise.all(targets.slice(i, i + AT_ONCE).map(({ path, bytes }) => replace(join(drafts, randomBytes(8).toString('hex')), path, bytes, mode)));
    }
    // A crash before this may take a rename back: the old file is there then, and the caller has not gone on.
    await Promise.all([...folders].map(syncFolder));
  };
  return {
    write,
    read: (path) => readIfThere(join(folder, path)),
    list: async (path) => (await readdir(join(folder, path)).catch(nothingThere)) ?? [],
    remove: async (path) => {
      known.delete(join(folder, path));
      await rm(join(folder, path), { recursive: true, force: true });
    },
  };
}

async function replace(draft: string, path: string, bytes: Uint8Array, mode: number): Promise<void> {
  // A crash up to here leaves a draft that nobody reads.
  await writeNewSynced(draft, bytes, mode);
  await rename(draft, path);
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch(nothingThere);
}

function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
