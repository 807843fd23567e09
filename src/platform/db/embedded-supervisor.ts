import type { Postmaster } from './embedded-postmaster.ts';

export type Supervised = {
  /** Process of the server that runs now. */
  readonly pid: () => number;
  /** Ends the server, and does not start it again. */
  stop(): Promise<void>;
};

const FIRST_WAIT_MS = 500;
const WAIT_MS_MAX = 30_000;

/**
 * A server that ends unasked (out of memory, killed) is started again where it was, for as long as it takes: what it had
 * acknowledged is on the disk, and its own recovery is the same as at any start. Pages say "away" meanwhile.
 */
export function supervise(first: Postmaster, restart: () => Promise<Postmaster>, onEnd: () => void): Supervised {
  let running = first;
  let stopped = false;
  let restarting: Promise<void> | undefined;
  let wake: (() => void) | undefined;

  const watch = (postmaster: Postmaster): void => {
    const ended = (): void => { if (!stopped) restarting = again(); };
    // It may have ended before anyone watched.
    if (postmaster.child.exitCode !== null || postmaster.child.signalCode !== null) ended();
    else postmaster.child.once('exit', ended);
  };
  const again = async (): Promise<void> => {
    onEnd();
    for (let waitMs = FIRST_WAIT_MS; !stopped; waitMs = Math.min(2 * waitMs, WAIT_MS_MAX)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, waitMs).unref();
      });
      if (stopped) return;
      try {
        running = await restart();
        break;
      } catch {
        // A full disk, leftover backends that still hold the memory: the next attempt may find them gone.
      }
    }
    if (!stopped) watch(running);
  };
  watch(first);
  return {
    pid: () => running.child.pid ?? 0,
    async stop() {
      stopped = true;
      wake?.();
      await restarting;
      await running.stop();
    },
  };
}
