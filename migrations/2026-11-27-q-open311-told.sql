-- Since when the newest told step of a case is told: Open311's updates are asked for by time. The office's minute, or the end of the day of
-- a resident's act or of the batch that opened it, so it says no more than the row's own timeline.
alter table cases.public_cases add column told_at timestamptz;
-- Rows of before keep their last office's act until their next step.
update cases.public_cases set told_at = updated_at;
alter table cases.public_cases alter column told_at set not null;
create index public_cases_told on cases.public_cases (jurisdiction, told_at, number);

-- An erasure is a step of the story too.
create or replace function cases.erase(of_place text, of_case uuid, at_seq integer, kept jsonb, story jsonb, words_to_search text, changed_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'cases', 'pg_temp'
AS $$
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
      search = words_to_search::tsvector, updated_at = changed_at,
      told_at = to_timestamp((select max(coalesce((step->>'at')::bigint, (step->>'since')::bigint)) from jsonb_array_elements(story) step) / 1000.0)
    from cases.cases c
    where c.jurisdiction = of_place and c.case_id = of_case and p.jurisdiction = of_place and p.number = c.number;
  return photos;
end $$;
