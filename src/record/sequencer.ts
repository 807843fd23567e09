import type { JurisdictionCode } from '../kernel/ids.ts';
import type { Database } from '../platform/db/database.ts';
import { sequenceBatch } from './sequence.ts';
import { selectUnsettled } from './store.ts';

/** How long an event waits for its index at most while the sequencer keeps up. */
const TICK_MS = 250;
/** So many appended events are worth an earlier run. */
const EVENTS_WAKE = 256;
/** Events a transaction: 256 measured 22–37 thousand a second, 1,000 some 31–55; more only holds locks longer. */
const BATCH_MAX = 1_024;
/** While the database is away the pause doubles up to this; a log that cannot be extended rests as long between alarms. */
const PAUSE_MS_MAX = 5_000;

export type Sequencer = {
  /** Tells that events were committed, so that a burst need not wait for the tick. Never required: the tick finds all. */
  appended(count: number): void;
  /** Ends after the batch in hand. */
  stop(): Promise<void>;
};

export type SequencerOptions = {
  readonly database: Database;
  /** The logs to serve, asked anew at each tick: a jurisdiction added while we run begins its log by itself. */
  readonly jurisdictions: () => readonly JurisdictionCode[];
  /** Alarm: a log does not move (named), or the database is away. A database error may hold row content in `detail`: log its code. */
  readonly onError: (error: unknown, jurisdiction?: JurisdictionCode) => void;
};

/**
 * Gives every committed event its place in its jurisdiction's log, in this process. Any number of processes may run one:
 * a lock in the database lets one work on a log at a time, and the others pass by.
 */
export function startSequencer(options: SequencerOptions): Sequencer {
  let waiting = 0;
  let failures = 0;
  let isStopped = false;
  let wake: (() => void) | undefined;
  const resting: Resting = new Map();

  const run = async (): Promise<void> => {
    while (!isStopped) {
      waiting = 0;
      failures = await tick(options, resting) ? 0 : failures + 1;
      if (!isStopped && waiting < EVENTS_WAKE) await pause(Math.min(TICK_MS * 2 ** failures, PAUSE_MS_MAX));
    }
  };
  const pause = (ms: number): Promise<void> => new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  const running = run();
  return {
    appended(count) {
      waiting += count;
      if (waiting >= EVENTS_WAKE && failures === 0) wake?.();
    },
    async stop() {
      isStopped = true;
      wake?.();
      await running;
    },
  };
}

/** Enters everything that is committed now; how many events. For tests, the demo and the end of an import. */
export async function sequenceAll(database: Database, jurisdiction: JurisdictionCode): Promise<number> {
  let total = 0;
  for (;;) {
    const actor = { kind: 'system', jurisdiction, job: 'sequencer' } as const;
    const done = await database.inTransaction(actor, (tx) => sequenceBatch(tx, BATCH_MAX), 'worker');
    // Another sequencer has the log: what waits is in its hands.
    if (done.kind === 'busy' || done.taken === 0) return total;
    total += done.taken;
  }
}

/** Logs that failed, and until when (monotonic ms) they are left alone. */
type Resting = Map<JurisdictionCode, number>;

/** One look at every log; false when the database could not be asked. One log's damage neither stops nor slows the others. */
async function tick({ database, jurisdictions, onError }: SequencerOptions, resting: Resting): Promise<boolean> {
  let waiting: readonly JurisdictionCode[];
  try {
    waiting = await unsettled(database, jurisdictions());
  } catch (error) {
    onError(error);
    return false;
  }
  for (const jurisdiction of waiting) {
    if ((resting.get(jurisdiction) ?? 0) > performance.now()) continue;
    try {
      await sequenceAll(database, jurisdiction);
    } catch (error) {
      resting.set(jurisdiction, performance.now() + PAUSE_MS_MAX);
      onError(error, jurisdiction);
    }
  }
  return true;
}

async function unsettled(database: Database, codes: readonly JurisdictionCode[]): Promise<readonly JurisdictionCode[]> {
  const { name, text } = selectUnsettled;
  const answer = await database.poolOf('worker').query<{ code: string }>({ name, text, values: [[...codes]] });
  const waiting = new Set(answer.rows.map((row) => row.code));
  return codes.filter((code) => waiting.has(code));
}
