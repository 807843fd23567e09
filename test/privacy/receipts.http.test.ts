import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { openBrowser, type Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { openCounty, type County } from '../support/county.ts';

let county: County;
beforeAll(async () => { county = await openCounty(); }, 180_000);
afterAll(async () => { await county.close(); });

const REPORT = { words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous' };
const resident = (): Record<string, string> => ({ key: newFormKey(), token: county.services.tokens.issue('resident') });
/** As it is printed on the slip. */
function codeOn(html: string): string {
  return [...(/digits-code">(.*?)<\/dd>/s.exec(html)?.[1] ?? '').matchAll(/\d{4}/g)].map(([group]) => group).join('');
}
async function enters(slip: Pick<Slip, 'number' | 'code'>): Promise<{ readonly browser: Browser; readonly status: number; readonly location: string; readonly html: string }> {
  const browser = openBrowser(county.app);
  const { status, location, html } = await browser.post('/follow', { number: slip.number, code: slip.code, token: county.services.tokens.issue('follow') });
  return { browser, status, location, html };
}

describe('a receipt', () => {
  it('is exchanged by its old code: that dies at once, in every window, and the ballot stays its voter\'s', async () => {
    const slip = await county.desk.report({ ...REPORT });
    for (const [act, fields] of [['acceptance', { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '灯不亮', wordsReviewed: 'yes' }], ['dispatch', { lead: 'urban-management' }]] as const) {
      expect(await county.desk.act('dispatcher', slip.caseId, act, fields)).toBe(true);
    }
    expect(await county.desk.act('urban', slip.caseId, 'signature', {})).toBe(true);
    expect(await county.desk.act('urban', slip.caseId, 'answer', { found: '线断了', done: '接好了', inPublic: 'yes' })).toBe(true);
    expect(await county.desk.judge(slip, 'solved', '', 2)).toBe(true);
    const [first, second] = [await enters(slip), await enters(slip)];
    const keyShown = (html: string): string => /<code>([\w-]{43})<\/code>/.exec(html)?.[1] ?? '';
    const before = keyShown((await first.browser.get('/my/thanks')).html);
    expect(before).toHaveLength(43);
    const form = { ...resident(), number: slip.number, code: slip.code };
    const made = await first.browser.post('/my/receipt', form);
    const code = codeOn(made.html);
    expect([made.status, code.length, code === slip.code]).toEqual([201, 24, false]);
    // The window goes on; the other one, and the old code, are out.
    expect((await first.browser.get('/my')).status).toBe(200);
    expect((await second.browser.get('/my')).location).toBe('/follow');
    expect((await second.browser.post('/my/verdict', { ...resident(), number: slip.number, outcome: 'unsolved' })).status).toBe(401);
    expect((await enters(slip)).status).toBe(422);
    // The answer was lost: the same form, from anywhere, shows the same receipt. Another form with the old code does not.
    const again = await openBrowser(county.app).post('/my/receipt', form);
    expect([again.status, codeOn(again.html)]).toEqual([201, code]);
    expect((await openBrowser(county.app).post('/my/receipt', { ...form, key: newFormKey() })).status).toBe(422);
    // With the new code they find their own ballot, and change it: it is one ballot still.
    const { browser } = await enters({ number: slip.number, code });
    expect(keyShown((await browser.get('/my/thanks')).html)).toBe(before);
    expect((await browser.post('/my/satisfaction', { ...resident(), number: slip.number, satisfaction: '5' })).status).toBe(303);
    const { rows } = await county.db.owner.query<{ score: number }>('select score from verdicts.ballots where unit = $1', ['urban-management']);
    expect(rows).toEqual([{ score: 5 }]);
  });
});

describe('a case that is entered for somebody', () => {
  const entry = (fields: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    channel: 'phone', words: '我这边路灯坏了三天，俺不会写字', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'sealed', contact: '13900007788',
    key: newFormKey(), token: county.services.tokens.issue('staff'), ...fields,
  });
  const hiddenIn = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  const printed = (html: string): { number: string; code: string } => ({ number: (/digits-number">([\d ]+)</.exec(html)?.[1] ?? '').replace(/\s/g, ''), code: (/digits-code">([\d ]+)</.exec(html)?.[1] ?? '').replace(/\s/g, '') });

  it('by phone: its code is on paper alone, opens nothing but its exchange, and is dead then; the words stand as they were said', async () => {
    const clerk = await county.signedIn('dispatcher');
    const form = entry();
    const made = await clerk.post('/console/entry', form);
    expect(made.status).toBe(201);
    const { number, code } = printed(made.html);
    expect([number.length, code.length]).toEqual([12, 24]);
    // Sent twice it is one case, and the paper can be printed again.
    expect(printed((await clerk.post('/console/entry', form)).html)).toEqual({ number, code });
    const first = await enters({ number, code });
    expect([first.status, first.html.includes('先换一个只有您知道的密码')]).toEqual([200, true]);
    for (const path of ['/my', '/my/messages', '/my/withdrawal', '/my/satisfaction', '/my/proof', '/my/consent']) expect((await first.browser.get(path)).location, path).toBe('/my/receipt');
    expect((await first.browser.post('/my/verdict', { ...resident(), number, outcome: 'solved' })).location).toBe('/my/receipt');
    const fresh = codeOn((await first.browser.post('/my/receipt', { ...resident(), number, code: hiddenIn(first.html, 'code'), owed: 'yes' })).html);
    const page = (await first.browser.get('/my')).html;
    expect(page).toContain('我这边路灯坏了三天，俺不会写字');
    expect(page).toContain('由县12345政务热线受理中心代为登记');
    expect((await enters({ number, code })).status).toBe(422);
    expect((await enters({ number, code: fresh })).location).toBe('/my');
    // The public, machines included, learns neither the way nor the desk.
    const { rows } = await county.db.owner.query<{ envelope: Buffer }>('select e.envelope from record.events e join cases.cases c on e.stream = c.case_id::text where c.number = $1 and e.stream_seq = 1', [number]);
    expect(JSON.parse(String(rows[0]?.envelope))).toMatchObject({ role: 'operator', unit: 'intake-centre' });
    const { rows: [row] } = await county.db.owner.query<{ case_id: string }>('select case_id from cases.cases where number = $1', [number]);
    expect(await county.desk.act('dispatcher', row?.case_id as never, 'acceptance', { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '灯不亮', wordsReviewed: 'yes' })).toBe(true);
    for (const path of [`/cases/${number}`, `/open311/v2/requests/${number}.json`]) {
      const { status, html } = await openBrowser(county.app).get(path);
      expect([status, /operator|代为登记|（电话|by phone/.test(html)], path).toEqual([200, false]);
    }
  });

  it('is refused to whoever works in the unit that it is about, above it or beneath it, and loses nothing typed', async () => {
    const clerk = await county.signedIn('dispatcher');
    for (const about of ['intake-centre', 'county-government']) {
      const refused = await clerk.post('/console/entry', entry({ about }));
      expect([refused.status, refused.html.includes('我这边路灯坏了三天'), refused.html.includes('您不能替人登记')], about).toEqual([403, true, true]);
    }
    // The control: about anybody else it goes.
    expect((await clerk.post('/console/entry', entry({ about: 'town-qingshan' }))).status).toBe(201);
    expect((await (await county.signedIn('urban')).post('/console/entry', entry())).status).toBe(403);
  });

  it('is handled by no unit whose own desk entered it', async () => {
    const hired = await county.services.accounts.administration.create(
      { kind: 'system', jurisdiction: county.services.defaultCode, job: 'test' }, { username: 'town-desk', name: 'town-desk', unit: 'town-qingshan' as never, roles: ['operator'] }, { password: 'minsheng-demo' });
    expect(hired.refused).toBe(false);
    const { number } = printed((await (await county.signedIn('town-desk')).post('/console/entry', entry({ channel: 'desk' }))).html);
    const { rows: [row] } = await county.db.owner.query<{ case_id: string }>('select case_id from cases.cases where number = $1', [number]);
    const caseId = row?.case_id as never;
    expect(await county.desk.act('dispatcher', caseId, 'acceptance', { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '灯不亮', wordsReviewed: 'yes' })).toBe(true);
    expect(await county.desk.act('dispatcher', caseId, 'dispatch', { lead: 'town-qingshan' })).toBe(false);
    expect(await county.desk.act('dispatcher', caseId, 'dispatch', { lead: 'urban-management', assisting: ['town-qingshan'] })).toBe(false);
    expect(await county.desk.act('dispatcher', caseId, 'dispatch', { lead: 'urban-management' })).toBe(true);
  });

  it('by a relative on the public page: the receipt is exchanged at its first use as well, and no official learns who wrote', async () => {
    const slip = await county.desk.report({ ...REPORT, proxy: 'cadre' });
    const { html } = await enters(slip);
    expect(html).toContain('先换一个只有您知道的密码');
    const read = await (await county.signedIn('dispatcher')).get(`/console/cases/${slip.caseId}`);
    expect([read.status, /干部|代为登记/.test(read.html)]).toEqual([200, false]);
  });
});

describe('a lost receipt', () => {
  const PHONE = '13900004455';
  const staffForm = (fields: Readonly<Record<string, string>>): Record<string, string> => ({ key: newFormKey(), token: county.services.tokens.issue('staff'), ...fields });
  const raised = () => county.desk.report({ ...REPORT, anonymity: 'sealed', contact: PHONE });
  const printedCode = (html: string): string => (/digits-code">([\d ]+)</.exec(html)?.[1] ?? '').replace(/\s/g, '');
  const hiddenIn = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

  it('is replaced by two people, by what the person says, exchanged at its first use, listed for its holder, and told to nobody else', async () => {
    const slip = await raised();
    const [first, second] = [await county.signedIn('dispatcher'), await county.signedIn('supervisor')];
    const wrong = await first.post('/console/reissues', staffForm({ number: slip.number, said: '13900004456', reason: 'lost' }));
    expect([wrong.status, wrong.html.includes('对不上'), wrong.html.includes('13900004456'), wrong.html.includes(PHONE)]).toEqual([422, true, false, false]);
    // Nobody known, nobody's number, no contact: the same words.
    for (const number of [(await county.desk.report({ ...REPORT })).number, '482109375513']) {
      const other = await first.post('/console/reissues', staffForm({ number, said: PHONE, reason: 'lost' }));
      expect([other.status, other.html.includes('对不上')], number).toEqual([422, true]);
    }
    expect((await first.post('/console/reissues', staffForm({ number: slip.number, said: '+86 139-0000-4455', reason: 'lost' }))).location).toBe('/console/reissues?done=asked');
    expect((await first.post('/console/reissues/approval', staffForm({ number: slip.number }))).status).toBe(403);
    expect((await second.get('/console/reissues')).html).toContain(slip.number.replace(/(\d{4})(?=\d)/g, '$1 '));
    const form = staffForm({ number: slip.number });
    const made = await second.post('/console/reissues/approval', form);
    const code = printedCode(made.html);
    expect([made.status, code.length]).toEqual([201, 24]);
    expect(printedCode((await second.post('/console/reissues/approval', form)).html)).toBe(code);
    // The old code says by whom it was replaced, and opens nothing.
    const old = await enters(slip);
    expect([old.status, old.html.includes('这个密码已经被补发的新密码代替'), old.html.includes(REPORT.words)]).toEqual([200, true, false]);
    expect((await old.browser.get('/my')).location).toBe('/follow');
    const fresh = await enters({ number: slip.number, code });
    expect(fresh.html).toContain('先换一个只有您知道的密码');
    const own = codeOn((await fresh.browser.post('/my/receipt', { ...resident(), number: slip.number, code, owed: 'yes' })).html);
    const { browser } = await enters({ number: slip.number, code: own });
    const page = (await browser.get('/my')).html;
    expect([page.includes('核对了身份，申请补发回执'), page.includes('第二个人同意，补发了回执')]).toEqual([true, true]);
    expect((await first.get(`/console/cases/${slip.caseId}`)).html).not.toMatch(/补发了回执|申请补发/);
  });

  it('is for no unit that has the case, above or beneath it, and not a fourth guess a day', async () => {
    const slip = await raised();
    for (const [act, fields] of [['acceptance', { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '灯不亮', wordsReviewed: 'yes' }], ['dispatch', { lead: 'county-government' }]] as const) {
      expect(await county.desk.act('dispatcher', slip.caseId, act, fields)).toBe(true);
    }
    const clerk = await county.signedIn('dispatcher');
    const refused = await clerk.post('/console/reissues', staffForm({ number: slip.number, said: PHONE, reason: 'lost' }));
    expect(refused.status).toBe(403);
    const other = await raised();
    const tries: number[] = [];
    for (let n = 0; n < 4; n += 1) tries.push((await clerk.post('/console/reissues', staffForm({ number: other.number, said: `1390000${String(1000 + n)}`, reason: 'lost' }))).status);
    expect(tries).toEqual([422, 422, 422, 429]);
    // Nor by another person, nor with the right number: that day is over for this case.
    expect((await (await county.signedIn('supervisor')).post('/console/reissues', staffForm({ number: other.number, said: PHONE, reason: 'lost' }))).status).toBe(429);
  });

  it('that went to somebody else: the old code objects, the new one stands still, a third person gives the case back', async () => {
    const slip = await raised();
    const third = await county.services.accounts.administration.create(
      { kind: 'system', jurisdiction: county.services.defaultCode, job: 'test' }, { username: 'third-hand', name: 'third-hand', unit: 'supervision-office' as never, roles: ['objection-reviewer'] }, { password: 'minsheng-demo' });
    expect(third.refused).toBe(false);
    expect((await (await county.signedIn('dispatcher')).post('/console/reissues', staffForm({ number: slip.number, said: PHONE, reason: 'lost' }))).status).toBe(303);
    const thiefs = printedCode((await (await county.signedIn('supervisor')).post('/console/reissues/approval', staffForm({ number: slip.number }))).html);
    const stolen = await enters({ number: slip.number, code: thiefs });
    const taken = codeOn((await stolen.browser.post('/my/receipt', { ...resident(), number: slip.number, code: hiddenIn(stolen.html, 'code') })).html);
    const owner = openBrowser(county.app);
    expect((await owner.post('/follow/contest', { ...resident(), number: slip.number, code: slip.code, words: '' })).status).toBe(422);
    expect((await owner.post('/follow/contest', { ...resident(), number: slip.number, code: slip.code, words: '我没有去过窗口' })).status).toBe(201);
    const thief = (await enters({ number: slip.number, code: taken })).browser;
    expect((await thief.get('/my')).status).toBe(200);
    expect((await thief.post('/my/withdrawal', { ...resident(), number: slip.number, reason: '算了' })).location).toBe('/my');
    expect((await thief.post('/my/receipt', { ...resident(), number: slip.number, code: taken })).status).toBe(409);
    // Neither of the two settles it.
    expect((await (await county.signedIn('supervisor')).post('/console/reissues/settlement', staffForm({ number: slip.number, ruling: 'upheld', explanation: '没错' }))).status).toBe(403);
    const judge = await county.signedIn('third-hand');
    expect((await judge.get('/console/reissues')).html).toContain('我没有去过窗口');
    expect((await judge.post('/console/reissues/settlement', staffForm({ number: slip.number, ruling: 'overturned', explanation: '查了监控，不是本人' }))).location).toBe('/console/reissues?done=settled');
    expect((await thief.get('/my')).location).toBe('/follow');
    expect((await enters({ number: slip.number, code: taken })).status).toBe(422);
    const back = await enters(slip);
    expect(back.location).toBe('/my');
    expect((await back.browser.get('/my')).html).toContain('原来的密码恢复了');
    expect((await back.browser.post('/my/withdrawal', { ...resident(), number: slip.number })).location).toBe('/my');
  });
});
