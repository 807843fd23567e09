import { statement } from '../../platform/db/statement.ts';

/** Entries [$2, $3) in the order of the log; one page, since a whole log does not fit into memory. */
export const selectEntries = statement<{ index: string; entry: Buffer }>('app_public', 'scorecards.select_entries', `
  select index, entry from record.entries where jurisdiction = $1 and index >= $2 and index < $3 order by index`);

/** The first entry from $2 on that is not of a sealed entry's size: one that says when it was written. */
export const selectDatedEntry = statement<{ index: string; entry: Buffer }>('app_public', 'scorecards.select_dated_entry', `
  select index, entry from record.entries where jurisdiction = $1 and index >= $2 and octet_length(entry) <> $3 order by index limit 1`);

/** Held to the end of the transaction: one result is published at a time. */
export const lockResults = statement<never>('worker', 'scorecards.lock_results', `select pg_advisory_xact_lock(hashtextextended('scorecards.results ' || $1, 0))`);

export const insertResult = statement<never>('worker', 'scorecards.insert_result', `
  insert into scorecards.results (jurisdiction, n, day, as_of, rule, digest, result) values ($1, $2, $3, $4, $5, $6, $7)`);

export type ResultRow = { readonly n: string; readonly day: string; readonly as_of: Date; readonly rule: number; readonly digest: string };
const COLUMNS = 'n, day::text as day, as_of, rule, digest';

export const selectLatest = statement<ResultRow & { readonly result: unknown }>('app_public', 'scorecards.select_latest', `
  select ${COLUMNS}, result from scorecards.results where jurisdiction = $1 order by n desc limit 1`);

export const selectResult = statement<{ readonly result: unknown }>('app_public', 'scorecards.select_result', `
  select result from scorecards.results where jurisdiction = $1 and n = $2`);

/** Newest first, those over fewer than $2 entries. */
export const selectResults = statement<ResultRow>('app_public', 'scorecards.select_results', `
  select ${COLUMNS} from scorecards.results where jurisdiction = $1 and n < $2 order by n desc limit $3`);

export const selectLastDay = statement<{ day: string }>('app_public', 'scorecards.select_last_day', `
  select day::text as day from scorecards.results where jurisdiction = $1 order by n desc limit 1`);

/** For fsck, which reads as the owner. */
export const selectAll = statement<ResultRow & { readonly result: unknown }>('app_actor', 'scorecards.select_all', `
  select ${COLUMNS}, result from scorecards.results where jurisdiction = $1 order by n`);

/** Only while a replay takes back what was never published. */
export const deleteResults = statement<never>('owner', 'scorecards.delete_results', `
  delete from scorecards.results where jurisdiction = $1 and n = any ($2::bigint[])`);
