import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeConfigRefusal, loadConfig, type Config } from '../../config/index.ts';
import { terminalLocale } from '../../config/terminal.ts';
import type { Locale } from '../../i18n/index.ts';
import { ExportRefusal } from '../export.ts';
import { describeProblem, StartRefusal } from '../start-refusal.ts';
import { openConsole } from './console.ts';
import { commandMessages, exportProblemMessages } from './messages.ts';
import { resetData } from './reset.ts';
import { writeSchema } from './schema.ts';
import { exportTo, importFrom } from './transfer.ts';

/** What a command of `bin/db` works with. */
export type CommandContext = { readonly config: Config; readonly locale: Locale; readonly say: (text: string) => void };

/** `bin/db VERB …`; answers the exit code. */
export async function run(parameters: readonly string[]): Promise<number> {
  const locale = terminalLocale(process.env);
  const say = (text: string): void => { process.stderr.write(`${text}\n`); };
  const config = loadConfig(process.env);
  if (config.refused) {
    for (const line of describeConfigRefusal(config.reason, locale)) say(line);
    return 1;
  }
  const asked = parseVerb(parameters);
  if (!asked) {
    say(commandMessages(locale).usage);
    return 1;
  }
  try {
    return await perform(asked, { config: config.value, locale, say });
  } catch (error) {
    if (error instanceof StartRefusal) say(describeProblem(error.problem, locale));
    else if (error instanceof ExportRefusal) say(exportProblemMessages(locale)[error.kind](error.what));
    else throw error;
    return 1;
  }
}

type Asked =
  | { readonly verb: 'export' | 'import'; readonly folder: string; readonly keysFile?: string }
  | { readonly verb: 'reset'; readonly yes: boolean }
  | { readonly verb: 'console' | 'schema' };

function perform(asked: Asked, context: CommandContext): Promise<number> {
  switch (asked.verb) {
    case 'export': return exportTo(asked, context);
    case 'import': return importFrom(asked, context);
    case 'reset': return resetData(asked.yes, context);
    case 'console': return openConsole(context);
    case 'schema': return writeSchema(context);
  }
}

function parseVerb(parameters: readonly string[]): Asked | undefined {
  const parsed = parseQuietly(parameters);
  if (!parsed) return undefined;
  const { positionals: [verb, folder, ...rest], values: { keys, yes = false } } = parsed;
  if (rest.length > 0) return undefined;
  if ((verb === 'export' || verb === 'import') && folder && !yes) {
    return { verb, folder: resolve(folder), ...(keys === undefined ? {} : { keysFile: resolve(keys) }) };
  }
  if (folder !== undefined || keys !== undefined) return undefined;
  if (verb === 'reset') return { verb, yes };
  return (verb === 'console' || verb === 'schema') && !yes ? { verb } : undefined;
}

function parseQuietly(parameters: readonly string[]) {
  try {
    return parseArgs({ args: [...parameters], allowPositionals: true, options: { keys: { type: 'string' }, yes: { type: 'boolean' } } });
  } catch {
    return undefined; // An option we do not have.
  }
}
