-- Rounds: whose work it was, beside who answered, and whether its clock stands still. A unit that lets its time run out is
-- not rid of the delay because its superior answered in its place (charter promise 3).
alter table cases.rounds add column handler text, add column paused boolean not null default false;
update cases.rounds set handler = unit;
update cases.rounds r set handler = coalesce(p.handler, r.handler), paused = p.paused
  from cases.public_cases p where p.jurisdiction = r.jurisdiction and p.number = r.number and p.round = r.round;
alter table cases.rounds alter column handler set not null;
create index rounds_by_handler on cases.rounds (jurisdiction, handler, started_at);

-- Their own unit and those above it: whoever works beneath a unit is kept from a case about it, too (protection T2).
create function cases.actor_units() returns text[] language sql stable as $$
  select array_append(array(select jsonb_array_elements_text(coalesce(actor -> 'above', '[]'))), actor ->> 'unitId')
  from (select nullif(current_setting('minsheng.actor', true), '')::jsonb as actor) as who
$$;
alter policy those_with_a_duty on cases.cases using (
  jurisdiction = (select current_setting('minsheng.jurisdiction', true))
  and case (select cases.actor_kind())
    when 'system' then true
    when 'resident' then case_id = (select cases.actor_case())
    when 'staff' then not (about && (select cases.actor_units()))
      and ((select cases.actor_reads_all())
        or owner = (select cases.actor_unit()) or handler = (select cases.actor_unit()) or (select cases.actor_unit()) = any (assisting))
    else false
  end);

-- What a case is, whom it is about and when it came are written once; no role of the program can change them.
revoke update on cases.cases from app_actor, app_verdict;
grant update (version, stage, kind, urgency, topic, division, owner, handler, assisting, round, due_at, paused, accepted_at, answered_at, summary)
  on cases.cases to app_actor, app_verdict;

-- Charter 4: the record takes a judgement from app_verdict alone (record.refuse_judgement); so do the rows that pages and
-- figures are read from. After the fact, since a row that exists already passes through "before insert" on its way.
create function cases.refuse_outcome() returns trigger language plpgsql as $$
begin
  raise exception 'only app_verdict sets an outcome' using errcode = '42501';
end $$;
create trigger outcome_by_residents_only after update on cases.rounds for each row
  when (current_user in ('app_actor', 'worker') and new.outcome is distinct from old.outcome) execute function cases.refuse_outcome();
create trigger first_outcome_by_residents_only after insert on cases.rounds for each row
  when (current_user in ('app_actor', 'worker') and new.outcome is not null) execute function cases.refuse_outcome();
create trigger outcome_by_residents_only after update on cases.public_cases for each row
  when (current_user in ('app_actor', 'worker') and (new.outcome is distinct from old.outcome or (new.stage = 'solved' and old.stage <> 'solved')))
  execute function cases.refuse_outcome();
create trigger outcome_by_residents_only after update on cases.cases for each row
  when (current_user in ('app_actor', 'worker') and new.stage = 'solved' and old.stage <> 'solved') execute function cases.refuse_outcome();
