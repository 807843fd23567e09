import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, ORGANISATION } from '../accounts.fixture.ts';
import { openStaffServer, pair, PASSWORD, type StaffServer } from '../server.fixture.ts';
import { keyIn } from './app.fixture.ts';
import { codeAt } from './code.ts';
import { proofMessages } from './messages.ts';

let served: StaffServer;
let now = Date.parse('2026-11-27T08:00:00Z');
beforeAll(async () => {
  served = await openStaffServer((database) => openAccounts(database, () => now, { ...ORGANISATION, secondFactorOf: () => 'required' }));
});
afterAll(() => served.close());

const words = proofMessages('zh');

const hidden = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

describe('a second factor through the pages, without script', () => {
  it('is set up before work begins, then asked for, with the page that was wanted kept in mind', async () => {
    const she = await served.official(['system-admin']);
    expect((await served.get('/console', she.cookie)).headers.location).toBe('/staff/account/authenticator');
    expect((await served.get('/console/accounts', she.cookie)).headers.location).toBe('/staff/account/authenticator');
    const page = await served.get('/staff/account/authenticator', she.cookie);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.body).toContain(words.enrolOwed);
    expect(page.body).toContain('<svg class="qr"');
    const key = keyIn(page.body);
    expect(key).toHaveLength(20);
    const token = hidden(page.body, 'enrolment');

    // A slip shows the same key again: the phone has it already.
    const slip = await served.post('/staff/account/authenticator', { enrolment: token, code: '12' }, she.cookie);
    expect(slip.statusCode).toBe(422);
    expect(slip.body).toContain(words.wrongCode);
    expect(keyIn(slip.body).equals(key)).toBe(true);

    const code = await codeAt(key, now);
    const done = await served.post('/staff/account/authenticator', { enrolment: token, code }, she.cookie);
    expect(done.statusCode).toBe(201);
    const codes = [...done.body.matchAll(/<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<\/code>/g)].map(([, one]) => one ?? '');
    expect(codes).toHaveLength(10);
    expect((await served.get('/console', she.cookie)).statusCode).toBe(200);

    const entered = await served.post('/staff/sign-in', { username: she.username, password: PASSWORD, next: '/console/accounts' });
    expect(entered.headers.location).toBe('/staff/second-factor?next=%2Fconsole%2Faccounts');
    const cookie = pair(entered.headers['set-cookie']);
    for (const path of ['/console', '/staff/account', '/staff/account/authenticator']) expect((await served.get(path, cookie)).headers.location, path).toBe('/staff/second-factor');
    const asked = await served.get('/staff/second-factor?next=%2Fconsole%2Faccounts', cookie);
    expect(hidden(asked.body, 'next')).toBe('/console/accounts');
    const spent = await served.post('/staff/second-factor', { code, next: '/console/accounts' }, cookie);
    expect(spent.statusCode).toBe(422);
    expect(spent.body).toContain(words.codeUsed);
    expect(hidden(spent.body, 'next')).toBe('/console/accounts');
    now += 30_000;
    const right = await served.post('/staff/second-factor', { code: await codeAt(key, now), next: '/console/accounts' }, cookie);
    expect([right.statusCode, right.headers.location]).toEqual([303, '/console/accounts']);
    expect((await served.get('/console/accounts', cookie)).statusCode).toBe(200);

    // A recovery code opens as well; nobody is led out of the console by it.
    const other = pair((await served.post('/staff/sign-in', { username: she.username, password: PASSWORD })).headers['set-cookie']);
    const byPaper = await served.post('/staff/second-factor', { code: codes[3] ?? '', next: '//evil.example' }, other);
    expect(byPaper.headers.location).toBe('/console');

    // New recovery codes: the old ones open nothing any more.
    const renewed = await served.post('/staff/account/recovery-codes', { key: 'a-form-key-of-this-page' }, other);
    expect(renewed.statusCode).toBe(201);
    expect(renewed.body).not.toContain(codes[4]);
    const third = pair((await served.post('/staff/sign-in', { username: she.username, password: PASSWORD })).headers['set-cookie']);
    expect((await served.post('/staff/second-factor', { code: codes[4] ?? '' }, third)).statusCode).toBe(422);
    expect((await served.post('/staff/account/authenticator/removal', {}, other)).statusCode).toBe(403);
  }, 60_000);

  it('says how long to wait after too many wrong codes', async () => {
    const she = await served.official([]);
    const page = await served.get('/staff/account/authenticator', she.cookie);
    let answer = page;
    for (let tried = 0; tried <= 10; tried += 1) answer = await served.post('/staff/account/authenticator', { enrolment: hidden(page.body, 'enrolment'), code: '12' }, she.cookie);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }, 60_000);
});
