import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEventId, parseJurisdictionCode, type PersonRef } from '../../src/kernel/ids.ts';
import { openKeys } from '../../src/platform/crypto/index.ts';
import { rotateRoot } from '../../src/platform/crypto/rotate.ts';
import { append, rewrapSubjectKeys } from '../../src/record/index.ts';
import { destroySubjectKey } from '../../src/record/stream.ts';
import { createVault, rewrapDeposits } from '../../src/slices/vault/index.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const place = parseJurisdictionCode('testville')!;
const system = { kind: 'system', jurisdiction: place, job: 'test' } as const;
const contact = { name: '甲方乙', phone: '13900000000', email: '', note: '' };

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'minsheng-rewrap-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await test.close();
});

describe('after a rotation of keys', () => {
  it('every key is wrapped anew, in batches that go on where one broke off; all opens, and what was erased stays so', async () => {
    const keys = await openKeys(folder);
    const vault = createVault(test.database, keys);
    const persons: PersonRef[] = [];
    for (let one = 0; one < 12; one += 1) persons.push(await vault.deposit(place, `form-${one}`, contact));
    const subjects = Array.from({ length: 8 }, () => randomUUID());
    for (const subject of subjects) {
      await test.database.inTransaction(system, (tx) => append(tx, subject, [{ type: 'case.signed.v1', stream: `test:${subject}`, streamSeq: 1, role: 'system', open: {}, sealed: { note: '看过' } }], keys));
    }
    await test.database.inTransaction(system, (tx) => destroySubjectKey(tx, subjects[0]!), 'worker');

    await rotateRoot(folder, {});
    const rotated = await openKeys(folder);
    expect(await older(rotated.wrapsAs())).toEqual({ subjects: 7, deposits: 12 });
    const broken = rewrapDeposits(test.database, { ...rotated, wrap: () => Promise.reject(new Error('the plug was pulled')) }, place);
    await expect(broken).rejects.toThrow('plug');
    expect(await older(rotated.wrapsAs())).toEqual({ subjects: 7, deposits: 12 });
    const told: number[] = [];
    expect(await rewrapDeposits(test.database, rotated, place, (done) => { told.push(done); })).toBe(12);
    expect(await rewrapSubjectKeys(test.database, rotated, place)).toBe(7);
    expect(told).toEqual([12]);
    expect(await older(rotated.wrapsAs())).toEqual({ subjects: 0, deposits: 0 });
    expect(await rewrapDeposits(test.database, rotated, place) + await rewrapSubjectKeys(test.database, rotated, place)).toBe(0);
    // The same person has the same reference, and both processes, the old one still running, open it.
    expect(await createVault(test.database, rotated).deposit(place, 'form-3', contact)).toBe(persons[3]);
    for (const one of [vault, createVault(test.database, rotated)]) {
      const view = parseEventId(randomUUID())!;
      expect(await one.open({ jurisdiction: place, person: persons[3]!, view, role: 'handler', unit: 'town', fields: ['phone'], purpose: 'agreed', reason: '' })).toEqual({ phone: contact.phone });
    }
    expect((await test.owner.query('select 1 from record.subject_keys where subject = $1 and wrapped is null', [subjects[0]])).rowCount).toBe(1);
  });
});

async function older(head: Uint8Array): Promise<{ readonly subjects: number; readonly deposits: number }> {
  const { rows } = await test.owner.query<{ subjects: number; deposits: number }>(`select
    (select count(*)::integer from record.subject_keys where wrapped is not null and substring(wrapped from 1 for 3) <> $1) as subjects,
    (select count(*)::integer from vault.deposits where substring(wrapped_key from 1 for 3) <> $1) as deposits`, [Buffer.from(head)]);
  return rows[0] ?? { subjects: -1, deposits: -1 };
}
