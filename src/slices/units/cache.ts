import { parseJurisdictionCode, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { directoryOf, type Directory } from './directory.ts';
import { CONTENT_FORMAT } from './load.ts';
import { selectLatestVersion, selectVersion, selectVersionNumbers, type VersionRow } from './store.ts';

/** A newly loaded version is in force everywhere within this time, without a restart. */
const POLL_MS = 3_000;

/** The directories of all jurisdictions, in memory: asking one costs nothing, so every request may. */
export interface DirectoryCache {
  /** Throws on an unknown code: parse what comes from outside with `find`. */
  get(code: JurisdictionCode): Directory;
  find(code: unknown): Directory | undefined;
  /** All jurisdictions, ordered by code. */
  list(): readonly Directory[];
  /** Takes up new versions now; rejects when the database is away (what is known stays). */
  refresh(): Promise<void>;
  close(): void;
}

/** Reads the latest versions, then looks for newer ones every few seconds until closed. */
export async function openDirectoryCache(reader: Reader, pollMs = POLL_MS): Promise<DirectoryCache> {
  const directories = new Map<string, Directory>();
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function readNew(): Promise<void> {
    for (const { jurisdiction, version } of await reader.rows(selectVersionNumbers)) {
      if ((directories.get(jurisdiction)?.version ?? 0) >= version) continue;
      const row = await reader.row(selectLatestVersion, [jurisdiction]);
      if (row) directories.set(jurisdiction, directoryFrom(row));
    }
  }

  function refresh(): Promise<void> {
    // One that runs already may have looked before what the caller has just changed: another follows it.
    if (running) {
      following ??= running.catch(() => undefined).then(() => {
        following = undefined;
        return refresh();
      });
      return following;
    }
    running = readNew().finally(() => { running = undefined; });
    return running;
  }

  function poll(): void {
    // While the database is away the directories we have stay good; the next look finds what is new.
    timer = setTimeout(() => void refresh().catch(() => undefined).finally(() => { if (!isClosed) poll(); }), pollMs);
    timer.unref();
  }

  await refresh();
  poll();
  return {
    get(code) {
      const found = directories.get(code);
      if (!found) throw new Error(`no jurisdiction ${code}`);
      return found;
    },
    find: (code) => directories.get(parseJurisdictionCode(code) ?? ''),
    list: () => [...directories.values()].sort((a, b) => (a.code < b.code ? -1 : 1)),
    refresh,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** The directory as it was in an earlier version: what a case was dispatched under. */
export async function readDirectory(reader: Reader, code: JurisdictionCode, version: number): Promise<Directory | undefined> {
  const row = await reader.row(selectVersion, [code, version]);
  return row && directoryFrom(row);
}

function directoryFrom(row: VersionRow): Directory {
  if (row.format !== CONTENT_FORMAT) throw new Error(`version ${row.version} of ${row.jurisdiction} has the unknown format ${row.format}`);
  return directoryOf(row.content, row.version);
}
