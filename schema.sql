-- What the migrations add up to. Written by `bin/db schema`; a test fails when it differs from the database.

-- schemas

create schema accounts;

create schema cases;

create schema jobs;

create schema knowledge;

create schema matters;

create schema notices;

create schema platform;

create schema record;

create schema scorecards;

create schema sealed;

create schema units;

create schema unsealing;

create schema vault;

create schema verdicts;

-- tables

create table accounts.acts (
  jurisdiction text not null,
  id text not null,
  account_id text not null,
  kind text not null,
  detail text not null default ''::text,
  acted_by text not null,
  at timestamp with time zone not null,
  constraint acts_pkey PRIMARY KEY (jurisdiction, id),
  constraint acts_jurisdiction_account_id_fkey FOREIGN KEY (jurisdiction, account_id) REFERENCES accounts.staff(jurisdiction, id)
);
alter table accounts.acts enable row level security;
alter table accounts.acts force row level security;

create table accounts.authenticators (
  jurisdiction text not null,
  account_id text not null,
  sealed bytea not null,
  last_step bigint not null,
  added_at timestamp with time zone not null,
  constraint authenticators_pkey PRIMARY KEY (jurisdiction, account_id),
  constraint authenticators_jurisdiction_account_id_fkey FOREIGN KEY (jurisdiction, account_id) REFERENCES accounts.staff(jurisdiction, id)
);
alter table accounts.authenticators enable row level security;
alter table accounts.authenticators force row level security;

create table accounts.credentials (
  id text not null,
  account_id text not null,
  provider text not null,
  provider_account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint credentials_pkey PRIMARY KEY (id),
  constraint credentials_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts.staff(id)
);

create table accounts.grants (
  jurisdiction text not null,
  account_id text not null,
  role text not null,
  unit text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  granted_by text not null,
  constraint grants_pkey PRIMARY KEY (jurisdiction, account_id, role, unit, valid_from),
  constraint grants_jurisdiction_account_id_fkey FOREIGN KEY (jurisdiction, account_id) REFERENCES accounts.staff(jurisdiction, id),
  constraint grants_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);
alter table accounts.grants enable row level security;
alter table accounts.grants force row level security;

create table accounts.passkeys (
  jurisdiction text not null,
  account_id text not null,
  id text not null,
  credential text not null,
  public_key bytea not null,
  counter bigint not null,
  name text not null,
  added_at timestamp with time zone not null,
  constraint passkeys_pkey PRIMARY KEY (jurisdiction, account_id, id),
  constraint passkeys_jurisdiction_account_id_fkey FOREIGN KEY (jurisdiction, account_id) REFERENCES accounts.staff(jurisdiction, id),
  constraint passkeys_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40)))
);
alter table accounts.passkeys enable row level security;
alter table accounts.passkeys force row level security;

create table accounts.recovery_codes (
  jurisdiction text not null,
  account_id text not null,
  digest bytea not null,
  constraint recovery_codes_pkey PRIMARY KEY (jurisdiction, account_id, digest),
  constraint recovery_codes_jurisdiction_account_id_fkey FOREIGN KEY (jurisdiction, account_id) REFERENCES accounts.staff(jurisdiction, id)
);
alter table accounts.recovery_codes enable row level security;
alter table accounts.recovery_codes force row level security;

create table accounts.sessions (
  id text not null,
  account_id text not null,
  token text not null,
  expires_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  proven_at timestamp with time zone not null default clock_timestamp(),
  factor_at timestamp with time zone,
  begun_by text not null default 'password'::text,
  constraint sessions_token_key UNIQUE (token),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts.staff(id),
  constraint sessions_ip_address_check CHECK (((ip_address IS NULL) OR (ip_address = ''::text))),
  constraint sessions_user_agent_check CHECK (((user_agent IS NULL) OR (user_agent = ''::text)))
);

create table accounts.spent_challenges (
  jurisdiction text not null,
  digest bytea not null,
  spent_at timestamp with time zone not null,
  constraint spent_challenges_pkey PRIMARY KEY (jurisdiction, digest)
);
alter table accounts.spent_challenges enable row level security;
alter table accounts.spent_challenges force row level security;

create table accounts.staff (
  jurisdiction text not null,
  id text not null,
  unit text not null,
  username text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  must_change_password boolean not null,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint staff_email_key UNIQUE (email),
  constraint staff_id_key UNIQUE (id),
  constraint staff_username_key UNIQUE (username),
  constraint staff_pkey PRIMARY KEY (jurisdiction, id),
  constraint staff_check CHECK ((email = (username || '@staff.invalid'::text))),
  constraint staff_image_check CHECK ((image IS NULL))
);
alter table accounts.staff enable row level security;
alter table accounts.staff force row level security;

create table accounts.verifications (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint verifications_pkey PRIMARY KEY (id)
);

create table cases.cases (
  jurisdiction text not null,
  case_id uuid not null,
  number text not null,
  version integer not null,
  stage text not null,
  kind text not null,
  urgency text not null,
  topic text not null,
  division text not null,
  channel text not null,
  anonymity text not null,
  owner text,
  handler text,
  assisting text[] not null default '{}'::text[],
  about text[] not null default '{}'::text[],
  round integer not null default 0,
  due_at timestamp with time zone,
  paused boolean not null default false,
  submitted_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  answered_at timestamp with time zone,
  summary text,
  removals integer not null default 0,
  last_message text,
  reissue text,
  told jsonb not null default '{"kind": false, "seqs": [], "town": false, "topic": "none"}'::jsonb,
  corrected_from text,
  corrected_to text,
  corrected_at timestamp with time zone,
  constraint cases_pkey PRIMARY KEY (jurisdiction, case_id),
  constraint cases_last_message_check CHECK ((last_message = ANY (ARRAY['resident'::text, 'office'::text]))),
  constraint cases_reissue_check CHECK ((reissue = ANY (ARRAY['asked'::text, 'contested'::text]))),
  constraint correction_is_whole CHECK ((((corrected_to IS NULL) = (corrected_from IS NULL)) AND ((corrected_to IS NULL) = (corrected_at IS NULL))))
);
alter table cases.cases enable row level security;
alter table cases.cases force row level security;

create table cases.erasure_wishes (
  jurisdiction text not null,
  case_id uuid not null,
  asked_at timestamp with time zone not null,
  constraint erasure_wishes_pkey PRIMARY KEY (jurisdiction, case_id)
);
alter table cases.erasure_wishes enable row level security;
alter table cases.erasure_wishes force row level security;

create table cases.former_receipts (
  jurisdiction text not null,
  number text not null,
  generation integer not null,
  case_id uuid not null,
  salt bytea not null,
  verifier bytea not null,
  carried bytea,
  constraint former_receipts_pkey PRIMARY KEY (jurisdiction, number, generation),
  constraint former_receipts_carried_check CHECK (((length(carried) >= 40) AND (length(carried) <= 200))),
  constraint former_receipts_generation_check CHECK ((generation >= 1)),
  constraint former_receipts_salt_check CHECK (((length(salt) >= 16) AND (length(salt) <= 64))),
  constraint former_receipts_verifier_check CHECK ((length(verifier) = 32))
);
alter table cases.former_receipts enable row level security;
alter table cases.former_receipts force row level security;

create table cases.hard_cases (
  jurisdiction text not null,
  number text not null,
  round integer not null,
  ground text not null,
  reason text,
  unit text not null,
  post text,
  since timestamp with time zone not null,
  review_at timestamp with time zone not null,
  reviews integer not null,
  listed boolean not null,
  constraint hard_cases_pkey PRIMARY KEY (jurisdiction, number, round),
  constraint hard_cases_reviews_check CHECK ((reviews >= 0)),
  constraint hard_cases_round_check CHECK ((round > 0))
);

create table cases.idempotency (
  jurisdiction text not null,
  key_hmac bytea not null,
  request_hmac bytea not null,
  case_id uuid not null,
  number text not null,
  expires_at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (jurisdiction, key_hmac),
  constraint idempotency_key_hmac_check CHECK ((length(key_hmac) = 32)),
  constraint idempotency_request_hmac_check CHECK ((length(request_hmac) = 32))
);
alter table cases.idempotency enable row level security;
alter table cases.idempotency force row level security;

create table cases.imports (
  jurisdiction text not null,
  source text not null,
  row_hmac bytea not null,
  case_id uuid not null,
  constraint imports_pkey PRIMARY KEY (jurisdiction, source, row_hmac),
  constraint imports_row_hmac_check CHECK ((length(row_hmac) = 32)),
  constraint imports_source_check CHECK (((length(source) >= 1) AND (length(source) <= 60)))
);
alter table cases.imports enable row level security;
alter table cases.imports force row level security;

create table cases.payloads (
  jurisdiction text not null,
  case_id uuid not null,
  seq integer not null,
  sealed jsonb not null,
  constraint payloads_pkey PRIMARY KEY (jurisdiction, case_id, seq),
  constraint payloads_seq_check CHECK ((seq > 0))
);
alter table cases.payloads enable row level security;
alter table cases.payloads force row level security;

create table cases.photos (
  jurisdiction text not null,
  case_id uuid not null,
  name text not null,
  place integer not null,
  constraint photos_pkey PRIMARY KEY (jurisdiction, case_id, name),
  constraint photos_name_check CHECK (((length(name) >= 8) AND (length(name) <= 200))),
  constraint photos_place_check CHECK (((place >= 1) AND (place <= 6)))
);
alter table cases.photos enable row level security;
alter table cases.photos force row level security;

create table cases.public_cases (
  jurisdiction text not null,
  number text not null,
  listed_day date not null,
  stage text not null,
  kind text,
  topic text,
  division text,
  submitted_day date,
  submitted_at timestamp with time zone,
  updated_at timestamp with time zone not null,
  diversion text,
  diversion_final boolean not null default false,
  owner text,
  handler text,
  assisting text[] not null default '{}'::text[],
  round integer not null default 0,
  started_at timestamp with time zone,
  due_at timestamp with time zone,
  answered_at timestamp with time zone,
  paused boolean not null default false,
  outcome text,
  outcome_day date,
  summary text,
  words text,
  address text,
  latitude double precision,
  longitude double precision,
  timeline jsonb not null,
  search tsvector not null,
  public_day date not null,
  told_at timestamp with time zone not null,
  constraint public_cases_pkey PRIMARY KEY (jurisdiction, number)
);

create table cases.receipts (
  jurisdiction text not null,
  number text not null,
  case_id uuid not null,
  salt bytea not null,
  verifier bytea not null,
  generation integer not null default 1,
  since_seq integer not null default 1,
  carried bytea,
  constraint receipts_pkey PRIMARY KEY (jurisdiction, number),
  constraint receipts_carried_check CHECK (((length(carried) >= 40) AND (length(carried) <= 200))),
  constraint receipts_generation_check CHECK ((generation >= 1)),
  constraint receipts_salt_check CHECK (((length(salt) >= 16) AND (length(salt) <= 64))),
  constraint receipts_verifier_check CHECK ((length(verifier) = 32))
);
alter table cases.receipts enable row level security;
alter table cases.receipts force row level security;

create table cases.removals (
  jurisdiction text not null,
  number text not null,
  place integer not null,
  item text not null,
  rule text not null,
  state text not null,
  proposer_role text not null,
  proposer_unit text,
  approver_role text,
  approver_unit text,
  day date not null,
  restored_day date,
  contest_spent boolean not null,
  constraint removals_pkey PRIMARY KEY (jurisdiction, number, place),
  constraint removals_place_check CHECK ((place > 0)),
  constraint removals_state_check CHECK ((state = ANY (ARRAY['provisional'::text, 'hidden'::text, 'contested'::text, 'restored'::text])))
);

create table cases.resident_reads (
  jurisdiction text not null,
  case_id uuid not null,
  seen_to integer not null,
  constraint resident_reads_pkey PRIMARY KEY (jurisdiction, case_id),
  constraint resident_reads_seen_to_check CHECK ((seen_to > 0))
);
alter table cases.resident_reads enable row level security;
alter table cases.resident_reads force row level security;

create table cases.rounds (
  jurisdiction text not null,
  number text not null,
  round integer not null,
  unit text not null,
  owner text not null,
  topic text not null,
  division text not null,
  channel text not null,
  started_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  signed_at timestamp with time zone,
  contacted_at timestamp with time zone,
  answered_at timestamp with time zone,
  outcome text,
  outcome_day date,
  window_passed boolean not null default false,
  withdrawn boolean not null default false,
  pauses integer not null default 0,
  transfers integer not null default 0,
  escalations integer not null default 0,
  handler text not null,
  paused boolean not null default false,
  constraint rounds_pkey PRIMARY KEY (jurisdiction, number, round),
  constraint rounds_outcome_check CHECK ((outcome = ANY (ARRAY['solved'::text, 'partly'::text, 'unsolved'::text]))),
  constraint rounds_round_check CHECK ((round > 0))
);

create table cases.timers (
  jurisdiction text not null,
  case_id uuid not null,
  kind text not null,
  due_at timestamp with time zone,
  round integer not null,
  rules_version integer not null,
  constraint timers_pkey PRIMARY KEY (jurisdiction, case_id, kind)
);
alter table cases.timers enable row level security;
alter table cases.timers force row level security;

create table jobs.outbox (
  jurisdiction text not null,
  job_id uuid not null default gen_random_uuid(),
  task text not null,
  payload jsonb not null,
  job_key text,
  run_at timestamp with time zone,
  promised_at timestamp with time zone not null default clock_timestamp(),
  constraint outbox_pkey PRIMARY KEY (jurisdiction, job_id),
  constraint outbox_job_key_check CHECK (((length(job_key) >= 1) AND (length(job_key) <= 500))),
  constraint outbox_task_check CHECK (((length(task) >= 1) AND (length(task) <= 100)))
);
alter table jobs.outbox enable row level security;

create table knowledge.entries (
  jurisdiction text not null,
  entry text not null,
  version integer not null,
  unit text not null,
  topic text not null,
  question text not null,
  valid_until date not null,
  changed_at timestamp with time zone not null,
  withdrawn text,
  withdrawn_at timestamp with time zone,
  search tsvector not null,
  constraint entries_pkey PRIMARY KEY (jurisdiction, entry),
  constraint entries_check CHECK (((withdrawn_at IS NULL) = (withdrawn IS NULL))),
  constraint entries_version_check CHECK ((version > 0)),
  constraint entries_withdrawn_check CHECK ((withdrawn = ANY (ARRAY['law-changed'::text, 'mistaken'::text, 'asked-no-more'::text])))
);
alter table knowledge.entries enable row level security;
alter table knowledge.entries force row level security;

create table knowledge.versions (
  jurisdiction text not null,
  entry text not null,
  version integer not null,
  unit text not null,
  role text not null,
  topic text not null,
  question text not null,
  answer text not null,
  sources jsonb not null,
  valid_until date not null,
  at timestamp with time zone not null,
  constraint versions_pkey PRIMARY KEY (jurisdiction, entry, version),
  constraint versions_entry_check CHECK ((entry ~ '^[0-9a-f]{12}$'::text)),
  constraint versions_version_check CHECK ((version > 0))
);
alter table knowledge.versions enable row level security;
alter table knowledge.versions force row level security;

create table matters.incidents (
  jurisdiction text not null,
  matter_id uuid not null,
  name text not null,
  topics text[] not null,
  divisions text[] not null,
  unit text not null,
  words text,
  words_at timestamp with time zone,
  next_word_at timestamp with time zone,
  due_at timestamp with time zone,
  due_reason text,
  due_role text,
  since timestamp with time zone not null,
  declared_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  joined integer not null default 0,
  constraint incidents_pkey PRIMARY KEY (jurisdiction, matter_id),
  constraint incidents_joined_check CHECK (((joined % 10) = 0))
);

create table matters.matters (
  jurisdiction text not null,
  matter_id uuid not null,
  version integer not null,
  kind text not null,
  unit text not null,
  stage text not null,
  topics text[] not null,
  divisions text[] not null,
  since timestamp with time zone not null,
  declared_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint matters_pkey PRIMARY KEY (jurisdiction, matter_id),
  constraint matters_kind_check CHECK ((kind = ANY (ARRAY['merged'::text, 'incident'::text]))),
  constraint matters_stage_check CHECK ((stage = ANY (ARRAY['open'::text, 'answered'::text]))),
  constraint matters_version_check CHECK ((version > 0))
);
alter table matters.matters enable row level security;
alter table matters.matters force row level security;

create table matters.members (
  jurisdiction text not null,
  matter_id uuid not null,
  case_id uuid not null,
  number text not null,
  state text not null,
  asked integer not null,
  told integer not null default 0,
  refusal text,
  constraint members_pkey PRIMARY KEY (jurisdiction, matter_id, case_id),
  constraint members_asked_check CHECK ((asked > 0)),
  constraint members_state_check CHECK ((state = ANY (ARRAY['wanted'::text, 'member'::text, 'leaving'::text, 'left'::text, 'refused'::text])))
);
alter table matters.members enable row level security;
alter table matters.members force row level security;

create table matters.payloads (
  jurisdiction text not null,
  matter_id uuid not null,
  seq integer not null,
  sealed jsonb not null,
  constraint payloads_pkey PRIMARY KEY (jurisdiction, matter_id, seq),
  constraint payloads_seq_check CHECK ((seq > 0))
);
alter table matters.payloads enable row level security;
alter table matters.payloads force row level security;

create table notices.notices (
  jurisdiction text not null,
  event_id uuid not null,
  case_id uuid not null,
  why text not null,
  noted_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  tries integer not null default 0,
  state text not null default 'waiting'::text,
  channels text[] not null default '{}'::text[],
  settled_at timestamp with time zone,
  constraint notices_pkey PRIMARY KEY (jurisdiction, event_id),
  constraint notices_check CHECK (((settled_at IS NULL) = (state = 'waiting'::text))),
  constraint notices_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'told'::text, 'undelivered'::text])))
);
alter table notices.notices enable row level security;
alter table notices.notices force row level security;

create table platform.apart (
  part text not null,
  since timestamp with time zone not null default clock_timestamp(),
  constraint apart_pkey PRIMARY KEY (part),
  constraint apart_part_check CHECK ((part = 'vault'::text))
);

create table platform.ended_sessions (
  jurisdiction text not null,
  digest bytea not null,
  expires_at timestamp with time zone not null,
  constraint ended_sessions_pkey PRIMARY KEY (jurisdiction, digest),
  constraint ended_sessions_digest_check CHECK ((length(digest) = 32))
);
alter table platform.ended_sessions enable row level security;
alter table platform.ended_sessions force row level security;

create table platform.idempotency (
  jurisdiction text not null,
  key_hmac bytea not null,
  request_hmac bytea not null,
  result_ref text,
  expires_at timestamp with time zone not null,
  constraint idempotency_pkey PRIMARY KEY (jurisdiction, key_hmac),
  constraint idempotency_key_hmac_check CHECK ((length(key_hmac) = 32)),
  constraint idempotency_request_hmac_check CHECK ((length(request_hmac) = 32)),
  constraint idempotency_result_ref_check CHECK ((length(result_ref) <= 200))
);
alter table platform.idempotency enable row level security;

create table platform.instance (
  only_row boolean not null default true,
  is_demo boolean not null,
  clock_offset interval not null default '00:00:00'::interval,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint instance_pkey PRIMARY KEY (only_row),
  constraint instance_check CHECK ((is_demo OR (clock_offset = '00:00:00'::interval))),
  constraint instance_only_row_check CHECK (only_row)
);

create table platform.migrations (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default clock_timestamp(),
  constraint migrations_pkey PRIMARY KEY (name),
  constraint migrations_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

create table record.entries (
  jurisdiction text not null,
  index bigint not null,
  event_id uuid,
  stream text,
  stream_seq integer,
  leaf_hash bytea not null,
  part smallint not null,
  entry bytea not null,
  replayed boolean not null default false,
  constraint entries_event_once UNIQUE (jurisdiction, event_id, part),
  constraint entries_pkey PRIMARY KEY (jurisdiction, index),
  constraint entries_entry_check CHECK (((octet_length(entry) >= 1) AND (octet_length(entry) <= 65535))),
  constraint entries_event_known CHECK ((replayed OR ((event_id IS NOT NULL) AND (stream IS NOT NULL) AND (stream_seq IS NOT NULL)))),
  constraint entries_index_check CHECK ((index >= 0)),
  constraint entries_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32)),
  constraint entries_part_check CHECK ((part = ANY (ARRAY[0, 1])))
);
alter table record.entries enable row level security;

create table record.events (
  jurisdiction text not null,
  stream text not null,
  stream_seq integer not null,
  event_id uuid not null,
  type text not null,
  at timestamp with time zone not null,
  subject text,
  envelope bytea not null,
  constraint events_pkey PRIMARY KEY (jurisdiction, stream, stream_seq),
  constraint events_envelope_check CHECK (((octet_length(envelope) >= 1) AND (octet_length(envelope) <= 65535))),
  constraint events_stream_seq_check CHECK ((stream_seq > 0))
);
alter table record.events enable row level security;

create table record.heads (
  jurisdiction text not null,
  size bigint not null,
  root bytea not null,
  at timestamp with time zone not null,
  constraint heads_pkey PRIMARY KEY (jurisdiction),
  constraint heads_root_check CHECK ((octet_length(root) = 32)),
  constraint heads_size_check CHECK ((size > 0))
);
alter table record.heads enable row level security;

create table record.pending (
  jurisdiction text not null,
  ticket bigint not null generated always as identity,
  stream text not null,
  stream_seq integer not null,
  part smallint not null,
  entry bytea not null,
  constraint pending_pkey PRIMARY KEY (jurisdiction, ticket),
  constraint pending_entry_check CHECK (((octet_length(entry) >= 1) AND (octet_length(entry) <= 65535))),
  constraint pending_part_check CHECK ((part = ANY (ARRAY[0, 1])))
);
alter table record.pending enable row level security;

create table record.state (
  jurisdiction text not null,
  draft boolean not null,
  begun_at timestamp with time zone not null,
  constraint state_pkey PRIMARY KEY (jurisdiction)
);
alter table record.state enable row level security;

create table record.subject_keys (
  jurisdiction text not null,
  subject text not null,
  wrapped bytea,
  destroyed_at timestamp with time zone,
  constraint subject_keys_pkey PRIMARY KEY (jurisdiction, subject),
  constraint subject_keys_check CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL)))
);
alter table record.subject_keys enable row level security;

create table record.tiles (
  jurisdiction text not null,
  level smallint not null,
  n bigint not null,
  hashes bytea not null,
  constraint tiles_pkey PRIMARY KEY (jurisdiction, level, n),
  constraint tiles_hashes_check CHECK ((((octet_length(hashes) >= 32) AND (octet_length(hashes) <= 8192)) AND ((octet_length(hashes) % 32) = 0))),
  constraint tiles_level_check CHECK (((level >= 0) AND (level <= 7))),
  constraint tiles_n_check CHECK ((n >= 0))
);
alter table record.tiles enable row level security;

create table record.undisclosed (
  jurisdiction text not null,
  event_id uuid not null,
  moment uuid not null,
  stream text not null,
  stream_seq integer not null,
  subject text not null,
  cause text not null,
  family text not null,
  day date not null,
  body text,
  later jsonb not null,
  constraint undisclosed_pkey PRIMARY KEY (jurisdiction, event_id),
  constraint undisclosed_cause_check CHECK ((cause = ANY (ARRAY['resident'::text, 'timer'::text, 'office'::text])))
);
alter table record.undisclosed enable row level security;

create table scorecards.results (
  jurisdiction text not null,
  n bigint not null,
  day date not null,
  as_of timestamp with time zone not null,
  rule integer not null,
  digest text not null,
  result jsonb not null,
  constraint results_once_a_day UNIQUE (jurisdiction, day),
  constraint results_pkey PRIMARY KEY (jurisdiction, n),
  constraint results_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint results_n_check CHECK ((n > 0))
);
alter table scorecards.results enable row level security;

create table sealed.copies (
  jurisdiction text not null,
  report_id uuid not null,
  account_id text not null,
  n integer not null,
  ciphertext bytea not null,
  constraint copies_pkey PRIMARY KEY (jurisdiction, report_id, account_id, n),
  constraint copies_ciphertext_check CHECK (((octet_length(ciphertext) >= 8192) AND (octet_length(ciphertext) <= 65535))),
  constraint copies_n_check CHECK ((n > 0))
);
alter table sealed.copies enable row level security;
alter table sealed.copies force row level security;

create table sealed.keys (
  jurisdiction text not null,
  key_id uuid not null default gen_random_uuid(),
  account_id text not null,
  recipient text not null,
  protected text,
  made_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint keys_jurisdiction_recipient_key UNIQUE (jurisdiction, recipient),
  constraint keys_pkey PRIMARY KEY (jurisdiction, key_id),
  constraint keys_protected_check CHECK ((((length(protected) >= 100) AND (length(protected) <= 4000)) AND (protected ~~ '-----BEGIN AGE ENCRYPTED FILE-----%'::text))),
  constraint keys_recipient_check CHECK ((recipient ~ '^age1[02-9ac-hj-np-z]{58}$'::text))
);
alter table sealed.keys enable row level security;
alter table sealed.keys force row level security;

create table sealed.letters (
  jurisdiction text not null,
  report_id uuid not null,
  n integer not null,
  ciphertext bytea not null,
  constraint letters_pkey PRIMARY KEY (jurisdiction, report_id, n),
  constraint letters_ciphertext_check CHECK (((octet_length(ciphertext) >= 8192) AND (octet_length(ciphertext) <= 65535))),
  constraint letters_n_check CHECK ((n > 0))
);
alter table sealed.letters enable row level security;
alter table sealed.letters force row level security;

create table sealed.receipts (
  jurisdiction text not null,
  number text not null,
  report_id uuid not null,
  salt bytea not null,
  verifier bytea not null,
  constraint receipts_pkey PRIMARY KEY (jurisdiction, number),
  constraint receipts_salt_check CHECK ((length(salt) = 16)),
  constraint receipts_verifier_check CHECK ((length(verifier) = 32))
);
alter table sealed.receipts enable row level security;
alter table sealed.receipts force row level security;

create table sealed.reports (
  jurisdiction text not null,
  report_id uuid not null,
  version integer not null,
  state bytea not null,
  readers text[] not null,
  due_at timestamp with time zone,
  quarter text not null,
  constraint reports_pkey PRIMARY KEY (jurisdiction, report_id),
  constraint reports_quarter_check CHECK ((quarter ~ '^\d{4}-Q[1-4]$'::text)),
  constraint reports_version_check CHECK ((version > 0))
);
alter table sealed.reports enable row level security;
alter table sealed.reports force row level security;

create table sealed.steps (
  jurisdiction text not null,
  report_id uuid not null,
  seq integer not null,
  step bytea not null,
  constraint steps_pkey PRIMARY KEY (jurisdiction, report_id, seq),
  constraint steps_seq_check CHECK ((seq > 0))
);
alter table sealed.steps enable row level security;
alter table sealed.steps force row level security;

create table units.jurisdictions (
  code text not null,
  origin text not null,
  created_at timestamp with time zone not null,
  constraint jurisdictions_origin_key UNIQUE (origin),
  constraint jurisdictions_pkey PRIMARY KEY (code)
);

create table units.versions (
  jurisdiction text not null,
  version integer not null,
  digest text not null,
  valid_from timestamp with time zone not null,
  loaded_at timestamp with time zone not null,
  format integer not null,
  content jsonb not null,
  constraint versions_pkey PRIMARY KEY (jurisdiction, version),
  constraint versions_jurisdiction_fkey FOREIGN KEY (jurisdiction) REFERENCES units.jurisdictions(code),
  constraint versions_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint versions_version_check CHECK ((version > 0))
);

create table unsealing.payloads (
  jurisdiction text not null,
  request_id uuid not null,
  seq integer not null,
  sealed jsonb not null,
  constraint payloads_pkey PRIMARY KEY (jurisdiction, request_id, seq)
);
alter table unsealing.payloads enable row level security;
alter table unsealing.payloads force row level security;

create table unsealing.requests (
  jurisdiction text not null,
  request_id uuid not null,
  case_id uuid not null,
  version integer not null,
  status text not null,
  purpose text not null,
  fields text[] not null,
  granted text[] not null default '{}'::text[],
  unit text not null,
  decider text,
  asked_at timestamp with time zone not null,
  decide_by timestamp with time zone,
  open_until timestamp with time zone,
  views integer not null default 0,
  contest text not null default 'none'::text,
  answer_by timestamp with time zone,
  deciding_roles text[] not null,
  outside_unit text,
  kept_from text[] not null,
  constraint requests_pkey PRIMARY KEY (jurisdiction, request_id),
  constraint requests_contest_check CHECK ((contest = ANY (ARRAY['none'::text, 'open'::text, 'settled'::text]))),
  constraint requests_decider_check CHECK ((decider = ANY (ARRAY['protection'::text, 'outside'::text]))),
  constraint requests_status_check CHECK ((status = ANY (ARRAY['agreed'::text, 'requested'::text, 'refused'::text, 'approved'::text]))),
  constraint requests_version_check CHECK ((version > 0))
);
alter table unsealing.requests enable row level security;
alter table unsealing.requests force row level security;

create table vault.asked (
  jurisdiction text not null,
  question_id uuid not null,
  person_ref text not null,
  number_mark bytea not null,
  letter text not null,
  asked_at timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  digit smallint,
  waits boolean not null default false,
  help_due boolean not null default false,
  constraint asked_pkey PRIMARY KEY (jurisdiction, question_id),
  constraint asked_jurisdiction_person_ref_fkey FOREIGN KEY (jurisdiction, person_ref) REFERENCES vault.deposits(jurisdiction, person_ref) ON DELETE CASCADE,
  constraint asked_digit_check CHECK (((digit >= 1) AND (digit <= 3))),
  constraint asked_letter_check CHECK ((letter ~ '^[A-Z]$'::text)),
  constraint asked_number_mark_check CHECK ((length(number_mark) = 32))
);

create table vault.budgets (
  jurisdiction text not null,
  day date not null,
  kind text not null,
  mark bytea not null,
  sent integer not null,
  constraint budgets_pkey PRIMARY KEY (jurisdiction, day, kind, mark),
  constraint budgets_mark_check CHECK ((length(mark) = 32)),
  constraint budgets_sent_check CHECK ((sent > 0))
);

create table vault.checks (
  jurisdiction text not null,
  subject bytea not null,
  day date not null,
  used integer not null,
  constraint checks_pkey PRIMARY KEY (jurisdiction, subject, day),
  constraint checks_subject_check CHECK ((length(subject) = 32)),
  constraint checks_used_check CHECK ((used > 0))
);
alter table vault.checks enable row level security;
alter table vault.checks force row level security;

create table vault.consents (
  jurisdiction text not null,
  person_ref text not null,
  fields text[] not null,
  until timestamp with time zone not null,
  constraint consents_pkey PRIMARY KEY (jurisdiction, person_ref),
  constraint consents_jurisdiction_person_ref_fkey FOREIGN KEY (jurisdiction, person_ref) REFERENCES vault.deposits(jurisdiction, person_ref) ON DELETE CASCADE,
  constraint consents_fields_check CHECK (((cardinality(fields) >= 1) AND (cardinality(fields) <= 4)))
);

create table vault.deposits (
  jurisdiction text not null,
  person_ref text not null,
  sealed bytea not null,
  wrapped_key bytea not null,
  deposited_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint deposits_pkey PRIMARY KEY (jurisdiction, person_ref),
  constraint deposits_person_ref_check CHECK ((length(person_ref) = 43))
);

create table vault.reads (
  jurisdiction text not null,
  person_ref text not null,
  read_id uuid not null default gen_random_uuid(),
  at timestamp with time zone not null,
  role text not null,
  unit text not null,
  fields text[] not null,
  reason text not null,
  view_id uuid,
  purpose text not null default 'agreed'::text,
  constraint reads_pkey PRIMARY KEY (jurisdiction, person_ref, read_id)
);

create table vault.replies (
  jurisdiction text not null,
  mark bytea not null,
  at timestamp with time zone not null,
  constraint replies_pkey PRIMARY KEY (jurisdiction, mark),
  constraint replies_mark_check CHECK ((length(mark) = 32))
);

create table vault.tellings (
  jurisdiction text not null,
  person_ref text not null,
  channels text[] not null,
  locale text not null,
  constraint tellings_pkey PRIMARY KEY (jurisdiction, person_ref),
  constraint tellings_jurisdiction_person_ref_fkey FOREIGN KEY (jurisdiction, person_ref) REFERENCES vault.deposits(jurisdiction, person_ref) ON DELETE CASCADE,
  constraint tellings_channels_check CHECK ((((cardinality(channels) >= 1) AND (cardinality(channels) <= 2)) AND (channels <@ ARRAY['email'::text, 'text'::text]))),
  constraint tellings_locale_check CHECK ((locale ~ '^[a-z]{2}$'::text))
);

create table verdicts.asked (
  jurisdiction text not null,
  case_id uuid not null,
  round integer not null,
  question_id uuid not null,
  asked_at timestamp with time zone not null,
  constraint asked_jurisdiction_question_id_key UNIQUE (jurisdiction, question_id),
  constraint asked_pkey PRIMARY KEY (jurisdiction, case_id, round),
  constraint asked_round_check CHECK ((round > 0))
);
alter table verdicts.asked enable row level security;
alter table verdicts.asked force row level security;

create table verdicts.ballots (
  jurisdiction text not null,
  ballot_key bytea not null,
  unit text not null,
  month text not null,
  topic_level_1 text not null,
  channel_group text not null,
  score smallint not null,
  constraint ballots_pkey PRIMARY KEY (jurisdiction, ballot_key),
  constraint ballots_ballot_key_check CHECK ((length(ballot_key) = 32)),
  constraint ballots_channel_group_check CHECK ((channel_group = ANY (ARRAY['screen'::text, 'voice'::text, 'counter'::text]))),
  constraint ballots_month_check CHECK ((month ~ '^\d{4}-\d{2}$'::text)),
  constraint ballots_score_check CHECK (((score >= 1) AND (score <= 5)))
);

create table verdicts.batches (
  jurisdiction text not null,
  unit text not null,
  from_month text not null,
  to_month text not null,
  scores integer[] not null,
  sealed_at timestamp with time zone not null,
  constraint batches_pkey PRIMARY KEY (jurisdiction, unit, to_month),
  constraint batches_scores_check CHECK ((array_length(scores, 1) = 5))
);

-- indexes

CREATE INDEX acts_by_account ON accounts.acts USING btree (jurisdiction, account_id, at);

CREATE INDEX credentials_by_account ON accounts.credentials USING btree (account_id);

CREATE UNIQUE INDEX credentials_by_subject ON accounts.credentials USING btree (provider, provider_account_id) WHERE (provider <> 'credential'::text);

CREATE UNIQUE INDEX credentials_one_sign_on ON accounts.credentials USING btree (account_id) WHERE (provider <> 'credential'::text);

CREATE UNIQUE INDEX grants_open ON accounts.grants USING btree (jurisdiction, account_id, role, unit) WHERE (valid_to IS NULL);

CREATE UNIQUE INDEX passkeys_by_credential ON accounts.passkeys USING btree (jurisdiction, credential);

CREATE INDEX sessions_by_account ON accounts.sessions USING btree (account_id);

CREATE INDEX staff_by_username ON accounts.staff USING btree (jurisdiction, username);

CREATE INDEX verifications_by_identifier ON accounts.verifications USING btree (identifier);

CREATE INDEX cases_answered ON cases.cases USING btree (jurisdiction, handler, answered_at DESC, case_id) WHERE ((answered_at IS NOT NULL) AND (due_at IS NULL));

CREATE INDEX cases_assisted ON cases.cases USING gin (assisting) WHERE (assisting <> '{}'::text[]);

CREATE INDEX cases_corrections ON cases.cases USING btree (jurisdiction, topic, corrected_at DESC) WHERE (corrected_to IS NOT NULL);

CREATE INDEX cases_handled ON cases.cases USING btree (jurisdiction, handler, due_at, case_id) WHERE (due_at IS NOT NULL);

CREATE UNIQUE INDEX cases_number ON cases.cases USING btree (jurisdiction, number);

CREATE INDEX cases_owned ON cases.cases USING btree (jurisdiction, owner, due_at, case_id) WHERE ((due_at IS NOT NULL) AND (owner <> handler));

CREATE INDEX cases_to_decide ON cases.cases USING btree (jurisdiction, due_at, case_id) WHERE (stage = ANY (ARRAY['diversion-contested'::text, 'objected'::text]));

CREATE INDEX cases_with_reissue ON cases.cases USING btree (jurisdiction, reissue) WHERE (reissue IS NOT NULL);

CREATE INDEX erasure_wishes_due ON cases.erasure_wishes USING btree (jurisdiction, asked_at);

CREATE INDEX hard_cases_by_review ON cases.hard_cases USING btree (jurisdiction, listed DESC, review_at, number, round);

CREATE INDEX idempotency_expiry ON cases.idempotency USING btree (expires_at);

CREATE INDEX payloads_person ON cases.payloads USING btree (jurisdiction, ((sealed ->> 'person'::text))) WHERE ((seq = 1) AND (sealed ? 'person'::text));

CREATE UNIQUE INDEX photos_name ON cases.photos USING btree (jurisdiction, name);

CREATE INDEX public_cases_by_division ON cases.public_cases USING btree (jurisdiction, division, listed_day DESC, number DESC);

CREATE INDEX public_cases_by_owner ON cases.public_cases USING btree (jurisdiction, owner, listed_day DESC, number DESC);

CREATE INDEX public_cases_by_stage ON cases.public_cases USING btree (jurisdiction, stage, listed_day DESC, number DESC);

CREATE INDEX public_cases_by_topic ON cases.public_cases USING btree (jurisdiction, topic, listed_day DESC, number DESC);

CREATE INDEX public_cases_judged ON cases.public_cases USING btree (jurisdiction, outcome_day DESC, number) WHERE (outcome IS NOT NULL);

CREATE INDEX public_cases_listed ON cases.public_cases USING btree (jurisdiction, listed_day DESC, number DESC);

CREATE INDEX public_cases_public ON cases.public_cases USING btree (jurisdiction, public_day DESC, number DESC);

CREATE INDEX public_cases_running ON cases.public_cases USING btree (jurisdiction, due_at) WHERE ((due_at IS NOT NULL) AND (answered_at IS NULL) AND (NOT paused));

CREATE INDEX public_cases_search ON cases.public_cases USING gin (search) WITH (fastupdate='on', gin_pending_list_limit='1024');

CREATE INDEX public_cases_told ON cases.public_cases USING btree (jurisdiction, told_at, number);

CREATE INDEX removals_by_day ON cases.removals USING btree (jurisdiction, day DESC, number DESC, place DESC);

CREATE INDEX rounds_by_handler ON cases.rounds USING btree (jurisdiction, handler, started_at);

CREATE INDEX rounds_by_owner ON cases.rounds USING btree (jurisdiction, owner, started_at) WHERE (owner <> unit);

CREATE INDEX rounds_by_unit ON cases.rounds USING btree (jurisdiction, unit, started_at);

CREATE INDEX rounds_judged ON cases.rounds USING btree (jurisdiction, outcome_day DESC, number) WHERE (outcome IS NOT NULL);

CREATE INDEX timers_due ON cases.timers USING btree (jurisdiction, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX entries_newest ON knowledge.entries USING btree (jurisdiction, changed_at DESC, entry DESC);

CREATE INDEX entries_search ON knowledge.entries USING gin (search);

CREATE INDEX incidents_newest ON matters.incidents USING btree (jurisdiction, ended_at DESC, declared_at DESC, matter_id);

CREATE INDEX matters_newest ON matters.matters USING btree (jurisdiction, declared_at DESC, matter_id);

CREATE INDEX members_of_case ON matters.members USING btree (jurisdiction, case_id);

CREATE INDEX members_to_do ON matters.members USING btree (jurisdiction, matter_id, case_id) WHERE (state = ANY (ARRAY['wanted'::text, 'leaving'::text]));

CREATE INDEX members_told ON matters.members USING btree (jurisdiction, matter_id, told, case_id) WHERE (state = 'member'::text);

CREATE INDEX notices_due ON notices.notices USING btree (jurisdiction, due_at) WHERE (state = 'waiting'::text);

CREATE INDEX notices_of_case ON notices.notices USING btree (jurisdiction, case_id, noted_at);

CREATE INDEX ended_sessions_expiry ON platform.ended_sessions USING btree (expires_at);

CREATE INDEX idempotency_expiry ON platform.idempotency USING btree (expires_at);

CREATE UNIQUE INDEX keys_in_use ON sealed.keys USING btree (jurisdiction, account_id) WHERE (retired_at IS NULL);

CREATE INDEX reports_by_reader ON sealed.reports USING gin (readers);

CREATE INDEX reports_due ON sealed.reports USING btree (jurisdiction, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX requests_contested ON unsealing.requests USING btree (jurisdiction, answer_by) WHERE (contest = 'open'::text);

CREATE INDEX requests_of_case ON unsealing.requests USING btree (jurisdiction, case_id, asked_at);

CREATE INDEX requests_waiting ON unsealing.requests USING btree (jurisdiction, decide_by) WHERE (status = 'requested'::text);

CREATE INDEX asked_of_number ON vault.asked USING btree (jurisdiction, number_mark);

CREATE INDEX asked_of_person ON vault.asked USING btree (jurisdiction, person_ref);

CREATE INDEX asked_waiting ON vault.asked USING btree (jurisdiction) WHERE (waits OR help_due);

CREATE INDEX deposits_unconfirmed ON vault.deposits USING btree (jurisdiction, deposited_at) WHERE (confirmed_at IS NULL);

CREATE UNIQUE INDEX reads_once ON vault.reads USING btree (jurisdiction, view_id) WHERE (view_id IS NOT NULL);

CREATE INDEX ballots_by_unit ON verdicts.ballots USING btree (jurisdiction, unit, month);

-- functions

CREATE OR REPLACE FUNCTION cases.actor_case()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ select (nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'caseId')::uuid $function$;

CREATE OR REPLACE FUNCTION cases.actor_kind()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'kind' $function$;

CREATE OR REPLACE FUNCTION cases.actor_protects()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select coalesce(nullif(current_setting('minsheng.actor', true), '')::jsonb -> 'roles' ? 'protection-officer', false) $function$;

CREATE OR REPLACE FUNCTION cases.actor_reads_all()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select coalesce(nullif(current_setting('minsheng.actor', true), '')::jsonb -> 'roles'
       ?| array['dispatcher', 'operator', 'supervisor', 'objection-reviewer', 'call-back-officer', 'auditor'], false) $function$;

CREATE OR REPLACE FUNCTION cases.actor_unit()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'unitId' $function$;

CREATE OR REPLACE FUNCTION cases.actor_units()
 RETURNS text[]
 LANGUAGE sql
 STABLE
AS $function$
  select array(select jsonb_array_elements_text(coalesce(actor -> 'above', '[]'))) || array[actor ->> 'unitId', '^' || (actor ->> 'unitId')]
  from (select nullif(current_setting('minsheng.actor', true), '')::jsonb as actor) as who
$function$;

CREATE OR REPLACE FUNCTION cases.erase(of_place text, of_case uuid, at_seq integer, kept jsonb, story jsonb, words_to_search text, changed_at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'cases', 'pg_temp'
AS $function$
declare
  photos integer;
begin
  if not exists (
    select from record.events e
    where e.jurisdiction = of_place and e.stream = of_case::text and e.stream_seq = at_seq and e.type like 'case.erased.%'
  ) then
    raise exception 'nothing is erased without an event' using errcode = '42501';
  end if;
  delete from cases.payloads p where p.jurisdiction = of_place and p.case_id = of_case;
  insert into cases.payloads (jurisdiction, case_id, seq, sealed) values (of_place, of_case, at_seq, kept);
  delete from cases.photos p where p.jurisdiction = of_place and p.case_id = of_case;
  get diagnostics photos = row_count;
  delete from cases.idempotency i where i.jurisdiction = of_place and i.case_id = of_case;
  update cases.cases c set version = at_seq, summary = null, about = '{}' where c.jurisdiction = of_place and c.case_id = of_case;
  update cases.public_cases p set summary = null, words = null, address = null, latitude = null, longitude = null, timeline = story,
      search = words_to_search::tsvector, updated_at = changed_at,
      told_at = to_timestamp((select max(coalesce((step->>'at')::bigint, (step->>'since')::bigint)) from jsonb_array_elements(story) step) / 1000.0)
    from cases.cases c
    where c.jurisdiction = of_place and c.case_id = of_case and p.jurisdiction = of_place and p.number = c.number;
  return photos;
end $function$;

CREATE OR REPLACE FUNCTION cases.ms(at timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$ select (extract(epoch from at) * 1000)::bigint $function$;

CREATE OR REPLACE FUNCTION cases.purge_idempotency(batch integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'cases', 'pg_temp'
AS $function$
  with expired as (
    select jurisdiction, key_hmac from cases.idempotency where expires_at < platform.now()
    order by expires_at limit least(batch, 10000) for update skip locked
  ), gone as (
    delete from cases.idempotency i using expired e
    where i.jurisdiction = e.jurisdiction and i.key_hmac = e.key_hmac returning 1
  )
  select count(*)::integer from gone
$function$;

CREATE OR REPLACE FUNCTION cases.refuse_outcome()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'only app_verdict sets an outcome' using errcode = '42501';
end $function$;

CREATE OR REPLACE FUNCTION cases.refuse_untold_outcome()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.outcome is distinct from old.outcome or (new.stage = 'solved' and old.stage is distinct from 'solved') then
    if not exists (
      select from cases.rounds r where r.jurisdiction = new.jurisdiction and r.number = new.number and r.outcome = new.outcome)
      or (new.stage = 'solved' and new.outcome <> 'solved') or current_user <> 'worker' then
      raise exception 'only app_verdict sets an outcome' using errcode = '42501';
    end if;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION cases.replace_receipt(of_place text, of_case uuid, at_seq integer, new_salt bytea, new_verifier bytea, new_carried bytea)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'cases', 'pg_temp'
AS $function$
declare
  what text;
  made integer;
begin
  select e.type into what from record.events e where e.jurisdiction = of_place and e.stream = of_case::text and e.stream_seq = at_seq;
  if of_place is distinct from current_setting('minsheng.jurisdiction', true) or not coalesce(
    (what like 'case.receipt-exchanged.%' and cases.actor_kind() = 'resident' and cases.actor_case() = of_case)
    or (what like 'case.receipt-reissued.%' and cases.actor_kind() = 'staff'), false) then
    raise exception 'no code is replaced without an event' using errcode = '42501';
  end if;
  if what like 'case.receipt-reissued.%' then
    insert into cases.former_receipts (jurisdiction, number, generation, case_id, salt, verifier, carried)
    select r.jurisdiction, r.number, r.generation, r.case_id, r.salt, r.verifier, r.carried from cases.receipts r
    where r.jurisdiction = of_place and r.case_id = of_case and r.since_seq < at_seq;
  end if;
  update cases.receipts r set salt = new_salt, verifier = new_verifier, carried = new_carried, generation = r.generation + 1, since_seq = at_seq
  where r.jurisdiction = of_place and r.case_id = of_case and r.since_seq < at_seq
  returning r.generation into made;
  if made is null then raise exception 'this event has brought its code already' using errcode = '42501'; end if;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION cases.restore_receipt(of_place text, of_case uuid, at_seq integer, made_by integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'cases', 'pg_temp'
AS $function$
declare
  made integer;
begin
  if of_place is distinct from current_setting('minsheng.jurisdiction', true) or cases.actor_kind() is distinct from 'staff' or not exists (
    select from record.events e where e.jurisdiction = of_place and e.stream = of_case::text and e.stream_seq = at_seq and e.type like 'case.reissue-settled.%'
  ) then
    raise exception 'no code is restored without an event' using errcode = '42501';
  end if;
  update cases.receipts r set salt = f.salt, verifier = f.verifier, carried = f.carried, generation = r.generation + 1, since_seq = at_seq
  from cases.former_receipts f
  where r.jurisdiction = of_place and r.case_id = of_case and r.since_seq < at_seq
    and f.jurisdiction = r.jurisdiction and f.number = r.number and f.generation = made_by - 1
  returning r.generation into made;
  if made is null then raise exception 'there is no code to restore' using errcode = '42501'; end if;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION platform.advance_clock(step interval)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'platform', 'pg_temp'
AS $function$
  update platform.instance set clock_offset = clock_offset + step where is_demo and step > interval '0' returning true
$function$;

CREATE OR REPLACE FUNCTION platform.keep_demo()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.is_demo is distinct from new.is_demo then
    raise exception 'an instance stays what it was created as';
  end if;
  if new.clock_offset < old.clock_offset then
    raise exception 'the clock of an instance never runs backwards';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION platform.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select date_trunc('milliseconds', clock_timestamp() + coalesce((select clock_offset from platform.instance), interval '0'))
$function$;

CREATE OR REPLACE FUNCTION platform.purge_idempotency(batch integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'platform', 'pg_temp'
AS $function$
  with expired as (
    select jurisdiction, key_hmac from platform.idempotency where expires_at < platform.now()
    order by expires_at limit least(batch, 10000) for update skip locked
  ), gone as (
    delete from platform.idempotency i using expired e
    where i.jurisdiction = e.jurisdiction and i.key_hmac = e.key_hmac returning 1
  )
  select count(*)::integer from gone
$function$;

CREATE OR REPLACE FUNCTION record.check_time()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  behind interval := coalesce((select interval '1 day' - clock_offset from platform.instance where is_demo), interval '5 s');
begin
  if new.at > platform.now() + interval '5 s' or new.at < transaction_timestamp() - behind then
    raise exception 'an event bears the time of its own transaction' using errcode = '22008';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION record.refuse_judgement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'only app_verdict records a judgement' using errcode = '42501';
end $function$;

CREATE OR REPLACE FUNCTION sealed.actor_account()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'accountId'
$function$;

CREATE OR REPLACE FUNCTION sealed.actor_kind()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'kind'
$function$;

CREATE OR REPLACE FUNCTION sealed.actor_report()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$
  select (nullif(current_setting('minsheng.actor', true), '')::jsonb ->> 'caseId')::uuid
$function$;

-- triggers

CREATE TRIGGER outcome_by_residents_only AFTER UPDATE ON cases.cases FOR EACH ROW WHEN (((CURRENT_USER = ANY (ARRAY['app_actor'::name, 'worker'::name])) AND (new.stage = 'solved'::text) AND (old.stage <> 'solved'::text))) EXECUTE FUNCTION cases.refuse_outcome();

CREATE TRIGGER first_outcome_by_residents_only AFTER INSERT ON cases.public_cases FOR EACH ROW WHEN (((CURRENT_USER = ANY (ARRAY['app_actor'::name, 'worker'::name])) AND ((new.outcome IS NOT NULL) OR (new.stage = 'solved'::text)))) EXECUTE FUNCTION cases.refuse_untold_outcome();

CREATE TRIGGER outcome_by_residents_only AFTER UPDATE ON cases.public_cases FOR EACH ROW WHEN ((CURRENT_USER = ANY (ARRAY['app_actor'::name, 'worker'::name]))) EXECUTE FUNCTION cases.refuse_untold_outcome();

CREATE TRIGGER first_outcome_by_residents_only AFTER INSERT ON cases.rounds FOR EACH ROW WHEN (((CURRENT_USER = ANY (ARRAY['app_actor'::name, 'worker'::name])) AND (new.outcome IS NOT NULL))) EXECUTE FUNCTION cases.refuse_outcome();

CREATE TRIGGER outcome_by_residents_only AFTER UPDATE ON cases.rounds FOR EACH ROW WHEN (((CURRENT_USER = ANY (ARRAY['app_actor'::name, 'worker'::name])) AND (new.outcome IS DISTINCT FROM old.outcome))) EXECUTE FUNCTION cases.refuse_outcome();

CREATE TRIGGER keep_demo BEFORE UPDATE ON platform.instance FOR EACH ROW EXECUTE FUNCTION platform.keep_demo();

CREATE TRIGGER judged_by_residents_only BEFORE INSERT ON record.events FOR EACH ROW WHEN (((CURRENT_USER <> 'app_verdict'::name) AND ((new.type ~~ 'case.judged.%'::text) OR (POSITION(('\x2274797065223a22636173652e6a75646765642e'::bytea) IN (new.envelope)) > 0)))) EXECUTE FUNCTION record.refuse_judgement();

CREATE TRIGGER time_of_transaction BEFORE INSERT ON record.events FOR EACH ROW WHEN (((new.at > clock_timestamp()) OR (new.at < (transaction_timestamp() - '00:00:05'::interval)))) EXECUTE FUNCTION record.check_time();

-- policies

create policy acts_of_jurisdiction on accounts.acts as permissive for all to accounts_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy keeper on accounts.acts as permissive for all to minsheng
  using (true)
  with check (true);

create policy authenticators_of_jurisdiction on accounts.authenticators as permissive for all to accounts_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy keeper on accounts.authenticators as permissive for all to minsheng
  using (true)
  with check (true);

create policy grants_of_jurisdiction on accounts.grants as permissive for all to accounts_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy keeper on accounts.grants as permissive for all to minsheng
  using (true)
  with check (true);

create policy keeper on accounts.passkeys as permissive for all to minsheng
  using (true)
  with check (true);

create policy passkeys_of_jurisdiction on accounts.passkeys as permissive for all to accounts_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy keeper on accounts.recovery_codes as permissive for all to minsheng
  using (true)
  with check (true);

create policy recovery_codes_of_jurisdiction on accounts.recovery_codes as permissive for all to accounts_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy keeper on accounts.spent_challenges as permissive for all to minsheng
  using (true)
  with check (true);

create policy spent_challenges_of_jurisdiction on accounts.spent_challenges as permissive for all to accounts_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy keeper on accounts.staff as permissive for all to minsheng
  using (true)
  with check (true);

create policy staff_of_jurisdiction on accounts.staff as permissive for all to accounts_svc
  using (((COALESCE(current_setting('minsheng.jurisdiction'::text, true), ''::text) = ''::text) OR (COALESCE(current_setting('minsheng.jurisdiction'::text, true), ''::text) = jurisdiction)))
  with check (((COALESCE(current_setting('minsheng.jurisdiction'::text, true), ''::text) = ''::text) OR (COALESCE(current_setting('minsheng.jurisdiction'::text, true), ''::text) = jurisdiction)));

create policy add on cases.cases as permissive for insert to app_actor, app_verdict
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on cases.cases as permissive for all to minsheng
  using (true)
  with check (true);

create policy move_on on cases.cases as permissive for update to app_actor, app_verdict
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy tell on cases.cases as permissive for update to worker
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy those_with_a_duty on cases.cases as permissive for select to app_actor, app_verdict, worker
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND
CASE ( SELECT cases.actor_kind() AS actor_kind)
    WHEN 'system'::text THEN true
    WHEN 'resident'::text THEN (case_id = ( SELECT cases.actor_case() AS actor_case))
    WHEN 'staff'::text THEN ((NOT (about && ( SELECT cases.actor_units() AS actor_units))) AND (( SELECT cases.actor_reads_all() AS actor_reads_all) OR (owner = ( SELECT cases.actor_unit() AS actor_unit)) OR (handler = ( SELECT cases.actor_unit() AS actor_unit)) OR (( SELECT cases.actor_unit() AS actor_unit) = ANY (assisting)) OR ((removals > 0) AND ( SELECT cases.actor_protects() AS actor_protects))))
    ELSE false
END));

create policy keeper on cases.erasure_wishes as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_job on cases.erasure_wishes as permissive for all to worker
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy the_resident_alone on cases.erasure_wishes as permissive for all to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'resident'::text) AND (case_id = ( SELECT cases.actor_case() AS actor_case))))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'resident'::text) AND (case_id = ( SELECT cases.actor_case() AS actor_case))));

create policy at_the_door on cases.former_receipts as permissive for select to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'public'::text)));

create policy keeper on cases.former_receipts as permissive for all to minsheng
  using (true)
  with check (true);

create policy keeper on cases.idempotency as permissive for all to minsheng
  using (true)
  with check (true);

create policy own_jurisdiction on cases.idempotency as permissive for all to app_actor, app_verdict, worker
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on cases.imports as permissive for all to minsheng
  using (true)
  with check (true);

create policy own_jurisdiction on cases.imports as permissive for all to app_actor
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy add on cases.payloads as permissive for insert to app_actor, app_verdict
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on cases.payloads as permissive for all to minsheng
  using (true)
  with check (true);

create policy with_the_case on cases.payloads as permissive for select to app_actor, app_verdict, worker
  using ((EXISTS ( SELECT
   FROM cases.cases c
  WHERE ((c.jurisdiction = payloads.jurisdiction) AND (c.case_id = payloads.case_id)))));

create policy add on cases.photos as permissive for insert to app_actor, app_verdict
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on cases.photos as permissive for all to minsheng
  using (true)
  with check (true);

create policy with_the_case on cases.photos as permissive for select to app_actor, app_verdict, worker
  using ((EXISTS ( SELECT
   FROM cases.cases c
  WHERE ((c.jurisdiction = photos.jurisdiction) AND (c.case_id = photos.case_id)))));

create policy add on cases.receipts as permissive for insert to app_actor
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy at_the_door on cases.receipts as permissive for select to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'public'::text)));

create policy keeper on cases.receipts as permissive for all to minsheng
  using (true)
  with check (true);

create policy keeper on cases.resident_reads as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_resident_alone on cases.resident_reads as permissive for all to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'resident'::text) AND (case_id = ( SELECT cases.actor_case() AS actor_case))))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'resident'::text) AND (case_id = ( SELECT cases.actor_case() AS actor_case))));

create policy keeper on cases.timers as permissive for all to minsheng
  using (true)
  with check (true);

create policy own_jurisdiction on cases.timers as permissive for all to app_actor, app_verdict, worker
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy everything on jobs.outbox as permissive for all to worker
  using (true);

create policy own_jurisdiction on jobs.outbox as permissive for insert to app_actor, app_verdict, vault_svc, worker
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy everyone on knowledge.entries as permissive for select to app_actor, app_public, worker
  using (true);

create policy its_unit on knowledge.entries as permissive for all to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'staff'::text) AND (unit = ( SELECT cases.actor_unit() AS actor_unit))))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'staff'::text) AND (unit = ( SELECT cases.actor_unit() AS actor_unit))));

create policy keeper on knowledge.entries as permissive for all to minsheng
  using (true)
  with check (true);

create policy everyone on knowledge.versions as permissive for select to app_actor, app_public, worker
  using (true);

create policy its_unit on knowledge.versions as permissive for all to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'staff'::text) AND (unit = ( SELECT cases.actor_unit() AS actor_unit))))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'staff'::text) AND (unit = ( SELECT cases.actor_unit() AS actor_unit))));

create policy keeper on knowledge.versions as permissive for all to minsheng
  using (true)
  with check (true);

create policy add on matters.matters as permissive for insert to app_actor
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on matters.matters as permissive for all to minsheng
  using (true)
  with check (true);

create policy move_on on matters.matters as permissive for update to app_actor
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy offices_and_members on matters.matters as permissive for select to app_actor, worker
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND
CASE ( SELECT cases.actor_kind() AS actor_kind)
    WHEN 'system'::text THEN true
    WHEN 'staff'::text THEN true
    WHEN 'resident'::text THEN (EXISTS ( SELECT
       FROM matters.members m
      WHERE ((m.jurisdiction = matters.jurisdiction) AND (m.matter_id = matters.matter_id) AND (m.state = 'member'::text))))
    ELSE false
END));

create policy add on matters.members as permissive for insert to app_actor
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy forget on matters.members as permissive for delete to worker
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on matters.members as permissive for all to minsheng
  using (true)
  with check (true);

create policy move_on on matters.members as permissive for update to app_actor
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy offices_and_own_case on matters.members as permissive for select to app_actor, worker
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND
CASE ( SELECT cases.actor_kind() AS actor_kind)
    WHEN 'system'::text THEN true
    WHEN 'staff'::text THEN true
    WHEN 'resident'::text THEN (case_id = ( SELECT cases.actor_case() AS actor_case))
    ELSE false
END));

create policy add on matters.payloads as permissive for insert to app_actor
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on matters.payloads as permissive for all to minsheng
  using (true)
  with check (true);

create policy with_the_matter on matters.payloads as permissive for select to app_actor, worker
  using ((EXISTS ( SELECT
   FROM matters.matters m
  WHERE ((m.jurisdiction = payloads.jurisdiction) AND (m.matter_id = payloads.matter_id)))));

create policy forget on notices.notices as permissive for all to worker
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on notices.notices as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_program on notices.notices as permissive for all to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'system'::text)))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'system'::text)));

create policy the_resident on notices.notices as permissive for select to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'resident'::text) AND (case_id = ( SELECT cases.actor_case() AS actor_case))));

create policy ended_sessions_of_jurisdiction on platform.ended_sessions as permissive for all to public
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy idempotency_of_jurisdiction on platform.idempotency as permissive for all to public
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy of_sealed on record.entries as permissive for all to sealed_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy own_jurisdiction on record.entries as permissive for all to app_actor, app_verdict, vault_svc, worker
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy published on record.entries as permissive for select to app_public
  using (true);

create policy of_sealed on record.events as permissive for all to sealed_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy own_jurisdiction on record.events as permissive for all to app_actor, app_verdict, vault_svc, worker
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy everyone on record.heads as permissive for select to app_public, worker
  using (true);

create policy of_sealed on record.heads as permissive for all to sealed_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy own_jurisdiction on record.heads as permissive for all to app_actor, app_verdict, vault_svc, worker
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy of_sealed on record.pending as permissive for all to sealed_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy own_jurisdiction on record.pending as permissive for all to app_actor, app_verdict, vault_svc, worker
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy waiting on record.pending as permissive for select to worker
  using (true);

create policy everyone on record.state as permissive for select to app_public
  using (true);

create policy of_sealed on record.state as permissive for all to sealed_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy own_jurisdiction on record.state as permissive for all to app_actor, app_verdict, vault_svc, worker
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy of_sealed on record.subject_keys as permissive for all to sealed_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy own_jurisdiction on record.subject_keys as permissive for all to app_actor, app_verdict, vault_svc, worker
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy of_sealed on record.tiles as permissive for all to sealed_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy own_jurisdiction on record.tiles as permissive for all to app_actor, app_verdict, vault_svc, worker
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy published on record.tiles as permissive for select to app_public
  using (true);

create policy of_sealed on record.undisclosed as permissive for all to sealed_svc
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy own_jurisdiction on record.undisclosed as permissive for all to app_actor, app_verdict, vault_svc, worker
  using ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)))
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy everyone on scorecards.results as permissive for select to app_actor, app_public, worker
  using (true);

create policy own_jurisdiction on scorecards.results as permissive for insert to worker
  with check ((jurisdiction = current_setting('minsheng.jurisdiction'::text, true)));

create policy keeper on sealed.copies as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_machine on sealed.copies as permissive for all to sealed_svc
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)));

create policy with_the_report on sealed.copies as permissive for select to sealed_svc
  using ((EXISTS ( SELECT
   FROM sealed.reports r
  WHERE ((r.jurisdiction = copies.jurisdiction) AND (r.report_id = copies.report_id)))));

create policy keeper on sealed.keys as permissive for all to minsheng
  using (true)
  with check (true);

create policy own_keys on sealed.keys as permissive for select to sealed_svc
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'staff'::text) AND (account_id = ( SELECT sealed.actor_account() AS actor_account))));

create policy the_machine on sealed.keys as permissive for all to sealed_svc
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)));

create policy keeper on sealed.letters as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_machine on sealed.letters as permissive for all to sealed_svc
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)));

create policy with_the_report on sealed.letters as permissive for select to sealed_svc
  using ((EXISTS ( SELECT
   FROM sealed.reports r
  WHERE ((r.jurisdiction = letters.jurisdiction) AND (r.report_id = letters.report_id)))));

create policy keeper on sealed.receipts as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_machine on sealed.receipts as permissive for all to sealed_svc
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)));

create policy its_readers on sealed.reports as permissive for select to sealed_svc
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND
CASE ( SELECT sealed.actor_kind() AS actor_kind)
    WHEN 'resident'::text THEN (report_id = ( SELECT sealed.actor_report() AS actor_report))
    WHEN 'staff'::text THEN (( SELECT sealed.actor_account() AS actor_account) = ANY (readers))
    ELSE false
END));

create policy keeper on sealed.reports as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_machine on sealed.reports as permissive for all to sealed_svc
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)));

create policy keeper on sealed.steps as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_machine on sealed.steps as permissive for all to sealed_svc
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT sealed.actor_kind() AS actor_kind) = 'system'::text)));

create policy with_the_report on sealed.steps as permissive for select to sealed_svc
  using ((EXISTS ( SELECT
   FROM sealed.reports r
  WHERE ((r.jurisdiction = steps.jurisdiction) AND (r.report_id = steps.report_id)))));

create policy add on unsealing.payloads as permissive for insert to app_actor
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy erase on unsealing.payloads as permissive for delete to worker
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on unsealing.payloads as permissive for all to minsheng
  using (true)
  with check (true);

create policy with_the_request on unsealing.payloads as permissive for select to app_actor, worker
  using ((EXISTS ( SELECT
   FROM unsealing.requests r
  WHERE ((r.jurisdiction = payloads.jurisdiction) AND (r.request_id = payloads.request_id)))));

create policy add on unsealing.requests as permissive for insert to app_actor
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on unsealing.requests as permissive for all to minsheng
  using (true)
  with check (true);

create policy move_on on unsealing.requests as permissive for update to app_actor
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy those_with_a_duty on unsealing.requests as permissive for select to app_actor, worker
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND
CASE ( SELECT cases.actor_kind() AS actor_kind)
    WHEN 'system'::text THEN true
    WHEN 'resident'::text THEN (case_id = ( SELECT cases.actor_case() AS actor_case))
    WHEN 'staff'::text THEN ((NOT (kept_from && ( SELECT cases.actor_units() AS actor_units))) AND ((unit = ( SELECT cases.actor_unit() AS actor_unit)) OR (outside_unit = ( SELECT cases.actor_unit() AS actor_unit)) OR (deciding_roles && ARRAY( SELECT jsonb_array_elements_text(((NULLIF(current_setting('minsheng.actor'::text, true), ''::text))::jsonb -> 'roles'::text)) AS jsonb_array_elements_text))))
    ELSE false
END));

create policy keeper on vault.checks as permissive for all to minsheng
  using (true)
  with check (true);

create policy own_jurisdiction on vault.checks as permissive for all to vault_svc
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)))
  with check ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy forget on verdicts.asked as permissive for all to worker
  using ((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)));

create policy keeper on verdicts.asked as permissive for all to minsheng
  using (true)
  with check (true);

create policy the_program on verdicts.asked as permissive for all to app_actor
  using (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'system'::text)))
  with check (((jurisdiction = ( SELECT current_setting('minsheng.jurisdiction'::text, true) AS current_setting)) AND (( SELECT cases.actor_kind() AS actor_kind) = 'system'::text)));

-- grants

grant usage on schema accounts to accounts_svc;

grant insert, select on table accounts.acts to accounts_svc;

grant delete, insert, select, update on table accounts.authenticators to accounts_svc;

grant delete, insert, select, update on table accounts.credentials to accounts_svc;

grant update (valid_to) on table accounts.grants to accounts_svc;

grant insert, select on table accounts.grants to accounts_svc;

grant update (counter) on table accounts.passkeys to accounts_svc;

grant delete, insert, select on table accounts.passkeys to accounts_svc;

grant delete, insert, select on table accounts.recovery_codes to accounts_svc;

grant delete, insert, select, update on table accounts.sessions to accounts_svc;

grant delete, insert, select on table accounts.spent_challenges to accounts_svc;

grant insert, select, update on table accounts.staff to accounts_svc;

grant delete, insert, select, update on table accounts.verifications to accounts_svc;

grant usage on schema cases to app_actor;

grant usage on schema cases to app_public;

grant usage on schema cases to app_verdict;

grant usage on schema cases to worker;

grant execute on function cases.actor_case() to public;

grant execute on function cases.actor_kind() to public;

grant execute on function cases.actor_protects() to public;

grant execute on function cases.actor_reads_all() to public;

grant execute on function cases.actor_unit() to public;

grant execute on function cases.actor_units() to public;

grant update (accepted_at) on table cases.cases to app_actor;

grant update (accepted_at) on table cases.cases to app_verdict;

grant update (answered_at) on table cases.cases to app_actor;

grant update (answered_at) on table cases.cases to app_verdict;

grant update (assisting) on table cases.cases to app_actor;

grant update (assisting) on table cases.cases to app_verdict;

grant update (corrected_at) on table cases.cases to app_actor;

grant update (corrected_at) on table cases.cases to app_verdict;

grant update (corrected_from) on table cases.cases to app_actor;

grant update (corrected_from) on table cases.cases to app_verdict;

grant update (corrected_to) on table cases.cases to app_actor;

grant update (corrected_to) on table cases.cases to app_verdict;

grant update (division) on table cases.cases to app_actor;

grant update (division) on table cases.cases to app_verdict;

grant update (due_at) on table cases.cases to app_actor;

grant update (due_at) on table cases.cases to app_verdict;

grant update (handler) on table cases.cases to app_actor;

grant update (handler) on table cases.cases to app_verdict;

grant update (kind) on table cases.cases to app_actor;

grant update (kind) on table cases.cases to app_verdict;

grant update (last_message) on table cases.cases to app_actor;

grant update (last_message) on table cases.cases to app_verdict;

grant update (owner) on table cases.cases to app_actor;

grant update (owner) on table cases.cases to app_verdict;

grant update (paused) on table cases.cases to app_actor;

grant update (paused) on table cases.cases to app_verdict;

grant update (reissue) on table cases.cases to app_actor;

grant update (reissue) on table cases.cases to app_verdict;

grant update (removals) on table cases.cases to app_actor;

grant update (removals) on table cases.cases to app_verdict;

grant update (round) on table cases.cases to app_actor;

grant update (round) on table cases.cases to app_verdict;

grant update (stage) on table cases.cases to app_actor;

grant update (stage) on table cases.cases to app_verdict;

grant update (summary) on table cases.cases to app_actor;

grant update (summary) on table cases.cases to app_verdict;

grant update (told) on table cases.cases to worker;

grant update (topic) on table cases.cases to app_actor;

grant update (topic) on table cases.cases to app_verdict;

grant update (urgency) on table cases.cases to app_actor;

grant update (urgency) on table cases.cases to app_verdict;

grant update (version) on table cases.cases to app_actor;

grant update (version) on table cases.cases to app_verdict;

grant insert, select on table cases.cases to app_actor;

grant insert, select on table cases.cases to app_verdict;

grant select on table cases.cases to worker;

grant execute on function cases.erase(of_place text, of_case uuid, at_seq integer, kept jsonb, story jsonb, words_to_search text, changed_at timestamp with time zone) to worker;

grant delete, insert, select on table cases.erasure_wishes to app_actor;

grant delete, select on table cases.erasure_wishes to worker;

grant select on table cases.former_receipts to app_actor;

grant insert, select, update on table cases.hard_cases to app_actor;

grant select on table cases.hard_cases to app_public;

grant insert, select, update on table cases.hard_cases to app_verdict;

grant insert, select, update on table cases.hard_cases to worker;

grant insert, select on table cases.idempotency to app_actor;

grant insert, select on table cases.idempotency to app_verdict;

grant insert, select on table cases.imports to app_actor;

grant execute on function cases.ms(at timestamp with time zone) to public;

grant insert, select on table cases.payloads to app_actor;

grant insert, select on table cases.payloads to app_verdict;

grant select on table cases.payloads to worker;

grant insert, select on table cases.photos to app_actor;

grant insert, select on table cases.photos to app_verdict;

grant select on table cases.photos to worker;

grant insert, select, update on table cases.public_cases to app_actor;

grant select on table cases.public_cases to app_public;

grant insert, select, update on table cases.public_cases to app_verdict;

grant insert, select, update on table cases.public_cases to worker;

grant execute on function cases.purge_idempotency(batch integer) to worker;

grant insert, select on table cases.receipts to app_actor;

grant execute on function cases.refuse_outcome() to public;

grant execute on function cases.refuse_untold_outcome() to public;

grant insert, select, update on table cases.removals to app_actor;

grant select on table cases.removals to app_public;

grant insert, select, update on table cases.removals to app_verdict;

grant insert, select, update on table cases.removals to worker;

grant execute on function cases.replace_receipt(of_place text, of_case uuid, at_seq integer, new_salt bytea, new_verifier bytea, new_carried bytea) to app_actor;

grant insert, select, update on table cases.resident_reads to app_actor;

grant execute on function cases.restore_receipt(of_place text, of_case uuid, at_seq integer, made_by integer) to app_actor;

grant insert, select, update on table cases.rounds to app_actor;

grant insert, select, update on table cases.rounds to app_verdict;

grant select on table cases.rounds to worker;

grant insert, select, update on table cases.timers to app_actor;

grant insert, select, update on table cases.timers to app_verdict;

grant select on table cases.timers to worker;

grant usage on schema jobs to app_actor;

grant usage on schema jobs to app_verdict;

grant usage on schema jobs to vault_svc;

grant usage on schema jobs to worker;

grant insert on table jobs.outbox to app_actor;

grant insert on table jobs.outbox to app_verdict;

grant insert on table jobs.outbox to vault_svc;

grant delete, insert, select, update on table jobs.outbox to worker;

grant usage on schema knowledge to app_actor;

grant usage on schema knowledge to app_public;

grant usage on schema knowledge to worker;

grant update (changed_at) on table knowledge.entries to app_actor;

grant update (question) on table knowledge.entries to app_actor;

grant update (search) on table knowledge.entries to app_actor;

grant update (topic) on table knowledge.entries to app_actor;

grant update (valid_until) on table knowledge.entries to app_actor;

grant update (version) on table knowledge.entries to app_actor;

grant update (withdrawn) on table knowledge.entries to app_actor;

grant update (withdrawn_at) on table knowledge.entries to app_actor;

grant insert, select on table knowledge.entries to app_actor;

grant select on table knowledge.entries to app_public;

grant select on table knowledge.entries to worker;

grant insert, select on table knowledge.versions to app_actor;

grant select on table knowledge.versions to app_public;

grant select on table knowledge.versions to worker;

grant usage on schema matters to app_actor;

grant usage on schema matters to app_public;

grant usage on schema matters to app_verdict;

grant usage on schema matters to worker;

grant insert, select, update on table matters.incidents to app_actor;

grant select on table matters.incidents to app_public;

grant select on table matters.incidents to worker;

grant update (ended_at) on table matters.matters to app_actor;

grant update (stage) on table matters.matters to app_actor;

grant update (unit) on table matters.matters to app_actor;

grant update (version) on table matters.matters to app_actor;

grant insert, select on table matters.matters to app_actor;

grant select on table matters.matters to worker;

grant update (asked) on table matters.members to app_actor;

grant update (refusal) on table matters.members to app_actor;

grant update (state) on table matters.members to app_actor;

grant update (told) on table matters.members to app_actor;

grant insert, select on table matters.members to app_actor;

grant delete, select on table matters.members to worker;

grant insert, select on table matters.payloads to app_actor;

grant select on table matters.payloads to worker;

grant usage on schema notices to app_actor;

grant usage on schema notices to worker;

grant update (channels) on table notices.notices to app_actor;

grant update (due_at) on table notices.notices to app_actor;

grant update (settled_at) on table notices.notices to app_actor;

grant update (state) on table notices.notices to app_actor;

grant update (tries) on table notices.notices to app_actor;

grant delete, insert, select on table notices.notices to app_actor;

grant delete, select on table notices.notices to worker;

grant usage on schema platform to accounts_svc;

grant usage on schema platform to app_actor;

grant usage on schema platform to app_public;

grant usage on schema platform to app_verdict;

grant usage on schema platform to sealed_svc;

grant usage on schema platform to vault_svc;

grant usage on schema platform to worker;

grant execute on function platform.advance_clock(step interval) to worker;

grant select on table platform.apart to app_public;

grant insert, select on table platform.ended_sessions to app_actor;

grant delete, select on table platform.ended_sessions to worker;

grant insert, select, update on table platform.idempotency to accounts_svc;

grant insert, select, update on table platform.idempotency to app_actor;

grant insert, select, update on table platform.idempotency to app_verdict;

grant insert, select, update on table platform.idempotency to sealed_svc;

grant select on table platform.instance to accounts_svc;

grant select on table platform.instance to app_actor;

grant select on table platform.instance to app_public;

grant select on table platform.instance to app_verdict;

grant select on table platform.instance to sealed_svc;

grant select on table platform.instance to vault_svc;

grant select on table platform.instance to worker;

grant execute on function platform.keep_demo() to public;

grant execute on function platform.now() to public;

grant execute on function platform.purge_idempotency(batch integer) to worker;

grant usage on schema record to app_actor;

grant usage on schema record to app_public;

grant usage on schema record to app_verdict;

grant usage on schema record to sealed_svc;

grant usage on schema record to vault_svc;

grant usage on schema record to worker;

grant execute on function record.check_time() to public;

grant select (entry) on table record.entries to app_public;

grant select (index) on table record.entries to app_public;

grant select (jurisdiction) on table record.entries to app_public;

grant select (leaf_hash) on table record.entries to app_public;

grant select on table record.entries to app_actor;

grant select on table record.entries to app_verdict;

grant select on table record.entries to vault_svc;

grant insert, select on table record.entries to worker;

grant insert, select on table record.events to app_actor;

grant insert, select on table record.events to app_verdict;

grant insert, select on table record.events to sealed_svc;

grant insert, select on table record.events to vault_svc;

grant insert, select on table record.events to worker;

grant update (at) on table record.heads to worker;

grant update (root) on table record.heads to worker;

grant update (size) on table record.heads to worker;

grant select on table record.heads to app_actor;

grant select on table record.heads to app_public;

grant select on table record.heads to app_verdict;

grant select on table record.heads to vault_svc;

grant insert, select on table record.heads to worker;

grant select (entry) on table record.pending to app_actor;

grant select (jurisdiction) on table record.pending to app_actor;

grant select (part) on table record.pending to app_actor;

grant select (stream) on table record.pending to app_actor;

grant select (stream_seq) on table record.pending to app_actor;

grant insert on table record.pending to app_actor;

grant insert on table record.pending to app_verdict;

grant insert on table record.pending to sealed_svc;

grant insert on table record.pending to vault_svc;

grant delete, insert, select on table record.pending to worker;

grant execute on function record.refuse_judgement() to public;

grant select on table record.state to app_actor;

grant select on table record.state to app_public;

grant select on table record.state to app_verdict;

grant select on table record.state to vault_svc;

grant insert, select on table record.state to worker;

grant update (destroyed_at) on table record.subject_keys to worker;

grant update (wrapped) on table record.subject_keys to worker;

grant insert, select on table record.subject_keys to app_actor;

grant insert, select on table record.subject_keys to app_verdict;

grant insert, select on table record.subject_keys to sealed_svc;

grant insert, select on table record.subject_keys to vault_svc;

grant insert, select on table record.subject_keys to worker;

grant update (hashes) on table record.tiles to worker;

grant select on table record.tiles to app_actor;

grant select on table record.tiles to app_public;

grant select on table record.tiles to app_verdict;

grant select on table record.tiles to vault_svc;

grant insert, select on table record.tiles to worker;

grant insert on table record.undisclosed to app_actor;

grant insert on table record.undisclosed to app_verdict;

grant insert on table record.undisclosed to sealed_svc;

grant insert on table record.undisclosed to vault_svc;

grant delete, insert, select on table record.undisclosed to worker;

grant usage on schema scorecards to app_actor;

grant usage on schema scorecards to app_public;

grant usage on schema scorecards to worker;

grant select on table scorecards.results to app_actor;

grant select on table scorecards.results to app_public;

grant insert, select on table scorecards.results to worker;

grant usage on schema sealed to sealed_svc;

grant execute on function sealed.actor_account() to sealed_svc;

grant execute on function sealed.actor_kind() to sealed_svc;

grant execute on function sealed.actor_report() to sealed_svc;

grant insert, select on table sealed.copies to sealed_svc;

grant update (retired_at) on table sealed.keys to sealed_svc;

grant insert, select on table sealed.keys to sealed_svc;

grant insert, select on table sealed.letters to sealed_svc;

grant insert, select on table sealed.receipts to sealed_svc;

grant update (due_at) on table sealed.reports to sealed_svc;

grant update (readers) on table sealed.reports to sealed_svc;

grant update (state) on table sealed.reports to sealed_svc;

grant update (version) on table sealed.reports to sealed_svc;

grant insert, select on table sealed.reports to sealed_svc;

grant insert, select on table sealed.steps to sealed_svc;

grant usage on schema units to app_actor;

grant usage on schema units to app_public;

grant usage on schema units to app_verdict;

grant usage on schema units to worker;

grant select on table units.jurisdictions to app_actor;

grant select on table units.jurisdictions to app_public;

grant select on table units.jurisdictions to app_verdict;

grant insert, select on table units.jurisdictions to worker;

grant select on table units.versions to app_actor;

grant select on table units.versions to app_public;

grant select on table units.versions to app_verdict;

grant insert, select on table units.versions to worker;

grant usage on schema unsealing to app_actor;

grant usage on schema unsealing to worker;

grant insert, select on table unsealing.payloads to app_actor;

grant delete, select on table unsealing.payloads to worker;

grant update (answer_by) on table unsealing.requests to app_actor;

grant update (contest) on table unsealing.requests to app_actor;

grant update (granted) on table unsealing.requests to app_actor;

grant update (open_until) on table unsealing.requests to app_actor;

grant update (status) on table unsealing.requests to app_actor;

grant update (version) on table unsealing.requests to app_actor;

grant update (views) on table unsealing.requests to app_actor;

grant insert, select on table unsealing.requests to app_actor;

grant select on table unsealing.requests to worker;

grant usage on schema vault to vault_svc;

grant delete, insert, select, update on table vault.asked to vault_svc;

grant delete, insert, select, update on table vault.budgets to vault_svc;

grant delete, insert, select, update on table vault.checks to vault_svc;

grant delete, insert, select, update on table vault.consents to vault_svc;

grant update (confirmed_at) on table vault.deposits to vault_svc;

grant update (deposited_at) on table vault.deposits to vault_svc;

grant update (sealed) on table vault.deposits to vault_svc;

grant update (wrapped_key) on table vault.deposits to vault_svc;

grant delete, insert, select on table vault.deposits to vault_svc;

grant update (reason) on table vault.reads to vault_svc;

grant insert, select on table vault.reads to vault_svc;

grant delete, insert, select on table vault.replies to vault_svc;

grant delete, insert, select, update on table vault.tellings to vault_svc;

grant usage on schema verdicts to app_actor;

grant usage on schema verdicts to app_public;

grant usage on schema verdicts to app_verdict;

grant usage on schema verdicts to worker;

grant insert, select on table verdicts.asked to app_actor;

grant delete, select on table verdicts.asked to worker;

grant update (score) on table verdicts.ballots to app_verdict;

grant insert, select on table verdicts.ballots to app_verdict;

grant delete, insert, select on table verdicts.ballots to worker;

grant select on table verdicts.batches to app_actor;

grant select on table verdicts.batches to app_public;

grant insert, select on table verdicts.batches to worker;
