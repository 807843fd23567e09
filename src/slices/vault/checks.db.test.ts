import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseNumberOf, parseJurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { CHECKED, CHECKS_PER_CASE_MAX, CHECKS_PER_STAFF_MAX, createChecks } from './checks.ts';
import { createVault } from './index.ts';

const place = parseJurisdictionCode('testville')!;
const keys = keysFromRoot(Buffer.alloc(32, 7));
const numberOf = (n: number) => caseNumberOf(String(n).padStart(11, '0'));

let test: TestDatabase;
let person: PersonRef;
beforeAll(async () => {
  test = await openTestDatabase();
  person = await createVault(test.database, keys).deposit(place, 'form-1', { name: '甲方乙', phone: '+8613900000000', email: 'Jia@Example.invalid', note: '' });
});
afterAll(() => test.close());

describe('what somebody says at a desk', () => {
  const checks = () => createChecks(test.database, keys, 40);
  it('is known as people say it, and as nothing else', async () => {
    const say = (said: string, of: PersonRef | null, n: number) => checks().check({ jurisdiction: place, number: numberOf(n), account: `clerk-${String(n)}`, person: of, said });
    for (const [n, said] of ['139 0000 0000', '８６１３９００００００００', '0086-139-0000-0000', ' jia@example.INVALID '].entries()) expect(await say(said, person, n), said).toBe('match');
    for (const [n, said] of ['13900000001', '3900000000', '', '甲方乙', 'jia@example.invalid.cn'].entries()) expect(await say(said, person, 10 + n), said).toBe('other');
    // Where nobody left anything, not even the made-up contact is right.
    for (const [n, said] of ['13900000000', '00000000000', ''].entries()) expect(await say(said, null, 20 + n), said).toBe('other');
  });

  it('has a budget a day for each case and each member of staff, spent by right answers as by wrong ones, and beginning anew', async () => {
    const ofCase = (account: string) => checks().check({ jurisdiction: place, number: numberOf(99), account, person, said: '13900000000' });
    for (let n = 0; n < CHECKS_PER_CASE_MAX; n += 1) expect(await ofCase(`one-${String(n)}`)).toBe('match');
    expect(await ofCase('another')).toBe('spent');
    const byStaff = (n: number) => checks().check({ jurisdiction: place, number: numberOf(1_000 + n), account: 'busy', person: null, said: '1' });
    for (let n = 0; n < CHECKS_PER_STAFF_MAX; n += 1) expect(await byStaff(n)).toBe('other');
    expect(await byStaff(500)).toBe('spent');
    await test.owner.query("update vault.checks set day = day - 1");
    expect(await ofCase('another')).toBe('match');
    expect((await test.owner.query('select 1 from vault.checks')).rowCount).toBe(2);
  });

  it('is answered after one time and in one size, whether anybody is known or not; no row names case or clerk', async () => {
    expect(new Set(CHECKED.map((word) => word.length)).size).toBe(1);
    const took = async (of: PersonRef | null, said: string, n: number): Promise<number> => {
      const from = performance.now();
      await createChecks(test.database, keys, 300).check({ jurisdiction: place, number: numberOf(2_000 + n), account: `timed-${String(n)}`, person: of, said });
      return performance.now() - from;
    };
    for (const [n, [of, said]] of ([[person, '13900000000'], [person, '1'], [null, '1'], [null, '13900000000']] as const).entries()) expect(await took(of, said, n)).toBeGreaterThanOrEqual(299);
    const rows = JSON.stringify((await test.owner.query('select * from vault.checks')).rows);
    for (const told of ['timed-1', numberOf(2_001)]) expect(rows).not.toContain(told);
  });
});
