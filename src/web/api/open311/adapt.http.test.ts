import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { temporaryFolder } from '../../../../test/support/server.ts';
import { testServer } from '../../../../test/support/http.ts';
import { parseAccountId, parseCaseId, parseCaseNumber, parseJurisdictionCode } from '../../../kernel/ids.ts';
import { projectRoot } from '../../../platform/config/project-root.ts';
import { keysFromRoot, parseReceiptCode } from '../../../platform/crypto/index.ts';
import { createPhotos, openAttachments } from '../../../platform/files/index.ts';
import { createIdempotency } from '../../../platform/http/idempotency.ts';
import { mountForEveryPlace } from '../../../platform/http/reader.ts';
import { Reactions } from '../../../platform/jobs/index.ts';
import { createCases, rulesOf, type Cases } from '../../../slices/cases/index.ts';
import { loadJurisdiction, openDirectoryCache, type DirectoryCache } from '../../../slices/units/index.ts';
import { createVault } from '../../../slices/vault/index.ts';
import { open311Deps } from './adapt.ts';
import { registerOpen311 } from './routes.ts';
import { must } from './specimen.ts';

// The whole path on the real schema: vault, cases, record, public projection. `city311` opens words, `linjiang` only stubs.
const CITY = must(parseJurisdictionCode('city311'));
const COUNTY = must(parseJurisdictionCode('linjiang'));
const keys = keysFromRoot(Buffer.alloc(32, 3));
const KEY = 'c0ffee00-0000-4000-8000-000000000001';
// In clear, or as PostgreSQL prints bytes.
const SECRETS = new RegExp(['lin@voices', 'Mei'].flatMap((text) => [text, Buffer.from(text).toString('hex')]).join('|'));
let db: TestDatabase;
let folder: string;
let directories: DirectoryCache;
let cases: Cases;
let app: FastifyInstance;

beforeAll(async () => {
  [db, folder] = [await openTestDatabase(), await temporaryFolder('open311')];
  for (const code of [CITY, COUNTY]) {
    const loaded = await loadJurisdiction(db.database, join(projectRoot(), 'jurisdictions', code), keys);
    expect(loaded.refused).toBe(false);
  }
  directories = await openDirectoryCache(db.database.public);
  cases = createCases({ database: db.database, keys, reactions: new Reactions(), rulesFor: (code) => rulesOf(directories.get(code)) });
  const deps = open311Deps({ database: db.database, directories, defaultCode: COUNTY, cases, vault: createVault(db.database, keys), photos: createPhotos(openAttachments(folder)), idempotency: createIdempotency(keys.derive('idempotency v1')), publicUrl: 'https://voices.example', isDemo: true });
  app = await testServer({ places: { defaultCode: () => COUNTY, localeOf: (code) => directories.find(code)?.locale } });
  mountForEveryPlace(app, (scope) => { registerOpen311(scope, deps); });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  directories.close();
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

function post(place: string, fields: Record<string, string>, key?: string): Promise<LightMyRequestResponse> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return app.inject({ method: 'POST', url: `/j/${place}/open311/v2/requests.json`, headers, payload: new URLSearchParams(fields).toString() });
}

function createdBy(answer: LightMyRequestResponse): { number: string; notice: string } {
  expect(answer.statusCode).toBe(200);
  const [created] = answer.json<{ service_request_id: string; service_notice: string }[]>();
  return { number: created?.service_request_id ?? '', notice: created?.service_notice ?? '' };
}

async function get(place: string, path: string): Promise<Record<string, unknown>[]> {
  return (await app.inject({ url: `/j/${place}/open311/v2/${path}` })).json();
}

async function firstService(place: string): Promise<string> {
  const services = await get(place, 'services.json');
  expect(services.length).toBeGreaterThan(10);
  return String(services[0]?.['service_code']);
}

test('where words are open data: posted, dispatched by the list, and public at once with words, place and the second', async () => {
  const { number } = createdBy(await post(CITY, {
    service_code: 'waste.dirty', address_id: 'NORTH', address_string: '3 Willow Lane', lat: '40.5', long: '-73.5', description: 'Litter & <glass>',
  }));
  const [request] = await get(CITY, `requests/${number}.json`);
  expect(request).toMatchObject({
    service_request_id: number, status: 'open', service_code: 'waste.dirty', description: 'Litter & <glass>', agency_responsible: 'Department of Sanitation',
    address: '3 Willow Lane', address_id: 'NORTH', lat: 40.5, long: -73.5,
  });
  expect(String(request?.['expected_datetime']) > String(request?.['requested_datetime'])).toBe(true);
});

test('elsewhere: taken, but public only once it is accepted, and then by day and division', async () => {
  const service = await firstService(COUNTY);
  const { number } = createdBy(await post(COUNTY, { service_code: service, lat: '30.1', long: '110.2', description: '门前路灯三天不亮' }));
  expect((await app.inject({ url: `/j/${COUNTY}/open311/v2/requests/${number}.json` })).statusCode).toBe(404);
  const { rows: [row] } = await db.owner.query<{ case_id: string }>('select case_id from cases.cases where number = $1', [number]);
  const directory = directories.get(COUNTY);
  const topic = must(directory.content.topics.find((one) => one.code === service)).code;
  const accepted = await cases.act({ kind: 'staff', jurisdiction: COUNTY, accountId: must(parseAccountId('account-intake')), unitId: directory.intakeUnit, roles: ['dispatcher'] }, must(parseCaseId(row?.case_id)), {
    do: 'accept', kind: 'help', urgency: 'ordinary', topic, division: directory.rootDivision.code, wordsReviewed: true,
  });
  expect(accepted.refused).toBe(false);
  const [request] = await get(COUNTY, `requests/${number}.json`);
  // Alone of its kind it tells neither service nor place, and no filter finds it.
  expect(request).toMatchObject({ status: 'open', address: directory.rootDivision.names.en, service_code: '', service_name: null });
  expect(await get(COUNTY, `requests.json?service_code=${service}`)).toEqual([]);
  expect(JSON.stringify(request)).not.toMatch(/路灯三天|30\.1|110\.2/);
  const midnight = new Intl.DateTimeFormat('en-GB', { timeZone: directory.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  expect(midnight.format(new Date(String(request?.['requested_datetime'])))).toBe('00:00');
});

test('the receipt code in the notice opens the case', async () => {
  const { number, notice } = createdBy(await post(CITY, { service_code: 'noise.street', address_id: 'EAST', description: 'Loud' }));
  const code = must(parseReceiptCode(/(?:\d{4} ){5}\d{4}/.exec(notice)?.[0]));
  expect(await cases.openReceipt(CITY, must(parseCaseNumber(number)), code)).toBeDefined();
});

test('the same key under five at once: one case, one answer; with another contact it is another request: 422', async () => {
  const fields = { service_code: 'parks', address_id: 'WEST', description: 'A tree fell', email: 'lin@voices.example', first_name: 'Mei' };
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(CITY, fields, KEY)));
  expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
  const { number } = createdBy(must(answers[0]));
  const { rows } = await db.owner.query<{ anonymity: string }>('select anonymity from cases.cases where number = $1', [number]);
  expect(rows).toEqual([{ anonymity: 'sealed' }]);
  expect((await post(CITY, { ...fields, email: 'other@voices.example' }, KEY)).statusCode).toBe(422);
});

test('a photograph sent with it is drawn anew, belongs to the case, and is shown to nobody in public', async () => {
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } }).withExif({ IFD0: { Artist: 'Mei' } }).jpeg().toBuffer();
  const head = Object.entries({ service_code: 'parks', address_id: 'WEST', description: 'A tree fell' }).map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('');
  const payload = Buffer.concat([Buffer.from(`${head}--b\r\ncontent-disposition: form-data; name="media"; filename="Mei.jpg"\r\n\r\n`), picture, Buffer.from('\r\n--b--\r\n')]);
  const send = (key: string) => app.inject({ method: 'POST', url: `/j/${CITY}/open311/v2/requests.json`, headers: { 'content-type': 'multipart/form-data; boundary=b', 'idempotency-key': key }, payload });
  const answers = [await send('photo-0000-0000-0001'), await send('photo-0000-0000-0001')];
  const { number } = createdBy(must(answers[0]));
  expect(createdBy(must(answers[1])).number).toBe(number);
  const { rows } = await db.owner.query<{ name: string }>('select p.name from cases.photos p join cases.cases c using (jurisdiction, case_id) where c.number = $1', [number]);
  expect(rows).toHaveLength(1);
  const stored = await readFile(join(folder, 'attachments', rows[0]?.name.slice(0, 2) ?? '', `${rows[0]?.name ?? ''}.jpg`));
  expect((await sharp(stored).metadata()).exif).toBeUndefined();
  const shown = JSON.stringify(await get(CITY, `requests/${number}.json`));
  expect(shown).not.toContain('media_url');
  expect(shown).not.toContain(rows[0]?.name);
});

test('a contact is in the vault, confirmed, and in clear nowhere in the database', async () => {
  const { rows: deposits } = await db.owner.query<{ confirmed: boolean }>('select confirmed_at is not null as confirmed from vault.deposits');
  expect(deposits).toEqual([{ confirmed: true }]);
  for (const table of ['cases.payloads', 'cases.public_cases', 'cases.cases', 'record.events', 'vault.deposits']) {
    const { rows } = await db.owner.query<{ text: string }>(`select t::text as text from ${table} t`);
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toMatch(SECRETS);
  }
});

test('the list: every request once by following the next address, newest day first; filters by service, group, status, time', async () => {
  for (let count = 0; count < 12; count += 1) createdBy(await post(CITY, { service_code: 'streets.pothole', address_id: 'SOUTH', description: `Hole ${String(count)}` }));
  const all = await get(CITY, 'requests.json');
  const met: string[] = [];
  for (let url: string | undefined = `/j/${CITY}/open311/v2/requests.json?page_size=4`; url !== undefined;) {
    const answer: LightMyRequestResponse = await app.inject({ url });
    met.push(...answer.json<{ service_request_id: string }[]>().map((one) => one.service_request_id));
    url = /<https:\/\/voices\.example([^>]+)>; rel="next"/.exec(String(answer.headers.link ?? ''))?.[1];
  }
  expect(met).toEqual(all.map((one) => one['service_request_id']));
  expect(new Set(met).size).toBe(16);
  expect(await get(CITY, 'requests.json?page_size=4&page=4')).toHaveLength(4);
  expect(await get(CITY, 'requests.json?service_code=streets')).toHaveLength(12);
  expect(await get(CITY, 'requests.json?service_code=noise,parks')).toHaveLength(3);
  expect(await get(CITY, 'requests.json?status=closed')).toHaveLength(0);
  expect(await get(CITY, 'requests.json?status=open')).toHaveLength(16);
  expect(await get(CITY, 'requests.json?end_date=2026-01-31T00:00:00Z')).toHaveLength(0);
  const numbers = met.slice(0, 3).join(',');
  expect(await get(CITY, `requests.json?service_request_id=${numbers}`)).toHaveLength(3);
  expect(await get(COUNTY, `requests.json?service_request_id=${numbers}`)).toHaveLength(0);
});

test('closed is what its resident withdrew', async () => {
  const { number } = createdBy(await post(CITY, { service_code: 'taxi', address_id: 'CENTRE', description: 'No taxis' }));
  const { rows: [row] } = await db.owner.query<{ case_id: string }>('select case_id from cases.cases where number = $1', [number]);
  const caseId = must(parseCaseId(row?.case_id));
  const withdrawn = await cases.act({ kind: 'resident', jurisdiction: CITY, caseId }, caseId, { do: 'withdraw', pressed: false });
  expect(withdrawn.refused).toBe(false);
  expect(await get(CITY, 'requests.json?status=closed')).toMatchObject([{ service_request_id: number, status: 'closed', status_notes: 'withdrawn by the resident' }]);
});
