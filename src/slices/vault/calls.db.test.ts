import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { DAY_MS, instantOf, plusMs, type Instant } from '../../kernel/instant.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import type { Handed } from '../../platform/gateway/index.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openVaultBy, WAYS } from './both.fixture.ts';
import type { Vault } from './index.ts';

const place = parseJurisdictionCode('testville')!;
const CONNECTING = { line: '02788881234', callback: 'https://voices.example/calls/token' };

describe.each(WAYS)('a masked call, of a vault %s', (way) => {
  let test: TestDatabase;
  let vault: Vault;
  const rung: { readonly to: string; readonly line: string; readonly callback: string }[] = [];
  let say: () => Handed = () => 'handed-over';
  beforeAll(async () => {
    test = await openTestDatabase();
    await test.owner.query('insert into platform.instance (is_demo) values (true) on conflict do nothing');
    vault = await openVaultBy(way, test.database, keysFromRoot(Buffer.alloc(32, 9)), { textsPerDay: 0, call: { connect: (call) => { rung.push(call); return Promise.resolve(say()); } } });
  });
  afterAll(async () => {
    await vault.close();
    await test.close();
  });

  const inDays = async (days: number): Promise<Instant> => plusMs(instantOf((await test.owner.query<{ now: Date }>('select platform.now() as now')).rows[0]!.now), days * DAY_MS);
  const somebody = (key: string, phone = '13900000000'): Promise<PersonRef> => vault.deposit(place, key, { name: '甲方乙', phone, email: phone === '' ? 'a@b.example' : '', note: '' });

  it('hands the number to the gateway alone, while the agreement stands', async () => {
    const person = await somebody('call-1');
    expect(await vault.calls.offered()).toBe(true);
    expect(await vault.calls.connect(place, person, CONNECTING)).toBe('not-agreed');
    await vault.consents.give(place, person, { fields: ['name'], until: await inDays(3) });
    expect(await vault.calls.connect(place, person, CONNECTING)).toBe('not-agreed');
    expect(rung).toEqual([]);
    await vault.consents.give(place, person, { fields: ['phone'], until: await inDays(1) });
    expect(await vault.calls.connect(place, person, CONNECTING)).toBe('ringing');
    expect(rung).toEqual([{ to: '13900000000', ...CONNECTING }]);
    await test.owner.query("select platform.advance_clock(interval '1 day')");
    expect(await vault.calls.connect(place, person, CONNECTING)).toBe('not-agreed');
    expect(rung.length).toBe(1);
  });

  it('is none where no number was left, and says nothing of one where the gateway fails', async () => {
    const person = await somebody('call-2', '');
    await vault.consents.give(place, person, { fields: ['phone', 'email'], until: await inDays(1) });
    expect(await vault.calls.connect(place, person, CONNECTING)).toBe('not-agreed');
    const other = await somebody('call-3', '13911112222');
    await vault.consents.give(place, other, { fields: ['phone'], until: await inDays(1) });
    say = () => { throw new Error('no route to 13911112222'); };
    expect(await vault.calls.connect(place, other, CONNECTING)).toBe('failed');
    say = () => 'handed-over';
  });

  it('rings one number six times a day at most, over all its cases', async () => {
    const outcomes: string[] = [];
    for (let at = 0; at < 8; at += 1) {
      const person = await somebody(`call-many-${String(at)}`, '13922223333');
      await vault.consents.give(place, person, { fields: ['phone'], until: await inDays(1) });
      outcomes.push(await vault.calls.connect(place, person, CONNECTING));
    }
    expect(outcomes).toEqual([...Array.from({ length: 6 }, () => 'ringing'), 'over-budget', 'over-budget']);
  });
});
