import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeConfigRefusal, loadConfig } from '../../platform/config/index.ts';
import { terminalLocale } from '../../platform/config/terminal.ts';
import { openKeys, type KeyProvider } from '../../platform/crypto/index.ts';
import { withDatabase } from '../../platform/db/command/with-database.ts';
import { openDatabase, type Database } from '../../platform/db/database.ts';
import { describeProblem, StartRefusal } from '../../platform/db/start-refusal.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { checkFolder, loadJurisdiction, type Loaded, type LoadRefusal } from './load.ts';
import { adviceFor, COMMAND_WORDS, placeOf } from './messages.ts';
import type { Mistake } from './mistake.ts';
import type { Decision } from '../../kernel/refusal.ts';

type Load = (database: Database, keys: KeyProvider) => Promise<Decision<Loaded, LoadRefusal>>;

/** What the command needs of the program around it. The database is opened only when something is to be loaded. */
export type CommandSurroundings = {
  readonly locale: Locale;
  readonly print: (line: string) => void;
  /** Undefined when the database cannot be had; why was printed. */
  readonly withDatabase: (load: Load) => Promise<Decision<Loaded, LoadRefusal> | undefined>;
};

/** A first look at a folder full of slips stays readable. */
const MISTAKES_SHOWN_MAX = 200;

/** `units check FOLDER` and `units load FOLDER`; answers the exit code: 0 done, 1 mistakes, 2 wrong usage. */
export async function run(args: readonly string[], surroundings: CommandSurroundings = terminal()): Promise<number> {
  const { locale, print } = surroundings;
  const words = COMMAND_WORDS[locale];
  const [verb, folder, ...rest] = args;
  if ((verb !== 'check' && verb !== 'load') || folder === undefined || rest.length > 0) {
    print(words.usage);
    return 2;
  }
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) {
    print(words.notFolder(folder));
    return 2;
  }
  return verb === 'check' ? checkOnly(folder, surroundings) : load(folder, surroundings);
}

async function checkOnly(folder: string, { locale, print }: CommandSurroundings): Promise<number> {
  const checked = await checkFolder(folder);
  if (checked.refused) return printMistakes(folder, checked.reason.mistakes, locale, print);
  print(COMMAND_WORDS[locale].fine(checked.value.jurisdiction.code));
  return 0;
}

async function load(folder: string, { locale, print, withDatabase: open }: CommandSurroundings): Promise<number> {
  const loaded = await open((database, keys) => loadJurisdiction(database, folder, keys));
  if (loaded === undefined) return 1;
  if (loaded.refused) return printMistakes(folder, loaded.reason.mistakes, locale, print);
  const words = COMMAND_WORDS[locale];
  const { code, version, isNew, holidaysKnownTo } = loaded.value;
  print(isNew ? words.loaded(code, version) : words.unchanged(code, version));
  if (holidaysKnownTo !== undefined) print(words.holidaysEnd(holidaysKnownTo));
  return 0;
}

/** The instance that the environment names, whether it is serving or not. */
function terminal(): CommandSurroundings {
  const locale = terminalLocale(process.env);
  const print = (line: string): void => { process.stdout.write(`${line}\n`); };
  return { locale, print, withDatabase: (work) => inInstance(work, locale, print) };
}

async function inInstance(work: Load, locale: Locale, print: (line: string) => void): ReturnType<CommandSurroundings['withDatabase']> {
  const config = loadConfig(process.env);
  if (config.refused) {
    for (const line of describeConfigRefusal(config.reason, locale)) print(line);
    return undefined;
  }
  try {
    return await withDatabase(config.value, async (address) => {
      const database = openDatabase(address);
      try {
        return await work(database, await openKeys(join(config.value.dataDir, 'keys'), { root: config.value.keyRoot, token: config.value.keyRootToken || undefined }));
      } finally {
        await database.close();
      }
    });
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    print(describeProblem(error.problem, locale));
    return undefined;
  }
}

function printMistakes(folder: string, mistakes: readonly Mistake[], locale: Locale, print: (line: string) => void): number {
  for (const mistake of mistakes.slice(0, MISTAKES_SHOWN_MAX)) {
    const { wrong, remedy } = adviceFor(mistake, locale);
    const place = placeOf(mistake);
    print(`${place.startsWith('_shared/') ? place : join(folder, place)} ${wrong}`);
    print(`    ${COMMAND_WORDS[locale].remedy}${remedy}`);
  }
  print(COMMAND_WORDS[locale].mistakes(mistakes.length));
  return 1;
}
