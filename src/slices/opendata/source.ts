import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { Reader } from '../../platform/db/reader.ts';
import type { EntrySource, StoredEntry } from './build.ts';
import { selectEntries, selectEntriesAt } from './store.ts';

/** Some 200 KB and 5 ms of work: what pages may wait for between two of their own requests. */
const ENTRIES_AT_ONCE = 500;

/** The log of a jurisdiction as the database holds it, read under the role of the public. */
export function logSource(reader: Reader, code: JurisdictionCode): EntrySource {
  const read = (row: { readonly index: string; readonly entry: Buffer }): StoredEntry => ({ index: Number(row.index), bytes: row.entry });
  return {
    async *batches(from, to) {
      for (let at = from; at < to;) {
        const rows = await reader.rows(selectEntries, [code, at, to, ENTRIES_AT_ONCE]);
        const last = rows.at(-1);
        if (!last) return;
        yield rows.map(read);
        at = Number(last.index) + 1;
      }
    },
    async at(indexes) {
      const rows = await reader.rows(selectEntriesAt, [code, indexes]);
      return new Map(rows.map((row) => [Number(row.index), row.entry]));
    },
  };
}
