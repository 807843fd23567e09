import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { testServer } from '../../../test/support/http.ts';
import { sendPage, seeOther } from './answer.ts';
import { sendProblem } from './errors.ts';
import { PREFIX_FACTOR } from './limits.ts';
import { mountForEveryPlace, readerOf } from './reader.ts';
import { closeGracefully } from './server.ts';

let app: FastifyInstance;
afterEach(async () => { await app.close(); });

const HTML = { accept: 'text/html' };

describe('every page', () => {
  it('forbids inline script, foreign hosts, framing and caching', async () => {
    app = await serverWithPages();
    const { headers } = await app.inject('/');
    expect(headers['content-security-policy']).toBe("default-src 'self';script-src 'self';script-src-attr 'none';style-src 'self';img-src 'self' data: blob:;object-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'self';require-trusted-types-for 'script';trusted-types 'none'");
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('content-encoding');
    expect(JSON.stringify(headers)).not.toMatch(/fastify|x-powered-by/i);
  });

  it('insists on https where readers come by https', async () => {
    app = await testServer({ publicUrl: 'https://minsheng.example' });
    app.get('/x', (_request, reply) => reply.send('x'));
    expect((await app.inject('/x?lang=en')).headers).toMatchObject({ 'strict-transport-security': 'max-age=31536000; includeSubDomains', 'set-cookie': '__Host-lang=en; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax' });
  });

  it('that never became a request of a route has the same protection: a broken address, a headless body, nonsense on the socket', async () => {
    app = await testServer({ publicUrl: 'https://minsheng.example' });
    app.get('/x', (_request, reply) => reply.send('x'));
    const kept = ['content-security-policy', 'strict-transport-security', 'x-content-type-options', 'referrer-policy', 'x-frame-options', 'cross-origin-opener-policy', 'cache-control', 'permissions-policy'];
    const { headers } = await app.inject('/x');
    expect(kept.filter((name) => headers[name] === undefined)).toEqual([]);
    for (const url of ['/%ff', '/j/%ff/who', '/nothing', `/x?q=${'a'.repeat(5_000)}`]) {
      const answer = await app.inject({ url, headers: HTML });
      expect(kept.map((name) => answer.headers[name]), url).toEqual(kept.map((name) => headers[name]));
    }
    await app.listen({ port: 0, host: '127.0.0.1' });
    const nonsense = await raw(app, 'NONSENSE\r\n\r\n');
    expect(kept.filter((name) => !nonsense.includes(`${name}: ${String(headers[name])}\r\n`))).toEqual([]);
  });

  it('reads over https only cookies that no other host could have set', async () => {
    app = await testServer({ publicUrl: 'https://minsheng.example' });
    app.get('/who', (request) => readerOf(request));
    expect((await app.inject({ url: '/who', cookies: { lang: 'en', mode: 'elder' } })).json()).toMatchObject({ locale: 'zh', mode: 'normal' });
    expect((await app.inject({ url: '/who', cookies: { '__Host-lang': 'en', '__Host-mode': 'elder' } })).json()).toMatchObject({ locale: 'en', mode: 'elder' });
  });

  it('refuses a form that another site sends, and takes it from our own pages and from programs', async () => {
    app = await serverWithPages();
    const send = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/things', headers: { ...headers, ...HTML } });
    expect((await send({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await send({ origin: 'https://elsewhere.example' })).statusCode).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(303);
    expect((await send({})).statusCode).toBe(303);
  });

  it('redirects only within this site', async () => {
    app = await serverWithPages();
    app.get('/leave', (request, reply) => seeOther(reply, (request.query as { to: string }).to));
    for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\nb', '']) {
      expect((await app.inject({ url: '/leave', query: { to } })).statusCode, to).toBe(500);
    }
    expect((await app.inject('/leave?to=/cases/1')).headers.location).toBe('/cases/1');
  });
});

describe('the reader', () => {
  it('is asked in turn: address, cookie, browser, place', async () => {
    app = await serverWithPages();
    const locale = async (url: string, headers: Record<string, string> = {}) => (await app.inject({ url, headers })).json<{ locale: string }>().locale;
    expect(await locale('/who')).toBe('zh');
    expect(await locale('/j/easton/who')).toBe('en');
    expect(await locale('/who', { 'accept-language': 'en-GB,en;q=0.9' })).toBe('en');
    expect(await locale('/j/easton/who', { 'accept-language': 'fr' })).toBe('en');
    expect(await locale('/who', { cookie: 'lang=zh', 'accept-language': 'en' })).toBe('zh');
    expect(await locale('/who?lang=en', { cookie: 'lang=zh' })).toBe('en');
    expect(await locale('/who?lang=tlh', { cookie: 'lang=<script>' })).toBe('zh');
  });

  it('keeps the choice of language and size in cookies that identify nobody', async () => {
    app = await serverWithPages();
    const chosen = await app.inject('/who?lang=en&mode=elder');
    expect(chosen.json()).toMatchObject({ locale: 'en', mode: 'elder' });
    expect(chosen.cookies.map(({ name, value }) => `${name}=${value}`)).toEqual(['lang=en', 'mode=elder']);
    expect((await app.inject({ url: '/who', cookies: { mode: 'elder' } })).json()).toMatchObject({ mode: 'elder' });
    expect((await app.inject('/who?mode=normal')).json()).toMatchObject({ mode: 'normal' });
  });

  it('stands in a place by its address; an unknown place is not found', async () => {
    app = await serverWithPages();
    expect((await app.inject('/who')).json()).toMatchObject({ jurisdiction: 'linhe', prefix: '' });
    expect((await app.inject('/j/easton/who')).json()).toMatchObject({ jurisdiction: 'easton', prefix: '/j/easton' });
    for (const code of ['nowhere', 'a', '__proto__', 'Easton']) {
      expect((await app.inject(`/j/${code}/who`)).statusCode, code).toBe(404);
    }
  });
});

describe('what went wrong', () => {
  it('is a page in the reader\'s language for browsers and JSON for programs', async () => {
    app = await serverWithPages();
    const page = await app.inject({ url: '/nothing?lang=en', headers: HTML });
    expect(page.statusCode).toBe(404);
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'content-language': 'en', 'cache-control': 'no-store' });
    expect(page.body).toContain('<html lang="en">');
    expect((await app.inject({ url: '/nothing', headers: HTML })).body).toContain('没有找到这一页');
    const json = await app.inject({ url: '/nothing', headers: { accept: 'application/json' } });
    expect(json.json()).toMatchObject({ error: { status: 404, kind: 'not-found', title: '没有找到这一页' } });
  });

  it('names the methods an address does answer', async () => {
    app = await serverWithPages();
    const answer = await app.inject({ url: '/things', headers: HTML });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('POST');
    expect((await app.inject({ method: 'DELETE', url: '/j/easton/who' })).headers.allow).toBe('GET, HEAD');
  });

  it.each([
    ['a bug', '/bug', 500], ['a database that is away', '/away', 503], ['a number too large for the database', '/overflow', 400], ['a schema', '/schema?n=x', 400],
  ])('says nothing of its cause: %s', async (_name, url, status) => {
    app = await serverWithPages();
    for (const headers of [HTML, { accept: 'application/json' }]) {
      const answer = await app.inject({ url, headers });
      expect(answer.statusCode).toBe(status);
      expect(answer.body).not.toMatch(/secret|select|Error|at .*\.ts|\/src\/|node_modules|22003/);
      if (status === 503) expect(answer.headers['retry-after']).toBe('5');
    }
  });

  it('is drawn by the site, and plainly where the site fails to', async () => {
    app = await testServer({ renderError: (reader, page) => { if (page.status === 404) throw new Error('broken page'); return `<p>${reader.locale} ${page.problem.kind}</p>`; } });
    app.get('/gone', (request, reply) => sendProblem(request, reply, { kind: 'gone' }));
    expect((await app.inject({ url: '/gone', headers: HTML })).body).toBe('<p>zh gone</p>');
    expect((await app.inject({ url: '/x', headers: HTML })).body).toContain('没有找到这一页');
  });

  it.each([
    ['a broken percent sequence', '/who?q=%ff', 400], ['NUL', '/who?q=%00', 400], ['half a percent sequence', '/who?q=%', 400], ['a broken path', '/j/%ff/who', 400],
    ['a long address', `/who?q=${'a'.repeat(5_000)}`, 414], ['a long parameter', `/j/${'a'.repeat(500)}/who`, 404],
  ])('is %s in the address', async (_name, url, status) => {
    app = await serverWithPages();
    const answer = await app.inject({ url, headers: HTML });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.headers['content-security-policy']).toBeDefined();
  });

  it('is answered on the bare socket when it never was a request', async () => {
    app = await serverWithPages();
    await app.listen({ port: 0, host: '127.0.0.1' });
    expect(await raw(app, `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'a'.repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 [\s\S]*信息太多[\s\S]*too much/);
    expect(await raw(app, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each([
    ['two lengths', 'content-length: 3\r\ncontent-length: 4\r\n\r\na=b'], ['a length and chunks', 'content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a coding that hides chunks', 'transfer-encoding: xchunked\r\n\r\n0\r\n\r\n'], ['a length that is no number', 'content-length: 3x\r\n\r\na=b'], ['a folded header', 'x-a: b\r\n c\r\ncontent-length : 3\r\n\r\na=b'],
  ])('is refused, and its connection ended, when its end can be read in two ways: %s', async (_name, rest) => {
    app = await serverWithPages();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const answer = await raw(app, `POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n${rest}GET /who HTTP/1.1\r\nhost: x\r\n\r\n`);
    expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 400']);
  });

  it.each(['TRACE', 'TRACK', 'CONNECT', 'DEBUG', 'PROPFIND'])('no route answers %s, and nothing of the request comes back', async (method) => {
    app = await serverWithPages();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const answer = await raw(app, `${method} /who HTTP/1.1\r\nhost: x\r\nx-canary: canary\r\nconnection: close\r\n\r\n`);
    expect(answer).not.toMatch(/^HTTP\/1\.1 2|canary/);
  });
});

describe('the log', () => {
  it('has route patterns and no person, address, query, agent or cookie; reports and a resident\'s pages leave no line', async () => {
    const { lines, logger } = collectingLogger();
    app = await serverWithPages({ logger, accessLog: true, trustProxy: true });
    const canary = { 'user-agent': 'canary-agent', cookie: 'lang=en; canary=cookie', 'x-forwarded-for': '203.0.113.77', referer: 'http://canary/' };
    for (const url of ['/cases/canary-number?q=canary-query', '/report?x=canary', '/my', '/j/easton/my/verdict', '/bug', '/canary-path']) await app.inject({ url, headers: canary });
    const written = lines.join('');
    expect(written).not.toMatch(/canary|203\.0\.113|secret/);
    const answered = lines.map((line) => JSON.parse(line) as { msg: string; route?: string }).filter(({ msg }) => msg === 'answered').map(({ route }) => route);
    expect(answered).toEqual(['/cases/:number', '/bug', 'none']);
    const bug = lines.map((line) => JSON.parse(line) as { msg: string; err?: { type: string; stack: string } }).find(({ msg }) => msg === 'a request met a bug');
    expect(bug?.err?.type).toBe('Error');
    expect(bug?.err?.stack).toContain('server.http.test.ts');
  });
});

describe('health and metrics', () => {
  it('answers 200 while it serves and 503 while the database is away', async () => {
    app = await testServer();
    expect((await app.inject('/healthz')).json()).toMatchObject({ status: 'ok', version: '0.0.0', demo: true });
    await app.close();
    app = await testServer({ health: { version: '1', demo: () => false, askDatabase: () => Promise.reject(new Error('away')) } });
    const away = await app.inject('/healthz');
    expect([away.statusCode, away.headers['retry-after'], away.json()]).toEqual([503, '5', { status: 'away', version: '1' }]);
  });

  it('shows metrics to this machine alone, and not to strangers whom a proxy on it forwards', async () => {
    app = await serverWithPages();
    await app.inject('/cases/123?q=canary');
    const own = await app.inject('/metrics');
    expect(own.body).toContain('minsheng_http_requests_total{route="/cases/:number",method="GET",status="200"} 1');
    expect(own.body).not.toContain('canary');
    for (const headers of [{ 'x-forwarded-for': '203.0.113.7' }, { via: '1.1 proxy' }, { forwarded: 'for=x' }, { 'x-real-ip': '127.0.0.1' }]) {
      expect((await app.inject({ url: '/metrics', headers })).statusCode).toBe(404);
    }
    expect((await app.inject({ url: '/metrics', remoteAddress: '198.51.100.1' })).statusCode).toBe(404);
  });
});

describe('too much', () => {
  it('reading and writing are paid from separate purses, per network', async () => {
    app = await serverWithPages({ limits: { sizes: { read: { max: 2, perMs: 60_000 }, write: { max: 1, perMs: 60_000 } } } });
    const ask = async (method: 'GET' | 'POST', url: string, remoteAddress: string) => (await app.inject({ method, url, remoteAddress, headers: HTML })).statusCode;
    expect([await ask('GET', '/who', '198.51.100.1'), await ask('GET', '/', '198.51.100.1'), await ask('GET', '/who', '198.51.100.1')]).toEqual([200, 200, 429]);
    expect([await ask('POST', '/things', '198.51.100.1'), await ask('POST', '/things', '198.51.100.1')]).toEqual([303, 429]);
    expect(await ask('GET', '/who', '198.51.100.2')).toBe(200);
    // One IPv6 household is one /64.
    expect([await ask('GET', '/who', '2001:db8::1'), await ask('GET', '/who', '2001:db8::2'), await ask('GET', '/who', '2001:db8::ffff:3')]).toEqual([200, 200, 429]);
    expect(await ask('GET', '/healthz', '198.51.100.1')).toBe(200);
    const refused = await app.inject({ url: '/who', remoteAddress: '198.51.100.1', headers: HTML });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.body).toContain('太频繁');
  });

  it('a whole prefix has a purse of its own, so that one who owns many addresses is one', async () => {
    app = await serverWithPages({ limits: { sizes: { read: { max: 1, perMs: 60_000 } } } });
    const ask = async (remoteAddress: string) => (await app.inject({ url: '/who', remoteAddress, headers: HTML })).statusCode;
    const statuses = async (addressOf: (at: number) => string): Promise<number[]> => {
      const found = [];
      for (let at = 0; at < PREFIX_FACTOR + 1; at += 1) found.push(await ask(addressOf(at)));
      return found;
    };
    const asMany = [...Array<number>(PREFIX_FACTOR).fill(200), 429];
    expect(await statuses((at) => `198.51.100.${at + 1}`)).toEqual(asMany);
    expect(await statuses((at) => `2001:db8:7:${at.toString(16)}::1`)).toEqual(asMany);
    // The control: as many addresses of as many prefixes.
    expect(await statuses((at) => `10.0.${at}.1`)).toEqual(asMany.map(() => 200));
    expect(await statuses((at) => `2001:db8:${(at + 8).toString(16)}::1`)).toEqual(asMany.map(() => 200));
  });

  it('believes nobody about addresses but a proxy that is named', async () => {
    const limits = { sizes: { read: { max: 1, perMs: 60_000 } } };
    const ask = async (named: string, remoteAddress = '198.51.100.1') => (await app.inject({ url: '/who', remoteAddress, headers: { 'x-forwarded-for': named, 'x-real-ip': named, forwarded: `for=${named}` } })).statusCode;
    app = await serverWithPages({ limits });
    expect([await ask('203.0.113.1'), await ask('203.0.113.2')]).toEqual([200, 429]);
    await app.close();
    app = await serverWithPages({ limits, trustProxy: '198.51.100.1' });
    expect([await ask('203.0.113.1'), await ask('192.0.2.7'), await ask('203.0.113.1')]).toEqual([200, 200, 429]);
    // What a client says before the proxy's own word is not believed either.
    expect(await ask('192.0.2.99, 203.0.113.1')).toBe(429);
    expect([await ask('192.0.2.50', '198.51.100.9'), await ask('192.0.2.51', '198.51.100.9')]).toEqual([200, 429]);
  });

  it('closing lets a request in flight finish', async () => {
    app = await serverWithPages();
    const arrived = new Promise<void>((resolve) => {
      app.get('/slow', async () => {
        resolve();
        await new Promise((later) => setTimeout(later, 300));
        return 'finished';
      });
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const slow = fetch(`http://127.0.0.1:${port}/slow`).then((answer) => answer.text());
    await arrived;
    const began = performance.now();
    await closeGracefully(app, 5_000);
    expect(await slow).toBe('finished');
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

async function serverWithPages(options: Parameters<typeof testServer>[0] = {}): Promise<FastifyInstance> {
  const server = await testServer(options);
  mountForEveryPlace(server, (scope) => {
    scope.get('/', (request, reply) => sendPage(reply, readerOf(request), '<!doctype html>'));
    scope.get('/who', (request) => readerOf(request));
    scope.get('/cases/:number', () => ({}));
    scope.get('/report', () => ({}));
    scope.get('/my', () => ({}));
    scope.get('/my/verdict', () => ({}));
    scope.post('/things', (_request, reply) => seeOther(reply, '/'));
  });
  server.get('/bug', () => { throw new Error('bug: secret words'); });
  server.get('/away', () => { throw Object.assign(new Error('secret host refused'), { code: 'ECONNREFUSED' }); });
  server.get('/overflow', () => { throw Object.assign(new Error('value "secret" is out of range'), { code: '22003', severity: 'ERROR', detail: 'secret row' }); });
  server.get('/schema', { schema: { querystring: { type: 'object', properties: { n: { type: 'integer' } } } } }, () => ({}));
  return server;
}

function collectingLogger(): { lines: string[]; logger: FastifyBaseLogger } {
  const lines: string[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => { lines.push(chunk.toString()); done(); } });
  return { lines, logger: fastify({ logger: { level: 'trace', stream } }).log };
}

function raw(server: FastifyInstance, bytes: string): Promise<string> {
  const { port } = server.server.address() as { port: number };
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => { answer += chunk.toString(); });
    socket.on('close', () => { resolve(answer); });
    socket.on('error', reject);
  });
}
