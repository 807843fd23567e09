import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { acceptAndDispatch, answerAtDesk, openStage, press, slipOn, wordsOn, type Slip, type Stage } from './people.ts';

// 长辈版 at 360 px, from the first page to the last tap. Sizes: MIIT specification for elders, text ≥ 18 dp, targets ≥ 60 dp.
let stage: Stage;
let elder: Page;
let slip: Slip;
beforeAll(async () => { stage = await openStage(); elder = await stage.someone({ width: 360 }); });
afterAll(async () => { await stage.close(); });

const TEXT_MIN_PX = 22;
const TARGET_MIN_PX = 60;

it('is one press away and stays on from page to page', async () => {
  await elder.goto('/');
  await press(elder, elder.locator('.tools').getByText('长辈版'));
  expect(new URL(elder.url()).pathname).toBe('/');
  await isLarge(elder);
  await press(elder, elder.locator('main').getByRole('link', { name: '我要说' }));
  await isLarge(elder);
  await press(elder, elder.locator('main').getByRole('link', { name: '不是这些，照常反映' }));
  await isLarge(elder);
});

it('a report, checked and sent', async () => {
  await elder.getByLabel('用您自己的话写').fill('药费报销退了三回，跑不动了。');
  await press(elder, '核对一下');
  await isLarge(elder);
  await press(elder, '发送');
  await isLarge(elder);
  slip = await slipOn(elder);
  await press(elder, '打开我的事');
  await isLarge(elder);
});

it('answered, judged in two taps, each as large as a thumb', async () => {
  await acceptAndDispatch(await stage.official('dispatcher', { speaks: 'en' }), slip, { topic: 'Insurance claims', unit: 'medical-insurance' });
  await workAt('medical-insurance');
  await elder.goto('/my');
  await isLarge(elder);
  await press(elder, elder.getByRole('button', { name: '解决了 这件事' }));
  await isLarge(elder);
  await press(elder, elder.getByRole('button', { name: '满意', exact: true }));
  expect(await wordsOn(elder)).toContain('谢谢您');
  await isLarge(elder);
});

it('lists, units and the way back to normal size', async () => {
  for (const path of ['/cases', '/units', '/about', '/record', '/follow', '/nowhere']) {
    await elder.goto(path);
    await isLarge(elder);
  }
  await press(elder, elder.locator('.tools').getByText('普通版'));
  expect(await elder.locator('html').getAttribute('class') ?? '').not.toContain('elder');
});

/** Whole page: nothing sideways, words large, whatever can be pressed large enough. Inline links inside a sentence are text. */
async function isLarge(page: Page): Promise<void> {
  const found = await page.locator('html').evaluate((html, [textMin, targetMin]) => {
    const visible = (one: Element): boolean => { const box = one.getBoundingClientRect(); return box.width > 1 && box.height > 1 && getComputedStyle(one).visibility !== 'hidden'; };
    const targets = [...html.querySelectorAll('main .btn, main button, main select, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main summary, .tools a, .mainnav a')];
    const words = [...html.querySelectorAll('main p, main li, main dt, main dd, main label, main td, main th, main h1, main h2, main h3')];
    return {
      sideways: html.scrollWidth - html.clientWidth,
      small: words.filter((one) => visible(one) && one.textContent.trim() !== '' && parseFloat(getComputedStyle(one).fontSize) < textMin).map((one) => `${one.tagName} ${one.className}: ${one.textContent.slice(0, 20)}`),
      narrow: targets.filter((one) => visible(one) && one.getBoundingClientRect().height < targetMin).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 20)} ${one.getBoundingClientRect().height}`),
    };
  }, [TEXT_MIN_PX - 0.5, TARGET_MIN_PX - 0.5] as const);
  expect({ at: new URL(page.url()).pathname, ...found }).toEqual({ at: new URL(page.url()).pathname, sideways: 0, small: [], narrow: [] });
}

/** The demo has no sign-in for every unit: one is made as its administrator would. */
async function workAt(unit: string): Promise<void> {
  const { accounts, defaultCode } = stage.app.services;
  const found = accounts.organisation.unit(defaultCode, unit);
  if (!found) throw new Error(`no unit ${unit}`);
  await accounts.administration.create({ kind: 'system', jurisdiction: defaultCode, job: 'test' }, { username: 'clerk', name: '钱立夏', unit: found, roles: ['handler'] }, { password: 'minsheng-demo' });
  await answerAtDesk(await stage.official('clerk'), slip, '备案卡在待审核。', '已补审，差额三个工作日内到账。');
}
