import { instantOf, plusMs, type Instant } from '../../kernel/instant.ts';
import type { Reader } from '../db/reader.ts';
import { statement } from '../db/statement.ts';

/**
 * What time it is for pages that only read: the process clock, corrected to the database's every second. Nothing that is
 * recorded uses it; events take their time from the transaction that makes them.
 */
export interface ReadingClock {
  now(): Instant;
  /** Asks the database again at once: after a demo's clock was moved. */
  refresh(): Promise<void>;
  close(): void;
}

const REFRESH_MS = 1_000;
const readNow = statement<{ now: Date }>('app_public', 'platform.read_now', 'select platform.now() as now');

export async function openReadingClock(reader: Reader, everyMs = REFRESH_MS): Promise<ReadingClock> {
  let offsetMs = 0;
  const refresh = async (): Promise<void> => {
    const row = await reader.row(readNow);
    if (row) offsetMs = row.now.getTime() - Date.now();
  };
  await refresh();
  // While the database is away the last known offset stays good.
  const timer = setInterval(() => void refresh().catch(() => undefined), everyMs);
  timer.unref();
  return {
    now: () => plusMs(instantOf(new Date()), Math.round(offsetMs)),
    refresh,
    close: () => { clearInterval(timer); },
  };
}
