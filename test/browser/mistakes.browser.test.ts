import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, photo, press, raise, wordsOn, type Stage } from './people.ts';

// "Bad input: a clear message in the reader's language saying what to do; nothing typed is lost."
let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(async () => { await stage.close(); });

describe('on the report page', () => {
  it('no words and no way to reach: both are said, everything else stays, the photos too', async () => {
    const resident = await stage.someone();
    await resident.goto('/report?sealed=no');
    await resident.getByLabel('更详细的地点').fill('河湾路12号');
    await resident.locator('[name=place]').selectOption({ label: '青山镇' });
    await resident.locator('[name=anonymity][value=sealed]').check();
    await resident.locator('[name=publish]').check();
    await resident.setInputFiles('[name=photos]', [await photo('一.jpg', '#664422')]);
    await press(resident, '核对一下');
    const page = await wordsOn(resident);
    expect(page).toContain('您写的都还在，改好再点一次就行。');
    expect(page).toContain('还没写要说的话。几个字也行。');
    expect(page).toContain('您选了留联系方式或实名，请写一个电话或邮箱；不想留，就选“不留联系方式”。');
    expect(page).toContain('已经收到 1 张，不用再选。');
    expect(await resident.getByLabel('更详细的地点').inputValue()).toBe('河湾路12号');
    expect(await resident.locator('[name=place]').inputValue()).toBe('990101101000');
    expect(await resident.locator('[name=anonymity][value=sealed]').isChecked()).toBe(true);
    expect(await resident.locator('[name=publish]').isChecked()).toBe(true);
    await resident.getByLabel('用您自己的话写').fill('沟里的水发黑。');
    await resident.getByRole('textbox', { name: '手机号或邮箱' }).fill('someone@example.org');
    await press(resident, '核对一下');
    expect(await wordsOn(resident)).toContain('1 张照片');
    await press(resident, '发送');
    await press(resident, '打开我的事');
    expect(await resident.locator('.photos img').count()).toBe(1);
  });

  it('going back from the check changes what is wrong: a photo that is not meant can be dropped', async () => {
    const resident = await stage.someone({ speaks: 'en' });
    await resident.goto('/report?sealed=no');
    await resident.getByLabel('In your own words').fill('The kerb is broken.');
    await resident.setInputFiles('[name=photos]', [await photo('a.jpg', '#111111'), await photo('b.jpg', '#222222')]);
    await press(resident, 'Check it');
    await press(resident, 'Go back and change');
    expect(await resident.getByLabel('In your own words').inputValue()).toBe('The kerb is broken.');
    expect(await wordsOn(resident)).toContain('2 photos have arrived already');
    await resident.getByLabel('Drop these, I choose again').check();
    await resident.setInputFiles('[name=photos]', [await photo('c.jpg', '#333333')]);
    await press(resident, 'Check it');
    expect(await wordsOn(resident)).toContain('1 photo (place data removed)');
  });

  it('too many characters: the limit is said, and not one of them is cut off', async () => {
    const resident = await stage.someone({ speaks: 'en' });
    const words = '长'.repeat(10_001);
    await resident.goto('/report?sealed=no');
    await resident.getByLabel('In your own words').fill(words);
    await press(resident, 'Check it');
    expect(await wordsOn(resident)).toContain('10,000');
    expect(await resident.getByLabel('In your own words').inputValue()).toBe(words);
  });

  it('a page of yesterday: sent once more, nothing is lost', async () => {
    const resident = await stage.someone({ speaks: 'en' });
    await resident.goto('/report?sealed=no');
    await resident.getByLabel('In your own words').fill('The bridge rail is loose.');
    await resident.locator('main form [name=token]').evaluate((field) => { (field as HTMLInputElement).value = 'of-yesterday'; });
    await press(resident, 'Check it');
    expect(await wordsOn(resident)).toContain('This page was open for too long. Everything you wrote is still here: please send it once more.');
    expect(await resident.getByLabel('In your own words').inputValue()).toBe('The bridge rail is loose.');
    await press(resident, 'Check it');
    await press(resident, 'Send');
    expect(await wordsOn(resident)).toContain('Your words have arrived, not one of them changed.');
  });

  it('what is no photo is refused by name of the remedy, and the words stay', async () => {
    const resident = await stage.someone();
    await resident.goto('/report?sealed=no');
    await resident.getByLabel('用您自己的话写').fill('树倒在路上。');
    await resident.setInputFiles('[name=photos]', [{ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a photo') }]);
    await press(resident, '核对一下');
    expect(await wordsOn(resident)).toContain('还差一点，请看标出的地方');
    expect(await resident.getByLabel('用您自己的话写').inputValue()).toBe('树倒在路上。');
  });
});

describe('with a receipt', () => {
  it('a digit too few, a wrong code: said, the number stays, the code is never shown again', async () => {
    const resident = await stage.someone({ speaks: 'en' });
    const slip = await raise(resident, '一件小事。');
    await resident.goto('/follow');
    await resident.getByLabel('Number').fill(slip.number);
    await resident.getByLabel('Code').fill('1234');
    await press(resident, 'Open');
    expect(await wordsOn(resident)).toContain('A receipt code has 24 digits.');
    expect(await resident.getByLabel('Number').inputValue()).toBe(slip.number);
    await resident.getByLabel('Code').fill('123456789012345678901234');
    await press(resident, 'Open');
    expect(await wordsOn(resident)).toContain('No such receipt was found.');
    expect(await resident.getByLabel('Code').inputValue()).toBe('');
    await resident.getByLabel('Code').fill(slip.code.replace(/(\d{4})/g, '$1 '));
    await press(resident, 'Open');
    expect(await wordsOn(resident)).toContain('一件小事。');
  });

  it('without one, a resident’s page leads to where it is typed', async () => {
    const stranger = await stage.someone({ speaks: 'en' });
    await stranger.goto('/my');
    expect(new URL(stranger.url()).pathname).toBe('/follow');
  });
});

it('at the desk, a wrong password names neither half, and the name stays', async () => {
  const official = await stage.someone({ speaks: 'en' });
  await official.goto('/staff/sign-in');
  await official.getByLabel('User name').fill('dispatcher');
  await official.getByLabel('Password').fill('a guess');
  await press(official, official.getByRole('button', { name: 'Sign in' }));
  expect(await official.getByLabel('User name').inputValue()).toBe('dispatcher');
  expect(await wordsOn(official)).toMatch(/username or the password is not right/);
});
