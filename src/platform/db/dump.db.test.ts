import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { projectRoot } from '../config/index.ts';
import { dumpSchema } from './dump.ts';

let test: TestDatabase;
beforeAll(async () => { test = await openTestDatabase(); });
afterAll(() => test.close());

it('schema.sql says what the migrations add up to; if not, run bin/db schema and look at the difference', async () => {
  expect(await dumpSchema(test.owner)).toBe(await readFile(join(projectRoot(), 'schema.sql'), 'utf8'));
});

it('shows every kind of change: a column, a constraint, an index, a function, a trigger, a policy, a grant', async () => {
  const before = await dumpSchema(test.owner);
  await test.owner.query('create table platform.seen (jurisdiction text, at timestamptz)');
  const seen = new Set([before]);
  for (const change of [
    'alter table platform.seen add column extra int default 7', 'alter table platform.seen add constraint positive check (extra > 0)',
    'create index seen_at on platform.seen (at)', `create function platform.seen_twice() returns trigger language plpgsql as 'begin return new; end'`,
    'create trigger twice before insert on platform.seen for each row execute function platform.seen_twice()',
    'create policy own on platform.seen to app_actor using (extra = 1)', 'alter table platform.seen enable row level security',
    'alter table platform.seen force row level security', 'grant select (at) on platform.seen to app_public', 'revoke execute on function platform.seen_twice() from public',
    'create view platform.seen_view with (security_invoker) as select at from platform.seen',
  ]) {
    await test.owner.query(change);
    const now = await dumpSchema(test.owner);
    expect(seen.has(now), change).toBe(false);
    expect(await dumpSchema(test.owner)).toBe(now);
    seen.add(now);
  }
});
