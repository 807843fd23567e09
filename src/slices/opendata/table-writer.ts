import { join } from 'node:path';
import { TABLES, fileName, FORMATS, type Format, type Row, type Table, type TableName } from './columns.ts';
import { csvHeader, csvLine } from './csv.ts';
import { ParquetRows } from './parquet.ts';
import { Sink, type FileFact } from './sink.ts';

/** Text gathered before it is written. */
const TEXT_CHARACTERS = 256 * 1_024;

/** One table on its way into a file of each format. */
export class TableWriter {
  readonly #table: Table;
  readonly #sinks: Readonly<Record<Format, Sink>>;
  readonly #parquet: ParquetRows;
  #csv: string;
  #jsonl = '';

  private constructor(table: Table, sinks: Readonly<Record<Format, Sink>>) {
    this.#table = table;
    this.#sinks = sinks;
    this.#parquet = new ParquetRows(table.columns);
    this.#csv = csvHeader(table.columns);
  }

  static async create(folder: string, name: TableName): Promise<TableWriter> {
    const create = (format: Format): Promise<Sink> => Sink.create(join(folder, fileName(name, format)));
    return new TableWriter(TABLES[name], { csv: await create('csv'), jsonl: await create('jsonl'), parquet: await create('parquet') });
  }

  async add(row: Row): Promise<void> {
    this.#csv += csvLine(row);
    this.#jsonl += jsonLine(this.#table, row);
    const bytes = this.#parquet.add(row);
    if (bytes) await this.#sinks.parquet.write(bytes);
    if (this.#csv.length + this.#jsonl.length > TEXT_CHARACTERS) await this.#writeText();
  }

  async finish(): Promise<readonly FileFact[]> {
    await this.#writeText();
    await this.#sinks.parquet.write(this.#parquet.finish());
    const facts: FileFact[] = [];
    for (const format of FORMATS) facts.push(await this.#sinks[format].finish(fileName(this.#table.name, format)));
    return facts;
  }

  async abandon(): Promise<void> {
    await Promise.all(FORMATS.map((format) => this.#sinks[format].abandon()));
  }

  async #writeText(): Promise<void> {
    const [csv, jsonl] = [this.#csv, this.#jsonl];
    [this.#csv, this.#jsonl] = ['', ''];
    await this.#sinks.csv.write(Buffer.from(csv));
    await this.#sinks.jsonl.write(Buffer.from(jsonl));
  }
}

/** One object a line, every column of the table in its order, NULL as null. */
function jsonLine({ columns }: Table, row: Row): string {
  return `${JSON.stringify(Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])))}\n`;
}
