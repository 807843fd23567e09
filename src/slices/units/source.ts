import { parse as parseCsv } from 'csv-parse/sync';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { Mistake, Position, Problem } from './mistake.ts';

/** Larger than any hand-kept file: a metropolis with every village is some 2 MB. */
export const FILE_BYTES_MAX = 8_000_000;

/** Control characters (PostgreSQL stores no NUL), and the sign that stands where bytes were not UTF-8. */
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

export type SourceFile = { readonly name: string; readonly text: string };

/** One value of a file, whether YAML or a table's cell, and where it stands. */
export type Value =
  | { readonly kind: 'scalar'; readonly text: string; readonly plain: unknown; readonly at: Position }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly at: Position }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry>; readonly at: Position };

export type Entry = { readonly keyAt: Position; readonly value: Value };
export type MapValue = Extract<Value, { kind: 'map' }>;

/** Reads YAML 1.2 (JSON is a part of it). An empty file is an empty map. Mistakes of form are all reported at once. */
export function readYaml(file: SourceFile): { readonly value: Value; readonly mistakes: readonly Mistake[] } {
  const start = { file: file.name, line: 1, column: 1 };
  const empty: Value = { kind: 'map', entries: new Map(), at: start };
  if (file.text.length > FILE_BYTES_MAX) return { value: empty, mistakes: [tooLarge(start)] };
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: file.name, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const mistakes = document.errors.map((error): Mistake => (
    { ...place(error.pos[0]), problem: { kind: 'not-yaml', detail: error.message } }
  ));
  if (mistakes.length > 0 || document.contents === null) return { value: empty, mistakes };
  const refused = (at: Position, problem: Problem): void => { mistakes.push({ ...at, problem }); };
  return { value: valueOf(document.contents as Node, { place, refused }, start), mistakes };
}

type Reading = { readonly place: (offset: number) => Position; readonly refused: (at: Position, problem: Problem) => void };

function valueOf(node: Node | null, reading: Reading, parentAt: Position): Value {
  const { place, refused } = reading;
  const at = node?.range ? place(node.range[0]) : parentAt;
  if (node === null) return { kind: 'scalar', text: '', plain: null, at };
  if (isAlias(node)) refused(at, { kind: 'not-yaml', detail: 'aliases (*name) are not used in these files' }); // they can nest without end
  if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => valueOf(item as Node, reading, at)), at };
  if (isMap(node)) {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      const key = pair.key as Node;
      const keyAt = key.range ? place(key.range[0]) : at;
      entries.set(isScalar(key) ? String(key.value) : '', { keyAt, value: valueOf(pair.value as Node | null, reading, keyAt) });
    }
    return { kind: 'map', entries, at };
  }
  const plain = isScalar(node) ? node.value : undefined;
  // Codes such as 0371 or 110101 are read as they are written, not as numbers.
  const text = isScalar(node) && typeof node.source === 'string' ? node.source : String(plain ?? '');
  if (UNREADABLE.test(text) || !text.isWellFormed()) refused(at, { kind: 'unreadable-character' });
  return { kind: 'scalar', text, plain, at };
}

/** Reads a table (RFC 4180, first line names the columns, lines that begin with # are remarks). Empty cells are absent. */
export function readTable(file: SourceFile): { readonly rows: readonly MapValue[]; readonly mistakes: readonly Mistake[] } {
  const start = { file: file.name, line: 1, column: 1 };
  if (file.text.length > FILE_BYTES_MAX) return { rows: [], mistakes: [tooLarge(start)] };
  try {
    const broken = file.text.split('\n').findIndex((line) => UNREADABLE.test(line) || !line.isWellFormed());
    if (broken >= 0) return { rows: [], mistakes: [{ ...start, line: broken + 1, problem: { kind: 'unreadable-character' } }] };
    const rows: MapValue[] = [];
    parseCsv<Record<string, string>>(file.text, {
      columns: true, bom: true, trim: true, skip_empty_lines: true, comment: '#', comment_no_infix: true,
      onRecord(record, { lines }) {
        rows.push(rowOf(record, { ...start, line: lines }));
        return undefined;
      },
    });
    return { rows, mistakes: [] };
  } catch (error) {
    const { lines, message } = error as Error & { lines?: number };
    return { rows: [], mistakes: [{ ...start, line: lines ?? 1, problem: { kind: 'not-csv', detail: message } }] };
  }
}

function rowOf(record: Record<string, string>, at: Position): MapValue {
  const cells = Object.entries(record).map(([column, text], index): [string, Entry] => {
    const cellAt = { ...at, column: index + 1 };
    return [column, { keyAt: cellAt, value: { kind: 'scalar', text, plain: text, at: cellAt } }];
  });
  return { kind: 'map', entries: new Map(cells.filter(([, { value }]) => value.kind === 'scalar' && value.text !== '')), at };
}

function tooLarge(at: Position): Mistake {
  return { ...at, problem: { kind: 'too-large', bytesMax: FILE_BYTES_MAX } satisfies Problem };
}
