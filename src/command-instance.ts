import { join } from 'node:path';
import type { KeyProvider } from './platform/crypto/index.ts';
import { describeRootProblem, openKeys, RootError } from './platform/crypto/index.ts';
import { keyOptionsOf } from './key-options.ts';
import { describeConfigRefusal, loadConfig, type Config } from './platform/config/index.ts';
import { terminalLocale } from './platform/config/terminal.ts';
import { withDatabase } from './platform/db/command/with-database.ts';
import { openDatabase, type Database } from './platform/db/database.ts';
import { partOf } from './platform/db/part.ts';
import { describeProblem, StartRefusal } from './platform/db/start-refusal.ts';
import type { Locale } from './platform/i18n/index.ts';
import { LinkAway, linkMessages } from './platform/link/index.ts';
import { openDirectoryCache, type DirectoryCache } from './slices/units/index.ts';

/** The instance as a command finds it: its data without its pages. */
export type CommandInstance = {
  readonly config: Config;
  readonly locale: Locale;
  readonly print: (line: string) => void;
  readonly database: Database;
  readonly keys: KeyProvider;
  readonly directories: DirectoryCache;
};

/**
 * Runs `work` on the instance that the environment names, serving or not: attaches to the running database, else starts
 * it meanwhile; `print` tells why it cannot. Answers what `work` answers, or 1 when the instance cannot be had; why was printed.
 */
export async function onInstance(work: (instance: CommandInstance) => Promise<number>, tell = toOutput): Promise<number> {
  const { locale, print, config } = atTerminal(tell);
  if (!config) return 1;
  try {
    if (await partOf(config) === 'vault') throw new StartRefusal({ kind: 'folder-of-a-vault', folder: config.dataDir });
    return await withDatabase(config, async (address) => {
      const database = openDatabase(address);
      const directories = await openDirectoryCache(database.public);
      try {
        return await work({ config, locale, print, database, directories, keys: await openKeys(join(config.dataDir, 'keys'), keyOptionsOf(config)) });
      } finally {
        directories.close();
        await database.close();
      }
    });
  } catch (error) {
    if (error instanceof RootError) {
      print(describeRootProblem(error.problem, locale));
      return 1;
    }
    if (error instanceof LinkAway) {
      print(linkMessages(locale)[error.why]);
      return 1;
    }
    if (!(error instanceof StartRefusal)) throw error;
    print(describeProblem(error.problem, locale));
    return 1;
  }
}

/** The language of the terminal, its next line, and what the environment asks for; undefined where that cannot be read, and then why was printed. */
export function atTerminal(print = toOutput): Pick<CommandInstance, 'locale' | 'print'> & { readonly config: Config | undefined } {
  const locale = terminalLocale(process.env);
  const config = loadConfig(process.env);
  if (!config.refused) return { locale, print, config: config.value };
  for (const line of describeConfigRefusal(config.reason, locale)) print(line);
  return { locale, print, config: undefined };
}

function toOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
