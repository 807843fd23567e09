import { Logger, run, type Runner, type TaskList } from 'graphile-worker';
import { Pool } from 'pg';
import type { Database } from '../db/database.ts';
import { REACTION_TASK, type Reactions } from './reactions.ts';
import { startSweeper } from './sweeper.ts';

/** Payloads come back as they were promised; a task checks what it reads from them. */
export type Task = (payload: Readonly<Record<string, unknown>>) => Promise<void>;

export type JobsOptions = {
  readonly database: Database;
  readonly reactions: Reactions;
  readonly tasks?: Readonly<Record<string, Task>>;
  readonly onError: (error: unknown, task: string) => void;
  /** How long a promised job may wait before it is moved into the queue. */
  readonly everyMs?: number;
};

export type Jobs = {
  /** Moves what waits in the outbox into the queue now; how many. */
  moveNow(): Promise<number>;
  /** Lets running jobs end; what was not begun waits in the database. */
  stop(): Promise<void>;
};

/** One worker process of a county: jobs mostly wait for the database or for a gateway. */
const CONCURRENCY = 4;
const CONNECTIONS_MAX = CONCURRENCY + 3;
const BATCH = 500;
const EVERY_MS = 250;
/** Retries back off exponentially: the 25th is some days later. */
const ATTEMPTS_MAX = 25;

/**
 * Starts the queue: its own tables first (made by the library, under our worker role), then the mover, then the workers.
 * A crash between moving and working leaves the job in the queue; one while working has it tried again.
 */
export async function startJobs({ database, reactions, tasks = {}, onError, everyMs = EVERY_MS }: JobsOptions): Promise<Jobs> {
  const { host, port, database: name, ssl, credentials: { worker } } = database.address;
  // A pool of its own: the library listens on one connection for as long as it lives.
  const pool = new Pool({
    host, port, database: name, user: worker.user, password: worker.password, ssl: ssl ?? false, max: CONNECTIONS_MAX, application_name: 'minsheng jobs',
  });
  const lost = (error: unknown): void => { onError(error, 'connection'); };
  pool.on('error', lost);
  // A connection in use can be lost too; without a listener that would end the process.
  pool.on('connect', (client) => { client.on('error', lost); });
  const runner = await run({
    pgPool: pool, taskList: taskListOf(reactions, tasks, onError), concurrency: CONCURRENCY, noHandleSignals: true, logger: silent, pollInterval: 2_000,
  });
  const mover = startSweeper(() => moveOutbox(pool), (error) => { onError(error, 'outbox'); }, everyMs);
  return {
    moveNow: () => mover.sweepNow(),
    async stop() {
      await mover.stop();
      await stopRunner(runner);
      await pool.end();
    },
  };
}

/**
 * One statement, so one transaction: a promised job is in the outbox or in the queue, never in both or in neither. Not among
 * the registered statements, because the library makes the queue's tables only when it first starts.
 */
async function moveOutbox(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ moved: number }>(`
    with waiting as (
      select jurisdiction, job_id from jobs.outbox limit $1 for update skip locked
    ), taken as (
      delete from jobs.outbox o using waiting w where o.jurisdiction = w.jurisdiction and o.job_id = w.job_id
      returning o.*
    ), latest as (
      -- The queue takes a key once a batch: the last promise of a key is the one that counts.
      select distinct on (coalesce(job_key, job_id::text)) * from taken order by coalesce(job_key, job_id::text), promised_at desc
    ), specs as (
      select array_agg((task, payload::json, null, run_at, $2::smallint, job_key, null, null)::graphile_worker.job_spec) as list, count(*)::integer as moved
      from latest
    )
    select moved, (select count(*) from graphile_worker.add_jobs(list)) as added from specs where moved > 0`, [BATCH, ATTEMPTS_MAX]);
  return rows[0]?.moved ?? 0;
}

function taskListOf(reactions: Reactions, tasks: Readonly<Record<string, Task>>, onError: JobsOptions['onError']): TaskList {
  const all: Record<string, Task> = { ...tasks, [REACTION_TASK]: (payload) => react(reactions, payload) };
  return Object.fromEntries(Object.entries(all).map(([name, task]) => [name, async (payload: unknown) => {
    try {
      await task(payload as Record<string, unknown>);
    } catch (error) {
      onError(error, name);
      // Rethrown so that the queue tries again. Its own copy of the error stays in the database: the name only, no row content.
      throw new Error(`task ${name} failed: ${(error as Error).name}`);
    }
  }]));
}

async function react(reactions: Reactions, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const { reaction, jurisdiction, type, stream, streamSeq, eventId } = payload;
  const known = reactions.find(String(type), String(reaction));
  // A release that no longer knows a reaction keeps its jobs waiting instead of dropping them.
  if (!known) throw new Error(`no reaction ${String(reaction)} to ${String(type)} is registered`);
  await known({ jurisdiction: String(jurisdiction), type: String(type), stream: String(stream), streamSeq: Number(streamSeq), eventId: String(eventId) });
}

async function stopRunner(runner: Runner): Promise<void> {
  await runner.stop();
}

/** What fails is told through onError; the library's own lines would hold payloads. */
const silent = new Logger(() => () => undefined);
