import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../test/support/browser.ts';

const LIST = `<!doctype html><title>x</title><main><section class="pane-list"><input id="f-q"><ul>
<li><a class="caserow-title" href="#1">one</a></li><li><a class="caserow-title" href="#2" aria-current="true">two</a></li><li><a class="caserow-title" href="#3">three</a></li></ul></section>
<details data-key="answer"><summary>answer</summary><textarea></textarea></details><button data-key="sign">sign</button></main>`;

let browser: Browser;
let script: string;
beforeAll(async () => {
  const result = await build({ entryPoints: [join(import.meta.dirname, 'console-keys.client.ts')], bundle: true, write: false, format: 'iife' });
  script = result.outputFiles[0]?.text ?? '';
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function withList(work: (tab: Page, focus: () => Promise<string>) => Promise<void>): Promise<void> {
  const tab = await browser.newPage();
  try {
    await tab.setContent(LIST);
    await tab.evaluate(script);
    await work(tab, () => tab.evaluate(() => document.activeElement?.textContent || document.activeElement?.tagName || ''));
  } finally {
    await tab.close();
  }
}

describe('keys of the console', () => {
  it('j and k move through the list from the open case, and stop at its ends', () => withList(async (tab, focus) => {
    await tab.keyboard.press('j');
    expect(await focus()).toBe('three');
    await tab.keyboard.press('j');
    expect(await focus()).toBe('three');
    await tab.keyboard.press('k');
    await tab.keyboard.press('k');
    await tab.keyboard.press('k');
    expect(await focus()).toBe('one');
  }));
  it('s reaches the signing button, a opens and reaches the answer, / the search', () => withList(async (tab, focus) => {
    await tab.keyboard.press('s');
    expect(await focus()).toBe('sign');
    await tab.keyboard.press('/');
    expect(await focus()).toBe('INPUT');
    await tab.locator('main').evaluate((main) => (main.ownerDocument.activeElement as HTMLElement | null)?.blur());
    await tab.keyboard.press('a');
    expect(await focus()).toBe('TEXTAREA');
  }));
  it('never takes what is typed for a command', () => withList(async (tab) => {
    await tab.focus('#f-q');
    await tab.keyboard.type('jks/a');
    expect(await tab.inputValue('#f-q')).toBe('jks/a');
  }));
});
