-- The append-only record (charter 13). Rows of record.events, .pending and .entries are only ever added by the program:
-- no role but the owner may change or remove an event or an entry, and fsck finds it if the owner does.
create schema record;
grant usage on schema record to app_public, app_actor, app_verdict, vault_svc, worker;

-- One row a log. A log begun before the public record was complete is a draft for ever (refused in production mode).
create table record.state (
  jurisdiction text primary key,
  draft boolean not null,
  begun_at timestamptz not null
);

-- Public halves of events; `envelope` is the log entry, byte for byte. `subject` names the key of the commitments.
create table record.events (
  jurisdiction text not null,
  stream text not null,
  stream_seq integer not null check (stream_seq > 0),
  event_id uuid not null,
  type text not null,
  at timestamptz not null,
  subject text,
  envelope bytea not null check (octet_length(envelope) between 1 and 65535),
  primary key (jurisdiction, stream, stream_seq)
);
alter table record.events alter column envelope set storage external;

-- What the sequencer has not yet entered. Tickets order it; they are not the index of the log, and may have gaps.
create table record.pending (
  jurisdiction text not null,
  ticket bigint generated always as identity,
  stream text not null,
  stream_seq integer not null,
  primary key (jurisdiction, ticket)
);

-- The log: contiguous from 0 in each jurisdiction. The unique event makes a second index for one event impossible.
create table record.entries (
  jurisdiction text not null,
  index bigint not null check (index >= 0),
  event_id uuid not null,
  stream text not null,
  stream_seq integer not null,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  primary key (jurisdiction, index),
  unique (jurisdiction, event_id)
);

-- Merkle tiles (C2SP tlog-tiles): up to 256 hashes; the last tile of each level grows until it is full.
create table record.tiles (
  jurisdiction text not null,
  level smallint not null check (level between 0 and 7),
  n bigint not null check (n >= 0),
  hashes bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (jurisdiction, level, n)
);
alter table record.tiles alter column hashes set storage external;

-- How large the log is and the Merkle root over all of it; moved by compare-and-set only.
create table record.heads (
  jurisdiction text primary key,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  at timestamptz not null
);

-- Keys of the commitments, wrapped by the key provider. Not part of ordinary backups: destroying one erases.
create table record.subject_keys (
  jurisdiction text not null,
  subject text not null,
  wrapped bytea,
  destroyed_at timestamptz,
  primary key (jurisdiction, subject),
  check ((wrapped is null) = (destroyed_at is not null))
);

-- Each transaction sees and adds rows of its own jurisdiction only; none where no actor is set.
do $$
declare name text;
begin
  foreach name in array array['state', 'events', 'pending', 'entries', 'tiles', 'heads', 'subject_keys'] loop
    execute format('alter table record.%I enable row level security', name);
    execute format(
      'create policy own_jurisdiction on record.%I to app_actor, app_verdict, vault_svc, worker
         using (jurisdiction = current_setting(''minsheng.jurisdiction'', true))
         with check (jurisdiction = current_setting(''minsheng.jurisdiction'', true))', name);
  end loop;
end $$;
-- Size and root are public by nature, and so is how a log was begun; the sequencer asks who has something waiting.
create policy everyone on record.heads for select to app_public, worker using (true);
create policy everyone on record.state for select to app_public using (true);
create policy waiting on record.pending for select to worker using (true);

grant select, insert on record.events to app_actor, app_verdict, vault_svc, worker;
grant insert on record.pending to app_actor, app_verdict, vault_svc;
grant select, insert, delete on record.pending to worker;
grant select, insert on record.subject_keys to app_actor, app_verdict, vault_svc, worker;
grant update (wrapped, destroyed_at) on record.subject_keys to worker;
grant select on record.state, record.entries, record.tiles, record.heads to app_actor, app_verdict, vault_svc, worker;
grant select on record.state, record.heads to app_public;
grant insert on record.state, record.entries, record.tiles, record.heads to worker;
grant update (hashes) on record.tiles to worker;
grant update (size, root, at) on record.heads to worker;

-- Charter 4: only the role that checks a resident's proof can record a judgement. The bytes are looked at as well as
-- the column, so a judgement cannot travel under another type. Not even the owner passes.
create function record.refuse_judgement() returns trigger language plpgsql as $$
begin
  raise exception 'only app_verdict records a judgement' using errcode = '42501';
end $$;
create trigger judged_by_residents_only before insert on record.events for each row
  when (current_user <> 'app_verdict'
    and (new.type like 'case.judged.%' or position('"type":"case.judged.'::bytea in new.envelope) > 0))
  execute function record.refuse_judgement();

-- An event bears the time of its own transaction, by the database's clock: none is dated back or ahead. A demo's
-- clock is the database's moved by its offset, and may be moved on while a transaction runs, so it has a day's slack. The slack covers a clock that is stepped while we run.
create function record.check_time() returns trigger language plpgsql as $$
declare
  behind interval := coalesce((select interval '1 day' - clock_offset from platform.instance where is_demo), interval '5 s');
begin
  if new.at > platform.now() + interval '5 s' or new.at < transaction_timestamp() - behind then
    raise exception 'an event bears the time of its own transaction' using errcode = '22008';
  end if;
  return new;
end $$;
create trigger time_of_transaction before insert on record.events for each row
  when (new.at > clock_timestamp() or new.at < transaction_timestamp() - interval '5 s')
  execute function record.check_time();
