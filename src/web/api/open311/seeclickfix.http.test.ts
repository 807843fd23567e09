import { XMLParser } from 'fast-xml-parser';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer } from '../../../../test/support/http.ts';
import { mountForEveryPlace } from '../../../platform/http/reader.ts';
import { registerOpen311 } from './routes.ts';
import { fakeDeps, LINHE } from './specimen.ts';

// What SeeClickFix's validator asks of a server, rule by rule: it starts from one address that ends in `discovery`, reads XML as Ruby's
// HTTParty does (an array only where an element is repeated) and walks every endpoint in every format.
const ORIGIN = 'https://voices.example';
const DISCOVERY = '/open311/v2/discovery';
const httparty = new XMLParser({ parseTagValue: false, ignoreDeclaration: true });
const TYPES = { xml: 'text/xml', json: 'application/json' } as const;
type Format = keyof typeof TYPES;
type Endpoint = { readonly specification: string; readonly url: string; readonly changeset: string; readonly type: string; readonly formats: readonly string[] | { readonly format: readonly string[] } };
type Document = { readonly contact: string; readonly key_service: string; readonly changeset: string; readonly endpoints: readonly Endpoint[] | { readonly endpoint: readonly Endpoint[] } };

let app: FastifyInstance;
beforeAll(async () => {
  app = await testServer();
  mountForEveryPlace(app, (scope) => { registerOpen311(scope, fakeDeps()); });
  await app.ready();
});
afterAll(async () => { await app.close(); });

async function read(url: string, format: Format): Promise<unknown> {
  const answer = await app.inject({ url: url.replace(ORIGIN, '') });
  expect(answer.statusCode, url).toBe(200);
  // The media type exactly; the character set beside it is the specification's.
  expect(String(answer.headers['content-type']).split(';')[0]).toBe(TYPES[format]);
  return format === 'json' ? answer.json() : httparty.parse(answer.body) as unknown;
}

async function discovery(format: Format): Promise<Document> {
  const document = await read(`${DISCOVERY}.${format}`, format);
  return format === 'json' ? document as Document : (document as { discovery: Document }).discovery;
}

function endpointsOf({ endpoints }: Document): readonly Endpoint[] {
  return 'endpoint' in endpoints ? endpoints.endpoint : endpoints;
}

function formatsOf({ formats }: Endpoint): readonly string[] {
  return 'format' in formats ? formats.format : formats;
}

describe('SeeClickFix’s validator', () => {
  test.each<Format>(['xml', 'json'])('finds in %s contact, keys, dates in the past, and endpoints as an array', async (format) => {
    const document = await discovery(format);
    expect([document.contact, document.key_service].map((text) => text.trim() === '')).toEqual([false, false]);
    const endpoints = endpointsOf(document);
    expect(Array.isArray(endpoints)).toBe(true);
    expect(endpoints.length).toBeGreaterThanOrEqual(2);
    for (const endpoint of endpoints) {
      expect(endpoint).toMatchObject({ specification: 'http://wiki.open311.org/GeoReport_v2', type: 'production' });
      for (const changeset of [document.changeset, endpoint.changeset]) expect(Date.parse(changeset)).toBeLessThan(Date.now());
      expect(Array.isArray(formatsOf(endpoint))).toBe(true);
      expect(formatsOf(endpoint)).toContain('text/xml');
    }
  });

  test('says the same in both formats', async () => {
    const [xml, json] = [await discovery('xml'), await discovery('json')];
    expect(xml.contact).toBe(json.contact);
    expect(endpointsOf(xml).map(({ url }) => url)).toEqual(endpointsOf(json).map(({ url }) => url));
  });

  test('walks every endpoint in every format to services, which all have a code, and to their definitions', async () => {
    const counts: number[] = [];
    for (const endpoint of endpointsOf(await discovery('json'))) {
      for (const format of formatsOf(endpoint).map((type) => type.split('/')[1] as Format)) {
        const answer = await read(`${endpoint.url}/services.${format}?jurisdiction_id=${LINHE}`, format);
        const services = (format === 'json' ? answer : (answer as { services: { service: unknown } }).services.service) as readonly { service_code?: string; metadata: unknown }[];
        for (const { service_code: code } of services) {
          expect(code).toMatch(/./);
          await read(`${endpoint.url}/services/${code ?? ''}.${format}?jurisdiction_id=${LINHE}`, format);
        }
        counts.push(services.length);
      }
    }
    expect(new Set(counts)).toEqual(new Set([3]));
    expect(counts).toHaveLength(4);
  });
});
