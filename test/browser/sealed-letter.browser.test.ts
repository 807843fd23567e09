import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD, permittedAccounts } from '../../src/slices/accounts/index.ts';
import { makeDemoKeys } from '../../src/slices/sealed/index.ts';
import { follow, openStage, press, slipOn, wordsOn, type Slip, type Stage } from './people.ts';

// Promise 12: nobody is punished for speaking. What is said here is read by protection officers and by nobody else.
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const { sealed, accounts, defaultCode } = stage.app.services;
  await makeDemoKeys(sealed, (code) => permittedAccounts(accounts, code, 'protection.handle'), defaultCode, DEMO_PASSWORD);
});
afterAll(async () => { await stage.close(); });

const LETTER = '城管局有人收了施工队的钱，canary-letter-9034。';
const REPLY = '请告诉我是哪一天，canary-reply-4417。';
const ANSWER = '已经查实，人停职了，canary-answer-2268。';

/** From the question to the receipt. `settle` says who must not read it. */
async function write(page: Page, words: string, settle: (page: Page) => Promise<unknown> = () => Promise.resolve()): Promise<Slip> {
  await page.goto('/report');
  await press(page, '是这样，走密封通道');
  await page.locator('[name=kind][value=whistle-blowing]').check();
  await settle(page);
  await press(page, page.locator('main .act-main'));
  await page.fill('[name=words]', words);
  await press(page, page.locator('main .act-main'));
  return slipOn(page);
}

async function openAtSealedDesk(page: Page, slip: Slip): Promise<void> {
  await page.goto('/console/sealed');
  const number = `${slip.number.slice(0, 4)} ${slip.number.slice(4, 8)} ${slip.number.slice(8)}`;
  await press(page, page.locator('.caserow', { hasText: number }).locator('a'));
  await page.locator('[data-unlock] input[type=password]').fill(DEMO_PASSWORD);
  await page.locator('[data-unlock] button').click();
}

async function sendFrom(page: Page, words: string, button: string): Promise<void> {
  await page.locator('[data-close] textarea').fill(words);
  await press(page, page.locator('[data-close] button', { hasText: button }));
}

describe('a letter that is closed on the writer’s device', () => {
  let slip: Slip;
  let reporter: Page;
  it('says before a word is typed who will read it and where it is locked', async () => {
    reporter = await stage.someone({ script: true });
    await reporter.goto('/report');
    await press(reporter, '是这样，走密封通道');
    await reporter.locator('[name=kind][value=whistle-blowing]').check();
    await press(reporter, reporter.locator('main .act-main'));
    await reporter.getByText('在这台设备上锁好再发出去').waitFor();
    expect(await wordsOn(reporter)).toContain('县政府督查室的保护专员（钥匙');
    slip = await write(reporter, LETTER);
  });
  it('is opened by the officer with their passphrase, and a wrong one opens nothing', async () => {
    const officer = await stage.official('guardian', { script: true });
    await openAtSealedDesk(officer, slip);
    await officer.getByText('canary-letter-9034').waitFor();
    await officer.reload();
    await officer.locator('[data-unlock] input[type=password]').fill('not the passphrase');
    await officer.locator('[data-unlock] button').click();
    await officer.getByText('口令不对').waitFor();
    expect(await wordsOn(officer)).not.toContain('canary-letter-9034');
    await sendFrom(officer, REPLY, '只是回一封信');
    expect(await wordsOn(officer)).toContain('信已发出');
  });
  it('has two ways: the reporter opens the reply with the receipt alone, writes back, and judges the answer', async () => {
    const elsewhere = await stage.someone({ script: true });
    await follow(elsewhere, slip);
    await elsewhere.getByText('canary-reply-4417').waitFor();
    await elsewhere.getByText('canary-letter-9034').waitFor();
    await sendFrom(elsewhere, '是上个月初三，canary-more-3312。', '锁上，发出去');
    const officer = await stage.official('guardian', { script: true });
    await openAtSealedDesk(officer, slip);
    await officer.getByText('canary-more-3312').waitFor();
    await sendFrom(officer, ANSWER, '作为答复发出');
    await elsewhere.goto('/my/sealed');
    await elsewhere.getByText('canary-answer-2268').waitFor();
    await elsewhere.locator('[name=outcome][value=unsolved]').check();
    await press(elsewhere, '就这样评定');
    expect(await wordsOn(elsewhere)).toContain('这封信已经在外部机构手里');
  });
  it('is then read by the outside body, and by the officer inside no more', async () => {
    const outside = await stage.official('protection', { script: true });
    await openAtSealedDesk(outside, slip);
    await outside.getByText('canary-answer-2268').waitFor();
    const inside = await stage.official('guardian', { script: true });
    await inside.goto('/console/sealed');
    expect(await wordsOn(inside)).not.toContain(slip.number.slice(8));
  });
});

describe('a letter without script', () => {
  it('is locked on arrival, as the page had said, and opened in the server’s memory for its reporter', async () => {
    const reporter = await stage.someone();
    await reporter.goto('/report');
    await press(reporter, '是这样，走密封通道');
    await reporter.locator('[name=kind][value=retaliation]').check();
    await reporter.locator('[name=keep1]').selectOption('supervision-office');
    await press(reporter, reporter.locator('main .act-main'));
    expect(await wordsOn(reporter)).toContain('在内存里当场锁上');
    expect(await wordsOn(reporter)).toContain('上级独立受理组的保护专员');
    await reporter.fill('[name=words]', '他们停了我的低保，canary-plain-7725。');
    await press(reporter, reporter.locator('main .act-main'));
    const slip = await slipOn(reporter);
    await follow(reporter, slip);
    expect(await wordsOn(reporter)).not.toContain('canary-plain-7725');
    await press(reporter, '在服务器上打开看');
    expect(await wordsOn(reporter)).toContain('canary-plain-7725');
    const outside = await stage.official('protection', { script: true });
    await openAtSealedDesk(outside, slip);
    await outside.getByText('canary-plain-7725').waitFor();
  });
  it('with nothing in it comes back; with nobody left to read it, it is not taken, and the page says where else to go', async () => {
    const reporter = await stage.someone();
    await reporter.goto('/report/sealed');
    await reporter.locator('[name=kind][value=pressure]').check();
    await reporter.locator('[name=keep1]').selectOption('supervision-office');
    await reporter.locator('details:has([name=keep2]) > summary').click();
    await reporter.locator('[name=keep2]').selectOption('outside-review');
    await press(reporter, reporter.locator('main .act-main'));
    expect(await wordsOn(reporter)).toContain('没有人能打开这封信');
    expect(await wordsOn(reporter)).toContain('检察院');
    await reporter.locator('[name=keep2]').selectOption('');
    await press(reporter, reporter.locator('main .act-main'));
    await press(reporter, reporter.locator('main .act-main'));
    expect(await wordsOn(reporter)).toContain('几个字也行');
  });
});

describe('what was written', () => {
  const CANARIES = ['canary-letter-9034', 'canary-reply-4417', 'canary-answer-2268', 'canary-more-3312', 'canary-plain-7725'];
  const forms = (text: string): readonly string[] => [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64').replace(/=+$/, '')];
  it('stands in no table, log line, metric, address or page, but for the one that the server opened for its reporter', async () => {
    const { owner } = stage.app.db;
    const { rows } = await owner.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
    const sinks: [string, string][] = [['log', stage.app.logged().join('')], ['troubles', stage.app.troubles().join()], ['metrics', await (await fetch(`${stage.app.url}/metrics`)).text()]];
    for (const { name } of rows) sinks.push([name, (await owner.query<{ text: string | null }>(`select string_agg(one::text, E'\\n') as text from ${name} one`)).rows[0]?.text ?? '']);
    const received = await stage.received();
    for (const { by, url, text } of received) sinks.push([`page ${by} ${url}`, `${url}\n${text}`]);
    const found = sinks.flatMap(([where, text]) => CANARIES.flatMap((canary) => (forms(canary).some((form) => text.includes(form)) ? [`${canary} in ${where}`] : [])));
    expect(found).toEqual([expect.stringMatching(/^canary-plain-7725 in page resident .*\/my\/sealed\/opening$/)]);
    // The scanner would see a word in clear: the officer's own unit stands on pages.
    expect(sinks.some(([where, text]) => where.startsWith('page') && text.includes('县政府督查室'))).toBe(true);
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['sealed.letters', 'record.entries', 'record.events', 'platform.idempotency']));
  });
});
