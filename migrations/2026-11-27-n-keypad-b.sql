-- Which answer of which case a question by text message is about. No contact and no digest of one: those are the vault's, which in turn
-- knows no case. Rows exist only for people who asked to be told; the program alone sees them.
create table verdicts.asked (
  jurisdiction text not null,
  case_id uuid not null,
  round integer not null check (round > 0),
  question_id uuid not null,
  asked_at timestamptz not null,
  primary key (jurisdiction, case_id, round),
  unique (jurisdiction, question_id)
);

alter table verdicts.asked enable row level security;
alter table verdicts.asked force row level security;
create policy keeper on verdicts.asked to current_user using (true) with check (true);
create policy the_program on verdicts.asked to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'system')
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'system');
create policy forget on verdicts.asked to worker
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
grant select, insert on verdicts.asked to app_actor;
grant select, delete on verdicts.asked to worker;
