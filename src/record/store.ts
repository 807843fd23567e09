import { statement } from '../platform/db/statement.ts';

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
    select stream, stream_seq, event_id, type, envelope, place
    from unnest($4::text[], $5::integer[], $6::uuid[], $7::text[], $8::bytea[])
      with ordinality as drafts (stream, stream_seq, event_id, type, envelope, place)
    where $3::bytea is null or exists (select from key)
  ), written as (
    insert into record.events (jurisdiction, stream, stream_seq, event_id, type, at, subject, envelope)
    select $1, stream, stream_seq, event_id, type, $9::timestamptz, $2, envelope from fresh
  ), queued as (
    insert into record.pending (jurisdiction, stream, stream_seq)
    select $1, stream, stream_seq from fresh order by place
  )
  select count(*)::integer as written from fresh`);

export const selectSubjectKey = statement<{ wrapped: Buffer | null }>('app_actor', 'record.select_subject_key', `
  select wrapped from record.subject_keys where jurisdiction = $1 and subject = $2`);

export const destroyKey = statement<never>('worker', 'record.destroy_key', `
  update record.subject_keys set wrapped = null, destroyed_at = platform.now()
  where jurisdiction = $1 and subject = $2 and wrapped is not null`);

export const selectStream = statement<{ envelope: Buffer }>('app_actor', 'record.select_stream', `
  select envelope from record.events where jurisdiction = $1 and stream = $2 order by stream_seq`);
