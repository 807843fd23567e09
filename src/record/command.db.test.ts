import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JurisdictionCode } from '../kernel/ids.ts';
import { LOCALES, type Locale } from '../platform/i18n/index.ts';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { run, sayFinding } from './command.ts';
import { recordMessages } from './messages.ts';
import { KEYS, LINJIANG, NoteBook, writeNotes } from './record.fixture.ts';
import { sequenceAll } from './sequencer.ts';

const DAMAGED = 'damaged' as JurisdictionCode;
const book = new NoteBook();
let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
  for (const jurisdiction of [LINJIANG, DAMAGED]) {
    book.keep((await writeNotes(db.database, 3, jurisdiction)).events);
    await sequenceAll(db.database, jurisdiction);
  }
  await db.owner.query(`update record.entries set leaf_hash = sha256('x') where jurisdiction = $1 and index = 2`, [DAMAGED]);
});
afterAll(() => db.close());

async function fsck(args: readonly string[], locale: Locale): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  // Each log has its own live rows; the shared book answers only for the streams it is asked about.
  const replayer = { ...book.replayer, liveStreams: async () => [] };
  const open = async () => ({ database: db.database, keys: KEYS, jurisdictions: [LINJIANG, DAMAGED], replayers: [replayer], close: async () => undefined });
  return { code: await run(args, { locale, print: (line) => lines.push(line), open }), lines };
}

test('a sound record: exit 0, and both languages say so', async () => {
  const zh = await fsck(['linjiang'], 'zh');
  expect(zh.code).toBe(0);
  expect(zh.lines.at(-1)).toBe('linjiang：记录完整，与现有数据一致。');
  const en = await fsck(['linjiang'], 'en');
  expect(en.lines.slice(1)).toEqual([
    '  4 entries, 0 waiting, 4 events, 2 streams, 3 commitments compared, 0 erased.', 'linjiang: the record is whole and agrees with the live rows.',
  ]);
});

test('a damaged one among all: exit 1, with each place and what to do', async () => {
  const { code, lines } = await fsck([], 'en');
  expect(code).toBe(1);
  expect(lines).toContain('  ✗ leaf-differs (index 2): the entry’s hash is not that of the stored bytes');
  expect(lines.at(-1)).toContain('Stop writing');
});

test('a place that does not exist, or an option: exit 2 and the usage', async () => {
  expect(await fsck(['atlantis'], 'en')).toMatchObject({ code: 2, lines: [expect.stringContaining('"atlantis"')] });
  expect(await fsck(['NOT A CODE'], 'zh')).toMatchObject({ code: 2 });
  expect(await fsck(['--all'], 'zh')).toMatchObject({ code: 2, lines: [recordMessages('zh').usage] });
});

test('every kind of finding has words in every language', () => {
  const kinds = Object.keys(recordMessages('en').finding);
  expect(Object.keys(recordMessages('zh').finding)).toEqual(kinds);
  for (const locale of LOCALES) expect(sayFinding({ kind: 'tile-differs', level: 1, n: 2 }, locale)).toMatch(/^tile-differs \(level 1, n 2\): ./);
});
