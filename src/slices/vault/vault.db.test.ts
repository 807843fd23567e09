import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { parseEventId, parseJurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openVaultBy, WAYS } from './both.fixture.ts';
import { eraseOrphans, type Contact, type ContactField, type Look, type Vault } from './index.ts';

const place = parseJurisdictionCode('testville')!;
const keys = keysFromRoot(Buffer.alloc(32, 7));
const contact: Contact = { name: '甲方乙', phone: '13900000000', email: 'jia@example.invalid', note: '晚上七点后' };
const look = (person: PersonRef, fields: readonly ContactField[], reason: string, view = parseEventId(randomUUID())!): Look =>
  ({ jurisdiction: place, person, view, role: 'handler', unit: 'town-one', fields, purpose: 'agreed', reason });

describe.each(WAYS)('the vault %s', (way) => {
  let test: TestDatabase;
  let vault: Vault;
  beforeAll(async () => {
    test = await openTestDatabase();
    vault = await openVaultBy(way, test.database, keys);
  });
  afterAll(async () => {
    await vault.close();
    await test.close();
  });

  it('keeps one deposit for one form, however often it is sent, and none of it in clear', async () => {
    const [first, again] = await Promise.all([vault.deposit(place, 'form-1', contact), vault.deposit(place, 'form-1', contact)]);
    expect(again).toBe(first);
    const { rows } = await test.owner.query('select * from vault.deposits');
    expect(rows).toHaveLength(1);
    const dump = Buffer.concat([rows[0].sealed, rows[0].wrapped_key, Buffer.from(JSON.stringify(rows))]).toString('latin1');
    for (const secret of Object.values(contact)) expect(dump).not.toContain(Buffer.from(secret).toString('latin1'));
  });
  it('gives two reports by one person two references', async () => {
    expect(await vault.deposit(place, 'form-2', contact)).not.toBe(await vault.deposit(place, 'form-3', contact));
  });
  it('lists every look at an identity, and shows no field that was not asked for', async () => {
    const person = await vault.deposit(place, 'form-4', contact);
    expect(await vault.open(look(person, ['phone'], '约时间上门'))).toEqual({ phone: contact.phone });
    expect(await vault.readsOf(place, person)).toMatchObject([{ role: 'handler', unit: 'town-one', fields: ['phone'], reason: '约时间上门' }]);
    await Promise.all([vault.open(look(person, ['name'], 'a')), vault.open(look(person, ['name'], 'b'))]);
    expect(await vault.readsOf(place, person)).toHaveLength(3);
  });
  it('opens one look once: whoever brings its event again sees nothing, and no second line stands', async () => {
    const person = await vault.deposit(place, 'form-once', contact);
    const once = look(person, ['phone'], '核对');
    const answers = await Promise.all([vault.open(once), vault.open(once), vault.open({ ...once, fields: ['name'] })]);
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
    expect(await vault.readsOf(place, person)).toMatchObject([{ view: once.view, purpose: 'agreed' }]);
  });
  it('leaves no look where there was nothing to see', async () => {
    const nobody = 'x'.repeat(43) as PersonRef;
    expect(await vault.open(look(nobody, ['phone'], 'r'))).toBeUndefined();
    expect(await vault.readsOf(place, nobody)).toEqual([]);
  });
  it('erases a deposit without a case after a day, keeps one whose case exists, and leaves younger ones alone', async () => {
    const [orphan, held, confirmed, young] = [
      await vault.deposit(place, 'old-1', contact), await vault.deposit(place, 'old-2', contact),
      await vault.deposit(place, 'old-3', contact), await vault.deposit(place, 'young', contact),
    ];
    await vault.confirm(place, confirmed);
    await test.owner.query(`update vault.deposits set deposited_at = deposited_at - interval '25 hours' where person_ref <> $1`, [young]);
    await eraseOrphans(vault, place, async () => new Set([held]));
    const left = (await test.owner.query('select person_ref from vault.deposits')).rows.map((row) => row.person_ref);
    expect(left).toEqual(expect.arrayContaining([held, confirmed, young]));
    expect(left).not.toContain(orphan);
    expect(await eraseOrphans(vault, place, async () => new Set())).toBe(0);
  });
  it('keeps an old deposit whose form comes again while the sweep is asking', async () => {
    const person = await vault.deposit(place, 'slow form', contact);
    await test.owner.query(`update vault.deposits set deposited_at = deposited_at - interval '25 hours' where person_ref = $1`, [person]);
    const erased = await eraseOrphans(vault, place, async () => { await vault.deposit(place, 'slow form', contact); return new Set(); });
    expect(erased).toBe(0);
    expect((await test.owner.query('select 1 from vault.deposits where person_ref = $1', [person])).rowCount).toBe(1);
  });
  it('erases nothing when nobody can say which references are held', async () => {
    const orphan = await vault.deposit(place, 'old-4', contact);
    await test.owner.query(`update vault.deposits set deposited_at = deposited_at - interval '25 hours' where person_ref = $1`, [orphan]);
    await expect(eraseOrphans(vault, place, () => Promise.reject(new Error('cases are away')))).rejects.toThrow('away');
    expect((await test.owner.query('select 1 from vault.deposits where person_ref = $1', [orphan])).rowCount).toBe(1);
  });
  it('lets no other role in', async () => {
    for (const role of ['app_public', 'app_actor', 'app_verdict', 'worker'] as const) {
      const client = await test.database.connect(role);
      await expect(client.query('select 1 from vault.deposits')).rejects.toThrow(/permission denied/);
      await client.end();
    }
  });
});
