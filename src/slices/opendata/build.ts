import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { parseEntry, type Act, type LogEntry } from '../../record/log/index.ts';
import { CODE_TABLES, LOG_TABLES, type Row } from './columns.ts';
import { rowOfEntry } from './entry-row.ts';
import { foldCase, type Told } from './fold.ts';
import { Spill } from './spill.ts';
import type { FileFact } from './sink.ts';
import { TableWriter } from './table-writer.ts';

export type StoredEntry = { readonly index: number; readonly bytes: Uint8Array };

/** A public log, wherever it lies: the database, or files that somebody else serves. */
export type EntrySource = {
  /** Entries from `from` on and before `to`, in order, a few hundred at a time. */
  readonly batches: (from: number, to: number) => AsyncIterable<readonly StoredEntry[]>;
  /** Single entries by index. */
  readonly at: (indexes: readonly number[]) => Promise<ReadonlyMap<number, Uint8Array>>;
};

/** Rows of the code lists, where they are wanted. */
export type CodeLists = Readonly<Record<(typeof CODE_TABLES)[number], readonly Row[]>>;

export type Build = {
  readonly source: EntrySource;
  /** Entries of which rows are made. Cases and rounds stand in their tables when one of these tells of them, as all entries before `to` tell it. */
  readonly from: number;
  readonly to: number;
  /** Made here; must not exist. */
  readonly folder: string;
  readonly codes?: CodeLists;
};

/** The log holds bytes that are no entry: nothing can be made of it. */
export class NoEntry extends Error {
  override readonly name = 'NoEntry';
}

/** So many cases in a row before others get their turn. */
const CASES_A_TURN = 50;

/**
 * Writes every table in every format into a new folder. Depends on the entries alone (and on the code lists handed in): no
 * clock, no order but the log's, so the same entries give the same bytes. A crash leaves a folder that nobody reads.
 */
export async function build(work: Build): Promise<readonly FileFact[]> {
  await mkdir(work.folder, { recursive: false });
  const names = work.codes ? [...LOG_TABLES, ...CODE_TABLES] : LOG_TABLES;
  const writers = new Map<string, TableWriter>();
  const spill = new Spill(join(work.folder, 'parts'), work.to);
  try {
    for (const name of names) writers.set(name, await TableWriter.create(work.folder, name));
    const writer = (name: (typeof names)[number]): TableWriter => writers.get(name) ?? missing(name);
    await readEntries(work, writer('entries'), writer('scorecards'), spill);
    await writeCases(work.from, spill, writer('cases'), writer('rounds'));
    if (work.codes) for (const name of CODE_TABLES) for (const row of work.codes[name]) await writer(name).add(row);
    const facts: FileFact[] = [];
    for (const name of names) facts.push(...await writer(name).finish());
    return facts;
  } catch (error) {
    await Promise.all([...writers.values()].map((writer) => writer.abandon()));
    throw error;
  }
}

/** Throws NoEntry on bytes that are none. */
export function readEntry({ index, bytes }: StoredEntry): LogEntry {
  const entry = parseEntry(bytes);
  if (!entry) throw new NoEntry(`what the log holds at ${index} is no entry`);
  return entry;
}

/** The case that a public stream is about; undefined for any other stream. */
export function caseOf(stream: string | undefined): string | undefined {
  return stream?.startsWith('case:') === true ? stream.slice('case:'.length) : undefined;
}

async function readEntries({ source, from, to }: Build, entries: TableWriter, scorecards: TableWriter, spill: Spill): Promise<void> {
  for await (const batch of source.batches(0, to)) {
    const read = batch.map((stored) => ({ index: stored.index, entry: readEntry(stored) }));
    const streams = await streamsBehind(source, read.map(({ entry }) => entry));
    for (const { index, entry } of read) {
      if (index >= from) await entries.add(rowOfEntry(index, entry));
      const result = index >= from ? scorecardRow(index, entry) : undefined;
      if (result) await scorecards.add(result);
      const [number, told] = [caseOf(streamOf(entry, streams)), toldOf(index, entry)];
      if (number !== undefined && told) await spill.add(number, told);
    }
    await turn();
  }
}

/** Fields that are opened name no stream, but the index of the act that had committed to them. */
async function streamsBehind(source: EntrySource, entries: readonly LogEntry[]): Promise<ReadonlyMap<number, string>> {
  const indexes = entries.flatMap((entry) => (entry.kind === 'disclosed' && !entry.act ? [entry.index] : []));
  const found = indexes.length === 0 ? new Map<number, Uint8Array>() : await source.at(indexes);
  return new Map([...found].flatMap(([index, bytes]) => {
    const entry = readEntry({ index, bytes });
    return entry.kind === 'act' ? [[index, entry.stream] as const] : [];
  }));
}

/** Undefined for any other entry, and for one that a later version of the type would have made. */
function scorecardRow(index: number, entry: LogEntry): Row | undefined {
  if (entry.kind !== 'act' || entry.type !== 'scorecard.published.v1' || entry.at === undefined) return undefined;
  const { n, root, asOf, rule, result } = entry.open;
  if (typeof n !== 'number' || typeof root !== 'string' || typeof asOf !== 'number' || typeof rule !== 'number' || typeof result !== 'string') return undefined;
  return [index, entry.at, n, root, asOf, rule, result];
}

function streamOf(entry: LogEntry, streams: ReadonlyMap<number, string>): string | undefined {
  switch (entry.kind) {
    case 'act': return entry.stream;
    case 'sealed': return undefined;
    case 'disclosed': return entry.act ? entry.act.stream : streams.get(entry.index);
  }
}

function toldOf(index: number, entry: LogEntry): Told | undefined {
  switch (entry.kind) {
    case 'act': {
      const { kind: _kind, v: _v, ...act } = entry;
      return { index, act: bare(act), fields: {} };
    }
    case 'sealed': return undefined;
    case 'disclosed': return {
      index, ...(entry.act ? { act: bare(entry.act) } : {}), fields: Object.fromEntries(Object.entries(entry.fields).map(([label, { text }]) => [label, text])),
    };
  }
}

/** Commitments tell nothing of a case. */
function bare(act: Act): Act {
  return { ...act, commitments: {} };
}

async function writeCases(from: number, spill: Spill, cases: TableWriter, rounds: TableWriter): Promise<void> {
  let count = 0;
  for await (const { number, told } of spill.cases()) {
    count += 1;
    if (count % CASES_A_TURN === 0) await turn();
    if (!told.some(({ index }) => index >= from)) continue;
    const rows = foldCase(number, told);
    await cases.add(rows.case);
    for (const row of rows.rounds) await rounds.add(row);
  }
}

function missing(name: string): never {
  throw new Error(`no writer of ${name}`);
}
