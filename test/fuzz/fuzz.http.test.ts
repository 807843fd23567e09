import { afterEach, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { sendPage, seeOther } from '../../src/platform/http/answer.ts';
import { sendProblem } from '../../src/platform/http/errors.ts';
import { dateField, integerField, mistakesOf, textField } from '../../src/platform/http/fields.ts';
import { formOf, typedValues } from '../../src/platform/http/form.ts';
import { mountForEveryPlace, readerOf } from '../../src/platform/http/reader.ts';
import { testServer } from '../support/http.ts';
import { fuzz } from './fuzz.ts';

let app: FastifyInstance;
afterEach(async () => { await app.close(); });

const DIALECT = {
  parameters: { code: ['easton', 'linhe'], number: ['482109375516'] },
  fields: { words: ['路灯坏了三天'], day: ['2026-11-22'], age: ['75'], q: ['灯'] },
};

describe('a server that reads at the door', () => {
  it('refuses every hostile request clearly, in the reader\'s language, and never with 5xx', async () => {
    app = await sampleServer();
    const report = await fuzz(app, DIALECT);
    expect(report.failures).toEqual([]);
    // The run is void unless requests also got through, and were refused in several ways.
    expect(Object.keys(report.statuses)).toEqual(expect.arrayContaining(['200', '303', '400', '404', '405', '413', '415', '422']));
    expect(report.requests).toBeGreaterThan(1_000);
  }, 300_000);

  it('does the same thing again for the same seed', async () => {
    app = await sampleServer();
    const [one, two] = [await fuzz(app, { ...DIALECT, seeds: 5, socket: false }), await fuzz(app, { ...DIALECT, seeds: 5, socket: false })];
    expect(one.statuses).toEqual(two.statuses);
  });
});

describe('the fuzzer catches', () => {
  it.each<[string, string, (scope: FastifyInstance) => void, number?]>([
    ['a route that throws on a rare value', 'answered 500', (scope) => scope.get('/bad', (request) => { if ((request.query as { q?: string }).q === '1') throw new Error('x'); return {}; })],
    ['a route that throws on a repeated field', 'answered 500', (scope) => scope.get('/bad', (request) => (request.query as { q?: string }).q?.trim() ?? '')],
    ['a route that shows an error\'s stack', 'shows its inside', (scope) => scope.get('/bad', (_request, reply) => reply.code(400).send(new Error('x').stack))],
    ['a route that shows words of the database', 'shows its inside', (scope) => scope.get('/bad', (_request, reply) => reply.code(400).send('invalid input syntax for type integer: "x"'))],
    ['a page in the wrong language', 'speaks zh-CN', (scope) => scope.get('/bad', (_request, reply) => reply.type('text/html').send('<html lang="zh-CN">'))],
    ['a route that redirects anywhere', 'redirects off', (scope) => scope.get('/bad', (request, reply) => reply.redirect((request.query as { q?: string }).q === 'https://evil.example' ? 'https://evil.example' : '/'))],
    ['a route that hangs', 'took', (scope) => scope.get('/bad', async () => { await new Promise((resolve) => setTimeout(resolve, 150)); return {}; }), 100],
    ['a 503 with a database that is there', 'answered 503', (scope) => scope.get('/bad', (request, reply) => sendProblem(request, reply, { kind: 'away', retryAfterSeconds: 1 }))],
  ])('%s', async (_name, what, plant, msMax = 30_000) => {
    app = await testServer();
    plant(app);
    const { failures } = await fuzz(app, { ...DIALECT, seeds: 2_000, msMax, socket: false, skip: ({ pattern, method }) => pattern !== '/bad' || method !== 'GET' });
    expect(failures[0]?.what ?? 'nothing caught').toContain(what);
    expect(failures[0]).toMatchObject({ pattern: '/bad' });
  }, 60_000);

  it('nothing when the database was taken away on purpose and every answer says so', async () => {
    app = await testServer();
    app.get('/away', (request, reply) => sendProblem(request, reply, { kind: 'away', retryAfterSeconds: 1 }));
    expect((await fuzz(app, { seeds: 20, databaseAway: true, socket: false })).failures).toEqual([]);
  });
});

/** A small application with one of each kind of route. */
async function sampleServer(): Promise<FastifyInstance> {
  const server = await testServer();
  mountForEveryPlace(server, (scope) => {
    scope.get('/', (request, reply) => sendPage(reply, readerOf(request), `<!doctype html><html lang="${readerOf(request).locale}">`));
    scope.get('/cases/:number', (request, reply) => (/^\d{12}$/.test((request.params as { number: string }).number) ? { ok: true } : sendProblem(request, reply, { kind: 'not-found' })));
    scope.post('/receipts', async (request, reply) => {
      const form = await formOf(request, (file) => Promise.resolve(file.bytes.byteLength));
      if (form.refused) return sendProblem(request, reply, form.reason);
      const mistakes = mistakesOf(textField(form.value, 'words', { max: 10_000, required: true }), dateField(form.value, 'day', { min: '2000-01-01', max: '2100-01-01' }), integerField(form.value, 'age', { min: 0, max: 150 }));
      if (mistakes.length > 0) return sendProblem(request, reply, { kind: 'invalid', fields: mistakes.map(({ field }) => field) });
      return typedValues(form.value).words === undefined ? sendProblem(request, reply, { kind: 'invalid' }) : seeOther(reply, '/my');
    });
  });
  server.get('/search', { schema: { querystring: { type: 'object', properties: { q: { type: 'string', maxLength: 200 } } } } }, () => ({}));
  return server;
}
