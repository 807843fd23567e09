import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEntry, writeEntry } from '../../record/log/index.ts';
import { build, type Build } from './build.ts';
import { FORMATS, LOG_TABLES, TABLES, type Row, type TableName } from './columns.ts';
import { csvLine } from './csv.ts';
import { entryOfRow } from './entry-row.ts';
import { inventedLog, memorySource, numberOf } from './opendata.fixture.ts';
import type { FileFact } from './sink.ts';

const CASES = 400;
const log = inventedLog(CASES);
let root: string;
let made: readonly FileFact[];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'minsheng-open-data-'));
  made = await build(of('whole'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function of(name: string, change: Partial<Build> = {}): Build {
  return { source: memorySource(log), from: 0, to: log.length, folder: join(root, name), ...change };
}

type Cells = Readonly<Record<string, unknown>>;

/** Read as the page says: the first apostrophe is not the text's. */
async function csvOf(folder: string, table: TableName): Promise<readonly Cells[]> {
  const rows: Readonly<Record<string, string>>[] = parse(await readFile(join(root, folder, `${table}.csv`)), { columns: true, record_delimiter: '\r\n' });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, text]) => [name, text.replace(/^'/, '')])));
}

async function jsonlOf(folder: string, table: TableName): Promise<readonly Cells[]> {
  return (await readFile(join(root, folder, `${table}.jsonl`), 'utf8')).trimEnd().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Cells);
}

async function parquetOf(folder: string, table: TableName): Promise<readonly Cells[]> {
  const bytes = await readFile(join(root, folder, `${table}.parquet`));
  return parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) });
}

/** Every format's cell as the text that CSV has for it. */
function textOf(table: TableName, cells: Cells): Readonly<Record<string, string>> {
  return Object.fromEntries(TABLES[table].columns.map(({ name, type }) => {
    const value = cells[name];
    if (value === null || value === undefined) return [name, ''];
    if (!(value instanceof Date)) return [name, String(value as string | number | bigint)];
    const iso = value.toISOString();
    return [name, type === 'day' ? iso.slice(0, 10) : `${iso.slice(0, 16)}Z`];
  }));
}

describe('the tables', () => {
  it.each(LOG_TABLES)('%s say the same in every format, typed in Parquet', async (table) => {
    const [csv, jsonl, parquet] = await Promise.all([csvOf('whole', table), jsonlOf('whole', table), parquetOf('whole', table)]);
    if (table !== 'scorecards') expect(csv.length).toBeGreaterThan(100);
    expect(jsonl.map((row) => textOf(table, row))).toEqual(csv);
    expect(parquet.map((row) => textOf(table, row))).toEqual(csv);
    const bytes = await readFile(join(root, 'whole', `${table}.parquet`));
    const { schema } = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const physical = { text: 'BYTE_ARRAY', json: 'BYTE_ARRAY', integer: 'INT64', minute: 'INT64', day: 'INT32' };
    expect(schema.slice(1).map(({ name, type, repetition_type: repetition }) => [name, type, repetition]))
      .toEqual(TABLES[table].columns.map(({ name, type, nullable }) => [name, physical[type], nullable ? 'OPTIONAL' : 'REQUIRED']));
  });

  it('entries: a row gives back the very bytes of its entry', async () => {
    const rows = await jsonlOf('whole', 'entries');
    expect(rows.length).toBe(log.length);
    for (const cells of rows) {
      const row: Row = TABLES.entries.columns.map(({ name }) => cells[name] as Row[number]);
      const { index, entry } = entryOfRow(row);
      expect(Buffer.from(writeEntry(entry as Parameters<typeof writeEntry>[0]))).toEqual(Buffer.from(log[index] ?? new Uint8Array()));
    }
  });

  it('cases: one row each, by number, with what is disclosed and nothing else', async () => {
    const rows = await jsonlOf('whole', 'cases');
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: CASES }, (_, n) => numberOf(n)).sort());
    const reopened = rows.find(({ number }) => number === numberOf(0));
    expect(reopened).toMatchObject({ stage: 'answered', topic: 'urban.lighting.out', town: '990101001000', rounds: 2, owner: 'county-government', outcome: 'unsolved' });
    expect(rows.find(({ number }) => number === numberOf(1))).toMatchObject({ stage: 'solved', rounds: 1, outcome: 'solved' });
  });

  it('rounds: two for a case that was judged unsolved, with pauses, answers and deadlines', async () => {
    const rows = (await jsonlOf('whole', 'rounds')).filter(({ number }) => number === numberOf(3));
    expect(rows.map(({ round, outcome, owner, pauses, paused_minutes: minutes, answers }) => ({ round, outcome, owner, pauses, minutes, answers }))).toEqual([
      { round: 1, outcome: 'unsolved', owner: 'urban-management', pauses: 0, minutes: 0, answers: 1 },
      { round: 2, outcome: null, owner: 'county-government', pauses: 1, minutes: 600, answers: 1 },
    ]);
  });

  it('tell nothing that is still sealed: before its batch a case has no topic, place, day or verdict', async () => {
    const first = log.map((bytes) => parseEntry(bytes)).findIndex((entry) => entry?.kind === 'disclosed');
    await build(of('sealed', { to: first }));
    const rows = await jsonlOf('sealed', 'cases');
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row).toMatchObject({ kind: null, topic: null, topic1: null, town: null, submitted_day: null, outcome: null });
    // A round that the undisclosed reopening began shows by its office's acts alone.
    const again = (await jsonlOf('sealed', 'rounds')).filter(({ number }) => number === numberOf(0));
    expect(again.map(({ round, owner, outcome }) => ({ round, owner, outcome }))).toEqual([{ round: 1, owner: 'urban-management', outcome: null }, { round: 2, owner: null, outcome: null }]);
  });
});

describe('the files', () => {
  it('are the same bytes from the same entries, however they are handed over, and others from one entry less', async () => {
    expect(await build(of('again', { source: memorySource(log, 100) }))).toEqual(made);
    const fewer = await build(of('fewer', { to: log.length - 1 }));
    expect(fewer.find(({ name }) => name === 'entries.csv')?.sha256).not.toBe(made.find(({ name }) => name === 'entries.csv')?.sha256);
  });

  it('of parts that touch hold every entry once, and of cases those that an entry of the part tells of', async () => {
    const cut = Math.floor(log.length / 2);
    await build(of('first', { to: cut }));
    await build(of('second', { from: cut }));
    const [first, second, whole] = await Promise.all(['first', 'second', 'whole'].map((folder) => csvOf(folder, 'entries')));
    expect([...first!, ...second!]).toEqual(whole);
    const [before, after, all] = await Promise.all(['first', 'second', 'whole'].map((folder) => jsonlOf(folder, 'cases')));
    expect(after!.length).toBeLessThan(all!.length);
    expect(after).toEqual(all!.filter(({ last_index: last }) => Number(last) >= cut));
    expect(new Set([...before!, ...after!].map(({ number }) => number)).size).toBe(CASES);
  });

  it('are whole where there is no row at all', async () => {
    await build(of('none', { from: 5, to: 5 }));
    for (const table of LOG_TABLES) {
      expect(await csvOf('none', table)).toEqual([]);
      expect(await parquetOf('none', table)).toEqual([]);
    }
    expect(await readFile(join(root, 'none', 'entries.csv'), 'utf8')).toMatch(/^index,kind,opens,/);
  });

  it('come in every format with their true length and digest', async () => {
    expect(made.map(({ name }) => name)).toEqual(LOG_TABLES.flatMap((table) => FORMATS.map((format) => `${table}.${format}`)));
    for (const { name, bytes, sha256 } of made) {
      const file = await readFile(join(root, 'whole', name));
      expect([name, bytes, sha256]).toEqual([name, file.length, createHash('sha256').update(file).digest('hex')]);
    }
  });

  it('are not made from what is no entry', async () => {
    const broken = [...log.slice(0, 9), Buffer.from('{"kind":"act"}')];
    await expect(build(of('broken', { source: memorySource(broken), to: 10 }))).rejects.toThrow('what the log holds at 9 is no entry');
  });
});

describe('a cell of CSV', () => {
  const read = (line: string): readonly string[] => (parse(line, { record_delimiter: '\r\n' }) as string[][])[0] ?? [];

  it.each(['=1+1', '+86 139', '-2', '@SUM(A1)', '\t=1', '\r=1', '\0x', `'quoted`, '=HYPERLINK("http://x.example","y")'])('%j is no formula, and is itself again without its first apostrophe (T16)', (text) => {
    const [cell = ''] = read(csvLine([text, 'x']));
    expect(cell).toBe(`'${text}`);
    expect(cell).not.toMatch(/^[=+\-@\t\r\0]/);
  });

  it.each(['a,b', 'say "hi"', 'two\r\nlines', ' edges ', '路灯不亮，=三天', ''])('%j comes back as it was', (text) => {
    expect(read(csvLine([text, 'x']))).toEqual([text, 'x']);
  });

  it('is empty for NULL and plain for numbers', () => {
    expect(csvLine([null, 12, ''])).toBe(',12,""\r\n');
  });
});
