import { statement } from '../../../platform/db/statement.ts';

/** Across jurisdictions: the subject says whose account it is, whichever place's page was open. */
export const findLink = statement<{ account_id: string; confirmed: boolean }>('accounts_svc', 'accounts.find_link',
  'select account_id, confirmed_at is not null as confirmed from accounts.credentials where provider = $1 and provider_account_id = $2');

export const linkOf = statement<{ provider: string; subject: string; confirmed: boolean }>('accounts_svc', 'accounts.link_of',
  `select provider, provider_account_id as subject, confirmed_at is not null as confirmed from accounts.credentials where account_id = $1 and provider <> 'credential'`);

/** No row when the subject belongs to somebody, or the account has a subject. */
export const insertLink = statement<never>('accounts_svc', 'accounts.insert_link', `
  insert into accounts.credentials (id, account_id, provider, provider_account_id, created_at, updated_at)
  values (gen_random_uuid()::text, $1, $2, $3, clock_timestamp(), clock_timestamp())
  on conflict do nothing`);

export const removeLink = statement<never>('accounts_svc', 'accounts.remove_link',
  `delete from accounts.credentials where account_id = $1 and provider <> 'credential'`);

/** Its owner has come in by it, and has given what else they owe: $2 is a session that began so. No row when it was so before. */
export const confirmLink = statement<never>('accounts_svc', 'accounts.confirm_link', `
  update accounts.credentials c set confirmed_at = clock_timestamp(), updated_at = clock_timestamp()
  where c.account_id = $1 and c.provider <> 'credential' and c.confirmed_at is null
    and exists (select from accounts.sessions s where s.id = $2 and s.account_id = $1 and s.begun_by = 'single-sign-on')`);

export const mustChangeStill = statement<{ must_change_password: boolean }>('accounts_svc', 'accounts.must_change_still',
  'select must_change_password from accounts.staff where jurisdiction = $1 and id = $2');
