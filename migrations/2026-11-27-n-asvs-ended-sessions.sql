-- Sessions of receipts that their holder left before their hour was over: the sealed cookie itself cannot be taken back from whoever
-- copied it, so what was left is remembered until it would have ended by itself (ASVS 5.0 7.4.1). A digest under a key outside the
-- database: no case, no receipt and no person, and of whoever never leaves there is no row.
create table platform.ended_sessions (
  jurisdiction text not null,
  digest bytea not null check (length(digest) = 32),
  expires_at timestamptz not null,
  primary key (jurisdiction, digest)
);
create index ended_sessions_expiry on platform.ended_sessions (expires_at);
alter table platform.ended_sessions enable row level security;
alter table platform.ended_sessions force row level security;
create policy ended_sessions_of_jurisdiction on platform.ended_sessions
  using (jurisdiction = current_setting('minsheng.jurisdiction', true));
grant select, insert on platform.ended_sessions to app_actor;
grant select, delete on platform.ended_sessions to worker;
