import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { copyFrom } from './copy.ts';
import { digestOf, ExportRefusal, KEY_TABLES, quoted, tablesOf, type ExportedTable, type Manifest, type Table } from './export.ts';
import { migrate, type MigrationFile } from './migrate.ts';

export type ImportOptions = {
  readonly attachments: string;
  /** The tables of keys, where the export wrote them apart. Without it whatever was sealed stays unreadable. */
  readonly keysFile?: string;
  readonly migrations: readonly MigrationFile[];
};

/**
 * Restores an export into a database that has no tables of ours yet: migrates to where the export was, copies every table
 * in one transaction, compares every digest, then migrates on to today. Roles exist already. Throws ExportRefusal.
 */
export async function importDatabase(owner: Client, folder: string, options: ImportOptions): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const { rows } = await owner.query<{ used: boolean }>(`select exists (select from pg_namespace where nspname = 'platform') as used`);
  if (rows[0]?.used) throw new ExportRefusal('not-empty-database', folder);
  await migrate(owner, migrationsOf(manifest, options.migrations));
  // Files first: a crash before the commit below leaves files without rows, which the orphan sweep removes.
  await restoreAttachments(manifest, folder, options.attachments);
  await owner.query('begin');
  try {
    const tables = await inForeignKeyOrder(owner, await tablesOf(owner));
    checkColumns(manifest, tables);
    const wakeUp = await putGuardsToSleep(owner, tables);
    // Migrations may have written rows of their own; the export has them too.
    await owner.query(`truncate ${tables.filter((table) => nameOf(table) !== 'platform.migrations').map((table) => quoted(table.schema, table.table)).join(', ')}`);
    for (const table of tables) {
      const exported = manifest.tables.find((one) => nameOf(one) === nameOf(table));
      if (exported) await importTable(owner, exported, join(folder, `${nameOf(table)}.copy`));
      else if (KEY_TABLES.includes(nameOf(table)) && options.keysFile !== undefined) await importTable(owner, { ...table }, options.keysFile);
    }
    for (const { name, value } of manifest.sequences) if (value !== null) await owner.query('select setval($1::regclass, $2::bigint)', [name, value]);
    await wakeUp();
    await owner.query('commit'); // A crash before this leaves an empty, migrated database: `bin/db reset`, then import again.
  } catch (error) {
    await owner.query('rollback').catch(() => undefined);
    throw error;
  }
  await migrate(owner, options.migrations);
  return manifest;
}

/** Throws ExportRefusal where there is none. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) throw new ExportRefusal('no-manifest', folder);
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 'minsheng-export-1') throw new ExportRefusal('no-manifest', folder);
  return manifest;
}

/** The migrations the export had seen, from our own files: their digests must agree. */
function migrationsOf(manifest: Manifest, files: readonly MigrationFile[]): MigrationFile[] {
  return manifest.migrations.map(({ name, sha256 }) => {
    const file = files.find((one) => one.name === name);
    if (file?.sha256 !== sha256) throw new ExportRefusal('other-schema', name);
    return file;
  });
}

function checkColumns(manifest: Manifest, tables: readonly Table[]): void {
  for (const exported of manifest.tables) {
    const table = tables.find((one) => nameOf(one) === nameOf(exported));
    if (table?.columns.join() !== exported.columns.join()) throw new ExportRefusal('other-schema', nameOf(exported));
  }
}

async function importTable(owner: Client, table: Pick<ExportedTable, 'schema' | 'table' | 'columns'> & Partial<ExportedTable>, path: string): Promise<void> {
  const hash = createHash('sha256');
  const hashing = new Transform({ transform(chunk: Buffer, _encoding, done) { hash.update(chunk); done(null, chunk); } });
  const list = table.columns.map((name) => quoted(name)).join(', ');
  const copy = copyFrom(owner, `copy ${quoted(table.schema, table.table)} (${list}) from stdin`);
  await pipeline(createReadStream(path), hashing, copy.stream).catch((error: NodeJS.ErrnoException & { severity?: string }) => {
    // A missing file or bytes that COPY cannot read: the export is damaged. Whatever else went wrong is not about the export.
    if (error.code === 'ENOENT' || error.code?.startsWith('22')) throw new ExportRefusal('damaged', nameOf(table));
    throw error;
  });
  if (table.sha256 !== undefined && (hash.digest('hex') !== table.sha256 || copy.rows() !== table.rows)) throw new ExportRefusal('damaged', nameOf(table));
}

/**
 * Triggers and row policies guard what the program does; a restore puts back what they already let through. Works for an
 * owner who is no superuser, and answers with the function that puts everything back as it was.
 */
async function putGuardsToSleep(owner: Client, tables: readonly Table[]): Promise<() => Promise<void>> {
  const { rows: triggers } = await owner.query<{ table: string; trigger: string; state: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table, quote_ident(t.tgname) as trigger, t.tgenabled as state
       from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
      where not t.tgisinternal and t.tgparentid = 0 and format('%s.%s', n.nspname, c.relname) = any($1)`,
    [tables.map(nameOf)],
  );
  const { rows: forced } = await owner.query<{ table: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relforcerowsecurity and format('%s.%s', n.nspname, c.relname) = any($1)`,
    [tables.map(nameOf)],
  );
  const states: Readonly<Record<string, string>> = { O: 'enable', A: 'enable always', R: 'enable replica', D: 'disable' };
  for (const { table, trigger } of triggers) await owner.query(`alter table ${table} disable trigger ${trigger}`);
  for (const { table } of forced) await owner.query(`alter table ${table} no force row level security`);
  return async () => {
    for (const { table, trigger, state } of triggers) await owner.query(`alter table ${table} ${states[state] ?? 'enable'} trigger ${trigger}`);
    for (const { table } of forced) await owner.query(`alter table ${table} force row level security`);
  };
}

/** Referenced tables before those that refer to them (a table may refer to itself; longer rings do not occur, and throw). */
async function inForeignKeyOrder(owner: Client, tables: readonly Table[]): Promise<Table[]> {
  const { rows } = await owner.query<{ from: string; to: string }>(
    `select format('%s.%s', n.nspname, c.relname) as from, format('%s.%s', m.nspname, d.relname) as to
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_class d on d.oid = k.confrelid join pg_namespace m on m.oid = d.relnamespace where k.contype = 'f' and k.conrelid <> k.confrelid`,
  );
  const waiting = new Map(tables.map((table) => [nameOf(table), table]));
  const ordered: Table[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((table) => !rows.some(({ from, to }) => from === nameOf(table) && waiting.has(to)));
    if (ready.length === 0) throw new Error(`foreign keys in a ring: ${[...waiting.keys()].join(', ')}`);
    for (const table of ready) waiting.delete(nameOf(table));
    ordered.push(...ready);
  }
  return ordered;
}

async function restoreAttachments(manifest: Manifest, folder: string, to: string): Promise<void> {
  const present = await readdir(to).catch(() => []);
  if (present.length > 0) throw new ExportRefusal('not-empty', to);
  for (const { path, sha256, bytes } of manifest.attachments) {
    const source = join(folder, 'attachments', path);
    const target = resolve(to, path);
    // The manifest comes from outside: a path in it must not leave the folder.
    if (!target.startsWith(resolve(to) + sep)) throw new ExportRefusal('damaged', path);
    const found = await digestOf(source).catch(() => undefined);
    if (found?.sha256 !== sha256 || found.bytes !== bytes) throw new ExportRefusal('damaged', path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(source, target);
  }
}

function nameOf({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return `${schema}.${table}`;
}
