import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../db/reader.ts';
import { statement } from '../db/statement.ts';

/** Something to do after the commit. `key`: while one job of a key waits, another of that key replaces it. */
export type Job = {
  readonly task: string;
  readonly payload: { readonly [field: string]: string | number | boolean | null };
  readonly key?: string;
  readonly runAt?: Instant;
};

const insertJobs = statement<never>('app_actor', 'jobs.insert_jobs', `
  insert into jobs.outbox (jurisdiction, task, payload, job_key, run_at)
  select $1, one.task, one.payload, one.job_key, one.run_at
  from unnest($2::text[], $3::jsonb[], $4::text[], $5::timestamptz[]) as one (task, payload, job_key, run_at)`);

/**
 * Promises jobs in the caller's transaction: they exist if and only if it commits. Payloads carry ids, never a private word.
 * A crash after the commit leaves them in the outbox, and the next start moves them on.
 */
export async function enqueue(tx: Tx, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.run(insertJobs, [
    tx.actor.jurisdiction, jobs.map((job) => job.task), jobs.map((job) => JSON.stringify(job.payload)),
    // The driver sends null for an absent element of a text array.
    jobs.map((job) => job.key ?? null) as string[], jobs.map((job) => (job.runAt === undefined ? null : isoOf(job.runAt))) as string[],
  ]);
}
