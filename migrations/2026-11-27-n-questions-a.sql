-- Answers to questions, with source and day (promises 1 and 5): everything here is public. Versions are written once; `entries` is the newest of each, for lists.
create schema knowledge;
grant usage on schema knowledge to app_public, app_actor, worker;

create table knowledge.versions (
  jurisdiction text not null,
  entry text not null check (entry ~ '^[0-9a-f]{12}$'),
  version integer not null check (version > 0),
  unit text not null,
  role text not null,
  topic text not null,
  question text not null,
  answer text not null,
  sources jsonb not null,
  valid_until date not null,
  at timestamptz not null,
  primary key (jurisdiction, entry, version)
);

create table knowledge.entries (
  jurisdiction text not null,
  entry text not null,
  version integer not null check (version > 0),
  unit text not null,
  topic text not null,
  question text not null,
  valid_until date not null,
  changed_at timestamptz not null,
  withdrawn text check (withdrawn in ('law-changed', 'mistaken', 'asked-no-more')),
  withdrawn_at timestamptz check ((withdrawn_at is null) = (withdrawn is null)),
  search tsvector not null,
  primary key (jurisdiction, entry)
);
create index entries_newest on knowledge.entries (jurisdiction, changed_at desc, entry desc);
create index entries_search on knowledge.entries using gin (search);

do $$
declare name text;
begin
  foreach name in array array['versions', 'entries'] loop
    execute format('alter table knowledge.%I enable row level security', name);
    execute format('alter table knowledge.%I force row level security', name);
    execute format('create policy keeper on knowledge.%I to current_user using (true) with check (true)', name);
    execute format('create policy everyone on knowledge.%I for select to app_public, app_actor, worker using (true)', name);
    -- An entry is its unit's: nobody writes one for another.
    execute format(
      'create policy its_unit on knowledge.%I to app_actor
         using (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)) and (select cases.actor_kind()) = ''staff'' and unit = (select cases.actor_unit()))
         with check (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)) and (select cases.actor_kind()) = ''staff'' and unit = (select cases.actor_unit()))', name);
  end loop;
end $$;
grant select on knowledge.versions, knowledge.entries to app_public, app_actor, worker;
grant insert on knowledge.versions, knowledge.entries to app_actor;
grant update (version, topic, question, valid_until, changed_at, withdrawn, withdrawn_at, search) on knowledge.entries to app_actor;
