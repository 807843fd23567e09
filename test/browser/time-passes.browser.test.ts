import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { DAY_MS } from '../../src/kernel/instant.ts';
import { acceptAndDispatch, answerAtDesk, follow, inCompany, openStage, press, raise, wordsOn, type Slip, type Stage } from './people.ts';

// What a clock does by itself: nothing is forgotten, ownership rises, and silence is never consent (promises 3 to 5).
let stage: Stage;
let resident: Page;
let slip: Slip;
beforeAll(async () => {
  stage = await openStage();
  resident = await stage.someone({ speaks: 'en' });
  slip = await raise(resident, '桥栏杆松了，孩子靠着玩。');
  await press(resident, 'Open my case');
  await acceptAndDispatch(await stage.official('dispatcher'), slip, { topic: '县乡公路', unit: 'transport', summary: '桥栏杆松动。' });
  await inCompany(stage, { topic: 'transport.road.county', lead: 'transport', by: 'county', upTo: 'dispatched' });
});
afterAll(async () => { await stage.close(); });

it('unsigned in time: the case goes one level up, and the resident reads it', async () => {
  await stage.app.advance(DAY_MS);
  await follow(resident, slip);
  const page = await wordsOn(resident);
  expect(page).toContain('Linjiang County Government');
  expect(page).toMatch(/not signed for in time/i);
  const county = await stage.official('county');
  expect(await county.locator('.queue-tabs').innerText()).toContain('本单位督责 11');
});

it('unanswered in time: overdue in the list, on the unit’s page and on the first page', async () => {
  await stage.app.advance(20 * DAY_MS);
  await resident.goto('/my');
  expect(await wordsOn(resident)).toMatch(/Linjiang County Government had to answer by .+: it is overdue, and still has to answer\./);
  const anyone = await stage.someone({ speaks: 'en', width: 1440 });
  await anyone.goto('/cases?overdue=1');
  expect(await wordsOn(anyone)).toMatch(/桥栏杆松动。[\s\S]*days overdue/);
  await anyone.goto('/units/transport');
  // The page shows the first few of them.
  expect(await wordsOn(anyone)).toMatch(/Overdue now\s+[\s\S]*(桥栏杆松动|附近的一处)。[\s\S]*days overdue/);
  await anyone.goto('/');
  expect(await wordsOn(anyone)).toMatch(/Who is overdue[\s\S]*Transport Bureau\s+11 cases/);
});

it('answered, then silence: reminders, then “no verdict”, counted apart and never as solved', async () => {
  await answerAtDesk(await stage.official('county'), slip, '栏杆螺栓锈断。', '已换新栏杆。');
  await stage.app.advance(25 * DAY_MS);
  await resident.goto('/my');
  const page = await wordsOn(resident);
  expect(page).toContain('No verdict');
  expect(page).toContain('is it solved?');
  const anyone = await stage.someone({ speaks: 'en', width: 1440 });
  await anyone.goto(`/cases/${slip.number}`);
  expect(await wordsOn(anyone)).toContain('this counts as “no verdict”, never as “satisfied”');
  await anyone.goto('/cases?stage=solved');
  expect(await wordsOn(anyone)).not.toContain('桥栏杆松动。');
});

it('weeks later the resident still judges, and “not solved” still reopens', async () => {
  await stage.app.advance(30 * DAY_MS);
  await resident.goto('/my');
  await press(resident, resident.getByRole('button', { name: /^Not solved/ }));
  expect(await wordsOn(resident)).toContain('You said it is not yet solved');
  await resident.goto('/my');
  expect(await wordsOn(resident)).toMatch(/is now responsible and answers by/);
  expect(stage.app.troubles()).toEqual([]);
});
