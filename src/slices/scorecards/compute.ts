import type { JurisdictionCode } from '../../kernel/ids.ts';
import { DAY_MS, MINUTE_MS } from '../../kernel/instant.ts';
import type { Reader } from '../../platform/db/reader.ts';
import type { LogHead } from '../../record/index.ts';
import { SEALED_BYTES, type LogEntry } from '../../record/log/index.ts';
import { createRecordFold, UNIT_DAYS, type RecordResult } from './score-record.ts';
import { selectDatedEntry, selectEntries } from './store.ts';

/** Rows of one answer: some 400 KB, folded in a few milliseconds, between which the process serves others. */
const PAGE = 1_000;
/** The fold remembers two days more than it counts; the third is for entries that waited to be sequenced. */
const READ_DAYS = UNIT_DAYS + 3;

/**
 * The result over all that the head covers, as of the head's minute. Entries older than anything that can count are not read:
 * what it costs grows with what goes on, not with the log.
 */
export async function computeResult(reader: Reader, jurisdiction: JurisdictionCode, { size, at }: Pick<LogHead, 'size' | 'at'>): Promise<RecordResult> {
  const asOf = at - (at % MINUTE_MS);
  const fold = createRecordFold();
  for (let index = await firstSince(reader, jurisdiction, size, asOf - READ_DAYS * DAY_MS); index < size; index += PAGE) {
    const rows = await reader.rows(selectEntries, [jurisdiction, index, Math.min(index + PAGE, size)]);
    for (const row of rows) fold.add(Number(row.index), readOwn(row.entry));
  }
  return fold.resultAt(asOf, size);
}

/** The smallest index from which every entry may be younger than `since`: a log is written in the order of time. */
async function firstSince(reader: Reader, jurisdiction: JurisdictionCode, size: number, since: number): Promise<number> {
  let [from, to] = [0, size];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const row = await reader.row(selectDatedEntry, [jurisdiction, middle, SEALED_BYTES]);
    const isOld = row !== undefined && Number(row.index) < size && writtenAt(readOwn(row.entry)) < since;
    if (isOld) from = Math.max(middle, Number(row.index)) + 1;
    else to = middle;
  }
  return from;
}

/** When an entry was written, as it says itself: the minute of an office's act, the day of a disclosure's batch. */
function writtenAt(entry: LogEntry): number {
  if (entry.kind === 'sealed') return Number.POSITIVE_INFINITY;
  const at = Date.parse(entry.kind === 'act' ? entry.at ?? `${entry.day ?? ''}T00:00Z` : `${entry.batch}T00:00Z`);
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at;
}

/** What is committed was written by `writeEntry`: fsck and every verifier hold it to that, so that reading need not. */
function readOwn(entry: Buffer): LogEntry {
  return JSON.parse(entry.toString('utf8')) as LogEntry;
}
