-- The conversation between a resident and the unit that has the case (charter promise 12, contact through the relay). Its words are
-- payloads like all others; of photographs there may be several lists, each counted from 1.
alter table cases.cases add column last_message text check (last_message in ('resident', 'office'));
grant update (last_message) on cases.cases to app_actor, app_verdict;

-- How far the resident has read: for their own page alone. No other role of the program, and no official, learns when or whether.
create table cases.resident_reads (
  jurisdiction text not null,
  case_id uuid not null,
  seen_to integer not null check (seen_to > 0),
  primary key (jurisdiction, case_id)
);
alter table cases.resident_reads enable row level security;
alter table cases.resident_reads force row level security;
create policy keeper on cases.resident_reads to current_user using (true) with check (true);
create policy the_resident_alone on cases.resident_reads to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'resident' and case_id = (select cases.actor_case()))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'resident' and case_id = (select cases.actor_case()));
grant select, insert, update on cases.resident_reads to app_actor;
