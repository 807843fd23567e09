import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { atTerminal, onInstance } from './command-instance.ts';
import { keyOptionsOf } from './key-options.ts';
import { run as keysCommand } from './platform/crypto/command.ts';
import { describeRootProblem, openKeys, RootError } from './platform/crypto/index.ts';
import { keyMessages } from './platform/crypto/messages.ts';
import { withDatabase } from './platform/db/command/with-database.ts';
import { openDatabase } from './platform/db/database.ts';
import { partOf } from './platform/db/part.ts';
import type { Config } from './platform/config/index.ts';
import type { Locale } from './platform/i18n/index.ts';
import { rewrapSubjectKeys } from './record/index.ts';
import { jurisdictionsKept, rewrapDeposits } from './slices/vault/index.ts';

/** `minsheng keys split | restore | rotate`, at the server's own terminal. Splitting and restoring need no database. */
export async function run(parameters: readonly string[]): Promise<number> {
  const { locale, print, config } = atTerminal();
  if (!config) return 1;
  const lines = createInterface({ input: process.stdin, terminal: false });
  const waiting = lines[Symbol.asyncIterator]();
  try {
    return await keysCommand(parameters, {
      locale, print, folder: join(config.dataDir, 'keys'), options: keyOptionsOf(config),
      async ask(question) {
        process.stdout.write(question);
        const { value, done } = await waiting.next();
        if (!process.stdin.isTTY) process.stdout.write('\n');
        return done === true ? undefined : value;
      },
      rewrap: async (say) => {
        if (await partOf(config) === 'vault') await rewrapVault(config, locale, say);
        else await onInstance((instance) => rewrapAll(instance, say));
      },
    });
  } catch (error) {
    if (!(error instanceof RootError)) throw error;
    print(describeRootProblem(error.problem, locale));
    return 1;
  } finally {
    lines.close();
  }
}

type Instance = Parameters<Parameters<typeof onInstance>[0]>[0];

/** A vault apart has its own root, and nothing but contacts under it. */
async function rewrapVault(config: Config, locale: Locale, say: (line: string) => void): Promise<void> {
  const words = keyMessages(locale);
  await withDatabase(config, async (address) => {
    const database = openDatabase(address);
    try {
      const keys = await openKeys(join(config.dataDir, 'keys'), keyOptionsOf(config));
      let all = 0;
      for (const code of await jurisdictionsKept(database)) all += await rewrapDeposits(database, keys, code, (done) => { say(words.rewrapping(words.identities, done)); });
      say(words.done(all));
    } finally {
      await database.close();
    }
  });
}

async function rewrapAll({ config, database, keys, directories, locale }: Instance, say: (line: string) => void): Promise<number> {
  const words = keyMessages(locale);
  let all = 0;
  for (const { code } of directories.list()) {
    all += await rewrapSubjectKeys(database, keys, code, (done) => { say(words.rewrapping(words.cases, done)); });
    // Where contacts are kept apart their keys are the vault's, which rotates its own.
    if (config.vault === undefined) all += await rewrapDeposits(database, keys, code, (done) => { say(words.rewrapping(words.identities, done)); });
  }
  say(words.done(all));
  return 0;
}
