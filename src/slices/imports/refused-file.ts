import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { basename, dirname, extname, join } from 'node:path';
import { csvLine } from '../../platform/files/index.ts';

/** The last column of a file of refused rows; whoever imports that file again leaves it in. */
export const REASON_COLUMN = 'minsheng_reason';

/** Beside the table, a CSV whatever the table was: `requests.csv` → `requests.refused.csv`. */
export function refusedPathOf(table: string): string {
  return join(dirname(table), `${basename(table, extname(table))}.refused.csv`);
}

/**
 * Rows that were not taken, with the columns of their table and why: corrected, the file can be imported like any other. It appears
 * whole, when the import ends; one that breaks off leaves the file of the time before, and the next run writes it anew.
 */
export class RefusedFile {
  readonly path: string;
  readonly #columns: readonly string[];
  #stream: WriteStream | undefined;
  #failure: Error | undefined;

  constructor(table: string, columns: readonly string[]) {
    this.path = refusedPathOf(table);
    this.#columns = columns.filter((column) => column !== REASON_COLUMN);
  }

  async add(cells: readonly string[], reason: string): Promise<void> {
    this.#stream ??= this.#begin();
    if (this.#failure) throw this.#failure;
    const width = Math.max(this.#columns.length, cells.length);
    const own = Array.from({ length: width }, (_, index) => cells[index] ?? '').slice(0, this.#columns.length);
    if (!this.#stream.write(csvLine([...own, reason]))) await once(this.#stream, 'drain');
  }

  /** True when there is a file. Without a refused row one of an earlier run goes. */
  async end(): Promise<boolean> {
    const stream = this.#stream;
    if (!stream) {
      await rm(this.path, { force: true });
      return false;
    }
    if (this.#failure) throw this.#failure;
    stream.end();
    await once(stream, 'finish');
    await rename(`${this.path}.part`, this.path);
    return true;
  }

  #begin(): WriteStream {
    const stream = createWriteStream(`${this.path}.part`, { mode: 0o600 });
    // A folder that cannot be written to shows only now.
    stream.on('error', (error) => { this.#failure = error; });
    stream.write(csvLine([...this.#columns, REASON_COLUMN]));
    return stream;
  }
}
