import { statement } from '../db/statement.ts';

/**
 * Takes the key, unless a finished request holds it. A second request with the same key waits here until the first one
 * commits or rolls back: the primary key is the queue. A row left by a refused or expired request is taken over.
 */
export const takeKey = statement<{ taken: true }>('app_actor', 'platform.take_idempotency_key', `
  insert into platform.idempotency as held (jurisdiction, key_hmac, request_hmac, expires_at)
  values ($1, $2, $3, platform.now() + interval '72 hours')
  on conflict (jurisdiction, key_hmac) do update
    set request_hmac = excluded.request_hmac, result_ref = null, expires_at = excluded.expires_at
    where held.result_ref is null or held.expires_at < platform.now()
  returning true as taken`);

export const heldKey = statement<{ request_hmac: Uint8Array; result_ref: string | null }>('app_actor', 'platform.held_idempotency_key', `
  select request_hmac, result_ref from platform.idempotency where jurisdiction = $1 and key_hmac = $2`);

export const finishKey = statement<never>('app_actor', 'platform.finish_idempotency_key', `
  update platform.idempotency set result_ref = $3 where jurisdiction = $1 and key_hmac = $2`);

export const purgeKeys = statement<{ gone: number }>('worker', 'platform.purge_idempotency_keys', `
  select platform.purge_idempotency($1) as gone`);

/** $3: milliseconds until the session would have ended by itself. Left twice is left. */
export const endSession = statement<never>('app_actor', 'platform.end_session', `
  insert into platform.ended_sessions (jurisdiction, digest, expires_at)
  values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
  on conflict do nothing`);

export const hasEnded = statement<{ ended: boolean }>('app_actor', 'platform.has_session_ended', `
  select exists (select from platform.ended_sessions where jurisdiction = $1 and digest = $2) as ended`);

export const purgeEndedSessions = statement<never>('worker', 'platform.purge_ended_sessions', `
  delete from platform.ended_sessions where jurisdiction = $1 and expires_at < clock_timestamp()`);
