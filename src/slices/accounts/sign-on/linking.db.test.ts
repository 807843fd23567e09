import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { accepted, LINJIANG, openAccounts, ORGANISATION, refused, system } from '../accounts.fixture.ts';
import type { Accounts, StaffActor } from '../index.ts';

const ISSUER = 'https://id.example.invalid';
let db: TestDatabase;
let accounts: Accounts;
let one: StaffActor;
let other: StaffActor;
let next = 0;
beforeAll(async () => {
  db = await openTestDatabase();
  accounts = openAccounts(db.database);
  [one, other] = [await administrator(), await administrator()];
});
afterAll(() => db.close());

async function administrator(): Promise<StaffActor> {
  const { accountId } = await made(['system-admin']);
  const unitId = ORGANISATION.unit(LINJIANG, 'county-office');
  if (!unitId) throw new Error('no such unit');
  return { kind: 'staff', jurisdiction: LINJIANG, accountId, unitId, roles: ['system-admin'] };
}

function made(roles: readonly string[] = []) {
  return accounts.administration.create(system(), { username: `linked-${++next}`, name: 'Linked', unit: 'county-office', roles }).then(accepted);
}

/** As it is once the owner has come in by it. */
async function confirm(account: string): Promise<void> {
  await db.owner.query("update accounts.credentials set confirmed_at = clock_timestamp() where account_id = $1 and provider <> 'credential'", [account]);
  await db.owner.query("insert into accounts.acts (jurisdiction, id, account_id, kind, acted_by, at) values ('linjiang', gen_random_uuid()::text, $1, 'sign-on-confirmed', 'system', platform.now())", [account]);
}

describe('a subject is written down for an account', () => {
  it('one for one, both ways, and of no administrator', async () => {
    const [she, he, boss] = [await made(), await made(), await made(['security-admin'])];
    for (const subject of ['', ' ', 'two words', 'x'.repeat(256), 'a\u0000b']) expect(refused(await accounts.administration.linkSignOn(one, she.accountId, ISSUER, subject)).kind).toBe('bad-subject');
    accepted(await accounts.administration.linkSignOn(one, she.accountId, ISSUER, 'staff-1'));
    expect(refused(await accounts.administration.linkSignOn(one, she.accountId, ISSUER, 'staff-1')).kind).toBe('already-so');
    expect(refused(await accounts.administration.linkSignOn(one, she.accountId, ISSUER, 'staff-2')).kind).toBe('has-subject');
    expect(refused(await accounts.administration.linkSignOn(one, he.accountId, ISSUER, 'staff-1')).kind).toBe('subject-taken');
    expect(refused(await accounts.administration.linkSignOn(one, boss.accountId, ISSUER, 'staff-3')).kind).toBe('administrator-sign-on');
    expect(refused(await accounts.administration.linkSignOn({ ...one, roles: ['security-admin'] }, he.accountId, ISSUER, 'staff-4')).kind).toBe('not-permitted');
  });

  it('and a slip of the pen is mended by whoever made it, while nobody has come in by it', async () => {
    const she = await made();
    accepted(await accounts.administration.linkSignOn(one, she.accountId, ISSUER, 'staff-10'));
    accepted(await accounts.administration.unlinkSignOn(one, she.accountId));
    accepted(await accounts.administration.linkSignOn(one, she.accountId, ISSUER, 'staff-11'));
  });

  it('but no one hand moves a way in that its owner uses to somebody else, by a subject or by a password', async () => {
    const she = await made();
    accepted(await accounts.administration.linkSignOn(one, she.accountId, ISSUER, 'staff-20'));
    await confirm(she.accountId);
    accepted(await accounts.administration.unlinkSignOn(one, she.accountId));
    expect(refused(await accounts.administration.linkSignOn(one, she.accountId, ISSUER, 'staff-21')).kind).toBe('same-renewer');
    expect(refused(await accounts.administration.setPassword(one, she.accountId)).kind).toBe('same-renewer');
    accepted(await accounts.administration.linkSignOn(other, she.accountId, ISSUER, 'staff-21'));
    expect(refused(await accounts.administration.resetFactor(other, she.accountId)).kind).toBe('same-renewer');
  });
});
