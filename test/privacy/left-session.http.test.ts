import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, permittedAccounts } from '../../src/slices/accounts/index.ts';
import { makeDemoKeys } from '../../src/slices/sealed/index.ts';
import { openCounty, type County } from '../support/county.ts';
import type { Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';

let county: County;
let slip: Slip;
let secret: Slip;
beforeAll(async () => {
  county = await openCounty();
  slip = await county.desk.report({ words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous', publish: 'yes' });
  await makeDemoKeys(county.services.sealed, (code) => permittedAccounts(county.services.accounts, code, 'protection.handle'), county.services.defaultCode, DEMO_PASSWORD);
  secret = await county.desk.sealedReport({ kind: 'whistle-blowing' }, '有人收钱');
});
afterAll(() => county.close());

/** What a cookie opens that was copied, whatever its browser did since. */
const opens = async (path: string, cookie: string): Promise<number> => (await county.app.inject({ url: path, headers: { cookie, accept: 'text/html' } })).statusCode;
const rows = async (): Promise<number> => (await county.db.owner.query<{ n: number }>('select count(*)::int as n from platform.ended_sessions')).rows[0]?.n ?? -1;

describe('a session that a receipt opened', () => {
  it.each<[string, () => Slip, string, (browser: Browser) => Promise<unknown>]>([
    ['a case, by the button', () => slip, '/my', (browser) => browser.post('/my/leave', {})],
    ['a case, at once', () => slip, '/my', (browser) => browser.get('/leave')],
    ['a sealed report, at once', () => secret, '/my/sealed', (browser) => browser.get('/leave')],
    ['a case, by opening it anew', () => slip, '/my', (browser) => browser.post('/follow', { ...slip, token: county.services.tokens.issue('follow') })],
  ])('ends when it is left, for every copy of its cookie, however the copy is spelled: %s', async (_name, of, path, leave) => {
    const browser = await county.holding(of());
    const copy = browser.cookie();
    expect(await opens(path, copy)).toBe(200);
    await leave(browser);
    expect(await opens(path, copy)).toBe(303);
    // base64url leaves bits of its last letter unused: the same octets, another text.
    const letters = [...copy];
    const last = letters.findLastIndex((letter) => /[A-Za-z0-9_-]/.test(letter));
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      expect(await opens(path, letters.with(last, letter).join('')), letter).toBe(303);
    }
  });

  it('says nothing of whose it was, is nobody else’s to end, and is forgotten when it would have ended by itself', async () => {
    const [mine, other] = [await county.holding(slip), await county.holding(slip)];
    const before = await rows();
    // A stranger, and a cookie that is not ours, leave no row.
    await county.app.inject({ url: '/leave', headers: { cookie: `receipt=${'A'.repeat(80)}` } });
    await county.app.inject('/leave');
    expect(await rows()).toBe(before);
    const copy = mine.cookie();
    await Promise.all([county.app.inject({ url: '/leave', headers: { cookie: copy } }), county.app.inject({ url: '/leave', headers: { cookie: copy } })]);
    expect(await rows()).toBe(before + 1);
    expect((await other.get('/my')).status).toBe(200);
    const { rows: kept } = await county.db.owner.query<{ text: string }>('select row_to_json(e)::text as text from platform.ended_sessions e');
    expect(kept.map(({ text }) => text).join()).not.toContain(slip.number);
    await county.background.housekeepNow();
    expect(await rows()).toBe(before + 1);
    await county.db.owner.query("update platform.ended_sessions set expires_at = expires_at - interval '61 minutes'");
    await county.background.housekeepNow();
    expect(await rows()).toBe(0);
  });
});
