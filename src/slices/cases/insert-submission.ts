import { statement } from '../../platform/db/statement.ts';

/**
 * A whole submission in one statement. Where someone else holds the key (the same form sent twice) it waits for them and
 * then fails on `idempotency_pkey`, so that a COMMIT may be sent behind it at once.
 *
 * Without `on conflict`, the joins with what it returned, and an insert of no photographs, and with the record's
 * `append_first` and COMMIT in the same packet, a submission costs the server 0.85 → 0.61 ms (2026-11-22, a busy machine).
 */
export const insertSubmission = statement<never>('app_actor', 'cases.insert_submission', `
  with key as (
    insert into cases.idempotency (jurisdiction, key_hmac, request_hmac, case_id, number, expires_at)
    values ($1, $2, $3, $4, $5, $6::timestamptz)
  ), payloads as (
    insert into cases.payloads (jurisdiction, case_id, seq, sealed)
    select $1, $4, one.seq, one.sealed from unnest($24::integer[], $25::jsonb[]) as one (seq, sealed)
  ), receipt as (
    insert into cases.receipts (jurisdiction, number, case_id, salt, verifier) values ($1, $5, $4, $26, $27)
  ), timers as (
    insert into cases.timers (jurisdiction, case_id, kind, due_at, round, rules_version)
    select $1, $4, one.kind, one.due_at, $19, $30 from unnest($28::text[], $29::timestamptz[]) as one (kind, due_at)
  )
  insert into cases.cases (jurisdiction, case_id, number, version, stage, kind, urgency, topic, division, channel, anonymity, owner,
    handler, assisting, about, round, due_at, paused, submitted_at, accepted_at, answered_at, summary)
  values ($1, $4, $5, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::text[], $18::text[], $19, $20::timestamptz, false,
    $21::timestamptz, $22::timestamptz, null, $23)`);

/**
 * Many plain submissions at once: submitted and no further, no photograph, one event, one timer. Five tables for a burst in
 * one statement (reports sent at once: 1,558 → 2,246 a second with the record's part; 2026-11-22, a calm machine). `about` is joined by commas.
 */
export const insertSubmissions = statement<never>('app_actor', 'cases.insert_submissions', `
  with said as materialized (
    select * from unnest($2::bytea[], $3::bytea[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
      $12::text[], $13::timestamptz[], $14::jsonb[], $15::bytea[], $16::bytea[], $17::text[], $18::timestamptz[])
      as said (key_hmac, request_hmac, case_id, number, kind, urgency, topic, division, channel, anonymity, about, due_at, sealed, salt, verifier, timer, timer_due_at)
  ), key as (
    insert into cases.idempotency (jurisdiction, key_hmac, request_hmac, case_id, number, expires_at)
    select $1, key_hmac, request_hmac, case_id, number, $19::timestamptz from said
  ), payloads as (
    insert into cases.payloads (jurisdiction, case_id, seq, sealed) select $1, case_id, 1, sealed from said
  ), receipt as (
    insert into cases.receipts (jurisdiction, number, case_id, salt, verifier) select $1, number, case_id, salt, verifier from said
  ), timers as (
    insert into cases.timers (jurisdiction, case_id, kind, due_at, round, rules_version) select $1, case_id, timer, timer_due_at, 0, $21 from said
  )
  insert into cases.cases (jurisdiction, case_id, number, version, stage, kind, urgency, topic, division, channel, anonymity, owner,
    handler, assisting, about, round, due_at, paused, submitted_at, accepted_at, answered_at, summary)
  select $1, case_id, number, 1, 'submitted', kind, urgency, topic, division, channel, anonymity, null, null, '{}',
    coalesce(string_to_array(nullif(about, ''), ','), '{}'), 0, due_at, false, $20::timestamptz, null, null, null from said`);

export const insertPhotos = statement<never>('app_actor', 'cases.insert_photos', `
  insert into cases.photos (jurisdiction, case_id, name, place)
  select $1, $2, one.name, one.place from unnest($3::text[]) with ordinality as one (name, place)`);
