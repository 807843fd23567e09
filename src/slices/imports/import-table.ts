import type { Instant } from '../../kernel/instant.ts';
import { withoutGuard } from '../../platform/files/index.ts';
import { IMPORTED_TOGETHER_MAX, type CaseRefusal, type ImportedOutcome, type ImportedRow } from '../cases/index.ts';
import type { Directory } from '../units/index.ts';
import type { TableMap } from './map.ts';
import { REASON_COLUMN } from './refused-file.ts';
import { rowReader, type RowRefusal } from './rows.ts';
import type { OpenTable, TableRow } from './table.ts';

export type Counts = { readonly read: number; readonly accepted: number; readonly known: number; readonly refused: number };
export type Refused = { readonly line: number; readonly cells: readonly string[]; readonly reason: RowRefusal | CaseRefusal };

export type Importing = {
  readonly table: OpenTable; readonly map: TableMap; readonly directory: Directory; readonly now: Instant;
  /** Writes a batch, or with a dry run only says what would become of it. */
  readonly take: (rows: readonly ImportedRow[]) => Promise<readonly ImportedOutcome[]>;
  readonly refuse: (refused: Refused) => Promise<void>;
  readonly progress: (counts: Counts) => void;
};

/** While one batch is being written the next is read and decided: the database has one core, the reading another. */
const IN_FLIGHT_MAX = 2;

type Batch = { readonly rows: ImportedRow[]; readonly from: TableRow[] };

/**
 * Reads a table to its end: each row becomes a case, is known already, or is refused with its reason. Nothing is held but the batches
 * in flight and the external ids met so far. Throws TableError where the file itself breaks off; what was taken before stays.
 */
export async function importTable({ table, map, directory, now, take, refuse, progress }: Importing): Promise<Counts> {
  const isOurs = table.columns.includes(REASON_COLUMN);
  const columns = table.columns.filter((column) => column !== REASON_COLUMN);
  const reasonAt = table.columns.indexOf(REASON_COLUMN);
  const read = rowReader(map, columns, directory, now);
  const counts = { read: 0, accepted: 0, known: 0, refused: 0 };
  const met = new Set<string>();
  const flying: Promise<void>[] = [];
  let batch: Batch = { rows: [], from: [] };
  const refused = async (from: TableRow, reason: Refused['reason']): Promise<void> => {
    counts.refused += 1;
    await refuse({ ...from, reason });
  };
  const land = async ({ rows, from }: Batch): Promise<void> => {
    for (const [index, outcome] of (await take(rows)).entries()) {
      const row = from[index];
      if (outcome === 'added') counts.accepted += 1;
      else if (outcome === 'known') counts.known += 1;
      else if (row) await refused(row, outcome.refused);
    }
    progress({ ...counts });
  };
  const send = async (): Promise<void> => {
    if (flying.length >= IN_FLIGHT_MAX) await flying.shift();
    const landing = land(batch);
    // Awaited in its turn; until then a failure must not pass for one that nobody looks at.
    landing.catch(() => undefined);
    flying.push(landing);
    batch = { rows: [], from: [] };
  };
  try {
    for await (const line of table.rows) {
      counts.read += 1;
      const from = isOurs ? { line: line.line, cells: line.cells.filter((_cell, index) => index !== reasonAt).map(withoutGuard) } : line;
      const row = read(from.cells);
      if (row.refused) await refused(from, row.reason);
      else if (met.has(row.value.externalId)) counts.known += 1;
      else {
        met.add(row.value.externalId);
        batch.rows.push(row.value);
        batch.from.push(from);
        if (batch.rows.length >= IMPORTED_TOGETHER_MAX) await send();
      }
    }
    if (batch.rows.length > 0) await send();
    await Promise.all(flying);
  } finally {
    // Whatever broke: what is on its way is written or not before anybody hears of it.
    await Promise.allSettled(flying);
  }
  return counts;
}
