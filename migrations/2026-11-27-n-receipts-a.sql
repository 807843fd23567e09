-- Receipts: a code may be exchanged by its holder, and replaced by two people at a desk, each only beside an event that says so. Until now
-- no role of the program could put another code under a case; this function can, and the trail of it is in the record.

-- How many codes the case has had, which event brought this one, and the ballot key of the first, sealed under this code (absent while
-- this is the first, or its forerunner was lost). That it is there tells no more than the event beside it.
alter table cases.receipts add column generation integer not null default 1 check (generation >= 1),
  add column since_seq integer not null default 1, add column carried bytea check (length(carried) between 40 and 200);

-- Codes that a desk replaced: they open nothing but the objection to that.
create table cases.former_receipts (
  jurisdiction text not null,
  number text not null,
  generation integer not null check (generation >= 1),
  case_id uuid not null,
  salt bytea not null check (length(salt) between 16 and 64),
  verifier bytea not null check (length(verifier) = 32),
  carried bytea check (length(carried) between 40 and 200),
  constraint former_receipts_pkey primary key (jurisdiction, number, generation)
);
alter table cases.former_receipts enable row level security;
alter table cases.former_receipts force row level security;
create policy keeper on cases.former_receipts to current_user using (true) with check (true);
create policy at_the_door on cases.former_receipts for select to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'public');
grant select on cases.former_receipts to app_actor;

-- Puts a new code under a case: once for each event, by the resident of this case for an exchange, by staff for a reissue. Returns the
-- generation that it made.
create function cases.replace_receipt(of_place text, of_case uuid, at_seq integer, new_salt bytea, new_verifier bytea, new_carried bytea) returns integer
language plpgsql security definer set search_path = cases, pg_temp as $$
declare
  what text;
  made integer;
begin
  select e.type into what from record.events e where e.jurisdiction = of_place and e.stream = of_case::text and e.stream_seq = at_seq;
  if of_place is distinct from current_setting('minsheng.jurisdiction', true) or not coalesce(
    (what like 'case.receipt-exchanged.%' and cases.actor_kind() = 'resident' and cases.actor_case() = of_case)
    or (what like 'case.receipt-reissued.%' and cases.actor_kind() = 'staff'), false) then
    raise exception 'no code is replaced without an event' using errcode = '42501';
  end if;
  if what like 'case.receipt-reissued.%' then
    insert into cases.former_receipts (jurisdiction, number, generation, case_id, salt, verifier, carried)
    select r.jurisdiction, r.number, r.generation, r.case_id, r.salt, r.verifier, r.carried from cases.receipts r
    where r.jurisdiction = of_place and r.case_id = of_case and r.since_seq < at_seq;
  end if;
  update cases.receipts r set salt = new_salt, verifier = new_verifier, carried = new_carried, generation = r.generation + 1, since_seq = at_seq
  where r.jurisdiction = of_place and r.case_id = of_case and r.since_seq < at_seq
  returning r.generation into made;
  if made is null then raise exception 'this event has brought its code already' using errcode = '42501'; end if;
  return made;
end $$;
revoke execute on function cases.replace_receipt(text, uuid, integer, bytea, bytea, bytea) from public;
grant execute on function cases.replace_receipt(text, uuid, integer, bytea, bytea, bytea) to app_actor;

-- A third person overturned the reissue that made generation `made_by`: the code before it opens the case again.
create function cases.restore_receipt(of_place text, of_case uuid, at_seq integer, made_by integer) returns integer
language plpgsql security definer set search_path = cases, pg_temp as $$
declare
  made integer;
begin
  if of_place is distinct from current_setting('minsheng.jurisdiction', true) or cases.actor_kind() is distinct from 'staff' or not exists (
    select from record.events e where e.jurisdiction = of_place and e.stream = of_case::text and e.stream_seq = at_seq and e.type like 'case.reissue-settled.%'
  ) then
    raise exception 'no code is restored without an event' using errcode = '42501';
  end if;
  update cases.receipts r set salt = f.salt, verifier = f.verifier, carried = f.carried, generation = r.generation + 1, since_seq = at_seq
  from cases.former_receipts f
  where r.jurisdiction = of_place and r.case_id = of_case and r.since_seq < at_seq
    and f.jurisdiction = r.jurisdiction and f.number = r.number and f.generation = made_by - 1
  returning r.generation into made;
  if made is null then raise exception 'there is no code to restore' using errcode = '42501'; end if;
  return made;
end $$;
revoke execute on function cases.restore_receipt(text, uuid, integer, integer) from public;
grant execute on function cases.restore_receipt(text, uuid, integer, integer) to app_actor;
