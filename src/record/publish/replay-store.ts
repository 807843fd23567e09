import type { SqlValue } from '../../platform/db/reader.ts';
import { statement, type Statement } from '../../platform/db/statement.ts';

/** One open transaction of the owner: only a replay may take entries back, and only such as were never published. */
export type ReplayTx = { readonly rows: <Row>(made: Statement<Row>, values?: readonly SqlValue[]) => Promise<Row[]> };

/** No sequencer while a replay is at it: waits until the one at work has committed, and holds until the transaction ends. */
export const lockLogForReplay = statement<never>('owner', 'record.replay_lock', `
  select pg_advisory_xact_lock(hashtextextended('record.log ' || $1, 0))`);

export const selectHeadForReplay = statement<{ size: string; root: Buffer }>('owner', 'record.replay_head', `
  select size, root from record.heads where jurisdiction = $1 for update`);

export const selectLeaves = statement<{ index: string; leaf_hash: Buffer }>('owner', 'record.replay_leaves', `
  select index, leaf_hash from record.entries where jurisdiction = $1 and index >= $2 and index < $3 order by index`);

export type TailRow = { readonly index: string; readonly event_id: string | null; readonly stream: string | null; readonly stream_seq: number | null; readonly part: number; readonly entry: Buffer };

/** What was entered after the restored backup and never published: it loses its index, not its event. */
export const takeTail = statement<TailRow>('owner', 'record.replay_take_tail', `
  delete from record.entries where jurisdiction = $1 and index >= $2
  returning index, event_id, stream, stream_seq, part, entry`);

/** Every tile that reaches beyond this size; what belongs to the edge at it is written again. */
export const cutTiles = statement<never>('owner', 'record.replay_cut_tiles', `
  delete from record.tiles where jurisdiction = $1 and (n + 1) * power(256::numeric, level + 1) > $2::numeric`);

export const putTiles = statement<never>('owner', 'record.replay_put_tiles', `
  insert into record.tiles (jurisdiction, level, n, hashes)
  select $1, level, n, hashes from unnest($2::smallint[], $3::bigint[], $4::bytea[]) as grown (level, n, hashes)
  on conflict (jurisdiction, level, n) do update set hashes = excluded.hashes`);

/**
 * Published entries come back, from index $2 on. Whose event is known (it lost its index above, waits in the queue with the same
 * bytes, or is opened by a disclosure whose target we have) stays with it; of all others only the entry is left.
 */
export const enterPublished = statement<{ index: string; event_id: string | null; part: number }>('owner', 'record.replay_enter', `
  with fresh as (
    select $2::bigint + place - 1 as index, entry, event_id, stream, stream_seq, part, opens
    from unnest($3::bytea[], $4::uuid[], $5::text[], $6::integer[], $7::smallint[], $8::bigint[]) with ordinality
      as fresh (entry, event_id, stream, stream_seq, part, opens, place)
  ), waiting as (
    select distinct on (pending.stream, pending.stream_seq, pending.part) fresh.index, pending.stream, pending.stream_seq, pending.part
    from fresh join record.pending on pending.jurisdiction = $1 and pending.entry = fresh.entry
    where fresh.event_id is null and fresh.opens is null
    order by pending.stream, pending.stream_seq, pending.part, fresh.index
  ), matched as (
    select distinct on (waiting.index) waiting.index, events.event_id, waiting.stream, waiting.stream_seq, waiting.part
    from waiting join record.events on events.jurisdiction = $1 and events.stream = waiting.stream and events.stream_seq = waiting.stream_seq
    order by waiting.index
  ), dropped as (
    delete from record.pending using matched
    where pending.jurisdiction = $1 and pending.stream = matched.stream and pending.stream_seq = matched.stream_seq and pending.part = matched.part
  ), known as (
    select fresh.index, fresh.entry,
      coalesce(fresh.event_id, matched.event_id, own.event_id) as event_id,
      coalesce(fresh.stream, matched.stream, own.stream) as stream,
      coalesce(fresh.stream_seq, matched.stream_seq, own.stream_seq) as stream_seq,
      coalesce(fresh.part, matched.part, case when own.event_id is null then 0 else 1 end)::smallint as part
    from fresh
    left join matched on matched.index = fresh.index
    left join record.entries as own on own.jurisdiction = $1 and own.index = fresh.opens and own.part = 0 and own.event_id is not null
      and not exists (select from record.entries as opened where opened.jurisdiction = $1 and opened.event_id = own.event_id and opened.part = 1)
  ), opened as (
    delete from record.undisclosed using known
    where undisclosed.jurisdiction = $1 and known.part = 1 and undisclosed.event_id = known.event_id
  )
  insert into record.entries (jurisdiction, index, event_id, stream, stream_seq, part, entry, leaf_hash, replayed)
  select $1, index, event_id, stream, stream_seq, part, entry, sha256('\\x00'::bytea || entry), true from known
  returning index, event_id, part`);

/** What had lost its index gets a new one, behind all that is published. */
export const enterAgain = statement<never>('owner', 'record.replay_enter_again', `
  insert into record.entries (jurisdiction, index, event_id, stream, stream_seq, part, entry, leaf_hash)
  select $1, index, event_id, stream, stream_seq, part, entry, sha256('\\x00'::bytea || entry)
  from unnest($2::bigint[], $3::uuid[], $4::text[], $5::integer[], $6::smallint[], $7::bytea[]) as again (index, event_id, stream, stream_seq, part, entry)`);

/** Of the queue: openings, and events of these types. */
export const takeWaiting = statement<{ stream: string; stream_seq: number; entry: Buffer }>('owner', 'record.replay_take_waiting', `
  with taken as (
    delete from record.pending
    where jurisdiction = $1 and (part = 1 or exists (
      select from record.events where events.jurisdiction = $1 and events.stream = pending.stream and events.stream_seq = pending.stream_seq and events.type = any ($2::text[])))
    returning ticket, stream, stream_seq, entry
  )
  select stream, stream_seq, entry from taken order by ticket`);

/** What a resident's act brought about is opened with it: events of one append bear one time. Nothing waits that is open, or erased. */
export const waitAgain = statement<never>('owner', 'record.replay_wait_again', `
  insert into record.undisclosed (jurisdiction, event_id, moment, stream, stream_seq, subject, cause, family, day, body, later)
  select $1, events.event_id,
    case cause when 'resident' then first_value(events.event_id) over (partition by events.stream, events.at, family order by events.stream_seq) else events.event_id end,
    events.stream, events.stream_seq, events.subject, cause, family, coalesce(day, (events.at at time zone 'UTC')::date), body, later
  from jsonb_to_recordset($2::jsonb) as withdrawn (stream text, stream_seq integer, cause text, family text, day date, body text, later jsonb)
  join record.events on events.jurisdiction = $1 and events.stream = withdrawn.stream and events.stream_seq = withdrawn.stream_seq
  where events.subject is not null
    and not exists (select from record.entries where entries.jurisdiction = $1 and entries.event_id = events.event_id and entries.part = 1)
    and not exists (select from record.subject_keys where subject_keys.jurisdiction = $1 and subject_keys.subject = events.subject and wrapped is null)
  on conflict (jurisdiction, event_id) do nothing`);

export const deleteWithdrawn = statement<never>('owner', 'record.replay_delete_withdrawn', `
  delete from record.events using unnest($2::text[], $3::integer[]) as withdrawn (stream, stream_seq)
  where events.jurisdiction = $1 and events.stream = withdrawn.stream and events.stream_seq = withdrawn.stream_seq`);

/** Entries in [$2, $3) whose events did not come back. */
export const selectLost = statement<{ first: string | null; lost: string }>('owner', 'record.replay_lost', `
  select min(index) as first, count(*) as lost from record.entries where jurisdiction = $1 and index >= $2 and index < $3 and event_id is null`);

export const selectNextRestore = statement<{ seq: number; at: Date }>('owner', 'record.replay_next_restore', `
  select coalesce(max(stream_seq), 0) + 1 as seq, platform.now() as at from record.events where jurisdiction = $1 and stream = $2`);

export const insertAnnouncement = statement<never>('owner', 'record.replay_announce', `
  insert into record.events (jurisdiction, stream, stream_seq, event_id, type, at, envelope) values ($1, $2, $3, $4, $5, $6, $7)`);

/** The beginning that this database made is the published one: entry 0. */
export const adoptFirst = statement<never>('owner', 'record.replay_adopt_first', `
  with told as (
    update record.events set at = $5, envelope = $6 where jurisdiction = $1 and stream = $3 and stream_seq = $4
  )
  update record.entries set event_id = $2, stream = $3, stream_seq = $4, part = 0 where jurisdiction = $1 and index = 0`);

export const setDraft = statement<never>('owner', 'record.replay_set_draft', `
  update record.state set draft = $2, begun_at = $3 where jurisdiction = $1`);

export const putHead = statement<never>('owner', 'record.replay_put_head', `
  update record.heads set size = $2, root = $3, at = platform.now() where jurisdiction = $1`);
