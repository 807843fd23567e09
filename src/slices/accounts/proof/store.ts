import { statement } from '../../../platform/db/statement.ts';

export const readAuthenticator = statement<{ sealed: Buffer; last_step: string }>('accounts_svc', 'accounts.read_authenticator',
  'select sealed, last_step from accounts.authenticators where jurisdiction = $1 and account_id = $2');

/** No row when a code of this step, or of a later one, was taken before: a code that was seen over a shoulder is spent. */
export const spendStep = statement<never>('accounts_svc', 'accounts.spend_step', `
  update accounts.authenticators set last_step = $3
  where jurisdiction = $1 and account_id = $2 and last_step < $3`);

export const putAuthenticator = statement<never>('accounts_svc', 'accounts.put_authenticator', `
  insert into accounts.authenticators (jurisdiction, account_id, sealed, last_step, added_at)
  values ($1, $2, $3, $4, clock_timestamp())
  on conflict (jurisdiction, account_id) do update set sealed = excluded.sealed, last_step = excluded.last_step, added_at = excluded.added_at`);

export const removeAuthenticator = statement<never>('accounts_svc', 'accounts.remove_authenticator',
  'delete from accounts.authenticators where jurisdiction = $1 and account_id = $2');

export const insertRecoveryCode = statement<never>('accounts_svc', 'accounts.insert_recovery_code',
  'insert into accounts.recovery_codes (jurisdiction, account_id, digest) values ($1, $2, $3)');

/** No row when the code is unknown or was used. */
export const spendRecoveryCode = statement<never>('accounts_svc', 'accounts.spend_recovery_code',
  'delete from accounts.recovery_codes where jurisdiction = $1 and account_id = $2 and digest = $3');

export const removeRecoveryCodes = statement<never>('accounts_svc', 'accounts.remove_recovery_codes',
  'delete from accounts.recovery_codes where jurisdiction = $1 and account_id = $2');

export const readFactors = statement<{ authenticator: boolean; recovery_codes: number }>('accounts_svc', 'accounts.read_factors', `
  select exists (select from accounts.authenticators a where a.jurisdiction = $1 and a.account_id = $2) as authenticator,
    (select count(*)::int from accounts.recovery_codes c where c.jurisdiction = $1 and c.account_id = $2) as recovery_codes`);

/** The last renewal of each kind that an administrator made, unless the owner has set their own since: who made it. */
export const lastRenewals = statement<{ kind: string; acted_by: string }>('accounts_svc', 'accounts.last_renewals', `
  select r.kind, r.acted_by from accounts.acts r
  where r.jurisdiction = $1 and r.account_id = $2 and r.kind in ('password-reset', 'factor-reset', 'sign-on-linked', 'sign-on-unlinked')
    and (r.kind <> 'sign-on-unlinked' or r.detail = 'confirmed')
    and not exists (
      select from accounts.acts o where o.jurisdiction = $1 and o.account_id = $2 and o.at >= r.at
        and o.kind = case r.kind when 'password-reset' then 'password-changed' when 'factor-reset' then 'factor-added' else 'sign-on-confirmed' end)`);
