import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { routesOf } from '../../src/platform/http/routes-of.ts';
import { openBrowser, type Answer, type Browser } from '../../town/browser.ts';
import { DEMO_PASSWORD, permittedAccounts } from '../../src/slices/accounts/index.ts';
import { makeDemoKeys } from '../../src/slices/sealed/index.ts';
import type { Slip } from '../../town/desk.ts';
import { ELSEWHERE, openCounty, STRANGER, type County } from '../support/county.ts';
import { ACTORS, MATRIX, type Actor, type Line, type Ready } from './roles.ts';

const ACCOUNTS: Readonly<Partial<Record<Actor, string>>> = {
  dispatcher: 'dispatcher', handler: 'urban', leader: 'urban-leader', otherHandler: 'qingshan', supervisor: 'supervisor', protection: 'protection', administrator: 'system', granter: 'security', neighbour: STRANGER, officer: 'guardian',
};

/** What the publisher, a process of its own, leaves for the pages to carry. */
const PUBLISHED = ['checkpoint', 'policy', 'log.vkey', 'tile/0/000.p/1'];

let county: County;
let staff: Readonly<Partial<Record<Actor, Browser>>>;
let base: Slip & { readonly photo: string };
let other: Slip;
/** A sealed report that `officer` reads; its id stands where a case's would. */
let secret: Slip;
/** The one that `sealedHolder` has the receipt of, and hands over or withdraws on the way. */
let held: Slip;
let account: string;
/** An answer that the urban bureau has published. */
let answerId: string;
/** Entries that the first published scorecards rest on. */
let result: number;

beforeAll(async () => {
  county = await openCounty();
  const entered = await Promise.all(Object.entries(ACCOUNTS).map(async ([actor, username]) => [actor, await county.signedIn(username)] as const));
  staff = Object.fromEntries(entered);
  base = await withPhoto();
  for (const ready of ['accepted', 'dispatched', 'signed', 'answered', 'judged'] as const) await advance(base, ready);
  other = await spoken();
  await makeDemoKeys(county.services.sealed, (code) => permittedAccounts(county.services.accounts, code, 'protection.handle'), county.services.defaultCode, DEMO_PASSWORD);
  secret = await county.desk.sealedReport({ kind: 'whistle-blowing' }, '有人收钱');
  held = await county.desk.sealedReport({ kind: 'retaliation' }, '有人报复我');
  const { rows } = await county.db.owner.query<{ id: string }>("select id from accounts.staff where username = 'county'");
  account = rows[0]?.id ?? '';
  await staff.leader?.post('/console/answers', { ...MATRIX['POST /console/answers']?.fields, ...hidden('/console/answers', 'leader', other) });
  answerId = (await county.db.owner.query<{ entry: string }>('select entry from knowledge.entries')).rows[0]?.entry ?? '';
  await county.background.housekeepNow();
  result = (await county.services.scorecards.latest(county.services.defaultCode))?.n ?? 0;
  for (const file of PUBLISHED) {
    const path = join(county.services.recordFolder(county.services.defaultCode), file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'as the publisher wrote it');
  }
  // Everybody signs in, two letters are locked, and a scorecard is published: more than one machine's minute when it is busy.
}, 240_000);
afterAll(async () => { await county.close(); });

describe('who may what', () => {
  it('has a line for every route, and none for a route that is gone', async () => {
    await county.app.ready();
    const routes = routesOf(county.app).filter(({ method, pattern }) => method !== 'HEAD' && method !== 'OPTIONS' && pattern !== '*').map(({ method, pattern }) => `${method} ${withoutPlace(pattern)}`);
    expect(Object.keys(MATRIX).sort()).toEqual([...new Set(routes)].sort());
  });

  it.each(Object.entries(MATRIX))('%s', async (route, line) => {
    const met: string[] = [];
    for (const actor of ACTORS) {
      const answer = await ask(route, line, actor);
      const isOpen = opens(answer);
      if (isOpen !== line.open.includes(actor)) met.push(`${actor} met ${answer.status} ${answer.location}`);
    }
    expect(met).toEqual([]);
  });

  it('a case of the county is nothing in the town next door, and its desk no desk there', async () => {
    const neighbour = staff.neighbour ?? openBrowser(county.app);
    expect((await neighbour.get(`/j/${ELSEWHERE}/console`)).status).toBe(200);
    expect((await neighbour.get(`/j/${ELSEWHERE}/console/cases/${base.caseId}`)).status).toBe(404);
    expect((await neighbour.get(`/j/${ELSEWHERE}/console/cases/${base.caseId}/photos/${base.photo}`)).status).toBe(404);
    for (const path of ['/console', `/console/cases/${base.caseId}`, '/console/accounts']) {
      expect((await (staff.dispatcher ?? neighbour).get(`/j/${ELSEWHERE}${path}`)).status, path).toBe(403);
    }
    expect((await (await county.holding(base)).get(`/j/${ELSEWHERE}/my`)).location).toBe(`/j/${ELSEWHERE}/follow`);
  });
});

/** Open is whatever shows or does the thing, or asks for a better form; shut is an entrance, 401, 403 or 404. */
function opens({ status, location }: Answer): boolean {
  if (status === 303 || status === 302) return !/^\/(j\/[a-z]+\/)?(follow|staff\/sign-in)(\?|$)/.test(location) || location === '';
  return status < 400 || [400, 409, 422, 429].includes(status);
}

async function ask(route: string, line: Line, actor: Actor): Promise<Answer> {
  const [method = '', pattern = ''] = route.split(' ');
  const of = /\/console\/sealed\/:report\//.test(pattern) ? await county.desk.sealedReport({ kind: 'whistle-blowing' }, '有人收钱') : secret;
  const slip = line.reads && line.ready === undefined ? base : await caseThatIs(line.ready ?? 'submitted');
  const username = ACCOUNTS[actor];
  // Whoever leaves is gone: a session of their own for that.
  const browser = pattern === '/staff/sign-out' && username ? await county.signedIn(username) : await browserOf(actor, slip);
  const path = pattern
    .replace('/units/:id', '/units/urban-management').replace('/classes/:id', '/classes/school-fees').replace(':entry', answerId).replace(':request', await requestOf(slip)).replace(':report', of.caseId).replace(':id', slip.caseId).replace(':number', slip.number).replace(':name', base.photo).replace(':token', 'x').replace(':task', '1').replace(':call', '1').replace('/scorecards/:file', `/scorecards/${result}.json`).replace('/schemas/:file', '/schemas/entry-v1.schema.json').replace(':file', 'entries.csv').replace(':month', '2020-01').replace(':item', 'summary')
    .replace(':account', account).replace(':passkey', 'nobodys').replace('services/*', 'services/urban.lighting.out').replace('requests/*', `requests/${slip.number}`).replace('tokens/*', `tokens/${slip.number}`).replace('tile/*', 'tile/0/000.p/1').replace('assets/*', county.services.assets.stylesheet ? `assets/${county.services.assets.stylesheet}` : 'x');
  if (method === 'GET') return exceptOwnEntrance(pattern, await browser.get(path));
  return exceptOwnEntrance(pattern, await browser.post(path, { ...line.fields, ...hidden(pattern, actor, slip) }));
}

/** Leaving leads to an entrance, and that is what leaving is for; whoever is in already is led on from it. */
function exceptOwnEntrance(pattern: string, answer: Answer): Answer {
  return /^\/(staff\/sign-(in|out)|(my\/)?leave)$/.test(pattern) && answer.status === 303 ? { ...answer, location: '' } : answer;
}

function hidden(pattern: string, actor: Actor, slip: Slip): Readonly<Record<string, string>> {
  const purpose = pattern.startsWith('/my') ? 'resident' : pattern.startsWith('/follow') ? 'follow' : pattern.startsWith('/console') ? 'staff' : 'report';
  const username = pattern === '/console/accounts' ? { username: `hand-${actor.toLowerCase()}` } : {};
  // A page of this case, wherever it is sent from.
  const number = pattern.startsWith('/my') || pattern.startsWith('/console/reissues/') ? { number: slip.number } : {};
  return { key: newFormKey(), token: county.services.tokens.issue(purpose), ...username, ...number };
}

async function browserOf(actor: Actor, slip: Slip): Promise<Browser> {
  if (actor === 'holder') return county.holding(slip);
  if (actor === 'otherHolder') return county.holding(other);
  if (actor === 'sealedHolder') return county.holding(held);
  return staff[actor] ?? openBrowser(county.app);
}

const BEFORE: Readonly<Record<Ready, readonly Ready[]>> = {
  submitted: [], diverted: ['diverted'], contested: ['diverted', 'contested'], accepted: ['accepted'], dispatched: ['accepted', 'dispatched'],
  signed: ['accepted', 'dispatched', 'signed'], paused: ['accepted', 'dispatched', 'signed', 'paused'],
  answered: ['accepted', 'dispatched', 'signed', 'answered'], judged: ['accepted', 'dispatched', 'signed', 'answered', 'judged'], named: ['accepted', 'dispatched', 'signed'], asked: ['accepted', 'asked'],
  wanted: ['accepted', 'dispatched', 'signed', 'wanted'], drafted: ['accepted', 'dispatched', 'signed', 'drafted'], granted: ['accepted', 'dispatched', 'signed', 'wanted', 'granted'], objected: ['accepted', 'dispatched', 'signed', 'wanted', 'granted', 'objected'],
  unwanted: ['accepted', 'dispatched', 'unwanted'], helped: ['accepted', 'dispatched', 'signed', 'helped'], listed: ['accepted', 'dispatched', 'signed', 'listed'],
};

async function caseThatIs(ready: Ready): Promise<Slip> {
  const slip = await spoken(['named', 'wanted', 'granted', 'objected'].includes(ready) ? { anonymity: 'named', contact: '13900000001', name: '赵小满' } : {});
  for (const step of BEFORE[ready]) await advance(slip, step);
  return slip;
}

async function advance(slip: Slip, to: Ready): Promise<void> {
  const [by, act] = ({
    diverted: ['dispatcher', 'diversion'], accepted: ['dispatcher', 'acceptance'], dispatched: ['dispatcher', 'dispatch'],
    signed: ['handler', 'signature'], paused: ['handler', 'pause'], answered: ['handler', 'answer'], asked: ['dispatcher', 'removals'],
    unwanted: ['handler', 'objection'], helped: ['handler', 'convening'], listed: ['leader', 'hard-case'],
    wanted: ['handler', 'identity/requests'], drafted: ['handler', 'tasks'], granted: ['protection', 'decision'], objected: ['holder', 'identity'],
  } as const)[to as 'accepted'] ?? ['holder', to === 'judged' ? 'verdict' : 'contest'];
  const pattern = (act as string) === 'decision' ? '/console/identity/:request/decision' : (act as string) === 'identity' ? '/my/identity/:request' : (by as Actor) === 'holder' ? `/my/${act}` : `/console/cases/:id/${act}`;
  const browser = await browserOf(by, slip);
  const { status } = await browser.post(pattern.replace(':id', slip.caseId).replace(':request', await requestOf(slip)), { ...MATRIX[`POST ${pattern}`]?.fields, ...hidden(pattern, by, slip) });
  expect(status, `${to} of a case`).toBe(303);
}

function spoken(fields: Readonly<Record<string, string>> = {}): Promise<Slip> {
  return county.desk.report({ words: '路灯坏了三天', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous', publish: 'yes', ...fields });
}

/** What was asked about the case's identity; a stranger's id where nothing was. */
async function requestOf(slip: Slip): Promise<string> {
  const { rows } = await county.db.owner.query<{ id: string }>('select request_id as id from unsealing.requests where case_id = $1', [slip.caseId]);
  return rows[0]?.id ?? '00000000-0000-4000-8000-000000000000';
}

/** Through the pages: the photo is stored with the check page, which carries it on sealed. */
async function withPhoto(): Promise<Slip & { readonly photo: string }> {
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } }).jpeg().toBuffer();
  const token = county.services.tokens.issue('report');
  const text = Object.entries({ words: '路灯坏了三天', anonymity: 'anonymous', token, key: newFormKey() })
    .map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('');
  const file = '--b\r\ncontent-disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n';
  const checked = await county.app.inject({
    method: 'POST', url: '/report', headers: { 'content-type': 'multipart/form-data; boundary=b' }, payload: Buffer.concat([Buffer.from(text + file), picture, Buffer.from('\r\n--b--\r\n')]),
  });
  const kept = /name="kept" value="([^"]+)"/.exec(checked.body)?.[1] ?? '';
  const slip = await spoken({ kept });
  const { rows } = await county.db.owner.query<{ photo: string }>('select name as photo from cases.photos where case_id = $1', [slip.caseId]);
  return { ...slip, photo: rows[0]?.photo ?? '' };
}

function withoutPlace(pattern: string): string {
  return pattern.replace(/^\/j\/:code/, '') || '/';
}
