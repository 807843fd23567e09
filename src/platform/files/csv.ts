/**
 * One line of CSV (RFC 4180: comma, CRLF, quotes doubled); null is an empty cell, and an empty text is told from it by its quotes.
 *
 * A spreadsheet takes a cell that begins with = + - @, a tab, a carriage return or NUL for a formula or a command, and an
 * attacker may have chosen its words (protection T16): such a text gets an apostrophe in front. A text that begins with an
 * apostrophe gets another, so that one leading apostrophe is always ours and whoever takes it off has the text itself.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A cell that `csvLine` wrote, as it was. */
export function withoutGuard(cell: string): string {
  return cell.startsWith('\'') ? cell.slice(1) : cell;
}

const NEEDS_GUARD = /^['=+\-@\t\r\0]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const guarded = NEEDS_GUARD.test(value) ? `'${value}` : value;
  return guarded === '' || NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
