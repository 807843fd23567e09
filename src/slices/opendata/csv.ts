import type { Column, Row, Value } from './columns.ts';

/**
 * CSV (RFC 4180: comma, CRLF, quotes doubled), UTF-8 without a byte order mark, header first, NULL as an empty cell.
 *
 * A spreadsheet takes a cell that begins with = + - @, a tab, a carriage return or NUL for a formula or a command, and an
 * attacker may have chosen its words (protection T16): such a text gets an apostrophe in front. A text that begins with an
 * apostrophe gets another, so that one leading apostrophe is always ours and whoever takes it off has the text itself.
 */
export function csvHeader(columns: readonly Column[]): string {
  return `${columns.map(({ name }) => name).join(',')}\r\n`;
}

export function csvLine(row: Row): string {
  return `${row.map(csvCell).join(',')}\r\n`;
}

const NEEDS_GUARD = /^['=+\-@\t\r\0]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

function csvCell(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const guarded = NEEDS_GUARD.test(value) ? `'${value}` : value;
  // An empty text is told from NULL by its quotes.
  return guarded === '' || NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
