-- Passkeys (WebAuthn) of staff, beside the codes of an authenticator app and never instead of them. What is kept opens
-- nothing: a public key. Nothing says when one was last used: who signs in when is nobody's business.
create table accounts.passkeys (
  jurisdiction text not null,
  account_id text not null,
  -- Ours, for addresses; the authenticator's own id is `credential`, base64url.
  id text not null,
  credential text not null,
  public_key bytea not null,
  -- How often the authenticator says it signed; many say 0 for ever. One that goes backwards is a copy (WebAuthn §6.1.1).
  counter bigint not null,
  -- What its owner calls it.
  name text not null check (char_length(name) between 1 and 40),
  added_at timestamptz not null,
  primary key (jurisdiction, account_id, id),
  foreign key (jurisdiction, account_id) references accounts.staff (jurisdiction, id)
);
create unique index passkeys_by_credential on accounts.passkeys (jurisdiction, credential);

-- Digests of challenges that were answered: an answer counts once, in whichever process. Housekeeping forgets the old.
create table accounts.spent_challenges (
  jurisdiction text not null,
  digest bytea not null,
  spent_at timestamptz not null,
  primary key (jurisdiction, digest)
);

grant select, insert, delete, update (counter) on accounts.passkeys to accounts_svc;
grant select, insert, delete on accounts.spent_challenges to accounts_svc;

alter table accounts.passkeys enable row level security;
alter table accounts.passkeys force row level security;
create policy passkeys_of_jurisdiction on accounts.passkeys to accounts_svc
  using (jurisdiction = current_setting('minsheng.jurisdiction', true))
  with check (jurisdiction = current_setting('minsheng.jurisdiction', true));
alter table accounts.spent_challenges enable row level security;
alter table accounts.spent_challenges force row level security;
create policy spent_challenges_of_jurisdiction on accounts.spent_challenges to accounts_svc
  using (jurisdiction = current_setting('minsheng.jurisdiction', true))
  with check (jurisdiction = current_setting('minsheng.jurisdiction', true));
create policy keeper on accounts.passkeys to current_user using (true) with check (true);
create policy keeper on accounts.spent_challenges to current_user using (true) with check (true);
