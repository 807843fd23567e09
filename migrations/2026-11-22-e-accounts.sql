-- Staff sign-in. Only accounts_svc may look in here: neither the public role nor the role of an acting official can read
-- a password hash, a session or who works where. Column names are ours; better-auth maps to them (slices/accounts/library.ts).
create schema accounts;
grant usage on schema accounts, platform to accounts_svc;
grant select on platform.instance to accounts_svc;

-- One account belongs to one jurisdiction and one unit. Never deleted: what was signed keeps its signer.
create table accounts.staff (
  jurisdiction text not null,
  id text not null unique,
  unit text not null,
  -- Unique in the whole installation: sign-in asks for a name before it can know the jurisdiction.
  username text not null unique,
  name text not null,
  -- The library wants an address; nobody has one here, so nothing can ever be sent to it (RFC 2606, .invalid).
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  must_change_password boolean not null,
  disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (jurisdiction, id),
  check (email = username || '@staff.invalid'),
  check (image is null)
);
create index staff_by_username on accounts.staff (jurisdiction, username);

-- A browser that is signed in. Found by its secret token alone, before any jurisdiction is known.
create table accounts.sessions (
  id text primary key,
  account_id text not null references accounts.staff (id),
  token text not null unique,
  expires_at timestamptz not null,
  last_seen_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The library has these fields; we keep them empty for ever (charter 12; protection T12).
  ip_address text check (ip_address is null or ip_address = ''),
  user_agent text check (user_agent is null or user_agent = '')
);
create index sessions_by_account on accounts.sessions (account_id);

-- How an account proves itself: a password hash today; a single sign-on provider is one more row.
create table accounts.credentials (
  id text primary key,
  account_id text not null references accounts.staff (id),
  provider text not null,
  provider_account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index credentials_by_account on accounts.credentials (account_id);

create table accounts.verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_by_identifier on accounts.verifications (identifier);

-- A role is held in a unit: an account that moves to another unit leaves its roles behind.
create table accounts.grants (
  jurisdiction text not null,
  account_id text not null,
  role text not null,
  unit text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  -- Whoever granted it: an account, or the word `system` (first start, demo, command on the server).
  granted_by text not null,
  primary key (jurisdiction, account_id, role, unit, valid_from),
  foreign key (jurisdiction, account_id) references accounts.staff (jurisdiction, id),
  check (valid_to is null or valid_to >= valid_from)
);
create unique index grants_open on accounts.grants (jurisdiction, account_id, role, unit) where valid_to is null;

-- What was done to accounts and by whom; insert-only. Administrative acts alone: when staff come and go is nobody's business.
create table accounts.acts (
  jurisdiction text not null,
  id text not null,
  account_id text not null,
  kind text not null,
  detail text not null default '',
  acted_by text not null,
  at timestamptz not null,
  primary key (jurisdiction, id),
  foreign key (jurisdiction, account_id) references accounts.staff (jurisdiction, id)
);
create index acts_by_account on accounts.acts (jurisdiction, account_id, at);

grant select, insert, update on accounts.staff to accounts_svc;
grant select, insert, update, delete on accounts.sessions, accounts.credentials, accounts.verifications to accounts_svc;
grant select, insert, update (valid_to) on accounts.grants to accounts_svc;
grant select, insert on accounts.acts to accounts_svc;

-- Administration runs as an actor and sees its own jurisdiction only. The library signs people in before there is an
-- actor, so for the sign-in table alone "no actor" means "by name or id, across jurisdictions" to this one role.
alter table accounts.staff enable row level security;
alter table accounts.staff force row level security;
create policy staff_of_jurisdiction on accounts.staff to accounts_svc
  using (coalesce(current_setting('minsheng.jurisdiction', true), '') in ('', jurisdiction))
  with check (coalesce(current_setting('minsheng.jurisdiction', true), '') in ('', jurisdiction));
alter table accounts.grants enable row level security;
alter table accounts.grants force row level security;
create policy grants_of_jurisdiction on accounts.grants to accounts_svc
  using (jurisdiction = current_setting('minsheng.jurisdiction', true))
  with check (jurisdiction = current_setting('minsheng.jurisdiction', true));
alter table accounts.acts enable row level security;
alter table accounts.acts force row level security;
create policy acts_of_jurisdiction on accounts.acts to accounts_svc
  using (jurisdiction = current_setting('minsheng.jurisdiction', true))
  with check (jurisdiction = current_setting('minsheng.jurisdiction', true));

-- Export, import and later migrations run as the owner, which need not be a superuser.
create policy keeper on accounts.staff to current_user using (true) with check (true);
create policy keeper on accounts.grants to current_user using (true) with check (true);
create policy keeper on accounts.acts to current_user using (true) with check (true);
