import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { temporaryFolder } from '../../../../test/support/server.ts';
import { testServer } from '../../../../test/support/http.ts';
import { parseAccountId, parseCaseId, parseJurisdictionCode, parseUnitId, type CaseId } from '../../../kernel/ids.ts';
import type { VerdictProof } from '../../../kernel/outcome.ts';
import { projectRoot } from '../../../platform/config/project-root.ts';
import { keysFromRoot } from '../../../platform/crypto/index.ts';
import type { Actor } from '../../../platform/db/actor.ts';
import { createPhotos, openAttachments } from '../../../platform/files/index.ts';
import { createIdempotency } from '../../../platform/http/idempotency.ts';
import { mountForEveryPlace } from '../../../platform/http/reader.ts';
import { Reactions } from '../../../platform/jobs/index.ts';
import { createCases, rulesOf, type Act, type Cases } from '../../../slices/cases/index.ts';
import { loadJurisdiction, openDirectoryCache, type DirectoryCache } from '../../../slices/units/index.ts';
import { createVault } from '../../../slices/vault/index.ts';
import { open311Deps } from './adapt.ts';
import { registerOpen311 } from './routes.ts';
import { must } from './specimen.ts';

// What FixMyStreet's client (perllib/Open311.pm) does, in its order and with its fields: XML both ways, forms with all it knows of a
// person, `servicerequestupdates.xml` for the last two hours, a report known by `service_request_id`, an update by `update_id`.
const CITY = must(parseJurisdictionCode('city311'));
const keys = keysFromRoot(Buffer.alloc(32, 7));
const LISTS = new Set(['service', 'attribute', 'request', 'request_update', 'error', 'endpoint', 'format']);
const simple = new XMLParser({ parseTagValue: false, ignoreDeclaration: true, isArray: (name) => LISTS.has(name) });
const HOUR_MS = 3_600_000;
let db: TestDatabase;
let folder: string;
let directories: DirectoryCache;
let cases: Cases;
let app: FastifyInstance;
let caseId: CaseId;
let requestId: string;
let receiptCode: string;
const heardOf: Update[] = [];

beforeAll(async () => {
  [db, folder] = [await openTestDatabase(), await temporaryFolder('open311')];
  await db.owner.query('insert into platform.instance (is_demo) values (true) on conflict do nothing');
  expect((await loadJurisdiction(db.database, join(projectRoot(), 'jurisdictions', CITY), keys)).refused).toBe(false);
  directories = await openDirectoryCache(db.database.public);
  cases = createCases({ database: db.database, keys, reactions: new Reactions(), rulesFor: (code) => rulesOf(directories.get(code)) });
  const deps = open311Deps({ database: db.database, directories, defaultCode: CITY, cases, vault: createVault(db.database, keys), photos: createPhotos(openAttachments(folder)), idempotency: createIdempotency(keys.derive('idempotency v1')), publicUrl: 'https://voices.example', isDemo: true });
  app = await testServer({ places: { defaultCode: () => CITY, localeOf: (code) => directories.find(code)?.locale } });
  mountForEveryPlace(app, (scope) => { registerOpen311(scope, deps); });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  directories.close();
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

type Tree = { readonly [name: string]: unknown };

async function get(path: string, params: Record<string, string> = {}): Promise<Tree> {
  const answer = await app.inject({ url: `/open311/v2/${path}?${new URLSearchParams({ ...params, jurisdiction_id: CITY }).toString()}` });
  expect(answer.statusCode, answer.body).toBe(200);
  return simple.parse(answer.body) as Tree;
}

async function post(path: string, params: Record<string, string>): Promise<{ status: number; tree: Tree }> {
  const answer = await app.inject({
    method: 'POST', url: `/open311/v2/${path}`, headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ ...params, jurisdiction_id: CITY }).toString(),
  });
  return { status: answer.statusCode, tree: simple.parse(answer.body) as Tree };
}

type Update = { readonly update_id: string; readonly service_request_id: string; readonly status: string; readonly updated_datetime: string; readonly description: string };

async function now(): Promise<number> {
  const { rows: [row] } = await db.owner.query<{ at: Date }>('select platform.now() as at');
  return must(row).at.getTime();
}

/** The last two hours, and as the client does: what lies outside them it leaves out itself. */
async function poll(hours = 2): Promise<readonly Update[]> {
  const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
  const [start, end] = [iso(await now() - hours * HOUR_MS), iso(await now())];
  const { service_request_updates: root } = await get('servicerequestupdates.xml', { api_key: '', start_date: start, end_date: end }) as { service_request_updates: '' | { request_update: readonly Update[] } };
  const found = root === '' ? [] : root.request_update;
  for (const one of found) expect(one.updated_datetime >= start && one.updated_datetime <= end, one.updated_datetime).toBe(true);
  return found;
}

async function advance(hours: number): Promise<void> {
  await db.owner.query('select platform.advance_clock(make_interval(hours => $1))', [hours]);
}

async function done(actor: Actor, act: Act): Promise<void> {
  const role = act.do === 'judge' ? 'app_verdict' : 'app_actor';
  const acted = await db.database.inTransaction(actor, (tx) => cases.actIn(tx, caseId, act), role);
  expect(acted.refused).toBe(false);
}

function handler(): Actor {
  return { kind: 'staff', jurisdiction: CITY, accountId: must(parseAccountId('account-sanitation')), unitId: must(parseUnitId('sanitation')), roles: ['handler'] };
}

async function standing(): Promise<string> {
  const { service_requests: { request: [one] } } = await get('requests.xml', { service_request_id: requestId }) as { service_requests: { request: [{ status: string }] } };
  return one.status;
}

describe('FixMyStreet’s client', () => {
  test('reads services and their definitions', async () => {
    const { services: { service } } = await get('services.xml') as { services: { service: readonly { service_code: string; metadata: string }[] } };
    expect(service.map((one) => one.service_code)).toContain('waste.dirty');
    for (const { metadata } of service) expect(metadata).toBe('false');
    expect(await get('services/waste.dirty.xml')).toMatchObject({ service_definition: { service_code: 'waste.dirty' } });
  });

  test('sends a report with everything it knows and learns its number', async () => {
    const { status, tree } = await post('requests.xml', {
      service_code: 'waste.dirty', lat: '40.50002', long: '-73.50001', email: 'ana@voices.example', phone: '', first_name: 'Ana', last_name: 'Lee', deviceid: 'mobile',
      description: 'Bags on the kerb\n\nNobody comes\n\nhttps://reports.example/report/7\n', media_url: 'https://reports.example/photo/7.0.full.jpeg', 'attribute[easting]': '1', 'attribute[northing]': '2', api_key: '',
    });
    expect(status).toBe(200);
    const { service_requests: { request: [made] } } = tree as { service_requests: { request: [{ service_request_id: string; service_notice: string; token?: string }] } };
    requestId = made.service_request_id;
    expect(requestId).toMatch(/^\d{12}$/);
    expect(made.token).toBeUndefined();
    receiptCode = must(/(?:\d{4} ){5}\d{4}/.exec(made.service_notice)?.[0]);
    const { rows: [row] } = await db.owner.query<{ case_id: string }>('select case_id from cases.cases where number = $1', [requestId]);
    caseId = must(parseCaseId(row?.case_id));
    const { service_requests: { request: [asked] } } = await get(`tokens/${requestId}.xml`) as { service_requests: { request: [{ service_request_id: string }] } };
    expect(asked.service_request_id).toBe(requestId);
  });

  test('hears within its two hours what an office did, once, and that an answer closes nothing', async () => {
    await advance(3);
    expect(await poll()).toEqual([]);
    await done(handler(), { do: 'sign' });
    await advance(1);
    await done(handler(), { do: 'answer', found: 'Bags were left', done: 'Collected', inPublic: true });
    const heard = await poll();
    expect(heard.map(({ update_id: id, status, service_request_id: of }) => [/-(\w+)-/.exec(id)?.[1], status, of])).toEqual([['signed', 'open', requestId], ['answered', 'open', requestId]]);
    expect(heard.at(-1)?.description).toContain('Collected');
    expect(await standing()).toBe('open');
    await advance(3);
    expect(await poll()).toEqual([]);
  });

  test('sends on what a user adds only with the receipt, once however often; its update is the resident’s message, and closes nothing', async () => {
    const comment = { service_request_id: requestId, update_id: '4711', updated_datetime: '2026-11-27T08:00:00Z', status: 'OPEN', description: 'They left half of it', last_name: '-', first_name: 'Ana', email: 'ana@voices.example' };
    expect(await post('servicerequestupdates.xml', comment)).toMatchObject({ status: 403, tree: { errors: { error: [{ code: '403' }] } } });
    const withReceipt = { ...comment, receipt_code: receiptCode };
    const sent = await Promise.all([1, 2, 3].map(() => post('servicerequestupdates.xml', withReceipt)));
    const ids = sent.map(({ tree }) => (tree as { service_request_updates: { request_update: [{ update_id: string }] } }).service_request_updates.request_update[0].update_id);
    expect(new Set(ids).size).toBe(1);
    expect(await post('servicerequestupdates.xml', { ...withReceipt, description: 'Something else' })).toMatchObject({ status: 422 });
    expect(await post('servicerequestupdates.xml', { ...withReceipt, status: 'FIXED', update_id: '4712' })).toMatchObject({ status: 400 });
    const { rows } = await db.owner.query<{ words: string }>("select sealed ->> 'words' as words from cases.payloads where case_id = $1 and sealed ->> 'words' like 'They%'", [caseId]);
    expect(rows).toEqual([{ words: 'They left half of it' }]);
    expect(await standing()).toBe('open');
    for (let hours = 0; hours < 26; hours += 2) {
      await advance(2);
      for (const one of await poll()) heardOf.push(one);
    }
    // The same name as the client was given, so that it knows its own; of the words nothing.
    expect(heardOf.filter(({ update_id: id }) => id === ids[0])).toMatchObject([{ status: 'open' }]);
    expect(JSON.stringify(heardOf)).not.toMatch(/They left|Ana|ana@/);
  });

  test('hears when the day is over that its resident called it solved, closed by that alone', async () => {
    await done({ kind: 'resident', jurisdiction: CITY, caseId }, { do: 'judge', outcome: 'solved', proof: { caseId, means: 'receipt' } as unknown as VerdictProof });
    expect(await standing()).toBe('closed');
    const met = new Map<string, Update>();
    for (let hours = 0; hours < 26; hours += 2) {
      for (const one of await poll()) met.set(one.update_id, one);
      await advance(2);
    }
    const [verdict, ...others] = [...met.values()].filter(({ status }) => status === 'closed');
    expect(others).toEqual([]);
    expect(verdict?.update_id).toMatch(/-judged-\d{4}-\d\d-\d\d$/);
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: directories.get(CITY).zone, timeStyle: 'medium' });
    expect(time.format(new Date(verdict?.updated_datetime ?? ''))).toBe('23:59:59');
  });

  test('asks by number, in JSON too, and is told plainly of dates it got wrong', async () => {
    const json = await app.inject({ url: `/open311/v2/servicerequestupdates.json?service_request_id=${requestId}` });
    expect(json.json<Update[]>().at(-1)).toMatchObject({ service_request_id: requestId, status: 'closed' });
    for (const query of ['start_date=yesterday', 'start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z', 'cursor=%3Bdrop', 'service_request_id=12', 'page_size=0']) {
      const answer = await app.inject({ url: `/open311/v2/servicerequestupdates.xml?${query}` });
      expect(answer.statusCode).toBe(400);
      expect(simple.parse(answer.body)).toMatchObject({ errors: { error: [{ code: '400' }] } });
    }
  });
});
