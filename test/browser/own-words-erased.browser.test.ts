import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { DAY_MS } from '../../src/kernel/instant.ts';
import { acceptAndDispatch, follow, openStage, press, raise, wordsOn, type Slip, type Stage } from './people.ts';

// Promise 12: what is kept about somebody is theirs to see, to correct and to have erased, on a phone, without script, with a receipt only.
let stage: Stage;
let slip: Slip;
let resident: Page;
beforeAll(async () => { stage = await openStage(); resident = await stage.someone(); });
afterAll(async () => { await stage.close(); });

const WORDS = '北门巷的井盖夜里一直响';
const [OLD, NEW] = ['13912340081', '13912340082'];

it('somebody leaves a phone number with what they say, and sees from their page everything that is kept', async () => {
  slip = await raise(resident, WORDS, async (page) => {
    await page.locator('[name=anonymity][value=sealed]').check();
    await page.fill('[name=contact]', OLD);
  });
  await follow(resident, slip);
  await press(resident, '看看都留着我的什么');
  const all = await wordsOn(resident);
  for (const told of [WORDS, '身份保险库', '没有留的']) expect(all).toContain(told);
  expect(all).not.toContain(OLD);
  await resident.fill('[name=code]', slip.code);
  await press(resident, '显示我的联系方式');
  expect(await wordsOn(resident)).toContain(OLD);
});

it('the number is corrected with the receipt’s code; what is mistyped is said beside its field and nothing typed is lost', async () => {
  await press(resident, '改联系方式');
  await resident.fill('[name=phone]', '1391');
  await resident.fill('[name=code]', slip.code);
  await press(resident, '保存');
  expect(await wordsOn(resident)).toContain('这个手机号不对');
  expect(await resident.inputValue('[name=phone]')).toBe('1391');
  await resident.fill('[name=phone]', NEW);
  await press(resident, '保存');
  expect(await wordsOn(resident)).toContain('联系方式已经改好');
  await resident.fill('[name=code]', slip.code);
  await press(resident, '显示我的联系方式');
  const now = await wordsOn(resident);
  expect([now.includes(NEW), now.includes(OLD)]).toEqual([true, false]);
  expect(now).toContain('有人用您的回执改了联系方式');
});

it('while an office owes an answer the page says why not yet, and leads to withdrawing first', async () => {
  await acceptAndDispatch(await stage.official('dispatcher'), slip, { topic: '路灯不亮', unit: 'urban-management', summary: '井盖松动' });
  await press(resident, '要求删除我说的全部内容');
  expect(await wordsOn(resident)).toContain('这件事还没有了结，现在还不能删。');
  await press(resident, '先撤回这件事，再来这里要求删除');
  await press(resident, resident.locator('main .act-main'));
  expect(new URL(resident.url()).pathname).toBe('/my');
});

it('erasure takes the code; for a week it stands on the page and can be taken back', async () => {
  for (const ends of ['taken back', 'stands'] as const) {
    await resident.goto('/my/erasure');
    await resident.fill('[name=code]', slip.code);
    await press(resident, '7 天后删除');
    expect(await wordsOn(resident)).toContain('您已经要求删除');
    await resident.goto('/my');
    expect(await wordsOn(resident)).toContain('您要求删除这件事的全部内容');
    if (ends === 'stands') continue;
    await press(resident, '看看，或者收回');
    await press(resident, '我改主意了，不删');
    expect(await wordsOn(resident)).toContain('什么也不会删');
  }
});

it('after the week nothing of it is left to read, and that there was a case still is', async () => {
  await stage.app.advance(7 * DAY_MS);
  await stage.app.background.housekeepNow();
  await follow(resident, slip);
  expect(await wordsOn(resident)).not.toContain(WORDS);
  await resident.goto('/my/erasure');
  expect(await wordsOn(resident)).toContain('这件事的内容已经删除');
  await resident.goto(`/cases/${slip.number}`);
  // Alone it is a stub still; of what it said nothing is there.
  expect(await wordsOn(resident)).not.toContain(WORDS);
  expect(await wordsOn(resident)).toContain('事项稍后公开');
});
