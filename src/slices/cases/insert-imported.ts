import { statement } from '../../platform/db/statement.ts';

export const selectImported = statement<{ row_hmac: Buffer }>('app_actor', 'cases.select_imported', `
  select row_hmac from cases.imports where jurisdiction = $1 and source = $2 and row_hmac = any ($3::bytea[])`);

/** Everything private of a batch of imported cases. Fails as a whole where a row was imported by somebody else, or a number is taken. */
export const insertImported = statement<never>('app_actor', 'cases.insert_imported', `
  with brought as materialized (
    select * from unnest($4::bytea[], $5::uuid[], $6::jsonb[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::integer[],
      $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::text[], $19::timestamptz[])
      as brought (row_hmac, case_id, sealed, number, stage, kind, urgency, topic, division, owner, round, due_at, submitted_at, accepted_at, timer, timer_due_at)
  ), marks as (
    insert into cases.imports (jurisdiction, source, row_hmac, case_id) select $1, $2, row_hmac, case_id from brought
  ), payloads as (
    insert into cases.payloads (jurisdiction, case_id, seq, sealed) select $1, case_id, 1, sealed from brought
  ), timers as (
    insert into cases.timers (jurisdiction, case_id, kind, due_at, round, rules_version)
    select $1, case_id, timer, timer_due_at, round, $3 from brought where timer is not null
  ), rounds as (
    insert into cases.rounds (jurisdiction, number, round, unit, handler, owner, topic, division, channel, started_at, due_at)
    select $1, number, round, owner, owner, owner, topic, division, 'import', accepted_at, due_at from brought where round > 0
  )
  insert into cases.cases (jurisdiction, case_id, number, version, stage, kind, urgency, topic, division, channel, anonymity, owner,
    handler, assisting, about, round, due_at, paused, submitted_at, accepted_at, answered_at, summary)
  select $1, case_id, number, 1, stage, kind, urgency, topic, division, 'import', 'anonymous', owner, owner, '{}', '{}', round, due_at, false,
    submitted_at, accepted_at, null, null from brought`);

/** What anyone reads of them: one row a case, and one round, counted by the program alone, where it is in hand. */
export const insertImportedPublic = statement<never>('app_actor', 'cases.insert_imported_public', `
  insert into cases.public_cases (jurisdiction, number, listed_day, public_day, stage, kind, topic, division, submitted_day, submitted_at, updated_at, told_at,
    diversion_final, owner, handler, round, started_at, due_at, paused, words, address, latitude, longitude, timeline, search)
  select $1, number, listed_day, public_day, stage, kind, topic, division, submitted_day, submitted_at, updated_at, told_at, false, owner, handler, round, started_at, due_at, false,
    words, address, latitude, longitude, timeline, search
  from unnest($2::text[], $3::date[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[], $9::date[], $10::timestamptz[], $11::timestamptz[], $12::text[],
      $13::text[], $14::integer[], $15::timestamptz[], $16::timestamptz[], $17::text[], $18::text[], $19::double precision[], $20::double precision[], $21::jsonb[], $22::tsvector[], $23::timestamptz[])
      as brought (number, listed_day, public_day, stage, kind, topic, division, submitted_day, submitted_at, updated_at, owner, handler, round, started_at, due_at, words,
        address, latitude, longitude, timeline, search, told_at)`);
