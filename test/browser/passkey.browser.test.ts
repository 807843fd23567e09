import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/slices/accounts/index.ts';
import { FRESH_MS_MAX } from '../../src/slices/accounts/library.ts';
import { passkeyMessages } from '../../src/slices/accounts/passkeys/messages.ts';
import { keyIn } from '../../src/slices/accounts/proof/app.fixture.ts';
import { codeAt } from '../../src/slices/accounts/proof/code.ts';
import { openStage, press, wordsOn, type Stage } from './people.ts';

let stage: Stage;
/** The instance under a name: browsers know no passkeys under digits. */
let home: string;
beforeAll(async () => {
  stage = await openStage();
  home = stage.app.url.replace('127.0.0.1', 'localhost');
}, 120_000);
afterAll(() => stage.close());

const words = passkeyMessages('zh');

/** A device of the kind phones and laptops are: keeps passkeys, knows its user, who agrees at once. */
async function device(page: Page): Promise<{ readonly session: CDPSession; readonly id: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { session, id: authenticatorId };
}

async function signInWithPassword(page: Page, username: string): Promise<void> {
  await page.goto(`${home}/staff/sign-in`);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', DEMO_PASSWORD);
  await press(page, page.locator('main .act-main').first());
}

async function signOut(page: Page): Promise<void> {
  await press(page, page.locator('.staffbar button'));
  expect(new URL(page.url()).pathname).toBe('/staff/sign-in');
}

async function setUpApp(page: Page): Promise<Buffer> {
  await page.goto(`${home}/staff/account/authenticator`);
  const key = keyIn(await page.content());
  await page.fill('[name=code]', await codeAt(key, Date.now()));
  await press(page, page.locator('main .act-main'));
  return key;
}

describe('a passkey, in a browser with an authenticator', () => {
  it('is added after the code, then opens the desk, takes the code’s place, confirms an act, and is gone when removed', async () => {
    const page = await stage.someone({ script: true });
    const faults: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
    page.on('pageerror', (error) => { faults.push(String(error)); });
    await device(page);
    await signInWithPassword(page, 'system');
    await page.goto(`${home}/staff/account`);
    expect(await wordsOn(page)).toContain(words.needsCode);
    await setUpApp(page);

    await page.goto(`${home}/staff/account`);
    await press(page, words.add);
    await press(page, words.next);
    expect(await wordsOn(page)).toContain(words.refusals['bad-name']);
    await page.fill('[name=name]', '办公室电脑');
    await press(page, words.next);
    await press(page, words.make);
    expect(await wordsOn(page)).toContain(words.done);
    expect(await wordsOn(page)).toContain('办公室电脑');

    // Without name and password, straight to the desk.
    await signOut(page);
    await press(page, words.signIn);
    expect(new URL(page.url()).pathname).toBe('/console');

    // Instead of the code, after the password.
    await signOut(page);
    await signInWithPassword(page, 'system');
    expect(new URL(page.url()).pathname).toBe('/staff/second-factor');
    await press(page, words.useInstead);
    expect(new URL(page.url()).pathname).toBe('/console');

    // For an act that touches another's powers, when the last proof is old. A session is remembered for three seconds.
    await stage.app.db.owner.query(`update accounts.sessions set proven_at = clock_timestamp() - interval '${FRESH_MS_MAX + 60_000} milliseconds'`);
    await page.waitForTimeout(3_200);
    const { rows } = await stage.app.db.owner.query<{ id: string }>("select id from accounts.staff where username = 'urban'");
    await page.goto(`${home}/console/accounts/${rows[0]?.id ?? ''}/disabling`);
    await press(page, page.locator('main .act-main'));
    await press(page, words.confirm);
    expect(new URL(page.url()).pathname).toBe(`/console/accounts/${rows[0]?.id ?? ''}`);
    const closed = await stage.app.db.owner.query<{ closed: boolean }>("select disabled_at is not null as closed from accounts.staff where username = 'urban'");
    expect(closed.rows[0]?.closed).toBe(true);

    await page.goto(`${home}/staff/account`);
    await press(page, words.remove('办公室电脑'));
    expect(await wordsOn(page)).toContain(words.removed);
    await signOut(page);
    await press(page, words.signIn);
    expect(await wordsOn(page)).toContain(words.wrong);
    // No word of the content policy; only that three forms were refused, as they should be.
    expect(faults.filter((fault) => !/status of (401|422)/.test(fault))).toEqual([]);
  }, 120_000);

  it('that the device does not have, or its user does not agree to, leaves a way on', async () => {
    const page = await stage.someone({ script: true });
    const { session, id } = await device(page);
    await session.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false });
    await page.goto(`${home}/staff/sign-in`);
    await page.getByRole('button', { name: words.signIn }).click();
    await page.getByText(words.failed).waitFor();
    expect(new URL(page.url()).pathname).toBe('/staff/sign-in');
    expect(await page.locator('[name=username]').isVisible()).toBe(true);
  }, 60_000);

  it('without script, or under an address of digits, is not offered, and the page says what to do instead', async () => {
    const places = [[await stage.someone(), home], [await stage.someone({ speaks: 'en' }), home], [await stage.someone({ script: true }), stage.app.url]] as const;
    for (const [page, address] of places) {
      await page.goto(`${address}/staff/sign-in`);
      const spoken = await page.locator('html').getAttribute('lang') === 'en' ? passkeyMessages('en') : words;
      expect(await wordsOn(page)).toContain(spoken.without);
      expect(await page.getByRole('button', { name: spoken.signIn }).isVisible()).toBe(false);
    }
  }, 60_000);
});
