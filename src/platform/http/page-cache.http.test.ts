import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { testServer } from '../../../test/support/http.ts';
import { createPageCache } from './page-cache.ts';
import { mountForEveryPlace, readerOf } from './reader.ts';

let app: FastifyInstance;
let now: number;
let drawings: number;
let broken: boolean;

beforeEach(async () => {
  [now, drawings, broken] = [1_000_000, 0, false];
  const cache = createPageCache(() => now);
  app = await testServer();
  mountForEveryPlace(app, (scope) => {
    scope.get('/cases', (request, reply) => cache.send(request, reply, async () => {
      drawings += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (broken) throw new Error('broken');
      const { locale, mode, jurisdiction } = readerOf(request);
      return `<html lang="${locale}">${mode} ${jurisdiction} ${request.url} ${'路灯'.repeat(1_000)}`;
    }));
  });
});
afterEach(async () => { await app.close(); });

describe('a page kept for a second', () => {
  it('is drawn once for all who come in that second, also at the same moment', async () => {
    await Promise.all(Array.from({ length: 20 }, () => app.inject('/cases')));
    await app.inject('/cases');
    expect(drawings).toBe(1);
    now += 1_000;
    await app.inject('/cases');
    expect(drawings).toBe(2);
  });

  it('is another page for another language, size, place and query', async () => {
    const asked = [{ url: '/cases' }, { url: '/cases', headers: { 'accept-language': 'en' } }, { url: '/cases', cookies: { mode: 'elder' } }, { url: '/j/easton/cases' }, { url: '/j/linhe/cases' }, { url: '/cases?after=x' }];
    const bodies = await Promise.all(asked.map(async (one) => (await app.inject(one)).body));
    expect(new Set(bodies).size).toBe(asked.length);
  });

  it('is compressed for whom that helps, and may be kept by others, unless it keeps a choice of one reader', async () => {
    const plain = await app.inject('/cases');
    const zipped = await app.inject({ url: '/cases', headers: { 'accept-encoding': 'br, gzip' } });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'public, max-age=0, s-maxage=1', vary: 'Accept-Language, Cookie, Accept-Encoding' });
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(plain.body);
    expect((await app.inject('/cases?lang=en')).headers['cache-control']).toBe('no-store');
  });

  it('is not kept when drawing it failed, and is forgotten when there are too many', async () => {
    broken = true;
    expect((await app.inject('/cases')).statusCode).toBe(500);
    broken = false;
    expect((await app.inject('/cases')).statusCode).toBe(200);
    for (let n = 0; n < 500; n += 1) await app.inject(`/cases?after=${n}`);
    drawings = 0;
    await app.inject('/cases?after=499');
    await app.inject('/cases');
    expect(drawings).toBe(1);
  }, 20_000);
});
