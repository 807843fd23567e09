import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptAndDispatch, actAtDesk, answerAtDesk, inCompany, openAtDesk, openStage, photo, press, slipOn, wordsOn, type Slip, type Stage } from './people.ts';
import type { Page } from 'playwright-core';

// Promises 1 to 5 in one story: said without script on a phone, accepted, handled, judged twice, seen by everyone.
let stage: Stage;
let resident: Page;
let slip: Slip;
beforeAll(async () => { stage = await openStage(); resident = await stage.someone(); });
afterAll(async () => { await stage.close(); });

const WORDS = '河湾路口的井盖没了三天，晚上有人差点掉进去。\n请快一点补上。';

it('a resident says it on a phone without script, sees who would see what, and holds a receipt', async () => {
  await resident.goto('/');
  expect(await wordsOn(resident)).toContain('您说一件事，我们告诉您谁来办、哪天前答复；办没办好，由您来定。');
  await press(resident, resident.locator('main').getByRole('link', { name: '我要说' }));
  await press(resident, resident.locator('main').getByRole('link', { name: '不是这些，照常反映' }));
  await resident.getByLabel('用您自己的话写').fill(WORDS);
  await resident.locator('[name=place]').selectOption('990101101204');
  await resident.getByLabel('更详细的地点').fill('河湾路12号门口');
  await resident.setInputFiles('[name=photos]', [await photo('一.jpg', '#886644'), await photo('二.jpg', '#446688')]);
  await press(resident, '核对一下');
  const check = await wordsOn(resident);
  expect(check).toContain(WORDS);
  expect(check).toContain('2 张照片');
  const everyone = await resident.locator('.view').nth(1).innerText();
  expect(everyone).toContain('乡镇：青山镇');
  expect(everyone).not.toContain('松涛村');
  expect(await resident.locator('.photos img').evaluateAll((all) => all.length)).toBe(2);
  await press(resident, '发送');
  expect(await wordsOn(resident)).toContain('您的话已经收到，一个字没改。');
  slip = await slipOn(resident);
});

it('the receipt opens its case at one press; it waits to be accepted, by an office and a time', async () => {
  await press(resident, '打开我的事');
  expect(new URL(resident.url()).pathname).toBe('/my');
  expect(resident.url()).not.toContain(slip.code);
  const page = await wordsOn(resident);
  expect(page).toContain('已收到');
  expect(page).toMatch(/县12345政务热线受理中心最晚 .+ 受理，或者说明为什么不能办。/);
  expect(page).toContain(WORDS);
});

it('a dispatcher accepts it and sends it to a unit; the resident reads who and by when', async () => {
  const dispatcher = await stage.official('dispatcher', { speaks: 'en' });
  expect(await dispatcher.locator('.queue-tabs').innerText()).toContain('To accept or dispatch 1');
  await acceptAndDispatch(dispatcher, slip, { topic: 'Missing cover', unit: 'urban-management', summary: '井盖缺失三天，夜间有跌落危险。' });
  expect(await wordsOn(dispatcher)).toContain('Sent to the unit.');
  await resident.goto('/my');
  expect(await wordsOn(resident)).toMatch(/县城市管理局最晚 .+ 答复。/);
});

it('the unit signs, speaks with the resident through the system, and answers: that closes nothing', async () => {
  const handler = await stage.official('urban', { speaks: 'en' });
  await openAtDesk(handler, slip);
  expect(await handler.locator('.photos img').evaluateAll((all) => all.length)).toBe(2);
  await actAtDesk(handler, 'signature');
  expect(await wordsOn(handler)).toContain('Signed for.');
  await actAtDesk(handler, 'contact', (form) => form.locator('[name=note]').fill('明天上午来看。'));
  await answerAtDesk(handler, slip, '井盖被货车压碎。', '已经放了围挡。');
  expect(await wordsOn(handler)).toContain('Sent. The resident decides whether it is solved.');
  await resident.goto('/my');
  expect(await resident.locator('.ask').innerText()).toContain('县城市管理局说已答复，您的事解决了吗？');
  expect(await resident.locator('.ask').innerText()).toContain('已经放了围挡。');
});

it('“not solved” in two taps: reopened one level up, and the county finds it in its own queue', async () => {
  await press(resident, resident.getByRole('button', { name: '没解决' }));
  expect(await wordsOn(resident)).toMatch(/您说还没解决好，现在由临江县人民政府负责，.+前答复您，原来的记录都留着。/);
  await press(resident, resident.getByRole('button', { name: '很不满意' }));
  expect(await wordsOn(resident)).toContain('您的一票已经投进去了。');
  const county = await stage.official('county', { speaks: 'en' });
  expect(await county.locator('.queue-tabs').innerText()).toContain('Ours to answer for 1');
  expect(await wordsOn(county)).toContain('河湾路口的井盖没了三天');
  await answerAtDesk(county, slip, '围挡之后没有跟进。', '今天上午换了新井盖，附近六个也加固了。');
});

it('“solved” closes it, and only then; satisfaction stays a secret ballot', async () => {
  await resident.goto('/my');
  expect(await wordsOn(resident)).toContain('临江县人民政府说已答复，您的事解决了吗？');
  await press(resident, resident.getByRole('button', { name: '解决了 这件事' , exact: false }));
  expect(await wordsOn(resident)).toContain('这一票是秘密的');
  await press(resident, resident.getByRole('button', { name: '很满意' }));
  await press(resident, '回到我的事');
  expect(await wordsOn(resident)).toContain('您说解决了。');
});

it('everyone reads the story and the unit’s figures: township, days, public answers, no street and no words', async () => {
  const anyone = await stage.someone({ speaks: 'en', width: 1440 });
  // Alone it is a stub, and nobody reads that anyone has judged.
  await anyone.goto(`/cases/${slip.number}`);
  for (const later of ['井盖缺失三天', 'Qingshan', 'judged:']) expect(await wordsOn(anyone)).not.toContain(later);
  await inCompany(stage, { topic: 'urban.cover', place: '990101101204', lead: 'urban-management', by: 'urban', upTo: 'judged again' });
  await anyone.goto('/cases');
  await press(anyone, '井盖缺失三天，夜间有跌落危险。');
  const story = await wordsOn(anyone);
  for (const told of ['Solved, says its resident', 'Qingshan', 'Urban Management Bureau', '已经放了围挡。', 'judged: Not solved', 'judged: Solved']) expect(story).toContain(told);
  for (const kept of ['河湾路', '松涛村', 'Songtao', '差点掉进去', '很满意']) expect(story).not.toContain(kept);
  await anyone.goto('/units/urban-management');
  const unit = await wordsOn(anyone);
  expect(unit).toContain('Urban Management Bureau');
  expect(unit).toMatch(/Computed from the first [\d,]+ entr/);
  await anyone.goto('/');
  expect(await wordsOn(anyone)).toMatch(/Things people raised\s+11\s/);
  expect(stage.app.troubles()).toEqual([]);
});
