import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { KeyProvider } from '../../platform/crypto/key-provider.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Directory } from '../units/index.ts';
import { createCurrent, type Latest } from './current.ts';
import { monthFile, publishDue, publishedList } from './publish.ts';
import type { Published } from './published.ts';

export { COLUMN_TYPES, FORMATS, LOG_TABLES, MEDIA_TYPES, OPEN_DATA_FORMAT, parseFileName, TABLE_NAMES, TABLES, fileName, type Column, type ColumnType, type Format, type Table, type TableName } from './columns.ts';
export { csvLine } from './csv.ts';
export { build, type EntrySource } from './build.ts';
export { entryOfRow } from './entry-row.ts';
export { parseMonth, type Month } from './month.ts';
export type { Published } from './published.ts';
export type { FileFact } from './sink.ts';
export type { Latest, Snapshot } from './current.ts';

/** Everything public as files: what the pages and housekeeping ask of this slice. */
export type OpenData = {
  /** Makes what is due and restores what is lost, in files and record; rejects with what went wrong, also with `current` since the last run. The first run of a process reads every file. */
  publishDue(directory: Directory): Promise<void>;
  /** Months whose files may be had, oldest first, each as the record says it. */
  published(code: JurisdictionCode): Promise<readonly Published[]>;
  /** Path of a month's file; undefined where there is none. */
  monthFile(code: JurisdictionCode, published: Published, name: string): Promise<string | undefined>;
  /** Everything up to a recent size of the log. */
  current(directory: Directory): Promise<Latest>;
  /** Entries in what `current` gives now, without making anything; undefined while there is none. */
  currentSize(code: JurisdictionCode): number | undefined;
  /** Ends after the work in hand. */
  close(): Promise<void>;
};

export type OpenDataDeps = {
  readonly database: Database; readonly keys: KeyProvider; readonly dataDir: string;
  /** How long a snapshot is served before another is made; for tests. */
  readonly keptMs?: number;
};

export function createOpenData(deps: OpenDataDeps): OpenData {
  const current = createCurrent(deps);
  const looked = new Set<JurisdictionCode>();
  let running: Promise<void> = Promise.resolve();
  return {
    publishDue({ code, zone }) {
      // One after another: two runs at once would read the log twice.
      const run = running.then(() => publishDue(deps, code, zone, !looked.has(code))).then(() => {
        looked.add(code);
        const failure = current.takeFailure();
        if (failure !== undefined) throw failure;
      });
      running = run.catch(() => undefined);
      return run;
    },
    published: (code) => publishedList(deps.dataDir, code),
    monthFile: (code, published, name) => monthFile(deps.dataDir, code, published, name),
    current: (directory) => current.latest(directory),
    currentSize: (code) => current.sizeOf(code),
    async close() {
      await Promise.all([running, current.close()]);
    },
  };
}
