import type { EventId, JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Database } from '../platform/db/database.ts';
import type { Reader, Tx } from '../platform/db/reader.ts';
import { keyContext } from './append.ts';
import { openingOf } from './commitment.ts';
import { planDisclosure, tellable, WHOLE_ACT, writeEntry, type Act, type Cell, type DisclosedEntry, type Moment } from './log/index.ts';
import type { OpenedEvent } from './replayer.ts';
import { insertDisclosures, selectSubjectKeys, selectUndisclosed, type UndisclosedRow } from './store.ts';

/** Where a stream belongs today, as far as the public may ever learn it: asked of the slice whose stream it is. */
export type CellOf = (reader: Reader, jurisdiction: JurisdictionCode, streams: readonly string[]) => Promise<ReadonlyMap<string, { readonly topic1: string; readonly town?: string; readonly isPlaced?: boolean; readonly told?: Moment['told'] }>>;

/** What was opened of a stream, once the batch commits: the slice lets its pages say so, in the same transaction. */
export type OnOpened = (tx: Tx, opened: readonly OpenedEvent[]) => Promise<void>;

export type DisclosureDeps = {
  readonly database: Database; readonly keys: KeyProvider; readonly cellOf: CellOf;
  /** Absent where no page shows anything of what waits. */
  readonly onOpened?: OnOpened;
};

/** A county has some 200 acts a day, a metropolis a hundred thousand: more at once only wait for the next run. */
const LOOKED_AT_MAX = 200_000;
const WRITTEN_TOGETHER = 1_000;

/**
 * The daily batch: opens what has company enough (`planDisclosure`), in an order that tells nothing. `today` is the date in the
 * jurisdiction's zone, and the batch's name; a second run on one day opens what the first could not write. All of it is one
 * transaction: a crash leaves what waited waiting. How many entries were queued.
 */
export async function discloseDue({ database, keys, cellOf, onOpened }: DisclosureDeps, jurisdiction: JurisdictionCode, today: string): Promise<number> {
  return database.inTransaction({ kind: 'system', jurisdiction, job: 'disclosure' }, async (tx) => {
    const rows = await tx.rows(selectUndisclosed, [jurisdiction, today, LOOKED_AT_MAX]);
    const cells = await cellOf(tx, jurisdiction, [...new Set(rows.map((row) => row.stream))]);
    const moments = momentsOf(rows, cells);
    const opened = planDisclosure(moments, today);
    const cellOfMoment = new Map(opened.flatMap((one) => one.moments.map((id) => [id, one.cell] as const)));
    const due = rows.filter((row) => cellOfMoment.has(row.moment));
    const written = await disclosures(tx, keys, today, withoutRareFields(due, cellOfMoment), cellOfMoment);
    // In the order of their openings, which are as good as random and known to nobody before: shuffled, and the same again at a replay.
    written.sort((a, b) => (a.order < b.order ? -1 : 1));
    for (let at = 0; at < written.length; at += WRITTEN_TOGETHER) {
      const part = written.slice(at, at + WRITTEN_TOGETHER);
      await tx.run(insertDisclosures, [jurisdiction, part.map((one) => one.row.event_id), part.map((one) => one.row.stream), part.map((one) => one.row.stream_seq), part.map((one) => one.entry)]);
    }
    await onOpened?.(tx, written.map(({ row, cell, labels }) => ({ stream: row.stream, streamSeq: row.stream_seq, cell, labels, batch: today })));
    return written.length;
  }, 'worker');
}

/** Rows of one moment share their fate; what has no entry in the log yet comes with a later batch, and its moment with it. */
function momentsOf(rows: readonly UndisclosedRow[], cells: Awaited<ReturnType<CellOf>>): readonly Moment[] {
  const incomplete = new Set(rows.filter((row) => row.index === null).map((row) => row.moment));
  const moments = new Map<string, Moment>();
  for (const { moment, cause, family, stream, day } of rows) {
    const cell = cells.get(stream);
    if (incomplete.has(moment) || !cell || moments.has(moment)) continue;
    moments.set(moment, { id: moment, cause, family, stream, day, topic1: cell.topic1, town: cell.town, ...(cell.isPlaced ? { isPlaced: true } : {}), ...(cell.told ? { told: cell.told } : {}) });
  }
  return [...moments.values()];
}

/** Finer than their cell, each only where ten of it share the value, and the kind only where ten share topic and kind. */
const FINER = ['topic', 'kind'] as const;

/** Fields that are finer than their cell are opened where the value itself has company; the rest of them stay closed for good. */
function withoutRareFields(rows: readonly UndisclosedRow[], cells: ReadonlyMap<string, Cell>): readonly UndisclosedRow[] {
  const members = new Map<string, UndisclosedRow[]>();
  for (const row of rows) {
    const name = JSON.stringify(cells.get(row.moment));
    const known = members.get(name) ?? [];
    known.push(row);
    members.set(name, known);
  }
  return [...members.values()].flatMap((cell) => {
    const valueOf = ({ later }: UndisclosedRow, depth: number): string => JSON.stringify(FINER.slice(0, depth + 1).map((label) => later[label]));
    const known = cell.filter(({ later }) => FINER.some((label) => label in later));
    const tellables = FINER.map((_, depth) => tellable(known.map((row) => ({ stream: row.stream, value: valueOf(row, depth) }))));
    return cell.map((row) => {
      const rare = FINER.filter((_, depth) => !tellables.slice(0, depth + 1).every((told, above) => told.has(valueOf(row, above))));
      return { ...row, later: Object.fromEntries(Object.entries(row.later).filter(([label]) => !(rare as readonly string[]).includes(label))) };
    });
  });
}

type Written = { readonly row: UndisclosedRow; readonly entry: Buffer; readonly order: string; readonly cell: Cell; readonly labels: readonly string[] };

async function disclosures(tx: Tx, keys: KeyProvider, batch: string, rows: readonly UndisclosedRow[], cells: ReadonlyMap<string, Cell>): Promise<Written[]> {
  const { jurisdiction } = tx.actor;
  const wrapped = await tx.rows(selectSubjectKeys, [jurisdiction, [...new Set(rows.map((row) => row.subject))]]);
  const known = new Map<string, Uint8Array>();
  for (const { subject, wrapped: bytes } of wrapped) if (bytes) known.set(subject, await keys.unwrap(keyContext(jurisdiction, subject), bytes));
  return rows.flatMap((row) => {
    const [key, cell] = [known.get(row.subject), cells.get(row.moment)];
    // Erased meanwhile: nobody can open it any more.
    return key && cell ? [disclosureOf(row, key, cell, batch)] : [];
  });
}

function disclosureOf(row: UndisclosedRow, key: Uint8Array, cell: Cell, batch: string): Written {
  const id = row.event_id as EventId;
  const open = (label: string): string => openingOf(key, id, label).toString('base64url');
  const fields: Record<string, { text: string; opening: string }> = {};
  for (const [label, text] of Object.entries(row.later)) if (isOpened(label, cell)) fields[label] = { text, opening: open(label) };
  const whole = row.body === null ? {} : { act: JSON.parse(row.body) as Act, opening: open(WHOLE_ACT) };
  const entry: DisclosedEntry = { kind: 'disclosed', v: 1, index: Number(row.index), batch, cell, ...whole, fields };
  return { row, entry: Buffer.from(writeEntry(entry)), order: openingOf(key, id, 'order of disclosure').toString('hex'), cell, labels: Object.keys(fields) };
}

/** The finer a field, the fuller its cell must be: the topic itself and the place only where place and topic have ten. */
function isOpened(label: string, { town, topic1 }: Cell): boolean {
  if (label === 'topic1') return topic1 !== undefined;
  return town !== undefined && topic1 !== undefined;
}
