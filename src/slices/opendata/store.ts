import { statement } from '../../platform/db/statement.ts';

/** By the key of the table; entries are public by nature. */
export const selectEntries = statement<{ index: string; entry: Buffer }>('app_public', 'opendata.select_entries', `
  select index, entry from record.entries where jurisdiction = $1 and index >= $2 and index < $3 order by index limit $4`);

export const selectEntriesAt = statement<{ index: string; entry: Buffer }>('app_public', 'opendata.select_entries_at', `
  select index, entry from record.entries where jurisdiction = $1 and index = any ($2::bigint[])`);
