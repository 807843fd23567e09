import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { destroyEmbedded } from '../embedded-attach.ts';
import type { CommandContext } from './index.ts';
import { commandMessages } from './messages.ts';
import { withOwner } from './with-database.ts';

/** Deletes everything but the keys, once a person (or --yes) said so. */
export async function resetData(yes: boolean, { config, locale, say }: CommandContext): Promise<number> {
  const words = commandMessages(locale);
  const what = config.databaseUrl ? `${config.databaseUrl.host}/${config.databaseUrl.database}` : config.dataDir;
  if (!yes && !process.stdin.isTTY) {
    say(words.resetNeedsAnswer);
    return 1;
  }
  if (!yes && !(await confirmed(words.askReset(what)))) {
    say(words.resetNot);
    return 1;
  }
  if (config.databaseUrl) await dropSchemas(config);
  else await destroyEmbedded(config.dataDir);
  // A crash here leaves files without rows, which the orphan sweep of the next start removes.
  await rm(join(config.dataDir, 'attachments'), { recursive: true, force: true });
  say(words.resetDone);
  return 0;
}

async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim() === 'delete';
  } finally {
    terminal.close();
  }
}

/** Only what this owner made in this database; a given server may hold other people's schemas. */
async function dropSchemas(config: CommandContext['config']): Promise<void> {
  await withOwner(config, async (owner) => {
    const { rows } = await owner.query<{ name: string }>(
      `select quote_ident(nspname) as name from pg_namespace where nspowner = current_user::regrole and nspname <> 'public' and nspname !~ '^pg_' and nspname <> 'information_schema'`,
    );
    if (rows.length > 0) await owner.query(`drop schema ${rows.map(({ name }) => name).join(', ')} cascade`);
  }, false);
}
