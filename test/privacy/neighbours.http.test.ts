import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/kernel/instant.ts';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { loadJurisdiction } from '../../src/slices/units/index.ts';
import { openBrowser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { openCounty, type County } from '../support/county.ts';

let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

/** A case that the log has opened with nine others. */
let told = '';
/** A village, its township, and another village of the same township. */
const [VILLAGE, TOWN, OTHER] = ['990101001001', '990101001000', '990101001002'];
const LAMP = { words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: VILLAGE, address: '临水路9号', anonymity: 'anonymous' };
const ACCEPTANCE = { kind: 'help', urgency: 'ordinary', topic: 'urban.lighting.out', place: VILLAGE, summary: '一处路灯不亮' };

async function listed(fields: Readonly<Record<string, string>> = {}): Promise<Slip> {
  const slip = await county.desk.report({ ...LAMP, ...fields });
  expect(await county.desk.act('dispatcher', slip.caseId, 'acceptance', ACCEPTANCE)).toBe(true);
  expect(await county.desk.act('dispatcher', slip.caseId, 'dispatch', { lead: 'urban-management' })).toBe(true);
  return slip;
}

async function answered(fields: Readonly<Record<string, string>> = {}): Promise<Slip> {
  const slip = await listed(fields);
  expect(await county.desk.act('urban', slip.caseId, 'signature', {})).toBe(true);
  expect(await county.desk.act('urban', slip.caseId, 'answer', { found: '灯泡烧坏', done: '已更换', inPublic: 'no' })).toBe(true);
  return slip;
}

describe('what a neighbour can find out', () => {
  it('ends at the township: no page, filter or machine tells the village (T10)', async () => {
    const slips: Slip[] = [];
    for (let one = 0; one < 10; one += 1) slips.push(await answered());
    // Until ten alike are opened together, not even the township; nor is any of them found by it.
    const waiting = await Promise.all([`/cases?place=${TOWN ?? ''}`, '/cases?topic=urban', '/cases?q=路灯', `/cases/${slips[0]?.number ?? ''}`].map(async (path) => (await openBrowser(county.app).get(encodeURI(path))).html.replace(/<select[\s\S]*?<\/select>/g, '')));
    for (const html of waiting) for (const secret of ['江滨街道', '路灯不亮', '说了这件事']) expect(html.replaceAll('街道办事处', '')).not.toContain(secret);
    for (const html of waiting.slice(0, 3)) expect(html).not.toContain('href="/cases/');
    await county.advance(2 * DAY_MS);
    told = slips[0]?.number ?? '';
    const number = told;
    const browser = openBrowser(county.app);
    const lists = await Promise.all([VILLAGE, TOWN, OTHER].map(async (place) => (await browser.get(`/cases?place=${place ?? ''}&since=told`)).html));
    // A filter by any village asks for its township: it says of no case which village it is from.
    for (const html of lists) expect(html).toContain(`/cases/${number}`);
    const pages = [...lists, (await browser.get(`/cases/${number}?since=told`)).html, (await browser.get(`/open311/v2/requests/${number}.json`)).html];
    for (const html of pages) {
      expect(html.includes('江滨街道') || html.includes(TOWN ?? '')).toBe(true);
      for (const secret of ['临水路9号', '路灯坏了三天']) expect(html).not.toContain(secret);
    }
    for (const html of pages.slice(3)) for (const secret of ['临水社区', VILLAGE ?? '']) expect(html).not.toContain(secret);
  });

  it('does not include by which channel somebody spoke, nor how they were reached', async () => {
    const { html } = await openBrowser(county.app).get(`/cases/${told}?since=then`);
    expect(html).toContain('说了这件事');
    expect(html).not.toContain('说了这件事（');
  });

  it('does not grow when a place opens its data to machines: the form promised the township', async () => {
    const { services } = county;
    await loadJurisdiction(services.database, join(projectRoot(), 'jurisdictions', 'city311'), services.keys);
    await services.directories.refresh();
    const sent = await openBrowser(county.app).post('/j/city311/receipts', { words: '楼下整夜施工', address: '临水路9号', anonymity: 'anonymous', key: newFormKey(), token: services.tokens.issue('report') });
    expect(sent.status).toBe(201);
    const { rows } = await county.db.owner.query<{ open: string }>(
      `select convert_from(envelope, 'UTF8') as open from record.events where jurisdiction = 'city311' and type = 'case.submitted.v1'`);
    expect(rows[0]?.open).toContain('"publishPlace":false');
  });
});

describe('a case about those above the intake', () => {
  it('is closed to the dispatcher and open to the body outside', async () => {
    const slip = await county.desk.report({ ...LAMP, about: 'county-government' });
    const dispatcher = await county.signedIn('dispatcher');
    expect((await dispatcher.get(`/console/cases/${slip.caseId}`)).status).toBe(404);
    expect((await dispatcher.get(`/console?q=${slip.number}`)).html).not.toContain(slip.caseId);
    expect(await county.desk.act('county', slip.caseId, 'signature', {})).toBe(false);
    const browser = await county.signedIn('outside');
    expect((await browser.get(`/console/cases/${slip.caseId}`)).html).toContain('路灯坏了三天');
  });

  it('is refused, with what to do, where nobody would be left to see it; nothing typed is lost', async () => {
    const sent = await openBrowser(county.app).post('/j/minimal/receipts', {
      words: '窗口推来推去', anonymity: 'anonymous', about: 'government', key: newFormKey(), token: county.services.tokens.issue('report'),
    });
    expect(sent.status).toBe(422);
    expect(sent.html).toContain('没有任何单位能看到这件事');
    expect(sent.html).toContain('窗口推来推去');
  });

  it('is not offered the unit it is about, nor those beneath it', async () => {
    const slip = await county.desk.report({ ...LAMP, about: 'urban-management' });
    expect(await county.desk.act('dispatcher', slip.caseId, 'acceptance', ACCEPTANCE)).toBe(true);
    const { html } = await (await county.signedIn('dispatcher')).get(`/console/cases/${slip.caseId}`);
    expect(html).not.toContain('value="urban-management"');
    expect(await county.desk.act('dispatcher', slip.caseId, 'dispatch', { lead: 'urban-management' })).toBe(false);
    expect((await (await county.signedIn('urban')).get(`/console/cases/${slip.caseId}`)).status).toBe(404);
  });
});

describe('pages with figures', () => {
  it('bear that people withdraw what was answered in time, and say what they leave out', async () => {
    for (let one = 0; one < 11; one += 1) {
      const slip = await answered();
      if (one > 0) expect(await county.desk.withdraw(slip, '')).toBe(true);
    }
    // Ten of a kind are opened together, the day after; until then no figure speaks of them.
    await county.advance(2 * DAY_MS);
    const browser = openBrowser(county.app);
    for (const path of ['/', '/units', '/units/urban-management']) {
      const { status, html } = await browser.get(path);
      expect([path, status]).toEqual([path, 200]);
      if (path !== '/units') expect(html).toContain('本人撤回');
    }
  });
});

describe('the secret vote', () => {
  it('can be cast and changed later from the resident’s own page, as the page promised', async () => {
    const slip = await answered();
    const holder = await county.holding(slip);
    expect((await holder.get('/my')).html).not.toContain('href="/my/satisfaction"');
    expect(await county.desk.judge(slip, 'solved', '', undefined)).toBe(true);
    expect((await holder.get('/my')).html).toContain('href="/my/satisfaction"');
    for (const satisfaction of ['5', '1']) {
      expect((await holder.post('/my/satisfaction', { satisfaction, token: county.services.tokens.issue('resident'), key: newFormKey() })).location).toBe('/my/thanks');
    }
    expect((await county.db.owner.query('select score from verdicts.ballots')).rows).toEqual([{ score: 1 }]);
  });
});

describe('whoever chose to be named', () => {
  it('reads in their own language who looked at what, and why', async () => {
    const slip = await listed({ anonymity: 'named', contact: '13900000001', name: '赵小满' });
    const handler = await county.signedIn('urban');
    const looked = await handler.post(`/console/cases/${slip.caseId}/identity`, { reason: '约上门时间', token: county.services.tokens.issue('staff'), key: newFormKey() });
    expect(looked.html).toContain('13900000001');
    const { html } = await (await county.holding(slip)).get('/my');
    expect(html).toContain('看了您的姓名 · 电话 · 邮箱，理由是“约上门时间”。');
  });
});
