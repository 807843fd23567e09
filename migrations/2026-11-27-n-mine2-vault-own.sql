-- Whoever holds the receipt may correct the contact they left (PIPL art. 46): sealed anew under a new key, in the place of the old one.
grant update (sealed) on vault.deposits to vault_svc;
