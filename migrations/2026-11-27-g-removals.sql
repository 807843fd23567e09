-- The register of removals (charter promise 1, protection T4): whatever was ever out of the public's sight, under which rule and
-- by which two roles. Public columns only; rebuilt from the record by fsck.
create table cases.removals (
  jurisdiction text not null,
  number text not null,
  -- Which asking of this case, from 1; those that never hid anything leave a gap.
  place integer not null check (place > 0),
  item text not null,
  rule text not null,
  state text not null check (state in ('provisional', 'hidden', 'contested', 'restored')),
  proposer_role text not null,
  proposer_unit text,
  approver_role text,
  approver_unit text,
  day date not null,
  restored_day date,
  contest_spent boolean not null,
  primary key (jurisdiction, number, place)
);
create index removals_by_day on cases.removals (jurisdiction, day desc, number desc, place desc);
grant select on cases.removals to app_public, worker;
grant select, insert, update on cases.removals to app_actor, app_verdict;

-- How often hiding something was asked for: in those cases a protection officer has a duty, in no others.
alter table cases.cases add column removals integer not null default 0;
grant update (removals) on cases.cases to app_actor, app_verdict;
create function cases.actor_protects() returns boolean language sql stable as
  $$ select coalesce(nullif(current_setting('minsheng.actor', true), '')::jsonb -> 'roles' ? 'protection-officer', false) $$;
alter policy those_with_a_duty on cases.cases using (
  jurisdiction = (select current_setting('minsheng.jurisdiction', true))
  and case (select cases.actor_kind())
    when 'system' then true
    when 'resident' then case_id = (select cases.actor_case())
    when 'staff' then not (about && (select cases.actor_units()))
      and ((select cases.actor_reads_all())
        or owner = (select cases.actor_unit()) or handler = (select cases.actor_unit()) or (select cases.actor_unit()) = any (assisting)
        or (removals > 0 and (select cases.actor_protects())))
    else false
  end);

-- Erasure: no role of the program may delete a row of a case; this function does, and only beside an event that says so, which
-- the record has kept in the same transaction. Stage, rounds, verdict, register and the offices' story stay.
create function cases.erase(of_place text, of_case uuid, at_seq integer, kept jsonb, story jsonb, words_to_search text, changed_at timestamptz) returns integer
language plpgsql security definer set search_path = cases, pg_temp as $$
declare
  photos integer;
begin
  if not exists (
    select from record.events e
    where e.jurisdiction = of_place and e.stream = of_case::text and e.stream_seq = at_seq and e.type like 'case.erased.%'
  ) then
    raise exception 'nothing is erased without an event' using errcode = '42501';
  end if;
  delete from cases.payloads p where p.jurisdiction = of_place and p.case_id = of_case;
  insert into cases.payloads (jurisdiction, case_id, seq, sealed) values (of_place, of_case, at_seq, kept);
  delete from cases.photos p where p.jurisdiction = of_place and p.case_id = of_case;
  get diagnostics photos = row_count;
  delete from cases.idempotency i where i.jurisdiction = of_place and i.case_id = of_case;
  update cases.cases c set version = at_seq, summary = null, about = '{}' where c.jurisdiction = of_place and c.case_id = of_case;
  update cases.public_cases p set summary = null, words = null, address = null, latitude = null, longitude = null, timeline = story,
      search = words_to_search::tsvector, updated_at = changed_at
    from cases.cases c
    where c.jurisdiction = of_place and c.case_id = of_case and p.jurisdiction = of_place and p.number = c.number;
  return photos;
end $$;
revoke execute on function cases.erase(text, uuid, integer, jsonb, jsonb, text, timestamptz) from public;
grant execute on function cases.erase(text, uuid, integer, jsonb, jsonb, text, timestamptz) to worker;
