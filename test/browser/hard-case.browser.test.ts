import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { acceptAndDispatch, actAtDesk, answerAtDesk, follow, openAtDesk, openStage, raise, wordsOn, type Slip, type Stage } from './people.ts';

// Promise 3: what cannot be solved now is said in the open, with owner and date; it stays open, and nothing is counted away.
let stage: Stage;
let resident: Page;
let head: Page;
let slip: Slip;
beforeAll(async () => {
  stage = await openStage();
  [resident, head] = await Promise.all([stage.someone(), stage.official('urban-leader', { speaks: 'en' })]);
});
afterAll(async () => { await stage.close(); });

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const anyone = async (path: string, speaks: 'zh' | 'en' = 'zh'): Promise<string> => {
  const page = await stage.someone({ speaks });
  await page.goto(path);
  return wordsOn(page);
};

it('the ledger is empty at first, and says what would stand on it', async () => {
  expect(await anyone('/hard-cases')).toContain('台账上没有难题。');
  expect(await anyone('/hard-cases', 'en')).toContain('No hard case is on the ledger.');
});

it('the head of the unit asks for more time, once; the resident reads why', async () => {
  slip = await raise(resident, '老街的下水管一下雨就堵，要整条换。', async (page) => { await page.locator('[name=place]').selectOption('990101101204'); });
  await acceptAndDispatch(await stage.official('dispatcher', { speaks: 'en' }), slip, { topic: 'Missing cover', unit: 'urban-management' });
  await openAtDesk(head, slip);
  await actAtDesk(head, 'signature');
  await actAtDesk(head, 'extension', async (form) => {
    await form.locator('[name=ground]').selectOption('needs-purchase');
    await form.locator('[name=explanation]').fill('管材要招标。');
  });
  expect(await wordsOn(head)).toContain('The time is longer; the resident reads why.');
  expect(await head.locator('form[action$="/extension"]').count()).toBe(0);
  await follow(resident, slip);
  expect(await wordsOn(resident)).toContain('延长了答复期限，这一轮只能延这一次：要采购或施工');
  expect(await wordsOn(resident)).toContain('管材要招标。');
});

it('another unit is called in and reports to the unit in charge, not to the resident', async () => {
  await actAtDesk(head, 'convening', async (form) => {
    await form.locator('[name=units]').selectOption('town-qingshan');
    await form.locator('[name=note]').fill('请核对老街管线图。');
  });
  const town = await stage.official('qingshan', { speaks: 'en' });
  await openAtDesk(town, slip);
  expect(await wordsOn(town)).toContain('请核对老街管线图。');
  await actAtDesk(town, 'assistance', (form) => form.locator('[name=words]').fill('图已送到，缺两段。'));
  await openAtDesk(head, slip);
  expect(await wordsOn(head)).toContain('图已送到，缺两段。');
  await resident.goto('/my');
  expect(await wordsOn(resident)).toContain('请青山镇人民政府一起办');
  expect(await wordsOn(resident)).not.toContain('缺两段');
});

it('a date too far away is refused beside its field, and nothing typed is lost', async () => {
  await actAtDesk(head, 'hard-case', async (form) => {
    await form.locator('[name=ground]').selectOption('no-money-yet');
    await form.locator('[name=reason]').fill('整条管线要换，今年预算没有列。');
    await form.locator('[name=plan]').fill('报明年预算，雨季前先清淤两次。');
    await form.locator('[name=reviewOn]').fill(inDays(200));
    await form.getByText('In public', { exact: true }).click();
  });
  expect(await wordsOn(head)).toContain('The date of the review is too late. Choose an earlier one.');
  expect(await head.locator('form[action$="/hard-case"] [name=plan]').inputValue()).toBe('报明年预算，雨季前先清淤两次。');
});

it('the hard case stands on the public ledger with owner, reason and date; the plan is the resident’s to read', async () => {
  await actAtDesk(head, 'hard-case', (form) => form.locator('[name=reviewOn]').fill(inDays(20)));
  expect(await wordsOn(head)).toContain('On the ledger.');
  const ledger = await anyone('/hard-cases');
  expect(ledger).toContain('县城市管理局');
  expect(ledger).toContain('资金还没有落实');
  expect(ledger).toContain('整条管线要换，今年预算没有列。');
  expect(ledger).not.toContain('先清淤两次');
  await resident.goto('/my');
  expect(await wordsOn(resident)).toContain('先清淤两次');
  expect(await wordsOn(resident)).toMatch(/县城市管理局最晚 .+ 答复。/);
});

it('a note between colleagues is for colleagues', async () => {
  await actAtDesk(head, 'note', (form) => form.locator('[name=words]').fill('先打电话给住户。'));
  expect(await wordsOn(head)).toContain('先打电话给住户。');
  await resident.goto('/my');
  expect(await wordsOn(resident)).not.toContain('先打电话给住户');
  expect(await anyone(`/cases/${slip.number}`)).not.toContain('先打电话');
});

it('the answer takes it off the ledger, the line stays to be read, and the resident judges as ever', async () => {
  await answerAtDesk(head, slip, '管线老化。', '先清了两次，明年换管。');
  expect(await anyone('/hard-cases')).toContain('台账上没有难题。');
  expect(await anyone('/hard-cases?state=over')).toContain('资金还没有落实');
  await resident.goto('/my');
  expect(await resident.locator('.ask').innerText()).toContain('您的事解决了吗？');
});
