import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elsewhereOf } from '../../src/erasure.ts';
import { parseAccountId, parseCaseNumber, parseEventId, parseUnitId } from '../../src/kernel/ids.ts';
import { DAY_MS } from '../../src/kernel/instant.ts';
import type { StaffRole } from '../../src/platform/db/actor.ts';
import { parseAttachmentName } from '../../src/platform/files/index.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { fsck, sequenceAll } from '../../src/record/index.ts';
import { authorOf, createCasesReplayer, eraseCase, type Erasing } from '../../src/slices/cases/index.ts';
import { unitsReplayer } from '../../src/slices/units/index.ts';
import { eraseRequestWords, unsealingReplayer } from '../../src/slices/unsealing/index.ts';
import { openBrowser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';

let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

/** What is planted, each where only it stands. */
const PLANTED = {
  words: '墙后的井盖 canary-words-5521 一直响', address: '苇荡巷七号 canary-address-5522', phone: '13955667788', name: '阮青禾',
  summary: '巷里井盖响 canary-summary-5523', found: '井座松动 canary-found-5524', done: '换了垫圈 canary-done-5525', note: '周四来看过 canary-note-5526',
  look: '上门前约时间 canary-look-5527', comment: '不响了 canary-comment-5528', reason: '里面写了门牌 canary-reason-5529', explanation: '确有门牌 canary-explanation-5530',
  contest: '门牌早就公开 canary-contest-5531', settled: '仍应隐去 canary-settled-5532',
  asked: '哪一个井盖 canary-asked-5533', replied: '学校门口的 canary-replied-5534',
} as const;
type Planted = keyof typeof PLANTED;

describe('what was erased', () => {
  it('is recoverable from no table, file, log line, page or machine answer, and the record stays whole', async () => {
    // Nine alike, so that its page tells what there is to erase.
    for (let one = 0; one < 9; one += 1) expect(await county.desk.judge(await answered('灯不亮'), 'solved', '', undefined)).toBe(true);
    const slip = await aWholeLife();
    await county.advance(2 * DAY_MS);
    const photo = await photoOf(slip);
    const photos = await photosOf(slip);
    expect(photos).toHaveLength(2);
    await sequenceAll(county.db.database, COUNTY);
    const before = await standing(slip);

    // The control: everything planted is found, in the places where it must be; the contact opens, the photograph is a file.
    const found = await traces();
    for (const what of Object.keys(PLANTED) as Planted[]) {
      const where = found.filter((one) => one.what === what).map((one) => one.where);
      if (what === 'phone' || what === 'name') expect(where, what).toEqual([]);
      else expect(where, what).toContain(what === 'look' ? 'table vault.reads' : 'table cases.payloads');
    }
    expect(found.map(({ where, what }) => `${what} in ${where}`)).toEqual(expect.arrayContaining(['summary in table cases.public_cases', 'summary in page /cases', 'words in page /my', 'replied in page /my/messages']));
    expect(await contactOf(slip)).toMatchObject({ phone: PLANTED.phone, name: PLANTED.name });
    expect(await county.services.attachments.exists(photo)).toBe(true);

    const person = await personOf(slip);
    const erased = await erase(slip);
    expect(erased).toMatchObject({ refused: false, value: { caseId: slip.caseId, photos: 2, hadContact: true } });

    expect(await traces()).toEqual([]);
    for (const one of photos) expect(await county.services.attachments.exists(one)).toBe(false);
    expect(await county.services.vault.open(aLook(person, 'x'))).toBeUndefined();
    const { rows } = await county.db.owner.query<{ wrapped: Buffer | null }>('select wrapped from record.subject_keys where subject = $1', [slip.caseId]);
    expect(rows).toEqual([{ wrapped: null }]);
    expect((await county.db.owner.query('select from record.undisclosed where subject = $1', [slip.caseId])).rowCount).toBe(0);

    await sequenceAll(county.db.database, COUNTY);
    const report = await fsck({ database: county.db.database, jurisdiction: COUNTY, keys: county.services.keys, replayers: [createCasesReplayer(county.services.caseDeps.rulesFor), unitsReplayer, unsealingReplayer] });
    expect(report.findings).toEqual([]);
    expect(report.erased).toBeGreaterThan(5);
    // The case, its rounds and verdict, and the register's lines stand as they stood.
    expect(await standing(slip)).toEqual(before);
    await readsAsErased(slip);
  }, 240_000);

  it('takes two people of two roles, a case at rest, and no hand of its own unit', async () => {
    const slip = await answered('灯杆歪了');
    expect(await erase(slip)).toMatchObject({ refused: true, reason: { kind: 'wrong-stage' } });
    expect(await county.desk.judge(slip, 'solved', '', undefined)).toBe(true);
    const kinds: readonly (readonly [Partial<Erasing>, string])[] = [
      [{ proposer: by('system', 'government-office', 'system-admin') }, 'not-yours'], [{ by: by('handler', 'outside-review', 'handler') }, 'not-yours'],
      [{ by: by('guard', 'urban-management', 'protection-officer') }, 'own-case'], [{ proposer: by('one', 'outside-review', 'security-admin'), by: by('one', 'outside-review', 'protection-officer') }, 'same-hand'],
      [{ reason: ' ' }, 'text-missing'],
    ];
    for (const [change, kind] of kinds) expect(await erase(slip, change), kind).toMatchObject({ refused: true, reason: { kind } });
    expect(await erase(slip)).toMatchObject({ refused: false });
    expect(await erase(slip)).toMatchObject({ refused: true, reason: { kind: 'erased' } });
    // Nothing is judged, answered or hidden any more, and that is said in words.
    expect(await county.desk.judge(slip, 'unsolved', '', undefined)).toBe(false);
  }, 120_000);

  it('is nothing when the vault fails: the same command again ends it', async () => {
    const slip = await answered('水管漏水', { anonymity: 'named', contact: '13800000000', name: '齐白' });
    expect(await county.desk.judge(slip, 'solved', '', undefined)).toBe(true);
    const failing = eraseCase(county.services.caseDeps, { forgetPerson: () => Promise.reject(new Error('away')), removePhoto: () => Promise.resolve(), forgetWritten: eraseRequestWords }, COUNTY, numberOf(slip), erasing());
    await expect(failing).rejects.toThrow('away');
    expect((await county.db.owner.query('select from cases.payloads where case_id = $1 and seq = 1', [slip.caseId])).rowCount).toBe(1);
    expect(await erase(slip)).toMatchObject({ refused: false });
  }, 120_000);

  it('cannot be done beside the record: without its event the function refuses, and to other roles it is closed', async () => {
    const slip = await answered('垃圾没清');
    const call = 'select cases.erase($1, $2, 99, \'{}\', \'[]\', \'\', now())';
    await expect(county.db.database.poolOf('worker').query(call, [COUNTY, slip.caseId])).rejects.toThrow('nothing is erased without an event');
    for (const role of ['app_actor', 'app_verdict', 'vault_svc'] as const) {
      await expect(county.db.database.poolOf(role).query(call, [COUNTY, slip.caseId]), role).rejects.toThrow('permission denied');
    }
  }, 60_000);
});

/** Said with photograph and name, accepted, answered in public, hidden, contested, judged: everything that can leave a trace. */
async function aWholeLife(): Promise<Slip> {
  const { desk } = county;
  const slip = await answered(PLANTED.words, { address: PLANTED.address, anonymity: 'named', contact: PLANTED.phone, name: PLANTED.name, publish: 'yes', kept: await keptPhoto() });
  const handler = await county.signedIn('urban');
  const token = county.services.tokens.issue('staff');
  expect(await desk.judge(slip, 'partly', '还有一点响', undefined)).toBe(true);
  expect(await desk.act('county', slip.caseId, 'signature', {})).toBe(true);
  expect((await handler.post(`/console/cases/${slip.caseId}/identity`, { reason: PLANTED.look, token, key: newFormKey() })).status).toBe(200);
  expect(await desk.act('county', slip.caseId, 'messages', { words: PLANTED.asked })).toBe(true);
  const talking = await county.holding(slip);
  expect((await talking.post('/my/messages', { words: PLANTED.replied, kept: await keptPhoto(), token: county.services.tokens.issue('resident'), key: newFormKey() })).status).toBe(303);
  expect(await desk.act('county', slip.caseId, 'contact', { means: 'visit', note: PLANTED.note })).toBe(true);
  expect(await desk.act('county', slip.caseId, 'answer', { found: PLANTED.found, done: PLANTED.done, inPublic: 'yes' })).toBe(true);
  expect(await desk.act('dispatcher', slip.caseId, 'removals', { item: 'answer-2', rule: 'personal-data', reason: PLANTED.reason })).toBe(true);
  expect(await desk.act('protection', slip.caseId, 'removals/answer-2', { ruling: 'hidden', explanation: PLANTED.explanation })).toBe(true);
  const holder = await county.holding(slip);
  const resident = county.services.tokens.issue('resident');
  expect((await holder.post('/my/removals/answer-2', { reason: PLANTED.contest, token: resident, key: newFormKey() })).status).toBe(303);
  expect(await desk.act('supervisor', slip.caseId, 'removals/answer-2', { ruling: 'upheld', explanation: PLANTED.settled })).toBe(true);
  expect(await desk.judge(slip, 'solved', PLANTED.comment, 5)).toBe(true);
  return slip;
}

async function answered(words: string, fields: Readonly<Record<string, string>> = {}): Promise<Slip> {
  const { desk } = county;
  const slip = await desk.report({ words, kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'anonymous', ...fields });
  const accepted = { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: PLANTED.summary, wordsReviewed: 'yes' };
  const summary = fields['anonymity'] === 'named' ? {} : { summary: '一处设施坏了' };
  expect(await desk.act('dispatcher', slip.caseId, 'acceptance', { ...accepted, ...summary })).toBe(true);
  expect(await desk.act('dispatcher', slip.caseId, 'dispatch', { lead: 'urban-management' })).toBe(true);
  expect(await desk.act('urban', slip.caseId, 'signature', {})).toBe(true);
  expect(await desk.act('urban', slip.caseId, 'answer', { found: '看过', done: '修过', inPublic: 'yes' })).toBe(true);
  return slip;
}

/** Through the pages: stored with the check page, which carries it on sealed. */
async function keptPhoto(): Promise<string> {
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } }).jpeg().toBuffer();
  const text = Object.entries({ words: '先看一下', anonymity: 'anonymous', token: county.services.tokens.issue('report'), key: newFormKey() })
    .map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('');
  const file = '--b\r\ncontent-disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n';
  const checked = await county.app.inject({
    method: 'POST', url: '/report', headers: { 'content-type': 'multipart/form-data; boundary=b' }, payload: Buffer.concat([Buffer.from(text + file), picture, Buffer.from('\r\n--b--\r\n')]),
  });
  return /name="kept" value="([^"]+)"/.exec(checked.body)?.[1] ?? '';
}

function by(account: string, unit: string, role: StaffRole): Erasing['by'] {
  const [accountId, unitId] = [parseAccountId(`account-${account}`), parseUnitId(unit)];
  if (!accountId || !unitId) throw new Error('a malformed constant in a test');
  return authorOf({ kind: 'staff', jurisdiction: COUNTY, accountId, unitId, roles: [role] });
}

function erasing(change: Partial<Erasing> = {}): Erasing {
  return { rule: 'asked-by-person', reason: '本人凭回执来办', proposer: by('security', 'government-office', 'security-admin'), by: by('guard', 'outside-review', 'protection-officer'), ...change };
}

function erase(slip: Slip, change: Partial<Erasing> = {}) {
  return eraseCase(county.services.caseDeps, elsewhereOf(county.services), COUNTY, numberOf(slip), erasing(change));
}

type Find = { readonly where: string; readonly what: Planted };

/** Every place that keeps or shows anything: each column of each table, each file but the database's own, each log line, pages, machines. */
async function traces(): Promise<readonly Find[]> {
  const sinks = [...await tables(), ...await files(county.dataDir), { where: 'log', text: county.logged().join('') }, { where: 'troubles', text: county.troubles().join('\n') }, ...await pages()];
  return (Object.keys(PLANTED) as Planted[]).flatMap((what) => sinks.filter(({ text }) => formsOf(PLANTED[what]).some((form) => text.includes(form))).map(({ where }) => ({ where, what })));
}

let lastSlip: Slip | undefined;

async function pages(): Promise<readonly { where: string; text: string }[]> {
  const number = lastSlip?.number ?? '';
  const everyone = openBrowser(county.app);
  const shown = [];
  for (const path of ['/cases', `/cases/${number}`, '/removals', `/cases?q=${encodeURIComponent('井盖响')}`, `/open311/v2/requests/${number}.json`, '/open311/v2/requests.json', '/record']) {
    shown.push({ where: `page ${path.split('?')[0] ?? ''}`, text: (await everyone.get(path)).html });
  }
  if (lastSlip) shown.push({ where: 'page /my', text: (await (await county.holding(lastSlip)).get('/my')).html });
  if (lastSlip) shown.push({ where: 'page /my/messages', text: (await (await county.holding(lastSlip)).get('/my/messages')).html });
  if (lastSlip) shown.push({ where: 'page /console/cases', text: (await (await county.signedIn('dispatcher')).get(`/console/cases/${lastSlip.caseId}`)).html });
  return shown;
}

/** Rows as text; bytes as hexadecimal, and as the text that they may be. */
async function tables(): Promise<readonly { where: string; text: string }[]> {
  const { owner } = county.db;
  const { rows } = await owner.query<{ name: string }>(`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
  const texts = [];
  for (const { name } of rows) {
    const found = await owner.query<{ text: string | null }>(`select string_agg(one::text, E'\\n') as text from ${name} one`);
    const text = found.rows[0]?.text ?? '';
    const bytes = [...text.matchAll(/\\\\?x((?:[0-9a-f]{2}){8,})/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('utf8'));
    texts.push({ where: `table ${name}`, text: [text, ...bytes].join('\n') });
  }
  return texts;
}

async function files(folder: string): Promise<readonly { where: string; text: string }[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const kept = found.filter((one) => one.isFile() && !/[/\\](pg|postgres|assets)[/\\]?/.test(join(one.parentPath, one.name)));
  return Promise.all(kept.map(async (one) => ({ where: `file ${one.name}`, text: `${one.name}\n${await readFile(join(one.parentPath, one.name), 'utf8')}` })));
}

/** As it is; the part that is unlike anything else; and as encodings leave them. Search vectors hold pairs of characters. */
function formsOf(text: string): readonly string[] {
  const canary = /canary-[a-z]+-(\d{4})/.exec(text);
  return [text, ...(canary ? [canary[0], `-${canary[1] ?? ''}`] : [])].flatMap((one) => {
    const bytes = Buffer.from(one);
    return [one, encodeURIComponent(one), JSON.stringify(one).slice(1, -1), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url'), bytes.toString('hex')];
  });
}

async function photoOf(slip: Slip) {
  lastSlip = slip;
  const { rows } = await county.db.owner.query<{ name: string }>('select name from cases.photos where case_id = $1', [slip.caseId]);
  return parseAttachmentName(rows[0]?.name) ?? missing();
}

async function photosOf(slip: Slip) {
  const { rows } = await county.db.owner.query<{ name: string }>('select name from cases.photos where case_id = $1', [slip.caseId]);
  return rows.map(({ name }) => parseAttachmentName(name) ?? missing());
}

async function personOf(slip: Slip) {
  const { rows } = await county.db.owner.query<{ person: string }>("select sealed ->> 'person' as person from cases.payloads where case_id = $1 and seq = 1", [slip.caseId]);
  return (rows[0]?.person ?? missing()) as Parameters<typeof county.services.vault.erase>[1];
}

async function contactOf(slip: Slip) {
  return county.services.vault.open(aLook(await personOf(slip), '核对'));
}

function aLook(person: Parameters<typeof county.services.vault.erase>[1], reason: string): Parameters<typeof county.services.vault.open>[0] {
  return { jurisdiction: COUNTY, person, view: parseEventId(randomUUID()) ?? missing(), role: 'handler', unit: 'urban-management', fields: ['name', 'phone'], purpose: 'agreed', reason };
}

/** What is counted of the case and told of its offices. */
async function standing(slip: Slip): Promise<unknown> {
  const { owner } = county.db;
  const rows = async (sql: string): Promise<unknown> => (await owner.query(sql, [slip.number])).rows;
  return {
    public: await rows('select stage, kind, topic, division, owner, handler, round, due_at, answered_at, outcome, outcome_day from cases.public_cases where number = $1'),
    rounds: await rows('select * from cases.rounds where number = $1 order by round'),
    removals: await rows('select * from cases.removals where number = $1 order by place'),
    ballots: (await owner.query('select count(*)::integer as n from verdicts.ballots')).rows,
  };
}

async function readsAsErased(slip: Slip): Promise<void> {
  const { html } = await openBrowser(county.app).get(`/cases/${slip.number}`);
  for (const told of ['依法删除了这件诉求的内容', '答复', '评定：解决了', '隐去']) expect(html).toContain(told);
  const mine = (await (await county.holding(slip)).get('/my')).html;
  expect(mine).toContain('原话已应本人要求删除');
  // Time goes on: no timer of an erased case does anything, nor fails.
  await county.advance(DAY_MS);
  expect(county.troubles()).toEqual([]);
}

function numberOf(slip: Slip) {
  return parseCaseNumber(slip.number) ?? missing();
}

function missing(): never {
  throw new Error('it should have been there');
}
