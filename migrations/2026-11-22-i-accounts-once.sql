-- Making an account and renewing a password answer with a one-time password: sent twice, they must answer the same.
grant select, insert, update on platform.idempotency to accounts_svc;
