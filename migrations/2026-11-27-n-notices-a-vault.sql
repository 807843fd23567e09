-- "Tell me there is news": how somebody wants to be told, in which language. Behind the vault's wall, like "you may phone me until …";
-- gone with the deposit, and when they end it.
create table vault.tellings (
  jurisdiction text not null,
  person_ref text not null,
  channels text[] not null check (cardinality(channels) between 1 and 2 and channels <@ array['email', 'text']),
  locale text not null check (locale ~ '^[a-z]{2}$'),
  primary key (jurisdiction, person_ref),
  foreign key (jurisdiction, person_ref) references vault.deposits (jurisdiction, person_ref) on delete cascade
);
grant select, insert, update, delete on vault.tellings to vault_svc;

-- How many messages went out on a day: to one number, to the numbers that begin alike, to all. `mark` is a keyed digest of the day and
-- the number, so that two days cannot be joined; rows go after two days.
create table vault.budgets (
  jurisdiction text not null,
  day date not null,
  kind text not null,
  mark bytea not null check (length(mark) = 32),
  sent integer not null check (sent > 0),
  primary key (jurisdiction, day, kind, mark)
);
grant select, insert, update, delete on vault.budgets to vault_svc;
