import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { acceptAndDispatch, answerAtDesk, follow, inCompany, openAtDesk, openStage, press, raise, wordsOn, type Slip, type Stage } from './people.ts';

// Promise 1 and protection T4: hiding takes two people, leaves a stub and a line in the register, and can be contested once.
let stage: Stage;
let slip: Slip;
let resident: Page;
beforeAll(async () => { stage = await openStage(); resident = await stage.someone(); });
afterAll(async () => { await stage.close(); });

const SUMMARY = '北门巷三号旁的路灯不亮。';
const ANSWER = '灯头坏了，已经换新。';
const anyone = async (path: string, speaks: 'zh' | 'en' = 'zh'): Promise<string> => {
  const page = await stage.someone({ speaks });
  await page.goto(path);
  return wordsOn(page);
};

it('before anything is hidden the register is empty and says so, in both languages', async () => {
  expect(await anyone('/removals')).toContain('从来没有隐去过任何内容。');
  expect(await anyone('/removals', 'en')).toContain('Nothing has ever been hidden.');
});

it('a case is public with its summary and its answer', async () => {
  slip = await raise(resident, '北门巷的路灯坏了一星期');
  await acceptAndDispatch(await stage.official('dispatcher'), slip, { topic: '路灯不亮', unit: 'urban-management', summary: SUMMARY });
  await answerAtDesk(await stage.official('urban'), slip, '灯头坏了。', ANSWER);
  // Alone it is a stub.
  expect(await anyone(`/cases/${slip.number}`)).not.toContain(SUMMARY);
  await inCompany(stage, { topic: 'urban.lighting.out', lead: 'urban-management', by: 'urban', upTo: 'answered' });
  const page = await anyone(`/cases/${slip.number}`);
  for (const told of [SUMMARY, ANSWER]) expect(page).toContain(told);
});

it('a dispatcher asks on a page of its own; the unit that has the case cannot', async () => {
  const dispatcher = await stage.official('dispatcher');
  await openAtDesk(dispatcher, slip);
  await press(dispatcher, '隐去公开内容');
  await press(dispatcher, '提出隐去');
  expect(await wordsOn(dispatcher)).toContain('请选择隐去哪一项。');
  await dispatcher.locator('[name=item][value=summary]').check();
  await dispatcher.locator('[name=rule][value=third-party-rights]').check();
  await dispatcher.fill('[name=reason]', '写了别人家的门牌。');
  await press(dispatcher, '提出隐去');
  expect(await wordsOn(dispatcher)).toContain('您已经经手过，等另一个人决定。');
  // Asked is not hidden.
  expect(await anyone(`/cases/${slip.number}`)).toContain(SUMMARY);
  const unit = await stage.official('urban');
  await openAtDesk(unit, slip);
  expect(await unit.getByText('隐去公开内容').count()).toBe(0);
  expect((await unit.goto('/console/removals'))?.status()).toBe(403);
});

it('a protection officer of another office reads it, and approves; then a stub stands where the text was, and a line in the register', async () => {
  const guard = await stage.official('protection', { speaks: 'en' });
  expect(await guard.locator('.queue-tabs').innerText()).toContain('Requests to hide 1');
  await press(guard, 'Requests to hide 1');
  await press(guard, 'Read it and decide');
  expect(await wordsOn(guard)).toContain(SUMMARY);
  await guard.locator('[name=ruling][value=hidden]').check();
  await guard.fill('[name=explanation]', '确有门牌。');
  await press(guard, 'Decide');
  expect(await wordsOn(guard)).toContain('Hidden, and entered in the register.');
  const page = await anyone(`/cases/${slip.number}`);
  expect(page).toContain('此处内容已隐去：依据“伤及别人的隐私或名誉”，由县12345政务热线受理中心（派单员）提出');
  expect(page).toContain(ANSWER);
  expect(page).not.toContain(SUMMARY);
  for (const path of ['/cases', `/cases?q=${encodeURIComponent('北门巷')}`, `/open311/v2/requests/${slip.number}.json`]) expect(await (await fetch(`${stage.app.url}${path}`)).text(), path).not.toContain('三号旁的路灯');
  // Nor can it be searched for.
  expect(await anyone(`/cases?q=${encodeURIComponent('北门巷')}`)).toContain('没有符合条件的事。');
  const register = await anyone(`/removals?q=${slip.number}`, 'en');
  for (const told of ['the public summary', 'Another person’s privacy or name', 'The protection officer', 'Hidden']) expect(register).toContain(told);
  expect(await anyone('/removals?rule=court-order')).toContain('没有符合条件的登记。');
});

it('the resident sees what, by whom and why, and objects once', async () => {
  await follow(resident, slip);
  expect(await wordsOn(resident)).toContain('您这件事里隐去的内容');
  await press(resident, '我不同意，请第三个人审定');
  await press(resident, '提出异议');
  expect(await resident.locator('.form-error, .errors, [role=alert]').count()).toBeGreaterThan(0);
  await resident.fill('[name=reason]', '门牌是公用的路名，不是谁家。');
  await press(resident, '提出异议');
  expect(await wordsOn(resident)).toContain('您的异议正在由第三个人审定。');
  // The resident's act is theirs to know until nine others have objected, too.
  expect(await anyone('/removals')).not.toContain('当事人有异议');
});

it('a third person restores it, and the register keeps that it had been hidden', async () => {
  const supervisor = await stage.official('supervisor');
  await supervisor.goto('/console/removals');
  await press(supervisor, '看内容，作决定');
  expect(await wordsOn(supervisor)).toContain('门牌是公用的路名，不是谁家。');
  await supervisor.locator('[name=ruling][value=overturned]').check();
  await supervisor.fill('[name=explanation]', '确是路名。');
  await press(supervisor, '确定');
  expect(await wordsOn(supervisor)).toContain('已恢复公开，并已登记。');
  const page = await anyone(`/cases/${slip.number}`);
  expect(page).toContain(SUMMARY);
  expect(page).not.toContain('此处内容已隐去');
  expect(page).toContain('审定：公开摘要恢复公开');
  expect(await anyone('/removals')).toMatch(/\d+月\d+日恢复公开/);
  expect(stage.app.troubles()).toEqual([]);
});
