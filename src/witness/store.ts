import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { NOTE_BYTES_MAX, parseCheckpoint, parseNote, type Witnessed } from '../record/log/index.ts';
import type { Disk } from './disk.ts';

/** What this witness has bound itself to: for each log the last checkpoint, one signed note a file. */
export type Store = {
  /** `halted`: what is on the disk is not known, and nothing may be cosigned for this log until a person has looked. */
  readonly standingOf: (origin: string) => Witnessed | 'halted' | undefined;
  /** Keeps a checkpoint of the log, replacing the last one, before anything is signed for it. Rejects and halts the log where the disk fails. */
  readonly keep: (origin: string, witnessed: Witnessed, note: Uint8Array) => Promise<void>;
};

const FOLDER = 'logs';
const SUFFIX = '.checkpoint';
const DRAFT = '.draft';

export function storeFolder(folder: string): string {
  return join(folder, FOLDER);
}

/** Reads what was kept. A file that cannot be read halts its log: to take it for "never seen" could mean to sign a second history. */
export async function openStore(folder: string, disk: Disk): Promise<Store> {
  const files = storeFolder(folder);
  await mkdir(files, { recursive: true, mode: 0o700 });
  // By file name: of a damaged file nothing else is known.
  const standing = new Map<string, Witnessed | 'halted'>();
  for (const name of await readdir(files)) {
    // A draft is what a crash before the rename left: nothing was signed for it.
    if (name.endsWith(DRAFT)) await unlink(join(files, name));
    if (name.endsWith(SUFFIX)) standing.set(name, readKept(name, await readFile(join(files, name))) ?? 'halted');
  }
  return {
    standingOf: (origin) => standing.get(nameOf(origin)),
    async keep(origin, witnessed, note) {
      const name = nameOf(origin);
      const path = join(files, name);
      try {
        // A crash or failure here leaves the old file and perhaps a draft, which the next start removes.
        await disk.writeSynced(`${path}${DRAFT}`, note);
        // A crash here leaves the old file or the new one; nobody has a signature for the new one yet.
        await disk.rename(`${path}${DRAFT}`, path);
        await disk.syncFolder(files);
      } catch (error) {
        // After a failed sync the system may show what is not on the disk: only a fresh start may ask it again.
        standing.set(name, 'halted');
        throw error;
      }
      standing.set(name, witnessed);
    },
  };
}

/** Names of logs are other people's text: a digest of one is always a file's name. */
function nameOf(origin: string): string {
  return `${createHash('sha256').update(origin).digest('hex')}${SUFFIX}`;
}

function readKept(name: string, bytes: Uint8Array): Witnessed | undefined {
  const note = bytes.length > NOTE_BYTES_MAX ? undefined : parseNote(bytes);
  const checkpoint = note && parseCheckpoint(note.text);
  return checkpoint && nameOf(checkpoint.origin) === name ? { size: checkpoint.size, root: checkpoint.root } : undefined;
}
