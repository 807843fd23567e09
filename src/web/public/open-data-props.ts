import { FORMATS, TABLE_NAMES, TABLES, type TableName } from '../../slices/opendata/index.ts';
import { catalogAddress, currentAddress, monthAddress, schemaAddress } from '../api/open-data/addresses.ts';
import { columnWords, wordsOfOpenData } from '../api/open-data/messages.ts';
import type { DataTable, OpenDataProps } from '../views/data/open-data.tsx';
import type { PublicReading } from './reading.ts';

/** Waits for no snapshot that is being made: the page is about files, and shows at once. */
export async function openDataProps({ services, directory, page }: PublicReading): Promise<OpenDataProps> {
  const data = page.paths.openData;
  const months = await services.openData.published(directory.code);
  const size = services.openData.currentSize(directory.code);
  return {
    page, tables: TABLE_NAMES.map((name) => tableOf(page, name)), ...(size === undefined ? {} : { currentSize: size }),
    months: [...months].reverse().map(({ month, from, to, files }) => ({ month, from, to, files: files.map((file) => ({ ...file, href: monthAddress(data, month, file.name) })) })),
    machines: { catalog: catalogAddress(data), schema: schemaAddress(data), entrySchema: `${page.paths.record}/schemas/entry-v1.schema.json` },
    terms: wordsOfOpenData(page.locale).terms,
  };
}

export function tableOf({ locale, paths }: PublicReading['page'], name: TableName): DataTable {
  const words = wordsOfOpenData(locale);
  return {
    name, title: words.tables[name], text: words.tableTexts[name],
    current: FORMATS.map((format) => ({ word: FORMAT_NAMES[format], href: currentAddress(paths.openData, name, format) })),
    columns: TABLES[name].columns.map((column) => ({ name: column.name, type: words.types[column.type], nullable: column.nullable, meaning: columnWords(locale, name, column.name) })),
  };
}

/** The formats' own names, the same in every language. */
const FORMAT_NAMES = { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet' } as const;
