import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseJurisdictionCode } from '../src/kernel/ids.ts';
import type { Config } from '../src/platform/config/index.ts';
import { projectRoot } from '../src/platform/config/project-root.ts';
import { openFileKeys } from '../src/platform/crypto/index.ts';
import { withDatabase } from '../src/platform/db/command/with-database.ts';
import { openDatabase, type Database } from '../src/platform/db/database.ts';
import { Reactions } from '../src/platform/jobs/index.ts';
import { importRows, rulesOf, type CaseDeps } from '../src/slices/cases/index.ts';
import { Draft, importTable, openTable, readMapFile, type TableMap } from '../src/slices/imports/index.ts';
import { loadJurisdiction, openDirectoryCache } from '../src/slices/units/index.ts';

/** What the charter’s issue asks of an import, on two calm cores. */
const TARGET_PER_SECOND = 5_000;

const SETS = [{ code: 'nyc311', file: 'nyc311/requests.csv' }, { code: 'boston311', file: 'boston311/cases.csv' }] as const;

type Figure = {
  readonly set: string; readonly read: number; readonly accepted: number; readonly refused: number; readonly seconds: number; readonly perSecond: number;
  /** Of this process; the database’s comes on top. */
  readonly cpuSeconds: number; readonly again: { readonly known: number; readonly perSecond: number }; readonly reached: boolean;
};

/**
 * Two cities’ tables of requests, each into an empty instance of its own: drafted, loaded, imported, and imported again. They are open data
 * and no part of this project: MINSHENG_DATA names their folder. Exit code: 0 reached, 1 not, 2 not run.
 */
export async function runImport(config: Config): Promise<number> {
  const folder = resolve(process.env['MINSHENG_DATA'] ?? join(projectRoot(), '..', 'shared', 'data'));
  const figures: Figure[] = [];
  for (const { code, file } of SETS) {
    const path = join(folder, file);
    if (!(await stat(path).catch(() => undefined))?.isFile()) {
      console.error(`NOT RUN: there is no ${file} in MINSHENG_DATA (${folder})`);
      return 2;
    }
    figures.push(await measure(config, code, path));
    console.error(JSON.stringify(figures.at(-1)));
  }
  console.log(JSON.stringify({ bench: 'import', sets: figures }));
  return figures.every(({ reached }) => reached) ? 0 : 1;
}

async function measure(config: Config, set: string, path: string): Promise<Figure> {
  const dataDir = join(config.dataDir, 'bench', 'import');
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const map = await readMapFile(join(projectRoot(), 'docs', 'runbooks', 'import', `${set}.map.json`), 'en', console.error);
  if (!map) throw new Error(`the map of ${set} has mistakes`);
  const places = await drafted(dataDir, set, path, map);
  return withDatabase({ ...config, databaseUrl: undefined, dataDir }, async (address) => {
    const database = openDatabase(address);
    try {
      return await imported(database, dataDir, { set, path, map, places });
    } finally {
      await database.close();
    }
  });
}

async function drafted(dataDir: string, set: string, path: string, map: TableMap): Promise<string> {
  const table = await openTable(path, map);
  const draft = new Draft(map, table.columns);
  for await (const row of table.rows) draft.add(row);
  const places = join(dataDir, 'places');
  await mkdir(places);
  for (const [name, text] of Object.entries(draft.files({ code: set, name: set, locale: 'en', publicWords: 'always' }))) await writeFile(join(places, name), text);
  return places;
}

type Given = { readonly set: string; readonly path: string; readonly map: TableMap; readonly places: string };

async function imported(database: Database, dataDir: string, { set, path, map, places }: Given): Promise<Figure> {
  const keys = await openFileKeys(join(dataDir, 'keys'));
  const loaded = await loadJurisdiction(database, places, keys);
  const code = parseJurisdictionCode(set);
  if (loaded.refused || !code) throw new Error(`the drafted ${set} has mistakes`);
  const directories = await openDirectoryCache(database.public);
  const deps: CaseDeps = { database, keys, rulesFor: (one) => rulesOf(directories.get(one)), reactions: new Reactions() };
  const now = await database.inTransaction({ kind: 'system', jurisdiction: code, job: 'bench' }, (tx) => Promise.resolve(tx.at));
  const once = async () => {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const counts = await importTable({
      table: await openTable(path, map), map, directory: directories.get(code), now, progress: () => undefined, refuse: () => Promise.resolve(),
      take: (rows) => importRows(deps, code, map.source, rows, false),
    });
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - began) / 1_000;
    return { ...counts, seconds: Math.round(seconds * 10) / 10, perSecond: Math.round(counts.read / seconds), cpuSeconds: Math.round((user + system) / 100_000) / 10 };
  };
  const { read, accepted, refused, seconds, perSecond, cpuSeconds } = await once();
  const again = await once();
  directories.close();
  return { set, read, accepted, refused, seconds, perSecond, cpuSeconds, again: { known: again.known, perSecond: again.perSecond }, reached: perSecond >= TARGET_PER_SECOND };
}
