-- Sealed reports (promise 12): whistle-blowing, retaliation, pressure. Everything said is ciphertext to protection officers' keys;
-- everything about it lies sealed under the instance's key outside the database. Only sealed_svc enters.
create schema sealed;
grant usage on schema sealed, platform, record to sealed_svc;
grant select on platform.instance to sealed_svc;
grant select, insert, update on platform.idempotency to sealed_svc;

-- The officers' public keys. `protected` is the private one under the officer's passphrase (age, scrypt); null where they keep it themselves.
create table sealed.keys (
  jurisdiction text not null,
  key_id uuid not null default gen_random_uuid(),
  account_id text not null,
  recipient text not null check (recipient ~ '^age1[02-9ac-hj-np-z]{58}$'),
  protected text check (length(protected) between 100 and 4000 and protected like '-----BEGIN AGE ENCRYPTED FILE-----%'),
  made_at timestamptz not null,
  retired_at timestamptz,
  primary key (jurisdiction, key_id),
  unique (jurisdiction, recipient)
);
create unique index keys_in_use on sealed.keys (jurisdiction, account_id) where retired_at is null;

-- `state` is everything known of a report, sealed; in clear only what the walls and the clock need: who may read it, when
-- something is due, and the quarter it came in, for the public count.
create table sealed.reports (
  jurisdiction text not null,
  report_id uuid not null,
  version integer not null check (version > 0),
  state bytea not null,
  readers text[] not null,
  due_at timestamptz,
  quarter text not null check (quarter ~ '^\d{4}-Q[1-4]$'),
  primary key (jurisdiction, report_id)
);
create index reports_due on sealed.reports (jurisdiction, due_at) where due_at is not null;
create index reports_by_reader on sealed.reports using gin (readers);

-- The private half of each event, sealed.
create table sealed.steps (
  jurisdiction text not null,
  report_id uuid not null,
  seq integer not null check (seq > 0),
  step bytea not null,
  primary key (jurisdiction, report_id, seq)
);

-- What was said, as age ciphertext of a fixed size; never changed. `copies` are the same letters closed once more, to an officer who came later.
create table sealed.letters (
  jurisdiction text not null,
  report_id uuid not null,
  n integer not null check (n > 0),
  ciphertext bytea not null check (octet_length(ciphertext) between 8192 and 65535),
  primary key (jurisdiction, report_id, n)
);
create table sealed.copies (
  jurisdiction text not null,
  report_id uuid not null,
  account_id text not null,
  n integer not null check (n > 0),
  ciphertext bytea not null check (octet_length(ciphertext) between 8192 and 65535),
  primary key (jurisdiction, report_id, account_id, n)
);

create table sealed.receipts (
  jurisdiction text not null,
  number text not null,
  report_id uuid not null,
  salt bytea not null check (length(salt) = 16),
  verifier bytea not null check (length(verifier) = 32),
  primary key (jurisdiction, number)
);

create function sealed.actor_kind() returns text language sql stable as $$
  select nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'kind'
$$;
create function sealed.actor_account() returns text language sql stable as $$
  select nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'accountId'
$$;
create function sealed.actor_report() returns uuid language sql stable as $$
  select (nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'caseId')::uuid
$$;
revoke all on function sealed.actor_kind(), sealed.actor_account(), sealed.actor_report() from public;
grant execute on function sealed.actor_kind(), sealed.actor_account(), sealed.actor_report() to sealed_svc;

-- An officer sees the reports that they are a reader of, whoever shows a receipt that one report, the machine its jurisdiction.
do $$
declare name text;
begin
  foreach name in array array['keys', 'reports', 'steps', 'letters', 'copies', 'receipts'] loop
    execute format('alter table sealed.%I enable row level security', name);
    execute format('alter table sealed.%I force row level security', name);
    -- Export, import and checks run as the owner, which need not be a superuser.
    execute format('create policy keeper on sealed.%I to current_user using (true) with check (true)', name);
    execute format(
      'create policy the_machine on sealed.%I to sealed_svc
         using (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)) and (select sealed.actor_kind()) = ''system'')
         with check (jurisdiction = (select current_setting(''minsheng.jurisdiction'', true)) and (select sealed.actor_kind()) = ''system'')', name);
  end loop;
  foreach name in array array['steps', 'letters', 'copies'] loop
    execute format(
      'create policy with_the_report on sealed.%I for select to sealed_svc using (exists (
         select from sealed.reports r where r.jurisdiction = %I.jurisdiction and r.report_id = %I.report_id))', name, name, name);
  end loop;
end $$;
create policy its_readers on sealed.reports for select to sealed_svc using (
  jurisdiction = (select current_setting('minsheng.jurisdiction', true))
  and case (select sealed.actor_kind())
    when 'resident' then report_id = (select sealed.actor_report())
    when 'staff' then (select sealed.actor_account()) = any (readers)
    else false
  end);
create policy own_keys on sealed.keys for select to sealed_svc using (
  jurisdiction = (select current_setting('minsheng.jurisdiction', true))
  and (select sealed.actor_kind()) = 'staff' and account_id = (select sealed.actor_account()));

grant select, insert, update (retired_at) on sealed.keys to sealed_svc;
grant select, insert on sealed.reports, sealed.steps, sealed.letters, sealed.copies, sealed.receipts to sealed_svc;
grant update (version, state, readers, due_at) on sealed.reports to sealed_svc;

-- Its events enter the record like all others, in the same transaction.
do $$
declare name text;
begin
  foreach name in array array['state', 'events', 'pending', 'entries', 'tiles', 'heads', 'subject_keys', 'undisclosed'] loop
    execute format(
      'create policy of_sealed on record.%I to sealed_svc
         using (jurisdiction = current_setting(''minsheng.jurisdiction'', true))
         with check (jurisdiction = current_setting(''minsheng.jurisdiction'', true))', name);
  end loop;
end $$;
grant select, insert on record.events, record.subject_keys to sealed_svc;
grant insert on record.pending, record.undisclosed to sealed_svc;
