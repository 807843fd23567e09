import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caseNumberOf } from '../../../kernel/ids.ts';
import { EASTON as SERVED_EASTON, LINHE as SERVED_LINHE, testServer } from '../../../../test/support/http.ts';
import { apiKeysOf } from './keys.ts';
import { mountForEveryPlace } from '../../../platform/http/reader.ts';
import { registerOpen311 } from './routes.ts';
import { EASTON, fakeDeps, instant, LINHE, NOISE, parts, specimenCase, type Fake } from './specimen.ts';

const reader = new XMLParser({ parseTagValue: false, ignoreDeclaration: true });
const FORM = 'application/x-www-form-urlencoded';
const GOOD = 'service_code=city.noise&lat=40.5&long=-73.5&description=Loud+music';
const KEY = '0b8f3c1e-6a67-4b6e-9a53-000000000001';

let deps: Fake;
let app: FastifyInstance;

beforeEach(async () => { await serve(fakeDeps()); });
afterEach(async () => { await app.close(); });

async function serve(fake: Fake): Promise<void> {
  deps = fake;
  app = await testServer();
  mountForEveryPlace(app, (scope) => { registerOpen311(scope, deps); });
  await app.ready();
}

function get(url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
  return app.inject({ url, headers });
}

function post(payload: string | Buffer, options: InjectOptions = {}): Promise<LightMyRequestResponse> {
  return app.inject({ method: 'POST', url: '/open311/v2/requests.json', payload, ...options, headers: { 'content-type': FORM, ...options.headers } });
}

type WireErrors = readonly { readonly code: number; readonly description: string }[];
type Created = readonly { readonly service_request_id: string; readonly service_notice: string }[];

test('the places of this test are the places of the test server', () => {
  expect([LINHE, EASTON]).toEqual([SERVED_LINHE, SERVED_EASTON]);
});

describe('format', () => {
  test.each([
    ['/services.xml', {}, 'text/xml; charset=utf-8'], ['/services.json', {}, 'application/json; charset=utf-8'],
    ['/services', {}, 'text/xml; charset=utf-8'], ['/services', { accept: 'application/json' }, 'application/json; charset=utf-8'],
    ['/services', { accept: 'text/html, application/xml;q=0.9, application/json;q=0.4' }, 'text/xml; charset=utf-8'],
    ['/services.xml', { accept: 'application/json' }, 'text/xml; charset=utf-8'],
    ['/services/city.noise.json', {}, 'application/json; charset=utf-8'], ['/discovery.json', {}, 'application/json; charset=utf-8'],
    ['/requests.xml', {}, 'text/xml; charset=utf-8'], ['/nowhere.json', {}, 'application/json; charset=utf-8'],
  ])('%s asked with %o answers %s', async (path, headers, type) => {
    const answer = await get(`/open311/v2${path}`, headers);
    expect(answer.headers['content-type']).toBe(type);
    if (type.startsWith('text/xml')) {
      expect(answer.body.startsWith('<?xml version="1.0" encoding="UTF-8"?>')).toBe(true);
      expect(XMLValidator.validate(answer.body)).toBe(true);
    }
  });
});

describe('services', () => {
  test('speak the language of the reader, English when nothing is asked for', async () => {
    expect((await get('/open311/v2/services.json')).json<{ service_name: string }[]>()[0]?.service_name).toBe('Street lamps');
    const chinese = await get('/open311/v2/services.json', { 'accept-language': 'zh-CN,zh;q=0.9' });
    expect(chinese.json<{ service_name: string }[]>()[0]?.service_name).toBe('路灯');
    expect(chinese.headers['content-language']).toBe('zh');
  });

  test('a definition has no attributes; an unknown or a grouping code is 404', async () => {
    expect((await get('/open311/v2/services/city.street.lamps.json')).json()).toEqual({ service_code: 'city.street.lamps', attributes: [] });
    for (const code of ['city.street', 'none', "';--", '%00', 'a'.repeat(300)]) {
      expect((await get(`/open311/v2/services/${code}.xml`)).statusCode).toBeGreaterThanOrEqual(400);
    }
    expect((await get('/open311/v2/services/city.street.json')).json<WireErrors>()).toMatchObject([{ code: 404 }]);
  });

  test('discovery names this very address, both formats, and where help is', async () => {
    const document = (await get('/j/easton/open311/v2/discovery.json')).json<{ endpoints: { url: string }[]; contact: string }>();
    expect(document).toMatchObject({ endpoints: ['/j/easton/open311/v2', '/open311/v2'].map((path) => ({ url: `https://voices.example${path}`, type: 'production', formats: ['text/xml', 'application/json'] })) });
    expect(document.contact).toContain('https://voices.example/j/easton/about');
  });
});

describe('jurisdiction', () => {
  test('by path, by jurisdiction_id, or the one of the instance', async () => {
    deps.cases.set(EASTON, [specimenCase()]);
    for (const url of ['/j/easton/open311/v2/requests.json', '/open311/v2/requests.json?jurisdiction_id=easton']) expect((await get(url)).json()).toHaveLength(1);
    expect((await get('/open311/v2/requests.json')).json()).toHaveLength(0);
  });

  test.each(['/j/nowhere/open311/v2/services.json', '/open311/v2/services.json?jurisdiction_id=nowhere', '/j/easton/open311/v2/services.json?jurisdiction_id=linhe', '/open311/v2/services.json?jurisdiction_id=..%2F'])(
    '%s is 404 in the form of the specification', async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json<WireErrors>()).toEqual([{ code: 404, description: 'There is no such jurisdiction_id.' }]);
    });
});

describe('posting a request', () => {
  test('gives the case number at once, and the receipt code where every client shows it', async () => {
    const answer = await post(GOOD);
    expect(answer.statusCode).toBe(200);
    const [created] = answer.json<Created>();
    expect(created?.service_request_id).toMatch(/^\d{12}$/);
    expect(created?.service_notice).toContain('1111 2222 3333 4444 5555');
    expect(created?.service_notice).toContain('https://voices.example/follow');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(deps.submissions).toEqual([{ topic: NOISE, division: '9001', address: '', words: 'Loud music', point: { latitude: 40.5, longitude: -73.5 } }]);
  });

  test('in XML, with the number in the same place', async () => {
    const answer = await post(GOOD, { url: '/j/easton/open311/v2/requests.xml' });
    const read = reader.parse(answer.body) as { service_requests: { request: { service_request_id: string } } };
    expect(read.service_requests.request.service_request_id).toMatch(/^\d{12}$/);
    expect(deps.cases.get(EASTON)).toHaveLength(1);
  });

  test('as multipart without files, an empty file field being no file', async () => {
    const answer = await post(multipart({ service_code: 'city.noise', address_string: 'River Mouth 3', description: '群众 "x"' }, 'media"; filename="'), { headers: { 'content-type': 'multipart/form-data; boundary=B' } });
    expect(answer.statusCode).toBe(200);
    expect(deps.submissions[0]).toMatchObject({ division: '9001-02', words: '群众 "x"' });
  });

  test('photographs as parts of the form, whatever their parts are called; the same key with the same files is the same request', async () => {
    const withPhotos = (photo: string) => post(parts({ service_code: 'city.noise', address_string: 'x' }, [['media', 'JPEG one'], ['photo[]', photo], ['empty', '']]), { headers: { 'content-type': 'multipart/form-data; boundary=B', 'idempotency-key': KEY } });
    const first = await withPhotos('JPEG other');
    expect(first.statusCode).toBe(200);
    expect(deps.submissions[0]?.photos?.names).toHaveLength(2);
    expect((await withPhotos('JPEG other')).body).toBe(first.body);
    expect((await withPhotos('JPEG another')).statusCode).toBe(422);
    expect(deps.submissions).toHaveLength(1);
  });

  test('the same key again: the same answer and nothing new; another body under it: 422', async () => {
    const first = await post(GOOD, { headers: { 'idempotency-key': KEY } });
    const again = await post(GOOD, { headers: { 'idempotency-key': KEY } });
    expect(again.body).toBe(first.body);
    expect(deps.submissions).toHaveLength(1);
    const other = await post(GOOD.replace('Loud', 'Quiet'), { headers: { 'idempotency-key': KEY } });
    expect(other.statusCode).toBe(422);
    expect(other.json<WireErrors>()).toMatchObject([{ code: 422 }]);
  });

  test('without a key every POST is a request of its own', async () => {
    await post(GOOD);
    await post(GOOD);
    expect(deps.submissions).toHaveLength(2);
  });

  test.each(['short', 'with a blank in its middle', 'ä'.repeat(20), 'x'.repeat(201)])('a key that will not do is refused: %s', async (key) => {
    expect((await post(GOOD, { headers: { 'idempotency-key': key } })).statusCode).toBe(400);
    expect(deps.submissions).toHaveLength(0);
  });

  test('a contact goes into the submission as one, never into the words, the answer or the public request', async () => {
    const answer = await post(`${GOOD}&email=lin%40voices.example&phone=%2B8613900000000&first_name=Mei&last_name=Lin&device_id=DEV-77`);
    expect(deps.submissions[0]?.contact).toMatchObject({ email: 'lin@voices.example', phone: '+8613900000000', name: 'Mei Lin' });
    const [{ service_request_id: number }] = answer.json<[{ service_request_id: string }]>();
    const seen = (await get(`/open311/v2/requests/${number}.json`)).body + answer.body + (deps.submissions[0]?.words ?? '');
    expect(seen).not.toMatch(/lin@|139000|Mei|DEV-77/);
  });

  test('personal fields in the address are refused, so that no log ever keeps them', async () => {
    const answer = await post('service_code=city.noise&address_string=x', { url: '/open311/v2/requests.json?email=a%40b.example' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<WireErrors>()[0]?.description).toContain('email');
  });

  test('a jurisdiction that asks for keys: none or a wrong one is 403, the right one posts, reading needs none', async () => {
    await app.close();
    const keys = apiKeysOf('linhe:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b');
    if (keys.refused) throw new Error('the entry is well-formed');
    await serve(fakeDeps({ apiKey: keys.value }));
    expect((await post(GOOD)).statusCode).toBe(403);
    expect((await post(`${GOOD}&api_key=wrong`)).statusCode).toBe(403);
    expect((await post(`${GOOD}&api_key=secret`)).statusCode).toBe(200);
    expect((await post(GOOD, { url: '/open311/v2/requests.json?api_key=secret' })).statusCode).toBe(200);
    expect((await post(GOOD, { url: '/j/easton/open311/v2/requests.json' })).statusCode).toBe(200);
    expect((await get('/open311/v2/requests.json')).statusCode).toBe(200);
  });

  test('key entries that cannot be read are named by their position', () => {
    expect(apiKeysOf(`linhe:${'a'.repeat(64)} easton:secret`)).toMatchObject({ refused: true, reason: { position: 2 } });
  });
});

describe('reading requests', () => {
  test('one by number, spaces and all; an unknown or foreign one is 404', async () => {
    deps.cases.set(LINHE, [specimenCase()]);
    const number = specimenCase().number;
    expect((await get(`/open311/v2/requests/${number}.json`)).json()).toMatchObject([{ service_request_id: number, status: 'open' }]);
    expect((await get(`/open311/v2/requests/${number.slice(0, 4)}%20${number.slice(4)}.xml`)).statusCode).toBe(200);
    for (const url of [`/j/easton/open311/v2/requests/${number}.json`, `/open311/v2/requests/${caseNumberOf('00000000000')}.json`, '/open311/v2/requests/12.json', '/open311/v2/requests/%27.json']) {
      expect((await get(url)).statusCode).toBe(404);
    }
    expect((await get('/open311/v2/tokens/123.xml')).statusCode).toBe(404);
  });

  test('several by number', async () => {
    const numbers = ['1', '2', '3'].map((digit) => caseNumberOf(digit.repeat(11)));
    deps.cases.set(LINHE, numbers.map((number) => specimenCase({ number })));
    const answer = await get(`/open311/v2/requests.json?service_request_id=${numbers[0] ?? ''},${numbers[2] ?? ''}`);
    expect(answer.json<Created>().map((one) => one.service_request_id)).toEqual([numbers[0], numbers[2]]);
  });

  test('by service, group of services, status and time', async () => {
    const cases = [specimenCase({ topic: NOISE, number: caseNumberOf('11111111111') }), specimenCase({ stage: 'solved' }), specimenCase({ number: caseNumberOf('22222222222'), submittedAt: instant('2026-01-01T00:00:00Z') })];
    deps.cases.set(LINHE, cases);
    const count = async (query: string): Promise<number> => (await get(`/open311/v2/requests.json?${query}`)).json<Created>().length;
    expect([await count(''), await count('service_code=city.noise'), await count('service_code=city'), await count('status=closed'), await count('status=open,closed')]).toEqual([2, 1, 2, 1, 2]);
    expect(await count('start_date=2025-12-01T00:00:00Z')).toBe(1);
    expect((await get('/open311/v2/requests.json?service_code=unknown')).statusCode).toBe(404);
  });

  test('every request is met once, by counting pages and by following the next address', async () => {
    const numbers = Array.from({ length: 25 }, (_, index) => caseNumberOf(String(10_000_000_000 + index)));
    deps.cases.set(LINHE, numbers.map((number) => specimenCase({ number })));
    const pages = await Promise.all([1, 2, 3, 4].map((page) => get(`/open311/v2/requests.json?page_size=10&page=${page}`)));
    expect(pages.flatMap((page) => page.json<Created>().map((one) => one.service_request_id))).toEqual(numbers);
    const met: string[] = [];
    for (let url: string | undefined = '/open311/v2/requests.json?page_size=10&service_code=city'; url !== undefined;) {
      const answer = await get(url);
      met.push(...answer.json<Created>().map((one) => one.service_request_id));
      url = /<https:\/\/voices\.example([^>]+)>; rel="next"/.exec(String(answer.headers.link ?? ''))?.[1];
    }
    expect(met).toEqual(numbers);
  });
});

describe('whatever is wrong is said in the form of the specification, in the language of the reader', () => {
  const boundary = { 'content-type': 'multipart/form-data; boundary=B' };
  test.each<[string, () => Promise<LightMyRequestResponse>, number]>([
    ['no body', () => app.inject({ method: 'POST', url: '/open311/v2/requests.json' }), 400],
    ['an empty body', () => post(''), 400],
    ['an unknown service', () => post(GOOD.replace('city.noise', 'city.none')), 404],
    ['a service that is a group', () => post(GOOD.replace('city.noise', 'city')), 404],
    ['an address id of nowhere', () => post('service_code=city.noise&address_id=1234'), 400],
    ['JSON', () => post('{}', { headers: { 'content-type': 'application/json' } }), 415],
    ['no content type', () => post('a=b', { headers: { 'content-type': '' } }), 415],
    ['another character set', () => post(GOOD, { headers: { 'content-type': `${FORM}; charset=gbk` } }), 415],
    ['ten megabytes', () => post(`description=${'a'.repeat(10_000_000)}`), 413],
    ['NUL', () => post(`${GOOD}%00`), 400],
    ['broken UTF-8', () => post(Buffer.from([...Buffer.from(`${GOOD}&a=`), 0xff, 0xfe])), 400],
    ['a file that is no photo', () => post(multipart({ service_code: 'city.noise', address_string: 'x' }, 'media"; filename="a.jpg', 'x'.repeat(500_000)), { headers: boundary }), 415],
    ['a photo of thirteen megabytes', () => post(multipart({ service_code: 'city.noise', address_string: 'x' }, 'media"; filename="a.jpg', 'J'.repeat(13 * 1_024 * 1_024)), { headers: boundary }), 415],
    ['seven photos', () => post(parts({ service_code: 'city.noise', address_string: 'x' }, Array.from({ length: 7 }, () => ['media', 'JPEG'] as const)), { headers: boundary }), 413],
    ['a form that says it is larger than six photos', () => post('--B', { headers: { ...boundary, 'content-length': '900000000' } }), 413],
    ['NUL in a part', () => post(multipart({ service_code: 'city.noise', address_string: 'a\0b' }, 'media"; filename="'), { headers: boundary }), 400],
    ['multipart without a boundary', () => post('--B', { headers: { 'content-type': 'multipart/form-data' } }), 400],
    ['multipart that never ends', () => post('--B\r\ncontent-disposition: form-data; name="a"\r\n\r\nx', { headers: boundary }), 400],
    ['broken text in the query', () => get('/open311/v2/requests.json?status=%ff'), 400],
    ['a cursor of nobody', () => get('/open311/v2/requests.json?cursor=%3Bdrop'), 400],
    ['prototype names', () => get('/open311/v2/requests.json?__proto__[a]=1&constructor=x&page=zero'), 400],
    ['a path of nobody', () => get('/open311/v2/.json'), 404],
    ['deleting', () => app.inject({ method: 'DELETE', url: '/open311/v2/requests.json' }), 405],
    ['posting services', () => app.inject({ method: 'POST', url: '/j/easton/open311/v2/services.json', payload: 'a=b', headers: { 'content-type': FORM } }), 405],
  ])('%s', async (_name, call, status) => {
    const answer = await call();
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/json|xml/);
    const errors = answer.json<WireErrors>();
    expect(errors[0]?.code).toBe(status);
    for (const { description } of errors) expect(description.length).toBeGreaterThan(20);
    expect(deps.submissions).toHaveLength(0);
  });

  test('in Chinese when the reader asks for it, in XML when the extension does', async () => {
    const answer = await app.inject({ url: '/open311/v2/requests/1.xml', headers: { 'accept-language': 'zh' } });
    expect(reader.parse(answer.body)).toEqual({ errors: { error: { code: '404', description: '没有找到这个 service_request_id 的公开诉求；新提交的诉求受理后才会公开。' } } });
  });

  test('405 says what is allowed', async () => {
    expect((await app.inject({ method: 'PUT', url: '/open311/v2/requests.xml' })).headers.allow).toBe('GET, HEAD, POST');
  });

  test('while the database is away: 503 with a time to come back, for reading and for posting', async () => {
    deps.broken.error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    for (const answer of [await get('/open311/v2/requests.json'), await post(GOOD)]) {
      expect(answer.statusCode).toBe(503);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.json<WireErrors>()[0]?.code).toBe(503);
    }
  });

  test('control: a bug stays a 500 of the server, without a word of it', async () => {
    deps.broken.error = new Error('planted secret');
    const answer = await get('/open311/v2/requests.json');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('planted');
  });
});

function multipart(fields: Record<string, string>, last: string, content = ''): string {
  const parts = Object.entries(fields).map(([name, value]) => `--B\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  return `${parts.join('')}--B\r\ncontent-disposition: form-data; name="${last}"\r\ncontent-type: application/octet-stream\r\n\r\n${content}\r\n--B--\r\n`;
}
