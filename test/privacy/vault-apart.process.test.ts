import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAccountId, parseUnitId, type CaseId, type PersonRef } from '../../src/kernel/ids.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { dialLink, readToken } from '../../src/platform/link/index.ts';
import { authorOf, eraseCase, personOf } from '../../src/slices/cases/index.ts';
import { eraseRequestWords } from '../../src/slices/unsealing/index.ts';
import { connectVault, type Vault } from '../../src/slices/vault/index.ts';
import { openBrowser, type Browser } from '../../town/browser.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';
import { connectOwner, startTestServer, temporaryFolder, type TestServer } from '../support/server.ts';
import { databaseUrlOf, startVaultProcess, type VaultProcess } from '../support/vault-process.ts';
import { scan, type Sink } from './scanner.ts';

// Promise 12 with the vault in a process, a folder and a database of its own; the pages run here.
const PERSON = { name: '阮青禾甲七', phone: '13955667731', email: 'canary-mail-7732@example.invalid' } as const;
const WORDS = '楼上老人两天没开灯';
const VAULT_DATABASE = 'vault_apart';

let server: TestServer;
let folder: string;
let kept: Client;
let running: VaultProcess;
let vault: Vault;
let county: County;

const start = async (): Promise<void> => {
  running = await startVaultProcess({ DATA_DIR: folder, DATABASE_URL: databaseUrlOf(server.address, VAULT_DATABASE) });
  if (running.ended()) throw new Error(running.output());
};
beforeAll(async () => {
  server = await startTestServer();
  const admin = await connectOwner(server.address, 'postgres');
  await admin.query(`create database ${VAULT_DATABASE} encoding 'UTF8' template template0`);
  await admin.end();
  folder = await temporaryFolder('minsheng-vault-');
  await start();
  kept = await connectOwner(server.address, VAULT_DATABASE);
  vault = connectVault(dialLink({ path: join(folder, 'vault.sock') }, await readToken(join(folder, 'keys', 'vault-token'))));
  county = await openCounty({ server: server.address, vault });
});
beforeEach(async () => { if (running.ended()) await start(); });
afterAll(async () => {
  await county.close();
  await vault.close();
  await running.stop();
  await kept.end();
  await server.stop();
  await rm(folder, { recursive: true });
});

const CASE = { kind: 'help', topic: 'urban.lighting.out', place: '990101101000' } as const;
const FORM = { words: WORDS, ...CASE, anonymity: 'sealed', contact: PERSON.phone, name: PERSON.name } as const;
const fresh = (purpose: string): { token: string; key: string } => ({ token: county.services.tokens.issue(purpose), key: newFormKey() });
const post = (browser: Browser, path: string, fields: Readonly<Record<string, string>>, purpose = 'staff') => browser.post(path, { ...fields, ...fresh(purpose) });
const deposits = async (): Promise<readonly { person_ref: string; confirmed: boolean }[]> =>
  (await kept.query<{ person_ref: string; confirmed: boolean }>('select person_ref, confirmed_at is not null as confirmed from vault.deposits')).rows;
const health = async (): Promise<{ status: string; vault: string }> => (await fetch(`${county.url}/healthz`)).json() as Promise<{ status: string; vault: string }>;

async function signed(fields: Readonly<Record<string, string>> = {}): Promise<Slip> {
  const slip = await county.desk.report({ ...FORM, ...fields });
  for (const [by, act, given] of [['dispatcher', 'acceptance', { ...CASE, urgency: 'ordinary', summary: '一处灯不亮' }], ['dispatcher', 'dispatch', { lead: 'urban-management' }], ['urban', 'signature', {}]] as const) {
    expect(await county.desk.act(by, slip.caseId, act, given), act).toBe(true);
  }
  return slip;
}

async function personIn(slip: Slip): Promise<PersonRef> {
  const person = await county.services.database.inTransaction({ kind: 'system', jurisdiction: COUNTY, job: 'test' }, (tx) => personOf(tx, slip.caseId as CaseId), 'worker');
  if (!person) throw new Error('somebody had left a contact');
  return person;
}

async function rowsAtThePages(): Promise<number> {
  const { rows } = await county.db.owner.query<{ n: number }>('select ((select count(*) from vault.deposits) + (select count(*) from vault.reads) + (select count(*) from vault.consents))::integer as n');
  return rows[0]?.n ?? -1;
}

describe('with the vault apart', () => {
  it('a contact is asked for by one, granted by another, seen, told, and erased; nothing of it is ever beside the case', async () => {
    const slip = await signed();
    const person = await personIn(slip);
    expect((await deposits()).map((one) => one.person_ref)).toContain(person);
    await expect.poll(async () => (await deposits()).find((one) => one.person_ref === person)?.confirmed, { timeout: 5_000 }).toBe(true);
    const [asker, second, holder] = [await county.signedIn('urban'), await county.signedIn('protection'), await county.holding(slip)];
    expect((await post(asker, `/console/cases/${slip.caseId}/identity/requests`, { purpose: 'danger', 'see-phone': 'yes', words: '怕老人出事' })).status).toBe(303);
    const id = (await county.db.owner.query<{ request_id: string }>('select request_id from unsealing.requests where case_id = $1', [slip.caseId])).rows[0]?.request_id ?? '';
    expect((await post(second, `/console/identity/${id}/decision`, { ruling: 'approve', 'see-phone': 'yes' })).status).toBe(303);
    const shown = await post(asker, `/console/identity/${id}/looks`, { 'see-phone': 'yes' });
    expect(shown.status).toBe(200);
    expect(shown.html).toContain(PERSON.phone);
    expect((await holder.get('/my')).html).toContain('看了电话');
    // And by consent, until taken back.
    expect((await post(holder, '/my/consent', { phone: 'yes', until: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) }, 'resident')).status).toBe(303);
    expect((await post(asker, `/console/cases/${slip.caseId}/identity`, { reason: '约时间' })).html).toContain(PERSON.phone);
    expect(await vault.readsOf(COUNTY, person)).toHaveLength(2);

    expect(await county.desk.withdraw(slip, '不用了')).toBe(true);
    const { caseDeps } = county.services;
    const by = (account: string, unit: string, role: 'security-admin' | 'protection-officer') => {
      const [accountId, unitId] = [parseAccountId(`account-${account}`), parseUnitId(unit)];
      if (!accountId || !unitId) throw new Error('a malformed constant in a test');
      return authorOf({ kind: 'staff', jurisdiction: COUNTY, accountId, unitId, roles: [role] });
    };
    const erased = await eraseCase(caseDeps, { forgetPerson: (place, ref) => vault.erase(place, ref), forgetWritten: eraseRequestWords, removePhoto: () => Promise.resolve() }, COUNTY, slip.number as never,
      { rule: 'asked-by-person', reason: '本人凭回执来办', proposer: by('security', 'government-office', 'security-admin'), by: by('guard', 'outside-review', 'protection-officer') });
    expect(erased).toMatchObject({ refused: false });
    expect((await deposits()).map((one) => one.person_ref)).not.toContain(person);
    expect((await kept.query('select from vault.consents')).rowCount).toBe(0);
    expect(await vault.open({ jurisdiction: COUNTY, person, view: crypto.randomUUID() as never, role: 'x', unit: 'x', fields: ['phone'], purpose: 'danger', reason: '' })).toBeUndefined();
    expect(await rowsAtThePages()).toBe(0);
  });

  it('killed between deposit and case, it comes back and forgets what has no case within a day, and keeps what has', async () => {
    // The case is committed, its confirmation is not: the process dies within that second.
    const slip = await county.desk.report(FORM);
    const orphan = await vault.deposit(COUNTY, 'a form whose case never came', { ...PERSON, note: '' });
    await running.kill();
    await expect(vault.deposit(COUNTY, 'x', { ...PERSON, note: '' })).rejects.toThrow('does not answer');
    await start();
    expect((await deposits()).map((one) => one.person_ref)).toEqual(expect.arrayContaining([orphan, await personIn(slip)]));
    await kept.query("update vault.deposits set confirmed_at = null, deposited_at = deposited_at - interval '25 hours'");
    await county.background.housekeepNow();
    const left = await deposits();
    expect(left.map((one) => one.person_ref)).not.toContain(orphan);
    expect(left).toContainEqual({ person_ref: await personIn(slip), confirmed: true });
  });

  it('away, it stops only what needs it, and each page says so in words; nothing typed is lost', async () => {
    const slip = await signed();
    const named = await signed({ anonymity: 'named' });
    const [handler, holder] = [await county.signedIn('urban'), await county.holding(slip)];
    expect(await health()).toMatchObject({ status: 'ok', vault: 'answers' });
    await running.kill();
    expect(await health()).toMatchObject({ status: 'ok', vault: 'away' });

    const everyone = openBrowser(county.app);
    expect((await everyone.post('/receipts', { words: WORDS, ...CASE, anonymity: 'anonymous', ...fresh('report') })).status).toBe(201);
    const form = { ...FORM, ...fresh('report') };
    const before = (await county.db.owner.query('select from cases.cases')).rowCount;
    const refused = await everyone.post('/receipts', form);
    expect(refused.status).toBe(503);
    for (const there of ['现在收不了联系方式', WORDS, `name="key" value="${form.key}"`, `name="contact" value="${PERSON.phone}"`, `name="name" value="${PERSON.name}"`]) expect(refused.html).toContain(there);
    expect((await county.db.owner.query('select from cases.cases')).rowCount).toBe(before);
    const machine = await county.app.inject({ method: 'POST', url: '/open311/v2/requests.json', headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' }, payload: new URLSearchParams({ service_code: 'urban.lighting.out', description: WORDS, address_string: '渡口路', phone: PERSON.phone, jurisdiction_id: COUNTY }).toString() });
    expect([machine.statusCode, machine.body]).toEqual([503, expect.stringContaining('Contacts cannot be taken just now')]);

    const mine = await holder.get('/my');
    expect([mine.status, mine.html]).toEqual([200, expect.stringContaining('现在查不到谁直接看过')]);
    const agreed = await post(holder, '/my/consent', { phone: 'yes', until: '2027-01-01' }, 'resident');
    expect([agreed.status, agreed.html]).toEqual([503, expect.stringContaining('value="2027-01-01"')]);
    const desk = await handler.get(`/console/cases/${slip.caseId}`);
    expect([desk.status, desk.html]).toEqual([200, expect.stringContaining('联系方式现在打不开')]);
    const look = await post(handler, `/console/cases/${named.caseId}/identity`, { reason: '约时间上门' });
    expect([look.status, look.html]).toEqual([503, expect.stringContaining('约时间上门')]);
    expect((await county.db.owner.query("select from record.events where type = 'identity.shown.v1' and stream in (select 'identity:' || request_id from unsealing.requests where case_id = $1)", [named.caseId])).rowCount).toBe(0);

    await start();
    expect(await health()).toMatchObject({ vault: 'answers' });
    const taken = await everyone.post('/receipts', form);
    expect(taken.status).toBe(201);
    expect((await county.db.owner.query('select from cases.cases')).rowCount).toBe(Number(before) + 1);
    expect((await post(handler, `/console/cases/${named.caseId}/identity`, { reason: '约时间上门' })).html).toContain(PERSON.phone);
  });

  it('is entered by nobody with another token, and by no password that the pages hold', async () => {
    const stranger = connectVault(dialLink({ path: join(folder, 'vault.sock') }, Buffer.alloc(32, 3)));
    expect(await stranger.state()).toBe('refused');
    await expect(stranger.unconfirmed(COUNTY)).rejects.toThrow('refuses our token');
    await stranger.close();
    await expect(county.db.database.connect('vault_svc')).rejects.toThrow(/password|permission/);
    for (const role of ['app_actor', 'worker', 'accounts_svc'] as const) {
      const { host, port, credentials } = county.db.address;
      await expect(connectOwner({ ...county.db.address, host, port, credentials: { ...credentials, owner: credentials[role] } }, VAULT_DATABASE), role).rejects.toThrow(/permission denied/);
    }
    // The control: it is there for whoever knows it.
    expect(await vault.state()).toBe('answers');
    expect(await rowsAtThePages()).toBe(0);
  });

  it('keeps who people are to itself: in no table, file, log or page of the pages, and in clear not even with it', async () => {
    await county.desk.report({ ...FORM, contact: PERSON.email });
    const sinks = [
      ...await tablesOf(county.db.owner, 'pages'), ...await tablesOf(kept, 'vault'), ...await filesOf(county.dataDir, 'pages'), ...await filesOf(join(folder, 'logs'), 'vault'), ...await filesOf(join(folder, 'keys'), 'vault'),
      { where: 'log', bytes: Buffer.from(county.logged().join('')) }, { where: 'troubles', bytes: Buffer.from(county.troubles().join('\n')) }, { where: 'terminal of the vault', bytes: Buffer.from(running.output()) },
      ...await Promise.all(['/', '/cases', '/metrics', '/healthz'].map(async (path) => ({ where: path, bytes: Buffer.from(await (await fetch(`${county.url}${path}`)).text()) }))),
    ];
    expect(sinks.length).toBeGreaterThan(60);
    expect(scan(PERSON, sinks)).toEqual([]);
    // The control: what was said is found, beside the case.
    expect(scan({ words: WORDS }, sinks).map(({ where }) => where)).toContain('pages: cases.payloads');
    expect((await deposits()).length).toBeGreaterThan(2);
  });
});

async function tablesOf(owner: Client, whose: string): Promise<readonly Sink[]> {
  const { rows } = await owner.query<{ name: string }>("select table_schema || '.' || table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')");
  const sinks: Sink[] = [];
  for (const { name } of rows) sinks.push({ where: `${whose}: ${name}`, bytes: Buffer.from((await owner.query<{ text: string | null }>(`select string_agg(one::text, E'\\n') as text from ${name} one`)).rows[0]?.text ?? '') });
  return sinks;
}

async function filesOf(path: string, whose: string): Promise<readonly Sink[]> {
  const found = (await readdir(path, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  return Promise.all(found.map(async (one) => ({ where: `${whose}: ${one.name}`, bytes: await readFile(join(one.parentPath, one.name)) })));
}
