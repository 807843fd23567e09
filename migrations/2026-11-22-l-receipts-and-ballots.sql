-- Whoever could put another code under a case could judge it: no role of the program can (charter 4). A desk that replaces
-- lost receipts, with two people and a log of it, will come with rights of its own.
revoke update on cases.receipts from app_actor;
revoke select on cases.receipts from worker, app_verdict;
revoke insert on cases.receipts from app_verdict;
-- Compared at the door alone, before anyone is anyone: no official's transaction sees what a code is checked against.
drop policy own_jurisdiction on cases.receipts;
create policy add on cases.receipts for insert to app_actor
  with check (jurisdiction = (select current_setting('minsheng.jurisdiction', true)));
create policy at_the_door on cases.receipts for select to app_actor
  using (jurisdiction = (select current_setting('minsheng.jurisdiction', true)) and (select cases.actor_kind()) = 'public');

-- Of a ballot only the score can ever change: recasting moves it to no other unit, month or topic (protection T3).
revoke update on verdicts.ballots from app_verdict;
grant update (score) on verdicts.ballots to app_verdict;
