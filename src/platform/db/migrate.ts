import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { STARTERS_LOCK } from './roles.ts';
import { StartRefusal } from './start-refusal.ts';

export type MigrationFile = { readonly name: string; readonly text: string; readonly sha256: string };
export type MigrationReport = { readonly applied: readonly string[]; readonly already: number };

/** `2026-11-22-a-platform.sql`: date, then a slug that also orders the files of one day. */
const FILE_NAME = /^\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.sql$/;
/** A migration must never queue behind a long transaction while everybody queues behind it. */
const LOCK_TIMEOUT = '2s';

/** The migrations of a folder, in the order in which they apply. Throws on a name that has no place in that order. */
export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const strange = names.find((name) => !FILE_NAME.test(name));
  if (strange) throw new Error(`${strange}: name a migration YYYY-MM-DD-slug.sql`);
  return Promise.all(names.map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8');
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  }));
}

/**
 * Applies what is missing, forward only, each file in one transaction. Two starters may race: the second waits and then
 * finds nothing to do. Throws StartRefusal when the database and the files disagree, or when one fails.
 */
export async function migrate(owner: Client, files: readonly MigrationFile[]): Promise<MigrationReport> {
  await owner.query('select pg_advisory_lock($1)', [STARTERS_LOCK]);
  try {
    const applied = await appliedMigrations(owner);
    const missing = pendingMigrations(files, applied);
    for (const file of missing) await apply(owner, file);
    return { applied: missing.map(({ name }) => name), already: applied.length };
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [STARTERS_LOCK]);
  }
}

export type AppliedMigration = { readonly name: string; readonly sha256: string };

/** Which files are still to be applied. Throws StartRefusal when history and files do not fit. */
export function pendingMigrations(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, sha256 } of applied) {
    const file = known.get(name);
    if (!file) throw new StartRefusal({ kind: 'migration-missing', file: name });
    if (file.sha256 !== sha256) throw new StartRefusal({ kind: 'migration-changed', file: name });
  }
  const done = new Set(applied.map(({ name }) => name));
  const last = applied.map(({ name }) => name).sort().at(-1) ?? '';
  const pending = files.filter(({ name }) => !done.has(name));
  const early = pending.find(({ name }) => name < last);
  if (early) throw new StartRefusal({ kind: 'migration-out-of-order', file: early.name, after: last });
  return pending;
}

export async function appliedMigrations(owner: Client): Promise<AppliedMigration[]> {
  const { rows } = await owner.query<{ exists: boolean }>(`select to_regclass('platform.migrations') is not null as exists`);
  if (!rows[0]?.exists) return [];
  return (await owner.query<AppliedMigration>('select name, sha256 from platform.migrations order by name')).rows;
}

async function apply(owner: Client, file: MigrationFile): Promise<void> {
  try {
    await owner.query('begin');
    await owner.query(`set local lock_timeout = '${LOCK_TIMEOUT}'; set local search_path = pg_catalog, public`);
    await owner.query(file.text);
    // The first migration makes the schema this table lies in.
    await owner.query(`create table if not exists platform.migrations (
      name text primary key, sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), applied_at timestamptz not null default clock_timestamp())`);
    await owner.query('insert into platform.migrations (name, sha256) values ($1, $2)', [file.name, file.sha256]);
    await owner.query('commit'); // A crash before this leaves nothing of the file; after it, all of it and its row.
  } catch (error) {
    await owner.query('rollback');
    const { code = '', message } = error as { code?: string; message: string };
    throw new StartRefusal({ kind: 'migration-failed', file: file.name, code, detail: message });
  }
}
