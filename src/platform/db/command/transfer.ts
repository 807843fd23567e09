import { join } from 'node:path';
import { projectRoot } from '../../config/index.ts';
import { exportDatabase, type Manifest } from '../export.ts';
import { importDatabase, readManifest } from '../import.ts';
import { readMigrations } from '../migrate.ts';
import { claimForVault, migrationsFor, partIn, partOf } from '../part.ts';
import { StartRefusal } from '../start-refusal.ts';
import type { CommandContext } from './index.ts';
import { commandMessages } from './messages.ts';
import { withOwner } from './with-database.ts';

type Transfer = { readonly folder: string; readonly keysFile?: string };

/** Works beside a running server: the snapshot is one moment, and nobody waits for it. */
export async function exportTo({ folder, ...keys }: Transfer, { config, locale, say }: CommandContext): Promise<number> {
  const words = commandMessages(locale);
  const manifest = await withOwner(config, (owner) => exportDatabase(owner, folder, { attachments: attachmentsOf(config.dataDir), ...keys }), false);
  say(words.exported(folder, ...countsOf(manifest)));
  say(keys.keysFile === undefined ? words.withoutKeys : words.keysWritten(keys.keysFile));
  if (await partOf(config) === 'pages') say(words.withoutContacts);
  return 0;
}

export async function importFrom({ folder, ...keys }: Transfer, { config, locale, say }: CommandContext): Promise<number> {
  const words = commandMessages(locale);
  const files = await readMigrations(join(projectRoot(), 'migrations'));
  // A vault's export comes back as a vault: into a folder that is its own.
  const isVaults = partIn((await readManifest(folder)).migrations) === 'vault';
  if (isVaults) await claimForVault(config.dataDir, true);
  else if (await partOf(config) === 'vault') throw new StartRefusal({ kind: 'folder-of-a-vault', folder: config.dataDir });
  const migrations = migrationsFor(isVaults ? 'vault' : 'whole', files);
  const manifest = await withOwner(config, (owner) => importDatabase(owner, folder, { attachments: attachmentsOf(config.dataDir), migrations, ...keys }), false);
  say(words.imported(folder, ...countsOf(manifest)));
  if (keys.keysFile === undefined && !isVaults) say(words.importedWithoutKeys);
  return 0;
}

function attachmentsOf(dataDir: string): string {
  return join(dataDir, 'attachments');
}

function countsOf({ tables, attachments }: Manifest): [number, number, number] {
  return [tables.length, tables.reduce((sum, { rows }) => sum + rows, 0), attachments.length];
}
