import { statement } from '../../platform/db/statement.ts';

/** Once for an event, however often the job comes. */
export const insertNotice = statement<never>('app_actor', 'notices.insert_notice', `
  insert into notices.notices (jurisdiction, event_id, case_id, why, noted_at, due_at) values ($1, $2::uuid, $3::uuid, $4, $5::timestamptz, $6::timestamptz)
  on conflict (jurisdiction, event_id) do nothing`);

/** All that waits of one case whose time has come goes in one message. They are due again at `$3`, should nobody live to settle them. */
export const claimDue = statement<{ event_id: string; case_id: string; why: string; tries: number; noted_at: Date }>('app_actor', 'notices.claim_due', `
  with one as (
    select case_id from notices.notices where jurisdiction = $1 and state = 'waiting' and due_at <= $2::timestamptz order by due_at limit 1 for update skip locked
  )
  update notices.notices n set tries = n.tries + 1, due_at = $3::timestamptz from one
  where n.jurisdiction = $1 and n.case_id = one.case_id and n.state = 'waiting'
  returning n.event_id, n.case_id, n.why, n.tries, n.noted_at`);

export const settleNotices = statement<never>('app_actor', 'notices.settle_notices', `
  update notices.notices set state = $3, channels = $4::text[], settled_at = $5::timestamptz
  where jurisdiction = $1 and event_id = any($2::uuid[]) and state = 'waiting'`);

export const postponeNotices = statement<never>('app_actor', 'notices.postpone_notices', `
  update notices.notices set due_at = $3::timestamptz where jurisdiction = $1 and event_id = any($2::uuid[]) and state = 'waiting'`);

export const deleteNotices = statement<never>('app_actor', 'notices.delete_notices', `
  delete from notices.notices where jurisdiction = $1 and event_id = any($2::uuid[]) and state = 'waiting'`);

export const selectSettled = statement<{ why: string; state: string; channels: string[]; settled_at: Date }>('app_actor', 'notices.select_settled', `
  select why, state, channels, settled_at from notices.notices
  where jurisdiction = $1 and case_id = $2::uuid and settled_at is not null order by settled_at desc, noted_at limit $3`);

export const forgetOfCase = statement<never>('worker', 'notices.forget_of_case', `
  delete from notices.notices where jurisdiction = $1 and case_id = $2::uuid`);

export const forgetOld = statement<never>('worker', 'notices.forget_old', `
  delete from notices.notices where jurisdiction = $1 and settled_at < $2::timestamptz`);
