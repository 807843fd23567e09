import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { orUndefined, writeNewSynced } from '../files/durable.ts';
import type { AppliedMigration, MigrationFile } from './migrate.ts';
import { APP_ROLES, type AppRole } from './roles.ts';
import { StartRefusal } from './start-refusal.ts';

/** What a process works with: everything; everything but who people are, which a process apart keeps; or that alone. */
export type Part = 'whole' | 'pages' | 'vault';

/** Roles whose passwords a process of this part sets, holds and lets in. */
export function rolesOf(part: Part): readonly AppRole[] {
  switch (part) {
    case 'whole': return APP_ROLES;
    case 'pages': return APP_ROLES.filter((role) => role !== 'vault_svc');
    case 'vault': return ['vault_svc'];
  }
}

/** The clock, which every part has, and the schema `vault`: files that touch it have the word in their name (a tidy rule). */
function isOfVault(name: string): boolean {
  return name === '2026-11-22-a-platform.sql' || name.includes('vault');
}

/** A vault's database has only its own schema; pages keep an empty one, so that contacts can come back. */
export function migrationsFor(part: Part, files: readonly MigrationFile[]): readonly MigrationFile[] {
  return part === 'vault' ? files.filter(({ name }) => isOfVault(name)) : files;
}

/** Whether a database with this history is a vault's, some of everything's, or nobody's yet. */
export function partIn(applied: readonly Pick<AppliedMigration, 'name'>[]): 'vault' | 'whole' | undefined {
  if (applied.some(({ name }) => !isOfVault(name))) return 'whole';
  return applied.some(({ name }) => name.includes('vault')) ? 'vault' : undefined;
}

/** Throws StartRefusal where the database is the other part's: a vault never begins beside cases, nor cases beside a vault. */
export function requireOwnDatabase(part: Part, applied: readonly Pick<AppliedMigration, 'name'>[]): void {
  const found = partIn(applied);
  if (part === 'vault' && found === 'whole') throw new StartRefusal({ kind: 'database-of-pages' });
  if (part !== 'vault' && found === 'vault') throw new StartRefusal({ kind: 'database-of-a-vault' });
}

/** Beside the keys, so that it comes back with their backup. */
const MARK = join('keys', 'only');

/** What the folder and the environment say: a vault's folder is marked when it is made. */
export async function partOf({ dataDir, vault }: { readonly dataDir: string; readonly vault?: unknown }): Promise<Part> {
  const mark = await orUndefined(readFile(join(dataDir, MARK), 'utf8'));
  return mark?.trim() === 'vault' ? 'vault' : vault === undefined ? 'whole' : 'pages';
}

/** Claims a folder for a vault; with `isRestored` it may hold keys already, which a backup brought without the mark. Throws StartRefusal when pages lived in it: they would share keys with the vault. */
export async function claimForVault(dataDir: string, isRestored = false): Promise<void> {
  if (await partOf({ dataDir }) === 'vault') return;
  if (!isRestored && (await orUndefined(readFile(join(dataDir, 'keys', 'instance'))) ?? await orUndefined(readFile(join(dataDir, 'keys', 'ring.json'))))) throw new StartRefusal({ kind: 'folder-of-pages', folder: dataDir });
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
  await writeNewSynced(join(dataDir, MARK), 'vault\n', 0o600).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error; });
}
