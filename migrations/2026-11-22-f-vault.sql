-- The vault: the only place that knows who a person is. No other schema names it, and only its own role may enter.
create schema vault;
grant usage on schema vault to vault_svc;

-- Deposit first, confirmed once the case exists. `sealed` is AES-256-GCM under a key of this deposit alone, which is
-- itself wrapped by the instance's key outside the database: destroying `wrapped_key` erases the person.
create table vault.deposits (
  jurisdiction text not null,
  person_ref text not null check (length(person_ref) = 43),
  sealed bytea not null,
  wrapped_key bytea not null,
  deposited_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (jurisdiction, person_ref)
);
create index deposits_unconfirmed on vault.deposits (jurisdiction, deposited_at) where confirmed_at is null;

-- Every look at an identity, written before anything is shown. The resident reads this list on the case page.
create table vault.reads (
  jurisdiction text not null,
  person_ref text not null,
  read_id uuid not null default gen_random_uuid(),
  at timestamptz not null,
  role text not null,
  unit text not null,
  fields text[] not null,
  reason text not null,
  primary key (jurisdiction, person_ref, read_id)
);

grant select, insert on vault.deposits, vault.reads to vault_svc;
grant update (confirmed_at) on vault.deposits to vault_svc;
grant delete on vault.deposits to vault_svc;
