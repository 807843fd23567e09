-- Objections to a dispatch (charter promise 3): what was upheld tells where the dispatch list errs.
alter table cases.cases add column corrected_from text, add column corrected_to text, add column corrected_at timestamptz,
  add constraint correction_is_whole check ((corrected_to is null) = (corrected_from is null) and (corrected_to is null) = (corrected_at is null));
grant update (corrected_from, corrected_to, corrected_at) on cases.cases to app_actor, app_verdict;

-- What reviewers decide: contested diversions, which nobody has in hand, and objections, which somebody has.
create index cases_to_decide on cases.cases (jurisdiction, due_at, case_id) where stage in ('diversion-contested', 'objected');
create index cases_corrections on cases.cases (jurisdiction, topic, corrected_at desc) where corrected_to is not null;
