-- What several cases tell of (charter promise 3): matters, what was said of them, and which cases are in them. It knows cases, never a
-- person. Which cases stand together is for offices; a resident sees the matter of the own case, and a count in tens.
create schema matters;
grant usage on schema matters to app_public, app_actor, app_verdict, worker;

create table matters.matters (
  jurisdiction text not null,
  matter_id uuid not null,
  version integer not null check (version > 0),
  kind text not null check (kind in ('merged', 'incident')),
  unit text not null,
  stage text not null check (stage in ('open', 'answered')),
  topics text[] not null,
  divisions text[] not null,
  since timestamptz not null,
  declared_at timestamptz not null,
  ended_at timestamptz,
  primary key (jurisdiction, matter_id)
);
create index matters_newest on matters.matters (jurisdiction, declared_at desc, matter_id);

create table matters.payloads (
  jurisdiction text not null,
  matter_id uuid not null,
  seq integer not null check (seq > 0),
  sealed jsonb not null,
  primary key (jurisdiction, matter_id, seq)
);

-- A work list and its outcome: `told` is the last event of the matter that was carried to the case. The truth is in the cases' own events.
create table matters.members (
  jurisdiction text not null,
  matter_id uuid not null,
  case_id uuid not null,
  number text not null,
  state text not null check (state in ('wanted', 'member', 'leaving', 'left', 'refused')),
  -- The event of the matter that asked for it.
  asked integer not null check (asked > 0),
  told integer not null default 0,
  refusal text,
  primary key (jurisdiction, matter_id, case_id)
);
create index members_to_do on matters.members (jurisdiction, matter_id, case_id) where state in ('wanted', 'leaving');
create index members_told on matters.members (jurisdiction, matter_id, told, case_id) where state = 'member';
create index members_of_case on matters.members (jurisdiction, case_id);

-- The public page of incidents; `joined` in whole tens.
create table matters.incidents (
  jurisdiction text not null,
  matter_id uuid not null,
  name text not null,
  topics text[] not null,
  divisions text[] not null,
  unit text not null,
  words text,
  words_at timestamptz,
  next_word_at timestamptz,
  due_at timestamptz,
  due_reason text,
  due_role text,
  since timestamptz not null,
  declared_at timestamptz not null,
  ended_at timestamptz,
  joined integer not null default 0 check (joined % 10 = 0),
  primary key (jurisdiction, matter_id)
);
create index incidents_newest on matters.incidents (jurisdiction, ended_at desc nulls first, declared_at desc, matter_id);

do $$
declare name text;
begin
  foreach name in array array['matters', 'payloads', 'members'] loop
    execute format('alter table matters.%I enable row level security', name);
    execute format('alter table matters.%I force row level security', name);
    execute format('create policy keeper on matters.%I to current_user using (true) with check (true)', name);
    execute format('create policy add on matters.%I for insert to app_actor
      with check (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)))', name);
  end loop;
end $$;

create policy offices_and_own_case on matters.members for select to app_actor, worker using (
  jurisdiction = (select current_setting('minsheng.jurisdiction', true))
  and case (select cases.actor_kind()) when 'system' then true when 'staff' then true when 'resident' then case_id = (select cases.actor_case()) else false end);
create policy offices_and_members on matters.matters for select to app_actor, worker using (
  jurisdiction = (select current_setting('minsheng.jurisdiction', true))
  and case (select cases.actor_kind()) when 'system' then true when 'staff' then true
    when 'resident' then exists (select from matters.members m where m.jurisdiction = matters.jurisdiction and m.matter_id = matters.matter_id and m.state = 'member')
    else false end);
create policy with_the_matter on matters.payloads for select to app_actor, worker
  using (exists (select from matters.matters m where m.jurisdiction = payloads.jurisdiction and m.matter_id = payloads.matter_id));
create policy move_on on matters.matters for update to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
create policy move_on on matters.members for update to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
create policy forget on matters.members for delete to worker
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));

grant select, insert on matters.matters, matters.payloads, matters.members to app_actor;
grant update (version, unit, stage, ended_at) on matters.matters to app_actor;
grant update (state, asked, told, refusal) on matters.members to app_actor;
grant select on matters.matters, matters.payloads, matters.members to worker;
grant delete on matters.members to worker;
grant select on matters.incidents to app_public, app_actor, worker;
grant insert, update on matters.incidents to app_actor;
