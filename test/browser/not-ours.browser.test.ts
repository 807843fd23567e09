import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { acceptAndDispatch, actAtDesk, follow, openAtDesk, openStage, raise, wordsOn, type Slip, type Stage } from './people.ts';

// Promise 3: a unit says once that a case is not its own; somebody else decides in hours, in the open, and the clock goes on.
let stage: Stage;
let resident: Page;
let handler: Page;
let reviewer: Page;
let slip: Slip;
beforeAll(async () => {
  stage = await openStage();
  [resident, handler, reviewer] = await Promise.all([stage.someone(), stage.official('urban', { speaks: 'en' }), stage.official('supervisor', { speaks: 'en' })]);
});
afterAll(async () => { await stage.close(); });

const inQingshan = async (page: Page): Promise<void> => { await page.locator('[name=place]').selectOption('990101101204'); };
const clockOf = async (): Promise<string> => /(县城市管理局|青山镇人民政府)?最晚 (.+?) 答复/.exec(await wordsOn(resident))?.[2] ?? 'no clock';

it('the unit objects instead of signing, and the resident reads so at once', async () => {
  slip = await raise(resident, '河湾路口的井盖没了三天。', inQingshan);
  const dispatcher = await stage.official('dispatcher', { speaks: 'en' });
  await acceptAndDispatch(dispatcher, slip, { topic: 'Missing cover', unit: 'urban-management' });
  await follow(resident, slip);
  expect(await clockOf()).not.toBe('no clock');
  await openAtDesk(handler, slip);
  await actAtDesk(handler, 'objection', async (form) => {
    await form.locator('[name=ground]').selectOption('not-our-place');
    await form.locator('[name=reason]').fill('这段路由镇里养护。');
    await form.locator('[name=proposes]').selectOption('town-qingshan');
  });
  expect(await wordsOn(handler)).toContain('Your objection waits for a ruling.');
  await resident.goto('/my');
  expect(await wordsOn(resident)).toContain('县城市管理局认为不该由它办，正由别的单位裁定。');
});

it('whoever forgets to choose the other unit is told so, and keeps what they wrote', async () => {
  await reviewer.goto('/console?queue=contested');
  await openAtDesk(reviewer, slip);
  await actAtDesk(reviewer, 'ruling', async (form) => {
    await form.getByText('Upheld: it goes to another unit').click();
    await form.locator('[name=to]').selectOption('');
    await form.locator('[name=explanation]').fill('养护清单写明由镇里管。');
  });
  expect(await wordsOn(reviewer)).toContain('If the objection is upheld, choose the unit it goes to.');
  expect(await reviewer.locator('form[action$="/ruling"] [name=explanation]').inputValue()).toBe('养护清单写明由镇里管。');
});

it('the ruling moves it with the clock as it was; resident and public read who decided what', async () => {
  await actAtDesk(reviewer, 'ruling', async (form) => {
    await form.getByText('Upheld: it goes to another unit').click();
    await form.locator('[name=to]').selectOption('town-qingshan');
  });
  expect(await wordsOn(reviewer)).toContain('The objection is decided.');
  await resident.goto('/my');
  expect(await wordsOn(resident)).toMatch(/青山镇人民政府最晚 .+ 答复。/);
  expect(await wordsOn(resident)).toContain('裁定异议成立：从县城市管理局改给青山镇人民政府');
  const anyone = await stage.someone();
  await anyone.goto(`/cases/${slip.number}`);
  expect(await wordsOn(anyone)).toContain('裁定异议成立');
  expect(await wordsOn(anyone)).not.toContain('养护清单');
});

it('the next case of this kind is suggested to the unit that the ruling named, with the reason', async () => {
  const another = await raise(await stage.someone(), '镇口的井盖也裂了。', inQingshan);
  const dispatcher = await stage.official('dispatcher', { speaks: 'en' });
  await openAtDesk(dispatcher, another);
  await actAtDesk(dispatcher, 'acceptance', (form) => form.locator('[name=topic]').selectOption({ label: 'Missing cover' }));
  expect(await dispatcher.locator('.suggestion').first().innerText()).toContain('corrected the dispatch list');
  expect(await dispatcher.locator('form[action$="/dispatch"] [name=lead]').inputValue()).toBe('town-qingshan');
});

it('an overruled objection binds: the unit must sign', async () => {
  const kept = await raise(await stage.someone(), '公园里的井盖响。', inQingshan);
  const dispatcher = await stage.official('dispatcher', { speaks: 'en' });
  await acceptAndDispatch(dispatcher, kept, { topic: 'Missing cover', unit: 'urban-management' });
  await openAtDesk(handler, kept);
  await actAtDesk(handler, 'objection', async (form) => {
    await form.locator('[name=ground]').selectOption('not-our-duty');
    await form.locator('[name=reason]').fill('不归我们。');
  });
  await openAtDesk(reviewer, kept);
  await actAtDesk(reviewer, 'ruling', async (form) => {
    await form.getByText('Overruled: it stays').click();
    await form.locator('[name=explanation]').fill('公园井盖由城管养护。');
  });
  await openAtDesk(handler, kept);
  expect(await handler.locator('form[action$="/objection"]').count()).toBe(0);
  await actAtDesk(handler, 'signature');
  expect(await wordsOn(handler)).toContain('Signed for.');
});
