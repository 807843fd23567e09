import { LOCALES } from '../../../platform/i18n/index.ts';
import { fileName, TABLE_NAMES, TABLES, type Column, type ColumnType, type TableName } from '../../../slices/opendata/index.ts';
import { currentAddress } from './addresses.ts';
import { columnWords, wordsOfOpenData } from './messages.ts';

/** W3C "Metadata Vocabulary for Tabular Data" (CSVW): types and meaning of every column, for machines. `data` is the absolute address of `/data`. */
export function csvwOf(data: string): object {
  return { '@context': 'http://www.w3.org/ns/csvw', dialect: { encoding: 'utf-8', header: true, delimiter: ',', lineTerminators: ['\r\n'] }, tables: TABLE_NAMES.map((name) => tableOf(data, name)) };
}

/** XML Schema types; a minute is written without seconds, which the format says (Unicode TR 35). */
const DATATYPES: Readonly<Record<ColumnType, string | object>> = {
  text: 'string', integer: 'integer', minute: { base: 'dateTime', format: "yyyy-MM-dd'T'HH:mmX" }, day: 'date', json: 'json',
};

function tableOf(data: string, name: TableName): object {
  const table = TABLES[name];
  return {
    url: currentAddress(data, name, 'csv'),
    'dc:title': perLocale((locale) => wordsOfOpenData(locale).tables[name]),
    'dc:description': perLocale((locale) => wordsOfOpenData(locale).tableTexts[name]),
    'dc:identifier': fileName(name, 'csv'),
    tableSchema: { primaryKey: table.key, columns: table.columns.map((column) => columnOf(name, column)) },
  };
}

function columnOf(table: TableName, { name, type, nullable }: Column): object {
  return { name, titles: name, datatype: DATATYPES[type], required: !nullable, 'dc:description': perLocale((locale) => columnWords(locale, table, name)) };
}

export function perLocale(text: (locale: 'zh' | 'en') => string): readonly object[] {
  return LOCALES.map((locale) => ({ '@value': text(locale), '@language': locale }));
}
