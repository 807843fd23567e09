import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptAndDispatch, answerAtDesk, follow, openStage, PHONE, press, slipOn, wordsOn, type Slip, type Stage } from './people.ts';

let stage: Stage;
beforeAll(async () => { stage = await openStage(); }, 120_000);
afterAll(() => stage.close());

const WORDS = '俺不会上网。村口的路灯黑了五天，老人摔了一跤。';

it('somebody phones; what they said becomes a case whose code the operator does not see; they open it, take a code of their own, and judge (promises 2, 4)', async () => {
  const operator = await stage.official('dispatcher');
  await press(operator, '代登记');
  // First a mistake: nothing typed is lost.
  await operator.fill('[name=words]', WORDS);
  await operator.check('[name=anonymity][value=anonymous]');
  await press(operator, operator.locator('main .act-main'));
  expect(await operator.inputValue('[name=words]')).toBe(WORDS);
  await operator.check('[name=channel][value=phone]');
  await press(operator, operator.locator('main .act-main'));

  // On the screen is the number and what to do; the code is on paper alone, below the line.
  const digits = async (part: string): Promise<string> => (await operator.locator(part).textContent() ?? '').replace(/\D/g, '');
  const sealed: Slip = { number: await digits('.digits-number'), code: await digits('.digits-code') };
  expect([sealed.number.length, sealed.code.length]).toEqual([12, 24]);
  const grouped = sealed.code.replace(/(\d{4})(?=\d)/g, '$1 ');
  expect(await wordsOn(operator)).not.toContain(grouped);
  expect(await operator.locator('.sealed-print').isVisible()).toBe(false);
  await operator.emulateMedia({ media: 'print' });
  expect(await operator.locator('.sealed-print').isVisible()).toBe(true);
  const edges = await operator.evaluate(() => ['.sealed-print-outside', '.sealed-print-line', '.sealed-print-inside'].map((part) => document.querySelector(part)?.getBoundingClientRect().top ?? 0));
  expect(edges).toEqual([...edges].sort((a, b) => a - b));
  await operator.emulateMedia({ media: 'screen' });

  // At home, from paper: one clear step, then a receipt of their own.
  const villager = await stage.someone({ width: PHONE });
  await follow(villager, sealed);
  expect(await wordsOn(villager)).toContain('先换一个只有您知道的密码');
  await press(villager, '换成新密码');
  const own = await slipOn(villager);
  expect([own.number, own.code === sealed.code]).toEqual([sealed.number, false]);
  await press(villager, '打开我的事');
  const mine = await wordsOn(villager);
  expect(mine).toContain(WORDS);
  expect(mine).toContain('代为登记');
  const again = await stage.someone();
  await follow(again, sealed);
  expect(await wordsOn(again)).toContain('没有找到这张回执');

  await acceptAndDispatch(operator, own, { topic: '路灯不亮', unit: 'urban-management', summary: '村口路灯不亮' });
  await answerAtDesk(await stage.official('urban'), own, '线断了', '已经接好');
  await follow(again, own);
  await press(again, again.locator('[name=outcome][value=solved]'));
  expect(await wordsOn(again)).toContain('满意');
}, 180_000);
