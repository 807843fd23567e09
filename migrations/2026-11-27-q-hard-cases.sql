-- The public ledger of hard cases (charter promise 3): one line a round that was listed, with its owner and the date of its review.
create table cases.hard_cases (
  jurisdiction text not null,
  number text not null,
  round integer not null check (round > 0),
  ground text not null,
  -- Only what its unit vouched for.
  reason text,
  unit text not null,
  post text,
  since timestamptz not null,
  review_at timestamptz not null,
  reviews integer not null check (reviews >= 0),
  -- Off the ledger once it was answered, or withdrawn.
  listed boolean not null,
  primary key (jurisdiction, number, round)
);
create index hard_cases_by_review on cases.hard_cases (jurisdiction, listed desc, review_at, number, round);
grant select on cases.hard_cases to app_public, worker;
grant select, insert, update on cases.hard_cases to app_actor, app_verdict;
grant insert, update on cases.hard_cases to worker;
