import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { acceptAndDispatch, actAtDesk, openAtDesk, openStage, photo, press, raise, wordsOn, type Slip, type Stage } from './people.ts';

// Promise 12: planted identities never surface. Every run searches with the same scanner for something that must be found.
let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(async () => { await stage.close(); });

const PHONE = '13977665544';
const NAME = '卫雨桐';
const EMAIL = 'canary.heron@example.org';
const WORDS = '卫生室的门三天没开，canary-words-7731。';
const IDENTITY = [PHONE, '139 7766 5544', '139-7766-5544', NAME, EMAIL, 'canary-photographer', 'canary-phone'];

type Find = { readonly where: string; readonly what: string };

/** Everything that left the program or lies in it outside the vault: pages, files, addresses, logs, metrics, every table. */
async function traces(of: readonly string[], whose: (by: string) => boolean = (by) => by !== 'resident'): Promise<readonly Find[]> {
  const received = await stage.received();
  const sinks: { where: string; text: string }[] = [
    ...received.filter(({ by }) => whose(by)).map(({ by, url, text }) => ({ where: `page of ${by}: ${new URL(url).pathname}`, text: `${url}\n${text}` })),
    ...received.map(({ url }) => ({ where: 'address', text: url })),
    { where: 'log', text: stage.app.logged().join('') },
    { where: 'troubles', text: stage.app.troubles().join('\n') },
    { where: 'metrics', text: await (await fetch(`${stage.app.url}/metrics`)).text() },
    ...await tables(),
  ];
  return sinks.flatMap(({ where, text }) => of.flatMap((what) => formsOf(what).filter((form) => text.includes(form)).map(() => ({ where, what }))));
}

/** As it is, and as encodings leave it: in an address, in JSON, in base64. */
function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const escaped = [...text].map((letter) => (letter.charCodeAt(0) > 126 ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter)).join('');
  return [...new Set([text, encodeURIComponent(text), escaped, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url'), bytes.toString('hex')])];
}

async function tables(): Promise<{ where: string; text: string }[]> {
  const { owner } = stage.app.db;
  const { rows } = await owner.query<{ name: string }>(`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['cases.cases', 'cases.public_cases', 'record.entries', 'vault.deposits']));
  const texts: { where: string; text: string }[] = [];
  for (const { name } of rows) {
    const found = await owner.query<{ text: string | null }>(`select string_agg(one::text, E'\\n') as text from ${name} one`);
    texts.push({ where: `table ${name}`, text: found.rows[0]?.text ?? '' });
  }
  return texts;
}

async function throughTheDesk(slip: Slip): Promise<Page> {
  await acceptAndDispatch(await stage.official('dispatcher'), slip, { topic: '医疗服务和收费', unit: 'health' });
  const { accounts, defaultCode } = stage.app.services;
  const unit = accounts.organisation.unit(defaultCode, 'health');
  if (!unit) throw new Error('the county has a health bureau');
  await accounts.administration.create({ kind: 'system', jurisdiction: defaultCode, job: 'test' }, { username: 'health-clerk', name: '孙白露', unit, roles: ['handler'] }, { password: 'minsheng-demo' });
  const handler = await stage.official('health-clerk');
  await openAtDesk(handler, slip);
  await actAtDesk(handler, 'signature');
  await actAtDesk(handler, 'contact', (form) => form.locator('[name=note]').fill('明天开门，来看过了。'));
  return handler;
}

async function reportAs(anonymity: 'sealed' | 'named'): Promise<{ readonly resident: Page; readonly slip: Slip }> {
  const resident = await stage.someone();
  const slip = await raise(resident, WORDS, async (page) => {
    await page.locator(`[name=anonymity][value=${anonymity}]`).check();
    await page.locator('[name=contact]').fill(anonymity === 'sealed' ? EMAIL : PHONE);
    if (anonymity === 'named') await page.locator('[name=name]').fill(NAME);
    await page.setInputFiles('[name=photos]', [await photo('canary-photographer.jpg', '#223344')]);
  });
  return { resident, slip };
}

describe('a sealed report', () => {
  it('passes every desk, list, log and table without a trace of who wrote it', async () => {
    const { resident, slip } = await reportAs('sealed');
    const handler = await throughTheDesk(slip);
    await press(handler, handler.locator('.photos a').first());
    for (const path of ['/', '/cases', `/cases/${slip.number}`, '/units/health', '/record', '/cases?q=heron', `/my?code=${slip.code.slice(0, 3)}`, '/nowhere']) await (await stage.someone()).goto(path);
    expect(await traces(IDENTITY)).toEqual([]);
    await resident.goto('/my');
  });

  it('and the scanner would have found them: the words are at the desk, the contact was on the writer’s own page', async () => {
    expect((await traces(['canary-words-7731'])).map(({ where }) => where)).toEqual(expect.arrayContaining([expect.stringMatching(/^page of health-clerk/), expect.stringMatching(/^table cases\./)]));
    expect((await traces([EMAIL], (by) => by === 'resident')).length).toBeGreaterThan(0);
    expect((await photo('canary-photographer.jpg', '#223344')).buffer.includes('canary-photographer')).toBe(true);
  });
});

describe('a named report', () => {
  it('shows the contact to its unit only when asked with a reason, and the resident reads who asked and why', async () => {
    const { resident, slip } = await reportAs('named');
    const before = (await stage.received()).length;
    const handler = await throughTheDesk(slip);
    expect(await traces(IDENTITY)).toEqual([]);
    const asking = handler.locator('form', { has: handler.locator('[name=reason]') }).filter({ hasText: '为什么现在要看' });
    if (!await asking.isVisible()) await handler.getByText('看联系方式').first().click();
    await asking.locator('[name=reason]').fill('约定明天上门的时间。');
    await press(handler, asking.locator('button[type=submit]'));
    expect(await wordsOn(handler)).toContain(PHONE);
    expect(await wordsOn(handler)).toContain(NAME);
    const shown = (await stage.received()).slice(before).filter(({ by, text }) => by === 'health-clerk' && text.includes(PHONE));
    expect(shown.length).toBe(1);
    await openAtDesk(handler, slip);
    expect(await wordsOn(handler)).not.toContain(PHONE);
    await press(resident, '打开我的事');
    const own = await wordsOn(resident);
    expect(own).toContain('约定明天上门的时间。');
    expect(own).toContain('县卫生健康局');
  });
});
