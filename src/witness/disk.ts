import { open, rename } from 'node:fs/promises';

/** The three steps that keep a file safe, one by one, so that a test can make each of them fail. */
export type Disk = {
  /** Writes a whole file and returns once its bytes are on the disk. */
  readonly writeSynced: (path: string, bytes: Uint8Array, mode?: number) => Promise<void>;
  /** Puts one file in the place of another: readers see the old one or the new one, never half. */
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Returns once the folder's entries, and so the last rename in it, are on the disk. */
  readonly syncFolder: (path: string) => Promise<void>;
};

export const realDisk: Disk = {
  async writeSynced(path, bytes, mode = 0o600) {
    const file = await open(path, 'w', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  async syncFolder(path) {
    // Windows cannot open a folder; its journal keeps the entry.
    if (process.platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};
