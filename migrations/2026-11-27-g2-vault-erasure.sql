-- When a contact is erased, that somebody looked at it stays, and what they wrote as their reason goes.
grant update (reason) on vault.reads to vault_svc;
