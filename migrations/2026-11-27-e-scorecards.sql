-- What was computed from the public record and announced in it (promise 5): whoever has the same entries gets the same bytes.
create schema scorecards;
grant usage on schema scorecards to app_public, app_actor, worker;

-- Over the first n entries of the log, as of a minute; `digest` is SHA-256 of the result's canonical JSON, and stands in the log too.
create table scorecards.results (
  jurisdiction text not null,
  n bigint not null check (n > 0),
  day date not null,
  as_of timestamptz not null,
  rule integer not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  result jsonb not null,
  primary key (jurisdiction, n),
  constraint results_once_a_day unique (jurisdiction, day)
);
alter table scorecards.results enable row level security;
create policy everyone on scorecards.results for select to app_public, app_actor, worker using (true);
create policy own_jurisdiction on scorecards.results for insert to worker with check (jurisdiction = current_setting('minsheng.jurisdiction', true));
grant select on scorecards.results to app_public, app_actor, worker;
grant insert on scorecards.results to worker;
