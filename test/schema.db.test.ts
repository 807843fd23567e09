import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './support/database.ts';

let test: TestDatabase;
beforeAll(async () => { test = await openTestDatabase(); });
afterAll(() => test.close());

/** Walls of the design that live in the database (charter 1, 4, 12; threats T1, T4, T20–T22), each asked of its catalogue. */
type Wall = { readonly what: string; readonly query: string; readonly control: string };

const OURS = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'graphile_worker', 'public')`;

/** Tables that belong to no jurisdiction: the instance itself, and what the sign-in library keys by its own ids. */
const OF_THE_INSTANCE = [
  'platform.instance', 'platform.apart', 'platform.migrations', 'accounts.credentials', 'accounts.sessions', 'accounts.verifications', 'accounts.staff', 'units.jurisdictions',
];

/**
 * Row security that does not bind the owner: what the owner's own functions purge or move across jurisdictions, and the
 * record, which is restored and checked as a whole. While we serve, nobody works as the owner.
 */
const NOT_FORCED = ['platform.idempotency', 'jobs.outbox', 'scorecards.results', ...['state', 'events', 'pending', 'entries', 'tiles', 'heads', 'subject_keys', 'undisclosed'].map((name) => `record.${name}`)];

/** Tables that hold rows of a jurisdiction and yet have no row security, with what walls them instead. */
const WITHOUT_ROW_SECURITY: Readonly<Record<string, string>> = {
  'cases.public_cases': 'holds public columns only: whoever reads the pages reads all of it',
  'cases.rounds': 'holds no case id and no person; the page role cannot read it, whoever counts needs all of it',
  'matters.incidents': 'what offices declared in public, and a count in whole tens',
  'cases.hard_cases': 'the public ledger of hard cases: codes, dates, and reasons that their unit vouched for',
  'cases.removals': 'the public register of what is hidden: codes, rules and days',
  'units.versions': 'a place’s own files, published',
  'vault.deposits': 'one role alone enters the schema, and reads by the person’s random reference',
  'vault.reads': 'one role alone enters the schema',
  'vault.asked': 'one role alone enters the schema; a reply finds its question by a keyed digest of the number',
  'vault.replies': 'one role alone enters the schema; rows are keyed digests, gone in two days',
  'vault.tellings': 'one role alone enters the schema, and reads by the person’s random reference',
  'vault.budgets': 'one role alone enters the schema; counts of messages under keyed marks',
  'vault.consents': 'one role alone enters the schema, and reads by the person’s random reference',
  'verdicts.ballots': 'holds no case, no person and no time; one role casts, one counts',
  'verdicts.batches': 'published counts',
};

/** Tables of which a policy shows every jurisdiction's rows to some role, and why. */
const POLICY_FOR_ALL: Readonly<Record<string, string>> = {
  'record.state': 'the sequencer serves every log', 'record.pending': 'the sequencer serves every log',
  'record.heads': 'published', 'record.entries': 'published', 'record.tiles': 'published', 'scorecards.results': 'published',
  'knowledge.versions': 'published', 'knowledge.entries': 'published',
  'jobs.outbox': 'the worker alone, for every jurisdiction',
};

const WALLS: readonly Wall[] = [
  {
    what: 'every table with rows of a jurisdiction has row security, or a written reason why not (T20)',
    query: `select format('%s.%s', n.nspname, c.relname) as found from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and not c.relispartition and ${OURS} and not c.relrowsecurity
              and format('%s.%s', n.nspname, c.relname) <> all('{${[...Object.keys(WITHOUT_ROW_SECURITY), ...OF_THE_INSTANCE].join(',')}}')`,
    control: 'create table platform.bad (jurisdiction text primary key)',
  },
  {
    what: 'no reason stands for a table that is gone or has row security by now',
    query: `select name as found from unnest('{${Object.keys(WITHOUT_ROW_SECURITY).join(',')}}'::text[]) name
            where not exists (select from pg_class c where c.oid = to_regclass(name) and not c.relrowsecurity)`,
    control: 'alter table verdicts.batches enable row level security',
  },
  {
    what: 'the roles of the program own nothing, pass no row security and are no superusers (T20, T22)',
    query: `select r.rolname::text as found from pg_roles r where r.rolname in ('app_public', 'app_actor', 'app_verdict', 'vault_svc', 'accounts_svc', 'worker')
              and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relowner = r.oid and ${OURS}))`,
    control: 'grant accounts_svc to current_user; create table accounts.bad (a int); alter schema accounts owner to accounts_svc; alter table accounts.bad owner to accounts_svc',
  },
  {
    what: 'each row policy asks for the jurisdiction, or a written reason says why not',
    query: `select format('%s.%s %s', schemaname, tablename, policyname) as found from pg_policies
            where policyname <> 'keeper' and format('%s.%s', schemaname, tablename) <> all('{${Object.keys(POLICY_FOR_ALL).join(',')}}') and coalesce(qual, '') || coalesce(with_check, '') !~ 'jurisdiction'`,
    control: 'create policy bad on accounts.acts to accounts_svc using (true)',
  },
  {
    what: 'every table’s key begins with the jurisdiction',
    query: `select format('%s.%s', n.nspname, c.relname) as found from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and not c.relispartition and ${OURS} and format('%s.%s', n.nspname, c.relname) <> all('{${OF_THE_INSTANCE.join(',')}}')
              and not exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary and a.attname = 'jurisdiction')`,
    control: 'create table platform.bad (id int primary key, jurisdiction text)',
  },
  {
    what: 'no foreign key leaves its schema',
    query: `select k.conname as found from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class d on d.oid = k.confrelid where k.contype = 'f' and c.relnamespace <> d.relnamespace`,
    control: 'create schema bad; create table bad.bad (only_row boolean references platform.instance)',
  },
  {
    what: 'row security, where a table has it, binds the owner too',
    query: `select format('%s.%s', n.nspname, c.relname) as found from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relrowsecurity and not c.relforcerowsecurity and format('%s.%s', n.nspname, c.relname) <> all('{${NOT_FORCED.join(',')}}')`,
    control: 'create table platform.bad (a int); alter table platform.bad enable row level security',
  },
  {
    what: 'every view sees what its reader may see, not what its owner may',
    query: `select c.relname as found from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and ${OURS} and not coalesce('security_invoker=true' = any(c.reloptions) or 'security_invoker=on' = any(c.reloptions), false)`,
    control: 'create view platform.bad as select 1 as a',
  },
  {
    what: 'every function that borrows its owner’s rights fixes its search path',
    query: `select p.proname as found from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${OURS} and not exists (select from unnest(p.proconfig) s where s like 'search_path=%')`,
    control: `create function platform.bad() returns int language sql security definer as 'select 1'`,
  },
  {
    what: 'not everybody may call a function that borrows its owner’s rights',
    query: `select p.proname as found from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where p.prosecdef and ${OURS} and a.grantee = 0`,
    control: `create function platform.bad() returns int language sql security definer set search_path = pg_temp as 'select 1'`,
  },
  {
    what: 'nobody but the owner changes, removes or empties an event or an entry of the record',
    query: `select format('%s %s %s', c.relname, a.privilege_type, pg_get_userbyid(a.grantee)) as found from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
            where n.nspname = 'record' and c.relname in ('events', 'entries') and a.grantee <> c.relowner and a.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`,
    control: 'grant update on record.events to worker',
  },
  {
    what: 'no role removes a case (charter 1)',
    query: `select format('%s %s', a.privilege_type, pg_get_userbyid(a.grantee)) as found from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
            where n.nspname = 'cases' and c.relname = 'cases' and a.grantee <> c.relowner and a.privilege_type in ('DELETE', 'TRUNCATE')`,
    control: 'grant delete on cases.cases to worker',
  },
  {
    what: 'only the vault’s own role enters the vault',
    query: `select pg_get_userbyid(a.grantee)::text as found from pg_namespace n, aclexplode(n.nspacl) a where n.nspname = 'vault' and a.grantee <> n.nspowner and pg_get_userbyid(a.grantee) <> 'vault_svc'
            union all select format('%s %s', c.relname, pg_get_userbyid(a.grantee)) from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
            where n.nspname = 'vault' and a.grantee <> c.relowner and pg_get_userbyid(a.grantee) <> 'vault_svc'`,
    control: 'grant usage on schema vault to app_actor',
  },
  {
    what: 'the public role writes nothing',
    query: `select format('%s %s', c.relname, a.privilege_type) as found from pg_class c, aclexplode(c.relacl) a where pg_get_userbyid(a.grantee) = 'app_public' and a.privilege_type <> 'SELECT'`,
    control: 'grant insert on platform.instance to app_public',
  },
];

async function foundBy(owner: Client, query: string): Promise<string[]> {
  return (await owner.query<{ found: string }>(query)).rows.map(({ found }) => found);
}

describe.each(WALLS)('$what', ({ query, control }) => {
  it('holds', async () => { expect(await foundBy(test.owner, query)).toEqual([]); });
  it('catches what breaks it', async () => {
    await test.owner.query('begin');
    await test.owner.query(control);
    const found = await foundBy(test.owner, query);
    await test.owner.query('rollback');
    expect(found).not.toEqual([]);
  });
});
