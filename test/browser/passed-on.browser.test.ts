import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { acceptAndDispatch, actAtDesk, DESK, follow, openAtDesk, openStage, press, raise, wordsOn, type Slip, type Stage } from './people.ts';

// A lamp that a property company must mend: what the unit writes, the resident changes, agrees to, and the company alone reads; without script.
let stage: Stage;
let resident: Page;
let handler: Page;
let company: Page;
let slip: Slip;
let link: string;
const PICTURES = process.env['PICTURES'];
beforeAll(async () => {
  stage = await openStage();
  [resident, company] = [await stage.someone(), await stage.someone({ speaks: 'en' })];
});
afterAll(async () => { await stage.close(); });

const WORDS = '楼下锅炉房的门夜里老是开着，物业的老周从来不管，我家孩子都吓着了。';

it('the unit writes it anew; copied words are sent back with what to do, and nothing typed is lost', async () => {
  slip = await raise(resident, WORDS, async (page) => {
    await page.locator('[name=anonymity][value=sealed]').check();
    await page.fill('[name=contact]', '13912340055');
    await page.locator('[name=tell]').check();
    await picture(page, 'report');
  });
  await acceptAndDispatch(await stage.official('dispatcher'), slip, { topic: '路灯不亮', unit: 'urban-management' });
  handler = await stage.official('urban');
  await openAtDesk(handler, slip);
  await actAtDesk(handler, 'signature');
  await press(handler, '交给物业、水电等外面的单位办');
  await handler.fill('[name=party]', '悦安物业服务中心');
  await handler.fill('[name=text]', `有人说：${WORDS}`);
  await press(handler, '送给当事人看');
  expect(await wordsOn(handler)).toContain('这里面有当事人的原话或诉求编号');
  expect(await handler.inputValue('[name=party]')).toBe('悦安物业服务中心');
  await handler.fill('[name=text]', '请检查锅炉房的门锁，夜间关好。住户有小孩。');
  await press(handler, '送给当事人看');
  expect(await wordsOn(handler)).toContain('等当事人同意');
  expect(await wordsOn(handler)).not.toContain('/tasks/');
  await picture(handler, 'desk');
});

it('the resident takes out what would tell who they are, and agrees', async () => {
  await follow(resident, slip);
  expect(await wordsOn(resident)).toContain('有一段话要交给外面的单位，等您同意');
  await picture(resident, 'my');
  await press(resident, '看一看');
  expect(await wordsOn(resident)).toContain('悦安物业服务中心');
  await picture(resident, 'my-task');
  await resident.fill('[name=text]', '请检查锅炉房的门锁，夜间关好。');
  await press(resident, '同意，交出去');
  expect(await wordsOn(resident)).toContain('当事人同意了，可以发给对方');
});

it('the company reads that text and nothing else, in its own language, and says that it is done', async () => {
  await handler.reload();
  link = /https?:\S*\/tasks\/[A-Za-z0-9_-]+/.exec(await wordsOn(handler))?.[0] ?? '';
  await company.goto(new URL(link).pathname);
  const shown = await wordsOn(company);
  expect(shown).toContain('请检查锅炉房的门锁，夜间关好。');
  for (const secret of ['小孩', '老周', '吓着', slip.number, '13912340055', WORDS]) expect(await company.content()).not.toContain(secret);
  expect(await company.locator('meta[name=robots]').getAttribute('content')).toContain('noindex');
  await picture(company, 'outside');
  await press(company, 'Report');
  expect(await wordsOn(company)).toContain('Please choose one.');
  await company.getByLabel('Done', { exact: true }).check();
  await company.fill('[name=words]', '换了锁，夜里有人关。');
  await press(company, 'Report');
  expect(await wordsOn(company)).toContain('We have it, thank you.');
});

it('both sides read it; the case stays as open as it was, and the link shows no second form', async () => {
  await resident.goto('/my');
  expect(await wordsOn(resident)).toContain('外面的单位说：办好了');
  await handler.reload();
  expect(await wordsOn(handler)).toContain('换了锁，夜里有人关。');
  await openAtDesk(handler, slip);
  expect(await handler.locator('form[action$="/answer"]').count()).toBe(1);
  await company.goto(new URL(link).pathname);
  expect(await company.locator('[name=words]').count()).toBe(0);
  await company.goto(`${new URL(link).pathname.slice(0, -3)}abc`);
  expect(await wordsOn(company)).not.toContain('锅炉房');
  await (await stage.someone({ width: DESK })).close();
});

/** For whoever wants to look: `PICTURES=/folder`. */
async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}
