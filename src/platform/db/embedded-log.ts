import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './account.ts';

/** PostgreSQL starts a new file at 8 MB and at each start; this many are kept, so its log takes some 40 MB at most. */
const LOG_FILES_MAX = 5;

/** Removes all but the newest log files; their names sort by time. */
export async function pruneLogs(place: Pick<Place, 'folder'>): Promise<void> {
  const folder = join(place.folder, 'log');
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.log')).sort();
  await Promise.all(files.slice(0, -LOG_FILES_MAX).map((name) => rm(join(folder, name), { force: true })));
}
