import { statement } from '../../../platform/db/statement.ts';

export type PasskeyRow = { id: string; name: string; credential: string; added_at: Date };

export const listPasskeys = statement<PasskeyRow>('accounts_svc', 'accounts.list_passkeys', `
  select id, name, credential, added_at from accounts.passkeys
  where jurisdiction = $1 and account_id = $2
  order by added_at, id limit 50`);

export const readPasskey = statement<{ public_key: Buffer; counter: string }>('accounts_svc', 'accounts.read_passkey',
  'select public_key, counter from accounts.passkeys where jurisdiction = $1 and account_id = $2 and credential = $3');

/** No row when somebody of this place has this very passkey already, or the account has as many as it may. */
export const insertPasskey = statement<never>('accounts_svc', 'accounts.insert_passkey', `
  insert into accounts.passkeys (jurisdiction, account_id, id, credential, public_key, counter, name, added_at)
  select $1, $2, gen_random_uuid()::text, $3, $4, $5, $6, clock_timestamp()
  where (select count(*) from accounts.passkeys p where p.jurisdiction = $1 and p.account_id = $2) < $7
  on conflict do nothing`);

/** No row when another answer with this count, or a later one, was taken before: one of the two is a copy. */
export const countPasskey = statement<never>('accounts_svc', 'accounts.count_passkey', `
  update accounts.passkeys set counter = $4
  where jurisdiction = $1 and account_id = $2 and credential = $3 and (counter < $4 or (counter = 0 and $4 = 0))`);

export const removePasskey = statement<never>('accounts_svc', 'accounts.remove_passkey',
  'delete from accounts.passkeys where jurisdiction = $1 and account_id = $2 and id = $3');

export const removePasskeys = statement<never>('accounts_svc', 'accounts.remove_passkeys',
  'delete from accounts.passkeys where jurisdiction = $1 and account_id = $2');

/** No row when it was answered before. */
export const spendChallenge = statement<never>('accounts_svc', 'accounts.spend_challenge', `
  insert into accounts.spent_challenges (jurisdiction, digest, spent_at) values ($1, $2, clock_timestamp())
  on conflict do nothing`);

/** Their tokens have run out long since. */
export const forgetChallenges = statement<never>('accounts_svc', 'accounts.forget_challenges',
  `delete from accounts.spent_challenges where jurisdiction = $1 and spent_at < clock_timestamp() - interval '1 day'`);
