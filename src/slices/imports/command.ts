import { readFile, stat } from 'node:fs/promises';
import { parseJurisdictionCode, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { refusalMessages, type ImportedOutcome, type ImportedRow } from '../cases/index.ts';
import { adviceFor, placeOf, type Directory, type Mistake } from '../units/index.ts';
import { importTable, type Counts, type Refused } from './import-table.ts';
import { MAP_CHARACTERS_MAX, parseMap, type TableMap } from './map.ts';
import { importMessages, reasonWords } from './messages.ts';
import { RefusedFile } from './refused-file.ts';
import { missingColumns } from './rows.ts';
import { openTable, TableError, type OpenTable } from './table.ts';

export type ImportSurroundings = {
  readonly locale: Locale;
  /** For whoever watches: not the result. */
  readonly tell: (line: string) => void;
  /** The result, for programs: one line. */
  readonly print: (line: string) => void;
  /** Undefined when the instance cannot be had; why was told. */
  readonly withInstance: (work: (instance: ImportInstance) => Promise<number>) => Promise<number>;
};

export type ImportInstance = {
  readonly directory: (jurisdiction: JurisdictionCode) => Directory | undefined;
  readonly jurisdictions: readonly string[];
  /** The clock of the database there. */
  readonly now: (jurisdiction: JurisdictionCode) => Promise<Instant>;
  /** Gives what was imported its places in the log: while nobody serves, nobody else does. */
  readonly settle: (jurisdiction: JurisdictionCode) => Promise<void>;
  readonly take: (jurisdiction: JurisdictionCode, source: string, rows: readonly ImportedRow[], dry: boolean) => Promise<readonly ImportedOutcome[]>;
};

type Asked = { readonly file: string; readonly jurisdiction: string; readonly map: string; readonly dry: boolean };

/** Refused rows that are told at once: whoever used the wrong map sees it; the rest stands in the file. */
const REFUSED_TOLD_MAX = 5;
const PROGRESS_EVERY_MS = 1_000;

/** `import FILE --jurisdiction CODE --map MAP [--dry-run]`. Exit code: 0 read to the end, 1 not, 2 wrong usage. */
export async function run(args: readonly string[], surroundings: ImportSurroundings): Promise<number> {
  const { locale, tell, withInstance } = surroundings;
  const words = importMessages(locale);
  const asked = parseArguments(args);
  if (!asked) {
    tell(words.usage);
    return 2;
  }
  const map = await readMapFile(asked.map, locale, tell);
  const table = map && await opened(asked.file, map, surroundings);
  if (!map || !table || !hasColumns(map, table, asked, surroundings)) return 1;
  return withInstance((instance) => runOn(instance, { asked, map, table }, surroundings));
}

/** Options anywhere; the file is the one word that is none. */
export function parseArguments(args: readonly string[]): Asked | undefined {
  const [files, given]: [string[], Map<string, string>] = [[], new Map()];
  let dry = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const [name = '', value] = arg.startsWith('--') && arg.includes('=') ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg];
    if (name === '--dry-run' && value === undefined) dry = true;
    else if (name === '--jurisdiction' || name === '--map') {
      const said = value ?? args[index += 1];
      if (said === undefined || said.startsWith('--') || given.has(name)) return undefined;
      given.set(name, said);
    } else if (name.startsWith('-')) return undefined;
    else files.push(arg);
  }
  const [file] = files;
  const [jurisdiction, map] = [given.get('--jurisdiction'), given.get('--map')];
  return file === undefined || files.length > 1 || jurisdiction === undefined || map === undefined ? undefined : { file, jurisdiction, map, dry };
}

/** The map, or why there is none, told line by line. */
export async function readMapFile(path: string, locale: Locale, tell: (line: string) => void): Promise<TableMap | undefined> {
  const words = importMessages(locale);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > MAP_CHARACTERS_MAX) {
    tell(words.noMap(path));
    return undefined;
  }
  const { map, mistakes } = parseMap(path, await readFile(path, 'utf8'));
  tellMistakes(mistakes, locale, tell);
  return map;
}

/** The table with its header, or why it cannot be read. */
export async function opened(file: string, map: TableMap, { locale, tell }: Pick<ImportSurroundings, 'locale' | 'tell'>): Promise<OpenTable | undefined> {
  try {
    return await openTable(file, map);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    tell(importMessages(locale).table(file, error.problem));
    return undefined;
  }
}

/** False, and told which, when the map names columns that the table does not have. */
export function hasColumns(map: TableMap, table: OpenTable, { file, map: path }: Pick<Asked, 'file' | 'map'>, { locale, tell }: Pick<ImportSurroundings, 'locale' | 'tell'>): boolean {
  const missing = missingColumns(map, table.columns);
  const words = importMessages(locale);
  for (const { key, column } of missing) tell(words.noColumn(path, key, column));
  if (missing.length > 0) tell(words.columnsAre(file, table.columns));
  return missing.length === 0;
}

function tellMistakes(mistakes: readonly Mistake[], locale: Locale, tell: (line: string) => void): void {
  const words = importMessages(locale);
  for (const mistake of mistakes) {
    const { wrong, remedy } = adviceFor(mistake, locale);
    tell(`${placeOf(mistake)} ${wrong}`);
    tell(`    ${words.remedy}${remedy}`);
  }
}

type Given = { readonly asked: Asked; readonly map: TableMap; readonly table: OpenTable };

async function runOn(instance: ImportInstance, { asked, map, table }: Given, { locale, tell, print }: ImportSurroundings): Promise<number> {
  const words = importMessages(locale);
  const jurisdiction = parseJurisdictionCode(asked.jurisdiction);
  const directory = jurisdiction && instance.directory(jurisdiction);
  if (!jurisdiction || !directory) {
    tell(words.noJurisdiction(asked.jurisdiction, instance.jurisdictions));
    return 1;
  }
  const file = new RefusedFile(asked.file, table.columns);
  const began = performance.now();
  const seconds = (): number => Math.round(performance.now() - began) / 1_000;
  let [told, last] = [0, began];
  const refuse = async ({ line, cells, reason }: Refused): Promise<void> => {
    const why = reasonOf(reason, locale);
    told += 1;
    if (told <= REFUSED_TOLD_MAX) tell(words.refusedRow(asked.file, line, why));
    if (!asked.dry) await file.add(cells, why);
  };
  const progress = (counts: Counts): void => {
    if (performance.now() - last < PROGRESS_EVERY_MS) return;
    last = performance.now();
    tell(words.progress(counts, Math.round(counts.read / Math.max(seconds(), 0.001))));
  };
  try {
    const now = await instance.now(jurisdiction);
    const counts = await importTable({ table, map, directory, now, refuse, progress, take: (rows) => instance.take(jurisdiction, map.source, rows, asked.dry) });
    const took = seconds();
    if (!asked.dry) await instance.settle(jurisdiction);
    if (!asked.dry && await file.end()) tell(words.refusedFile(file.path, counts.refused));
    tell(asked.dry ? words.wouldBe(counts) : words.done(counts));
    print(JSON.stringify({ read: counts.read, accepted: counts.accepted, refused: counts.refused, known: counts.known, seconds: took }));
    return 0;
  } catch (error) {
    const broke = error instanceof TableError ? words.table(asked.file, error.problem) : brokenOff(error, words);
    if (broke === undefined) throw error;
    tell(broke);
    tell(words.again);
    return 1;
  }
}

/** The disk is full, a folder closed, the database gone: said as that. Undefined for what is a fault of ours. */
function brokenOff(error: unknown, words: ReturnType<typeof importMessages>): string | undefined {
  const { code, path } = error as { code?: unknown; path?: unknown };
  return typeof code === 'string' ? words.brokeOff([code, ...(typeof path === 'string' ? [path] : [])].join(' ')) : undefined;
}

/** One sentence, without a line break: it stands in a cell. */
export function reasonOf(reason: Refused['reason'], locale: Locale): string {
  const own = reasonWords(locale) as { readonly [kind: string]: ((refusal: never) => string) | undefined };
  const say = own[reason.kind];
  return say ? say(reason as never) : refusalMessages(locale)[reason.kind as keyof ReturnType<typeof refusalMessages>];
}
