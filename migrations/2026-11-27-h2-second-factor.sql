-- A second thing that only the owner of an account has: a key in their authenticator app (RFC 6238), with codes on paper for
-- the day the phone is lost. Row security walls both by jurisdiction; the key is sealed under the instance's root key.
alter table accounts.sessions
  -- When a second factor was given in this session; null before.
  add column factor_at timestamptz,
  -- How it began: the library's own way with a password, or another. A one-time password binds only who used it.
  add column begun_by text not null default 'password';

create table accounts.authenticators (
  jurisdiction text not null,
  account_id text not null,
  sealed bytea not null,
  -- The thirty seconds of the last code that was taken: that code and all before it are spent (RFC 6238 §5.2).
  last_step bigint not null,
  added_at timestamptz not null,
  primary key (jurisdiction, account_id),
  foreign key (jurisdiction, account_id) references accounts.staff (jurisdiction, id)
);

-- HMACs under a key outside the database; a used one is deleted.
create table accounts.recovery_codes (
  jurisdiction text not null,
  account_id text not null,
  digest bytea not null,
  primary key (jurisdiction, account_id, digest),
  foreign key (jurisdiction, account_id) references accounts.staff (jurisdiction, id)
);

grant select, insert, update, delete on accounts.authenticators to accounts_svc;
grant select, insert, delete on accounts.recovery_codes to accounts_svc;

alter table accounts.authenticators enable row level security;
alter table accounts.authenticators force row level security;
create policy authenticators_of_jurisdiction on accounts.authenticators to accounts_svc
  using (jurisdiction = current_setting('minsheng.jurisdiction', true))
  with check (jurisdiction = current_setting('minsheng.jurisdiction', true));
alter table accounts.recovery_codes enable row level security;
alter table accounts.recovery_codes force row level security;
create policy recovery_codes_of_jurisdiction on accounts.recovery_codes to accounts_svc
  using (jurisdiction = current_setting('minsheng.jurisdiction', true))
  with check (jurisdiction = current_setting('minsheng.jurisdiction', true));
create policy keeper on accounts.authenticators to current_user using (true) with check (true);
create policy keeper on accounts.recovery_codes to current_user using (true) with check (true);
