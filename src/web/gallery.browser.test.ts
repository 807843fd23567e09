import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../test/support/browser.ts';
import type { Locale } from '../platform/i18n/index.ts';
import type { Mode } from '../ui/page.ts';
import { stylesheet } from '../ui/theme/build.ts';
import { ALL_SPECIMENS, galleryContext, renderGallery, renderSpecimen } from './gallery.tsx';

const ORIGIN = 'http://minsheng.test';
const CSS = '/assets/minsheng.css';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = ALL_SPECIMENS.filter((one) => one.kind === 'page').flatMap((one) => one.examples.map((example, index) => ({ of: one.of, index, title: `${one.of} ${index}: ${example.name}` })));

const readers = [
  { name: 'a phone, Chinese', locale: 'zh', mode: 'normal', look: { viewport: { width: 390, height: 844 }, colorScheme: 'light' } },
  { name: 'a small phone, large print', locale: 'zh', mode: 'elder', look: { viewport: { width: 360, height: 740 }, colorScheme: 'light' } },
  { name: 'a desktop in the dark, English', locale: 'en', mode: 'normal', look: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' } },
] as const satisfies readonly { readonly name: string; readonly locale: Locale; readonly mode: Mode; readonly look: BrowserContextOptions }[];

let browser: Browser;
let css: string;
beforeAll(async () => {
  css = await stylesheet(join(import.meta.dirname, '../..'));
  browser = await openBrowser();
});
afterAll(() => browser.close());

type Opened = { readonly tab: Page; readonly complaints: readonly string[]; readonly load: (html: string) => Promise<void>; readonly close: () => Promise<void> };

/** Serves one document under the content policy that the system sends, and remembers what the browser complained of. */
async function open(first: string, look: BrowserContextOptions): Promise<Opened> {
  const context = await browser.newContext(look);
  const tab = await context.newPage();
  const complaints: string[] = [];
  let html = first;
  tab.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  await tab.route('**/*', async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === CSS) return route.fulfill({ contentType: 'text/css', body: css });
    if (path !== '/') complaints.push(`asked for ${route.request().url()}`);
    const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";
    return route.fulfill({ contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy }, body: html });
  });
  const load = async (next: string): Promise<void> => {
    html = next;
    complaints.length = 0;
    await tab.goto(`${ORIGIN}/`);
  };
  await load(first);
  return { tab, complaints, load, close: () => context.close() };
}

/** What depends on sizes and colours; all else is the same markup for every reader of one language. */
const BY_LOOK = { type: 'rule', values: ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block'] };
const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function accessibilityFaults(tab: Page, runOnly: typeof BY_LOOK | typeof ALL = ALL): Promise<readonly string[]> {
  // To load the rules takes as long as to apply them: a tab that has them keeps them.
  if (!await tab.evaluate(() => 'axe' in globalThis)) await tab.evaluate(AXE);
  const results = await tab.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { readonly axe: { run(context: Document, options: object): Promise<AxeResults> } };
    return axe.run(document, { runOnly: only });
  }, runOnly);
  return results.violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 160)} ${node.any.map((one) => one.message).join(' ')}`));
}

/** Another page in a tab that has the stylesheet and the rules already. What a browser says while it loads one is looked at elsewhere. */
async function exchange(tab: Page, html: string): Promise<void> {
  await tab.evaluate((text) => {
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    const root = document.documentElement;
    for (const name of root.getAttributeNames()) root.removeAttribute(name);
    for (const { name, value } of fresh.documentElement.attributes) root.setAttribute(name, value);
    document.title = fresh.title;
    document.body.replaceWith(document.adoptNode(fresh.body));
    scrollTo(0, 0);
  }, html);
}

describe.each(readers)('for $name', ({ locale, mode, look }) => {
  let loading: Opened;
  let looking: Opened;
  const htmlOf = (of: string, index: number): string => renderSpecimen(of, index, galleryContext(locale, mode, CSS)) ?? '';
  beforeAll(async () => {
    loading = await open(htmlOf(pages[0]?.of ?? '', 0), look);
    looking = await open(htmlOf(pages[0]?.of ?? '', 0), look);
  });
  afterAll(async () => { await Promise.all([loading.close(), looking.close()]); });

  it.each(pages)('$title is accessible, fits the screen and keeps to the content policy', async ({ of, index }) => {
    const html = htmlOf(of, index);
    await Promise.all([loading.load(html), exchange(looking.tab, html)]);
    expect(await accessibilityFaults(looking.tab, locale === 'zh' && mode === 'normal' ? ALL : BY_LOOK)).toEqual([]);
    expect(loading.complaints).toEqual([]);
    const overflow = await loading.tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('the gallery of components is accessible', async () => {
    const { tab, close } = await open(renderGallery(locale, mode, CSS), look);
    try {
      // A gallery holds several headers, footers and banners; only those rules about "one a page" do not apply to it.
      const faults = (await accessibilityFaults(tab)).filter((fault) => !/^(landmark-|heading-order|region|empty-heading)/.test(fault));
      expect(faults).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe('the check itself', () => {
  it('sees in an exchanged page what it sees in a loaded one', async () => {
    const page = (body: string): string => `<!doctype html><html lang="zh-Hans"><head><title>x</title><link rel="stylesheet" href="${CSS}"></head><body><main><h1>x</h1>${body}</main></body></html>`;
    const bad = page('<input><p class="faint">x</p><style>.faint{color:#eee}</style><a href="/"><img src="data:,"></a>');
    const [loaded, exchanged] = [await open(bad, {}), await open(page(''), {})];
    try {
      expect(await accessibilityFaults(exchanged.tab)).toEqual([]);
      await exchange(exchanged.tab, bad);
      expect(await accessibilityFaults(exchanged.tab)).toEqual(await accessibilityFaults(loaded.tab));
      expect(await accessibilityFaults(exchanged.tab)).not.toEqual([]);
    } finally {
      await Promise.all([loaded.close(), exchanged.close()]);
    }
  });

  it('catches a field without a label, a foreign host, an inline style and a page that is too wide', async () => {
    const bad = `<!doctype html><html lang="zh-Hans"><head><title>x</title><link rel="stylesheet" href="${CSS}"></head><body><main><h1 style="color:red">x</h1><input><img alt="" src="http://elsewhere.test/x.png"><svg width="2000" height="1"></svg></main></body></html>`;
    const { tab, complaints, close } = await open(bad, { viewport: { width: 390, height: 844 } });
    try {
      const faults = await accessibilityFaults(tab);
      expect(faults.some((fault) => fault.startsWith('label:'))).toBe(true);
      expect(complaints.some((complaint) => complaint.includes('style'))).toBe(true);
      expect(complaints.some((complaint) => complaint.includes('elsewhere.test'))).toBe(true);
      expect(await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeGreaterThan(0);
    } finally {
      await close();
    }
  });
});

describe('large print (MIIT specification for elders)', () => {
  it.each(['HomePage', 'ReportPage', 'FollowPage', 'MyCasePage', 'SatisfactionPage'])('%s has letters of 22 px and targets of 60 px', async (of) => {
    const { tab, close } = await open(renderSpecimen(of, 0, galleryContext('zh', 'elder', CSS)) ?? '', { viewport: { width: 390, height: 844 } });
    try {
      const small = await tab.evaluate(() => [...document.querySelectorAll('main p, main li, main label, main button, main summary, main dd, footer p')]
        .filter((one) => one.getClientRects().length > 0 && Number.parseFloat(getComputedStyle(one).fontSize) < 21.9).map((one) => one.outerHTML.slice(0, 80)));
      expect(small).toEqual([]);
      const narrow = await tab.evaluate(() => [...document.querySelectorAll('main button, main .btn, main input:not([type=hidden]):not([type=radio]):not([type=checkbox]), main select, main textarea, main .option > label')]
        .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 60).map((one) => one.outerHTML.slice(0, 80)));
      expect(narrow).toEqual([]);
    } finally {
      await close();
    }
  });
});

describe('without script', () => {
  it('the report page asks for contact details only when they are wanted', async () => {
    const html = renderSpecimen('ReportPage', 0, galleryContext('en', 'normal', CSS)) ?? '';
    const { tab, close } = await open(html, { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
    try {
      const shows = (name: string) => tab.locator(`[name=${name}]`).isVisible();
      expect([await shows('contact'), await shows('name')]).toEqual([false, false]);
      await tab.check('[name=anonymity][value=sealed]', { force: true });
      expect([await shows('contact'), await shows('name')]).toEqual([true, false]);
      await tab.check('[name=anonymity][value=named]', { force: true });
      expect([await shows('contact'), await shows('name')]).toEqual([true, true]);
    } finally {
      await close();
    }
  });
});

describe('on paper', () => {
  it('a receipt is one sheet of A5', async () => {
    const { tab, close } = await open(renderSpecimen('ReceiptPage', 1, galleryContext('zh', 'normal', CSS)) ?? '', {});
    try {
      const pdf = await tab.pdf({ preferCSSPageSize: true });
      const text = pdf.toString('latin1');
      expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
      // A5 in points: 419.5 × 595.3
      expect(text).toMatch(/\/MediaBox \[0 0 4(?:19|20)[.\d]* 59[456][.\d]*\]/);
    } finally {
      await close();
    }
  });
});
