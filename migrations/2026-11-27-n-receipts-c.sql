-- What waits for a second or third person: the desk's list. Null for nearly every case.
alter table cases.cases add column reissue text check (reissue in ('asked', 'contested'));
grant update (reissue) on cases.cases to app_actor, app_verdict;
create index cases_with_reissue on cases.cases (jurisdiction, reissue) where reissue is not null;
