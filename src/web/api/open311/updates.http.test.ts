import { XMLParser } from 'fast-xml-parser';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testServer } from '../../../../test/support/http.ts';
import { caseNumberOf } from '../../../kernel/ids.ts';
import { mountForEveryPlace } from '../../../platform/http/reader.ts';
import { registerOpen311 } from './routes.ts';
import { CODE, EASTON, fakeDeps, instant, LINHE, NOISE, parts, specimenCase, type Fake } from './specimen.ts';

const reader = new XMLParser({ parseTagValue: false, ignoreDeclaration: true });
type WireErrors = readonly { readonly code: number; readonly description: string }[];

let deps: Fake;
let app: FastifyInstance;
beforeEach(async () => {
  deps = fakeDeps();
  app = await testServer();
  mountForEveryPlace(app, (scope) => { registerOpen311(scope, deps); });
  await app.ready();
});
afterEach(async () => { await app.close(); });

function get(url: string): Promise<LightMyRequestResponse> {
  return app.inject({ url });
}

function update(payload: string, options: InjectOptions = {}): Promise<LightMyRequestResponse> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...options.headers };
  return app.inject({ method: 'POST', url: '/open311/v2/servicerequestupdates.json', payload, ...options, headers });
}

describe('posting an update', () => {
  const number = specimenCase().number;
  const said = `service_request_id=${number}&description=Still+dark&receipt_code=${CODE}`;

  test('is a message of whoever holds the receipt; sent again under its name it is the same', async () => {
    const answer = await update(`${said}&update_id=77&status=OPEN&title=Lamp&media_url=https%3A%2F%2Fx.example%2F1.jpg`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual([{ update_id: `${number}-replied-2026-11-22` }]);
    expect(answer.headers['cache-control']).toBe('no-store');
    await update(`${said}&update_id=77&status=OPEN&title=Lamp&media_url=https%3A%2F%2Fx.example%2F1.jpg`);
    expect(deps.replies.map(({ words }) => words)).toEqual(['Lamp\nStill dark\nhttps://x.example/1.jpg']);
    const xml = await update(said, { url: '/j/easton/open311/v2/servicerequestupdates.xml' });
    expect(reader.parse(xml.body)).toEqual({ service_request_updates: { request_update: { update_id: `${number}-replied-2026-11-22` } } });
  });

  test('brings photographs, and nothing of who a program says its writer is', async () => {
    const answer = await update(parts({ service_request_id: number, description: 'See', receipt_code: CODE, email: 'lin@voices.example', first_name: 'Mei', last_name: '-', phone: '+8613900000000' }, [['media', 'JPEG']]), { headers: { 'content-type': 'multipart/form-data; boundary=B' } });
    expect(answer.statusCode).toBe(200);
    expect(deps.replies[0]?.photos?.names).toHaveLength(1);
    expect(JSON.stringify(deps.replies) + answer.body).not.toMatch(/lin@|Mei|139000/);
  });

  test.each<[string, string, number, RegExp]>([
    ['no receipt', said.replace(/&receipt_code=.*/, ''), 403, /service_notice/],
    ['a wrong receipt', said.replace(CODE, '1'.repeat(24)), 403, /do not fit/],
    ['a receipt that is none', said.replace(CODE, 'secret'), 403, /do not fit/],
    ['a status that would close it', `${said}&status=CLOSED`, 400, /only the resident/],
    ['no words', said.replace('Still+dark', ''), 400, /description/],
    ['too many words', said.replace('Still+dark', 'a'.repeat(2_001)), 400, /2000/],
    ['no number', said.replace(/service_request_id=\d+&/, ''), 400, /service_request_id/],
    ['a number that is none', said.replace(number, '12'), 400, /12-digit/],
    ['a request that is over', said.replace('Still+dark', 'too+late'), 409, /./],
    ['a media_url of the server itself', `${said}&media_url=file%3A%2F%2F%2Fetc%2Fpasswd`, 400, /http/],
  ])('%s: nothing is kept, and it is said what to do', async (_what, payload, status, words) => {
    const answer = await update(payload);
    expect(answer.statusCode).toBe(status);
    expect(answer.json<WireErrors>()[0]).toMatchObject({ code: status, description: expect.stringMatching(words) as string });
    expect(deps.replies).toHaveLength(0);
  });

  test('the code has no place in an address', async () => {
    const answer = await update(said.replace(`&receipt_code=${CODE}`, ''), { url: `/open311/v2/servicerequestupdates.json?receipt_code=${CODE}` });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain(CODE);
  });
});

describe('updates', () => {
  test('every one is met once by following the next address, and 404 is what nobody knows', async () => {
    deps.told.push(...Array.from({ length: 7 }, (_, index) => ({
      number: caseNumberOf(String(10_000_000_000 + index)),
      timeline: [{ type: 'case.signed.v1' as const, at: instant(`2026-11-2${String(index % 2)}T0${String(index)}:00:00Z`), role: 'handler', unit: 'lighting', detail: {}, texts: {} }],
    })));
    const met: string[] = [];
    for (let url: string | undefined = '/open311/v2/servicerequestupdates.json?page_size=3&start_date=2026-11-01T00:00:00Z'; url !== undefined;) {
      const answer = await get(url);
      met.push(...answer.json<{ service_request_id: string }[]>().map((one) => one.service_request_id));
      url = /<https:\/\/voices\.example([^>]+)>; rel="next"/.exec(String(answer.headers.link ?? ''))?.[1];
    }
    expect(met.toSorted()).toEqual(deps.told.map((one) => one.number));
    expect((await get(`/open311/v2/servicerequestupdates.json?service_request_id=${met[3] ?? ''}`)).json()).toMatchObject([{ status: 'open', description: 'Lighting Office: signed for it' }]);
    expect((await get('/open311/v2/servicerequestupdates.xml')).body).toContain('<service_request_updates><request_update><update_id>');
    expect((await get('/open311/v2/servicerequestupdates/1.xml')).statusCode).toBe(404);
  });
});

describe('in bulk', () => {
  test('every request in one file, in the columns of GeoReport Bulk, beyond the thousand of a list', async () => {
    const numbers = Array.from({ length: 2_300 }, (_, index) => caseNumberOf(String(10_000_000_000 + index)));
    deps.cases.set(LINHE, numbers.map((number) => specimenCase({ number })));
    const answer = await get('/open311/v2/requests.csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = answer.body.split('\r\n');
    expect(lines[0]).toBe('service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,source,service_name,service_subtype,description,agency_responsible,address,lat,long');
    expect(lines.slice(1, -1).map((line) => line.split(',')[0])).toEqual(numbers);
    expect(lines.at(-1)).toBe('');
  });

  test('tells no formula, no way in, no private place; a word for where each stands; closed by the resident’s day', async () => {
    const evil = specimenCase({ words: '=cmd|"x"\r\n,2', address: '@home', point: { latitude: -1.5, longitude: 2.25 } });
    deps.cases.set(EASTON, [evil]);
    deps.cases.set(LINHE, [evil, specimenCase({ stage: 'answered' }), specimenCase({ paused: true, stage: 'signed' }), specimenCase({ stage: 'solved', outcomeDay: '2026-11-25' }), specimenCase({ stage: 'submitted' })]);
    const open = (await get('/j/easton/open311/v2/requests.csv')).body;
    expect(open).toContain(`"'=cmd|""x""\r\n,2"`);
    expect(open).toContain("'@home,-1.5,2.25");
    const closed = (await get('/open311/v2/requests.csv')).body;
    expect(closed).not.toMatch(/@home|2\.25/);
    expect([...closed.matchAll(/,(Open|Processing|Hold|Answered|Closed),/g)].map(([, word]) => word)).toEqual(['Processing', 'Answered', 'Hold', 'Closed', 'Open']);
    expect(closed).toContain('2026-11-24T16:00:00Z,2026-11-24T16:00:00Z,Closed');
  });

  test('bounded, filtered, and wrong is said as everywhere', async () => {
    deps.cases.set(LINHE, [specimenCase(), specimenCase({ topic: NOISE })]);
    expect((await get('/open311/v2/requests.csv?service_code=city.noise')).body.split('\r\n')).toHaveLength(3);
    expect((await get('/open311/v2/requests.csv?start_date=2025-12-01&end_date=2026-12-01')).statusCode).toBe(200);
    for (const query of ['start_date=2025-01-01&end_date=2026-12-01', 'status=done', 'start_date=never']) expect((await get(`/open311/v2/requests.csv?${query}`)).statusCode).toBe(400);
    expect((await get('/open311/v2/requests.csv?service_code=none')).statusCode).toBe(404);
    expect((await app.inject({ method: 'POST', url: '/open311/v2/requests.csv' })).statusCode).toBe(405);
    deps.broken.error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect((await get('/open311/v2/requests.csv')).statusCode).toBe(503);
  });
});
