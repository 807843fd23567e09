import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { permittedAccounts } from '../../slices/accounts/index.ts';
import { makeDemoKeys } from '../../slices/sealed/index.ts';
import { newFormKey } from '../../platform/http/idempotency.ts';
import { CALM_MAX } from '../../platform/http/pressure.ts';

let test: TestApp;
beforeAll(async () => { test = await openTestApp(); });
afterAll(() => test.close());

type Fields = Readonly<Record<string, string>>;
const REPORT = { words: '路灯不亮', anonymity: 'anonymous' };

async function post(path: string, from: string, fields: Fields) {
  const answer = await test.app.inject({
    method: 'POST', url: path, remoteAddress: from, headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', 'sec-fetch-site': 'same-origin' },
    payload: new URLSearchParams({ ...REPORT, token: test.services.tokens.issue('report'), ...fields }).toString(),
  });
  return { status: answer.statusCode, html: answer.body, retryAfter: answer.headers['retry-after'] };
}
/** As it is printed on the slip; the check page has none. */
const numberIn = (html: string): string | undefined => /digits-number">([\d ]+)</.exec(html)?.[1];
const fieldIn = (html: string, name: string): string => (new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&quot;', '"');
const challengeIn = (html: string): string => (/data-work="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"');

async function press(from: string): Promise<void> {
  for (let sent = 0; sent < CALM_MAX.network; sent += 1) expect((await post('/receipts', from, { key: newFormKey() })).status).toBe(201);
}

describe('a form of a report', () => {
  it('is taken with the token of a page of ours only, at both of its steps', async () => {
    const before = Number((await test.db.owner.query<{ n: string }>('select count(*) as n from cases.cases')).rows[0]?.n);
    for (const token of ['x', '', test.services.tokens.issue('staff')]) {
      for (const path of ['/report', '/receipts']) expect((await post(path, '192.0.2.77', { key: newFormKey(), token })).status, `${path} ${token}`).toBe(422);
    }
    expect(Number((await test.db.owner.query<{ n: string }>('select count(*) as n from cases.cases')).rows[0]?.n)).toBe(before);
    // The control: the same forms with a token of their own.
    expect((await post('/report', '192.0.2.77', { key: newFormKey() })).status).toBe(200);
    expect((await post('/receipts', '192.0.2.77', { key: newFormKey() })).status).toBe(201);
  });
});

describe('where many reports come from one network', () => {
  it('the check page asks for work while it is read, and the work lets it through at once', async () => {
    await press('198.51.100.7');
    const key = newFormKey();
    const checked = await post('/report', '198.51.100.7', { key });
    expect(checked.html).toContain('请先把这一页看一遍');
    expect(checked.html).toContain('/assets/work-');
    const [turn, challenge] = [fieldIn(checked.html, 'turn'), challengeIn(checked.html)];
    const early = await post('/receipts', '198.51.100.7', { key, turn });
    expect([early.status, numberIn(early.html)]).toEqual([429, undefined]);
    expect(Number(early.retryAfter)).toBeGreaterThan(0);
    // Nothing typed is lost, and the place in the line is kept.
    expect(early.html).toContain(REPORT.words);
    expect(fieldIn(early.html, 'turn')).toBe(turn);
    const parsed = JSON.parse(challenge) as Challenge;
    const work = JSON.stringify({ challenge: parsed, solution: await solveChallenge({ challenge: parsed, deriveKey }) });
    const sent = await post('/receipts', '198.51.100.7', { key, turn, work });
    expect(sent.status).toBe(201);
    // The same work again is the same case; for another form it is nothing (T25).
    const again = await post('/receipts', '198.51.100.7', { key, turn, work });
    expect(numberIn(sent.html)).toMatch(/^[\d ]{12,}$/);
    expect([again.status, numberIn(again.html)]).toEqual([201, numberIn(sent.html)]);
    expect((await post('/receipts', '198.51.100.7', { key: newFormKey(), turn, work })).status).toBe(429);
  }, 60_000);

  it('waiting does it as well, without script', async () => {
    await press('203.0.113.5');
    const key = newFormKey();
    const turn = fieldIn((await post('/report', '203.0.113.5', { key })).html, 'turn');
    expect((await post('/receipts', '203.0.113.5', { key, turn })).status).toBe(429);
    const waitMs = test.services.pressure.waitMs(turn, key) ?? 60_000;
    expect(waitMs).toBeLessThanOrEqual(8_000);
    await new Promise((resolve) => { setTimeout(resolve, waitMs + 50); });
    expect((await post('/receipts', '203.0.113.5', { key, turn })).status).toBe(201);
  }, 60_000);

  it('others notice nothing of it', async () => {
    const key = newFormKey();
    const checked = await post('/report', '192.0.2.9', { key });
    expect(checked.html).not.toContain('data-work');
    expect(checked.html).not.toContain('/assets/work-');
    expect((await post('/receipts', '192.0.2.9', { key })).status).toBe(201);
  });

  it('a sealed report costs the same: work or waiting, before anything is closed here, and nothing written is lost', async () => {
    const { sealed, accounts, defaultCode } = test.services;
    await makeDemoKeys(sealed, (code) => permittedAccounts(accounts, code, 'protection.handle'), defaultCode, 'a passphrase of a test');
    const from = '198.51.100.31';
    const letterOf = async () => {
      const { html } = await post('/report/sealed', from, { kind: 'pressure' });
      return { html, key: fieldIn(html, 'key'), route: fieldIn(html, 'route'), turn: fieldIn(html, 'turn') };
    };
    for (let sent = 0; sent < CALM_MAX.network; sent += 1) {
      const calm = await letterOf();
      expect(calm.html).not.toContain('data-work');
      expect((await post('/receipts/sealed', from, { ...pick(calm), words: '有人逼我' })).status).toBe(201);
    }
    const pressed = await letterOf();
    expect(pressed.html).toContain('慢慢写');
    const early = await post('/receipts/sealed', from, { ...pick(pressed), words: '有人逼我收回' });
    expect([early.status, early.html.includes('有人逼我收回'), fieldIn(early.html, 'turn')]).toEqual([429, true, pressed.turn]);
    const parsed = JSON.parse(challengeIn(early.html)) as Challenge;
    const work = JSON.stringify({ challenge: parsed, solution: await solveChallenge({ challenge: parsed, deriveKey }) });
    // Another mistake keeps what was worked for.
    const empty = await post('/receipts/sealed', from, { ...pick(pressed), work, words: '' });
    expect([empty.status, fieldIn(empty.html, 'work')]).toEqual([422, work]);
    expect((await post('/receipts/sealed', from, { ...pick(pressed), work, words: '有人逼我收回' })).status).toBe(201);
    // Waiting does it as well; for another form the work is nothing.
    const waiting = await letterOf();
    expect((await post('/receipts/sealed', from, { ...pick(waiting), work, words: '再说一次' })).status).toBe(429);
    await new Promise((resolve) => { setTimeout(resolve, (test.services.pressure.waitMs(waiting.turn, waiting.key) ?? 60_000) + 50); });
    expect((await post('/receipts/sealed', from, { ...pick(waiting), words: '再说一次' })).status).toBe(201);
  }, 120_000);
});

const pick = ({ key, route, turn }: { readonly key: string; readonly route: string; readonly turn: string }): Fields => ({ key, route, ...(turn === '' ? {} : { turn }) });
