import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STAGES } from '../../../slices/cases/index.ts';
import { caseNumberOf } from '../../../kernel/ids.ts';
import { testServer } from '../../../../test/support/http.ts';
import { mountForEveryPlace } from '../../../platform/http/reader.ts';
import { registerOpen311 } from './routes.ts';
import { EASTON, fakeDeps, LINHE, specimenCase } from './specimen.ts';

// Schemas and real answers of other servers, kept outside this project.
const folder = join(process.env['MINSHENG_DATA'] ?? '../shared/data', 'open311');
const present = existsSync(folder);
const reader = new XMLParser({ parseTagValue: false, ignoreDeclaration: true, isArray: (name) => name === 'request' || name === 'endpoint' || name === 'format' });
let app: FastifyInstance;

beforeAll(async () => {
  const deps = fakeDeps();
  const everyStage = STAGES.map((stage, index) => specimenCase({
    stage, diversionFinal: index % 2 === 0, number: caseNumberOf(String(20_000_000_000 + index)), round: 1 + (index % 3), overdue: index % 2 === 1,
    words: `<words> & "more" ${'长'.repeat(index * 500)}`, address: index % 2 === 0 ? '3 Willow Lane' : '', point: { latitude: -0.5, longitude: 179.999999 },
  }));
  const bare = specimenCase();
  delete (bare as { owner?: unknown }).owner;
  delete (bare as { dueAt?: unknown }).dueAt;
  // What too few cases are like tells neither service nor place.
  const untold = specimenCase({ number: caseNumberOf('30000000000') });
  delete (untold as { topic?: unknown }).topic;
  delete (untold as { division?: unknown }).division;
  for (const code of [EASTON, LINHE]) deps.cases.set(code, [...everyStage, bare, untold]);
  app = await testServer();
  mountForEveryPlace(app, (scope) => { registerOpen311(scope, deps); });
  await app.ready();
});
afterAll(async () => { await app.close(); });

const SCHEMAS = ['request', 'requests', 'service', 'services', 'service-definition'];

/** A server that takes nothing but what a schema allows, as it is: no type is coerced, no field added or dropped. Empty: allowed. */
async function complaintAbout(answer: unknown, schema: string): Promise<string> {
  const judge = fastify({ ajv: { customOptions: { strict: false, coerceTypes: false, useDefaults: false, removeAdditional: false } } });
  for (const one of SCHEMAS) judge.addSchema({ $id: `${one}.json`, ...(JSON.parse(fixture(`schema-validation/schema_georeport-v2_${one}.json`)) as object) });
  judge.post('/', { schema: { body: { $ref: `${schema}.json#` } } }, () => 'allowed');
  const judged = await judge.inject({ method: 'POST', url: '/', headers: { 'content-type': 'application/json' }, payload: JSON.stringify(answer) });
  await judge.close();
  return judged.statusCode === 200 ? '' : judged.body;
}

function fixture(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

async function json(url: string): Promise<unknown> {
  return (await app.inject({ url })).json();
}

async function xml(url: string): Promise<unknown> {
  return reader.parse((await app.inject({ url })).body);
}

/** Names of elements at every depth, values left out: what two documents must have in common. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (value === null || typeof value !== 'object') return null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

test.each([
  ['services', '/open311/v2/services.json'], ['services', '/open311/v2/services.json?lang=zh'], ['service-definition', '/open311/v2/services/praise.json'],
  ['requests', '/j/easton/open311/v2/requests.json'], ['requests', '/open311/v2/requests.json?lang=zh'],
  ['requests', `/j/easton/open311/v2/requests/${specimenCase().number}.json`],
])('the schema of %s holds for %s', async (schema, url) => {
  const answer = await json(url);
  expect(JSON.stringify(answer).length).toBeGreaterThan(20);
  if (!present) return;
  expect(await complaintAbout(answer, schema)).toBe('');
});

test(present ? 'control: the schemas refuse what is wrong' : 'NOT RUN: foreign schemas and answers are absent (set MINSHENG_DATA to the folder that holds open311/)', async () => {
  expect(existsSync(folder)).toBe(present);
  if (!present) return;
  const right = { service_request_id: '1', status: 'open', service_code: 'a', requested_datetime: '2026-11-22T08:00:00Z' };
  expect(await complaintAbout([right], 'requests')).toBe('');
  for (const wrong of [{ status: 'solved' }, { requested_datetime: 'yesterday' }, { lat: '1.5' }, { service_request_id: 7 }]) {
    expect(await complaintAbout([{ ...right, ...wrong }], 'requests')).not.toBe('');
  }
});

test('requests, services, discovery and the answer to a POST have the elements that others serve, in XML and JSON', async () => {
  const ours = shapeOf(await xml('/j/easton/open311/v2/requests.xml')) as { service_requests: { request: [Record<string, unknown>] } };
  expect(Object.keys(ours.service_requests.request[0])).toContain('service_request_id');
  if (!present) return;
  const theirs = shapeOf(reader.parse(fixture('node-open311/test_mocks_service-requests.xml'))) as typeof ours;
  const names = Object.keys(theirs.service_requests.request[0]);
  // Ours hold no media: everything else, and in the order of the specification.
  expect(Object.keys(ours.service_requests.request[0])).toEqual(names.filter((name) => name !== 'media_url'));
  expect(shapeOf(await xml('/open311/v2/discovery.xml'))).toEqual(shapeOf(reader.parse(fixture('node-open311/test_mocks_discovery-dc.xml'))));
  expect(shapeOf(await json('/open311/v2/discovery.json'))).toEqual(shapeOf(JSON.parse(fixture('node-open311/test_mocks_discovery-boston.json'))));
  expect(shapeOf(await xml('/open311/v2/requests/1.xml'))).toEqual(shapeOf(reader.parse(fixture('open311/spec_fixtures_get_service_request_not_found.xml'))));
  const posted = await app.inject({ method: 'POST', url: '/j/easton/open311/v2/requests.xml?jurisdiction_id=easton', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'service_code=praise&address_id=9001' });
  expect(shapeOf(reader.parse(posted.body))).toEqual(shapeOf(reader.parse(fixture('open311/spec_fixtures_post_service_request.xml'))));
});

test('every time is a W3C date and time with its zone, and no address is empty', async () => {
  for (const place of ['', '/j/easton']) {
    const requests = await json(`${place}/open311/v2/requests.json`) as Record<string, string | null>[];
    expect(requests.length).toBeGreaterThan(STAGES.length);
    for (const request of requests) {
      for (const field of ['requested_datetime', 'updated_datetime']) expect(request[field]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(request['address']).not.toBe('');
    }
  }
});
