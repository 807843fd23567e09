import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../src/kernel/instant.ts';
import type { Outcome } from '../src/kernel/outcome.ts';
import { formatPercent } from '../src/platform/i18n/index.ts';
import { openBrowser } from '../town/browser.ts';
import type { Slip } from '../town/desk.ts';
import { openCounty, type County } from './support/county.ts';

// Promise 16: what comes first says what helps, who answers for it, by when, and what those who raised it say.
const FEE = { words: '开学多收了二百块资料费', kind: 'help', topic: 'education.fees', place: '990101101000', anonymity: 'anonymous' };
const CLASSED = { kind: 'help', urgency: 'ordinary', topic: 'education.fees', place: '990101101000', summary: '学校多收资料费' };
const LEAD = 'market-supervision';

let county: County;
beforeAll(async () => { county = await openCounty({ daysAgo: 40 }); }, 120_000);
afterAll(async () => { await county.close(); });

let asked = 0;
/** Drawn anew: a page of one address is kept for a second. */
async function read(path: string, lang = 'zh'): Promise<string> {
  const { status, html } = await openBrowser(county.app).get(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}&asked=${asked += 1}`);
  expect([path, status]).toEqual([path, 200]);
  return html;
}
const submit = async (fields: Readonly<Record<string, string>>) => openBrowser(county.app).post('/report', { ...FEE, ...county.fresh('report'), ...fields });
const checked = (html: string): string | undefined => /<input[^>]*name="anonymity"[^>]*checked[^>]*>/.exec(html)?.[0];

describe('whoever raises a matter of a class', () => {
  it('reads on the form what helps, who answers for it and whom it goes round, and finds a sealed contact chosen', async () => {
    const html = await read('/report?sealed=no&topic=education.fees');
    for (const part of ['收据、通知或群消息截图（请遮住孩子的姓名）', '市场监督管理局', '教育', 'href="/classes/school-fees"', 'href="/report/sealed"']) expect(html).toContain(part);
    expect(checked(html)).toContain('value="sealed"');
    expect(await read('/report?sealed=no&topic=education.fees', 'en')).toContain('Receipt, letter or group message');
  });

  it('is asked for nothing of it elsewhere, and where the class is not sealed by default nothing is chosen for them', async () => {
    const lamp = await read('/report?sealed=no&topic=urban.lighting.out');
    expect(lamp).not.toContain('/classes/school-fees');
    expect(checked(lamp)).toContain('value="anonymous"');
    const care = await read('/report?sealed=no&topic=health.care');
    expect(care).toContain('href="/classes/medical-care"');
    expect(checked(care)).toContain('value="anonymous"');
  });

  it('reads the same on the page before sending, without script, and seals the contact with one press: nothing typed is lost', async () => {
    const check = (await submit({})).html;
    expect(check).toContain('收据、通知或群消息截图（请遮住孩子的姓名）');
    expect(check).toContain('name="edit" value="sealed"');
    const back = (await submit({ edit: 'sealed' })).html;
    expect(checked(back)).toContain('value="sealed"');
    expect(back).toContain(FEE.words);
    const sealed = (await submit({ anonymity: 'sealed', contact: '13900000001' })).html;
    expect(sealed).toContain('收据、通知或群消息截图（请遮住孩子的姓名）');
    expect(sealed).not.toContain('name="edit" value="sealed"');
  });
});

describe('the pages of the classes', () => {
  it('name all six with who leads and by when, and an unknown one is not there', async () => {
    const html = await read('/classes');
    for (const code of ['farm-support', 'fake-supplies', 'diverted-funds', 'school-fees', 'medical-care', 'land-and-housing']) expect(html).toContain(`href="/classes/${code}"`);
    expect((await openBrowser(county.app).get('/classes/nothing')).status).toBe(404);
    expect(await read('/j/minimal/classes')).toContain('还没有定出切身利益的类别');
  });

  it('show the clock that the cases of the class really have', async () => {
    const fee = await read('/classes/school-fees');
    for (const line of ['2 个工作小时内', '5 个工作日内', '2 个工作日内', '《中华人民共和国义务教育法》', 'topic=education.fees']) expect(fee).toContain(line);
    const { limitFor } = county.services.directories.get('linjiang' as never);
    expect(limitFor({ limit: 'answer', kind: 'complaint', urgency: 'ordinary', topic: 'education.fees' as never, channel: 'web', level: 'county' })).toEqual({ amount: 5, unit: 'working-days', rule: 'school-fees-answer' });
    const funds = await read('/classes/diverted-funds');
    for (const line of ['1 个工作小时内', '10 个工作日内']) expect(funds).toContain(line);
    expect(await read('/classes/land-and-housing', 'en')).toContain('within 4 working hours');
  });

  it('tell no case before ten of its topic can be told, then all of them, with what was judged after a reopening', async () => {
    const slips: Slip[] = [];
    for (let one = 0; one < 14; one += 1) slips.push(await answered());
    expect(await read('/classes/school-fees')).toContain('没有可以列出的诉求');
    for (const [n, slip] of slips.entries()) await judged(slip, n < 2 ? 'solved' : 'unsolved');
    for (const slip of slips.slice(2)) await answeredAgain(slip);
    for (const [n, slip] of slips.slice(2).entries()) await judged(slip, n < 9 ? 'solved' : 'unsolved');
    for (let day = 0; day < 3; day += 1) await county.advance(DAY_MS);
    const html = await read('/classes/school-fees');
    // Eleven of fourteen in the end; nine of the twelve that were dealt with again.
    for (const part of [786, 750].map((permille) => formatPercent(permille, 'zh'))) expect(html).toContain(part);
    expect(slips.every(({ number }) => html.includes(`/cases/${number}`))).toBe(true);
    const stage = await read('/classes/school-fees?stage=solved');
    expect(slips.filter(({ number }) => stage.includes(`/cases/${number}`))).toHaveLength(11);
    expect(await read('/classes/school-fees?stage=withdrawn')).toContain('没有可以列出的诉求');
    expect(await read('/classes/farm-support')).toContain('没有可以列出的诉求');
    expect((await openBrowser(county.app).get('/classes/school-fees?after=none')).status).toBe(404);
  }, 200_000);
});

async function answered(): Promise<Slip> {
  const { desk } = county;
  const slip = await desk.report(FEE);
  expect(await desk.act('dispatcher', slip.caseId, 'acceptance', CLASSED)).toBe(true);
  expect(await desk.act('dispatcher', slip.caseId, 'dispatch', { lead: LEAD })).toBe(true);
  await signAndAnswer(slip, LEAD);
  return slip;
}

async function signAndAnswer(slip: Slip, unit: string): Promise<void> {
  const worker = await county.desk.workerOf(unit as never);
  expect(await county.desk.act(worker, slip.caseId, 'signature', {})).toBe(true);
  expect(await county.desk.act(worker, slip.caseId, 'answer', { found: '查过', done: '退了', inPublic: 'yes' })).toBe(true);
}

async function answeredAgain(slip: Slip): Promise<void> {
  const { rows: [row] } = await county.db.owner.query<{ owner: string }>('select owner from cases.cases where case_id = $1', [slip.caseId]);
  await signAndAnswer(slip, row?.owner ?? '');
}

async function judged(slip: Slip, outcome: Outcome): Promise<void> {
  expect(await county.desk.judge(slip, outcome, '', undefined)).toBe(true);
}
