-- Satisfaction is a secret ballot: no case id, no time, no order of arrival in what is published.
create schema verdicts;
grant usage on schema verdicts to app_public, app_actor, app_verdict, worker;

-- Keyed by HMAC(receipt secret, "ballot/<round>"): recasting overwrites, and each voter finds their own by its key.
create table verdicts.ballots (
  jurisdiction text not null,
  ballot_key bytea not null check (length(ballot_key) = 32),
  unit text not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  topic_level_1 text not null,
  channel_group text not null check (channel_group in ('screen', 'voice', 'counter')),
  score smallint not null check (score between 1 and 5),
  primary key (jurisdiction, ballot_key)
);
create index ballots_by_unit on verdicts.ballots (jurisdiction, unit, month);

-- Written once the recast window of its last month has closed and at least k ballots are together.
create table verdicts.batches (
  jurisdiction text not null,
  unit text not null,
  from_month text not null,
  to_month text not null,
  scores integer[] not null check (array_length(scores, 1) = 5),
  sealed_at timestamptz not null,
  primary key (jurisdiction, unit, to_month)
);

-- Only the role that holds a resident's proof may cast; nobody but the batch job may read a single ballot.
grant select, insert, update on verdicts.ballots to app_verdict;
grant select, delete, insert on verdicts.ballots to worker;
grant select, insert on verdicts.batches to worker;
grant select on verdicts.batches to app_public, app_actor;
