import { statement } from '../../platform/db/statement.ts';
import type { Told } from './told.ts';

/** Of a case that is held: how many events it has, and how much of it the public log has opened. */
export type HeldRow = { readonly version: number; readonly told: Told };

export const selectSubmission = statement<{ case_id: string; number: string; request_hmac: Buffer; submitted_at: Date }>('app_actor', 'cases.select_submission', `
  select case_id, number, request_hmac, expires_at - interval '72 hours' as submitted_at from cases.idempotency where jurisdiction = $1 and key_hmac = $2`);

/** Everyone who changes a case passes here first: one after another, each seeing what the one before left. */
export const lockCase = statement<HeldRow>('app_actor', 'cases.lock_case', `
  select version, told from cases.cases where jurisdiction = $1 and case_id = $2 for update`);

/** The sweeper's way: a case that someone is just working on is looked at in the next sweep. */
export const lockCaseIfFree = statement<HeldRow>('app_actor', 'cases.lock_case_if_free', `
  select version, told from cases.cases where jurisdiction = $1 and case_id = $2 for update skip locked`);

/** Whether the actor may see the case at all: row security decides. */
export const seeCase = statement<HeldRow>('app_actor', 'cases.see_case', `
  select version, told from cases.cases where jurisdiction = $1 and case_id = $2`);

export const selectPayloads = statement<{ seq: number; sealed: Record<string, string> }>('app_actor', 'cases.select_payloads', `
  select seq, sealed from cases.payloads where jurisdiction = $1 and case_id = $2 order by seq`);

export const updateCase = statement<never>('app_actor', 'cases.update_case', `
  update cases.cases set version = $3, stage = $4, kind = $5, urgency = $6, topic = $7, division = $8, owner = $9, handler = $10,
    assisting = $11::text[], round = $12, due_at = $13::timestamptz, paused = $14, accepted_at = $15::timestamptz,
    answered_at = $16::timestamptz, summary = $17, removals = $18, last_message = $19, reissue = $23,
    corrected_from = $20, corrected_to = $21, corrected_at = $22::timestamptz
  where jurisdiction = $1 and case_id = $2`);

export const insertPayloads = statement<never>('app_actor', 'cases.insert_payloads', `
  insert into cases.payloads (jurisdiction, case_id, seq, sealed)
  select $1, $2, one.seq, one.sealed from unnest($3::integer[], $4::jsonb[]) as one (seq, sealed)`);

/** A photograph that another case names stays that case's: nobody sees it here. */
export const insertMessagePhotos = statement<never>('app_actor', 'cases.insert_message_photos', `
  insert into cases.photos (jurisdiction, case_id, name, place)
  select $1, $2, one.name, one.place from unnest($3::text[]) with ordinality as one (name, place)
  on conflict do nothing`);

/** Timers that are not among the given ones stop: their rows stay, without a date. */
export const setTimers = statement<never>('app_actor', 'cases.set_timers', `
  with stopped as (
    update cases.timers set due_at = null where jurisdiction = $1 and case_id = $2 and due_at is not null and kind <> all ($3::text[])
  )
  insert into cases.timers (jurisdiction, case_id, kind, due_at, round, rules_version)
  select $1, $2, one.kind, one.due_at, $5, $6 from unnest($3::text[], $4::timestamptz[]) as one (kind, due_at)
  on conflict (jurisdiction, case_id, kind) do update
    set due_at = excluded.due_at, round = excluded.round, rules_version = excluded.rules_version
    where (timers.due_at, timers.round) is distinct from (excluded.due_at, excluded.round)`);

/** What the log has opened of a case; it only grows. Its row is held until the batch commits. */
export const updateTold = statement<never>('worker', 'cases.update_told', `
  update cases.cases set told = $3::jsonb where jurisdiction = $1 and case_id = $2`);

export const upsertPublicCase = statement<never>('app_actor', 'cases.upsert_public_case', `
  insert into cases.public_cases (jurisdiction, number, listed_day, public_day, stage, kind, topic, division, submitted_day, submitted_at, updated_at,
    diversion, diversion_final, owner, handler, assisting, round, started_at, due_at, answered_at, paused, outcome, outcome_day, summary,
    words, address, latitude, longitude, timeline, search, told_at)
  values ($1, $2, $3::date, $4::date, $5, $6, $7, $8, $9::date, $10::timestamptz, $11::timestamptz, $12, $13, $14, $15, $16::text[], $17,
    $18::timestamptz, $19::timestamptz, $20::timestamptz, $21, $22, $23::date, $24, $25, $26, $27, $28, $29::jsonb, $30::tsvector, $31::timestamptz)
  on conflict (jurisdiction, number) do update set listed_day = excluded.listed_day, public_day = excluded.public_day, submitted_day = excluded.submitted_day, stage = excluded.stage, kind = excluded.kind,
    topic = excluded.topic, division = excluded.division, updated_at = excluded.updated_at, diversion = excluded.diversion,
    diversion_final = excluded.diversion_final, owner = excluded.owner, handler = excluded.handler, assisting = excluded.assisting,
    round = excluded.round, started_at = excluded.started_at, due_at = excluded.due_at, answered_at = excluded.answered_at,
    paused = excluded.paused, outcome = excluded.outcome, outcome_day = excluded.outcome_day, summary = excluded.summary,
    words = excluded.words, address = excluded.address, latitude = excluded.latitude, longitude = excluded.longitude,
    timeline = excluded.timeline, search = excluded.search, told_at = excluded.told_at`);

/** At most two rounds change in one decision: the judged one and the one it opens; the rest are written as they were. */
export const upsertRounds = statement<never>('app_actor', 'cases.upsert_rounds', `
  insert into cases.rounds (jurisdiction, number, round, unit, handler, owner, paused, topic, division, channel, started_at, due_at, signed_at, contacted_at,
    answered_at, outcome, outcome_day, window_passed, withdrawn, pauses, transfers, escalations)
  select $1, $2, one.round, one.unit, one.handler, one.owner, one.paused, $3, $4, $5, one.started_at, one.due_at, one.signed_at, one.contacted_at, one.answered_at,
    one.outcome, one.outcome_day, one.window_passed, one.withdrawn, one.pauses, one.transfers, one.escalations
  from jsonb_to_recordset($6::jsonb) as one (round integer, unit text, handler text, owner text, paused boolean, started_at timestamptz, due_at timestamptz,
    signed_at timestamptz, contacted_at timestamptz, answered_at timestamptz, outcome text, outcome_day date, window_passed boolean,
    withdrawn boolean, pauses integer, transfers integer, escalations integer)
  on conflict (jurisdiction, number, round) do update set unit = excluded.unit, handler = excluded.handler, owner = excluded.owner, paused = excluded.paused, topic = excluded.topic,
    division = excluded.division, due_at = excluded.due_at, signed_at = excluded.signed_at, contacted_at = excluded.contacted_at,
    answered_at = excluded.answered_at, outcome = excluded.outcome, outcome_day = excluded.outcome_day,
    window_passed = excluded.window_passed, withdrawn = excluded.withdrawn, pauses = excluded.pauses, transfers = excluded.transfers,
    escalations = excluded.escalations`);

/** The register of removals: an asking keeps its place, and its rule and first hand never change. */
export const upsertRemovals = statement<never>('app_actor', 'cases.upsert_removals', `
  insert into cases.removals (jurisdiction, number, place, item, rule, state, proposer_role, proposer_unit, approver_role, approver_unit, day,
    restored_day, contest_spent)
  select $1, $2, one.place, one.item, one.rule, one.state, one.proposer_role, one.proposer_unit, one.approver_role, one.approver_unit, one.day,
    one.restored_day, one.contest_spent
  from jsonb_to_recordset($3::jsonb) as one (place integer, item text, rule text, state text, proposer_role text, proposer_unit text,
    approver_role text, approver_unit text, day date, restored_day date, contest_spent boolean)
  on conflict (jurisdiction, number, place) do update set state = excluded.state, approver_role = excluded.approver_role,
    approver_unit = excluded.approver_unit, day = excluded.day, restored_day = excluded.restored_day, contest_spent = excluded.contest_spent`);

/** Oldest first, a batch at a time; cases whose sweep failed a moment ago are passed over so that they hold up no other. */
export const selectDueTimers = statement<{ case_id: string; kind: string; due_at: Date }>('app_actor', 'cases.select_due_timers', `
  select case_id, kind, due_at from cases.timers
  where jurisdiction = $1 and due_at <= platform.now() and case_id <> all ($2::uuid[])
  order by due_at, case_id limit $3`);

export const selectReceipt = statement<{ case_id: string; salt: Buffer; verifier: Buffer; generation: number; carried: Buffer | null }>('app_actor', 'cases.select_receipt', `
  select case_id, salt, verifier, generation, carried from cases.receipts where jurisdiction = $1 and number = $2`);

/** Which case a photograph belongs to, if the actor may see that case. */
export const selectPhotoCase = statement<{ case_id: string }>('app_actor', 'cases.select_photo_case', `
  select case_id from cases.photos where jurisdiction = $1 and name = $2`);

export const purgeIdempotency = statement<{ gone: number }>('worker', 'cases.purge_idempotency', `
  select cases.purge_idempotency($1) as gone`);

/** Which of these the payloads of a submission name. Read by the sweep of day-old unconfirmed deposits: rare, so it scans. */
export const selectHeldPersons = statement<{ person: string }>('worker', 'cases.select_held_persons', `
  select distinct sealed ->> 'person' as person from cases.payloads
  where jurisdiction = $1 and seq = 1 and sealed ? 'person' and sealed ->> 'person' = any ($2::text[])`);

/** Of these persons, those whose case is at rest, was last answered (or else raised) before `$3`, and waits for nothing. */
export const selectRestedPersons = statement<{ person: string }>('worker', 'cases.select_rested_persons', `
  select p.sealed ->> 'person' as person from cases.payloads p join cases.cases c using (jurisdiction, case_id)
  where p.jurisdiction = $1 and p.seq = 1 and p.sealed ? 'person' and p.sealed ->> 'person' = any ($2::text[])
    and c.stage in ('solved', 'unjudged', 'withdrawn', 'diverted') and coalesce(c.answered_at, c.submitted_at) < $3
    and not exists (select from cases.timers t where t.jurisdiction = c.jurisdiction and t.case_id = c.case_id and t.due_at is not null)`);

export const selectNamedPhotos = statement<{ name: string }>('worker', 'cases.select_named_photos', `
  select name from cases.photos where jurisdiction = $1 and name = any ($2::text[])`);
