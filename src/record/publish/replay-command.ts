import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { Fetcher } from '../../verify/index.ts';
import { parseVerifierKey, type VerifierKey } from '../log/index.ts';
import { KEY_FILE } from './keys.ts';
import { logFolder } from './places.ts';
import { replayLog, type ReplayRefusal, type ReplayReport } from './replay.ts';
import { replayMessages } from './replay-messages.ts';
import type { Forget } from './replay-withdraw.ts';

/** What the verb needs from the instance. */
export type ReplaySurroundings = {
  readonly dataDir: string;
  readonly database: Database;
  readonly jurisdictions: readonly JurisdictionCode[];
  readonly forget: Forget;
  readonly locale: Locale;
  readonly print: (line: string) => void;
};

const PROGRESS_EVERY = 100_000;

/** `record replay [JURISDICTION …] [--from FOLDER]`; the exit code: 0 the database holds all that was published, 1 it could not be, 2 wrong usage. */
export async function runReplay(args: readonly string[], around: ReplaySurroundings): Promise<number> {
  const words = replayMessages(around.locale);
  const asked = readArguments(args);
  if (!asked) {
    around.print(words.usage);
    return 2;
  }
  const stranger = asked.codes.find((code) => !around.jurisdictions.some((one) => one === code));
  if (stranger !== undefined) {
    around.print(words.noSuchPlace(stranger));
    return 2;
  }
  let isWhole = true;
  for (const code of around.jurisdictions.filter((one) => asked.codes.length === 0 || asked.codes.includes(one))) isWhole = await replayOne(code, asked.from, around) && isWhole;
  return isWhole ? 0 : 1;
}

function readArguments(args: readonly string[]): { readonly codes: readonly string[]; readonly from: string | undefined } | undefined {
  try {
    const { values, positionals: [verb, ...codes] } = parseArgs({ args: [...args], allowPositionals: true, options: { from: { type: 'string' } } });
    return verb === 'replay' && (values.from === undefined || codes.length === 1) ? { codes, from: values.from } : undefined;
  } catch {
    return undefined;
  }
}

async function replayOne(code: JurisdictionCode, from: string | undefined, { dataDir, database, forget, locale, print }: ReplaySurroundings): Promise<boolean> {
  const words = replayMessages(locale);
  const own = logFolder(dataDir, code);
  const key = await readKey(join(own, KEY_FILE));
  if (!key) {
    print(words.noKey(code, join(own, KEY_FILE)));
    return false;
  }
  print(words.verifying(code, from ?? own));
  let printed = 0;
  const onProgress = (_step: string, entries: number): void => {
    if (entries < printed + PROGRESS_EVERY) return;
    printed = entries;
    print(words.progress(entries));
  };
  const done = await replayLog({ database, jurisdiction: code, key, fetcher: folderFiles(from ?? own), ...(from === undefined ? {} : { into: own }), forget, onProgress });
  print('kind' in done ? sayRefusal(code, done, locale) : sayReport(code, done, locale));
  return !('kind' in done);
}

function sayReport(code: string, report: ReplayReport, locale: Locale): string {
  const words = replayMessages(locale);
  return report.entered === 0 ? words.nothingMissing(code, report.size) : words.replayed(code, report);
}

function sayRefusal(code: string, refusal: ReplayRefusal, locale: Locale): string {
  const words = replayMessages(locale);
  switch (refusal.kind) {
    case 'log-not-begun': return words.notBegun(code);
    case 'published-differs': return words.differs(code, refusal.index);
    case 'files-changed': return words.changed(code);
    case 'files-broken': return words.broken(code, refusal.findings.map(({ kind, ...where }) => [kind, ...Object.values(where)].join(' ')).join('; '));
    default: return unreachable(refusal);
  }
}

async function readKey(path: string): Promise<VerifierKey | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseVerifierKey(text.trim());
}

function folderFiles(folder: string): Fetcher {
  return {
    get: async (path, { bytesMax }) => {
      const bytes = await readFile(join(folder, path)).catch(() => undefined);
      if (!bytes) return { kind: 'missing' };
      return bytes.length > bytesMax ? { kind: 'oversized' } : { kind: 'found', bytes };
    },
  };
}
