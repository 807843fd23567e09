import { statement } from '../../platform/db/statement.ts';

/**
 * Casting again overwrites, as long as the month of the first cast can still change. Zero rows touched: that month is
 * closed, and the ballot stands as it was.
 */
export const castBallot = statement<never>(
  'app_verdict',
  'verdicts.cast_ballot',
  `insert into verdicts.ballots as known (jurisdiction, ballot_key, unit, month, topic_level_1, channel_group, score)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (jurisdiction, ballot_key) do update set score = excluded.score where known.month >= $8`,
);

/** Ballots by unit and month that no batch holds yet. */
export const countUnbatched = statement<{ unit: string; month: string; scores: number[] }>(
  'worker',
  'verdicts.count_unbatched',
  `select unit, month, array[
       count(*) filter (where score = 1), count(*) filter (where score = 2), count(*) filter (where score = 3),
       count(*) filter (where score = 4), count(*) filter (where score = 5)]::integer[] as scores
   from verdicts.ballots as cast_ones
   where jurisdiction = $1 and month < $2
     and not exists (
       select from verdicts.batches as batched
       where batched.jurisdiction = cast_ones.jurisdiction and batched.unit = cast_ones.unit and batched.to_month >= cast_ones.month)
   group by unit, month order by unit, month`,
);

/** Held to the end of the transaction, so that it works through a transaction pooler. */
export const lockBatches = statement<never>('worker', 'verdicts.lock_batches', `select pg_advisory_xact_lock(hashtextextended('verdicts.batches ' || $1, 0))`);

export const selectLastBatch = statement<{ to_month: string }>('worker', 'verdicts.select_last_batch', `
  select to_month from verdicts.batches where jurisdiction = $1 and unit = $2 order by to_month desc limit 1`);

/** A sealed batch in the order of its keys' octets: the order in which the record tells it. */
export const selectSealed = statement<{ ballot_key: Buffer; score: number }>('worker', 'verdicts.select_sealed', `
  select ballot_key, score from verdicts.ballots where jurisdiction = $1 and unit = $2 and month between $3 and $4 order by ballot_key`);

export const insertBatch = statement<never>(
  'worker',
  'verdicts.insert_batch',
  `insert into verdicts.batches (jurisdiction, unit, from_month, to_month, scores, sealed_at) values ($1, $2, $3, $4, $5, $6)`,
);

/**
 * Rewrites a batch's ballots in the order of their keys, so that neither their place on the disk nor the transaction that
 * wrote them tells when each was cast.
 */
export const rewriteInKeyOrder = statement<never>(
  'worker',
  'verdicts.rewrite_in_key_order',
  `with taken as (
     delete from verdicts.ballots where jurisdiction = $1 and unit = $2 and month between $3 and $4
     returning jurisdiction, ballot_key, unit, month, topic_level_1, channel_group, score)
   insert into verdicts.ballots (jurisdiction, ballot_key, unit, month, topic_level_1, channel_group, score)
   select jurisdiction, ballot_key, unit, month, topic_level_1, channel_group, score from taken order by ballot_key`,
);
