import { dirname } from 'node:path/posix';
import { entriesPath, fullTiles, tilePath, TILE_HEIGHT } from '../merkle/tile.ts';
import type { Disk, NamedFile } from './disk.ts';
import { partialsOf } from './growth.ts';

/** Readers of a checkpoint that was current a moment ago may still ask for the partial files that it names. */
const KEPT_MS = 10 * 60_000;
/** Names in a folder of tiles: three digits. */
const FOLDER_TILES = 1_000;

/** Takes away partial files some minutes after the full one came to be (C2SP tlog-tiles allows it). */
export class Partials {
  readonly #files: Disk;
  readonly #waiting: { readonly folder: string; readonly fromMs: number }[] = [];

  constructor(files: Disk) {
    this.#files = files;
  }

  onFull(full: readonly NamedFile[], nowMs: number): void {
    for (const { path } of full) this.#waiting.push({ folder: partialsOf(path), fromMs: nowMs + KEPT_MS });
  }

  /** A process that ended took its list with it: what it left lies in the last folders of each level. */
  async find(size: number, nowMs: number): Promise<void> {
    for (const pathOf of [entriesPath, ...Array.from({ length: TILE_HEIGHT }, (_, level) => (n: number) => tilePath(level, n))]) {
      const level = pathOf === entriesPath ? 0 : Number(pathOf(0).split('/')[1]);
      const full = fullTiles(level, size);
      for (const n of [full - 1, full - 1 - FOLDER_TILES].filter((one) => one >= 0)) {
        const folder = dirname(pathOf(n));
        const first = n - (n % FOLDER_TILES);
        for (const name of await this.#files.list(folder)) {
          const digits = /^(\d{3})\.p$/.exec(name)?.[1];
          if (digits !== undefined && first + Number(digits) < full) this.#waiting.push({ folder: `${folder}/${name}`, fromMs: nowMs + KEPT_MS });
        }
      }
    }
  }

  /** A crash on the way leaves the rest for the next start to find. */
  async sweep(nowMs: number): Promise<void> {
    while ((this.#waiting[0]?.fromMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      const due = this.#waiting.shift();
      if (due) await this.#files.remove(due.folder);
    }
  }
}
