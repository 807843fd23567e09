import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XlsxStreamWriter } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/config/project-root.ts';
import { adviceFor, instantOfWall } from '../units/index.ts';
import { parseArguments } from './command.ts';
import { parseMap } from './map.ts';
import { REASON_COLUMN, RefusedFile, refusedPathOf } from './refused-file.ts';
import { pathOf } from './rows.ts';
import { codesFor } from './slugs.ts';
import { openTable, TableError } from './table.ts';
import { parseTimePattern } from './times.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'minsheng-imports-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

const PLAIN = { encoding: 'utf-8', delimiter: ',' } as const;
const MAP = { source: 'Old hotline', zone: 'Asia/Shanghai', externalId: 'id', opened: 'opened', topic: 'topic', place: 'place', unit: 'unit', words: 'words' };
const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const read = async (path: string, format: Parameters<typeof openTable>[1] = PLAIN) => {
  const table = await openTable(path, format);
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  for await (const { line, cells } of table.rows) {
    rows.push(cells);
    lines.push(line);
  }
  return { columns: table.columns, rows, lines };
};
const problem = (path: string, format?: Parameters<typeof openTable>[1]) => read(path, format).then(() => 'read', (error: unknown) => (error instanceof TableError ? error.problem.kind : 'a fault of ours'));

describe('a map', () => {
  it.each(['nyc311', 'boston311'])('that is shipped is one: %s', async (name) => {
    const text = await readFile(join(projectRoot(), 'docs', 'runbooks', 'import', `${name}.map.json`), 'utf8');
    expect(parseMap(name, text).mistakes).toEqual([]);
  });
  it('is read with its defaults', () => {
    const { map, mistakes } = parseMap('map.json', JSON.stringify(MAP));
    expect(mistakes).toEqual([]);
    expect(map).toMatchObject({ encoding: 'utf-8', delimiter: ',', topic: { columns: ['topic'] }, words: ['words'], address: [], kind: { otherwise: 'complaint' }, urgency: { otherwise: 'ordinary' } });
  });
  it.each<[string, object, string, number]>([
    ['a key that is missing', { ...MAP, opened: undefined }, 'missing-key', 1], ['a key that nobody knows', { ...MAP, subject: 'x' }, 'unknown-key', 10],
    ['a zone that is none', { ...MAP, zone: 'Peking' }, 'bad-zone', 3], ['times that cannot be read', { ...MAP, times: 'dd/mm' }, 'not-one-of', 10], ['a kind that is none', { ...MAP, kind: 'request' }, 'not-one-of', 10],
    ['a status without values', { ...MAP, status: { column: 's' } }, 'missing-key', 10], ['a source like a sentence', { ...MAP, source: 'a, <b>' }, 'bad-code', 2], ['a lookup without columns', { ...MAP, topic: { codes: {} } }, 'missing-key', 6],
  ])('says %s, with its line and a remedy in both languages', (_what, written, kind, line) => {
    const { map, mistakes } = parseMap('map.json', JSON.stringify(written, undefined, 1));
    expect(map).toBeUndefined();
    expect(mistakes.map((one) => [one.problem.kind, one.line])).toContainEqual([kind, line]);
    for (const locale of ['zh', 'en'] as const) for (const mistake of mistakes) expect(adviceFor(mistake, locale).remedy).not.toBe('');
  });
  it('that is no JSON at all is said, not thrown', () => {
    for (const text of ['', '{', '[1]', '{"a": ]', 'x: *y']) expect([text, parseMap('map.json', text).mistakes.length > 0]).toEqual([text, true]);
  });
});

describe('a time', () => {
  const ms = (pattern: string, text: string) => parseTimePattern(pattern)?.(text)?.ms;
  it('is read as it is written', () => {
    for (const text of ['2010-01-07T11:41:51', '2010-01-07 11:41:51', '2010-01-07 11:41:51.123']) expect(ms('iso', text)).toBe(Date.UTC(2010, 0, 7, 11, 41, 51));
    expect(ms('iso', '2010-01-07')).toBe(Date.UTC(2010, 0, 7));
    expect(parseTimePattern('iso')?.('2010-01-07T11:41:51+08:00')).toEqual({ ms: Date.UTC(2010, 0, 7, 3, 41, 51), isInstant: true });
    expect(ms('MM/dd/yyyy hh:mm:ss a', '07/31/2026 12:05:09 AM')).toBe(Date.UTC(2026, 6, 31, 0, 5, 9));
    expect(ms('dd.MM.yyyy HH:mm', '31.07.2026 23:59')).toBe(Date.UTC(2026, 6, 31, 23, 59));
    expect(ms("yyyy年M月d日", '2026年7月1日')).toBe(Date.UTC(2026, 6, 1));
  });
  it('that there is not is none, and neither is a pattern that says too little', () => {
    for (const text of ['2010-02-30', '2010-13-01', '2010-01-07T25:00', 'yesterday', '', '07/01/2010', '1850-01-01']) expect([text, ms('iso', text)]).toEqual([text, undefined]);
    for (const pattern of ['MM/dd', 'yyyy-MM-dd hh:mm', 'yyyy-MM-dd HH hh a', 'yyyy-yyyy-MM-dd', 'YYYY-MM-dd']) expect([pattern, parseTimePattern(pattern)]).toEqual([pattern, undefined]);
  });
  it('on a wall is the instant that its zone makes of it, on the days when clocks turn as well', () => {
    const at = (text: string) => new Date(instantOfWall(Date.parse(`${text}Z`), 'America/New_York')).toISOString();
    expect(at('2026-01-15T12:00:00')).toBe('2026-01-15T17:00:00.000Z');
    expect(at('2026-07-15T12:00:00')).toBe('2026-07-15T16:00:00.000Z');
    // Skipped, and twice: RFC 9557 "compatible".
    expect(at('2026-03-08T02:30:00')).toBe('2026-03-08T07:30:00.000Z');
    expect(at('2026-11-01T01:30:00')).toBe('2026-11-01T05:30:00.000Z');
    expect(at('2026-03-08T12:00:00')).toBe('2026-03-08T16:00:00.000Z');
  });
});

describe('a table', () => {
  it('is read with quotes, line breaks and a byte order mark, each row with its line', async () => {
    const path = await file('quotes.csv', '\ufeffid,words\r\n1,"says ""no"",\ntwice"\r\n\r\n2,plain\r\n3,too,many\r\n');
    expect(await read(path)).toEqual({ columns: ['id', 'words'], rows: [['1', 'says "no",\ntwice'], ['2', 'plain'], ['3', 'too', 'many']], lines: [3, 5, 6] });
  });
  it('is read in the encoding and with the separator that its map names', async () => {
    const path = await file('gb.csv', Buffer.concat([Buffer.from('id;'), Buffer.from([0xc2, 0xb7, 0xb5, 0xc6]), Buffer.from('\n1;2\n')]));
    expect((await read(path, { encoding: 'gb18030', delimiter: ';' })).columns).toEqual(['id', '路灯']);
    expect(await problem(path)).toBe('wrong-encoding');
  });
  it('of a workbook reads the same: text, numbers, days and empty cells', async () => {
    const writer = new XlsxStreamWriter({ name: 'Requests', columns: ['id', 'opened', 'words', 'none'].map((key) => ({ key, header: key })) });
    writer.addRow([101, new Date('2026-11-02T08:30:00Z'), '路灯 "坏"', '']);
    writer.addRow(['102', '2026-11-03T09:00:00', '=1+1', 'x']);
    const { columns, rows } = await read(await file('book.xlsx', await writer.finish()));
    expect(columns).toEqual(['id', 'opened', 'words', 'none']);
    expect(rows).toEqual([['101', '2026-11-02T08:30:00', '路灯 "坏"', ''], ['102', '2026-11-03T09:00:00', '=1+1', 'x']]);
  });
  it('that cannot be read is said as what it is', async () => {
    expect(await problem(join(folder, 'nowhere.csv'))).toBe('no-file');
    expect(await problem(folder)).toBe('no-file');
    expect(await problem(await file('empty.csv', ''))).toBe('empty');
    expect(await problem(await file('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')))).toBe('unknown-format');
    expect(await problem(await file('twice.csv', 'id,id\n1,2\n'))).toBe('same-column');
    expect(await problem(await file('open.csv', 'id,words\n1,"never closed\n2,x\n'))).toBe('broken');
    expect(await problem(await file('zip.xlsx', Buffer.from('PK\u0003\u0004 no workbook')))).toBe('broken');
  });
});

describe('rows that are refused', () => {
  it('stand beside their table as they were, with why, are no formulas, and are read again as they were (T16)', async () => {
    const path = join(folder, 'mine.csv');
    const rows = [['1', '=cmd()', '-73.9'], ['2', "'quoted", 'a,"b"\r\nc'], ['3', '', '路灯']];
    const refused = new RefusedFile(path, ['id', 'words', 'longitude']);
    for (const row of rows) await refused.add(row, 'No unit.');
    expect(await refused.end()).toBe(true);
    const text = await readFile(refusedPathOf(path), 'utf8');
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m);
    const again = await read(refusedPathOf(path));
    expect(again.columns).toEqual(['id', 'words', 'longitude', REASON_COLUMN]);
    expect(again.rows.map((cells) => cells.slice(0, 3).map((cell) => cell.replace(/^'/, '')))).toEqual(rows);
    // Nothing refused the next time: the old file is gone.
    expect(await new RefusedFile(path, ['id']).end()).toBe(false);
    expect(await problem(refusedPathOf(path))).toBe('no-file');
  });
});

describe('names', () => {
  it('become codes that are told apart, the same each time; what Latin letters do not write gets a number', () => {
    expect([...codesFor(['Noise - Street', 'noise street!', 'Café', '路灯', '物业', 'A/C', 'X'], 'topic').values()]).toEqual(['noise-street', 'noise-street-2', 'cafe', 'topic-1', 'topic-2', 'a-c', 'topic-3']);
    expect([...codesFor(['Government'], 'unit', ['government']).values()]).toEqual(['government-2']);
  });
  it('of several levels are a path without repetitions and gaps', () => {
    expect(pathOf(['BROOKLYN', ' Brooklyn ', ''])).toEqual(['BROOKLYN']);
    expect(pathOf(['', 'a', 'b'])).toEqual(['a', 'b']);
  });
});

it('arguments may stand in any order, and nothing is guessed', () => {
  expect(parseArguments(['--map', 'm', 'f.csv', '--dry-run', '--jurisdiction=j'])).toEqual({ file: 'f.csv', map: 'm', jurisdiction: 'j', dry: true });
  for (const args of [[], ['f'], ['f', '--map', 'm'], ['f', '--map', '--jurisdiction', 'j'], ['f', 'g', '--map', 'm', '--jurisdiction', 'j'], ['f', '--map', 'm', '--jurisdiction', 'j', '--force'], ['f', '--map', 'm', '--map', 'n', '--jurisdiction', 'j']]) {
    expect([args, parseArguments(args)]).toEqual([args, undefined]);
  }
});
