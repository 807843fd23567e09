import { statement } from '../../platform/db/statement.ts';

export type RequestRow = { readonly request_id: string; readonly case_id: string };

export const insertRequest = statement<never>('app_actor', 'unsealing.insert_request', `
  insert into unsealing.requests (jurisdiction, request_id, case_id, version, status, purpose, fields, unit, decider, asked_at, decide_by, views,
    deciding_roles, outside_unit, kept_from)
  values ($1, $2::uuid, $3::uuid, $4, $5, $6, $7::text[], $8, $9, $10::timestamptz, $11::timestamptz, $12, $13::text[], $14, $15::text[])`);

/** Everyone who changes a request passes here: one after another, each seeing what the one before left. */
export const lockRequest = statement<{ version: number; case_id: string }>('app_actor', 'unsealing.lock_request', `
  select version, case_id from unsealing.requests where jurisdiction = $1 and request_id = $2::uuid for update`);

export const seeRequest = statement<{ version: number; case_id: string }>('app_actor', 'unsealing.see_request', `
  select version, case_id from unsealing.requests where jurisdiction = $1 and request_id = $2::uuid`);

export const updateRequest = statement<never>('app_actor', 'unsealing.update_request', `
  update unsealing.requests set version = $3, status = $4, granted = $5::text[], open_until = $6::timestamptz, views = $7, contest = $8, answer_by = $9::timestamptz
  where jurisdiction = $1 and request_id = $2::uuid`);

export const insertPayload = statement<never>('app_actor', 'unsealing.insert_payload', `
  insert into unsealing.payloads (jurisdiction, request_id, seq, sealed) values ($1, $2::uuid, $3, $4::jsonb)`);

export const selectPayloads = statement<{ seq: number; sealed: Record<string, string> }>('app_actor', 'unsealing.select_payloads', `
  select seq, sealed from unsealing.payloads where jurisdiction = $1 and request_id = $2::uuid order by seq`);

/** Of one case, newest first, as far as the actor may see them. */
export const selectOfCase = statement<RequestRow>('app_actor', 'unsealing.select_of_case', `
  select request_id, case_id from unsealing.requests where jurisdiction = $1 and case_id = $2::uuid order by asked_at desc, request_id limit $3`);

/** What waits for a second person or for an answer to an objection: what is due first comes first. */
export const selectWaiting = statement<RequestRow>('app_actor', 'unsealing.select_waiting', `
  select request_id, case_id from unsealing.requests
  where jurisdiction = $1 and ((status = 'requested' and decide_by > $2::timestamptz) or contest = 'open')
  order by least(case when status = 'requested' and decide_by > $2::timestamptz then decide_by end, case when contest = 'open' then answer_by end), request_id
  limit $3`);

/** Held by whoever asks anew about a case, so that two at once do not both find none waiting. */
export const lockAsking = statement<never>('app_actor', 'unsealing.lock_asking', `select pg_advisory_xact_lock(hashtextextended('unsealing ' || $1 || ' ' || $2, 0))`);

/** With the case's words go those of the requests about it. */
export const erasePayloads = statement<never>('worker', 'unsealing.erase_payloads', `
  delete from unsealing.payloads p using unsealing.requests r
  where r.jurisdiction = $1 and r.case_id = $2::uuid and p.jurisdiction = r.jurisdiction and p.request_id = r.request_id`);
