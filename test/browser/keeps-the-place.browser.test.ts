import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, press, raise, slipOn, wordsOn, type Stage } from './people.ts';

let stage: Stage;
beforeAll(async () => { stage = await openStage({ folders: ['linjiang', 'city311'] }); });
afterAll(async () => { await stage.close(); });

const casesCount = async (): Promise<number> => Number((await stage.app.db.owner.query<{ n: string }>('select count(*) as n from cases.cases')).rows[0]?.n);

describe('the other language and the other size', () => {
  it('keep the page and its filters, and stay chosen', async () => {
    const reader = await stage.someone({ speaks: 'zh' });
    await reader.goto('/cases?stage=answered&overdue=1');
    await press(reader, reader.locator('.tools').getByText('English'));
    expect(await wordsOn(reader)).toContain('What people raised');
    expect(Object.fromEntries(new URL(reader.url()).searchParams)).toMatchObject({ stage: 'answered', overdue: '1' });
    await press(reader, reader.locator('.tools').getByText('Large print'));
    expect(await reader.locator('[name=stage]').inputValue()).toBe('answered');
    expect(await reader.locator('html').getAttribute('class')).toContain('elder');
    await reader.goto('/units');
    expect(await wordsOn(reader)).toContain('Units');
    expect(await reader.locator('html').getAttribute('class')).toContain('elder');
    expect(await reader.locator('html').getAttribute('lang')).toBe('en');
  });

  it('on a page that answers a form, open beside it: what was typed, and a receipt, stay', async () => {
    const writer = await stage.someone({ speaks: 'en' });
    const slip = await raise(writer, 'The gate does not close.');
    const [beside] = await Promise.all([writer.context().waitForEvent('page'), writer.locator('.tools').getByText('中文').click()]);
    await beside.waitForLoadState();
    expect(await wordsOn(beside)).toContain('不是这些，照常反映');
    expect(await slipOn(writer)).toEqual(slip);
  });
});

describe('sending', () => {
  it('pressed twice makes one case', async () => {
    const writer = await stage.someone({ speaks: 'en', script: true });
    const before = await casesCount();
    await writer.goto('/report?sealed=no');
    await writer.fill('[name=words]', 'A tree lies across the path.');
    await press(writer, 'Check it');
    const send = writer.getByRole('button', { name: 'Send', exact: true });
    await send.dblclick();
    // The second press may abort the answer to the first: what counts is the page that arrives.
    await expect.poll(() => writer.url(), { timeout: 30_000 }).toContain('/receipts');
    await writer.locator('.digits-code').waitFor();
    await slipOn(writer);
    expect(await casesCount()).toBe(before + 1);
  });

  it('again after going back shows the same receipt', async () => {
    const writer = await stage.someone({ speaks: 'en' });
    const before = await casesCount();
    await writer.goto('/report?sealed=no');
    await writer.fill('[name=words]', 'The bench is broken.');
    await press(writer, 'Check it');
    const fields = Object.fromEntries(await writer.locator('form[action="/receipts"] input').evaluateAll((all) => (all as HTMLInputElement[]).map((one) => [one.name, one.value] as const)));
    await press(writer, 'Send');
    const slip = await slipOn(writer);
    // What a browser sends when its user goes back, confirms that the form is sent again, and presses once more.
    const answer = await writer.request.post('/receipts', { form: fields });
    expect(answer.status()).toBe(201);
    expect((await answer.text()).replace(/\D/g, '')).toContain(slip.code);
    expect(await casesCount()).toBe(before + 1);
  });
});

describe('a second place in the same installation', () => {
  it('has its own language, emergency numbers, topics and receipts, all under its own address', async () => {
    const writer = await stage.someone({ speaks: 'en' });
    await writer.goto('/j/city311');
    expect(await wordsOn(writer)).toContain('Tell us one thing');
    await press(writer, writer.locator('main').getByRole('link', { name: 'Speak up' }));
    expect(new URL(writer.url()).pathname).toBe('/j/city311/report');
    expect(await wordsOn(writer)).toContain('911');
    expect(await wordsOn(writer)).not.toContain('110');
    const slip = await raise(writer, 'The hydrant leaks.', undefined, '/j/city311');
    await press(writer, 'Open my case');
    expect(new URL(writer.url()).pathname).toBe('/j/city311/my');
    expect(await wordsOn(writer)).toContain('The hydrant leaks.');
    const leading = await writer.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(leading.filter((href) => !href.startsWith('/j/city311'))).toEqual([]);
    await writer.goto('/follow');
    await writer.fill('[name=number]', slip.number);
    await writer.fill('[name=code]', slip.code);
    await press(writer, writer.locator('main .act-main'));
    expect(await wordsOn(writer)).toContain('No such receipt was found.');
  });

  it('strangers to its desk are the first place’s officials', async () => {
    const official = await stage.official('dispatcher', { speaks: 'en' });
    const answer = await official.goto('/j/city311/console');
    expect(answer?.status()).toBe(403);
  });
});
