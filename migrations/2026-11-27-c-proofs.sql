-- A promise names the leaf of an entry that still waits for its place (promise 13). What waits is public within a second; the
-- application could always write it and read the events behind it.
grant select (jurisdiction, stream, stream_seq, part, entry) on record.pending to app_actor;
