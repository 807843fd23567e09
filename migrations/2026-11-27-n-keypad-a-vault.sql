-- "Is it solved? Answer with one digit": the questions that went to a number as text messages, and what came back. Which case one is
-- about is not kept here. `number_mark` is a keyed digest of the number; gone with the deposit, and with a new number.
create table vault.asked (
  jurisdiction text not null,
  question_id uuid not null,
  person_ref text not null,
  number_mark bytea not null check (length(number_mark) = 32),
  letter text not null check (letter ~ '^[A-Z]$'),
  asked_at timestamptz not null,
  valid_until timestamptz not null,
  digit smallint check (digit between 1 and 3),
  -- A reply that nobody has fetched yet.
  waits boolean not null default false,
  -- A reply that could not be taken: one message says how to write it.
  help_due boolean not null default false,
  primary key (jurisdiction, question_id),
  foreign key (jurisdiction, person_ref) references vault.deposits (jurisdiction, person_ref) on delete cascade
);
create index asked_of_number on vault.asked (jurisdiction, number_mark);
create index asked_of_person on vault.asked (jurisdiction, person_ref);
create index asked_waiting on vault.asked (jurisdiction) where waits or help_due;
grant select, insert, update, delete on vault.asked to vault_svc;

-- Replies that were taken, by a keyed digest of the gateway's own number for each: none is taken twice. Rows go after two days.
create table vault.replies (
  jurisdiction text not null,
  mark bytea not null check (length(mark) = 32),
  at timestamptz not null,
  primary key (jurisdiction, mark)
);
grant select, insert, delete on vault.replies to vault_svc;
