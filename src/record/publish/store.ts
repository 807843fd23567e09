import { statement } from '../../platform/db/statement.ts';

/** Of these logs, where each stands now; what is read here is committed and on the database's disk. */
export const selectHeads = statement<{ jurisdiction: string; size: string; root: Buffer }>('app_public', 'record.select_heads', `
  select jurisdiction, size, root from record.heads where jurisdiction = any($1::text[])`);

/** Entries [$2, $3) in their order. */
export const selectEntries = statement<{ index: string; entry: Buffer }>('app_public', 'record.select_entries', `
  select index, entry from record.entries where jurisdiction = $1 and index >= $2 and index < $3 order by index`);

/** The tiles at these places, as long as they are by now. */
export const selectTiles = statement<{ level: number; n: string; hashes: Buffer }>('app_public', 'record.select_tiles', `
  select tiles.level, tiles.n, tiles.hashes
  from unnest($2::smallint[], $3::bigint[]) as wanted (level, n)
  join record.tiles on tiles.jurisdiction = $1 and tiles.level = wanted.level and tiles.n = wanted.n`);
