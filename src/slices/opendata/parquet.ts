import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Column, ColumnType, Row, Value } from './columns.ts';

/**
 * Rows are gathered until a row group is full, so that memory does not grow with the file. Small groups cost a tenth in size: a group
 * is written in one piece, for which pages wait (docs/decisions/2026-11-27-open-data-from-the-log.md).
 */
export const ROW_GROUP_ROWS = 2_048;

const TYPES: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  integer: { type: 'INT64' },
  minute: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } },
  day: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
};

/** Parquet with typed columns, Snappy, a row group at a time. The same rows give the same bytes. */
export class ParquetRows {
  readonly #columns: readonly Column[];
  readonly #out = new ByteWriter();
  readonly #writer: ParquetWriter;
  readonly #waiting: Row[] = [];

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    const schema: SchemaElement[] = [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type, nullable }): SchemaElement => ({ name, ...TYPES[type], repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' })),
    ];
    this.#writer = new ParquetWriter({ writer: this.#out, schema, createdBy: 'minsheng' });
  }

  /** Takes a row; whatever bytes are ready then. */
  add(row: Row): Uint8Array | undefined {
    this.#waiting.push(row);
    if (this.#waiting.length < ROW_GROUP_ROWS) return undefined;
    this.#writeGroup();
    return this.#taken();
  }

  finish(): Uint8Array {
    if (this.#waiting.length > 0) this.#writeGroup();
    // The writer writes to memory: there is nothing to wait for, here and below.
    void this.#writer.finish();
    return this.#taken();
  }

  #writeGroup(): void {
    const rows = this.#waiting.splice(0);
    // Without page indexes, which would be kept in memory until the end.
    const columnData = this.#columns.map(({ name, type }, at) => ({ name, data: rows.map((row) => valueOf(type, row[at] ?? null)), offsetIndex: false }));
    void this.#writer.write({ columnData, rowGroupSize: ROW_GROUP_ROWS });
  }

  /** The writer counts offsets by itself: what was handed over may be forgotten. */
  #taken(): Uint8Array {
    const bytes = this.#out.getBytes().slice();
    this.#out.index = 0;
    return bytes;
  }
}

function valueOf(type: ColumnType, value: Value): string | bigint | number | Date | null {
  if (value === null) return null;
  switch (type) {
    case 'text': case 'json': return String(value);
    case 'integer': return BigInt(value);
    case 'minute': return new Date(Date.parse(String(value)));
    case 'day': return new Date(Date.parse(`${String(value)}T00:00:00Z`));
  }
}
