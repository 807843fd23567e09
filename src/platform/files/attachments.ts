import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { orUndefined, syncFolder, writeNewSynced } from './durable.ts';

declare const brand: unique symbol;
/** 128 random bits as 32 hexadecimal digits: says nothing about the photo, its case or its sender, and cannot be guessed. */
export type AttachmentName = string & { readonly [brand]: 'AttachmentName' };

export const ATTACHMENT_SIZES = ['photo', 'thumbnail'] as const;
export type AttachmentSize = (typeof ATTACHMENT_SIZES)[number];

export type Attachments = {
  /** Both files are on disk, fsynced with their folder, when this resolves: only then may a row name them. */
  write(photo: Uint8Array, thumbnail: Uint8Array): Promise<AttachmentName>;
  /** Undefined when there is no such file. */
  read(name: AttachmentName, size: AttachmentSize): Promise<Uint8Array | undefined>;
  exists(name: AttachmentName): Promise<boolean>;
  remove(name: AttachmentName): Promise<void>;
  /**
   * Removes files older than `olderThanMs` that no row names: photos of forms that were never sent, and of crashes
   * between write and commit. `named` is asked in batches and answers which of them rows do name. How many went.
   */
  sweep(named: (names: readonly AttachmentName[]) => Promise<ReadonlySet<string>>, olderThanMs: number, now?: number): Promise<number>;
};

const OWNER_ONLY = 0o600;
const ENDINGS: Readonly<Record<AttachmentSize, string>> = { photo: '.jpg', thumbnail: '.small.jpg' };

export function parseAttachmentName(text: unknown): AttachmentName | undefined {
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text) ? (text as AttachmentName) : undefined;
}

/** Files under `<dataDir>/attachments/<two digits>/<name>.jpg`; 256 folders keep each small at a million photos. */
export function openAttachments(dataDir: string): Attachments {
  const root = join(dataDir, 'attachments');
  const folderOf = (name: AttachmentName): string => join(root, name.slice(0, 2));
  const pathOf = (name: AttachmentName, size: AttachmentSize): string => join(folderOf(name), name + ENDINGS[size]);
  return {
    async write(photo, thumbnail) {
      const name = randomBytes(16).toString('hex') as AttachmentName;
      if (await mkdir(folderOf(name), { recursive: true, mode: 0o700 }) !== undefined) await syncFolder(root);
      await writeNewSynced(pathOf(name, 'thumbnail'), thumbnail, OWNER_ONLY);
      // A crash here leaves a thumbnail that no row names: the sweep takes it.
      await writeNewSynced(pathOf(name, 'photo'), photo, OWNER_ONLY);
      await syncFolder(folderOf(name));
      return name;
    },
    read: (name, size) => orUndefined(readFile(pathOf(name, size))),
    exists: async (name) => (await orUndefined(stat(pathOf(name, 'photo')))) !== undefined,
    async remove(name) {
      await orUndefined(unlink(pathOf(name, 'photo')));
      await orUndefined(unlink(pathOf(name, 'thumbnail')));
    },
    async sweep(named, olderThanMs, now = Date.now()) {
      let gone = 0;
      for (const folder of await orUndefined(readdir(root)) ?? []) {
        if (/^[0-9a-f]{2}$/.test(folder)) gone += await sweepFolder(join(root, folder), named, now - olderThanMs);
      }
      return gone;
    },
  };
}

async function sweepFolder(folder: string, named: Parameters<Attachments['sweep']>[0], before: number): Promise<number> {
  const old: { readonly name: AttachmentName; readonly path: string }[] = [];
  for (const file of await readdir(folder)) {
    const name = parseAttachmentName(file.split('.', 1)[0]);
    const path = join(folder, file);
    const age = name === undefined ? undefined : await orUndefined(stat(path));
    if (name !== undefined && age !== undefined && age.mtimeMs < before) old.push({ name, path });
  }
  if (old.length === 0) return 0;
  const kept = await named([...new Set(old.map(({ name }) => name))]);
  const orphans = old.filter(({ name }) => !kept.has(name));
  for (const { path } of orphans) await orUndefined(unlink(path));
  return orphans.length;
}
