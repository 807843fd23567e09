import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse as parseCsv } from 'csv-parse';
import { streamXlsxRows } from 'hucre/xlsx';
import type { Encoding } from './map.ts';

/** A table's header and its rows, read as they are asked for: of a file of any size a few hundred rows are held. */
export type OpenTable = { readonly columns: readonly string[]; readonly rows: AsyncGenerator<TableRow, void, undefined> };
/** `line`: where it begins, as an editor (CSV) or a spreadsheet (XLSX) counts. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

export type TableProblem =
  | { readonly kind: 'no-file' }
  | { readonly kind: 'unknown-format' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'wrong-encoding'; readonly encoding: Encoding }
  | { readonly kind: 'broken'; readonly line?: number; readonly detail: string }
  | { readonly kind: 'same-column'; readonly column: string };

/** What is wrong with a file as a whole; thrown by `openTable` and by its rows. */
export class TableError extends Error {
  override readonly name = 'TableError';
  readonly problem: TableProblem;
  constructor(problem: TableProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** Longest record in bytes of text: ten printed pages in several columns. Behind a quotation mark that is never closed the whole file would be one. */
const RECORD_CHARACTERS_MAX = 400_000;
/** A sheet has at most 16,384 columns; a table of requests has some dozens. */
const COLUMNS_MAX = 1_000;

/** Opens a CSV or XLSX file. Throws TableError. */
export async function openTable(path: string, format: { readonly encoding: Encoding; readonly delimiter: string }): Promise<OpenTable> {
  const beginning = await beginningOf(path);
  const rows = isZip(beginning) ? readXlsx(path) : readCsv(path, format);
  const first = await rows.next();
  if (first.done) throw new TableError({ kind: 'empty' });
  const columns = withoutTail(first.value.cells).map((cell) => cell.trim());
  const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index);
  if (twice !== undefined) throw new TableError({ kind: 'same-column', column: twice });
  if (columns.length === 0 || columns.length > COLUMNS_MAX) throw new TableError({ kind: 'unknown-format' });
  return { columns, rows };
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path).catch(() => { throw new TableError({ kind: 'no-file' }); });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    // A folder opens, but cannot be read.
    throw new TableError({ kind: 'no-file' });
  } finally {
    await file.close();
  }
}

function isZip(beginning: Buffer): boolean {
  // The old binary .xls, and an encrypted workbook, are OLE files: said as what they are, not as a broken table.
  if (beginning.subarray(0, 4).toString('hex') === 'd0cf11e0') throw new TableError({ kind: 'unknown-format' });
  return beginning.subarray(0, 2).toString('latin1') === 'PK';
}

async function* readCsv(path: string, { encoding, delimiter }: { readonly encoding: Encoding; readonly delimiter: string }): AsyncGenerator<TableRow, void, undefined> {
  const bytes = createReadStream(path, { highWaterMark: 1 << 18 });
  const parser = parseCsv({ bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, info: true, max_record_size: RECORD_CHARACTERS_MAX });
  const decoded = Readable.from(decode(bytes, encoding)).on('error', (error) => { parser.destroy(error); });
  decoded.pipe(parser);
  try {
    for await (const one of parser) {
      const { record, info } = one as { readonly record: readonly string[]; readonly info: { readonly lines: number } };
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    throw error instanceof TableError ? error : new TableError(brokenBy(error));
  } finally {
    bytes.destroy();
  }
}

/** Strictly: a wrong encoding is said at once, instead of words that nobody can read any more. */
async function* decode(bytes: AsyncIterable<unknown>, encoding: Encoding): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? new TableError({ kind: 'wrong-encoding', encoding }) : error;
  }
}

async function* readXlsx(path: string): AsyncGenerator<TableRow, void, undefined> {
  const bytes = createReadStream(path);
  try {
    let width = 0;
    for await (const { index, values } of streamXlsxRows(Readable.toWeb(bytes) as ReadableStream<Uint8Array>)) {
      const cells = values.map(textOf);
      if (cells.every((cell) => cell === '')) continue;
      // Cells at the end of a row that hold nothing are not in the file.
      if (width === 0) width = withoutTail(cells).length;
      yield { line: index + 1, cells: cells.length < width ? [...cells, ...Array.from({ length: width - cells.length }, () => '')] : withoutTail(cells, width) };
    }
  } catch (error) {
    throw error instanceof TableError ? error : new TableError(brokenBy(error));
  } finally {
    bytes.destroy();
  }
}

/** Dates of a sheet have no zone: they are written as a clock on the wall shows them. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 19);
  return typeof value === 'object' ? '' : String(value as string | number | boolean);
}

/** Without the empty cells at the end, but never shorter than `width`. */
function withoutTail(cells: readonly string[], width = 0): readonly string[] {
  let length = cells.length;
  while (length > width && (cells[length - 1] ?? '').trim() === '') length -= 1;
  return length === cells.length ? cells : cells.slice(0, length);
}

function brokenBy(error: unknown): TableProblem {
  const { code, lines, message } = error as { code?: unknown; lines?: unknown; message?: unknown };
  const detail = typeof code === 'string' ? code : typeof message === 'string' ? message.slice(0, 200) : 'unreadable';
  return { kind: 'broken', detail, ...(typeof lines === 'number' ? { line: lines } : {}) };
}
