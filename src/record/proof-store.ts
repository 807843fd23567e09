import { statement } from '../platform/db/statement.ts';

/** An event's own entry, once it has its place in the log. */
export const selectEntryOfEvent = statement<{ index: string; entry: Buffer }>('app_actor', 'record.select_entry_of_event', `
  select index, entry from record.entries where jurisdiction = $1 and event_id = $2 and part = 0`);

/** The same while it waits. The queue is short while the sequencer keeps up: it is read whole rather than indexed on the hot path. */
export const selectWaitingEntry = statement<{ entry: Buffer }>('app_actor', 'record.select_waiting_entry', `
  select pending.entry from record.pending
  join record.events on events.jurisdiction = pending.jurisdiction and events.stream = pending.stream and events.stream_seq = pending.stream_seq
  where pending.jurisdiction = $1 and pending.part = 0 and events.event_id = $2`);

export const selectEventAt = statement<{ event_id: string }>('app_actor', 'record.select_event_at', `
  select event_id from record.events where jurisdiction = $1 and stream = $2 and stream_seq = $3`);

/** Tiles by level and number; what they hold now may reach further than what is asked for. */
export const selectProofTiles = statement<{ level: number; n: string; hashes: Buffer }>('app_public', 'record.select_proof_tiles', `
  select tiles.level, tiles.n, tiles.hashes from record.tiles
  join unnest($2::smallint[], $3::bigint[]) as wanted (level, n) on wanted.level = tiles.level and wanted.n = tiles.n
  where tiles.jurisdiction = $1`);

/** Everything from which the holder of a receipt can show what their sealed entries say. */
export const selectOwnActs = statement<{
  stream_seq: number; event_id: string; index: string | null; entry: Buffer | null; waiting: Buffer | null; body: string | null; disclosed: Buffer | null;
}>('worker', 'record.select_own_acts', `
  select events.stream_seq, events.event_id, own.index, own.entry, pending.entry as waiting, undisclosed.body, later.entry as disclosed
  from record.events
  left join record.entries as own on own.jurisdiction = events.jurisdiction and own.event_id = events.event_id and own.part = 0
  left join record.entries as later on later.jurisdiction = events.jurisdiction and later.event_id = events.event_id and later.part = 1
  left join record.undisclosed on undisclosed.jurisdiction = events.jurisdiction and undisclosed.event_id = events.event_id
  left join record.pending on own.index is null and pending.jurisdiction = events.jurisdiction and pending.stream = events.stream
    and pending.stream_seq = events.stream_seq and pending.part = 0
  where events.jurisdiction = $1 and events.stream = $2 and events.stream_seq = any($3::integer[])
  order by events.stream_seq`);

export const selectOwnKey = statement<{ wrapped: Buffer | null }>('worker', 'record.select_own_key', `
  select wrapped from record.subject_keys where jurisdiction = $1 and subject = $2`);
