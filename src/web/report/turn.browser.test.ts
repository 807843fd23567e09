import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { openBrowser } from '../../../test/support/browser.ts';
import { CALM_MAX } from '../../platform/http/pressure.ts';
import { closeGracefully } from '../../platform/http/server.ts';
import { createApp } from '../app.ts';

let test: TestApp;
let app: FastifyInstance;
let url: string;
let browser: Browser;

beforeAll(async () => {
  test = await openTestApp();
  // Behind a proxy of this machine, so that the browser may come from a network of its own.
  app = await createApp(test.services, { version: '0', trustProxy: 'loopback', assetsFolder: join(test.dataDir, 'assets'), pressureMs: false });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await closeGracefully(app, 1_000);
  await test.close();
});

async function checkPageFrom(address: string, script: boolean): Promise<{ readonly tab: Page; readonly problems: readonly string[] }> {
  for (let sent = 0; sent < CALM_MAX.network; sent += 1) test.services.pressure.note(address);
  const context = await browser.newContext({ javaScriptEnabled: script, locale: 'zh-CN', extraHTTPHeaders: { 'x-forwarded-for': address }, viewport: { width: 390, height: 844 } });
  const tab = await context.newPage();
  const problems: string[] = [];
  tab.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  tab.on('pageerror', (error) => problems.push(error.message));
  await tab.goto(`${url}/report?sealed=no`);
  await tab.fill('textarea[name="words"]', '桥头路灯不亮');
  await tab.check('input[name="anonymity"][value="anonymous"]');
  await tab.click('button.act-main');
  await tab.waitForSelector('[data-work]');
  return { tab, problems };
}

describe('a report from a busy network', () => {
  it('goes out as soon as the device has done its work, under our own content policy', async () => {
    const { tab, problems } = await checkPageFrom('198.51.100.44', true);
    await expect.poll(() => tab.textContent('[data-work] p'), { timeout: 60_000 }).toBe('可以发送了。');
    expect(problems).toEqual([]);
    await tab.click('button.act-main');
    await tab.waitForSelector('text=密码');
    await tab.context().close();
  }, 120_000);

  it('goes out after the wait where there is no script', async () => {
    const { tab } = await checkPageFrom('198.51.100.45', false);
    expect(await tab.textContent('[data-work] p')).toContain('等 8 秒再点发送');
    await tab.waitForTimeout(8_200);
    await tab.click('button.act-main');
    await tab.waitForSelector('text=密码');
    await tab.context().close();
  }, 120_000);
});
