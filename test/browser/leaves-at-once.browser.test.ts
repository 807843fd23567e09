import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { acceptAndDispatch, follow, openStage, photo, press, raise, wordsOn, type Slip, type Stage } from './people.ts';

// Protection, "Receipts and keys": whoever writes may not be alone at their screen, and may not own it.
let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(async () => { await stage.close(); });

const WORDS = '粮站门口的秤不准，canary-heron-3301。';

describe('someone who must leave at once', () => {
  it('is on a page that says nothing of us, with one press; going back finds no case and no words, and the page left is no more in the history', async () => {
    const page = await stage.someone({ script: true });
    const slip = await raise(page, WORDS);
    await follow(page, slip);
    await press(page, page.locator('a[href="/my/messages"]').first());
    const before = await lengthOf(page);
    await press(page, '快速离开');
    expect(new URL(page.url()).pathname).toBe('/calendar');
    expect(await lengthOf(page)).toBe(before);
    expect(await page.title()).toBe('日历');
    for (const ours of ['民声', '诉求', '留言', '演示', slip.number]) expect(await page.content()).not.toContain(ours);
    expect(await page.context().cookies()).toEqual([]);
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe('/follow');
    for (const own of ['canary-heron', slip.number, slip.code]) expect(await page.content()).not.toContain(own);
  }, 120_000);

  it('needs no script for it', async () => {
    const page = await stage.someone();
    const slip = await raise(page, WORDS);
    await follow(page, slip);
    expect(await wordsOn(page)).toContain('canary-heron');
    await press(page, '快速离开');
    expect(new URL(page.url()).pathname).toBe('/calendar');
    await page.goto('/my');
    expect(new URL(page.url()).pathname).toBe('/follow');
    // The control: the receipt itself still opens the case, for whoever holds it.
    await follow(page, slip);
    expect(await wordsOn(page)).toContain('canary-heron');
  }, 120_000);
});

describe('a browser after a whole journey', () => {
  it('keeps nothing that nobody asked for: no storage of any kind, and one cookie that ends with the window', async () => {
    const page = await stage.someone({ script: true });
    const slip = await aJourney(page);
    const kept = await storageOf(page);
    expect(kept).toEqual({ local: 0, session: 0, databases: [], caches: [], workers: 0 });
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name, expires }) => [name, expires])).toEqual([['receipt', -1]]);
    expect(JSON.stringify(cookies)).not.toContain(slip.code);
    // The controls: what was asked for is kept, and the look into the storages sees what is there.
    await page.goto('/my?mode=elder');
    expect((await page.context().cookies()).length).toBeGreaterThan(1);
    await page.evaluate(() => { localStorage.setItem('planted', '1'); sessionStorage.setItem('planted', '1'); });
    expect(await storageOf(page)).toMatchObject({ local: 1, session: 1 });
  }, 120_000);
});

/** Said with a photograph, followed, sent to a unit, asked, replied. */
async function aJourney(page: Page): Promise<Slip> {
  const picture = await photo('scale.jpg', '#335577');
  const slip = await raise(page, WORDS, (form) => form.locator('[name=photos]').setInputFiles(picture));
  await acceptAndDispatch(await stage.official('dispatcher'), slip, { topic: '路灯不亮', unit: 'urban-management' });
  await follow(page, slip);
  await press(page, page.locator('a[href="/my/messages"]').first());
  await page.fill('[name=words]', '是北门那一杆');
  await press(page, '发出');
  expect(await wordsOn(page)).toContain('是北门那一杆');
  await page.goto('/my');
  return slip;
}

function lengthOf(page: Page): Promise<number> {
  return page.evaluate(() => history.length);
}

function storageOf(page: Page): Promise<{ local: number; session: number; databases: string[]; caches: string[]; workers: number }> {
  return page.evaluate(async () => ({
    local: localStorage.length, session: sessionStorage.length,
    databases: (await indexedDB.databases()).map(({ name }) => name ?? ''),
    caches: 'caches' in globalThis ? await caches.keys() : [],
    workers: 'serviceWorker' in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0,
  }));
}
