import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCaseId, type CaseId } from '../../src/kernel/ids.ts';
import { DAY_MS, HOUR_MS } from '../../src/kernel/instant.ts';
import type { Actor } from '../../src/platform/db/actor.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { fsck, sequenceAll } from '../../src/record/index.ts';
import { parseEntry } from '../../src/record/log/index.ts';
import { createCasesReplayer, personOf } from '../../src/slices/cases/index.ts';
import { holdersOf } from '../../src/slices/accounts/index.ts';
import { createUnsealings, unsealingReplayer, type Unsealings } from '../../src/slices/unsealing/index.ts';
import { unitsReplayer } from '../../src/slices/units/index.ts';
import { createVault, type Vault } from '../../src/slices/vault/index.ts';
import type { Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';
import { objections } from '../support/schemas.ts';

const PHONE = '13955660011';
const NAME = '阮小舟';
const WHY = '老人独居敲门无人应 canary-why-8801';

let county: County;
beforeAll(async () => { county = await openCounty(); }, 120_000);
afterAll(() => county.close());

describe('a sealed identity', () => {
  it('is asked for, approved by another unit, seen for hours, told to the resident with every step, and contested', async () => {
    const slip = await signed();
    const [asker, second, holder] = [await county.signedIn('urban'), await county.signedIn('protection'), await county.holding(slip)];
    // Nobody sees anything by asking.
    expect(await post(asker, `/console/cases/${slip.caseId}/identity`, { reason: '想看' })).toBe(403);
    expect(await post(asker, `/console/cases/${slip.caseId}/identity/requests`, { purpose: 'danger', words: WHY })).toBe(422);
    expect(await post(asker, `/console/cases/${slip.caseId}/identity/requests`, { purpose: 'danger', 'see-name': 'yes', 'see-phone': 'yes', words: WHY })).toBe(303);
    const id = await requestOf(slip);
    expect(await post(asker, `/console/identity/${id}/looks`, { 'see-phone': 'yes' })).toBe(409);
    expect(await post(asker, `/console/identity/${id}/decision`, { ruling: 'approve', 'see-phone': 'yes' })).toBe(403);
    expect((await second.get('/console/identity')).html).toContain(WHY);
    expect((await holder.get('/my')).html).toContain('还没有人决定');
    // The second person grants the telephone only, and never sees it.
    expect(await post(second, `/console/identity/${id}/decision`, { ruling: 'approve', 'see-phone': 'yes' })).toBe(303);
    expect(await post(second, `/console/identity/${id}/looks`, { 'see-phone': 'yes' })).toBe(403);
    expect(await post(asker, `/console/identity/${id}/looks`, { 'see-phone': 'yes', 'see-name': 'yes' })).toBe(422);
    const shown = await answer(asker, `/console/identity/${id}/looks`, { 'see-phone': 'yes' });
    expect(shown.status).toBe(200);
    const raw = await county.app.inject({ method: 'POST', url: `/console/identity/${id}/looks`, headers: { cookie: asker.cookie(), accept: 'text/html', 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ 'see-phone': 'yes', token: county.services.tokens.issue('staff'), key: newFormKey() }).toString() });
    expect(raw.headers['cache-control']).toBe('no-store');
    expect(shown.html).toContain(PHONE);
    expect(shown.html).not.toContain(NAME);
    // The mark names who looks in what is seen and in what is copied.
    expect(shown.html).toMatch(new RegExp(`${PHONE}<small class="looker">〔urban [^〕]+〕`));
    expect(shown.html).toMatch(/<pattern[^>]*>(<text[^>]*>urban [^<]+<\/text>)+<\/pattern>/);
    expect((await asker.get(`/console/cases/${slip.caseId}/identity`)).html).not.toContain(PHONE);
    const own = (await holder.get('/my')).html;
    for (const told of [WHY, '有人有危险', '批准看电话', '看了电话', `identity:${id}`]) expect(own).toContain(told);
    // An objection is answered by somebody who had no hand in it: protection has, and here nobody else is left but the outside body once it is late.
    expect((await holder.get(`/my/identity/${id}`)).html).toContain('我认为不该看');
    expect(await postAs(holder, 'resident', `/my/identity/${id}`, { reason: '', number: slip.number })).toBe(422);
    expect(await postAs(holder, 'resident', `/my/identity/${id}`, { reason: '没有必要 canary-contest-8802', number: slip.number })).toBe(303);
    expect(await post(second, `/console/identity/${id}/settlement`, { ruling: 'proper', explanation: '合适' })).toBe(403);
    const outside = await county.signedIn('outside');
    expect(await post(outside, `/console/identity/${id}/settlement`, { ruling: 'improper', explanation: '早了' })).toBe(403);
    await county.advance(9 * DAY_MS);
    const late = await county.signedIn('outside');
    expect((await late.get('/console/identity')).html).toContain('已过期限');
    expect(await post(late, `/console/identity/${id}/settlement`, { ruling: 'improper', explanation: '敲门前应先转达 canary-settled-8803' })).toBe(303);
    expect((await (await county.holding(slip)).get('/my')).html).toContain('canary-settled-8803');
  }, 120_000);

  it('ends with its hours: then nothing is shown', async () => {
    const { slip, id } = await approved();
    await county.advance(25 * HOUR_MS);
    const asker = await county.signedIn('urban');
    expect(await post(asker, `/console/identity/${id}/looks`, { 'see-phone': 'yes' })).toBe(409);
    expect((await (await county.holding(slip)).get('/my')).html).not.toContain('看了电话');
  }, 120_000);

  it('is nothing to units without the case, to other receipts, and to whoever the case is about', async () => {
    const { id } = await approved();
    const other = await county.signedIn('qingshan');
    expect((await other.get(`/console/identity/${id}`)).status).toBe(404);
    expect(await post(other, `/console/identity/${id}/looks`, { 'see-phone': 'yes' })).toBe(404);
    const stranger = await county.holding(await signed());
    expect((await stranger.get(`/my/identity/${id}`)).location).toBe('/my');
    const about = await signed({ about: 'outside-review' });
    const asker = await county.signedIn('urban');
    // The protection officer's own office is what the case is about, and it is the outside body, too; the one inside has left: nobody is, so nothing is asked.
    const machine = { kind: 'system', jurisdiction: COUNTY, job: 'test' } as const;
    const { rows } = await county.db.owner.query<{ id: string }>("select id from accounts.staff where username = 'guardian'");
    expect((await county.services.accounts.administration.disable(machine, rows[0]?.id ?? '')).refused).toBe(false);
    expect(await post(asker, `/console/cases/${about.caseId}/identity/requests`, { purpose: 'danger', 'see-phone': 'yes', words: WHY })).toBe(409);
  }, 120_000);

  it('stands in the public record by role, purpose and number of fields, and says nothing of case, unit, words or whose', async () => {
    await sequenceAll(county.db.database, COUNTY);
    const { rows } = await county.db.owner.query<{ entry: Buffer }>('select entry from record.entries where jurisdiction = $1 order by index', [COUNTY]);
    const entries = rows.map((row) => parseEntry(row.entry)).filter((entry) => entry?.kind === 'act' && entry.type.startsWith('identity.'));
    expect(new Set(entries.map((entry) => (entry?.kind === 'act' ? entry.type : '')))).toEqual(new Set(['identity.requested.v1', 'identity.approved.v1', 'identity.shown.v1', 'identity.contest-settled.v1']));
    const numbers = (await county.db.owner.query<{ number: string }>('select number from cases.cases')).rows.map((row) => row.number);
    for (const entry of entries) {
      expect(objections(entry)).toEqual([]);
      const said = JSON.stringify(entry);
      for (const secret of [PHONE, NAME, 'canary', 'urban', 'outside-review', 'phone', ...numbers]) expect(said).not.toContain(secret);
    }
    const report = await fsck({ database: county.db.database, jurisdiction: COUNTY, keys: county.services.keys, replayers: [createCasesReplayer(county.services.caseDeps.rulesFor), unitsReplayer, unsealingReplayer] });
    expect(report.findings).toEqual([]);
    // The control: a row that no event made is found.
    await county.db.owner.query("update unsealing.requests set views = views + 1 where request_id = (select request_id from unsealing.requests where views > 0 limit 1)");
    expect((await fsck({ database: county.db.database, jurisdiction: COUNTY, keys: county.services.keys, replayers: [createCasesReplayer(county.services.caseDeps.rulesFor), unitsReplayer, unsealingReplayer] })).findings).toMatchObject([{ kind: 'row-differs', projection: 'unsealing' }]);
    await county.db.owner.query("update unsealing.requests set views = views - 1 where request_id = (select request_id from unsealing.requests where views > 0 limit 1)");
  }, 120_000);
});

/** What one look leaves, wherever it is broken off. */
type Step = 'before the entry' | 'behind the entry' | 'behind the vault’s line' | 'nowhere';
const STEPS: readonly Step[] = ['before the entry', 'behind the entry', 'behind the vault’s line', 'nowhere'];
class Crash extends Error {}

describe('100 of 100 vault reads', () => {
  it('leave an entry in the record and a notice to the resident, wherever the program dies in between', async () => {
    const counted: Record<Step, number> = { 'before the entry': 0, 'behind the entry': 0, 'behind the vault’s line': 0, nowhere: 0 };
    let shown = 0;
    for (let batch = 0; batch < 10; batch += 1) {
      const { id, caseId } = await approved();
      for (let index = 0; index < 10; index += 1) {
        const step = STEPS[(batch * 10 + index) % STEPS.length] ?? 'nowhere';
        counted[step] += 1;
        const outcome = await lookThatDies(id, caseId, step);
        expect(outcome, step).toEqual(step === 'nowhere' ? { phone: PHONE } : 'died');
        if (outcome !== 'died') shown += 1;
      }
    }
    expect(Object.values(counted)).toEqual([25, 25, 25, 25]);
    expect(shown).toBe(25);
    const account = await accountOf();
    // Each line of the vault has its entry and its notice; a look that died in between stands on the resident's side.
    expect(account.reads).toBeGreaterThanOrEqual(50);
    expect(account.withoutEntry).toEqual([]);
    expect(account.withoutNotice).toEqual([]);
  }, 300_000);

  it('and the count finds a read that bypasses it all: the control', async () => {
    const { slip, caseId } = await approved();
    const person = await county.services.database.inTransaction({ kind: 'system', jurisdiction: COUNTY, job: 'test' }, (tx) => personOf(tx, caseId));
    if (!person) throw new Error('somebody had left a contact');
    const view = crypto.randomUUID() as Parameters<Vault['open']>[0]['view'];
    expect(await county.services.vault.open({ jurisdiction: COUNTY, person, view, role: 'handler', unit: 'urban-management', fields: ['phone'], purpose: 'danger', reason: '绕过' })).toEqual({ phone: PHONE });
    expect(await accountOf()).toMatchObject({ withoutEntry: [view], withoutNotice: [view] });
    // And the resident is told so in words.
    expect((await (await county.holding(slip)).get('/my')).html).toContain('在公开记录里没有对应的一笔');
  }, 60_000);
});

async function lookThatDies(id: string, caseId: CaseId, step: Step): Promise<object | 'died' | undefined> {
  const dying = dyingAt(step);
  const actor = await askerActor();
  const around = await dying.around(COUNTY, caseId);
  if (!around) throw new Error('no such case');
  try {
    const acted = await dying.inTransaction(actor, async (tx) => {
      if (step === 'before the entry') throw new Crash();
      return dying.actIn(tx, around, { do: 'view', fields: ['phone'] }, id);
    });
    if (acted.refused) throw new Error(acted.reason.kind);
    if (step === 'behind the entry') throw new Crash();
    return acted.value.look && await dying.show(acted.value.look);
  } catch (error) {
    if (error instanceof Crash) return 'died';
    throw error;
  }
}

/** The program's own parts over a database that dies at one step, as a process would. */
function dyingAt(step: Step): Unsealings & Pick<Database, 'inTransaction'> {
  const { services, db } = county;
  const vaultDatabase: Database = {
    ...db.database,
    async inTransaction(actor, work, role) {
      const result = await db.database.inTransaction(actor, work, role);
      if (role === 'vault_svc' && step === 'behind the vault’s line') throw new Crash();
      return result;
    },
  };
  const unsealings = createUnsealings({
    database: db.database, keys: services.keys, vault: createVault(vaultDatabase, services.keys), directoryOf: (code) => services.directories.get(code),
    permits: (code, roles, permission) => services.directories.get(code).permits(roles as never, permission as never), rolesWith: () => ['protection-officer'],
    reactions: services.caseDeps.reactions, holdersOf: (code, roles) => holdersOf(db.database, code, roles), consentOf: (code, person) => services.consents.of(code, person),
  });
  return { ...unsealings, inTransaction: (actor, work, role) => db.database.inTransaction(actor, work, role) };
}

/** Every line of the vault against the record and against what its resident's page is made of. */
async function accountOf(): Promise<{ readonly reads: number; readonly withoutEntry: readonly string[]; readonly withoutNotice: readonly string[] }> {
  await sequenceAll(county.db.database, COUNTY);
  const { owner } = county.db;
  const reads = (await owner.query<{ view_id: string }>('select view_id from vault.reads where view_id is not null order by at')).rows.map((row) => row.view_id);
  const entered = new Set((await owner.query<{ event_id: string }>("select e.event_id from record.events e join record.entries n on n.jurisdiction = e.jurisdiction and n.event_id = e.event_id where e.type = 'identity.shown.v1'")).rows.map((row) => row.event_id));
  const told = new Set<string>();
  for (const { case_id: text } of (await owner.query<{ case_id: string }>('select distinct case_id from unsealing.requests')).rows) {
    const caseId = parseCaseId(text);
    if (!caseId) throw new Error('a malformed case');
    const resident: Actor = { kind: 'resident', jurisdiction: COUNTY, caseId };
    const { looks, views } = await county.services.database.inTransaction(resident, async (tx) => ({
      looks: await county.services.unsealings.looksOf(tx, caseId), views: (await county.services.unsealings.ofCase(tx, caseId)).reduce((sum, one) => sum + one.views.length, 0),
    }));
    expect(views).toBe(looks.size);
    for (const look of looks) told.add(look);
  }
  return { reads: reads.length, withoutEntry: reads.filter((view) => !entered.has(view)), withoutNotice: reads.filter((view) => !told.has(view)) };
}

async function askerActor(): Promise<Actor> {
  const { rows } = await county.db.owner.query<{ id: string }>("select id from accounts.staff where username = 'urban'");
  return { kind: 'staff', jurisdiction: COUNTY, accountId: rows[0]?.id as never, unitId: 'urban-management' as never, roles: ['handler'] };
}

async function approved(): Promise<{ readonly slip: Slip; readonly id: string; readonly caseId: CaseId }> {
  const slip = await signed();
  const [asker, second] = [await county.signedIn('urban'), await county.signedIn('protection')];
  expect(await post(asker, `/console/cases/${slip.caseId}/identity/requests`, { purpose: 'agree-visit', 'see-phone': 'yes', words: '约时间' })).toBe(303);
  const id = await requestOf(slip);
  expect(await post(second, `/console/identity/${id}/decision`, { ruling: 'approve', 'see-phone': 'yes', explanation: '可以' })).toBe(303);
  return { slip, id, caseId: slip.caseId as CaseId };
}

async function signed(fields: Readonly<Record<string, string>> = {}): Promise<Slip> {
  const { desk } = county;
  const slip = await desk.report({ words: '楼上老人两天没开灯', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'sealed', contact: PHONE, name: NAME, ...fields });
  const accepted = { kind: 'help', topic: 'urban.lighting.out', urgency: 'ordinary', place: '990101101000', summary: '一处灯不亮', wordsReviewed: 'yes' };
  expect(await desk.act('dispatcher', slip.caseId, 'acceptance', accepted)).toBe(true);
  expect(await desk.act('dispatcher', slip.caseId, 'dispatch', { lead: 'urban-management' })).toBe(true);
  expect(await desk.act('urban', slip.caseId, 'signature', {})).toBe(true);
  return slip;
}

async function requestOf(slip: Slip): Promise<string> {
  const { rows } = await county.db.owner.query<{ request_id: string }>('select request_id from unsealing.requests where case_id = $1 order by asked_at desc limit 1', [slip.caseId]);
  return rows[0]?.request_id ?? '';
}

function answer(browser: Browser, path: string, fields: Readonly<Record<string, string>>, purpose: 'staff' | 'resident' = 'staff') {
  return browser.post(path, { ...fields, token: county.services.tokens.issue(purpose), key: newFormKey() });
}

async function post(browser: Browser, path: string, fields: Readonly<Record<string, string>>): Promise<number> {
  return (await answer(browser, path, fields)).status;
}

async function postAs(browser: Browser, purpose: 'staff' | 'resident', path: string, fields: Readonly<Record<string, string>>): Promise<number> {
  return (await answer(browser, path, fields, purpose)).status;
}
