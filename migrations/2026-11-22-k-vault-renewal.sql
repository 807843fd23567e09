-- A form that is sent again renews its deposit: one that is about to have a case is not swept away as an orphan.
grant update (deposited_at) on vault.deposits to vault_svc;
