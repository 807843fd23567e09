import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteEntry } from '../../src/platform/http/routes-of.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import type { Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { VOICES } from '../../town/voices.ts';
import { COUNTY, ELSEWHERE, openCounty, STRANGER, type County } from '../support/county.ts';
import { fuzz, SEEDS, type FuzzOptions, type FuzzReport } from './fuzz.ts';

// Every route of the whole program, as whoever may be on the other side of it: a clear answer below 500, always.
const MINUTES_MAX = 15 * 60_000;
/** Much of a run: seeds may take other branches on another day, an empty run may not pass. */
const HEARD_MIN = 20;
/** Of those who meet the same handlers as somebody before them, with other rights: what a right changes shows in fewer. `npm run test:long` asks three times as much of all. */
const FEWER = Math.ceil(SEEDS / 8);

let county: County;
let slips: { readonly mine: Slip; readonly other: Slip; readonly fresh: Slip };

beforeAll(async () => {
  county = await openCounty();
  slips = { mine: await answered(), other: await answered(), fresh: await spoken() };
});
afterAll(async () => { await county.close(); });

describe('every route of the program, under hostile requests', () => {
  it('as a stranger', async () => {
    // HEAD runs the handler of GET, and comes up among the other methods anyway; what is sent under /j/<code> meets the same handlers.
    await expectClearAnswers({ socket: true, skip: ({ method, pattern }) => method === 'HEAD' || (method !== 'GET' && pattern.startsWith('/j/')) });
  }, MINUTES_MAX);

  it('as someone who holds a receipt, with other people\'s cases and photos', async () => {
    const holder = await county.holding(slips.mine);
    await expectClearAnswers({ headers: cookieOf(holder), skip: unless(/^\/(my|follow|report|receipts)(\/|$)/) });
  }, MINUTES_MAX);

  // The same handlers stand under /j/<code>; there, whoever has no business meets them.
  it.each([['dispatcher', SEEDS], ['urban', FEWER], ['supervisor', FEWER]])('as the signed-in %s', async (username, seeds) => {
    const staff = await county.signedIn(username);
    await expectClearAnswers({ seeds, headers: cookieOf(staff), skip: (route) => staffRoutes(route) || route.pattern.startsWith('/j/') });
  }, MINUTES_MAX);

  it('as whoever manages accounts', async () => {
    const administrator = await county.signedIn('system');
    await expectClearAnswers({ headers: cookieOf(administrator), skip: unless(/^\/(console\/accounts|staff\/account)/) });
  }, MINUTES_MAX);

  it('as staff of the small town next door', async () => {
    const stranger = await county.signedIn(STRANGER);
    await expectClearAnswers({ seeds: FEWER, headers: cookieOf(stranger), skip: (route) => staffRoutes(route) || !route.pattern.startsWith('/j/') });
  }, MINUTES_MAX);
});

describe('what a form may hold', () => {
  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['a picture of 100 megapixels', () => sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: '#888888' } }).jpeg({ quality: 1 }).toBuffer()],
    ['a program', () => Buffer.from('MZ\x90\0this is no picture')],
    ['a drawing with a script in it', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ])('instead of a photo: %s; the words stay in the form', async (_name, make) => {
    const answer = await sendWithPhoto(await make());
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('路灯坏了三天');
  });

  it('a photo together with ten megabytes of words', async () => {
    const answer = await sendWithPhoto(Buffer.from('x'), '灯'.repeat(3_500_000));
    expect(answer.statusCode).toBe(413);
  });
});

function expectClearAnswers(options: Partial<FuzzOptions>): Promise<void> {
  return fuzz(county.app, { ...dialect(), msMax: 20_000, socket: false, ...options }).then((report: FuzzReport) => {
    expect(report.failures).toEqual([]);
    const heard = Object.entries(report.statuses).filter(([status]) => status < '400').reduce((sum, [, count]) => sum + count, 0);
    expect(heard, JSON.stringify(report.statuses)).toBeGreaterThan(HEARD_MIN);
    expect(county.troubles()).toEqual([]);
  });
}

/** Names and values that get a request past the first check, other people's among them. */
function dialect(): Pick<FuzzOptions, 'parameters' | 'fields'> {
  const { mine, other, fresh } = slips;
  const token = (purpose: string): string => county.services.tokens.issue(purpose);
  return {
    parameters: {
      code: [COUNTY, ELSEWHERE], number: [mine.number, other.number, fresh.number], id: [mine.caseId, other.caseId, fresh.caseId, 'urban-management', 'nowhere'],
      name: ['0'.repeat(32)], token: [token('report')], account: ['00000000-0000-4000-8000-000000000000'],
    },
    fields: {
      token: [token('report'), token('follow'), token('resident'), token('staff')], key: [newFormKey(), newFormKey()],
      words: ['路灯坏了三天'], kind: ['help', 'complaint'], topic: ['urban.lighting.out'], place: ['990101101000', '990101'], address: ['桥头'],
      anonymity: ['anonymous', 'sealed', 'named'], contact: ['13900000001'], name: ['赵小满'], publish: ['yes'], about: ['urban-management'], edit: ['yes', ''], kept: [''],
      number: [mine.number, other.number], code: [mine.code, other.code], outcome: ['solved', 'partly', 'unsolved'], comment: ['谢谢'], satisfaction: ['1', '5'],
      reason: ['statutory-channel', 'expert-report', '请再看一看'], pressed: ['yes'], username: ['dispatcher', 'nobody'], password: ['wrong'], next: ['/console', '//evil.example'],
      urgency: ['ordinary', 'danger'], summary: ['三盏灯不亮'], wordsReviewed: ['yes'], explanation: ['说明'], lead: ['urban-management'], assisting: ['water-company', 'nowhere'], note: ['便条'],
      to: ['town-qingshan'], means: ['phone'], until: ['2026-12-24', '2026-02-30'], found: ['查了'], done: ['修了'], owed: ['路面'], owedBy: ['2026-12-31'], ruling: ['upheld', 'overturned'],
      queue: ['intake', 'handled', 'answered'], after: ['x'], q: ['灯', mine.number], role: ['handler'], unit: ['urban-management'], current: ['x'], repeated: ['y'],
      service_code: ['urban.lighting.out'], description: ['灯'], address_string: ['桥头'], lat: ['30.1'], long: ['120.2'], email: ['a@example.cn'], jurisdiction_id: [COUNTY, ELSEWHERE],
      start_date: ['2026-11-01T00:00:00Z'], end_date: ['2026-11-22T00:00:00Z'], status: ['open'], page: ['1', '2'], page_size: ['10'],
      service_request_id: [mine.number, other.number, fresh.number], receipt_code: [mine.code, other.code, fresh.code], update_id: ['7'], title: ['灯'],
    },
  };
}

function unless(pattern: RegExp): (route: RouteEntry) => boolean {
  return (route) => !pattern.test(route.pattern) || route.method === 'HEAD';
}

/** Everything of the offices but the way out, which would end the run's own session. */
function staffRoutes(route: RouteEntry): boolean {
  return unless(/\/(console|staff)(\/|$)/)(route) || route.pattern.endsWith('/staff/sign-out');
}

function cookieOf(browser: Browser): { readonly headers: Readonly<Record<string, string>> }['headers'] {
  return { cookie: browser.cookie() };
}

function sendWithPhoto(photo: Buffer, words = '路灯坏了三天') {
  const head = (name: string): string => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`;
  const text = (name: string, value: string): string => `${head(name)}${value}\r\n`;
  const file = '--b\r\ncontent-disposition: form-data; name="photos"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n';
  const fields = text('words', words) + text('anonymity', 'anonymous') + text('token', county.services.tokens.issue('report')) + text('key', newFormKey());
  return county.app.inject({
    method: 'POST', url: '/report', headers: { 'content-type': 'multipart/form-data; boundary=b', 'accept-language': 'zh' },
    payload: Buffer.concat([Buffer.from(fields + file), photo, Buffer.from('\r\n--b--\r\n')]),
  });
}

function spoken(): Promise<Slip> {
  return county.desk.report({ words: VOICES[0]?.words ?? '', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous', publish: 'yes' });
}

/** A case that has come as far as an answer, so that most acts on it are possible or nearly so. */
async function answered(): Promise<Slip> {
  const slip = await spoken();
  const steps: readonly [string, string, Readonly<Record<string, string>>][] = [
    ['dispatcher', 'acceptance', { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '灯不亮', wordsReviewed: 'yes' }],
    ['dispatcher', 'dispatch', { lead: 'urban-management' }],
    ['urban', 'signature', {}],
    ['urban', 'answer', { found: '线断了', done: '接好了', inPublic: 'yes' }],
  ];
  for (const [by, act, fields] of steps) expect(await county.desk.act(by, slip.caseId, act, fields), act).toBe(true);
  return slip;
}
