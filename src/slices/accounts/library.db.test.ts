import { getMigrations } from 'better-auth/db/migration';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openLibrary } from './library.ts';
import { TEST_SECRET } from './accounts.fixture.ts';

let db: TestDatabase;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());

async function planned() {
  const library = await openLibrary({ pool: db.database.poolOf('accounts_svc'), secret: TEST_SECRET, publicUrl: 'http://127.0.0.1:8080', secureCookies: false });
  return getMigrations(library.options, { throwOnUnsafe: false });
}

it('the tables of our migration are the tables the library expects', async () => {
  const plan = await planned();
  expect({ create: plan.toBeCreated, add: plan.toBeAdded, indexes: plan.toBeAddedIndexes, problems: plan.schemaProblems, unsafe: plan.unsafeChanges })
    .toEqual({ create: [], add: [], indexes: [], problems: [], unsafe: [] });
});

it('a column that the library misses, or one it cannot fill, is found', async () => {
  await db.owner.query('alter table accounts.credentials drop column scope; alter table accounts.sessions add column surprise text not null');
  const plan = await planned();
  expect(plan.toBeAdded.map((one) => [one.table, Object.keys(one.fields)])).toEqual([['credentials', ['scope']]]);
  expect(plan.schemaProblems).toHaveLength(1);
  expect(plan.schemaProblems[0]).toContain('surprise');
});
