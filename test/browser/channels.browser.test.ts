import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { acceptAndDispatch, actAtDesk, openAtDesk, openStage, press, raise, wordsOn, type Slip, type Stage } from './people.ts';

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(async () => { await stage.close(); });

describe('a diversion needs a published reason and can be contested (promise 1)', () => {
  let resident: Page;
  let slip: Slip;

  it('the resident reads the reason and the explanation, and that a review can be asked for', async () => {
    resident = await stage.someone({ speaks: 'en' });
    slip = await raise(resident, '承包款欠了两年，村里的路也没人修。');
    await press(resident, 'Open my case');
    const dispatcher = await stage.official('dispatcher');
    await openAtDesk(dispatcher, slip);
    await actAtDesk(dispatcher, 'diversion', async (form) => {
      await form.locator('[name=reason]').selectOption('statutory-channel');
      await form.locator('[name=explanation]').fill('欠款已由法院立案，请到县法院一楼窗口。');
    });
    expect(await wordsOn(dispatcher)).toContain('已告知其他渠道');
    await resident.goto('/my');
    const page = await wordsOn(resident);
    expect(page).toContain('It was not sent to a unit: the law names another channel (court, arbitration, petition office, discipline).');
    expect(page).toContain('欠款已由法院立案，请到县法院一楼窗口。');
  });

  it('a review without a reason is asked for again, in words', async () => {
    await press(resident, 'Ask for a review');
    await press(resident, resident.getByRole('button', { name: 'Ask for a review' }));
    expect(await wordsOn(resident)).toContain('Nearly there: please look at the marked places');
    await resident.getByLabel('Why it seems wrong').fill('法院只管欠款，路没人管。');
    await press(resident, resident.getByRole('button', { name: 'Ask for a review' }));
    expect(await wordsOn(resident)).toContain('Diversion under review');
  });

  it('someone else overturns it, and it goes on to a unit like any other', async () => {
    const reviewer = await stage.official('supervisor');
    expect(await reviewer.locator('.queue-tabs').innerText()).toContain('异议待裁定 1');
    await openAtDesk(reviewer, slip);
    expect(await wordsOn(reviewer)).toContain('法院只管欠款，路没人管。');
    await actAtDesk(reviewer, 'settlement', async (form) => {
      await form.locator('[name=ruling][value=overturned]').check();
      await form.locator('[name=explanation]').fill('路的事属于行政部门职责，应当受理。');
    });
    expect(await wordsOn(reviewer)).toContain('复核已决定。');
    const dispatcher = await stage.official('dispatcher');
    await openAtDesk(dispatcher, slip);
    await actAtDesk(dispatcher, 'dispatch', (form) => form.locator('[name=lead]').selectOption('transport'));
    await resident.goto('/my');
    const page = await wordsOn(resident);
    expect(page).toMatch(/Transport Bureau answers by .+\./);
    expect(page).toContain('路的事属于行政部门职责，应当受理。');
  });
});

describe('only the resident withdraws, after being asked (promises 4 and 12)', () => {
  let resident: Page;
  let slip: Slip;

  it('turning back changes nothing', async () => {
    resident = await stage.someone({ speaks: 'en' });
    slip = await raise(resident, '楼道灯坏了。');
    await press(resident, 'Open my case');
    await acceptAndDispatch(await stage.official('dispatcher'), slip, { topic: '路灯不亮', unit: 'urban-management' });
    await resident.goto('/my');
    await press(resident, 'I no longer want this: withdraw');
    expect(await wordsOn(resident)).toContain('If somebody told you to withdraw: please do not.');
    await press(resident, 'Keep it and go back');
    expect(await wordsOn(resident)).toContain('Urban Management Bureau answers by');
  });

  it('withdrawn, the record stays and the unit has nothing left to do', async () => {
    await press(resident, 'I no longer want this: withdraw');
    await resident.getByLabel('Why you withdraw').fill('邻居自己修好了。');
    await press(resident, 'Withdraw');
    const page = await wordsOn(resident);
    expect(page).toContain('You withdrew it. The record stays.');
    expect(page).toContain('楼道灯坏了。');
    const handler = await stage.official('urban');
    await openAtDesk(handler, slip);
    expect(await wordsOn(handler)).toContain('现在没有轮到您做的事。');
    const anyone = await stage.someone({ speaks: 'en' });
    await anyone.goto(`/cases/${slip.number}`);
    // Told to everyone once nine others have done the same: nobody reads off when one person took something back.
    expect(await wordsOn(anyone)).not.toContain('The resident withdrew it.');
    expect(await wordsOn(anyone)).not.toContain('邻居自己修好了。');
  });
});
