-- A form that is sent again renews its deposit: one that is about to have a case is not swept away as an orphan.
grant update (deposited_at) on vault.deposits to vault_svc;

-- Of a ballot only the score can ever change: recasting moves it to no other unit, month or topic (protection T3).
revoke update on verdicts.ballots from app_verdict;
grant update (score) on verdicts.ballots to app_verdict;
