-- Rows of other systems' tables that became cases (charter promise 2): the same row again adds nothing, however often its file is
-- read, also when the case has been erased meanwhile: what is kept of the other system's number for it is a keyed mark.
create table cases.imports (
  jurisdiction text not null,
  source text not null check (length(source) between 1 and 60),
  row_hmac bytea not null check (length(row_hmac) = 32),
  case_id uuid not null,
  primary key (jurisdiction, source, row_hmac)
);
alter table cases.imports enable row level security;
alter table cases.imports force row level security;
create policy keeper on cases.imports to current_user using (true) with check (true);
create policy own_jurisdiction on cases.imports to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
grant select, insert on cases.imports to app_actor;

-- Receipts kept numbers apart; what is imported has none.
create unique index cases_number on cases.cases (jurisdiction, number);

-- Each row of a burst walked down the tree for each of its pairs: four fifths of what an imported row cost the server. Now pairs gather
-- in a list, of which a reader reads 1 MB at most, and are entered together.
alter index cases.public_cases_search set (fastupdate = on, gin_pending_list_limit = 1024);
