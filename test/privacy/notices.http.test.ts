import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/kernel/instant.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { forgetNotices } from '../../src/slices/notices/index.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';

const PHONE = '13912340066';
const MAIL = 'told-6601@example.invalid';
const NEUTRAL = /^【临江县[^】]*】您的事有新进展。请用回执到 http:\/\/127\.0\.0\.1:\d+\/follow 查看。本消息不必回复；不想再收，也在那里关掉。$/;
/** Asked after an answer; the letter tells questions at one number apart. */
const QUESTION = /^【临江县[^】]*】[A-Z]：您的事有了答复。解决了吗？回一个数字：1 解决了，2 部分解决，3 没有解决。/;

let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

describe('whoever asked to be told that there is news', () => {
  it('is told after each event in the same neutral words, once, and reads on their own page when, why and by which way', async () => {
    const slip = await signed({ contact: PHONE, tell: 'yes' });
    const holder = await county.holding(slip);
    expect((await holder.get('/my')).html).toContain('有新进展会通知您：短信');
    await act('urban', slip, 'messages', { words: '灯在巷子哪一头？' });
    await act('urban', slip, 'answer', { found: '线断了', done: '接好了', inPublic: 'yes' });
    await told(slip, 2);
    const before = shown().length;
    await county.background.sweepNow();
    expect(shown().length).toBe(before);

    await holder.post('/my/verdict', { outcome: 'unsolved', ...fresh('resident') });
    await told(slip, 3);
    const mine = (await holder.get('/my')).html;
    for (const words of ['用短信通知', '有给您的留言', '单位答复了', '重新办理，有了新的负责单位']) expect(mine).toContain(words);
    const texts = shown();
    expect(texts.length).toBeGreaterThanOrEqual(2);
    for (const text of texts) expect(text).toMatch(/您的事有了答复/.test(text) ? QUESTION : NEUTRAL);
    // One wording for all news, and one question for an answer: neither says what it is about.
    expect(new Set(texts).size).toBe(2);
    for (const secret of [slip.number, slip.number.replace(/(\d{4})(?=\d)/g, '$1 '), '路灯', '城管', PHONE]) expect(texts.join()).not.toContain(secret);
  });

  it('is told in the language they chose, by the way they left, when somebody looks at who they are, and not when it is their own act', async () => {
    const slip = await signed({ contact: MAIL, anonymity: 'named', tell: 'yes' });
    const holder = await county.holding(slip);
    expect((await holder.post('/my/messages', { words: '在东头', number: slip.number, ...fresh('resident') })).status).toBe(303);
    expect((await holder.post('/my/consent/notices?lang=en', { 'tell-email': 'yes', ...fresh('resident') })).status).toBe(303);
    expect((await (await county.signedIn('urban')).post(`/console/cases/${slip.caseId}/identity`, { reason: '约时间上门', ...fresh('staff') })).status).toBe(200);
    await told(slip, 1);
    expect((await holder.get('/my?lang=zh')).html).toMatch(/用电子邮件通知: 有人看了您的联系方式/);
    expect(county.services.simulator?.shown()[0]).toMatchObject({ channel: 'email', subject: expect.stringMatching(/: a notice$/) as string, text: expect.stringMatching(/there is news on your case/) as string });
  });

  it('may end it, and then nothing is sent, and nothing kept of what would have been', async () => {
    const slip = await signed({ contact: PHONE, tell: 'yes' });
    const holder = await county.holding(slip);
    expect((await holder.get('/my/consent')).html).toMatch(/name="tell-text"[^>]*checked/);
    expect((await holder.post('/my/consent/notices', fresh('resident'))).status).toBe(303);
    expect((await holder.get('/my')).html).toContain('现在没有开通知');
    await act('urban', slip, 'messages', { words: '灯在哪边？' });
    await settled();
    expect(await rowsOf(slip)).toEqual([]);
  });
});

describe('nobody else', () => {
  it('is told: neither without the tick nor without a contact; and no row says that they left one', async () => {
    const before = shown().length;
    for (const fields of [{ contact: PHONE }, { anonymity: 'anonymous', tell: 'yes' }]) {
      const slip = await signed(fields);
      await act('urban', slip, 'messages', { words: '灯在哪边？' });
      await settled();
      expect(await rowsOf(slip)).toEqual([]);
    }
    expect(shown().length).toBe(before);
  });

  it('learns of a notice: no official, no other receipt, no entry of the record', async () => {
    const slip = await signed({ contact: PHONE, tell: 'yes' });
    await act('urban', slip, 'answer', { found: '线断了', done: '接好了', inPublic: 'yes' });
    await told(slip, 1);
    const seen = (actor: Parameters<County['db']['database']['inTransaction']>[0]) => county.db.database.inTransaction(actor, (tx) => county.services.notices.ofCase(tx, slip.caseId));
    expect((await seen({ kind: 'resident', jurisdiction: COUNTY, caseId: slip.caseId })).length).toBe(1);
    const other = await signed({});
    expect(await seen({ kind: 'resident', jurisdiction: COUNTY, caseId: other.caseId })).toEqual([]);
    expect(await seen({ kind: 'staff', jurisdiction: COUNTY, accountId: 'x' as never, unitId: 'urban-management' as never, roles: ['dispatcher', 'handler', 'protection-officer'] })).toEqual([]);
    expect((await county.db.owner.query("select from record.events where type like '%notice%' or type like '%told%'")).rowCount).toBe(0);
    expect((await (await county.signedIn('urban')).get(`/console/cases/${slip.caseId}`)).html).not.toMatch(/通知您|用短信通知/);
  });
});

describe('a notice that cannot be delivered', () => {
  it('is tried again, then said without detail; and is gone with the case', async () => {
    const slip = await signed({ contact: '13900000009', tell: 'yes' });
    const { simulator } = county.services;
    if (!simulator) throw new Error('a demo shows what it sends');
    const send = simulator.text.send.bind(simulator.text);
    let tries = 0;
    Object.assign(simulator.text, { send: () => { tries += 1; return Promise.resolve('away'); } });
    await act('urban', slip, 'messages', { words: '灯在哪边？' });
    await settled();
    for (let hours = 0; hours < 12; hours += 1) await county.advance(HOUR_MS);
    Object.assign(simulator.text, { send });
    expect(tries).toBe(5);
    const mine = (await (await county.holding(slip)).get('/my')).html;
    expect(mine).toContain('没能送到');
    expect(mine).not.toContain('13900000009');
    expect(await rowsOf(slip)).toMatchObject([{ state: 'undelivered', channels: ['text'] }]);

    await county.db.database.inTransaction({ kind: 'system', jurisdiction: COUNTY, job: 'erasure' }, (tx) => forgetNotices(tx, slip.caseId), 'worker');
    expect(await rowsOf(slip)).toEqual([]);
  });
});

function shown(): readonly string[] {
  return (county.services.simulator?.shown() ?? []).filter(({ channel }) => channel === 'text').map(({ text }) => text);
}

async function rowsOf({ caseId }: Slip): Promise<readonly { readonly state: string; readonly channels: readonly string[] }[]> {
  return (await county.db.owner.query<{ state: string; channels: string[] }>('select state, channels from notices.notices where case_id = $1 order by noted_at', [caseId])).rows;
}

/** Until so many notices of the case have gone out: the queue works beside the pages. */
async function told(slip: Slip, count: number): Promise<void> {
  for (let tried = 0; tried < 200; tried += 1) {
    await county.background.sweepNow();
    if ((await rowsOf(slip)).filter(({ state }) => state === 'told').length >= count) return;
    await wait(50);
  }
  throw new Error(`told ${JSON.stringify(await rowsOf(slip))}, not ${count}; ${county.troubles().join()}`);
}

/** Until no promise waits in the outbox or the queue. */
async function settled(): Promise<void> {
  for (let tried = 0; tried < 200; tried += 1) {
    const { rows } = await county.db.owner.query<{ n: number }>('select (select count(*) from jobs.outbox)::int + (select count(*) from graphile_worker._private_jobs)::int as n');
    if (rows[0]?.n === 0) break;
    await wait(50);
  }
  await county.background.sweepNow();
}

async function act(by: string, slip: Slip, what: string, fields: Readonly<Record<string, string>>): Promise<void> {
  expect(await county.desk.act(by, slip.caseId, what, fields), what).toBe(true);
}

async function signed(fields: Readonly<Record<string, string>>): Promise<Slip> {
  const slip = await county.desk.report({ words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'sealed', contact: PHONE, ...fields });
  await act('dispatcher', slip, 'acceptance', { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '三盏灯不亮' });
  await act('dispatcher', slip, 'dispatch', { lead: 'urban-management' });
  await act('urban', slip, 'signature', {});
  return slip;
}

function fresh(purpose: string): { readonly token: string; readonly key: string } {
  return { token: county.services.tokens.issue(purpose), key: newFormKey() };
}
