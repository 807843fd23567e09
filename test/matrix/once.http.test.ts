import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import type { CaseAct } from '../../src/ui/page.ts';
import type { Answer, Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { openCounty, type County } from '../support/county.ts';

// A form counts once: a double tap, a network that repeats, a page sent again from the browser's history.
const TIMES = 5;
const TOPIC = 'urban.lighting.out';
const PLACE = '990101101000';

let county: County;
let desks: Readonly<Record<'dispatcher' | 'urban' | 'supervisor' | 'system', Browser>>;
beforeAll(async () => {
  county = await openCounty();
  const [dispatcher, urban, supervisor, system] = await Promise.all(
    (['dispatcher', 'urban', 'supervisor', 'system'] as const).map((name) => county.signedIn(name)));
  if (!dispatcher || !urban || !supervisor || !system) throw new Error('nobody came to work');
  desks = { dispatcher, urban, supervisor, system };
});
afterAll(async () => { await county.close(); });

const ACCEPTANCE = { kind: 'help', topic: TOPIC, urgency: 'ordinary', place: PLACE, summary: '三盏灯不亮', wordsReviewed: 'yes' };

type Step = readonly [by: keyof typeof desks, act: CaseAct, fields: Readonly<Record<string, string>>];
const ACCEPT: Step = ['dispatcher', 'acceptance', ACCEPTANCE];
const DIVERT: Step = ['dispatcher', 'diversion', { reason: 'statutory-channel', explanation: '法院已经立案' }];
const DISPATCH: Step = ['dispatcher', 'dispatch', { lead: 'urban-management' }];
const SIGN: Step = ['urban', 'signature', {}];
const PAUSE: Step = ['urban', 'pause', { reason: 'expert-report', explanation: '等检测', until: inThreeDays() }];
const ANSWER: Step = ['urban', 'answer', { found: '线断了', done: '接好了', inPublic: 'yes' }];

describe('five equal forms at once', () => {
  it.each<[CaseAct, Step, readonly Step[]]>([
    ['acceptance', ACCEPT, []],
    ['diversion', DIVERT, []],
    ['dispatch', DISPATCH, [ACCEPT]],
    ['transfer', ['dispatcher', 'transfer', { to: 'town-qingshan', reason: '属地办理' }], [ACCEPT, DISPATCH]],
    ['signature', SIGN, [ACCEPT, DISPATCH]],
    ['contact', ['urban', 'contact', { means: 'visit', note: '约好了时间' }], [ACCEPT, DISPATCH, SIGN]],
    ['pause', PAUSE, [ACCEPT, DISPATCH, SIGN]],
    ['resumption', ['urban', 'resumption', {}], [ACCEPT, DISPATCH, SIGN, PAUSE]],
    ['answer', ANSWER, [ACCEPT, DISPATCH, SIGN]],
    ['summary', ['dispatcher', 'summary', { summary: '一条巷子的灯不亮' }], [ACCEPT]],
  ])('%s happens once, and all five lead on', async (_name, step, before) => {
    const slip = await spoken();
    for (const one of before) await take(slip, one);
    const events = await eventsOf(slip);
    const [by, act, fields] = step;
    const answers = await repeat(desks[by], `/console/cases/${slip.caseId}/${act}`, { ...fields, ...fresh('staff') });
    expect(answers).toEqual(Array.from({ length: TIMES }, () => [303, `/console/cases/${slip.caseId}?done=${act}`]));
    expect(await eventsOf(slip)).toBe(events + 1);
  });

  it('a settlement, by whoever reviews', async () => {
    const slip = await spoken();
    await take(slip, DIVERT);
    expect((await (await county.holding(slip)).post('/my/contest', { reason: '请再看', ...fresh('resident') })).status).toBe(303);
    const answers = await repeat(desks.supervisor, `/console/cases/${slip.caseId}/settlement`, { ruling: 'upheld', explanation: '维持', ...fresh('staff') });
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([303]));
    expect(await eventsOf(slip, 'case.diversion-settled.v1')).toBe(1);
  });

  it.each<[string, 'verdict' | 'withdrawal' | 'contest', Readonly<Record<string, string>>, readonly Step[], string, string]>([
    ['"solved"', 'verdict', { outcome: 'solved', comment: '亮了' }, [ACCEPT, DISPATCH, SIGN, ANSWER], 'case.judged.v1', '/my/satisfaction'],
    ['"unsolved", which reopens the case', 'verdict', { outcome: 'unsolved', comment: '没人来' }, [ACCEPT, DISPATCH, SIGN, ANSWER], 'case.judged.v1', '/my/satisfaction'],
    ['a withdrawal', 'withdrawal', { reason: '自己好了' }, [ACCEPT], 'case.withdrawn.v1', '/my'],
    ['a contested diversion', 'contest', { reason: '法院不管这个' }, [DIVERT], 'case.diversion-contested.v1', '/my'],
  ])('of a resident: %s', async (_name, what, fields, before, event, onward) => {
    const slip = await spoken();
    for (const one of before) await take(slip, one);
    const answers = await repeat(await county.holding(slip), `/my/${what}`, { ...fields, ...fresh('resident') });
    expect(answers).toEqual(Array.from({ length: TIMES }, () => [303, onward]));
    expect(await eventsOf(slip, event)).toBe(1);
  });

  it('a message is one message, on either side', async () => {
    const slip = await spoken();
    for (const one of [ACCEPT, DISPATCH, SIGN]) await take(slip, one);
    const asked = await repeat(desks.urban, `/console/cases/${slip.caseId}/messages`, { words: '灯在哪边？', ...fresh('staff') });
    expect(asked).toEqual(Array.from({ length: TIMES }, () => [303, `/console/cases/${slip.caseId}/messages?sent=yes`]));
    const replied = await repeat(await county.holding(slip), '/my/messages', { words: '在东边', ...fresh('resident') });
    expect(replied).toEqual(Array.from({ length: TIMES }, () => [303, '/my/messages?sent=yes']));
    expect([await eventsOf(slip, 'case.asked.v1'), await eventsOf(slip, 'case.replied.v1')]).toEqual([1, 1]);
  });

  it('a ballot is one ballot', async () => {
    const slip = await spoken();
    for (const one of [ACCEPT, DISPATCH, SIGN, ANSWER]) await take(slip, one);
    const holder = await county.holding(slip);
    expect((await holder.post('/my/verdict', { outcome: 'solved', ...fresh('resident') })).status).toBe(303);
    const ballots = await count('select count(*)::int as n from verdicts.ballots');
    const answers = await repeat(holder, '/my/satisfaction', { satisfaction: '5', ...fresh('resident') });
    expect(answers).toEqual(Array.from({ length: TIMES }, () => [303, '/my/thanks']));
    expect(await count('select count(*)::int as n from verdicts.ballots')).toBe(ballots + 1);
  });

  it('a report is one case, and every answer shows the same receipt', async () => {
    const browser = await county.holding(await spoken());
    const fields = { words: '井盖没了', kind: 'help', anonymity: 'anonymous', ...fresh('report') };
    const cases = await count('select count(*)::int as n from cases.cases');
    const pages = await Promise.all(Array.from({ length: TIMES }, () => browser.post('/receipts', fields)));
    expect(pages.map(({ status }) => status)).toEqual(Array.from({ length: TIMES }, () => 201));
    expect(new Set(pages.map(({ html }) => /digits-code">(.*?)<\/dd>/s.exec(html)?.[1])).size).toBe(1);
    expect(await count('select count(*)::int as n from cases.cases')).toBe(cases + 1);
  });

  it('a new account is one account, and every answer shows the same one-time password', async () => {
    const fields = { username: 'new-hand', name: '新来的', unit: 'urban-management', ...fresh('staff') };
    const made = await Promise.all(Array.from({ length: TIMES }, () => desks.system.post('/console/accounts', fields)));
    expect(made.map(({ status }) => status)).toEqual(Array.from({ length: TIMES }, () => 201));
    expect(new Set(made.map(passwordIn)).size).toBe(1);
    expect(await count("select count(*)::int as n from accounts.staff where username = 'new-hand'")).toBe(1);
    const { rows } = await county.db.owner.query<{ id: string }>("select id from accounts.staff where username = 'new-hand'");
    const asked = fresh('staff');
    const renewed = await Promise.all(Array.from({ length: TIMES }, () => desks.system.post(`/console/accounts/${rows[0]?.id ?? ''}/one-time-password`, asked)));
    expect(renewed.map(({ status }) => status)).toEqual(Array.from({ length: TIMES }, () => 200));
    expect(new Set(renewed.map(passwordIn)).size).toBe(1);
    expect(passwordIn(renewed[0])).not.toBe(passwordIn(made[0]));
    for (const act of ['disabling', 'enabling', 'disabling'] as const) {
      const answers = await repeat(desks.system, `/console/accounts/${rows[0]?.id ?? ''}/${act}`, fresh('staff'));
      expect(new Set(answers.map(([status]) => status)), act).toEqual(new Set([303]));
    }
  });
});

describe('a form that is no repetition', () => {
  it('counts apart when it was corrected with "back" and sent again', async () => {
    const slip = await spoken();
    for (const one of [ACCEPT, DISPATCH, SIGN]) await take(slip, one);
    const hidden = fresh('staff');
    for (const note of ['约了明天', '约了后天']) {
      expect((await desks.urban.post(`/console/cases/${slip.caseId}/contact`, { means: 'phone', note, ...hidden })).status).toBe(303);
    }
    expect(await eventsOf(slip, 'case.contacted.v1')).toBe(2);
  });

  it('is asked for again, with all that was typed, after a session has ended: of the desk and of a resident', async () => {
    const slip = await spoken();
    for (const one of [ACCEPT, DISPATCH, SIGN]) await take(slip, one);
    const handler = await county.signedIn('urban');
    await handler.post('/staff/sign-out', fresh('staff'));
    const typed = { found: '查到 <电缆> 断了', done: '换了四十米', inPublic: 'yes', ...fresh('staff') };
    const refused = await handler.post(`/console/cases/${slip.caseId}/answer`, typed);
    expect(refused.status).toBe(401);
    const again = formIn(refused.html);
    expect(again).toMatchObject({ found: typed.found, done: typed.done, key: typed.key });
    await handler.post('/staff/sign-in', { username: 'urban', password: 'minsheng-demo', next: '/console' });
    expect((await handler.post(`/console/cases/${slip.caseId}/answer`, again)).status).toBe(303);

    const holder = await county.holding(slip);
    await holder.post('/my/leave', {});
    const late = await holder.post('/my/verdict', { outcome: 'unsolved', comment: '两天又坏了', ...fresh('resident') });
    expect(late.status).toBe(401);
    expect(formIn(late.html)).toMatchObject({ outcome: 'unsolved', comment: '两天又坏了' });
    await holder.post('/follow', { number: slip.number, code: slip.code, ...fresh('follow') });
    expect((await holder.post('/my/verdict', formIn(late.html))).status).toBe(303);
    expect(await eventsOf(slip, 'case.judged.v1')).toBe(1);
  });

  it('never speaks about the case of another receipt that was opened meanwhile in the same browser', async () => {
    const [first, second] = [await spoken(), await spoken()];
    for (const slip of [first, second]) for (const one of [ACCEPT, DISPATCH, SIGN, ANSWER]) await take(slip, one);
    const browser = await county.holding(first);
    const page = formIn((await browser.get('/my')).html);
    await browser.post('/follow', { number: second.number, code: second.code, ...fresh('follow') });
    expect((await browser.post('/my/verdict', { ...page, outcome: 'solved' })).status).toBe(401);
    expect([await eventsOf(first, 'case.judged.v1'), await eventsOf(second, 'case.judged.v1')]).toEqual([0, 0]);
  });
});

async function repeat(browser: Browser, path: string, fields: Readonly<Record<string, string>>): Promise<[number, string][]> {
  const answers = await Promise.all(Array.from({ length: TIMES }, () => browser.post(path, fields)));
  return answers.map(({ status, location }) => [status, location]);
}

async function take(slip: Slip, [by, act, fields]: Step): Promise<void> {
  const { status } = await desks[by].post(`/console/cases/${slip.caseId}/${act}`, { ...fields, ...fresh('staff') });
  expect(status, act).toBe(303);
}

function fresh(purpose: string): { readonly token: string; readonly key: string } {
  return { token: county.services.tokens.issue(purpose), key: newFormKey() };
}

function spoken(): Promise<Slip> {
  return county.desk.report({ words: '路灯坏了三天', kind: 'help', topic: TOPIC, place: PLACE, anonymity: 'anonymous', publish: 'yes' });
}

function eventsOf(slip: Slip, type?: string): Promise<number> {
  return count('select count(*)::int as n from record.events where stream = $1 and ($2::text is null or type = $2)', [slip.caseId, type ?? null]);
}

async function count(sql: string, values: readonly unknown[] = []): Promise<number> {
  const { rows } = await county.db.owner.query<{ n: number }>(sql, [...values]);
  return rows[0]?.n ?? 0;
}

function passwordIn(page: Answer | undefined): string {
  return /<code>((?:[a-z2-9]{4}-){3}[a-z2-9]{4})<\/code>/.exec(page?.html ?? '')?.[1] ?? '';
}

/** The hidden fields of the main form of a page. */
function formIn(html: string): Record<string, string> {
  const main = html.slice(html.indexOf('<main'));
  return Object.fromEntries([...main.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function inThreeDays(): string {
  return new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
}
