import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJurisdictionCode } from '../../kernel/ids.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { hasColumns, opened, readMapFile } from './command.ts';
import { Draft, DISTINCT_MAX } from './draft.ts';
import { draftMessages } from './draft-messages.ts';
import { importMessages } from './messages.ts';
import { TableError } from './table.ts';

export type DraftSurroundings = { readonly locale: Locale; readonly tell: (line: string) => void };
type Asked = { readonly file: string; readonly map: string; readonly code: string; readonly into: string; readonly name: string; readonly publicWords: 'consent' | 'always' };

const OPTIONS = ['--map', '--code', '--into', '--name', '--public-words'] as const;

/**
 * `units draft FILE --map MAP.json --code CODE --into FOLDER`: the files of a jurisdiction, from what a table's rows say of topics, places
 * and units. Somebody reads them before `units load`. Exit code: 0 written, 1 not, 2 wrong usage.
 */
export async function runDraft(args: readonly string[], { locale, tell }: DraftSurroundings): Promise<number> {
  const words = draftMessages(locale);
  const asked = parseArguments(args);
  if (!asked) {
    tell(words.usage);
    return 2;
  }
  if (!parseJurisdictionCode(asked.code)) {
    tell(words.badCode(asked.code));
    return 1;
  }
  if ((await readdir(asked.into).catch(() => [])).length > 0) {
    tell(words.notEmpty(asked.into));
    return 1;
  }
  const map = await readMapFile(asked.map, locale, tell);
  const table = map && await opened(asked.file, map, { locale, tell });
  if (!map || !table || !hasColumns(map, table, asked, { locale, tell })) return 1;
  const draft = new Draft(map, table.columns);
  try {
    for await (const row of table.rows) {
      if (draft.add(row)) continue;
      tell(words.tooMany(DISTINCT_MAX));
      return 1;
    }
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    tell(importMessages(locale).table(asked.file, error.problem));
    return 1;
  }
  await mkdir(asked.into, { recursive: true });
  for (const [name, text] of Object.entries(draft.files({ ...asked, locale }))) await writeFile(join(asked.into, name), text);
  tell(words.drafted(asked.into, draft.counts));
  tell(words.next(asked.into, asked.file, asked.code, asked.map));
  return 0;
}

function parseArguments(args: readonly string[]): Asked | undefined {
  const given = new Map<string, string>();
  const files: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (!arg.startsWith('-')) {
      files.push(arg);
      continue;
    }
    const option = OPTIONS.find((one) => one === arg);
    const value = args[index += 1];
    if (option === undefined || value === undefined || given.has(option)) return undefined;
    given.set(option, value);
  }
  const [file] = files;
  const [map, code, into, words = 'consent'] = [given.get('--map'), given.get('--code'), given.get('--into'), given.get('--public-words')];
  if (file === undefined || files.length > 1 || map === undefined || code === undefined || into === undefined || (words !== 'consent' && words !== 'always')) return undefined;
  return { file, map, code, into, name: given.get('--name') ?? code, publicWords: words };
}
