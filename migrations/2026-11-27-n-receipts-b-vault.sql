-- What somebody at a desk says is put to the vault: so many times a day for one case and for one member of staff. By HMAC, so that the
-- rows name neither; yesterday's go with the first question of a day.
create table vault.checks (
  jurisdiction text not null,
  subject bytea not null check (length(subject) = 32),
  day date not null,
  used integer not null check (used > 0),
  primary key (jurisdiction, subject, day)
);
grant select, insert, update, delete on vault.checks to vault_svc;
alter table vault.checks enable row level security;
alter table vault.checks force row level security;
create policy keeper on vault.checks to current_user using (true) with check (true);
create policy own_jurisdiction on vault.checks to vault_svc
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)))
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
