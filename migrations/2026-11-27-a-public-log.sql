-- The public log holds entries of its own instead of envelopes (promise 13, "sealed now, disclosed later"): an office's act as
-- it may be read at once, a resident's as one commitment, opened later by a second entry. Envelopes stay inside.
alter table record.pending
  add column part smallint not null default 0 check (part in (0, 1)),
  add column entry bytea check (octet_length(entry) between 1 and 65535);
update record.pending set entry = events.envelope from record.events
  where events.jurisdiction = pending.jurisdiction and events.stream = pending.stream and events.stream_seq = pending.stream_seq;
alter table record.pending alter column entry set not null;
alter table record.pending alter column part drop default;

-- `part` 0 is the event's own entry, 1 its disclosure. Drafts of before keep what they hashed: the envelope itself.
alter table record.entries
  add column part smallint not null default 0 check (part in (0, 1)),
  add column entry bytea check (octet_length(entry) between 1 and 65535);
update record.entries set entry = events.envelope from record.events
  where events.jurisdiction = entries.jurisdiction and events.stream = entries.stream and events.stream_seq = entries.stream_seq;
alter table record.entries alter column entry set not null;
alter table record.entries alter column part drop default;
alter table record.entries alter column entry set storage external;
alter table record.pending alter column entry set storage external;
alter table record.entries drop constraint entries_jurisdiction_event_id_key;
alter table record.entries add constraint entries_event_once unique (jurisdiction, event_id, part);
-- After an old backup was restored, entries come back from the published files; the events behind them are lost, and say so.
alter table record.entries alter column event_id drop not null, alter column stream drop not null, alter column stream_seq drop not null,
  add column replayed boolean not null default false,
  add constraint entries_event_known check (replayed or (event_id is not null and stream is not null and stream_seq is not null));

-- What has been committed to and not opened yet. `moment` joins what one act of a resident brought about; it is opened together.
create table record.undisclosed (
  jurisdiction text not null,
  event_id uuid not null,
  moment uuid not null,
  stream text not null,
  stream_seq integer not null,
  subject text not null,
  cause text not null check (cause in ('resident', 'timer', 'office')),
  family text not null,
  day date not null,
  body text,
  later jsonb not null,
  primary key (jurisdiction, event_id)
);
-- No other index: it holds a few days' acts and is read whole once a day; each index would cost every submission.
alter table record.undisclosed enable row level security;
create policy own_jurisdiction on record.undisclosed to app_actor, app_verdict, vault_svc, worker
  using (jurisdiction = current_setting('minsheng.jurisdiction', true))
  with check (jurisdiction = current_setting('minsheng.jurisdiction', true));
grant insert on record.undisclosed to app_actor, app_verdict, vault_svc;
grant select, insert, delete on record.undisclosed to worker;

-- The publisher reads what is committed, and nothing of it says who: no envelope, no key, no undisclosed body.
grant insert on record.pending to worker;
create policy published on record.entries for select to app_public using (true);
create policy published on record.tiles for select to app_public using (true);
grant select (jurisdiction, index, entry, leaf_hash) on record.entries to app_public;
grant select on record.tiles to app_public;
