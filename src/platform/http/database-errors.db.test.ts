import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { LINHE, testServer } from '../../../test/support/http.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

const asInteger = statement<{ n: number }>('app_public', 'test.http_as_integer', 'select $1::text::integer as n');
const asDay = statement<{ day: Date }>('app_public', 'test.http_as_day', 'select $1::text::date as day');
const asText = statement<{ words: string }>('app_public', 'test.http_as_text', 'select $1::text as words');
const missing = statement<never>('app_public', 'test.http_division', 'select 1 / ($1::text::integer - 1) as n');
const slow = statement<never>('app_actor', 'test.http_slow', 'select pg_sleep(20)');
const endOthers = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like 'minsheng app_%'`;

let test: TestDatabase;
let app: FastifyInstance;
let unreachable: Database;

beforeAll(async () => {
  test = await openTestDatabase();
  unreachable = openDatabase({ ...test.address, host: '127.0.0.1', port: 1 });
  app = await testServer();
  app.get('/integer', (request) => test.database.public.row(asInteger, [wordsOf(request.query)]));
  app.get('/day', (request) => test.database.public.row(asDay, [wordsOf(request.query)]));
  app.get('/nul', () => test.database.public.row(asText, ['a\0b']));
  app.get('/division', () => test.database.public.row(missing, ['1']));
  app.get('/slow', () => test.database.inTransaction({ kind: 'public', jurisdiction: LINHE }, (tx) => tx.rows(slow)));
  app.get('/unreachable', () => unreachable.public.row(asText, ['x']));
  app.get('/unreachable-write', () => unreachable.inTransaction({ kind: 'public', jurisdiction: LINHE }, (tx) => tx.rows(asText, ['x'])));
});
afterAll(async () => {
  await app.close();
  await unreachable.close();
  await test.close();
});

describe('what PostgreSQL itself answers', () => {
  it.each([
    ['a number beyond integer', '/integer?q=99999999999999', 400], ['no number', '/integer?q=canary', 400], ['a day that does not exist', '/day?q=2026-02-30', 400], ['NUL', '/nul', 400],
    ['a division by zero', '/division', 400], ['no server', '/unreachable', 503], ['no server to write to', '/unreachable-write', 503],
  ])('%s reaches the reader as a fixed sentence', async (_name, url, status) => {
    const answer = await app.inject({ url, headers: { accept: 'text/html' } });
    expect(answer.statusCode).toBe(status);
    expect(answer.body).not.toMatch(/canary|integer|date|byte|ECONN|zero|127\.0\.0\.1/);
    if (status === 503) expect(answer.headers['retry-after']).toBe('5');
  });

  it('a server that is taken away in the middle is 503, and soon requests are served by new connections', async () => {
    const cut = app.inject('/slow');
    await until(async () => (await test.owner.query(`select 1 from pg_stat_activity where state = 'active' and query like '%pg_sleep(20)%' and pid <> pg_backend_pid()`)).rowCount === 1);
    await test.owner.query(endOthers);
    expect((await cut).statusCode).toBe(503);
    // The other connection may not have heard yet that it is gone: whoever meets it gets the same 503, once.
    await until(async () => (await app.inject('/integer?q=7')).statusCode === 200);
    expect((await app.inject('/integer?q=7')).json()).toEqual({ n: 7 });
  });
});

function wordsOf(query: unknown): string {
  return String((query as { q?: unknown }).q);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('waited in vain');
}
