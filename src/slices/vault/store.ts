import { statement } from '../../platform/db/statement.ts';

/**
 * Depositing the same PersonRef again renews the day and nothing else, so a repeated form leaves one deposit, and no sweep
 * takes it while its case is being made. What its owner took away does not come back with the form. Runs alone: a transaction by itself.
 */
export const insertDeposits = statement<never>(
  'vault_svc',
  'vault.insert_deposits',
  `insert into vault.deposits (jurisdiction, person_ref, sealed, wrapped_key, deposited_at)
   select jurisdiction, person_ref, sealed, wrapped_key, platform.now()
   from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) as given (jurisdiction, person_ref, sealed, wrapped_key)
   where not exists (
     select from vault.reads r where r.jurisdiction = given.jurisdiction and r.person_ref = given.person_ref and r.purpose = 'own-removal')
   on conflict (jurisdiction, person_ref) do update
     set deposited_at = excluded.deposited_at where deposits.confirmed_at is null`,
);

export const confirmDeposit = statement<never>(
  'vault_svc',
  'vault.confirm_deposit',
  `update vault.deposits set confirmed_at = $3
   where jurisdiction = $1 and person_ref = any($2) and confirmed_at is null`,
);

export const selectUnconfirmed = statement<{ person_ref: string }>(
  'vault_svc',
  'vault.select_unconfirmed',
  `select person_ref from vault.deposits
   where jurisdiction = $1 and confirmed_at is null and deposited_at < $2
   order by deposited_at limit $3`,
);

export const deleteUnconfirmed = statement<never>(
  'vault_svc',
  'vault.delete_unconfirmed',
  `delete from vault.deposits
   where jurisdiction = $1 and person_ref = any($2) and confirmed_at is null and deposited_at < $3`,
);

/** After `$3`, so that a page of those who must stay does not hide the ones behind it. */
export const selectOldDeposits = statement<{ person_ref: string }>(
  'vault_svc',
  'vault.select_old_deposits',
  `select person_ref from vault.deposits
   where jurisdiction = $1 and deposited_at < $2 and person_ref > $3
   order by person_ref limit $4`,
);

export const selectMissing = statement<{ person_ref: string }>(
  'vault_svc',
  'vault.select_missing',
  `select asked.person_ref from unnest($2::text[]) as asked (person_ref)
   where not exists (select from vault.deposits d where d.jurisdiction = $1 and d.person_ref = asked.person_ref)`,
);

export const selectDeposit = statement<{ sealed: Buffer; wrapped_key: Buffer }>(
  'vault_svc',
  'vault.select_deposit',
  `select sealed, wrapped_key from vault.deposits where jurisdiction = $1 and person_ref = $2`,
);

/** No row when this look has been shown already. */
export const insertRead = statement<never>(
  'vault_svc',
  'vault.insert_read',
  `insert into vault.reads (jurisdiction, person_ref, at, role, unit, fields, reason, view_id, purpose) values ($1, $2, $3, $4, $5, $6, $7, $8::uuid, $9)
   on conflict (jurisdiction, view_id) where view_id is not null do nothing`,
);

export const selectReads = statement<{ at: Date; role: string; unit: string; fields: string[]; reason: string; purpose: string; view_id: string | null }>(
  'vault_svc',
  'vault.select_reads',
  `select at, role, unit, fields, reason, purpose, view_id from vault.reads
   where jurisdiction = $1 and person_ref = $2 order by at desc, read_id limit $3`,
);

export const deleteDeposit = statement<never>(
  'vault_svc',
  'vault.delete_deposit',
  `delete from vault.deposits where jurisdiction = $1 and person_ref = $2`,
);

export const blankReasons = statement<never>(
  'vault_svc',
  'vault.blank_reasons',
  `update vault.reads set reason = '' where jurisdiction = $1 and person_ref = $2 and reason <> ''`,
);

export const selectOlderDeposits = statement<{ person_ref: string; wrapped_key: Buffer }>(
  'vault_svc',
  'vault.select_older_deposits',
  `select person_ref, wrapped_key from vault.deposits
   where jurisdiction = $1 and person_ref > $2 and substring(wrapped_key from 1 for $4::integer) <> $3::bytea
   order by person_ref limit $5`,
);

/** Only where it still is what was read. */
export const updateWrappedKeys = statement<never>(
  'vault_svc',
  'vault.update_wrapped_keys',
  `update vault.deposits d set wrapped_key = one.fresh
   from unnest($2::text[], $3::bytea[], $4::bytea[]) as one (person_ref, old, fresh)
   where d.jurisdiction = $1 and d.person_ref = one.person_ref and d.wrapped_key = one.old`,
);

export const selectJurisdictions = statement<{ jurisdiction: string }>(
  'vault_svc',
  'vault.select_jurisdictions',
  `select distinct jurisdiction from vault.deposits order by jurisdiction`,
);
