import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEventId, parseJurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { DAY_MS, instantOf, plusMs } from '../../kernel/instant.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { createVault, exportVault, forgetMoved, importVault, isApart, noteReturn, settleApart } from './index.ts';

const place = parseJurisdictionCode('testville')!;
const PEOPLE = 450;
const phoneOf = (at: number): string => `139${String(at).padStart(8, '0')}`;
const MOVE_KEY = randomBytes(32);
const [here, there] = [keysFromRoot(Buffer.alloc(32, 1)), keysFromRoot(Buffer.alloc(32, 2))];

let from: TestDatabase;
let to: TestDatabase;
const persons: PersonRef[] = [];
const lines: string[] = [];
beforeAll(async () => {
  [from, to] = [await openTestDatabase(), await openTestDatabase()];
  const vault = createVault(from.database, here);
  for (let at = 0; at < PEOPLE; at += 1) persons.push(await vault.deposit(place, `form-${String(at)}`, { name: '甲方乙', phone: phoneOf(at), email: '', note: '' }));
  await vault.confirm(place, ...persons.slice(0, 400));
  await vault.consents.give(place, persons[0]!, { fields: ['phone'], until: plusMs(instantOf(new Date()), DAY_MS) });
  await vault.tellings.agree(place, persons[1]!, { channels: ['text'], locale: 'zh' });
  for (const person of [persons[2]!, persons[3]!]) await vault.open({ jurisdiction: place, person, view: parseEventId(randomUUID())!, role: 'handler', unit: 'town', fields: ['phone'], purpose: 'agreed', reason: '约时间' });
  // Erased, but looked at: that there was a look moves as well.
  await vault.erase(place, persons[3]!);
  expect(await exportVault(from.database, here, MOVE_KEY, async (line) => { lines.push(line); })).toEqual({ persons: PEOPLE });
});
afterAll(async () => { await Promise.all([from.close(), to.close()]); });

const given = (given: readonly string[] = lines): AsyncIterable<string> => (async function* each() { yield* given; })();
const deposits = async (test: TestDatabase): Promise<number> => (await test.owner.query('select from vault.deposits')).rowCount ?? -1;

describe('a vault that moves', () => {
  it('says nothing on the way but to the key made for it', () => {
    expect(lines).toHaveLength(4);
    const bytes = Buffer.concat(lines.map((line) => Buffer.from(line, 'base64'))).toString('latin1') + lines.join('');
    for (const secret of [phoneOf(7), persons[7]!, 'testville', Buffer.from('甲方乙').toString('latin1')]) expect(bytes).not.toContain(secret);
  });

  it.each([
    ['another key', () => importVault(to.database, there, randomBytes(32), given()), 'not-with-this-key'],
    ['a line altered', () => importVault(to.database, there, MOVE_KEY, given(lines.with(1, `${lines[1]!.slice(0, -8)}AAAAAAA=`))), 'not-with-this-key'],
    ['lines in another order', () => importVault(to.database, there, MOVE_KEY, given([lines[1]!, lines[0]!, ...lines.slice(2)])), 'not-with-this-key'],
    ['no end', () => importVault(to.database, there, MOVE_KEY, given(lines.slice(0, -1))), 'cut-short'],
  ])('takes in nothing with %s', async (_what, work, kind) => {
    await expect(work()).rejects.toMatchObject({ kind });
    expect(await deposits(to)).toBe(0);
  });

  it('is whole at the other end, under other keys: contacts, consents, ways to be told, looks, and what was not confirmed yet', async () => {
    expect(await importVault(to.database, there, MOVE_KEY, given())).toEqual({ persons: PEOPLE });
    const moved = createVault(to.database, there);
    for (const at of [0, 199, 200, 449]) {
      expect(await moved.open({ jurisdiction: place, person: persons[at]!, view: parseEventId(randomUUID())!, role: 'x', unit: 'x', fields: ['phone'], purpose: 'agreed', reason: '' })).toEqual({ phone: phoneOf(at) });
    }
    expect(await moved.missing(place, persons)).toEqual([persons[3]]);
    expect((await moved.consents.of(place, persons[0]!))?.fields).toEqual(['phone']);
    expect(await moved.tellings.of(place, persons[1]!)).toEqual({ channels: ['text'], locale: 'zh' });
    const [before, after] = [await createVault(from.database, here).readsOf(place, persons[2]!), await moved.readsOf(place, persons[2]!)];
    expect(after).toEqual(before);
    expect(await moved.readsOf(place, persons[3]!)).toHaveLength(1);
    const unconfirmed = async (test: TestDatabase) => (await test.owner.query('select person_ref, deposited_at from vault.deposits where confirmed_at is null order by person_ref')).rows;
    expect(await unconfirmed(to)).toEqual(await unconfirmed(from));
    // The control: the old keys open nothing there.
    await expect(createVault(to.database, here).open({ jurisdiction: place, person: persons[9]!, view: parseEventId(randomUUID())!, role: 'x', unit: 'x', fields: ['phone'], purpose: 'agreed', reason: '' })).rejects.toThrow('does not open');
    await expect(importVault(to.database, there, MOVE_KEY, given())).rejects.toMatchObject({ kind: 'not-empty' });
  });

  it('is forgotten where it was once the other says it has everything, and not before', async () => {
    const moved = createVault(to.database, there);
    const late = await createVault(from.database, here).deposit(place, 'came meanwhile', { name: '', phone: '13900000000', email: '', note: '' });
    await expect(settleApart(from.owner, true)).rejects.toMatchObject({ problem: { kind: 'vault-not-moved' } });
    await expect(forgetMoved(from.owner, moved)).rejects.toMatchObject({ kind: 'not-all-there', count: 1 });
    expect(await deposits(from)).toBe(PEOPLE);
    expect(await isApart(from.database.public)).toBe(false);
    await createVault(from.database, here).erase(place, late);
    expect(await forgetMoved(from.owner, moved)).toBe(PEOPLE - 1);
    expect(await deposits(from)).toBe(0);
    expect(await isApart(from.database.public)).toBe(true);
  });

  it('is never forgotten by a start: apart, it must be named; back, it need not be', async () => {
    await settleApart(from.owner, true);
    await expect(settleApart(from.owner, false)).rejects.toMatchObject({ problem: { kind: 'vault-forgotten' } });
    await noteReturn(from.owner);
    await settleApart(from.owner, false);
    // A new instance, with a vault named from the first day.
    await settleApart(from.owner, true);
    expect(await isApart(from.database.public)).toBe(true);
  });
});
