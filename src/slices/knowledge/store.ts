import { parseTopicCode, parseUnitId, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { instantOf } from '../../kernel/instant.ts';
import { statement } from '../../platform/db/statement.ts';
import { WITHDRAWALS, type Entry, type EntryId, type Source, type Version, type Withdrawal } from './entry.ts';

export const insertVersion = statement<never>('app_actor', 'knowledge.insert_version', `
  insert into knowledge.versions (jurisdiction, entry, version, unit, role, topic, question, answer, sources, valid_until, at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::date, $11::timestamptz)`);

export const insertEntry = statement<never>('app_actor', 'knowledge.insert_entry', `
  insert into knowledge.entries (jurisdiction, entry, version, unit, topic, question, valid_until, changed_at, search)
  values ($1, $2, $3, $4, $5, $6, $7::date, $8::timestamptz, $9::tsvector)`);

export const updateEntry = statement<never>('app_actor', 'knowledge.update_entry', `
  update knowledge.entries set version = $3, topic = $4, question = $5, valid_until = $6::date, changed_at = $7::timestamptz, search = $8::tsvector
  where jurisdiction = $1 and entry = $2`);

export const withdrawEntry = statement<never>('app_actor', 'knowledge.withdraw_entry', `
  update knowledge.entries set withdrawn = $3, withdrawn_at = $4::timestamptz, changed_at = $4::timestamptz where jurisdiction = $1 and entry = $2`);

/** Everyone who changes an entry passes here, one after another. */
export const lockEntry = statement<never>('app_actor', 'knowledge.lock_entry', `select pg_advisory_xact_lock(hashtextextended('knowledge ' || $1 || ' ' || $2, 0))`);

export type VersionRow = {
  readonly entry: string; readonly version: number; readonly unit: string; readonly role: string; readonly topic: string; readonly question: string; readonly answer: string;
  readonly sources: readonly Source[]; readonly valid_until: string; readonly at: Date; readonly withdrawn: string | null; readonly withdrawn_at: Date | null;
};
const COLUMNS = 'v.entry, v.version, v.unit, v.role, v.topic, v.question, v.answer, v.sources, v.valid_until::text as valid_until, v.at, e.withdrawn, e.withdrawn_at';

export const selectEntry = statement<VersionRow>('app_public', 'knowledge.select_entry', `
  select ${COLUMNS} from knowledge.versions v join knowledge.entries e using (jurisdiction, entry)
  where v.jurisdiction = $1 and v.entry = $2 order by v.version`);

/** For fsck, which reads as the owner. */
export const selectMany = statement<VersionRow>('app_actor', 'knowledge.select_many', `
  select ${COLUMNS} from knowledge.versions v join knowledge.entries e using (jurisdiction, entry)
  where v.jurisdiction = $1 and v.entry = any ($2::text[]) order by v.entry, v.version`);

export const selectIdsAfter = statement<{ entry: string }>('app_actor', 'knowledge.select_ids_after', `
  select distinct entry from knowledge.versions where jurisdiction = $1 and entry > $2 order by entry limit $3`);

export type ListedRow = {
  readonly entry: string; readonly unit: string; readonly topic: string; readonly question: string; readonly valid_until: string; readonly changed_at: Date; readonly version: number; readonly withdrawn: string | null;
};

/** Newest first. $3 chooses by standing on the day $2; $4 topics, $5 a unit, $6 a search; $7 and $8 the cursor. */
export const selectList = statement<ListedRow>('app_public', 'knowledge.select_list', `
  select entry, unit, topic, question, valid_until::text as valid_until, changed_at, version, withdrawn from knowledge.entries
  where jurisdiction = $1
    and case $3::text when 'in-force' then withdrawn is null and valid_until >= $2::date when 'over' then withdrawn is not null or valid_until < $2::date else true end
    and ($4::text[] is null or topic = any ($4)) and ($5::text is null or unit = $5) and ($6::text is null or search @@ $6::tsquery)
    and ($7::timestamptz is null or (changed_at, entry) < ($7::timestamptz, $8))
  order by changed_at desc, entry desc limit $9`);

/** What can be offered on the day $2, newest first. */
export const selectQuestions = statement<{ entry: string; question: string }>('app_public', 'knowledge.select_questions', `
  select entry, question from knowledge.entries where jurisdiction = $1 and withdrawn is null and valid_until >= $2::date order by changed_at desc limit $3`);

export function entryOf(rows: readonly VersionRow[]): Entry | undefined {
  const [first, ...rest] = rows.map(versionOf);
  const [row] = rows;
  if (!first || !row) return undefined;
  const reason = withdrawalOf(row.withdrawn);
  return { id: row.entry as EntryId, unit: first.unit, versions: [first, ...rest], ...(reason && row.withdrawn_at ? { withdrawn: { reason, at: instantOf(row.withdrawn_at) } } : {}) };
}

function versionOf(row: VersionRow): Version {
  return {
    version: row.version, unit: unitOf(row.unit), role: row.role, topic: topicOf(row.topic), question: row.question, answer: row.answer,
    sources: row.sources, validUntil: row.valid_until, at: instantOf(row.at),
  };
}

function withdrawalOf(text: string | null): Withdrawal | undefined {
  return WITHDRAWALS.find((one) => one === text);
}

/** What is stored was parsed when it was written. */
export function unitOf(text: string): UnitId {
  return parseUnitId(text) ?? (text as UnitId);
}

export function topicOf(text: string): TopicCode {
  return parseTopicCode(text) ?? (text as TopicCode);
}

