import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { APP_ROLES, ensureRoles } from './roles.ts';
import { StartRefusal } from './start-refusal.ts';

let test: TestDatabase;
beforeAll(async () => { test = await openTestDatabase(); });
afterAll(() => test.close());

describe('database roles', () => {
  it.each(APP_ROLES)('%s enters with its derived password, and may neither create, nor bypass row security', async (role) => {
    const client = await test.database.connect(role);
    const { rows } = await client.query(
      `select rolsuper, rolbypassrls, rolcreaterole, has_database_privilege(current_database(), 'create') as creates,
              has_schema_privilege('public', 'create') as creates_in_public from pg_roles where rolname = current_user`,
    );
    await client.end();
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, creates: false, creates_in_public: false }]);
  });

  it('are made again without harm, and from two starters at once', async () => {
    const other = await test.database.connect('owner');
    await Promise.all([ensureRoles(test.owner, test.address), ensureRoles(other, test.address)]);
    await other.end();
    await (await test.database.connect('worker')).end();
  });

  it('are refused when one of them may do too much', async () => {
    // Owning the database is a power too, and unlike an attribute of the role it stays within this test's database.
    const { database } = test.address;
    await test.owner.query(`alter database ${database} owner to app_verdict`);
    const refusal = await ensureRoles(test.owner, test.address).catch((error: unknown) => error);
    await test.owner.query(`alter database ${database} owner to current_user`);
    expect(refusal).toBeInstanceOf(StartRefusal);
    expect((refusal as StartRefusal).problem).toEqual({ kind: 'role-too-strong', role: 'app_verdict' });
  });

  it('never reach the server as plain passwords', async () => {
    const { rows } = await test.owner.query<{ rolpassword: string }>(`select rolpassword from pg_authid where rolname = any($1)`, [[...APP_ROLES]]);
    expect(rows).toHaveLength(APP_ROLES.length);
    for (const { rolpassword } of rows) expect(rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
  });
});
