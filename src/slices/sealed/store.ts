import { statement } from '../../platform/db/statement.ts';

export type KeyRow = { key_id: string; account_id: string; recipient: string; protected: string | null; made_at: Date; retired_at: Date | null };

export const selectKeysInUse = statement<{ account_id: string; recipient: string }>('sealed_svc', 'sealed.select_keys_in_use', `
  select account_id, recipient from sealed.keys where jurisdiction = $1 and retired_at is null order by made_at, key_id limit $2`);

export const selectOwnKeys = statement<KeyRow>('sealed_svc', 'sealed.select_own_keys', `
  select key_id, account_id, recipient, protected, made_at, retired_at from sealed.keys
  where jurisdiction = $1 and account_id = $2 order by made_at desc, key_id limit $3`);

export const retireKey = statement<never>('sealed_svc', 'sealed.retire_key', `
  update sealed.keys set retired_at = platform.now() where jurisdiction = $1 and account_id = $2 and retired_at is null`);

export const insertKey = statement<never>('sealed_svc', 'sealed.insert_key', `
  insert into sealed.keys (jurisdiction, account_id, recipient, protected, made_at) values ($1, $2, $3, $4, platform.now()) on conflict do nothing`);

export const insertReport = statement<never>('sealed_svc', 'sealed.insert_report', `
  insert into sealed.reports (jurisdiction, report_id, version, state, readers, due_at, quarter) values ($1, $2, $3, $4, $5, $6, $7)`);

export const updateReport = statement<never>('sealed_svc', 'sealed.update_report', `
  update sealed.reports set version = $3, state = $4, readers = $5, due_at = $6 where jurisdiction = $1 and report_id = $2`);

export type ReportRow = { report_id: string; version: number; state: Buffer };

export const lockReport = statement<ReportRow>('sealed_svc', 'sealed.lock_report', `
  select report_id, version, state from sealed.reports where jurisdiction = $1 and report_id = $2 for update`);

export const seeReport = statement<ReportRow>('sealed_svc', 'sealed.see_report', `
  select report_id, version, state from sealed.reports where jurisdiction = $1 and report_id = $2`);

/** What the actor may see: for an officer, the reports that name them as a reader. Those with a date first. */
export const listReports = statement<ReportRow>('sealed_svc', 'sealed.list_reports', `
  select report_id, version, state from sealed.reports
  where jurisdiction = $1 order by due_at asc nulls last, report_id limit $2`);

export const selectDueReports = statement<{ report_id: string }>('sealed_svc', 'sealed.select_due_reports', `
  select report_id from sealed.reports where jurisdiction = $1 and due_at <= platform.now() and report_id <> all($2) order by due_at limit $3`);

export const countQuarters = statement<{ quarter: string; n: number }>('sealed_svc', 'sealed.count_quarters', `
  select quarter, count(*)::integer as n from sealed.reports where jurisdiction = $1 group by quarter order by quarter`);

export const insertSteps = statement<never>('sealed_svc', 'sealed.insert_steps', `
  insert into sealed.steps (jurisdiction, report_id, seq, step) select $1, $2, seq, step from unnest($3::integer[], $4::bytea[]) as given (seq, step)`);

export const insertLetter = statement<never>('sealed_svc', 'sealed.insert_letter', `
  insert into sealed.letters (jurisdiction, report_id, n, ciphertext) values ($1, $2, $3, $4)`);

export const insertCopies = statement<never>('sealed_svc', 'sealed.insert_copies', `
  insert into sealed.copies (jurisdiction, report_id, account_id, n, ciphertext)
  select $1, $2, $3, n, ciphertext from unnest($4::bytea[]) with ordinality as given (ciphertext, n)`);

export const selectLetters = statement<{ n: number; ciphertext: Buffer }>('sealed_svc', 'sealed.select_letters', `
  select n, ciphertext from sealed.letters where jurisdiction = $1 and report_id = $2 order by n`);

export const selectCopies = statement<{ n: number; ciphertext: Buffer }>('sealed_svc', 'sealed.select_copies', `
  select n, ciphertext from sealed.copies where jurisdiction = $1 and report_id = $2 and account_id = $3 order by n`);

export const insertReceipt = statement<never>('sealed_svc', 'sealed.insert_receipt', `
  insert into sealed.receipts (jurisdiction, number, report_id, salt, verifier) values ($1, $2, $3, $4, $5)`);

export const selectReceipt = statement<{ report_id: string; salt: Buffer; verifier: Buffer }>('sealed_svc', 'sealed.select_receipt', `
  select report_id, salt, verifier from sealed.receipts where jurisdiction = $1 and number = $2`);
