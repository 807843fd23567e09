import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/slices/accounts/index.ts';
import { FRESH_MS_MAX, SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from '../../src/slices/accounts/library.ts';
import { accountMessages } from '../../src/slices/accounts/messages.ts';
import { keyIn } from '../../src/slices/accounts/proof/app.fixture.ts';
import { codeAt } from '../../src/slices/accounts/proof/code.ts';
import { proofMessages } from '../../src/slices/accounts/proof/messages.ts';
import { signOnMessages } from '../../src/slices/accounts/sign-on/messages.ts';
import { openProvider, type TestProvider } from '../support/provider.ts';
import { openStage, press, wordsOn, type Stage } from './people.ts';

let stage: Stage;
let provider: TestProvider | undefined;
beforeAll(async () => {
  stage = await openStage({ signOn: async (publicUrl) => (provider = await openProvider(publicUrl)).signOn });
}, 120_000);
afterAll(async () => {
  await stage.close();
  await provider?.close();
});

const LABEL = '县统一身份认证';
const words = signOnMessages('zh');
const accountWords = accountMessages('zh');

/** From our page to the provider's, where somebody says who they are; back at ours. */
async function arrive(page: Page, subject: string, factor: 'second-factor' | 'password-only' = 'second-factor'): Promise<void> {
  await page.goto('/staff/sign-in');
  await press(page, words.signIn(LABEL));
  await answerThere(page, subject, factor);
}

async function answerThere(page: Page, subject: string, factor: 'second-factor' | 'password-only'): Promise<void> {
  expect(new URL(page.url()).hostname).toBe('localhost');
  await page.fill('[name=login]', subject);
  if (factor === 'second-factor') await page.check('[name=mfa]');
  await press(page, 'go');
  expect(new URL(page.url()).hostname).toBe('127.0.0.1');
}

function path(page: Page): string {
  return new URL(page.url()).pathname;
}

async function accountOf(username: string): Promise<string> {
  const { rows } = await stage.app.db.owner.query<{ id: string }>('select id from accounts.staff where username = $1', [username]);
  return rows[0]?.id ?? '';
}

/** The system administrator writes down who somebody is at the provider. */
async function link(admin: Page, username: string, subject: string): Promise<void> {
  await admin.goto(`/console/accounts/${await accountOf(username)}`);
  await admin.fill('[name=subject]', subject);
  await press(admin, accountWords.signOnAct);
}

describe('single sign-on at a real provider, without script', () => {
  it('lets in whom an administrator has linked, with the provider’s second factor, to the page they wanted', async () => {
    const admin = await stage.official('system');
    await link(admin, 'urban', 'staff-0042');
    expect(await wordsOn(admin)).toContain(accountWords.signOnWaiting('staff-0042'));
    const page = await stage.someone();
    await page.goto('/staff/sign-in?next=%2Fconsole%3Fq%3D1');
    await press(page, words.signIn(LABEL));
    await answerThere(page, 'staff-0042', 'second-factor');
    expect(page.url()).toBe(`${stage.app.url}/console?q=1`);
    await admin.reload();
    expect(await wordsOn(admin)).toContain(accountWords.signOnConfirmed('staff-0042'));
  }, 90_000);

  it('takes the place of a one-time password that was never replaced', async () => {
    const admin = await stage.official('system');
    await admin.goto('/console/accounts/new');
    await admin.fill('[name=username]', 'newcomer');
    await admin.fill('[name=name]', '新来的');
    await admin.selectOption('[name=unit]', 'urban-management');
    await press(admin, admin.locator('main .act-main'));
    const once = await admin.locator('main code').innerText();
    await link(admin, 'newcomer', 'staff-0046');
    const page = await stage.someone();
    await arrive(page, 'staff-0046');
    expect(path(page)).toBe('/console');
    // Whoever made the account knows this one still.
    const other = await stage.someone();
    await other.goto('/staff/sign-in');
    await other.fill('[name=username]', 'newcomer');
    await other.fill('[name=password]', once);
    await press(other, other.locator('main .act-main').first());
    expect(await wordsOn(other)).toContain(accountWords.notRecognised);
  }, 90_000);

  it('makes no account, and says one thing to a stranger and to somebody whose account is closed', async () => {
    const { rows: before } = await stage.app.db.owner.query<{ n: number }>('select count(*)::int as n from accounts.staff');
    const stranger = await stage.someone();
    await arrive(stranger, 'nobody-we-know');
    const told = await wordsOn(stranger);
    expect(told).toContain(words.noAccountTitle);
    const { rows: after } = await stage.app.db.owner.query<{ n: number }>('select count(*)::int as n from accounts.staff');
    expect(after).toEqual(before);

    const admin = await stage.official('system');
    await link(admin, 'qingshan', 'staff-0043');
    const she = await stage.someone();
    await arrive(she, 'staff-0043');
    expect(path(she)).toBe('/console');
    await admin.goto(`/console/accounts/${await accountOf('qingshan')}/disabling`);
    await press(admin, accountWords.disableAct);
    // Her session is gone at once, and the provider's word brings none back.
    await she.goto('/console');
    expect(path(she)).toBe('/staff/sign-in');
    await press(she, words.signIn(LABEL));
    if (new URL(she.url()).hostname === 'localhost') await answerThere(she, 'staff-0043', 'second-factor');
    expect(await wordsOn(she)).toBe(told);
  }, 90_000);

  it('asks for the owner’s own second factor until they have come in with it once, and for it whenever the provider had none', async () => {
    const owner = await stage.official('county');
    await owner.goto('/staff/account/authenticator');
    const key = keyIn(await owner.content());
    await owner.fill('[name=code]', await codeAt(key, Date.now()));
    await press(owner, owner.locator('main .act-main'));
    const admin = await stage.official('system');
    await link(admin, 'county', 'staff-0044');
    const page = await stage.someone();
    // Whoever wrote the subject down could be this; the provider's word does not go round the owner's own.
    await arrive(page, 'staff-0044', 'second-factor');
    expect(path(page)).toBe('/staff/second-factor');
    await page.fill('[name=code]', await codeAt(key, Date.now() + 30_000));
    await press(page, page.locator('main .act-main').first());
    expect(path(page)).toBe('/console');
    const again = await stage.someone();
    await arrive(again, 'staff-0044', 'second-factor');
    expect(path(again)).toBe('/console');
    const without = await stage.someone();
    await arrive(without, 'staff-0044', 'password-only');
    expect(path(without)).toBe('/staff/second-factor');
  }, 90_000);

  it('confirms a sensitive act by signing in there anew, as the same person, in another window', async () => {
    const admin = await stage.official('system');
    await link(admin, 'supervisor', 'staff-0045');
    const page = await stage.someone();
    await arrive(page, 'staff-0045');
    await stage.app.db.owner.query(`update accounts.sessions set proven_at = clock_timestamp() - interval '${FRESH_MS_MAX + 60_000} milliseconds' where account_id = $1`, [await accountOf('supervisor')]);
    await page.waitForTimeout(3_200);
    await page.goto('/staff/account/authenticator');
    await page.fill('[name=code]', '000000');
    await press(page, page.locator('main .act-main'));
    expect(await wordsOn(page)).toContain(words.confirm(LABEL));
    const beside = await page.context().newPage();
    // Somebody else sits down at the provider's pages.
    await page.context().clearCookies({ domain: 'localhost' });
    await beside.goto('/staff/single-sign-on/confirmation');
    await answerThere(beside, 'staff-0042', 'password-only');
    expect(await wordsOn(beside)).toContain(words.otherTitle);
    await page.context().clearCookies({ domain: 'localhost' });
    for (const _ of ['first', 'signed in there already, and asked all the same']) {
      await beside.goto('/staff/single-sign-on/confirmation');
      await answerThere(beside, 'staff-0045', 'password-only');
      expect(await wordsOn(beside)).toContain(words.confirmedTitle);
    }
    await press(page, proofMessages('zh').confirm);
    // The act went on: it now complains of the digits, not of who sends them.
    expect(await wordsOn(page)).toContain(proofMessages('zh').wrongCode);
  }, 90_000);

  it('ends here and, where wanted, there; and after an idle hour and a long day as any session does', async () => {
    const page = await stage.someone();
    await arrive(page, 'staff-0045');
    await press(page, page.locator('.staffbar button'));
    expect(await wordsOn(page)).toContain(words.alsoThere(LABEL));
    await press(page, words.leaveThere(LABEL));
    expect(new URL(page.url()).hostname).toBe('localhost');
    for (const [column, limit] of [['last_seen_at', SESSION_IDLE_MS_MAX], ['created_at', SESSION_MS_MAX]] as const) {
      const she = await stage.someone();
      await arrive(she, 'staff-0045');
      expect(path(she)).toBe('/console');
      await stage.app.db.owner.query(`update accounts.sessions set ${column} = clock_timestamp() - interval '${limit + 1_000} milliseconds' where account_id = $1`, [await accountOf('supervisor')]);
      await she.waitForTimeout(3_200);
      await she.goto('/console');
      expect(path(she), column).toBe('/staff/sign-in');
    }
  }, 90_000);

  it('says so when it is cancelled there, comes back in another browser, twice, or with something made up', async () => {
    const page = await stage.someone();
    await page.goto('/staff/sign-in');
    await press(page, words.signIn(LABEL));
    await press(page, 'cancel');
    expect(await wordsOn(page)).toContain(words.notDoneTitle);
    // Another browser has no cookie of this errand; a made-up answer does not fit it.
    const stranger = await stage.someone();
    for (const query of ['code=x&state=y', '', 'error=server_error']) {
      await stranger.goto(`/staff/single-sign-on/return?${query}`);
      expect(await wordsOn(stranger)).toContain(words.tooOldTitle);
    }
    await stranger.goto('/staff/sign-in');
    await press(stranger, words.signIn(LABEL));
    await stranger.goto('/staff/single-sign-on/return?code=x&state=y');
    expect(await wordsOn(stranger)).toContain(words.notDoneTitle);
    await stranger.reload();
    expect(await wordsOn(stranger)).toContain(words.tooOldTitle);
  }, 60_000);

  it('says when the provider is away, and leaves the way with a password', async () => {
    const page = await stage.someone();
    await page.goto('/staff/sign-in');
    const [asked] = await Promise.all([page.waitForRequest((request) => new URL(request.url()).pathname === '/auth'), press(page, words.signIn(LABEL))]);
    const state = new URL(asked.url()).searchParams.get('state') ?? '';
    // It goes away while somebody is typing there: what came back cannot be asked about, and the page says why.
    await provider?.hide();
    await page.goto(`/staff/single-sign-on/return?code=some-code&state=${state}&iss=${encodeURIComponent(provider?.signOn.issuer ?? '')}`);
    expect(await wordsOn(page)).toContain(words.awayTitle(LABEL));
    await page.goto('/staff/sign-in');
    await page.fill('[name=username]', 'dispatcher');
    await page.fill('[name=password]', DEMO_PASSWORD);
    await press(page, page.locator('main .act-main').first());
    expect(path(page)).toBe('/console');
    await provider?.show();
  }, 60_000);
});
