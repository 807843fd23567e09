import { canonical } from '../../record/canonical.ts';
import type { Json } from '../../record/event.ts';
import type { Act, LogEntry } from '../../record/log/index.ts';
import { TABLES, type Row, type Value } from './columns.ts';

const NAMES = TABLES.entries.columns.map(({ name }) => name);

/** An entry as a row of `entries`. `entryOfRow` gives the same entry back: nothing is left out and nothing is added. */
export function rowOfEntry(index: number, entry: LogEntry): Row {
  switch (entry.kind) {
    case 'act': return ordered({ index, kind: entry.kind, ...cellsOfAct(entry) });
    case 'sealed': return ordered({ index, kind: entry.kind, commitment: entry.commitment });
    case 'disclosed': {
      const { batch, cell, act, opening, fields } = entry;
      return ordered({
        index, kind: entry.kind, opens: entry.index, batch, family: cell.family, cause: cell.cause, cell_topic1: cell.topic1 ?? null, cell_town: cell.town ?? null,
        ...(act ? cellsOfAct(act) : {}), opening: opening ?? null, fields: text(fields),
      });
    }
  }
}

/** Reads a row back, for whoever wants to check it against the log; undefined when it is no row of ours. */
export function entryOfRow(row: Row): { readonly index: number; readonly entry: unknown } {
  const cells = Object.fromEntries(NAMES.map((name, at) => [name, row[at] ?? null])) as Cells;
  const { index, kind, commitment, opens, batch, opening, fields } = cells;
  const base = { kind, v: 1 };
  if (kind === 'sealed') return { index: Number(index), entry: { ...base, commitment } };
  if (kind === 'act') return { index: Number(index), entry: { ...base, ...actOf(cells) } };
  const cell = without({ family: cells['family'], cause: cells['cause'], topic1: cells['cell_topic1'], town: cells['cell_town'] });
  const whole = opening === null ? {} : { act: actOf(cells), opening };
  return { index: Number(index), entry: { ...base, index: opens, batch, cell, ...whole, fields: JSON.parse(String(fields)) as unknown } };
}

type Cells = Readonly<Record<string, Value>>;

function cellsOfAct(act: Act): Cells {
  return {
    type: act.type, stream: act.stream, seq: act.seq, at: act.at ?? null, day: act.day ?? null, role: act.role, unit: act.unit ?? null, post: act.post ?? null,
    open: text(act.open), commitments: text(act.commitments),
  };
}

function actOf({ type, stream, seq, at, day, role, unit, post, open, commitments }: Cells): object {
  return { ...without({ type, stream, seq, at, day, role, unit, post }), open: JSON.parse(String(open)) as unknown, commitments: JSON.parse(String(commitments)) as unknown };
}

function without(cells: Readonly<Record<string, Value | undefined>>): object {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null && value !== undefined));
}

function ordered(cells: Cells): Row {
  return NAMES.map((name) => cells[name] ?? null);
}

function text(value: object): string {
  return canonical(value as Json);
}
