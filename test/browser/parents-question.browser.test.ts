import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openStage, wordsOn, type Stage } from './people.ts';

// Promises 1 and 5: what a parent asks has been answered before; the answer names its source, its owner and its day.
let stage: Stage;
let head: Page;
let parent: Page;
beforeAll(async () => {
  stage = await openStage();
  [head, parent] = await Promise.all([stage.official('urban-leader', { speaks: 'en' }), stage.someone()]);
});
afterAll(async () => { await stage.close(); });

const look = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['LOOK'];
  if (folder === undefined) return;
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${folder}/${name}-${String(width)}.png`, fullPage: true });
  }
};

it('a unit writes an answer; without a source it is told so and keeps what it wrote', async () => {
  await head.goto('/console/answers/new');
  await head.locator('[name=question]').fill('孩子上小学要带什么材料？');
  await head.locator('[name=answer]').fill('带户口簿和预防接种证，八月下旬到学校登记，不收费。');
  await head.locator('[name=topic]').selectOption({ index: 1 });
  await head.locator('[name=validUntil]').fill(new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10));
  await head.getByRole('button', { name: 'Publish this answer' }).click();
  expect(await wordsOn(head)).toContain('Give at least one source');
  expect(await head.locator('[name=answer]').inputValue()).toContain('八月下旬');
  await look(head, 'form');
  await head.locator('[name=source1]').fill('《义务教育法》');
  await head.locator('[name=day1]').fill('2018-12-29');
  await head.getByRole('button', { name: 'Publish this answer' }).click();
  expect(await wordsOn(head)).toContain('It is public.');
  await look(head, 'desk');
});

it('a parent who is about to ask is shown it, and reads who says so and until when', async () => {
  await parent.goto('/report?sealed=no');
  await parent.locator('[name=words]').fill('请问孩子今年上小学，报名要带什么材料？');
  await parent.locator('form[action$="/report"] button.act-main').click();
  expect(await wordsOn(parent)).toContain('是不是想问这个？');
  await look(parent, 'check');
  const address = await parent.getByRole('link', { name: '孩子上小学要带什么材料？' }).getAttribute('href');
  await parent.goto(address ?? '/');
  const words = await wordsOn(parent);
  for (const part of ['不收费', '《义务教育法》', '县城市管理局', '有效到', '第 1 版']) expect(words).toContain(part);
  await look(parent, 'answer');
  await parent.goto('/answers');
  await look(parent, 'list');
});
