import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/instant.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { sequenceAll } from '../../src/record/index.ts';
import { openBrowser, type Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';

const PHONE = '13912340088';
const LINE = '02788881234';
let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

describe('a call to somebody who agreed to be phoned', () => {
  it('rings the office’s phone and then the resident’s, shows no number to anybody, and stands on the resident’s page, who may object', async () => {
    const slip = await agreed();
    const [handler, holder] = [await county.signedIn('urban'), await county.holding(slip)];
    expect((await handler.get(`/console/cases/${slip.caseId}`)).html).toContain('请系统接通当事人的电话');
    const asked = await call(handler, slip);
    expect([asked.status, asked.location]).toEqual([303, `/console/cases/${slip.caseId}/calls?asked=yes`]);
    const [ringing] = county.services.simulator?.ringing() ?? [];
    expect(ringing?.callback).toMatch(/^\/calls\/[A-Za-z0-9_-]{40,}$/);
    expect((await openBrowser(county.app).get('/gateway')).html).toContain(ringing?.callback);

    const gateway = openBrowser(county.app);
    expect((await gateway.post(ringing?.callback ?? '', { outcome: 'not-connected' })).status).toBe(422);
    expect((await gateway.post(`${ringing?.callback.slice(0, -4) ?? ''}AAAA`, { outcome: 'reached' })).status).toBe(404);
    expect((await gateway.post(ringing?.callback ?? '', { outcome: 'reached' })).status).toBe(303);
    // Said again, otherwise: what was heard first stands.
    await gateway.post(ringing?.callback ?? '', { outcome: 'refused' });
    expect((await handler.get(`/console/cases/${slip.caseId}/calls`)).html).toMatch(/接通了/);
    expect((await handler.get(`/console/cases/${slip.caseId}`)).html).toContain('电话接通了');
    const { rows } = await county.db.owner.query<{ stage: string }>('select stage from cases.cases where case_id = $1', [slip.caseId]);
    expect(rows[0]?.stage).toBe('contacted');

    const mine = (await holder.get('/my')).html;
    expect(mine).toContain('打给您的电话');
    expect(mine).toMatch(/县城市管理局 · 承办单位/);
    expect((await holder.post('/my/calls/1', { words: '', ...fresh('resident') })).status).toBe(422);
    expect((await holder.post('/my/calls/1', { words: '响了一声就断了 canary', ...fresh('resident') })).status).toBe(303);
    expect((await holder.get('/my')).html).toContain('响了一声就断了');
    expect((await handler.get(`/console/cases/${slip.caseId}/calls`)).html).toContain('当事人有异议：响了一声就断了');
    expect((await holder.post('/my/calls/1', { words: '再说一次', ...fresh('resident') })).status).not.toBe(422);

    await sequenceAll(county.db.database, COUNTY);
    const pages = [await handler.get(`/console/cases/${slip.caseId}/calls`), await handler.get(`/console/cases/${slip.caseId}`), await openBrowser(county.app).get(`/cases/${slip.number}`), await openBrowser(county.app).get('/gateway'), await holder.get('/my')];
    for (const { html } of pages) for (const number of [PHONE, LINE]) expect(html).not.toContain(number);
    expect(pages[2]?.html).not.toMatch(/电话接通|请系统接通/);
    for (const table of ['cases.payloads', 'record.events', 'record.entries', 'jobs.outbox', 'vault.budgets', 'platform.idempotency', 'cases.public_cases']) {
      const found = await county.db.owner.query<{ text: string | null }>(`select string_agg(one::text, ' ') as text from ${table} one`);
      for (const number of [PHONE, LINE]) expect(found.rows[0]?.text ?? '', table).not.toContain(number);
    }
    expect(county.logged().join('') + county.troubles().join('')).not.toMatch(new RegExp(`${PHONE}|${LINE}`));
    const entries = await county.db.owner.query<{ text: string }>("select string_agg(convert_from(entry, 'UTF8'), ' ') as text from record.entries");
    expect(entries.rows[0]?.text).toContain('case.signed');
    expect(entries.rows[0]?.text).not.toContain('case.call-');
  });

  it('is not connected once they take it back, nor by whoever does not have the case', async () => {
    const slip = await agreed();
    const handler = await county.signedIn('urban');
    for (const username of ['qingshan', 'dispatcher', 'supervisor']) expect([403, 404], username).toContain((await call(await county.signedIn(username), slip)).status);
    expect((await (await county.holding(slip)).post('/my/consent/end', fresh('resident'))).status).toBe(303);
    const refused = await call(handler, slip);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('当事人没有答应打电话');
    expect(refused.html).toContain(`value="${LINE}"`);
    expect((await handler.get(`/console/cases/${slip.caseId}`)).html).not.toContain('请系统接通当事人的电话');
    expect(await callsOf(slip)).toBe(0);
  });

  it('is asked for once however often the form comes, not while one rings, and three times a day', async () => {
    const slip = await agreed();
    const handler = await county.signedIn('urban');
    const form = { line: LINE, ...fresh('staff') };
    for (let sent = 0; sent < 3; sent += 1) expect((await handler.post(`/console/cases/${slip.caseId}/calls`, form)).status).toBe(303);
    expect(await callsOf(slip)).toBe(1);
    expect((await call(handler, slip)).html).toContain('请等十分钟再打');
    expect((await handler.post(`/console/cases/${slip.caseId}/calls`, { line: '打我手机', ...fresh('staff') })).html).toContain('只写数字');
    for (let more = 0; more < 2; more += 1) {
      await county.advance(20 * MINUTE_MS);
      expect((await call(handler, slip)).status).toBe(303);
    }
    await county.advance(20 * MINUTE_MS);
    expect((await call(handler, slip)).html).toContain('今天给这位当事人打的次数够多了');
    expect(await callsOf(slip)).toBe(3);
  });

  it('that could not be dialled is said so; of one that nobody heard of, nothing is believed hours later', async () => {
    const slip = await agreed();
    const handler = await county.signedIn('urban');
    const { simulator } = county.services;
    if (!simulator) throw new Error('a demo shows what it sends');
    const connect = simulator.call.connect.bind(simulator.call);
    Object.assign(simulator.call, { connect: () => Promise.reject(new Error(`no route to ${PHONE}`)) });
    const failed = await call(handler, slip);
    Object.assign(simulator.call, { connect });
    expect(failed.status).toBe(409);
    expect(failed.html).toContain('没有拨出去');
    expect((await (await county.holding(slip)).get('/my')).html).toContain('没有拨出去');
    await county.advance(20 * MINUTE_MS);
    expect((await call(handler, slip)).status).toBe(303);
    const callback = simulator.ringing()[0]?.callback ?? '';
    await county.advance(3 * HOUR_MS);
    expect((await openBrowser(county.app).post(callback, { outcome: 'reached' })).status).toBe(404);
    expect((await (await county.holding(slip)).get('/my')).html).toContain('还没有听到结果');
  });
});

function call(browser: Browser, slip: Slip) {
  return browser.post(`/console/cases/${slip.caseId}/calls`, { line: LINE, ...fresh('staff') });
}

async function callsOf({ caseId }: Slip): Promise<number> {
  return (await county.db.owner.query("select from record.events where stream = $1 and type = 'case.call-asked.v1'", [caseId])).rowCount ?? 0;
}

/** Signed for by the urban bureau, and its resident lets them phone for some days. */
async function agreed(): Promise<Slip> {
  const slip = await county.desk.report({ words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'sealed', contact: PHONE });
  const acceptance = { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '三盏灯不亮' };
  for (const [by, act, fields] of [['dispatcher', 'acceptance', acceptance], ['dispatcher', 'dispatch', { lead: 'urban-management' }], ['urban', 'signature', {}]] as const) {
    expect(await county.desk.act(by, slip.caseId, act, fields), act).toBe(true);
  }
  const until = new Date(county.services.clock.now() + 5 * DAY_MS).toISOString().slice(0, 10);
  expect((await (await county.holding(slip)).post('/my/consent', { phone: 'yes', until, ...fresh('resident') })).status).toBe(303);
  return slip;
}

function fresh(purpose: string): { readonly token: string; readonly key: string } {
  return { token: county.services.tokens.issue(purpose), key: newFormKey() };
}
