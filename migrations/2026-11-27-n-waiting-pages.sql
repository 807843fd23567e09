-- Public rows say what the public log has opened and no more (charter promise 12, protection T10, T13, T14): classes, township and
-- the day of a resident's act are null until enough others are like it, and a daily batch fills them (cases/show-opened.ts).
alter table cases.cases add column told jsonb not null default '{"seqs": [], "topic": "none", "kind": false, "town": false}';
grant update (told) on cases.cases to worker;
create policy tell on cases.cases for update to worker
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
grant insert, update on cases.public_cases, cases.removals to worker;

alter table cases.public_cases
  alter column kind drop not null, alter column topic drop not null, alter column division drop not null, alter column submitted_day drop not null,
  -- The day by which machines list and filter: of the submission where that is open data by rule, of the listing elsewhere.
  add column public_day date;
update cases.public_cases set public_day = case when submitted_at is null then listed_day else submitted_day end;
alter table cases.public_cases alter column public_day set not null;
drop index cases.public_cases_submitted;
create index public_cases_public on cases.public_cases (jurisdiction, public_day desc, number desc);
create index public_cases_judged on cases.public_cases (jurisdiction, outcome_day desc, number) where outcome is not null;

-- Rounds hold an outcome as soon as it is given. No page reads them: figures for pages come from the log.
revoke select on cases.rounds from app_public;

-- Charter 4: an outcome is entered in cases.rounds under app_verdict alone; the daily batch may tell that one on a page, and no other.
drop trigger outcome_by_residents_only on cases.public_cases;
create function cases.refuse_untold_outcome() returns trigger language plpgsql as $$
begin
  if new.outcome is distinct from old.outcome or (new.stage = 'solved' and old.stage is distinct from 'solved') then
    if not exists (
      select from cases.rounds r where r.jurisdiction = new.jurisdiction and r.number = new.number and r.outcome = new.outcome)
      or (new.stage = 'solved' and new.outcome <> 'solved') or current_user <> 'worker' then
      raise exception 'only app_verdict sets an outcome' using errcode = '42501';
    end if;
  end if;
  return null;
end $$;
create trigger outcome_by_residents_only after update on cases.public_cases for each row
  when (current_user in ('app_actor', 'worker')) execute function cases.refuse_untold_outcome();
create trigger first_outcome_by_residents_only after insert on cases.public_cases for each row
  when (current_user in ('app_actor', 'worker') and (new.outcome is not null or new.stage = 'solved')) execute function cases.refuse_untold_outcome();

-- What stands there was written before pages waited; offices' lines stay, and each row is written whole with its next step.
-- A draft's verdicts, topics and places were public already: nothing is taken back that everyone may have read.
