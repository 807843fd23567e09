import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sequenceAll } from '../src/record/index.ts';
import { parseEntry } from '../src/record/log/index.ts';
import { createOpenData, FORMATS, LOG_TABLES, type Published } from '../src/slices/opendata/index.ts';
import type { Slip } from '../town/desk.ts';
import { COUNTY, ELSEWHERE, openCounty, type County } from './support/county.ts';
import { objections } from './support/schemas.ts';

/** Planted where a person could be; no file may hold one of them, nor the village they live in. */
const PLANTED = { words: '我是樟树坳的巫小满，电话13987654321', name: '巫小满', contact: '13987654321', address: '樟树坳7号' };
const SECRETS = ['巫小满', '樟树坳', '13987654321', '7号', '990101001001'];
const [VILLAGE, TOWN] = ['990101001001', '990101001000'];
const TOGETHER_MIN = 10;
const DAY_MS = 86_400_000;

let county: County;
let months: readonly Published[];
let folder: string;

beforeAll(async () => {
  county = await openCounty({ daysAgo: daysSinceTheFifth() });
  folder = join(county.services.recordFolder(COUNTY), '..', '..', 'open-data', COUNTY);
  for (let n = 0; n < 13; n += 1) await lived('urban.lighting.out', 'solved');
  // Three that find no company: their topic and place are never told.
  for (let n = 0; n < 3; n += 1) await lived('housing.property.lift', 'unsolved');
  const first = new Date(county.services.clock.now());
  await county.advance(6 * DAY_MS);
  await county.advance(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 2, 1, 4) - county.services.clock.now());
  await county.background.housekeepNow();
  months = await county.services.openData.published(COUNTY);
}, 240_000);
afterAll(async () => { await county.close(); });

/** The clock begins on the fifth of the last month, so that what is disclosed within days is disclosed within the month. */
function daysSinceTheFifth(): number {
  const now = new Date();
  return Math.floor((now.getTime() - Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 5)) / DAY_MS);
}

async function lived(topic: string, outcome: 'solved' | 'unsolved'): Promise<void> {
  const { desk } = county;
  const slip: Slip = await desk.report({ ...PLANTED, kind: 'help', topic, place: VILLAGE!, anonymity: 'named' });
  await desk.act('dispatcher', slip.caseId, 'acceptance', { kind: 'help', urgency: 'ordinary', topic, place: VILLAGE!, summary: '一处路灯不亮' });
  await desk.act('dispatcher', slip.caseId, 'dispatch', { lead: 'urban-management' });
  await desk.act('urban', slip.caseId, 'signature', {});
  expect(await desk.act('urban', slip.caseId, 'answer', { found: PLANTED.words, done: '已更换', inPublic: 'no' })).toBe(true);
  expect(await desk.judge(slip, outcome, PLANTED.words, undefined)).toBe(true);
}

async function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; headers: Readonly<Record<string, unknown>>; bytes: Buffer; text: string }> {
  const { statusCode, headers: answered, rawPayload } = await county.app.inject({ method: 'GET', url, headers });
  return { status: statusCode, headers: answered, bytes: rawPayload, text: rawPayload.toString('utf8') };
}

async function entriesOfLog(): Promise<readonly { index: number; entry: Buffer }[]> {
  const { rows } = await county.db.owner.query<{ index: string; entry: Buffer }>('select index, entry from record.entries where jurisdiction = $1 order by index', [COUNTY]);
  return rows.map(({ index, entry }) => ({ index: Number(index), entry }));
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const jsonl = (text: string): readonly Record<string, unknown>[] => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
const addressOf = (month: string, name: string): string => `/data/${month}/${name}`;

describe('a finished month', () => {
  it('has its files, their digests in the record, and ranges that touch', async () => {
    expect(months.length).toBe(2);
    const announced = async () => (await entriesOfLog()).map(({ entry }) => parseEntry(entry)).filter((entry) => entry?.kind === 'act' && entry.type === 'opendata.published.v1');
    // The sequencer of the background may be the one at work just now: then ours leaves it to that one.
    await expect.poll(async () => { await sequenceAll(county.services.database, COUNTY); return (await announced()).length; }, { timeout: 30_000 }).toBe(months.length);
    const told = await announced();
    expect(told.map((entry) => (entry?.kind === 'act' ? entry.open : undefined))).toEqual(months);
    expect(months[0]?.from).toBe(0);
    expect(months[1]?.from).toBe(months[0]?.to);
    expect(months[0]?.files.map(({ name }) => name)).toEqual(LOG_TABLES.flatMap((table) => FORMATS.map((format) => `${table}.${format}`)));
    expect(county.troubles()).toEqual([]);
  });

  it('is served for ever as it is: type, digest, tag, ranges; also under its place’s own address', async () => {
    const [month] = months;
    for (const { name, bytes, sha256: digest } of month!.files) {
      const answer = await get(addressOf(month!.month, name));
      expect([name, answer.status, answer.bytes.length, sha256(answer.bytes)]).toEqual([name, 200, bytes, digest]);
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(answer.headers['etag']).toBe(`"${digest}"`);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['repr-digest']).toBe(`sha-256=:${Buffer.from(digest, 'hex').toString('base64')}:`);
    }
    expect((await get(addressOf(month!.month, 'cases.csv'))).headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect((await get(addressOf(month!.month, 'cases.jsonl'))).headers['content-type']).toBe('application/jsonl; charset=utf-8');
    expect((await get(addressOf(month!.month, 'cases.parquet'))).headers['content-type']).toBe('application/vnd.apache.parquet');
    const whole = await get(addressOf(month!.month, 'entries.csv'));
    expect((await get(addressOf(month!.month, 'entries.csv'), { 'if-none-match': String(whole.headers['etag']) })).status).toBe(304);
    for (const [range, from, to] of [['bytes=3-9', 3, 10], ['bytes=-5', whole.bytes.length - 5, whole.bytes.length], ['bytes=10-', 10, whole.bytes.length]] as const) {
      const part = await get(addressOf(month!.month, 'entries.csv'), { range });
      expect([range, part.status, part.text]).toEqual([range, 206, whole.bytes.subarray(from, to).toString('utf8')]);
    }
    expect((await get(addressOf(month!.month, 'entries.csv'), { range: 'bytes=9-3' })).status).toBe(200);
    expect((await get(`/j/${COUNTY}${addressOf(month!.month, 'entries.csv')}`)).bytes).toEqual(whole.bytes);
  });

  it.each(['/data/2020-01/cases.csv', '/data/2026-13/cases.csv', '/data/current/vault.csv', '/data/current/..%2Fkeys', '/data/current/cases.exe', '/record/schemas/..%2Fpackage.json'])('%s is not there', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it('is made once: housekeeping again adds nothing to the record', async () => {
    await county.background.housekeepNow();
    expect(await county.services.openData.published(COUNTY)).toEqual(months);
  });

  it('comes back with its recorded digest when files, folder or list are lost or altered', async () => {
    const [month] = months;
    const path = join(folder, month!.month);
    await rm(join(path, 'cases.csv'));
    await rm(join(folder, months[1]!.month), { recursive: true });
    await rm(join(folder, 'published.json'));
    expect((await get(addressOf(month!.month, 'cases.csv'))).status).toBe(404);
    await county.background.housekeepNow();
    for (const one of months) for (const { name, sha256: digest } of one.files) expect(sha256((await get(addressOf(one.month, name))).bytes)).toBe(digest);
    // Altered in place, at the same length: a process looks at every byte when it begins.
    const rounds = await readFile(join(path, 'rounds.csv'), 'utf8');
    await writeFile(join(path, 'rounds.csv'), rounds.replace('urban-management', 'urban-manegement'));
    await newlyStarted().publishDue(county.services.directories.get(COUNTY));
    expect(await readFile(join(path, 'rounds.csv'), 'utf8')).toBe(rounds);
    expect((await readdir(folder)).filter((name) => name.startsWith('.making'))).toEqual([]);
  });

  it('stays away, with an alarm, when the log no longer gives what the record says', async () => {
    const { owner } = county.db;
    const [altered] = (await entriesOfLog()).filter(({ entry }) => entry.includes('case.signed.v1'));
    const change = (entry: Uint8Array) => owner.query('update record.entries set entry = $3 where jurisdiction = $1 and index = $2', [COUNTY, altered!.index, entry]);
    await change(Buffer.from(altered!.entry.toString('utf8').replace(/"seq":\d+/, '"seq":77')));
    await rm(join(folder, months[0]!.month, 'entries.csv'));
    await expect(newlyStarted().publishDue(county.services.directories.get(COUNTY))).rejects.toThrow('differ from their digests in the record');
    expect((await get(addressOf(months[0]!.month, 'entries.csv'))).status).toBe(404);
    await change(altered!.entry);
    await newlyStarted().publishDue(county.services.directories.get(COUNTY));
    expect((await get(addressOf(months[0]!.month, 'entries.csv'))).status).toBe(200);
  });
});

/** Another process on the same folder. */
function newlyStarted() {
  const { database, keys } = county.services;
  return createOpenData({ database, keys, dataDir: join(folder, '..', '..'), keptMs: 0 });
}

describe('what is in the files', () => {
  it('betrays nobody: no planted word, name, number or village, in no file of any format', async () => {
    const urls = [...months.flatMap(({ month, files }) => files.map(({ name }) => addressOf(month, name))),
      ...[...LOG_TABLES, 'units', 'topics', 'divisions'].flatMap((table) => FORMATS.map((format) => `/data/current/${table}.${format}`)), '/data/catalog.jsonld', '/data/schema.json'];
    for (const url of urls) {
      const { status, text } = await get(url);
      expect([url, status]).toEqual([url, 200]);
      for (const secret of SECRETS) expect(text.includes(secret), `${url} holds ${secret}`).toBe(false);
    }
    // The scanner would have found them: a code that is public is there.
    expect((await get('/data/current/rounds.parquet')).text).toContain('urban-management');
  });

  it('has no cell of township and topic below ten, in no month and in no difference of two (T10)', async () => {
    const rows = await Promise.all(months.map(async ({ month }) => jsonl((await get(addressOf(month, 'cases.jsonl'))).text)));
    const counts = rows.map((cases) => cellsOf(cases));
    expect(counts[0]?.get(`${TOWN!} urban`)).toBeGreaterThanOrEqual(TOGETHER_MIN);
    for (const cells of counts) for (const [cell, count] of cells) expect([cell, count < TOGETHER_MIN]).toEqual([cell, false]);
    // What a later month tells anew of cases that an earlier one told less of.
    const known = new Set(rows[0]!.filter(({ town }) => town !== null).map(({ number }) => number));
    for (const [cell, count] of cellsOf(rows[1]!.filter(({ number }) => !known.has(number)))) expect([cell, count < TOGETHER_MIN]).toEqual([cell, false]);
    expect(rows[0]!.some(({ topic1 }) => topic1 === null)).toBe(true);
  });

  it('is what the log says: a Parquet reader of others’ making finds every entry, and each is as its schema says', async () => {
    const log = await entriesOfLog();
    for (const { entry } of log) expect([entry.toString('utf8'), objections(JSON.parse(entry.toString('utf8')))]).toEqual([entry.toString('utf8'), []]);
    const { bytes } = await get(addressOf(months[0]!.month, 'entries.parquet'));
    const rows = await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer });
    expect(rows.map(({ index }) => Number(index))).toEqual(log.slice(0, months[0]!.to).map(({ index }) => index));
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['act', 'sealed', 'disclosed']));
  });
});

function cellsOf(cases: readonly Record<string, unknown>[]): ReadonlyMap<string, number> {
  const cells = new Map<string, number>();
  for (const { town, topic1 } of cases) if (town !== null) cells.set(`${String(town)} ${String(topic1)}`, (cells.get(`${String(town)} ${String(topic1)}`) ?? 0) + 1);
  return cells;
}

describe('everything up to now', () => {
  it('is made once for all who ask within minutes, says how far it reaches, and goes on later', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => get('/data/current/entries.csv')));
    expect(new Set(answers.map(({ headers }) => headers['etag'])).size).toBe(1);
    const size = Number(answers[0]!.headers['x-record-size']);
    await lived('urban.lighting.out', 'solved');
    await sequenceAll(county.services.database, COUNTY);
    const later = await get('/data/current/entries.csv');
    expect([later.status, later.headers['etag'], later.headers['cache-control']]).toEqual([200, answers[0]!.headers['etag'], 'public, max-age=300']);
    const another = newlyStarted();
    const latest = await another.current(county.services.directories.get(COUNTY));
    expect(latest.kind === 'ready' ? latest.snapshot.size : 0).toBeGreaterThan(size);
    await another.close();
  });

  it('names codes in both languages, and no village among them', async () => {
    const units = jsonl((await get('/data/current/units.jsonl')).text);
    expect(units.find(({ unit }) => unit === 'urban-management')?.['name_zh']).toMatch(/\p{Script=Han}/u);
    const divisions = jsonl((await get('/data/current/divisions.jsonl')).text).map(({ division }) => division);
    expect(divisions).toContain(TOWN);
    expect(divisions).not.toContain(VILLAGE);
  });
});

describe('for machines and people', () => {
  it('the catalogue gives each month’s file with size and digest, as the record does', async () => {
    const { headers, text } = await get('/data/catalog.jsonld');
    expect(headers['content-type']).toBe('application/ld+json; charset=utf-8');
    const { dataset } = JSON.parse(text) as { dataset: readonly { distribution: readonly { downloadURL: string; byteSize?: number; checksum?: Record<string, { '@value': string }> }[] }[] };
    const told = dataset.flatMap(({ distribution }) => distribution).filter(({ checksum }) => checksum)
      .map(({ downloadURL, byteSize, checksum }) => `${downloadURL} ${String(byteSize)} ${String(checksum?.['spdx:checksumValue']?.['@value'])}`);
    const real = months.flatMap(({ month, files }) => files.map(({ name, bytes, sha256: digest }) => `${county.url}${addressOf(month, name)} ${bytes} ${digest}`));
    expect([...told].sort()).toEqual([...real].sort());
  });

  it('the schemas of the record’s entries are served', async () => {
    const { status, headers, text } = await get('/record/schemas/case.answered.v1.schema.json');
    expect([status, headers['content-type']]).toEqual([200, 'application/schema+json; charset=utf-8']);
    expect(JSON.parse(text)).toMatchObject({ $id: 'urn:minsheng:schema:case.answered.v1', additionalProperties: false });
  });

  it.each([['zh', '开放数据', '还没有过完一个月'], ['en', 'Open data', 'No month is over yet']])('the page in %s lists months with digests, and says so where there is none', async (lang, title, none) => {
    const { text } = await get(`/data?lang=${lang}`);
    expect(text).toContain(title);
    expect(text).toContain(months[0]!.files[0]!.sha256);
    expect(text).toContain(addressOf(months[1]!.month, 'rounds.parquet'));
    expect(text).not.toContain(none);
    await rm(join(folder, '..', ELSEWHERE), { recursive: true, force: true });
    expect((await get(`/j/${ELSEWHERE}/data?lang=${lang}`)).text).toContain(none);
  });
});
