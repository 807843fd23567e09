-- Requests to open an identity, who decided, and every look (charter promise 12, protection T1). It knows cases, never a person: the
-- vault knows persons, and opens nothing but for a look that stands here. Words, and who asked, are private payloads of the events.
create schema unsealing;
grant usage on schema unsealing to app_actor, worker;

create table unsealing.requests (
  jurisdiction text not null,
  request_id uuid not null,
  case_id uuid not null,
  version integer not null check (version > 0),
  status text not null check (status in ('agreed', 'requested', 'refused', 'approved')),
  purpose text not null,
  fields text[] not null,
  granted text[] not null default '{}',
  unit text not null,
  decider text check (decider in ('protection', 'outside')),
  asked_at timestamptz not null,
  decide_by timestamptz,
  open_until timestamptz,
  views integer not null default 0,
  contest text not null default 'none' check (contest in ('none', 'open', 'settled')),
  answer_by timestamptz,
  -- Who may see it besides the asking unit: roles that could decide when it was asked, and the outside body.
  deciding_roles text[] not null,
  outside_unit text,
  -- Units that the case must be kept from, as it stood then; each decision reads the case anew.
  kept_from text[] not null,
  primary key (jurisdiction, request_id)
);
create index requests_of_case on unsealing.requests (jurisdiction, case_id, asked_at);
create index requests_waiting on unsealing.requests (jurisdiction, decide_by) where status = 'requested';
create index requests_contested on unsealing.requests (jurisdiction, answer_by) where contest = 'open';

create table unsealing.payloads (
  jurisdiction text not null,
  request_id uuid not null,
  seq integer not null,
  sealed jsonb not null,
  primary key (jurisdiction, request_id, seq)
);

do $$
declare name text;
begin
  foreach name in array array['requests', 'payloads'] loop
    execute format('alter table unsealing.%I enable row level security', name);
    execute format('alter table unsealing.%I force row level security', name);
    execute format('create policy keeper on unsealing.%I to current_user using (true) with check (true)', name);
    execute format(
      'create policy add on unsealing.%I for insert to app_actor
         with check (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)))', name);
  end loop;
end $$;

create policy those_with_a_duty on unsealing.requests for select to app_actor, worker using (
  jurisdiction = (select current_setting('minsheng.jurisdiction', true))
  and case (select cases.actor_kind())
    when 'system' then true
    when 'resident' then case_id = (select cases.actor_case())
    when 'staff' then not (kept_from && (select cases.actor_units()))
      and (unit = (select cases.actor_unit()) or outside_unit = (select cases.actor_unit())
        or deciding_roles && array(select jsonb_array_elements_text(nullif(current_setting('minsheng.actor', true), '')::jsonb -> 'roles')))
    else false
  end);
create policy move_on on unsealing.requests for update to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
create policy with_the_request on unsealing.payloads for select to app_actor, worker
  using (exists (select from unsealing.requests r where r.jurisdiction = payloads.jurisdiction and r.request_id = payloads.request_id));
create policy erase on unsealing.payloads for delete to worker
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));

grant select, insert on unsealing.requests, unsealing.payloads to app_actor;
-- Whose it is, what was asked and when is written once.
grant update (version, status, granted, open_until, views, contest, answer_by) on unsealing.requests to app_actor;
grant select on unsealing.requests, unsealing.payloads to worker;
grant delete on unsealing.payloads to worker;
