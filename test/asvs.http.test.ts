import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountForEveryPlace, readerOf } from '../src/platform/http/reader.ts';
import { routesOf } from '../src/platform/http/routes-of.ts';
import type { Browser } from '../town/browser.ts';
import type { Slip } from '../town/desk.ts';
import { openCounty, type County } from './support/county.ts';
import { testServer } from './support/http.ts';

/** What docs/asvs.md says of every address at once, asked of every address at once. */
let county: County;
let slip: Slip;
let people: Readonly<Record<'anyone' | 'holder' | 'handler' | 'administrator', string>>;

beforeAll(async () => {
  county = await openCounty();
  slip = await county.desk.report({ words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous', publish: 'yes' });
  const cookieOf = async (browser: Promise<Browser>): Promise<string> => (await browser).cookie();
  people = { anyone: '', holder: await cookieOf(county.holding(slip)), handler: await cookieOf(county.signedIn('dispatcher')), administrator: await cookieOf(county.signedIn('security')) };
  await county.background.housekeepNow();
}, 240_000);
afterAll(() => county.close());

type Met = { readonly pattern: string; readonly path: string; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Everything that a GET answers, for these people. */
async function everyPage(...of: readonly (keyof typeof people)[]): Promise<Met[]> {
  await county.app.ready();
  const patterns = [...new Set(routesOf(county.app).filter(({ method }) => method === 'GET').map(({ pattern }) => pattern))].filter((pattern) => pattern !== '*' && !pattern.startsWith('/j/') && !/^\/(my\/|staff\/)?(leave|sign-out)$/.test(pattern));
  const met: Met[] = [];
  for (const pattern of patterns) {
    const path = pattern.replace('/cases/:id', `/cases/${slip.caseId}`).replace(':number', slip.number).replace('/units/:id', '/units/urban-management').replace('services/*', 'services/urban.lighting.out').replace('requests/*', `requests/${slip.number}`)
      .replace('/schemas/:file', '/schemas/entry-v1.schema.json').replace('current/:file', 'current/cases.csv').replace('assets/*', `assets/${county.services.assets.stylesheet}`).replace(/:[a-z]+/g, 'x').replace('*', 'x');
    for (const who of of) {
      const { statusCode, headers, body } = await county.app.inject({ url: path, headers: { cookie: people[who], accept: 'text/html', 'accept-language': 'zh' } });
      met.push({ pattern, path: `${path} as ${who}`, status: statusCode, headers: headers as Record<string, string>, body });
    }
  }
  return met;
}

/** The same for everybody, and read without cookies. */
const PUBLIC = /^\/(open311|record|data)\/|^\/receipts\/:event\/proof$/;

describe('every address', () => {
  it('lets other origins read what is public for everybody, and nothing that is somebody’s', async () => {
    const met = await everyPage('anyone', 'holder', 'handler');
    expect(met.filter(({ headers }) => headers['access-control-allow-origin'] !== undefined && headers['access-control-allow-origin'] !== '*').map(({ path }) => path)).toEqual([]);
    expect(met.filter(({ headers }) => headers['access-control-allow-credentials'] !== undefined).map(({ path }) => path)).toEqual([]);
    const open = met.filter(({ headers }) => headers['access-control-allow-origin'] === '*');
    expect(open.length).toBeGreaterThan(10);
    expect(open.filter(({ pattern }) => !PUBLIC.test(pattern)).map(({ path }) => path)).toEqual([]);
    // And what is somebody's is kept by no cache.
    const own = met.filter(({ pattern, status }) => status === 200 && /^\/(my|follow|report|staff|console)(\/|$)/.test(pattern));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter(({ headers }) => !(headers['cache-control'] ?? '').includes('no-store')).map(({ path }) => path)).toEqual([]);
  });

  it('says of every text what it is and that it is UTF-8', async () => {
    const met = (await everyPage('anyone', 'holder', 'handler', 'administrator')).filter(({ body }) => body !== '');
    expect(met.length).toBeGreaterThan(100);
    expect(met.filter(({ headers }) => headers['content-type'] === undefined).map(({ path }) => path)).toEqual([]);
    const texts = met.filter(({ headers }) => /^text\/|[/+](json|xml)\b/.test(headers['content-type'] ?? ''));
    expect(texts.filter(({ headers }) => !/charset=utf-8/i.test(headers['content-type'] ?? '')).map(({ path, headers }) => `${path}: ${headers['content-type']}`)).toEqual([]);
    expect(met.filter(({ headers, body }) => (headers['content-type'] ?? '').startsWith('text/html') !== /^\s*<!doctype html/i.test(body)).map(({ path }) => path)).toEqual([]);
  });

  it('has its way out in sight on every page, for staff and for whoever holds a receipt', async () => {
    const shown = (await everyPage('holder', 'handler', 'administrator')).filter(({ status, headers }) => status === 200 && (headers['content-type'] ?? '').startsWith('text/html'));
    const staff = shown.filter(({ pattern, path }) => /^\/(console|staff)/.test(pattern) && !path.endsWith('holder'));
    expect(staff.length).toBeGreaterThan(8);
    expect(staff.filter(({ body }) => !body.includes('action="/staff/sign-out"')).map(({ path }) => path)).toEqual([]);
    const mine = shown.filter(({ pattern, path }) => pattern.startsWith('/my') && path.endsWith('holder'));
    expect(mine.length).toBeGreaterThan(2);
    expect(mine.filter(({ body }) => !/action="\/my\/leave"|href="\/leave"/.test(body)).map(({ path }) => path)).toEqual([]);
  });
});

describe('a password field', () => {
  it('hides what is typed, and lets it be pasted and kept by a manager', async () => {
    const pages = await Promise.all(['/staff/sign-in', '/staff/account'].map((url) => county.app.inject({ url, headers: { cookie: url.endsWith('account') ? people.handler : '', accept: 'text/html' } })));
    const fields = pages.flatMap(({ body }) => body.match(/<input(?![^>]*type="hidden")[^>]*name="(?:password|current|next|repeated)"[^>]*>/g) ?? []);
    expect(fields).toHaveLength(4);
    for (const field of fields) {
      expect(field).toMatch(/type="password"/);
      expect(field).toMatch(/autocomplete="(current|new)-password"/);
      expect(field).not.toMatch(/readonly|onpaste|\svalue="|autocomplete="off"/);
    }
  });
});

describe('the server', () => {
  it.each([
    '/.git/HEAD', '/.git/', '/.env', '/package.json', '/package-lock.json', '/schema.sql', '/src/main.ts', '/node_modules/', '/keys/instance', '/keys/root.key', '/logs/minsheng.log', '/assets', '/assets/', '/assets/manifest.json.map', '/assets/.hidden',
    '/assets/..%2f..%2fpackage.json', '/assets/%2e%2e/%2e%2e/package.json', '/data/current/..%2f..%2fkeys%2froot.key', '/record/tile/..%2f..%2f..%2fkeys%2froot.key', '/record/..%2fkeys', '/attachments/', '/my/photos/..%2f..%2fkeys',
  ])('serves no source, no repository, no configuration and no list of a folder: %s', async (url) => {
    for (const cookie of Object.values(people)) {
      const { statusCode, body } = await county.app.inject({ url, headers: { cookie, accept: 'text/html' } });
      expect([303, 400, 403, 404]).toContain(statusCode);
      expect(body).not.toMatch(/refs\/heads|"dependencies"|create table|Index of|BEGIN|[0-9a-f]{64}/);
    }
  });

  it('leaves every object’s prototype as it was', async () => {
    const names = ['__proto__', '__proto__[polluted]', 'constructor[prototype][polluted]', '__proto__.polluted', 'prototype'];
    for (const url of ['/report', '/receipts', '/follow', '/staff/sign-in', '/my/verdict', '/open311/v2/requests.json']) {
      await county.app.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: people.holder }, payload: names.map((name) => `${encodeURIComponent(name)}=polluted`).join('&') });
      await county.app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json', cookie: people.holder }, payload: '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}' });
      await county.app.inject({ url: `${url}?__proto__[polluted]=yes&constructor.prototype.polluted=yes` });
    }
    expect(Reflect.ownKeys(Object.prototype).filter((key) => String(key).includes('pollut'))).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('leads nobody from http to https by itself, least of all a program', async () => {
    const app = await testServer({ publicUrl: 'https://minsheng.example', trustProxy: true });
    mountForEveryPlace(app, (scope) => { scope.get('/who', (request) => readerOf(request)); scope.post('/who', (request) => readerOf(request)); });
    for (const method of ['GET', 'POST'] as const) {
      expect((await app.inject({ method, url: '/who', headers: { 'x-forwarded-proto': 'http', host: 'minsheng.example' } })).statusCode).toBe(200);
    }
    await app.close();
  });
});
