-- Roles exist already (platform/db/roles.ts makes them): owner, app_public, app_actor, app_verdict, vault_svc, worker.
create schema platform;
grant usage on schema platform to app_public, app_actor, app_verdict, vault_svc, worker;

-- One row: what kind of instance this is. A demo stays a demo for ever, and says so on every page.
create table platform.instance (
  only_row boolean primary key default true check (only_row),
  is_demo boolean not null,
  clock_offset interval not null default interval '0',
  created_at timestamptz not null default clock_timestamp(),
  check (is_demo or clock_offset = interval '0')
);
grant select on platform.instance to app_public, app_actor, app_verdict, vault_svc, worker;

create function platform.keep_demo() returns trigger language plpgsql as $$
begin
  if old.is_demo is distinct from new.is_demo then
    raise exception 'an instance stays what it was created as';
  end if;
  if new.clock_offset < old.clock_offset then
    raise exception 'the clock of an instance never runs backwards';
  end if;
  return new;
end $$;
create trigger keep_demo before update on platform.instance for each row execute function platform.keep_demo();

-- The only clock of events: the database's, plus the offset of a demo instance.
create function platform.now() returns timestamptz language sql stable as $$
  select date_trunc('milliseconds', clock_timestamp() + coalesce((select clock_offset from platform.instance), interval '0'))
$$;

-- Moves a demo's clock forward; refused (zero rows) in any other instance.
create function platform.advance_clock(step interval) returns boolean
language sql security definer set search_path = platform, pg_temp as $$
  update platform.instance set clock_offset = clock_offset + step where is_demo and step > interval '0' returning true
$$;
revoke all on function platform.advance_clock(interval) from public;
grant execute on function platform.advance_clock(interval) to worker;
