import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { copyTo } from './copy.ts';
import { appliedMigrations, type AppliedMigration } from './migrate.ts';

export type ExportedTable = { readonly schema: string; readonly table: string; readonly columns: readonly string[]; readonly rows: number; readonly sha256: string };
export type ExportedFile = { readonly path: string; readonly bytes: number; readonly sha256: string };
export type Manifest = {
  readonly format: 'minsheng-export-1';
  /** The schema the rows fit into. */
  readonly migrations: readonly AppliedMigration[];
  readonly tables: readonly ExportedTable[];
  readonly sequences: readonly { readonly name: string; readonly value: string | null }[];
  readonly attachments: readonly ExportedFile[];
};

/** Destroying a subject's key erases what was sealed for them; a copy in every backup would undo that. */
export const KEY_TABLES: readonly string[] = ['record.subject_keys'];
/** Migrations are compared, not copied. */
const LEFT_OUT: readonly string[] = ['platform.migrations'];

export type ExportOptions = {
  readonly attachments: string;
  /** A file for the tables of keys: to be kept apart from the rest, and destroyed when it is no longer needed. */
  readonly keysFile?: string;
};

/**
 * Every table by COPY in one repeatable-read snapshot, the attachments, and a digest of each, into an empty folder.
 * `manifest.json` comes last: a folder without one is an export that was interrupted.
 */
export async function exportDatabase(owner: Client, folder: string, options: ExportOptions): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new ExportRefusal('not-empty', folder);
  await owner.query('begin isolation level repeatable read, read only');
  try {
    // Row policies must not thin out a backup: whoever may not pass them gets a refusal instead of a part.
    await owner.query('set local row_security = off');
    const { rows: [power] } = await owner.query<{ name: string; passes: boolean }>(
      `select rolname as name, rolsuper or rolbypassrls or not exists (select from pg_class where relforcerowsecurity) as passes from pg_roles where rolname = current_user`,
    );
    if (!power?.passes) throw new ExportRefusal('row-policies', power?.name ?? '');
    const tables: ExportedTable[] = [];
    for (const table of await tablesOf(owner)) {
      const name = `${table.schema}.${table.table}`;
      if (LEFT_OUT.includes(name)) continue;
      if (!KEY_TABLES.includes(name)) tables.push(await exportTable(owner, table, join(folder, `${name}.copy`)));
      else if (options.keysFile !== undefined) await exportTable(owner, table, options.keysFile);
    }
    const sequences = await sequencesOf(owner);
    const migrations = await appliedMigrations(owner);
    await owner.query('commit');
    const attachments = await copyTree(options.attachments, join(folder, 'attachments'));
    const manifest: Manifest = { format: 'minsheng-export-1', migrations, tables, sequences, attachments };
    await writeSynced(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  } catch (error) {
    await owner.query('rollback').catch(() => undefined);
    throw error;
  }
}

export type ExportProblem = 'not-empty' | 'no-manifest' | 'other-schema' | 'not-empty-database' | 'row-policies' | 'damaged';

export class ExportRefusal extends Error {
  readonly kind: ExportProblem;
  readonly what: string;

  constructor(kind: ExportProblem, what: string) {
    super(`${kind}: ${what}`);
    this.name = 'ExportRefusal';
    this.kind = kind;
    this.what = what;
  }
}

export type Table = { readonly schema: string; readonly table: string; readonly columns: readonly string[] };

/** Every table of ours with its columns, generated ones left out; parents of partitions included, partitions not. */
export async function tablesOf(owner: Client): Promise<Table[]> {
  const { rows } = await owner.query<Table>(
    `select n.nspname as schema, c.relname as table,
            array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker') and n.nspname !~ '^pg_'
      group by 1, 2 order by 1, 2`,
  );
  return rows;
}

export function quoted(...names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}

async function exportTable(owner: Client, { schema, table, columns }: Table, path: string): Promise<ExportedTable> {
  const hash = createHash('sha256');
  const hashing = new Transform({ transform(chunk: Buffer, _encoding, done) { hash.update(chunk); done(null, chunk); } });
  await mkdir(dirname(path), { recursive: true });
  const list = columns.map((name) => quoted(name)).join(', ');
  // A query, not the table: COPY of a partitioned table itself is not allowed before PostgreSQL 18.
  const copy = copyTo(owner, `copy (select ${list} from ${quoted(schema, table)}) to stdout`);
  await pipeline(copy.stream, hashing, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  return { schema, table, columns, rows: copy.rows(), sha256: hash.digest('hex') };
}

async function sequencesOf(owner: Client): Promise<Manifest['sequences']> {
  const { rows } = await owner.query<{ name: string; value: string | null }>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as value from pg_sequences where schemaname <> 'graphile_worker' order by 1`,
  );
  return rows;
}

/** Attachments are written once under random names and never changed, so a copy made while we serve is whole. */
async function copyTree(from: string, to: string): Promise<ExportedFile[]> {
  const exists = await stat(from).then(() => true, () => false);
  if (!exists) return [];
  const files: ExportedFile[] = [];
  const entries = (await readdir(from, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  for (const path of entries.map((entry) => relative(from, join(entry.parentPath, entry.name))).sort()) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await copyFile(join(from, path), join(to, path));
    files.push({ path: path.replaceAll('\\', '/'), ...(await digestOf(join(to, path))) });
  }
  return files;
}

export async function digestOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as Readable & AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function writeSynced(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx', flush: true });
  const folder = await open(dirname(path)).catch(() => undefined);
  await folder?.sync().catch(() => undefined); // Windows cannot; the file itself is on disk.
  await folder?.close();
}
