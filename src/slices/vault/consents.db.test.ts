import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJurisdictionCode } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, instantOf, plusMs, type Instant } from '../../kernel/instant.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { consentFault } from './consents.ts';
import { openVaultBy, WAYS } from './both.fixture.ts';
import { CONSENT_DAYS_MAX, CONTACT_FIELDS, type Consents, type Vault } from './index.ts';

const place = parseJurisdictionCode('testville')!;
const contact = { name: '甲方乙', phone: '13900000000', email: '', note: '' };

describe.each(WAYS)('"you may phone me until …", with the vault %s', (way) => {
  let test: TestDatabase;
  let vault: Vault;
  let consents: Consents;
  beforeAll(async () => {
    test = await openTestDatabase();
    await test.owner.query('insert into platform.instance (is_demo) values (true) on conflict do nothing');
    vault = await openVaultBy(way, test.database, keysFromRoot(Buffer.alloc(32, 9)));
    ({ consents } = vault);
  });
  afterAll(async () => {
    await vault.close();
    await test.close();
  });
  const inDays = async (days: number): Promise<Instant> => plusMs(instantOf((await test.owner.query<{ now: Date }>('select platform.now() as now')).rows[0]!.now), days * DAY_MS);

  it('is given field by field, replaced, and taken back without a trace', async () => {
    const person = await vault.deposit(place, 'consent-1', contact);
    const until = await inDays(3);
    expect(await consents.of(place, person)).toBeUndefined();
    expect(await consents.give(place, person, { fields: ['phone'], until })).toMatchObject({ refused: false });
    expect(await consents.of(place, person)).toEqual({ fields: ['phone'], until });
    await consents.give(place, person, { fields: ['phone', 'name'], until });
    expect((await consents.of(place, person))?.fields).toEqual(['name', 'phone']);
    await consents.revoke(place, person);
    await consents.revoke(place, person);
    expect((await test.owner.query('select from vault.consents')).rowCount).toBe(0);
  });

  it('ends by itself at its moment, and with the contact', async () => {
    const person = await vault.deposit(place, 'consent-2', contact);
    await consents.give(place, person, { fields: ['phone'], until: await inDays(1) });
    await test.owner.query("select platform.advance_clock(interval '23 hours')");
    expect(await consents.of(place, person)).toBeDefined();
    await test.owner.query("select platform.advance_clock(interval '1 hour')");
    expect(await consents.of(place, person)).toBeUndefined();
    await consents.give(place, person, { fields: ['phone'], until: await inDays(1) });
    await vault.erase(place, person);
    expect((await test.owner.query('select from vault.consents where person_ref = $1', [person])).rowCount).toBe(0);
    expect(await consents.give(place, person, { fields: ['phone'], until: await inDays(1) })).toMatchObject({ refused: true, reason: { kind: 'nothing-kept' } });
  });

  it('is nobody’s to read or to give but the vault’s', async () => {
    for (const role of ['app_actor', 'app_verdict', 'worker', 'accounts_svc'] as const) {
      await expect(test.database.poolOf(role).query('select from vault.consents'), role).rejects.toThrow('permission denied');
    }
  });

  it('is never without a field, without an end, or longer than it may be', () => {
    const at = instantOf(new Date('2026-11-27T08:00:00Z'));
    let good = 0;
    fc.assert(fc.property(fc.subarray([...CONTACT_FIELDS]), fc.integer({ min: -100, max: 100 * 24 }), (fields, untilHours) => {
      const isGood = fields.length > 0 && untilHours > 0 && untilHours <= CONSENT_DAYS_MAX * 24;
      if (isGood) good += 1;
      expect(consentFault({ fields, until: plusMs(at, untilHours * HOUR_MS) }, at) === undefined).toBe(isGood);
    }), { seed: 20_261_127, numRuns: 2_000 });
    // The control.
    expect(good).toBeGreaterThan(100);
  });
});
