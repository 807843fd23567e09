import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { testServer } from '../../../test/support/http.ts';
import { precompress } from './assets.ts';

let folder: string;
let app: FastifyInstance;
const CSS = 'body{color:#1f2328}'.repeat(200);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minsheng-assets-'));
  await mkdir(join(folder, 'fonts'));
  await writeFile(join(folder, 'site-0a1b2c3d.css'), CSS);
  await writeFile(join(folder, 'tiny-0a1b2c3d.js'), '1');
  await writeFile(join(folder, '.secret'), 'no');
  await writeFile(join(folder, 'fonts', 'a-0a1b2c3d.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${' '.repeat(2_000)}</svg>`);
  expect(await precompress(folder)).toBe(2);
  app = await testServer({ assetsFolder: folder });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

describe('built assets', () => {
  it('are kept for a year and come compressed as they were built', async () => {
    const ask = (encoding: string) => app.inject({ url: '/assets/site-0a1b2c3d.css', headers: { 'accept-encoding': encoding } });
    const [plain, gzip, brotli] = [await ask('identity'), await ask('gzip'), await ask('gzip, br')];
    expect(plain.body).toBe(CSS);
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(CSS);
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(CSS);
    for (const { headers } of [plain, gzip, brotli]) expect(headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-type': 'text/css; charset=utf-8' });
  });

  it('are compressed where it helps, once', async () => {
    expect((await readdir(folder)).sort()).toEqual(['.secret', 'fonts', 'site-0a1b2c3d.css', 'site-0a1b2c3d.css.br', 'site-0a1b2c3d.css.gz', 'tiny-0a1b2c3d.js']);
  });

  it.each(['/assets/', '/assets/nothing.css', '/assets/.secret', '/assets/fonts', '/assets/..%2f..%2fetc/passwd', '/assets/%2e%2e/%2e%2e/etc/passwd', '/assets/..%5c..%5cx', `/assets/${'a'.repeat(300)}`])('hold nothing else: %s', async (url) => {
    const answer = await app.inject({ url, headers: { accept: 'text/html' } });
    expect([301, 403, 404]).toContain(answer.statusCode);
    expect(answer.body).not.toMatch(/root:|no$/);
  });

  it('that were not built leave a server that works', async () => {
    const bare = await testServer({ assetsFolder: join(folder, 'missing') });
    expect((await bare.inject('/healthz')).statusCode).toBe(200);
    expect((await bare.inject('/assets/x.css')).statusCode).toBe(404);
    await bare.close();
  });
});
