-- Cases: the live rows that replaying the record gives, the private halves of its events, and timers. No role but the
-- owner may delete a row of a case (protection T4).
create schema cases;
grant usage on schema cases to app_public, app_actor, app_verdict, worker;

-- Who asks, out of the transaction's actor. Null where none is set, and null sees nothing.
create function cases.actor_kind() returns text language sql stable as
  $$ select nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'kind' $$;
create function cases.actor_case() returns uuid language sql stable as
  $$ select (nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'caseId')::uuid $$;
create function cases.actor_unit() returns text language sql stable as
  $$ select nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'unitId' $$;
-- Roles that read every case of the jurisdiction, but for those about their own unit.
create function cases.actor_reads_all() returns boolean language sql stable as
  $$ select coalesce(nullif(current_setting('minsheng.actor', true), '')::jsonb -> 'roles'
       ?| array['dispatcher', 'operator', 'supervisor', 'objection-reviewer', 'call-back-officer', 'auditor'], false) $$;

-- Whole milliseconds since 1970, as the program counts.
create function cases.ms(at timestamptz) returns bigint language sql immutable as
  $$ select (extract(epoch from at) * 1000)::bigint $$;

create table cases.cases (
  jurisdiction text not null,
  case_id uuid not null,
  number text not null,
  version integer not null,
  stage text not null,
  kind text not null,
  urgency text not null,
  topic text not null,
  division text not null,
  channel text not null,
  anonymity text not null,
  -- Before the first dispatch both are the intake unit's: null.
  owner text,
  handler text,
  assisting text[] not null default '{}',
  -- Units that must neither handle nor read it. Private.
  about text[] not null default '{}',
  round integer not null default 0,
  -- The next date somebody in government must keep; null while nobody owes anything.
  due_at timestamptz,
  paused boolean not null default false,
  submitted_at timestamptz not null,
  accepted_at timestamptz,
  answered_at timestamptz,
  summary text,
  primary key (jurisdiction, case_id)
);
-- Two queues: what a unit works on, and what it owns; the intake's is where nobody handles yet.
create index cases_handled on cases.cases (jurisdiction, handler, due_at, case_id) where due_at is not null;
create index cases_owned on cases.cases (jurisdiction, owner, due_at, case_id) where due_at is not null and owner <> handler;
-- What a unit has answered: waiting for a verdict, or resting.
create index cases_answered on cases.cases (jurisdiction, handler, answered_at desc, case_id) where answered_at is not null and due_at is null;
create index cases_assisted on cases.cases using gin (assisting) where assisting <> '{}';

-- The private halves of events, by their place in the case's stream.
create table cases.payloads (
  jurisdiction text not null,
  case_id uuid not null,
  seq integer not null check (seq > 0),
  sealed jsonb not null,
  primary key (jurisdiction, case_id, seq)
);

-- Whether a deposit in the vault belongs to a case: asked before an unconfirmed one is erased.
create index payloads_person on cases.payloads (jurisdiction, (sealed ->> 'person')) where seq = 1 and sealed ? 'person';

-- One row a timer; a timer that no longer runs keeps its row with no date.
create table cases.timers (
  jurisdiction text not null,
  case_id uuid not null,
  kind text not null,
  due_at timestamptz,
  round integer not null,
  rules_version integer not null,
  primary key (jurisdiction, case_id, kind)
);
create index timers_due on cases.timers (jurisdiction, due_at) where due_at is not null;

-- How a receipt is checked (protection, receipts and keys): found by number, never by code.
create table cases.receipts (
  jurisdiction text not null,
  number text not null,
  case_id uuid not null,
  salt bytea not null check (length(salt) between 16 and 64),
  verifier bytea not null check (length(verifier) = 32),
  primary key (jurisdiction, number)
);

-- The same submission again finds the case it made; for 72 hours, and never the answer itself.
create table cases.idempotency (
  jurisdiction text not null,
  key_hmac bytea not null check (length(key_hmac) = 32),
  request_hmac bytea not null check (length(request_hmac) = 32),
  case_id uuid not null,
  number text not null,
  expires_at timestamptz not null,
  primary key (jurisdiction, key_hmac)
);
create index idempotency_expiry on cases.idempotency (expires_at);

-- Re-encoded photographs by their random file names.
create table cases.photos (
  jurisdiction text not null,
  case_id uuid not null,
  name text not null check (length(name) between 8 and 200),
  place integer not null check (place between 1 and 6),
  primary key (jurisdiction, case_id, name)
);
create unique index photos_name on cases.photos (jurisdiction, name);

-- What anyone may read, and nothing else: no case id, no person, a resident's acts by day only (protection T13, T14).
create table cases.public_cases (
  jurisdiction text not null,
  number text not null,
  listed_day date not null,
  stage text not null,
  kind text not null,
  topic text not null,
  division text not null,
  submitted_day date not null,
  -- Only where words and places are open data by the jurisdiction's rule.
  submitted_at timestamptz,
  updated_at timestamptz not null,
  diversion text,
  diversion_final boolean not null default false,
  owner text,
  handler text,
  assisting text[] not null default '{}',
  round integer not null default 0,
  started_at timestamptz,
  due_at timestamptz,
  answered_at timestamptz,
  paused boolean not null default false,
  outcome text,
  outcome_day date,
  summary text,
  words text,
  address text,
  latitude double precision,
  longitude double precision,
  -- What offices did and when, to the minute; what the resident did, by day. Read by people, never queried.
  timeline jsonb not null,
  search tsvector not null,
  primary key (jurisdiction, number)
);
create index public_cases_listed on cases.public_cases (jurisdiction, listed_day desc, number desc);
create index public_cases_by_topic on cases.public_cases (jurisdiction, topic, listed_day desc, number desc);
create index public_cases_by_division on cases.public_cases (jurisdiction, division, listed_day desc, number desc);
create index public_cases_by_owner on cases.public_cases (jurisdiction, owner, listed_day desc, number desc);
create index public_cases_by_stage on cases.public_cases (jurisdiction, stage, listed_day desc, number desc);
create index public_cases_running on cases.public_cases (jurisdiction, due_at)
  where due_at is not null and answered_at is null and not paused;
create index public_cases_search on cases.public_cases using gin (search) with (fastupdate = off);

-- One row a round: what scorecards and the unit page count. `unit` answered, or still has to.
create table cases.rounds (
  jurisdiction text not null,
  number text not null,
  round integer not null check (round > 0),
  unit text not null,
  owner text not null,
  topic text not null,
  division text not null,
  channel text not null,
  started_at timestamptz not null,
  due_at timestamptz not null,
  signed_at timestamptz,
  contacted_at timestamptz,
  answered_at timestamptz,
  -- Null: no verdict. Silence is silence.
  outcome text check (outcome in ('solved', 'partly', 'unsolved')),
  outcome_day date,
  -- False while it waits to be judged, true once the window has passed in silence.
  window_passed boolean not null default false,
  withdrawn boolean not null default false,
  pauses integer not null default 0,
  transfers integer not null default 0,
  escalations integer not null default 0,
  primary key (jurisdiction, number, round)
);
create index rounds_by_unit on cases.rounds (jurisdiction, unit, started_at);
create index rounds_judged on cases.rounds (jurisdiction, outcome_day desc, number) where outcome is not null;
create index rounds_by_owner on cases.rounds (jurisdiction, owner, started_at) where owner <> unit;

do $$
declare name text;
begin
  foreach name in array array['cases', 'payloads', 'timers', 'receipts', 'idempotency', 'photos'] loop
    execute format('alter table cases.%I enable row level security', name);
    execute format('alter table cases.%I force row level security', name);
    -- The owner migrates, exports and restores: forced security would hide the rows from an owner that is no superuser.
    execute format('create policy keeper on cases.%I to current_user using (true) with check (true)', name);
  end loop;
  foreach name in array array['timers', 'receipts', 'idempotency'] loop
    execute format(
      'create policy own_jurisdiction on cases.%I to app_actor, app_verdict, worker
         using (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)))
         with check (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)))', name);
  end loop;
  foreach name in array array['cases', 'payloads', 'photos'] loop
    execute format(
      'create policy add on cases.%I for insert to app_actor, app_verdict
         with check (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)))', name);
  end loop;
  -- Who may see a case may see what belongs to it.
  foreach name in array array['payloads', 'photos'] loop
    execute format(
      'create policy with_the_case on cases.%I for select to app_actor, app_verdict, worker
         using (exists (select from cases.cases c where c.jurisdiction = %1$I.jurisdiction and c.case_id = %1$I.case_id))', name);
  end loop;
end $$;

-- The system's own work sees the jurisdiction; a resident the one case; staff what their unit holds, dispatchers and
-- supervisors the rest, and nobody a case about their own unit (charter promise 12, protection T2, T20).
create policy those_with_a_duty on cases.cases for select to app_actor, app_verdict, worker using (
  jurisdiction = (select current_setting('minsheng.jurisdiction', true))
  and case (select cases.actor_kind())
    when 'system' then true
    when 'resident' then case_id = (select cases.actor_case())
    when 'staff' then not ((select cases.actor_unit()) = any (about))
      and ((select cases.actor_reads_all())
        or owner = (select cases.actor_unit()) or handler = (select cases.actor_unit()) or (select cases.actor_unit()) = any (assisting))
    else false
  end);
create policy move_on on cases.cases for update to app_actor, app_verdict
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));

grant select, insert, update on cases.cases, cases.timers to app_actor, app_verdict;
grant select, insert on cases.payloads, cases.photos, cases.receipts, cases.idempotency to app_actor, app_verdict;
-- A receipt code may be issued anew (lost, or rotated after a proxy's entry).
grant update (salt, verifier) on cases.receipts to app_actor;
grant select, insert, update on cases.public_cases, cases.rounds to app_actor, app_verdict;
grant select on cases.public_cases, cases.rounds to app_public, worker;
grant select on cases.cases, cases.payloads, cases.timers, cases.receipts, cases.photos to worker;

-- Deletes idempotency rows past their 72 hours, a batch at a time, over all jurisdictions; how many rows went.
create function cases.purge_idempotency(batch integer) returns integer
language sql security definer set search_path = cases, pg_temp as $$
  with expired as (
    select jurisdiction, key_hmac from cases.idempotency where expires_at < platform.now()
    order by expires_at limit least(batch, 10000) for update skip locked
  ), gone as (
    delete from cases.idempotency i using expired e
    where i.jurisdiction = e.jurisdiction and i.key_hmac = e.key_hmac returning 1
  )
  select count(*)::integer from gone
$$;
revoke all on function cases.purge_idempotency(integer) from public;
grant execute on function cases.purge_idempotency(integer) to worker;
