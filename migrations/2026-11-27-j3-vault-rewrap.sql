-- After a rotation of keys each identity's key is wrapped anew; what it seals stays as it is.
grant update (wrapped_key) on vault.deposits to vault_svc;
