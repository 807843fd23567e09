import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elsewhereOf } from '../../src/erasure.ts';
import { DAY_MS } from '../../src/kernel/instant.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { fsck, sequenceAll } from '../../src/record/index.ts';
import { createCasesReplayer, eraseWhatWasAsked } from '../../src/slices/cases/index.ts';
import { unitsReplayer } from '../../src/slices/units/index.ts';
import { unsealingReplayer } from '../../src/slices/unsealing/index.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';

const [PHONE, OTHER] = ['13912340078', '13912340079'];
const WORDS = '井盖一直响，夜里睡不着';
let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());

describe('everything kept about whoever holds the receipt', () => {
  it('is on one page and in one file, the contact only after the code, and each time it is seen stands in the list', async () => {
    const slip = await county.signed(REPORT);
    const holder = await county.holding(slip);
    const page = await holder.get('/my/kept');
    expect(page.status).toBe(200);
    for (const told of [WORDS, '苇荡巷七号', '输入一次回执密码', '身份保险库']) expect(page.html).toContain(told);
    expect(page.html).not.toContain(PHONE);
    const file = await holder.get('/my/kept/file');
    expect(JSON.parse(file.html)).toMatchObject({ format: 'minsheng.kept/v1', number: slip.number, case: { words: WORDS }, contact: { state: 'locked' } });
    expect(file.html).not.toContain(PHONE);
    // Which colleague acted is not about them.
    expect(file.html).not.toMatch(/"by"|"person"/);

    const wrong = await holder.post('/my/kept', { code: '1', as: 'page', ...county.fresh('resident') });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('密码不对');
    expect(wrong.html).not.toContain(PHONE);
    expect(await ownLines(slip)).toEqual([]);

    const shown = await holder.post('/my/kept', { code: slip.code, as: 'page', ...county.fresh('resident') });
    expect(shown.status).toBe(200);
    expect(shown.html).toContain(PHONE);
    expect(JSON.parse((await holder.post('/my/kept', { code: slip.code, as: 'file', ...county.fresh('resident') })).html)).toMatchObject({ contact: { state: 'shown', contact: { phone: PHONE } } });
    expect(await ownLines(slip)).toEqual(['own-look', 'own-look']);
    expect((await holder.get('/my')).html).toContain('有人用您的回执看了联系方式');
    // Nobody's alarm: what was done with the receipt needs no entry in the record.
    expect((await holder.get('/my')).html).not.toContain('在公开记录里没有对应的一笔');
  });

  it('is nobody else’s: another receipt’s code opens nothing', async () => {
    const [slip, other] = [await county.signed(REPORT), await county.signed(REPORT)];
    const holder = await county.holding(slip);
    expect((await holder.post('/my/kept', { code: other.code, as: 'page', ...county.fresh('resident') })).status).toBe(422);
    expect((await holder.post('/my/contact', { code: other.code, phone: OTHER, ...county.fresh('resident') })).status).toBe(422);
    expect((await holder.post('/my/erasure', { code: other.code, ...county.fresh('resident') })).status).toBe(422);
  });
});

describe('one’s own contact', () => {
  it('is corrected with the code: the old one and its key are gone, the looks stay', async () => {
    const slip = await county.signed(REPORT);
    const [holder, before] = [await county.holding(slip), await deposit(slip)];
    for (const [fields, said] of [[{ phone: '12' }, '手机号不对'], [{}, '至少写手机号或邮箱'], [{ phone: OTHER, code: '1' }, '密码不对']] as const) {
      const refused = await holder.post('/my/contact', { code: slip.code, ...fields, ...county.fresh('resident') });
      expect([refused.status, refused.html.includes(said)]).toEqual([422, true]);
    }
    expect(await deposit(slip)).toEqual(before);
    const form = { phone: OTHER, code: slip.code, ...county.fresh('resident') };
    expect((await holder.post('/my/contact', form)).location).toBe('/my/kept?done=contact');
    expect((await holder.post('/my/contact', form)).status).toBe(303);
    const after = await deposit(slip);
    expect(after.sealed).not.toEqual(before.sealed);
    expect(after.wrapped).not.toEqual(before.wrapped);
    expect(after.at).toEqual(before.at);
    const shown = (await holder.post('/my/kept', { code: slip.code, as: 'page', ...county.fresh('resident') })).html;
    expect(shown).toContain(OTHER);
    expect(shown).not.toContain(PHONE);
    // Sent twice is done once.
    expect(await ownLines(slip)).toEqual(['own-correction', 'own-look']);
    await reads(slip, OTHER);
  });

  it('is taken away at once, with the consents, and does not come back with the old form; the case goes on', async () => {
    const key = newFormKey();
    const slip = await county.signed({ ...REPORT, key });
    const holder = await county.holding(slip);
    expect((await holder.post('/my/contact/end', county.fresh('resident'))).status).toBe(422);
    expect((await holder.post('/my/contact/end', { sure: 'yes', ...county.fresh('resident') })).location).toBe('/my/kept?done=removed');
    expect((await county.db.owner.query('select from vault.deposits where person_ref = $1', [await personOf(slip)])).rowCount).toBe(0);
    expect((await holder.get('/my/kept')).html).toContain('没有留着您的联系方式');
    expect(await ownLines(slip)).toEqual(['own-removal']);
    const handler = await county.signedIn('urban');
    expect((await handler.post(`/console/cases/${slip.caseId}/identity`, { reason: '约时间', token: county.services.tokens.issue('staff'), key: newFormKey() })).html).not.toContain(PHONE);
    const again = await county.desk.report({ ...REPORT, key });
    expect(again.number).toBe(slip.number);
    expect((await county.db.owner.query('select from vault.deposits where person_ref = $1', [await personOf(slip)])).rowCount).toBe(0);
    // And may be left anew.
    expect((await holder.post('/my/contact', { phone: OTHER, code: slip.code, ...county.fresh('resident') })).status).toBe(303);
    await reads(slip, OTHER);
  });
});

describe('erasure, asked for on one’s own page', () => {
  it('is refused while an answer is owed, with what can be done instead', async () => {
    const slip = await county.desk.report(REPORT);
    const holder = await county.holding(slip);
    const page = (await holder.get('/my/erasure')).html;
    for (const told of ['现在还不能删', '马上删掉或更换联系方式', '先撤回这件事']) expect(page).toContain(told);
    expect((await holder.post('/my/erasure', { code: slip.code, ...county.fresh('resident') })).status).toBe(409);
    expect(await wishes(slip)).toBe(0);
  });

  it('stops whoever is pressed, and notes nothing', async () => {
    const slip = await judged();
    const stopped = await (await county.holding(slip)).post('/my/erasure', { code: slip.code, pressed: 'yes', ...county.fresh('resident') });
    expect(stopped.status).toBe(422);
    expect(stopped.html).toContain('写给保护专员');
    expect(await wishes(slip)).toBe(0);
  });

  it('can be taken back for a week, is carried out by itself after it, and leaves case, figures and record as they were', async () => {
    const [slip, kept] = [await judged(), await judged()];
    const person = await personOf(slip);
    const holder = await county.holding(slip);
    for (const one of [slip, kept]) expect((await (await county.holding(one)).post('/my/erasure', { code: one.code, ...county.fresh('resident') })).location).toBe('/my/erasure');
    expect((await holder.get('/my')).html).toContain('您要求删除这件事的全部内容');
    expect((await (await county.signedIn('dispatcher')).get(`/console/cases/${slip.caseId}`)).html).not.toContain('要求删除');
    await county.advance(6 * DAY_MS);
    await county.background.housekeepNow();
    expect((await county.db.owner.query('select from cases.payloads where case_id = $1 and seq = 1', [slip.caseId])).rowCount).toBe(1);
    expect((await (await county.holding(kept)).post('/my/erasure/end', county.fresh('resident'))).location).toBe('/my/kept?done=withdrawn');

    await county.advance(DAY_MS);
    await county.background.housekeepNow();
    expect((await county.db.owner.query('select from cases.payloads where case_id = $1 and seq = 1', [slip.caseId])).rowCount).toBe(0);
    expect((await county.db.owner.query('select from cases.payloads where case_id = $1 and seq = 1', [kept.caseId])).rowCount).toBe(1);
    expect((await county.db.owner.query('select from vault.deposits where person_ref = $1', [person])).rowCount).toBe(0);
    expect(await wishes(slip)).toBe(0);
    const { rows } = await county.db.owner.query<{ envelope: Buffer }>("select envelope from record.events where stream = $1 and type = 'case.erased.v1'", [slip.caseId]);
    const entered = rows[0]?.envelope.toString() ?? '';
    for (const told of ['asked-by-person', '"resident"', '"system"']) expect(entered).toContain(told);
    const after = await county.holding(slip);
    expect((await after.get('/my/erasure')).html).toContain('这件事的内容已经删除');
    expect((await after.get('/my/kept')).html).not.toContain(WORDS);
    expect((await after.get('/my/kept/file')).html).not.toContain(WORDS);
    await sequenceAll(county.db.database, COUNTY);
    const report = await fsck({ database: county.db.database, jurisdiction: COUNTY, keys: county.services.keys, replayers: [createCasesReplayer(county.services.caseDeps.rulesFor), unitsReplayer, unsealingReplayer] });
    expect(report.findings).toEqual([]);
    expect(county.troubles()).toEqual([]);
  }, 120_000);

  it('waits when the vault is away, and lapses when the case is opened again', async () => {
    const [slip, reopened] = [await judged(), await judged()];
    for (const one of [slip, reopened]) expect((await (await county.holding(one)).post('/my/erasure', { code: one.code, ...county.fresh('resident') })).status).toBe(303);
    expect(await county.desk.judge(reopened, 'unsolved', '又响了', undefined)).toBe(true);
    await county.advance(8 * DAY_MS);
    const away = { ...elsewhereOf(county.services), forgetPerson: () => Promise.reject(new Error('away')) };
    await expect(eraseWhatWasAsked(county.services.caseDeps, away, COUNTY)).rejects.toThrow('away');
    expect(await wishes(slip)).toBe(1);
    expect(await eraseWhatWasAsked(county.services.caseDeps, elsewhereOf(county.services), COUNTY)).toBe(1);
    expect([await wishes(slip), await wishes(reopened)]).toEqual([0, 0]);
    expect((await county.db.owner.query('select from cases.payloads where case_id = $1 and seq = 1', [reopened.caseId])).rowCount).toBe(1);
  }, 120_000);

  it('is nobody’s to read but the resident’s and the job’s', async () => {
    const { database, owner } = county.db;
    await owner.query('insert into cases.erasure_wishes (jurisdiction, case_id, asked_at) values ($1, gen_random_uuid(), now())', [COUNTY]);
    for (const role of ['app_actor', 'worker'] as const) expect((await database.poolOf(role).query('select from cases.erasure_wishes')).rowCount, role).toBe(0);
    for (const role of ['sealed_svc', 'vault_svc', 'accounts_svc', 'app_verdict'] as const) await expect(database.poolOf(role).query('select from cases.erasure_wishes'), role).rejects.toThrow('permission denied');
  });
});

const REPORT = { words: WORDS, address: '苇荡巷七号', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'sealed', contact: PHONE };

async function judged(): Promise<Slip> {
  const slip = await county.signed(REPORT);
  expect(await county.desk.act('urban', slip.caseId, 'answer', { found: '看过', done: '修过', inPublic: 'yes' })).toBe(true);
  expect(await county.desk.judge(slip, 'solved', '不响了', 5)).toBe(true);
  return slip;
}

/** With the owner's consent the unit sees what is there now. */
async function reads(slip: Slip, phone: string): Promise<void> {
  const holder = await county.holding(slip);
  const until = new Date(county.services.clock.now() + 2 * DAY_MS).toISOString().slice(0, 10);
  expect((await holder.post('/my/consent', { phone: 'yes', until, ...county.fresh('resident') })).status).toBe(303);
  const handler = await county.signedIn('urban');
  const look = await handler.post(`/console/cases/${slip.caseId}/identity`, { reason: '约时间上门', token: county.services.tokens.issue('staff'), key: newFormKey() });
  expect([look.status, look.html.includes(phone), look.html.includes(PHONE)]).toEqual([200, true, phone === PHONE]);
}

async function personOf(slip: Slip): Promise<string> {
  const { rows } = await county.db.owner.query<{ person: string }>("select sealed ->> 'person' as person from cases.payloads where case_id = $1 and seq = 1", [slip.caseId]);
  return rows[0]?.person ?? '';
}

async function deposit(slip: Slip): Promise<{ readonly sealed: string; readonly wrapped: string; readonly at: Date }> {
  const { rows } = await county.db.owner.query("select sealed::text, wrapped_key::text as wrapped, deposited_at as at from vault.deposits where person_ref = $1", [await personOf(slip)]);
  return rows[0];
}

/** What the vault wrote down of acts with the receipt, in their order. */
async function ownLines(slip: Slip): Promise<readonly string[]> {
  const { rows } = await county.db.owner.query<{ purpose: string }>("select purpose from vault.reads where person_ref = $1 and role = 'resident' order by at", [await personOf(slip)]);
  return rows.map(({ purpose }) => purpose);
}

async function wishes(slip: Slip): Promise<number> {
  return (await county.db.owner.query('select from cases.erasure_wishes where case_id = $1', [slip.caseId])).rowCount ?? 0;
}
