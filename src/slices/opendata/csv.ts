import { csvLine as lineOf } from '../../platform/files/index.ts';
import type { Column, Row } from './columns.ts';

/** UTF-8 without a byte order mark, header first, NULL as an empty cell; guarded against formulas (protection T16). */
export function csvHeader(columns: readonly Column[]): string {
  return `${columns.map(({ name }) => name).join(',')}\r\n`;
}

export function csvLine(row: Row): string {
  return lineOf(row);
}
