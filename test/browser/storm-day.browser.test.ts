import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { actAtDesk, follow, openAtDesk, openStage, press, raise, wordsOn, type Slip, type Stage } from './people.ts';

// Promise 3: on a storm day many cases get one answer, each keeps its own number, clock and verdict, and one "unsolved" opens the matter one level up.
let stage: Stage;
let residents: Page[];
let desk: Page;
let handler: Page;
const slips: Slip[] = [];
const REPORTS = 30;
beforeAll(async () => {
  stage = await openStage();
  [desk, handler] = await Promise.all([stage.official('dispatcher', { speaks: 'en' }), stage.official('urban', { speaks: 'en' })]);
  residents = await Promise.all([1, 2, 3].map(() => stage.someone()));
});
afterAll(async () => { await stage.close(); });

const lamp = async (page: Page): Promise<void> => {
  const fold = page.locator('details:has([name=topic]) > summary').first();
  if (await page.locator('[name=topic]').first().isHidden()) await fold.click();
  await page.locator('[name=topic]').first().selectOption('urban.lighting.out');
  await page.locator('[name=place]').selectOption('990101101204');
};
/** What is asked is carried in the background: loaded again until everybody has been reached. */
const carried = async (page: Page): Promise<string> => {
  await expect.poll(async () => { await page.reload(); return wordsOn(page); }, { timeout: 60_000, interval: 300 }).toContain('Everybody has been reached.');
  return wordsOn(page);
};

it('a dispatcher who forgets the topic is told so and keeps what was typed; then the incident is declared', async () => {
  await desk.goto('/console/matters');
  await desk.fill('#f-incident-name', '大风，路灯全灭');
  await desk.fill('#f-incident-words', '线路断了，正在抢修。');
  await desk.selectOption('#f-incident-unit', 'urban-management');
  await press(desk, 'Declare');
  expect(await wordsOn(desk)).toContain('Choose at least one topic');
  expect(await desk.inputValue('#f-incident-name')).toBe('大风，路灯全灭');
  await desk.selectOption('#f-incident-topic', 'urban.lighting');
  await desk.selectOption('#f-incident-place', '990101101000');
  await desk.selectOption('#f-incident-unit', 'urban-management');
  await desk.selectOption('#f-incident-next', '6');
  await press(desk, 'Declare');
  expect(await wordsOn(desk)).toContain('大风，路灯全灭');
});

it('home, list and form say that it is known, who handles it and when the next word comes, and ask to be told anyway', async () => {
  const [anyone] = residents;
  for (const path of ['/', '/cases', '/report?sealed=no']) {
    await anyone!.goto(path);
    const words = await wordsOn(anyone!);
    expect(words).toContain('大风，路灯全灭');
    expect(words).toContain('县城市管理局正在处理');
    expect(words).toContain('下次通报不晚于');
    expect(words).toContain('照样告诉我们');
  }
});

it('thirty people tell of it, and all are joined with one press; one is offered at its own page', async () => {
  await Promise.all(residents.map(async (page, lane) => {
    for (let n = lane; n < REPORTS; n += residents.length) slips[n] = await raise(page, `第${String(n)}号门口的路灯不亮。`, lamp);
  }));
  await openAtDesk(desk, slips[0]!);
  await press(desk, 'Join “大风，路灯全灭”');
  expect(await wordsOn(desk)).toContain('By topic, place and time');
  await carried(desk);
  await press(desk, `Join these ${String(REPORTS - 1)}`);
  expect(await carried(desk)).toMatch(new RegExp(`Joined\\s+${String(REPORTS)}`));
  const [anyone] = residents;
  await anyone!.goto('/incidents');
  expect(await wordsOn(anyone!)).toContain('30 件以上');
}, 180_000);

it('the unit signs for all, tells how it goes and answers once; everybody reads it on their own page, and not who else is in it', async () => {
  await handler.goto('/console/matters');
  await press(handler, '大风，路灯全灭');
  await actAtDesk(handler, 'signature');
  await carried(handler);
  await actAtDesk(handler, 'update', (form) => form.locator('[name=words]').fill('下午三点前全部恢复。'));
  await carried(handler);
  await actAtDesk(handler, 'answer', async (form) => {
    await form.locator('[name=found]').fill('主线被树压断。');
    await form.locator('[name=done]').fill('已经接好，全部试亮。');
  });
  await carried(handler);
  const [page] = residents;
  await follow(page!, slips[3]!);
  const mine = await wordsOn(page!);
  for (const words of ['下午三点前全部恢复。', '已经接好，全部试亮。', '和别人说的是同一件事', '互相看不到']) expect(mine).toContain(words);
  expect(mine).not.toContain(slips[4]!.number);
});

it('one says it is solved, one says it is not: only that case is reopened, and the matter goes one level up', async () => {
  const [, glad, angry] = residents;
  await follow(glad!, slips[3]!);
  await press(glad!, glad!.locator('[name=outcome][value=solved]'));
  await follow(angry!, slips[4]!);
  await press(angry!, angry!.locator('[name=outcome][value=unsolved]'));
  const county = await stage.official('county', { speaks: 'en' });
  await county.goto('/console/matters');
  await press(county, '大风，路灯全灭');
  await expect.poll(async () => { await county.reload(); return wordsOn(county); }, { timeout: 30_000, interval: 300 }).toContain('one level up');
  // The unit beneath can no longer speak for it.
  await handler.reload();
  expect(await handler.locator('form[action$="/answer"]').count()).toBe(0);
  await actAtDesk(county, 'answer', async (form) => {
    await form.locator('[name=found]').fill('支线还有一处断点。');
    await form.locator('[name=done]').fill('由县里派人接好。');
  });
  await carried(county);
  await follow(angry!, slips[4]!);
  expect(await wordsOn(angry!)).toContain('由县里派人接好。');
  await follow(glad!, slips[3]!);
  expect(await wordsOn(glad!)).not.toContain('由县里派人接好。');
});

it('the end is declared: the announcement goes, and verdicts go on', async () => {
  await desk.reload();
  await actAtDesk(desk, 'end', (form) => form.locator('[name=words]').fill('路灯全部恢复。'));
  const [anyone] = residents;
  await anyone!.goto('/');
  expect(await wordsOn(anyone!)).not.toContain('大风，路灯全灭');
  await follow(anyone!, slips[5]!);
  expect(await anyone!.locator('[name=outcome][value=solved]').count()).toBe(1);
});
