import { randomBytes } from 'node:crypto';
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { atTerminal } from './command-instance.ts';
import { keyOptionsOf } from './key-options.ts';
import type { Config } from './platform/config/index.ts';
import { describeRootProblem, openKeys, RootError, type KeyProvider } from './platform/crypto/index.ts';
import { withDatabase, withOwner } from './platform/db/command/with-database.ts';
import { openDatabase, type Database } from './platform/db/database.ts';
import { partOf } from './platform/db/part.ts';
import { describeProblem, StartRefusal } from './platform/db/start-refusal.ts';
import { orUndefined, writeNewSynced } from './platform/files/durable.ts';
import type { Locale } from './platform/i18n/index.ts';
import { dialLink, LinkAway, linkMessages, readToken } from './platform/link/index.ts';
import { connectVault, exportVault, forgetMoved, importVault, MoveRefusal, noteReturn } from './slices/vault/index.ts';
import { moveMessages } from './slices/vault/messages.ts';
import { tokenFrom } from './vault-of.ts';

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

type Asked = { readonly verb: 'export' | 'import'; readonly file: string; readonly keyFile: string } | { readonly verb: 'forget' };
type Here = { readonly config: Config; readonly locale: Locale; readonly print: (line: string) => void };

/** `minsheng vault export | import | forget`: moves who people are from one process to another. Exit code: 0 done, 1 refused, 2 wrong usage. */
export async function run(parameters: readonly string[]): Promise<number> {
  const { config, locale, print } = atTerminal();
  if (!config) return 1;
  const asked = parseAsked(parameters);
  if (!asked) {
    print(moveMessages(locale).usage);
    return 2;
  }
  try {
    const here = { config, locale, print };
    return asked.verb === 'forget' ? await forget(here) : asked.verb === 'export' ? await exportTo(here, asked) : await importFrom(here, asked);
  } catch (error) {
    print(sentence(error, locale));
    return 1;
  }
}

async function exportTo({ config, locale, print }: Here, { file, keyFile }: Extract<Asked, { verb: 'export' | 'import' }>): Promise<number> {
  const words = moveMessages(locale);
  for (const one of [file, keyFile]) {
    if (!await orUndefined(stat(one))) continue;
    print(words.exists(one));
    return 1;
  }
  if (!await keepsHere(config)) {
    print(words.apartAlready);
    return 1;
  }
  const moveKey = randomBytes(KEY_BYTES);
  const { persons } = await withVault(config, async (database, keys) => {
    const target = await open(file, 'wx', OWNER_ONLY);
    try {
      const moved = await exportVault(database, keys, moveKey, async (line) => { await target.write(`${line}\n`); });
      await target.sync();
      return moved;
    } finally {
      await target.close();
    }
  });
  // Last: a crash before it leaves a file that nothing opens.
  await writeNewSynced(keyFile, `${moveKey.toString('hex')}\n`, OWNER_ONLY);
  print(words.exported(persons, file, keyFile));
  return 0;
}

async function importFrom({ config, locale, print }: Here, { file, keyFile }: Extract<Asked, { verb: 'export' | 'import' }>): Promise<number> {
  const words = moveMessages(locale);
  if (!await keepsHere(config)) {
    print(words.apartAlready);
    return 1;
  }
  const key = await orUndefined(readFile(keyFile, 'utf8'));
  const source = await orUndefined(open(file));
  if (key === undefined || !source) {
    print(words.missing(source ? keyFile : file));
    await source?.close();
    return 1;
  }
  const moveKey = Buffer.from(key.trim().padEnd(KEY_BYTES * 2, '0').slice(0, KEY_BYTES * 2), 'hex');
  const { persons } = await withVault(config, (database, keys) => importVault(database, keys, moveKey, linesOf(source))).finally(() => source.close());
  if (await partOf(config) === 'whole') await withOwner(config, noteReturn);
  print(words.imported(persons));
  return 0;
}

/** Begins to read when somebody asks for the first line: one that came before that would be lost. */
async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  yield* file.readLines();
}

async function forget({ config, locale, print }: Here): Promise<number> {
  const words = moveMessages(locale);
  if (await partOf(config) !== 'pages' || !config.vault) {
    print(words.needsVault);
    return 1;
  }
  const apart = connectVault(dialLink(config.vault, await tokenFrom(() => readToken(config.vaultToken))));
  try {
    print(words.forgotten(await withOwner(config, (owner) => forgetMoved(owner, apart))));
    return 0;
  } finally {
    await apart.close();
  }
}

/** A vault's own folder, or pages that keep contacts in their own database. */
async function keepsHere(config: Config): Promise<boolean> {
  return await partOf(config) !== 'pages';
}

function withVault<T>(config: Config, work: (database: Database, keys: KeyProvider) => Promise<T>): Promise<T> {
  return withDatabase(config, async (address) => {
    const database = openDatabase(address);
    try {
      return await work(database, await openKeys(join(config.dataDir, 'keys'), keyOptionsOf(config)));
    } finally {
      await database.close();
    }
  });
}

function sentence(error: unknown, locale: Locale): string {
  if (error instanceof MoveRefusal) return error.kind === 'not-all-there' ? moveMessages(locale)['not-all-there'](error.count) : moveMessages(locale)[error.kind];
  if (error instanceof LinkAway) return linkMessages(locale)[error.why];
  if (error instanceof StartRefusal) return describeProblem(error.problem, locale);
  if (error instanceof RootError) return describeRootProblem(error.problem, locale);
  throw error;
}

function parseAsked(parameters: readonly string[]): Asked | undefined {
  try {
    const { positionals: [verb, file, ...rest], values: { key } } = parseArgs({ args: [...parameters], allowPositionals: true, options: { key: { type: 'string' } } });
    if (verb === 'forget') return file === undefined && key === undefined ? { verb } : undefined;
    return (verb === 'export' || verb === 'import') && file !== undefined && key !== undefined && rest.length === 0 ? { verb, file: resolve(file), keyFile: resolve(key) } : undefined;
  } catch {
    return undefined; // An option we do not have.
  }
}
