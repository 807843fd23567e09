-- What must happen after a commit. Slices insert here in their own transaction; the worker moves batches into its queue.
create schema jobs;
grant usage on schema jobs to app_actor, app_verdict, vault_svc, worker;

create table jobs.outbox (
  jurisdiction text not null,
  job_id uuid not null default gen_random_uuid(),
  task text not null check (length(task) between 1 and 100),
  payload jsonb not null,
  -- Two jobs with one key are one job: the second replaces the first while it still waits.
  job_key text check (length(job_key) between 1 and 500),
  run_at timestamptz,
  promised_at timestamptz not null default clock_timestamp(),
  primary key (jurisdiction, job_id)
);

alter table jobs.outbox enable row level security;
create policy own_jurisdiction on jobs.outbox for insert to app_actor, app_verdict, vault_svc, worker
  with check (jurisdiction = current_setting('minsheng.jurisdiction', true));
create policy everything on jobs.outbox to worker using (true);
grant insert on jobs.outbox to app_actor, app_verdict, vault_svc;
grant select, insert, update, delete on jobs.outbox to worker;

-- The queue itself belongs to the worker: its own library creates the tables there, and only their owner may add jobs.
-- The library asks for no right to create schemas when it finds its first table here.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant worker to %I', current_user);
  end if;
end $$;
create schema graphile_worker authorization worker;
create table graphile_worker.migrations (
  id integer primary key,
  ts timestamptz not null default now(),
  breaking boolean not null default false
);
alter table graphile_worker.migrations owner to worker;
