import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../platform/i18n/index.ts';
import { parseFileName, parseMonth, TABLE_NAMES, TABLES } from '../../../slices/opendata/index.ts';
import { catalogOf } from './catalog.ts';
import { csvwOf } from './csvw.ts';
import { wordsOfOpenData } from './messages.ts';

const DATA = 'https://min.example/data';
const columns = TABLE_NAMES.flatMap((table) => TABLES[table].columns.map(({ name }) => `${table}.${name}`));

describe('every column and table', () => {
  it.each(LOCALES)('has a meaning in %s, and no meaning is left over', (locale) => {
    const words = wordsOfOpenData(locale);
    expect(Object.keys(words.columns).sort()).toEqual([...columns].sort());
    expect(Object.keys(words.tables).sort()).toEqual([...TABLE_NAMES].sort());
    expect(Object.keys(words.tableTexts).sort()).toEqual([...TABLE_NAMES].sort());
    for (const text of Object.values(words.columns)) expect(/\p{Script=Han}/u.test(text)).toBe(locale === 'zh');
  });

  it('stands in the schema for machines with a type and both meanings', () => {
    const { tables } = csvwOf(DATA) as { tables: readonly { url: string; tableSchema: { primaryKey: readonly string[]; columns: readonly { name: string; datatype: unknown; required: boolean }[] } }[] };
    expect(tables.flatMap(({ url, tableSchema }) => tableSchema.columns.map(({ name }) => `${url.replace(`${DATA}/current/`, '').replace('.csv', '')}.${name}`))).toEqual(columns);
    for (const { tableSchema } of tables) for (const key of tableSchema.primaryKey) expect(tableSchema.columns.find(({ name }) => name === key)).toMatchObject({ required: true });
  });
});

describe('the catalogue', () => {
  const directory = { code: 'linjiang', names: { zh: '临江县', en: 'Linjiang County' }, rootDivision: { code: '990101' } } as never;
  const base = { data: DATA, home: 'https://min.example/', record: 'https://min.example/record', directory };
  const file = (name: string) => ({ name, bytes: 12, sha256: 'ab'.repeat(32) });

  it('has a data set for each table before there is any file', () => {
    const { dataset } = catalogOf({ ...base, months: [] }) as { dataset: readonly { distribution: readonly unknown[] }[] };
    expect(dataset.length).toBe(TABLE_NAMES.length);
    expect(dataset.flatMap(({ distribution }) => distribution)).toEqual([]);
  });

  it('gives size and digest of what never changes, and neither of what does; months as its period', () => {
    const months = ['2026-09', '2026-10'].map((month, at) => ({ month: parseMonth(month)!, from: at, to: at + 1, format: 1, files: [file('cases.csv')] }));
    const catalog = catalogOf({ ...base, months, current: { size: 2, folder: '', files: [file('cases.csv'), file('units.csv')] } });
    const { dataset } = catalog as { dataset: readonly { 'dct:identifier': string; 'dct:temporal'?: unknown; distribution: readonly { downloadURL: string; byteSize?: number }[] }[] };
    const cases = dataset.find((one) => one['dct:identifier'] === 'linjiang/cases');
    expect(cases?.distribution.map(({ downloadURL, byteSize }) => [downloadURL, byteSize])).toEqual([[`${DATA}/current/cases.csv`, undefined], [`${DATA}/2026-09/cases.csv`, 12], [`${DATA}/2026-10/cases.csv`, 12]]);
    expect(JSON.stringify(cases?.['dct:temporal'])).toContain('2026-10');
    expect(dataset.find((one) => one['dct:identifier'] === 'linjiang/units')?.['dct:temporal']).toBeUndefined();
  });

  it('knows the names of its files and no other', () => {
    expect(parseFileName('entries.parquet')).toEqual({ table: 'entries', format: 'parquet' });
    expect(['entries', 'entries.csv.gz', '../entries.csv', 'vault.csv', '', undefined].map(parseFileName)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });
});
