import { statement } from '../platform/db/statement.ts';
import type { Cause } from './log/index.ts';

/** What waits to be disclosed, from one JSON parameter: null costs no row and no look. */
function waitingFrom(parameter: string): string {
  return `one.* from jsonb_to_recordset(${parameter}::jsonb) as one (event_id uuid, moment uuid, stream text, stream_seq integer,
      subject text, cause text, family text, day date, body text, later jsonb)`;
}

/**
 * All drafts of one append, their places in the queue and, for a new subject, its key: one statement, one round trip.
 * $3 null: the subject's key is known. Otherwise the events are written only if this statement created the key (they are
 * committed to it); the answer 0 says that someone else had created it before.
 */
export const appendEvents = statement<{ written: number }>('app_actor', 'record.append_events', `
  with key as (
    insert into record.subject_keys (jurisdiction, subject, wrapped)
    select $1, $2, $3 where $3::bytea is not null
    on conflict do nothing
    returning subject
  ), fresh as (
    select stream, stream_seq, event_id, type, envelope, entry, place
    from unnest($4::text[], $5::integer[], $6::uuid[], $7::text[], $8::bytea[], $10::bytea[])
      with ordinality as drafts (stream, stream_seq, event_id, type, envelope, entry, place)
    where $3::bytea is null or exists (select from key)
  ), written as (
    insert into record.events (jurisdiction, stream, stream_seq, event_id, type, at, subject, envelope)
    select $1, stream, stream_seq, event_id, type, $9::timestamptz, $2, envelope from fresh
  ), queued as (
    insert into record.pending (jurisdiction, stream, stream_seq, part, entry)
    select $1, stream, stream_seq, 0, entry from fresh order by place
  ), waiting as (
    insert into record.undisclosed (jurisdiction, event_id, moment, stream, stream_seq, subject, cause, family, day, body, later)
    select $1, ${waitingFrom('$11')} where exists (select from fresh)
  )
  select count(*)::integer as written from fresh`);

/**
 * The same for a subject that nobody has spoken of: where its key exists, this fails instead of writing nothing, so that a
 * COMMIT may be sent behind it at once.
 */
export const appendFirst = statement<never>('app_actor', 'record.append_first', `
  with key as (
    insert into record.subject_keys (jurisdiction, subject, wrapped) values ($1, $2, $3)
  ), written as (
    insert into record.events (jurisdiction, stream, stream_seq, event_id, type, at, subject, envelope)
    select $1, stream, stream_seq, event_id, type, $9::timestamptz, $2, envelope
    from unnest($4::text[], $5::integer[], $6::uuid[], $7::text[], $8::bytea[]) as drafts (stream, stream_seq, event_id, type, envelope)
  ), waiting as (
    insert into record.undisclosed (jurisdiction, event_id, moment, stream, stream_seq, subject, cause, family, day, body, later)
    select $1, ${waitingFrom('$11')}
  )
  insert into record.pending (jurisdiction, stream, stream_seq, part, entry)
  select $1, stream, stream_seq, 0, entry from unnest($4::text[], $5::integer[], $10::bytea[]) with ordinality as drafts (stream, stream_seq, entry, place) order by place`);

/** The same for many new subjects at once: what costs is the statement more than the row (bench/README.md). */
export const appendFirsts = statement<never>('app_actor', 'record.append_firsts', `
  with key as (
    insert into record.subject_keys (jurisdiction, subject, wrapped)
    select $1, subject, wrapped from unnest($2::text[], $3::bytea[]) as keys (subject, wrapped)
  ), written as (
    insert into record.events (jurisdiction, stream, stream_seq, event_id, type, at, subject, envelope)
    select $1, stream, stream_seq, event_id, type, $10::timestamptz, subject, envelope
    from unnest($4::text[], $5::text[], $6::integer[], $7::uuid[], $8::text[], $9::bytea[]) as drafts (subject, stream, stream_seq, event_id, type, envelope)
  ), waiting as (
    insert into record.undisclosed (jurisdiction, event_id, moment, stream, stream_seq, subject, cause, family, day, body, later)
    select $1, ${waitingFrom('$12')}
  )
  insert into record.pending (jurisdiction, stream, stream_seq, part, entry)
  select $1, stream, stream_seq, 0, entry from unnest($5::text[], $6::integer[], $11::bytea[]) with ordinality as drafts (stream, stream_seq, entry, place) order by place`);

export const selectSubjectKey = statement<{ wrapped: Buffer | null }>('app_actor', 'record.select_subject_key', `
  select wrapped from record.subject_keys where jurisdiction = $1 and subject = $2`);

export const destroyKey = statement<never>('worker', 'record.destroy_key', `
  update record.subject_keys set wrapped = null, destroyed_at = platform.now()
  where jurisdiction = $1 and subject = $2 and wrapped is not null`);

export const selectStream = statement<{ envelope: Buffer }>('app_actor', 'record.select_stream', `
  select envelope from record.events where jurisdiction = $1 and stream = $2 order by stream_seq`);

export const selectLastOfStream = statement<{ last: number | null }>('app_actor', 'record.select_last_of_stream', `
  select max(stream_seq) as last from record.events where jurisdiction = $1 and stream = $2`);

export const selectLastWitnessed = statement<{ at: Date | null }>('app_actor', 'record.select_last_witnessed', `
  select max(at) as at from record.events where jurisdiction = $1 and stream = $2 and type = 'record.witnessed.v1'`);

/**
 * One sequencer a log: held until the transaction ends, so it works through a transaction pooler. Everything that follows in the
 * transaction goes by key, whatever the server believes: a plan made while the tables were new would read them whole for each
 * event until they are analysed (a first burst of 20,000 events: 100 a second, instead of thousands).
 */
export const lockLog = statement<{ locked: boolean }>('worker', 'record.lock_log', `
  select pg_try_advisory_xact_lock(hashtextextended('record.log ' || $1, 0)) as locked,
    set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`);

export const selectHead = statement<{ size: string; root: Buffer; at: Date }>('app_public', 'record.select_head', `
  select size, root, at from record.heads where jurisdiction = $1`);

/** The last tile of each level that is not full; whether it exists in a tree of this size, the reader computes. */
export const selectEdge = statement<{ level: number; n: string; hashes: Buffer }>('worker', 'record.select_edge', `
  select tiles.level, tiles.n, tiles.hashes
  from record.heads cross join generate_series(0, 7) as levels (level)
  join record.tiles on tiles.jurisdiction = heads.jurisdiction and tiles.level = levels.level
    and tiles.n = floor(heads.size / power(256::numeric, levels.level + 1))::bigint
  where heads.jurisdiction = $1
  order by tiles.level`);

/**
 * Takes up to $2 waiting events, oldest ticket first, and enters them from index $3 on. The leaf is hashed here, from the
 * stored bytes. A ticket whose entry is there already is dropped; one without an event violates a check and fails all.
 */
export const enterPending = statement<{ taken: number; entered: number; leaves: Buffer | null }>('worker', 'record.enter_pending', `
  with taken as (
    delete from record.pending
    where jurisdiction = $1
      and ticket in (select ticket from record.pending where jurisdiction = $1 order by ticket limit $2)
    returning ticket, stream, stream_seq, part, entry
  ), once as (
    select distinct on (stream, stream_seq, part) stream, stream_seq, part, ticket, entry from taken order by stream, stream_seq, part, ticket
  ), named as materialized (
    select ticket, stream, stream_seq, part, entry, (
      select event_id from record.events where events.jurisdiction = $1 and events.stream = once.stream and events.stream_seq = once.stream_seq) as event_id
    from once
  ), numbered as (
    select $3::bigint + row_number() over (order by ticket) - 1 as index,
      event_id, stream, stream_seq, part, entry, sha256('\\x00'::bytea || entry) as leaf_hash
    from named
    where not exists (
      select from record.entries where entries.jurisdiction = $1 and entries.event_id = named.event_id and entries.part = named.part)
  ), entered as (
    insert into record.entries (jurisdiction, index, event_id, stream, stream_seq, part, entry, leaf_hash)
    select $1, index, event_id, stream, stream_seq, part, entry, leaf_hash from numbered
    returning index, leaf_hash
  )
  select (select count(*) from taken)::integer as taken, count(*)::integer as entered,
    string_agg(leaf_hash, ''::bytea order by index) as leaves
  from entered`);

/** Grows the last tile of a level or adds one; a tile never shrinks. */
export const writeTiles = statement<never>('worker', 'record.write_tiles', `
  insert into record.tiles (jurisdiction, level, n, hashes)
  select $1, level, n, hashes from unnest($2::smallint[], $3::bigint[], $4::bytea[]) as grown (level, n, hashes)
  on conflict (jurisdiction, level, n) do update set hashes = excluded.hashes
    where octet_length(tiles.hashes) < octet_length(excluded.hashes)`);

export const moveHead = statement<never>('worker', 'record.move_head', `
  update record.heads set size = $4, root = $5, at = platform.now()
  where jurisdiction = $1 and size = $2 and root = $3`);

/** The first entry, its tile and its head: a log is begun whole or not at all. */
export const beginLog = statement<never>('worker', 'record.begin_log', `
  with begun as (
    insert into record.state (jurisdiction, draft, begun_at) values ($1, $2, $3::timestamptz)
  ), genesis as (
    insert into record.events (jurisdiction, stream, stream_seq, event_id, type, at, envelope)
    values ($1, $4, 1, $5, $6, $3::timestamptz, $7)
  ), entry as (
    insert into record.entries (jurisdiction, index, event_id, stream, stream_seq, part, entry, leaf_hash)
    values ($1, 0, $5, $4, 1, 0, $9, $8)
  ), tile as (
    insert into record.tiles (jurisdiction, level, n, hashes) values ($1, 0, 0, $8)
  )
  insert into record.heads (jurisdiction, size, root, at) values ($1, 1, $8, $3::timestamptz)`);

export const selectState = statement<{ draft: boolean; begun_at: Date }>('app_public', 'record.select_state', `
  select draft, begun_at from record.state where jurisdiction = $1`);

export const selectIsDemo = statement<{ is_demo: boolean }>('app_public', 'record.select_is_demo', `
  select is_demo from platform.instance`);

/** Which of these logs have something to do: events waiting, or no first entry yet. */
export const selectUnsettled = statement<{ code: string }>('worker', 'record.select_unsettled', `
  select code from unnest($1::text[]) as logs (code)
  where exists (select from record.pending where pending.jurisdiction = code)
    or not exists (select from record.heads where heads.jurisdiction = code)`);

export type AuditedEntry = {
  readonly index: string; readonly event_id: string | null; readonly part: number; readonly entry: Buffer; readonly leaf_hash: Buffer; readonly replayed: boolean;
  readonly found: string | null; readonly envelope: Buffer | null; readonly subject: string | null;
  /** What a sealed entry committed to, while it waits. */
  readonly body: string | null;
  /** A sealed entry was opened, or its opening is queued. */
  readonly is_opened: boolean;
  /** For an opening: the entry that it opens. */
  readonly own_index: string | null; readonly own_entry: Buffer | null;
};

export const auditEntries = statement<AuditedEntry>('owner', 'record.audit_entries', `
  select entries.index, entries.event_id, entries.part, entries.entry, entries.leaf_hash, entries.replayed,
    events.event_id as found, events.envelope, events.subject, undisclosed.body,
    entries.part = 0 and (
      exists (select from record.entries as opened where opened.jurisdiction = entries.jurisdiction and opened.event_id = entries.event_id and opened.part = 1)
      or exists (select from record.pending where pending.jurisdiction = entries.jurisdiction
        and pending.stream = entries.stream and pending.stream_seq = entries.stream_seq and pending.part = 1)) as is_opened,
    own.index as own_index, own.entry as own_entry
  from record.entries
  left join record.events on events.jurisdiction = entries.jurisdiction
    and events.stream = entries.stream and events.stream_seq = entries.stream_seq
  left join record.undisclosed on entries.part = 0 and undisclosed.jurisdiction = entries.jurisdiction and undisclosed.event_id = entries.event_id
  left join record.entries as own on entries.part = 1 and own.jurisdiction = entries.jurisdiction and own.event_id = entries.event_id and own.part = 0
  where entries.jurisdiction = $1 and entries.index >= $2
  order by entries.index limit $3`);

export const auditTiles = statement<{ level: number; n: string; hashes: Buffer }>('owner', 'record.audit_tiles', `
  select level, n, hashes from record.tiles where jurisdiction = $1 and (level, n) > ($2::smallint, $3::bigint)
  order by level, n limit $4`);

/** The queue is short while the sequencer keeps up: it is hashed once a page rather than indexed on the hot path. */
export const auditEvents = statement<{
  stream: string; stream_seq: number; event_id: string; type: string; at: Date; subject: string | null; envelope: Buffer;
  index: string | null; queued: number;
}>('owner', 'record.audit_events', `
  select events.stream, events.stream_seq, events.event_id, events.type, events.at, events.subject, events.envelope,
    entries.index, coalesce(queue.times, 0) as queued
  from record.events
  left join (
    select stream, stream_seq, count(*)::integer as times from record.pending where jurisdiction = $1 and part = 0 group by stream, stream_seq
  ) as queue on queue.stream = events.stream and queue.stream_seq = events.stream_seq
  left join record.entries on entries.jurisdiction = events.jurisdiction and entries.event_id = events.event_id and entries.part = 0
  where events.jurisdiction = $1 and (events.stream, events.stream_seq) > ($2, $3)
  order by events.stream, events.stream_seq limit $4`);

export const auditPending = statement<{ ticket: string; stream: string; stream_seq: number; is_known: boolean }>('owner', 'record.audit_pending', `
  select ticket, stream, stream_seq,
    exists (select from record.events where events.jurisdiction = $1
      and events.stream = pending.stream and events.stream_seq = pending.stream_seq) as is_known
  from record.pending where jurisdiction = $1 and ticket > $2 order by ticket limit $3`);

export const auditKeys = statement<{ subject: string; wrapped: Buffer | null }>('owner', 'record.audit_keys', `
  select subject, wrapped from record.subject_keys where jurisdiction = $1 and subject = any($2)`);

export const auditStreams = statement<{ stream: string }>('owner', 'record.audit_streams', `
  select stream from unnest($2::text[]) as live (stream)
  where not exists (select from record.events where events.jurisdiction = $1 and events.stream = live.stream)`);

export const auditOpened = statement<{ stream: string; stream_seq: number; entry: Buffer }>('owner', 'record.audit_opened', `
  select opened.stream, opened.stream_seq, opened.entry from record.events
  join record.entries as opened on opened.jurisdiction = events.jurisdiction and opened.event_id = events.event_id and opened.part = 1
  where events.jurisdiction = $1 and events.stream = any ($2)
  union all
  select stream, stream_seq, entry from record.pending where jurisdiction = $1 and part = 1 and stream = any ($2)`);

export type UndisclosedRow = {
  readonly event_id: string; readonly moment: string; readonly stream: string; readonly stream_seq: number; readonly subject: string;
  readonly cause: Cause; readonly family: string; readonly day: string; readonly body: string | null; readonly later: { readonly [field: string]: string };
  /** Where its entry stands; null while it waits for an index. */
  readonly index: string | null;
};

/** What waits to be opened and is of a day that is over, oldest first. */
export const selectUndisclosed = statement<UndisclosedRow>('worker', 'record.select_undisclosed', `
  select undisclosed.event_id, undisclosed.moment, undisclosed.stream, undisclosed.stream_seq, undisclosed.subject, undisclosed.cause,
    undisclosed.family, to_char(undisclosed.day, 'YYYY-MM-DD') as day, undisclosed.body, undisclosed.later, entries.index
  from record.undisclosed
  left join record.entries on entries.jurisdiction = undisclosed.jurisdiction and entries.event_id = undisclosed.event_id and entries.part = 0
  where undisclosed.jurisdiction = $1 and undisclosed.day < $2::date
  order by undisclosed.day, undisclosed.event_id limit $3`);

export const selectSubjectKeys = statement<{ subject: string; wrapped: Buffer | null }>('worker', 'record.select_subject_keys', `
  select subject, wrapped from record.subject_keys where jurisdiction = $1 and subject = any ($2::text[])`);

/** Queues the openings in the given order and forgets what waited, in one statement: nothing is opened twice. */
export const insertDisclosures = statement<never>('worker', 'record.insert_disclosures', `
  with opened as (
    select * from unnest($2::uuid[], $3::text[], $4::integer[], $5::bytea[]) with ordinality as opened (event_id, stream, stream_seq, entry, place)
  ), gone as (
    delete from record.undisclosed using opened
    where undisclosed.jurisdiction = $1 and undisclosed.event_id = opened.event_id
    returning undisclosed.event_id
  )
  insert into record.pending (jurisdiction, stream, stream_seq, part, entry)
  select $1, stream, stream_seq, 1, entry from opened where event_id in (select event_id from gone) order by place`);

/** What was never opened of an erased subject never will be. */
export const forgetUndisclosed = statement<never>('worker', 'record.forget_undisclosed', `
  delete from record.undisclosed where jurisdiction = $1 and subject = $2`);
