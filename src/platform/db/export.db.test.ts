import { randomBytes } from 'node:crypto';
import { appendFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { connectOwner, temporaryFolder } from '../../../test/support/server.ts';
import { projectRoot } from '../config/index.ts';
import { dumpSchema } from './dump.ts';
import { exportDatabase, ExportRefusal, tablesOf } from './export.ts';
import { importDatabase } from './import.ts';
import { migrate, readMigrations, type MigrationFile } from './migrate.ts';
import { APP_ROLES, ensureRoles } from './roles.ts';

let test: TestDatabase;
let folder: string;
let migrations: MigrationFile[];

beforeAll(async () => {
  test = await openTestDatabase();
  folder = await temporaryFolder('minsheng-export-');
  migrations = await readMigrations(join(projectRoot(), 'migrations'));
  await test.owner.query(`
    insert into platform.instance (is_demo, clock_offset) values (true, '3 days');
    create table platform.kept (jurisdiction text, id int generated always as identity, words text, bytes bytea, doubled text generated always as (words || words) stored, primary key (jurisdiction, id));
    create table platform.kept_child (jurisdiction text, parent int, self int, foreign key (jurisdiction, parent) references platform.kept);
    create table platform.a_child_first (jurisdiction text, parent int, foreign key (jurisdiction, parent) references platform.kept);
    alter table platform.kept enable row level security;
    alter table platform.kept force row level security;
    create function platform.refuse_all() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$;
    insert into platform.kept (jurisdiction, words, bytes) values ('linjiang', E'路灯\\t坏了\\n\\\\N', '\\x00ff'), ('linjiang', null, null), ('linjiang', '', '');
    insert into platform.kept_child values ('linjiang', 1, 1);
    insert into platform.a_child_first values ('linjiang', 2);
    create trigger never before insert or update or truncate on platform.kept for each statement execute function platform.refuse_all();
    alter table platform.kept enable always trigger never;`);
  // The tables above become a migration of their own, so that an import can make them.
  const { text, sha256 } = { text: `
    create table platform.kept (jurisdiction text, id int generated always as identity, words text, bytes bytea, doubled text generated always as (words || words) stored, primary key (jurisdiction, id));
    create table platform.kept_child (jurisdiction text, parent int, self int, foreign key (jurisdiction, parent) references platform.kept);
    create table platform.a_child_first (jurisdiction text, parent int, foreign key (jurisdiction, parent) references platform.kept);
    insert into platform.kept (jurisdiction, words) values ('seed', 'of the migration');
    alter table platform.kept enable row level security;
    alter table platform.kept force row level security;
    create function platform.refuse_all() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$;
    create trigger never before insert or update or truncate on platform.kept for each statement execute function platform.refuse_all();
    alter table platform.kept enable always trigger never;`, sha256: 'a'.repeat(64) };
  migrations.push({ name: '2999-01-01-kept.sql', text, sha256 });
  await test.owner.query('insert into platform.migrations (name, sha256) values ($1, $2)', ['2999-01-01-kept.sql', sha256]);
  await mkdir(join(folder, 'attachments', 'ab'), { recursive: true });
  await writeFile(join(folder, 'attachments', 'ab', 'photo'), randomBytes(100_000));
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

/** A database without anything in it, as a new server has; under the owner given, or the usual one. */
async function withEmptyDatabase<T>(work: (owner: Client) => Promise<T>, ownedBy?: { user: string; password: string }): Promise<T> {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  const admin = await connectOwner(test.address, 'postgres');
  await admin.query(`create database ${name} ${ownedBy ? `owner ${ownedBy.user}` : ''}`);
  const { host, port, credentials } = test.address;
  const owner = new Client({ host, port, database: name, ...(ownedBy ?? credentials.owner) });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

const exportTo = (name: string, keysFile?: string) =>
  exportDatabase(test.owner, join(folder, name), { attachments: join(folder, 'attachments'), ...(keysFile === undefined ? {} : { keysFile }) });
const importFrom = (owner: Client, name: string, attachments: string) => importDatabase(owner, join(folder, name), { attachments: join(folder, attachments), migrations });
const kindOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'accepted', (error: unknown) => { if (error instanceof ExportRefusal) return error.kind; throw error; });

/** Every row of every table as text, sorted: what must be the same before and after. */
async function contentsOf(owner: Client): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {};
  for (const { schema, table } of await tablesOf(owner)) {
    if (schema === 'platform' && table === 'migrations') continue;
    const { rows } = await owner.query<{ row: string }>(`select t::text as row from "${schema}"."${table}" t order by 1`);
    contents[`${schema}.${table}`] = rows.map(({ row }) => row);
  }
  return contents;
}

describe('an export', () => {
  it('comes back row for row and file for file, guards and schema as they were', async () => {
    const manifest = await exportTo('whole');
    expect(manifest.attachments).toHaveLength(1);
    await withEmptyDatabase(async (owner) => {
      await ensureRoles(owner, { ...test.address, database: owner.database ?? '' });
      await importFrom(owner, 'whole', 'restored');
      expect(await contentsOf(owner)).toEqual(await contentsOf(test.owner));
      expect(await dumpSchema(owner)).toBe(await dumpSchema(test.owner));
      await expect(owner.query('truncate platform.kept cascade')).rejects.toThrow('never');
      const { rows } = await owner.query(`select tgenabled from pg_trigger where tgname = 'never'`);
      expect(rows).toEqual([{ tgenabled: 'A' }]);
      // The identity goes on where it was, instead of giving a number twice.
      await owner.query('alter table platform.kept disable trigger never');
      const inserted = await owner.query(`insert into platform.kept (jurisdiction) values ('linjiang') returning id`);
      expect(inserted.rows).toEqual([{ id: 4 }]);
    });
    expect(await readFile(join(folder, 'restored', 'ab', 'photo'))).toEqual(await readFile(join(folder, 'attachments', 'ab', 'photo')));
  });

  it('restores under an administrator who is no superuser, as a managed server gives one', async () => {
    const plain = { user: `plain_${randomBytes(4).toString('hex')}`, password: 'only-for-this-test' };
    await exportTo('managed');
    await test.owner.query(`create role ${plain.user} login createrole createdb password '${plain.password}'`);
    for (const role of APP_ROLES) await test.owner.query(`grant ${role} to ${plain.user} with admin option`);
    await withEmptyDatabase(async (owner) => {
      await ensureRoles(owner, test.address);
      await importFrom(owner, 'managed', 'restored-managed');
      await owner.query('alter table platform.kept no force row level security');
      expect((await owner.query('select words from platform.kept order by id')).rows).toHaveLength(3);
      expect(await migrate(owner, migrations)).toMatchObject({ applied: [] });
      await owner.query('alter table platform.kept force row level security');
      // Such an owner would see a part of a table and take it for the whole: refused, with the remedy.
      expect(await kindOf(exportDatabase(owner, join(folder, 'partial'), { attachments: folder }))).toBe('row-policies');
    }, plain);
    await test.owner.query(`drop role ${plain.user}`);
  });

  it('holds no sealing keys unless a file of their own is asked for', async () => {
    await exportTo('keyless');
    expect(await readdir(join(folder, 'keyless'))).not.toContain('record.subject_keys.copy');
    await exportTo('with-keys', join(folder, 'apart', 'keys.copy'));
    expect(await readdir(join(folder, 'with-keys'))).not.toContain('record.subject_keys.copy');
    expect(await readFile(join(folder, 'apart', 'keys.copy'), 'utf8')).toBe('');
  });

  it('is one moment: what is written while it runs is either whole in it or not at all', async () => {
    const writer = await connectOwner(test.address, test.address.database);
    await writer.query('create table platform.pair_a (n int); create table platform.pair_b (n int)');
    let going = true;
    const writing = (async () => {
      for (let n = 0; going; n += 1) await writer.query(`begin; insert into platform.pair_a values (${n}); insert into platform.pair_b values (${n}); commit`);
    })();
    const manifest = await exportTo('moment');
    going = false;
    await writing;
    await writer.query('drop table platform.pair_a, platform.pair_b');
    await writer.end();
    const rowsOf = (table: string): number | undefined => manifest.tables.find((one) => one.table === table)?.rows;
    expect(rowsOf('pair_a')).toBe(rowsOf('pair_b'));
  });

  it('refuses a folder that holds something', async () => {
    expect(await kindOf(exportTo('attachments'))).toBe('not-empty');
  });
});

describe('an import refuses, and changes no row', () => {
  it.each<[string, string, (copy: string) => Promise<void>]>([
    ['a table with a byte more', 'damaged', (copy) => appendFile(join(copy, 'platform.kept.copy'), 'linjiang\t9\t\\N\t\\N\n')],
    ['a table cut short', 'damaged', (copy) => truncate(join(copy, 'platform.kept.copy'), 9)],
    ['a table that is not there', 'damaged', (copy) => rm(join(copy, 'platform.kept.copy'))],
    ['an attachment with other bytes', 'damaged', (copy) => writeFile(join(copy, 'attachments', 'ab', 'photo'), 'other')],
    ['an interrupted export', 'no-manifest', (copy) => rm(join(copy, 'manifest.json'))],
    ['a path that leaves the folder', 'damaged', async (copy) => {
      const manifest = await readFile(join(copy, 'manifest.json'), 'utf8');
      await writeFile(join(copy, 'manifest.json'), manifest.replace('ab/photo', '../../escaped'));
    }],
    ['a migration with another digest', 'other-schema', async (copy) => {
      const manifest = await readFile(join(copy, 'manifest.json'), 'utf8');
      await writeFile(join(copy, 'manifest.json'), manifest.replace('a'.repeat(64), 'b'.repeat(64)));
    }],
  ])('%s', async (_what, kind, harm) => {
    const name = `harmed-${randomBytes(4).toString('hex')}`;
    await exportTo(name);
    await cp(join(folder, name), join(folder, `${name}-copy`), { recursive: true });
    await harm(join(folder, `${name}-copy`));
    await withEmptyDatabase(async (owner) => {
      expect(await kindOf(importFrom(owner, `${name}-copy`, `${name}-attachments`))).toBe(kind);
      const tables = await tablesOf(owner);
      const kept = tables.some(({ table }) => table === 'kept') ? (await owner.query('select jurisdiction from platform.kept')).rows : [];
      expect(kept.filter((row) => (row as { jurisdiction: string }).jurisdiction !== 'seed')).toEqual([]);
    });
  });

  it('a database that is in use already', async () => {
    await exportTo('again');
    expect(await kindOf(importFrom(test.owner, 'again', 'restored-again'))).toBe('not-empty-database');
  });
});
