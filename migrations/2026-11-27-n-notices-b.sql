-- Notices "there is news on your case": what they were about, when they went, by which way. No contact, and no word of the case: those
-- are read where they are sent. Rows exist only for people who asked to be told; they and the program alone see them.
create schema notices;
grant usage on schema notices to app_actor, worker;

create table notices.notices (
  jurisdiction text not null,
  event_id uuid not null,
  case_id uuid not null,
  why text not null,
  noted_at timestamptz not null,
  -- While it waits: when it is sent, or tried again.
  due_at timestamptz not null,
  tries integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'told', 'undelivered')),
  channels text[] not null default '{}',
  settled_at timestamptz check ((settled_at is null) = (state = 'waiting')),
  primary key (jurisdiction, event_id)
);
create index notices_due on notices.notices (jurisdiction, due_at) where state = 'waiting';
create index notices_of_case on notices.notices (jurisdiction, case_id, noted_at);

alter table notices.notices enable row level security;
alter table notices.notices force row level security;
create policy keeper on notices.notices to current_user using (true) with check (true);
create policy the_program on notices.notices to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'system')
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'system');
create policy the_resident on notices.notices for select to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'resident' and case_id = (select cases.actor_case()));
create policy forget on notices.notices to worker
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
grant select, insert, delete on notices.notices to app_actor;
grant update (due_at, tries, state, channels, settled_at) on notices.notices to app_actor;
grant select, delete on notices.notices to worker;
