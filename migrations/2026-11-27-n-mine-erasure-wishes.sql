-- "Erase what I said" (PIPL art. 47): the resident's own wish about a case at rest, carried out a week later unless taken back. No
-- official reads it: that somebody thinks of erasing is nobody else's business. The job that carries it out takes the row away.
create table cases.erasure_wishes (
  jurisdiction text not null,
  case_id uuid not null,
  asked_at timestamptz not null,
  primary key (jurisdiction, case_id)
);
create index erasure_wishes_due on cases.erasure_wishes (jurisdiction, asked_at);
alter table cases.erasure_wishes enable row level security;
alter table cases.erasure_wishes force row level security;
create policy keeper on cases.erasure_wishes to current_user using (true) with check (true);
create policy the_resident_alone on cases.erasure_wishes to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'resident' and case_id = (select cases.actor_case()))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'resident' and case_id = (select cases.actor_case()));
create policy the_job on cases.erasure_wishes to worker
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
grant select, insert, delete on cases.erasure_wishes to app_actor;
grant select, delete on cases.erasure_wishes to worker;
