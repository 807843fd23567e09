-- Single sign-on: which subject of an outside provider an account belongs to. A row of accounts.credentials as a password is
-- one: `provider` is the issuer, `provider_account_id` the subject that an administrator wrote down. Nobody is let in by a
-- subject that is not here, and no account is ever made by signing in.
alter table accounts.credentials
  -- When its owner first came in by it, with their own second factor if they have one: until then it is a way in that an
  -- administrator made, and the provider's word on a second factor does not replace the owner's own.
  add column confirmed_at timestamptz;

-- One person at the provider is one account, and one account one person there.
create unique index credentials_by_subject on accounts.credentials (provider, provider_account_id) where provider <> 'credential';
create unique index credentials_one_sign_on on accounts.credentials (account_id) where provider <> 'credential';
