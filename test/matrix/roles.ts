import { caseNumberOf } from '../../src/kernel/ids.ts';

/** Everyone who may stand on the other side of a request. `holder` has this case's receipt, `otherHolder` another's; `handler` works in the unit that has the case, `leader` heads it.
 * `administrator` makes and closes accounts, `granter` gives them roles; `officer` is a protection officer inside, `sealedHolder` has the receipt of a sealed report that this officer reads. */
export const ACTORS = [
  'anyone', 'holder', 'otherHolder', 'dispatcher', 'handler', 'leader', 'otherHandler', 'supervisor', 'protection', 'administrator', 'granter', 'neighbour', 'officer', 'sealedHolder',
] as const;
export type Actor = (typeof ACTORS)[number];

/** Where a case must stand before the request, so that only who asks can make the difference. */
export type Ready = 'submitted' | 'diverted' | 'contested' | 'accepted' | 'dispatched' | 'signed' | 'paused' | 'answered' | 'judged' | 'named' | 'asked' | 'wanted' | 'granted' | 'objected' | 'unwanted' | 'helped' | 'listed' | 'drafted';

/** One route: for whom it is open. Everybody else meets the entrance (sign in, enter a receipt), 403 or 404. */
export type Line = {
  readonly open: readonly Actor[];
  readonly ready?: Ready;
  /** What a good form holds. */
  readonly fields?: Readonly<Record<string, string>>;
  /** A read of something that changes nothing may share one case among all actors; anything else gets a case of its own. */
  readonly reads?: true;
};

const ALL = ACTORS;
const STAFF: readonly Actor[] = ['dispatcher', 'handler', 'leader', 'otherHandler', 'supervisor', 'protection', 'administrator', 'granter', 'officer'];
const OFFICER: readonly Actor[] = ['officer', 'protection'];
/** The outside body's officer reads it only once it is handed over. */
const READER: readonly Actor[] = ['officer'];
const SEALED: readonly Actor[] = ['sealedHolder'];
/** Row security: whoever may read all cases, and the unit that has this one. */
const SEES: readonly Actor[] = ['dispatcher', 'handler', 'leader', 'supervisor'];
const HANDLES: readonly Actor[] = ['handler', 'leader'];
const HEAD: readonly Actor[] = ['leader'];
const ASKS: readonly Actor[] = ['dispatcher', 'supervisor'];
const DECIDES: readonly Actor[] = [...ASKS, 'officer', 'protection'];
const HOLDER: readonly Actor[] = ['holder'];
const HOLDERS: readonly Actor[] = ['holder', 'otherHolder'];
const ADMIN: readonly Actor[] = ['administrator'];
const LISTS: readonly Actor[] = ['administrator', 'granter'];
const GRANTS: readonly Actor[] = ['granter'];

const read = (open: readonly Actor[], ready?: Ready): Line => ({ open, reads: true, ...(ready ? { ready } : {}) });
const write = (open: readonly Actor[], ready: Ready | undefined, fields: Readonly<Record<string, string>> = {}): Line => ({ open, fields, ...(ready ? { ready } : {}) });
/** An act's own address, opened as a page, leads to the case and says nothing of it. */
const leadsOn = read(ALL);

const ACCEPTANCE = { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '三盏灯不亮', wordsReviewed: 'yes' };
const WANTED = { purpose: 'agree-visit', 'see-phone': 'yes', words: '约时间' };
const HIDING = { item: 'summary', rule: 'court-order', reason: '判决要求' };
const ANSWER = { question: '路灯坏了找谁？', answer: '打城管热线。', topic: 'urban.lighting.out', source1: '城市照明管理规定', day1: '2010-07-01', validUntil: inThreeDays() };
const ADDED = { service_request_id: caseNumberOf('48210937551'), description: '灯在东边', receipt_code: '1'.repeat(24) };
const ACCOUNT = { name: '新来的', unit: 'urban-management' };

/** Who may what: the law of the house. A route without a line here fails the test beside it. */
export const MATRIX: Readonly<Record<string, Line>> = {
  // Anyone may read what is public, and speak.
  'GET /': read(ALL), 'GET /cases': read(ALL), 'GET /cases/:number': read(ALL, 'accepted'), 'GET /units': read(ALL), 'GET /units/:id': read(ALL), 'GET /about': read(ALL), 'GET /about/privacy': read(ALL), 'GET /about/compromise': read(ALL), 'GET /record': read(ALL), 'GET /removals': read(ALL), 'GET /hard-cases': read(ALL), 'GET /incidents': read(ALL), 'GET /classes': read(ALL), 'GET /classes/:id': read(ALL), 'GET /answers': read(ALL), 'GET /answers/:entry': read(ALL),
  'GET /leave': read(ALL), 'GET /calendar': read(ALL),
  'GET /record/checkpoint': read(ALL), 'GET /record/policy': read(ALL), 'GET /record/log.vkey': read(ALL), 'GET /record/promise.vkey': read(ALL), 'GET /record/format': read(ALL), 'GET /record/scorecards': read(ALL), 'GET /record/scorecards/:file': read(ALL), 'GET /record/tile/*': read(ALL),
  'GET /data': read(ALL), 'GET /data/catalog.jsonld': read(ALL), 'GET /data/schema.json': read(ALL), 'GET /data/current/:file': read(ALL), 'GET /data/:month/:file': read([]), 'GET /record/schemas/:file': read(ALL),
  'GET /assets/*': read(ALL), 'GET /healthz': read(ALL), 'GET /metrics': read(ALL), 'GET /gallery': read(ALL), 'GET /gateway': read(ALL),
  'GET /report': read(ALL), 'POST /report': write(ALL, undefined, { words: '灯坏了', anonymity: 'anonymous' }), 'GET /receipts': read(ALL),
  'POST /receipts': write(ALL, undefined, { words: '灯坏了', anonymity: 'anonymous', kind: 'help' }),
  'GET /report/photos/:token': read([]), 'GET /follow': read(ALL), 'POST /follow': write(ALL, undefined, { number: '1', code: '1' }),
  'GET /open311/v2/services': read(ALL), 'GET /open311/v2/services.xml': read(ALL), 'GET /open311/v2/services.json': read(ALL), 'GET /open311/v2/services/*': read(ALL),
  'GET /open311/v2/requests': read(ALL), 'GET /open311/v2/requests.xml': read(ALL), 'GET /open311/v2/requests.json': read(ALL), 'GET /open311/v2/requests/*': read(ALL, 'accepted'),
  'GET /open311/v2/tokens/*': read(ALL, 'accepted'), 'GET /open311/v2/requests.csv': read(ALL), 'GET /open311/v2/servicerequestupdates': read(ALL), 'GET /open311/v2/servicerequestupdates.xml': read(ALL), 'GET /open311/v2/servicerequestupdates.json': read(ALL), 'GET /open311/v2/discovery': read(ALL), 'GET /open311/v2/discovery.xml': read(ALL), 'GET /open311/v2/discovery.json': read(ALL),
  'POST /open311/v2/requests': write(ALL, undefined), 'POST /open311/v2/requests.xml': write(ALL, undefined), 'POST /open311/v2/requests.json': write(ALL, undefined),
  // What a program adds for a resident needs the code of their receipt: a session opens nothing here.
  'POST /open311/v2/servicerequestupdates': write([], undefined, ADDED), 'POST /open311/v2/servicerequestupdates.xml': write([], undefined, ADDED), 'POST /open311/v2/servicerequestupdates.json': write([], undefined, ADDED),

  // The proof of an entry belongs to whoever knows its event; the receipt's page alone shows it, and this id is nobody's.
  'GET /receipts/:event/proof': read([]),

  // Whoever holds a receipt sees and judges their own case, and nobody else does (promise 4).
  'POST /my/leave': write(ALL, undefined), 'GET /my': read(HOLDERS), 'GET /my/verdict': leadsOn,
  'POST /my/verdict': write(HOLDER, 'answered', { outcome: 'solved' }), 'GET /my/satisfaction': read(HOLDERS), 'POST /my/satisfaction': write(HOLDER, 'judged', { satisfaction: '5' }),
  'GET /my/thanks': read(HOLDERS), 'GET /my/withdrawal': read(HOLDERS), 'POST /my/withdrawal': write(HOLDER, 'accepted'),
  'GET /my/contest': read(HOLDERS), 'POST /my/contest': write(HOLDER, 'diverted', { reason: '请再看' }), 'GET /my/photos/:name': read(HOLDER), 'GET /my/proof': read(HOLDERS),
  // A new code for the old: number and old code are the proof, so that an answer lost on the way can be had again.
  'GET /my/receipt': read(HOLDERS), 'POST /my/receipt': write(ALL, undefined, { number: '482109375517', code: '1' }),
  'GET /my/consent': read(HOLDERS), 'POST /my/consent': write(HOLDER, 'submitted', { phone: 'yes', until: '2020-01-01' }), 'POST /my/consent/end': write(HOLDER, 'submitted'), 'POST /my/consent/notices': write(HOLDER, 'submitted', { 'tell-text': 'yes' }),
  'GET /my/kept': read(HOLDERS), 'POST /my/kept': write(HOLDER, 'named', { code: '1' }), 'GET /my/kept/file': read(HOLDERS),
  'GET /my/contact': read(HOLDERS), 'POST /my/contact': write(HOLDER, 'named', { phone: '13900000002', code: '1' }), 'POST /my/contact/end': write(HOLDER, 'named', { sure: 'yes' }),
  'GET /my/erasure': read(HOLDERS), 'POST /my/erasure': write(HOLDER, 'judged', { code: '1' }), 'POST /my/erasure/end': write(HOLDER, 'judged'),
  'GET /my/messages': read(HOLDERS), 'POST /my/messages': write(HOLDER, 'accepted', { words: '灯在东边' }),
  'GET /my/removals/:item': read(HOLDERS), 'POST /my/removals/:item': write(HOLDER, 'asked', { reason: '应当公开' }),

  // The desk. A unit that has nothing to do with a case does not learn that it exists.
  'GET /staff/sign-in': read(ALL), 'POST /staff/sign-in': write(ALL, undefined, { username: 'nobody', password: 'wrong' }), 'POST /staff/sign-out': write(ALL, undefined),
  'GET /staff/account': read(STAFF), 'POST /staff/account/password': write(STAFF, undefined, { current: 'wrong', next: 'x', repeated: 'x' }),
  // The second factor: whoever is in already is led on from its entrance; what sets it up or removes it is one's own.
  'GET /staff/second-factor': read(STAFF), 'POST /staff/second-factor': write(STAFF, undefined, { code: '000000' }),
  'POST /staff/account/ended-sessions': write(STAFF, undefined),
  'GET /staff/account/authenticator': read(STAFF), 'POST /staff/account/authenticator': write(STAFF, undefined, { code: '000000' }),
  // No provider in this instance: as if the addresses were not there. Its journey is test/browser/sign-on.browser.test.ts.
  'GET /staff/single-sign-on': read([]), 'GET /staff/single-sign-on/confirmation': read([]), 'GET /staff/single-sign-on/return': read([]), 'GET /staff/single-sign-on/end': read([]),
  'POST /staff/sign-in/passkey': write(ALL, undefined, { passkey: 'wrong' }), 'GET /staff/account/passkeys/new': read(STAFF), 'POST /staff/account/passkeys/new': write(STAFF, undefined, { name: '' }),
  'POST /staff/account/passkeys': write(STAFF, undefined, { passkey: 'wrong' }), 'POST /staff/account/passkeys/:passkey/removal': write(STAFF, undefined),
  'POST /staff/account/authenticator/removal': write(STAFF, undefined), 'POST /staff/account/recovery-codes': write(STAFF, undefined),
  // Joined cases: whoever works at a desk reads which there are; there is no matter of this address, and who may say what of one is in test/browser/storm-day.browser.test.ts and the slice's own tests.
  'GET /console/matters': read(STAFF), 'POST /console/matters': write(ASKS, undefined, { kind: 'incident', name: '大风停电', topic: 'urban.lighting', unit: 'urban-management' }), 'GET /console/matters/:matter': read([]),
  'GET /console/matters/:matter/members': read([]), 'POST /console/matters/:matter/members': write([], undefined), 'GET /console/matters/:matter/signature': read([]), 'POST /console/matters/:matter/signature': write([], undefined), 'GET /console/matters/:matter/update': read([]), 'POST /console/matters/:matter/update': write([], undefined), 'GET /console/matters/:matter/answer': read([]), 'POST /console/matters/:matter/answer': write([], undefined), 'GET /console/matters/:matter/date': read([]), 'POST /console/matters/:matter/date': write([], undefined), 'GET /console/matters/:matter/parting': read([]), 'POST /console/matters/:matter/parting': write([], undefined), 'GET /console/matters/:matter/end': read([]), 'POST /console/matters/:matter/end': write([], undefined),
  'GET /console': read(STAFF), 'GET /console/cases/:id': read(SEES, 'signed'), 'GET /console/cases/:id/photos/:name': read(SEES),
  'GET /console/cases/:id/messages': read(SEES, 'signed'), 'POST /console/cases/:id/messages': write(HANDLES, 'signed', { words: '灯在哪边？' }),
  // Calls that are connected to whoever agreed; without an agreement the unit is told so, and others may not ask at all.
  'GET /console/cases/:id/calls': read(SEES, 'signed'), 'POST /console/cases/:id/calls': write(HANDLES, 'signed', { line: '02788881234' }),
  'GET /my/calls/:call': read(HOLDERS), 'POST /my/calls/:call': write(HOLDER, 'signed', { words: '没有响过' }), 'POST /calls/:token': write([], undefined, { outcome: 'reached' }), 
  // Replies from phones: signed by the gateway alone. A demo's phones answer on its own page.
  'POST /replies': write([], undefined, { id: '1', from: '13900000000', text: '1' }), 'POST /gateway/replies': write(ALL, undefined, { phone: 'x', words: '1' }),
  // What is passed on to somebody outside: written by the unit, agreed to by the resident; behind the link is one task, and a made-up one opens nothing.
  'GET /console/cases/:id/tasks': read(SEES, 'signed'), 'POST /console/cases/:id/tasks': write(HANDLES, 'signed', { party: '某物业公司', text: '请检修东门外的灯' }), 'POST /console/cases/:id/tasks/:task/withdrawal': write(HANDLES, 'drafted'),
  'GET /my/tasks/:task': read(HOLDER, 'drafted'), 'POST /my/tasks/:task': write(HOLDER, 'drafted', { ruling: 'approve', text: '请检修东门外的灯' }), 'GET /tasks/:token': read([]), 'POST /tasks/:token': write([], undefined, { result: 'done', words: '修好了' }),
  'POST /console/cases/:id/identity': write(HANDLES, 'named', { reason: '上门前打电话' }),
  // Opening an identity: the unit that has the case asks and looks, a protection officer of another unit decides.
  'GET /console/cases/:id/identity': read(['handler'], 'named'), 'POST /console/cases/:id/identity/requests': write(['handler'], 'named', WANTED),
  'GET /console/identity': read(['protection', 'officer']), 'GET /console/identity/:request': read(['protection', 'officer'], 'wanted'),
  'POST /console/identity/:request/decision': write(['protection', 'officer'], 'wanted', { ruling: 'approve', 'see-phone': 'yes' }),
  'POST /console/identity/:request/looks': write(['handler'], 'granted', { 'see-phone': 'yes' }),
  'POST /console/identity/:request/settlement': write(['officer'], 'objected', { ruling: 'proper', explanation: '合适' }),
  'GET /my/identity/:request': read(HOLDERS, 'granted'), 'POST /my/identity/:request': write(HOLDER, 'granted', { reason: '不必看' }),
  'POST /console/cases/:id/acceptance': write(['dispatcher'], 'submitted', ACCEPTANCE), 'GET /console/cases/:id/acceptance': leadsOn,
  'POST /console/cases/:id/diversion': write(['dispatcher'], 'submitted', { reason: 'statutory-channel', explanation: '法院已立案' }), 'GET /console/cases/:id/diversion': leadsOn,
  'POST /console/cases/:id/settlement': write(['supervisor'], 'contested', { ruling: 'upheld', explanation: '维持' }), 'GET /console/cases/:id/settlement': leadsOn,
  'POST /console/cases/:id/dispatch': write(['dispatcher'], 'accepted', { lead: 'urban-management' }), 'GET /console/cases/:id/dispatch': leadsOn,
  'POST /console/cases/:id/transfer': write(['dispatcher'], 'dispatched', { to: 'town-qingshan', reason: '属地办理' }), 'GET /console/cases/:id/transfer': leadsOn,
  'POST /console/cases/:id/objection': write(HANDLES, 'dispatched', { ground: 'not-our-duty', reason: '归镇里' }), 'GET /console/cases/:id/objection': leadsOn,
  'POST /console/cases/:id/ruling': write(['supervisor'], 'unwanted', { ruling: 'overruled', explanation: '职责清单写明' }), 'GET /console/cases/:id/ruling': leadsOn,
  'POST /console/cases/:id/extension': write(HEAD, 'signed', { ground: 'needs-season', explanation: '等天晴' }), 'GET /console/cases/:id/extension': leadsOn,
  'POST /console/cases/:id/convening': write(HANDLES, 'signed', { units: 'town-qingshan', note: '看看归不归你们' }), 'GET /console/cases/:id/convening': leadsOn,
  'POST /console/cases/:id/assistance': write(['otherHandler'], 'helped', { words: '看过了' }), 'GET /console/cases/:id/assistance': leadsOn,
  'POST /console/cases/:id/hard-case': write(HEAD, 'signed', { ground: 'no-money-yet', reason: '等预算', plan: '列入明年', reviewOn: inThreeDays(), inPublic: 'yes' }), 'GET /console/cases/:id/hard-case': leadsOn,
  'POST /console/cases/:id/review': write(HEAD, 'listed', { progress: '已上会', reviewOn: inThreeDays() }), 'GET /console/cases/:id/review': leadsOn,
  'POST /console/cases/:id/note': write([...ASKS, ...HANDLES], 'signed', { words: '先打电话' }), 'GET /console/cases/:id/note': leadsOn,
  'POST /console/cases/:id/signature': write(HANDLES, 'dispatched'), 'GET /console/cases/:id/signature': leadsOn,
  'POST /console/cases/:id/contact': write(HANDLES, 'signed', { means: 'visit' }), 'GET /console/cases/:id/contact': leadsOn,
  'POST /console/cases/:id/pause': write(HANDLES, 'signed', { reason: 'expert-report', explanation: '等检测', until: inThreeDays() }), 'GET /console/cases/:id/pause': leadsOn,
  'POST /console/cases/:id/resumption': write(HANDLES, 'paused'), 'GET /console/cases/:id/resumption': leadsOn,
  'POST /console/cases/:id/answer': write(HANDLES, 'signed', { found: '线断了', done: '接好了', inPublic: 'yes' }), 'GET /console/cases/:id/answer': leadsOn,
  'POST /console/cases/:id/summary': write(['dispatcher'], 'accepted', { summary: '一条巷子的灯不亮' }), 'GET /console/cases/:id/summary': leadsOn,

  // Entered for somebody, by whoever has the permit of the place's data.
  'GET /console/entry': read(['dispatcher']), 'POST /console/entry': write(['dispatcher'], undefined, { channel: 'phone', words: '灯坏了', anonymity: 'anonymous' }),

  // Answers: anyone reads them, who leads a unit writes its own.
  'GET /console/answers': read(HEAD), 'GET /console/answers/new': read(HEAD), 'POST /console/answers': write(HEAD, undefined, ANSWER), 'GET /console/answers/:entry': read(HEAD),
  'POST /console/answers/:entry': write(HEAD, undefined, { ...ANSWER, follows: '1' }), 'POST /console/answers/:entry/withdrawal': write(HEAD, undefined, { reason: 'mistaken' }),

  // A lost receipt: two people of the desk, and a third for objections. What a case's own form asks for is not at its stage here.
  'GET /console/reissues': read(['dispatcher', 'supervisor']), 'POST /console/reissues': write(['dispatcher', 'supervisor'], undefined, { number: '1', said: '1', reason: 'lost' }),
  'POST /console/reissues/approval': write(['dispatcher', 'supervisor'], 'submitted'), 'POST /console/reissues/settlement': write(['supervisor'], 'submitted', { ruling: 'upheld', explanation: '查过' }),
  'GET /follow/contest': read([]), 'POST /follow/contest': write([], undefined, { number: '1', code: '1' }),

  // Hiding a public text: one asks, another decides, and never the unit that has the case (protection T4).
  'GET /console/removals': read(DECIDES), 'GET /console/cases/:id/removals': read(ASKS, 'accepted'), 'POST /console/cases/:id/removals': write(ASKS, 'accepted', HIDING),
  'GET /console/cases/:id/removals/:item': read(DECIDES, 'asked'), 'POST /console/cases/:id/removals/:item': write(['supervisor', 'protection', 'officer'], 'asked', { ruling: 'hidden', explanation: '判决要求' }),

  // Sealed reports: anyone may write one; protection officers read those that are closed to them, and whoever holds the receipt their own (promise 12).
  'GET /sealed': read(ALL), 'GET /report/sealed': read(ALL), 'POST /report/sealed': write(ALL, undefined, { kind: 'retaliation' }), 'GET /receipts/sealed': read(ALL), 'POST /receipts/sealed': write(ALL, undefined, { words: '有人报复我' }),
  'GET /my/retaliation': read(HOLDERS), 'GET /my/sealed': read(SEALED), 'GET /my/sealed/opening': leadsOn, 'POST /my/sealed/opening': write(SEALED, undefined), 'POST /my/sealed/letters': write(SEALED, undefined, { words: '又来了一次' }),
  'POST /my/sealed/verdict': write(SEALED, undefined, { outcome: 'solved' }), 'POST /my/sealed/escalation': write(SEALED, undefined), 'POST /my/sealed/withdrawal': write(SEALED, undefined),
  'GET /console/sealed': read(OFFICER), 'GET /console/sealed/key': read(OFFICER), 'POST /console/sealed/key': write(OFFICER, undefined, { recipient: 'no key' }), 'GET /console/sealed/:report': read(READER),
  'POST /console/sealed/:report/acknowledgement': write(READER, undefined), 'POST /console/sealed/:report/letters': write(READER, undefined), 'POST /console/sealed/:report/handover': write(READER, undefined), 'POST /console/sealed/:report/copies': write(READER, undefined),

  // Accounts: a duty of its own, which sees no case (separation of duties).
  'GET /console/accounts': read(LISTS), 'POST /console/accounts/search': write(LISTS, undefined, { q: 'x' }), 'GET /console/accounts/new': read(ADMIN), 'POST /console/accounts': write(ADMIN, undefined, ACCOUNT),
  'GET /console/accounts/:account': read(LISTS), 'GET /console/accounts/:account/disabling': read(ADMIN), 'GET /console/accounts/:account/one-time-password': read(ADMIN), 'GET /console/accounts/:account/ended-sessions': read(ADMIN), 'POST /console/accounts/:account/ended-sessions': write(ADMIN, undefined),
  // Before the password is renewed: both from one hand are refused.
  'GET /console/accounts/:account/second-factor-reset': read(ADMIN), 'POST /console/accounts/:account/second-factor-reset': write(ADMIN, undefined),
  'POST /console/accounts/:account/one-time-password': write(ADMIN, undefined), 'POST /console/accounts/:account/disabling': write(ADMIN, undefined), 'POST /console/accounts/:account/enabling': write(ADMIN, undefined),
  'POST /console/accounts/:account/single-sign-on': write([], undefined, { subject: 'x' }), 'POST /console/accounts/:account/single-sign-on/removal': write(ADMIN, undefined),
  'POST /console/accounts/:account/roles': write(GRANTS, undefined, { role: 'handler' }), 'POST /console/accounts/:account/ended-roles': write(GRANTS, undefined, { role: 'handler' }),
};

function inThreeDays(): string {
  return new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
}
