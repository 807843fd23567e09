import { expect } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { DAY_MS } from '../../src/kernel/instant.ts';
import { DEMO_PASSWORD } from '../../src/slices/accounts/index.ts';
import { createDesk } from '../../town/desk.ts';
import { openTestApp, type TestApp, type TestAppOptions } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';

/** One instance and one browser for a file of journeys. */
export type Stage = {
  readonly app: TestApp;
  /** Someone at a window of their own: no cookie of anyone else, the language their browser asks for. */
  readonly someone: (who?: Someone) => Promise<Page>;
  /** A member of staff at the console. `username` is one of the demo's. */
  readonly official: (username: string, who?: Someone) => Promise<Page>;
  /** Every page and file that any of them received so far: address and body as text. */
  readonly received: () => Promise<readonly Received[]>;
  close(): Promise<void>;
};
export type Someone = { readonly speaks?: 'zh' | 'en'; readonly width?: number; /** Off unless asked for: every journey works without script. */ readonly script?: boolean; readonly keepsFiles?: boolean };
export type Received = { readonly by: string; readonly url: string; readonly status: number; readonly text: string };
export type Slip = { readonly number: string; readonly code: string };

/** Every page here answers in a fraction of this; whoever waits longer looks for something that is not there. */
const PATIENCE_MS = 30_000;

export const PHONE = 390;
export const DESK = 1440;

export async function openStage(options: TestAppOptions = {}): Promise<Stage> {
  const [app, browser] = await Promise.all([openTestApp(options), openBrowser()]);
  const received: Received[] = [];
  const arriving: Promise<unknown>[] = [];
  const someone = async ({ speaks = 'zh', width = PHONE, script = false, keepsFiles = false }: Someone = {}, by = 'resident'): Promise<Page> => {
    const page = await (await windowOf(browser, app, { speaks, width, script, keepsFiles })).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('response', (response) => {
      arriving.push(response.text().then((text) => received.push({ by, url: response.url(), status: response.status(), text }), () => undefined));
    });
    return page;
  };
  return {
    app,
    async received() {
      await Promise.all(arriving);
      return received;
    },
    someone: (who) => someone(who),
    async official(username, who = {}) {
      const page = await someone({ width: DESK, ...who }, username);
      await page.goto('/staff/sign-in');
      await page.fill('[name=username]', username);
      await page.fill('[name=password]', DEMO_PASSWORD);
      await press(page, page.locator('main form button[type=submit]').first());
      expect(new URL(page.url()).pathname).toBe('/console');
      return page;
    },
    async close() {
      await browser.close();
      await app.close();
    },
  };
}

function windowOf(browser: Browser, app: TestApp, { speaks, width, script, keepsFiles }: Required<Someone>): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: app.url, locale: speaks === 'zh' ? 'zh-CN' : 'en-GB', viewport: { width, height: 844 }, javaScriptEnabled: script, acceptDownloads: keepsFiles,
  });
}

type Locator = ReturnType<Page['locator']>;

/** Presses a link or a button, named as it reads or given, and waits for the page behind it. */
export async function press(page: Page, what: string | Locator, exact = true): Promise<void> {
  const named = typeof what === 'string'
    ? page.getByRole('button', { name: what, exact }).or(page.getByRole('link', { name: what, exact })).first()
    : what;
  await Promise.all([page.waitForEvent('load'), named.click()]);
}

/** What stands on the page, without its frame. */
export function wordsOn(page: Page): Promise<string> {
  return page.locator('main').innerText();
}

/** A photo as a phone takes it, with a place and a maker in its metadata. */
export async function photo(name: string, colour: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const buffer = await sharp({ create: { width: 640, height: 480, channels: 3, background: colour } })
    .withExif({ IFD0: { Artist: 'canary-photographer', Model: 'canary-phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 12/1 7/1' } }).jpeg().toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

/** Reads number and code off the slip, as a person copies them. */
export async function slipOn(page: Page): Promise<Slip> {
  const digits = async (part: string): Promise<string> => (await page.locator(part).innerText()).replace(/\D/g, '');
  const slip = { number: await digits('.digits-number'), code: await digits('.digits-code') };
  expect(slip.number).toMatch(/^\d{12}$/);
  expect(slip.code).toMatch(/^\d{24}$/);
  return slip;
}

/** Where the company of a case stands: its topic, its place, who has it, and how far it came. */
export type Company = {
  readonly topic: string; readonly place?: string; readonly lead: string; readonly by: string;
  readonly upTo: 'dispatched' | 'answered' | 'judged again';
};

/**
 * Pages say of a case what the log has opened, and the log opens it beside nine others like it (protection T10): so many more, through
 * the desks, and two days for the batch. Whoever signed in before signs in again.
 */
export async function inCompany(stage: Stage, { topic, place = '', lead, by, upTo }: Company): Promise<void> {
  const desk = await createDesk(stage.app.app, stage.app.services);
  const answered = { found: '看过', done: '办了', owed: '', owedBy: '', inPublic: 'yes' };
  for (let one = 0; one < COMPANY; one += 1) {
    const slip = await desk.report({ words: '附近也有一处', kind: 'help', topic, place, address: '', anonymity: 'anonymous', publish: '' });
    const act = async (who: string, what: string, fields: Readonly<Record<string, string>>): Promise<void> => { expect(await desk.act(who, slip.caseId, what, fields), what).toBe(true); };
    await act('dispatcher', 'acceptance', { kind: 'help', topic, urgency: 'ordinary', place, address: '', summary: '附近的一处。', wordsReviewed: 'yes' });
    await act('dispatcher', 'dispatch', { lead });
    if (upTo === 'dispatched') continue;
    await act(by, 'signature', {});
    await act(by, 'answer', answered);
    if (upTo === 'answered') continue;
    expect(await desk.judge(slip, 'unsolved', '', undefined)).toBe(true);
    await act('county', 'signature', {});
    await act('county', 'answer', answered);
    expect(await desk.judge(slip, 'solved', '', undefined)).toBe(true);
  }
  await stage.app.advance(2 * DAY_MS);
}
/** With the case itself one more than it takes. */
const COMPANY = 10;

/** The shortest way to raise something: words, check, send. `fill` adds more before checking. Leaves the page at the receipt. */
export async function raise(page: Page, words: string, fill: (page: Page) => Promise<void> = () => Promise.resolve(), prefix = ''): Promise<Slip> {
  await page.goto(`${prefix}/report?sealed=no`);
  await page.fill('[name=words]', words);
  await fill(page);
  await press(page, page.locator('main .act-main'));
  await press(page, page.locator('main .act-main'));
  return slipOn(page);
}

/** Types the receipt by hand, as from paper. */
export async function follow(page: Page, slip: Slip, prefix = ''): Promise<void> {
  await page.goto(`${prefix}/follow`);
  await page.fill('[name=number]', slip.number);
  await page.fill('[name=code]', slip.code);
  await press(page, page.locator('main .act-main'));
}

/** Finds a case at the console by the number that the resident's slip shows. */
export async function openAtDesk(page: Page, slip: Slip): Promise<void> {
  await page.goto(`/console?q=${slip.number}`);
  await press(page, page.locator('.caserow-title').first());
}

/** One act at the desk: fills its form and sends it. A fold is opened first. */
export async function actAtDesk(page: Page, act: string, fill: (form: Locator) => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const form = page.locator(`form[action$="/${act}"]`);
  if (!await form.isVisible()) await page.locator(`details:has(form[action$="/${act}"]) > summary`).click();
  await fill(form);
  await press(page, form.locator('button[type=submit]').last());
}

/** Accepts with topic and summary, and sends it to the unit. */
export async function acceptAndDispatch(dispatcher: Page, slip: Slip, to: { readonly topic: string; readonly unit: string; readonly summary?: string }): Promise<void> {
  await openAtDesk(dispatcher, slip);
  await actAtDesk(dispatcher, 'acceptance', async (form) => {
    await form.locator('[name=topic]').selectOption({ label: to.topic });
    if (to.summary !== undefined) await form.locator('[name=summary]').fill(to.summary);
  });
  await actAtDesk(dispatcher, 'dispatch', (form) => form.locator('[name=lead]').selectOption(to.unit));
}

/** Signs if that is still to do, and answers in public. */
export async function answerAtDesk(handler: Page, slip: Slip, found: string, done: string): Promise<void> {
  await openAtDesk(handler, slip);
  if (await handler.locator('form[action$="/signature"]').count() > 0) await actAtDesk(handler, 'signature');
  await actAtDesk(handler, 'answer', async (form) => {
    await form.locator('[name=found]').fill(found);
    await form.locator('[name=done]').fill(done);
    await form.locator('[name=inPublic][value=yes]').check();
  });
}
