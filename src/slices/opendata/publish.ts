import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import { HOUR_MS, instantOf, plusMs, type Instant } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/key-provider.ts';
import type { Actor } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import { append, readHead, readStream, StreamConflict } from '../../record/index.ts';
import { dayOf } from '../units/index.ts';
import { build, readEntry, type EntrySource } from './build.ts';
import { OPEN_DATA_FORMAT } from './columns.ts';
import { hasDigest, hasLength, install, openDataFolder, textOf, unfinishedFolder, writeWhole } from './folder.ts';
import { endOf, monthAfter, monthOf, monthsBetween, type Month } from './month.ts';
import { cutMonths, type Cut } from './months.ts';
import { parseList, parsePublished, publishedDraft, streamOf, writeList, type Published } from './published.ts';
import { logSource } from './source.ts';

export type PublishDeps = { readonly database: Database; readonly keys: KeyProvider; readonly dataDir: string };

/** A month's files, made again from the entries that the record names, differ from the digests in the record. */
export class OpenDataDiffers extends Error {
  override readonly name = 'OpenDataDiffers';
}

/** A month's last entries have surely found their place in the log when this has passed. */
const SETTLED_MS = HOUR_MS;
const LIST = 'published.json';

/**
 * Makes the files of every finished month that has none, and makes files anew that are lost. `isThorough` reads all files and
 * compares digests; without it only their lengths are looked at. Any number of processes may run it: the record decides.
 * Throws OpenDataDiffers once everything else is done.
 */
export async function publishDue(deps: PublishDeps, code: JurisdictionCode, zone: string, isThorough: boolean): Promise<void> {
  const source = logSource(deps.database.public, code);
  const { published, now } = await publishedSoFar(deps, code);
  const list = [...published];
  for (const cut of await dueCuts(deps, code, zone, source, published, now)) {
    const made = await publishMonth(deps, code, source, cut, list.length + 1);
    // Another process was faster: its word stands, and its list will say so.
    if (!made) return;
    list.push(made);
  }
  const differing: Month[] = [];
  for (const one of list) if (!await restoreMonth(deps, code, source, one, isThorough)) differing.push(one.month);
  const root = openDataFolder(deps.dataDir, code);
  const text = writeList(list);
  // A crash before this leaves months in the record that no page lists yet: the next run lists them.
  if (list.length > 0 && await textOf(join(root, LIST)) !== text) await writeWhole(join(root, LIST), text);
  if (differing.length > 0) throw new OpenDataDiffers(`files of ${differing.join(', ')} differ from their digests in the record`);
}

/** The months whose files may be had, oldest first. */
export async function publishedList(dataDir: string, code: JurisdictionCode): Promise<readonly Published[]> {
  const text = await textOf(join(openDataFolder(dataDir, code), LIST));
  return (text === undefined ? undefined : parseList(text)) ?? [];
}

/** Where a month's file lies; undefined when there is none of its length. */
export async function monthFile(dataDir: string, code: JurisdictionCode, { month, files }: Published, name: string): Promise<string | undefined> {
  const fact = files.find((one) => one.name === name);
  const path = join(openDataFolder(dataDir, code), month, name);
  return fact && await hasLength(path, fact) ? path : undefined;
}

const actorOf = (jurisdiction: JurisdictionCode): Actor => ({ kind: 'system', jurisdiction, job: 'open-data' });

async function publishedSoFar({ database }: PublishDeps, code: JurisdictionCode): Promise<{ readonly published: readonly Published[]; readonly now: Instant }> {
  return database.inTransaction(actorOf(code), async (tx) => {
    const events = await readStream(tx, code, streamOf(code));
    const published = events.map(({ open }) => parsePublished(open) ?? unreadable(code));
    return { published, now: tx.at };
  }, 'worker');
}

async function dueCuts(
  { database }: PublishDeps, code: JurisdictionCode, zone: string, source: EntrySource, published: readonly Published[], now: Instant,
): Promise<readonly Cut[]> {
  const last = published.at(-1);
  const first = last ? monthAfter(last.month) : await firstMonth(source, zone);
  const running = monthOf(dayOf(plusMs(now, -SETTLED_MS), zone));
  const due = first === undefined ? [] : monthsBetween(first, running).filter((month) => month < running);
  if (due.length === 0) return [];
  const head = await readHead(database.public, code);
  return cutMonths(source, last?.to ?? 0, head?.size ?? 0, due.map((month) => endOf(month, zone)));
}

/** The month in which the log began, by its first entry; undefined while there is none. */
async function firstMonth(source: EntrySource, zone: string): Promise<Month | undefined> {
  const bytes = (await source.at([0])).get(0);
  const entry = bytes && readEntry({ index: 0, bytes });
  return entry?.kind === 'act' && entry.at !== undefined ? monthOf(dayOf(instantOf(new Date(entry.at)), zone)) : undefined;
}

/** Undefined when another process has published meanwhile. */
async function publishMonth({ database, keys, dataDir }: PublishDeps, code: JurisdictionCode, source: EntrySource, cut: Cut, seq: number): Promise<Published | undefined> {
  const unfinished = await unfinishedFolder(openDataFolder(dataDir, code));
  const files = await build({ source, from: cut.from, to: cut.to, folder: unfinished });
  // A crash here leaves a folder under no name of ours: the month is made anew, and the folder goes after a day.
  try {
    await database.inTransaction(actorOf(code), (tx) => append(tx, streamOf(code), [publishedDraft(code, seq, { ...cut, files })], keys), 'worker');
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (error instanceof StreamConflict) return undefined;
    throw error;
  }
  // A crash here leaves a month in the record without files: `restoreMonth` makes them again from the same entries.
  for (const { name } of files) await install(join(unfinished, name), join(openDataFolder(dataDir, code), cut.month, name));
  await rm(unfinished, { recursive: true, force: true });
  return { ...cut, format: OPEN_DATA_FORMAT, files };
}

/** False when the entries do not give what the record says, or not by the rules of this version: then the file stays away. */
async function restoreMonth({ dataDir }: PublishDeps, code: JurisdictionCode, source: EntrySource, published: Published, isThorough: boolean): Promise<boolean> {
  const { month, from, to, format, files } = published;
  const folder = join(openDataFolder(dataDir, code), month);
  const lost = [];
  for (const fact of files) if (!await (isThorough ? hasDigest : hasLength)(join(folder, fact.name), fact)) lost.push(fact);
  if (lost.length === 0) return true;
  for (const { name } of lost) await rm(join(folder, name), { force: true });
  if (format !== OPEN_DATA_FORMAT) return false;
  const unfinished = await unfinishedFolder(openDataFolder(dataDir, code));
  const made = new Map((await build({ source, from, to, folder: unfinished })).map((fact) => [fact.name, fact]));
  const same = lost.filter(({ name, sha256 }) => made.get(name)?.sha256 === sha256);
  for (const { name } of same) await install(join(unfinished, name), join(folder, name));
  await rm(unfinished, { recursive: true, force: true });
  return same.length === lost.length;
}

function unreadable(code: JurisdictionCode): never {
  throw new Error(`the record of ${code} holds a publication of open data that this version cannot read`);
}
