/** A clock that everyone can see may be this late in showing that something ran out. */
const EVERY_MS_MAX = 5_000;

export type Sweeper = {
  /** Everything due now is done when this resolves; for tests, and for a demo whose clock just jumped. How many were done. */
  sweepNow(): Promise<number>;
  /** Waits for a running sweep. */
  stop(): Promise<void>;
};

/**
 * Calls `sweep` every few seconds, never two at a time. What is due lies in the database: a restart, a sleep or a jump of
 * the clock loses nothing, the next sweep finds it. `sweep` gives how many it did; it is called again at once while that is more than 0.
 */
export function startSweeper(sweep: () => Promise<number>, onError: (error: unknown) => void, everyMs = EVERY_MS_MAX): Sweeper {
  if (everyMs > EVERY_MS_MAX) throw new RangeError('a sweeper looks at least every five seconds');
  let running: Promise<number> | undefined;
  let again = false;
  let stopped = false;

  async function sweepAll(): Promise<number> {
    let done = 0;
    do {
      again = false;
      for (let count = await sweep(); count > 0 && !stopped; count = await sweep()) done += count;
    } while (again);
    return done;
  }

  function sweepOnce(): Promise<number> {
    running ??= sweepAll().finally(() => { running = undefined; });
    return running;
  }

  const timer = setInterval(() => { sweepOnce().catch(onError); }, everyMs);
  return {
    sweepNow() {
      // A sweep that is under way may have passed what has become due since.
      if (running) again = true;
      return sweepOnce();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}
