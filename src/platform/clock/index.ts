import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

const advance = statement<{ advanced: boolean | null }>('worker', 'platform.advance_clock', `
  select platform.advance_clock(make_interval(secs => $1::double precision / 1000)) as advanced`);

const MS_MAX = 400 * 86_400_000;

/**
 * Moves the clock of a demo instance forward by whole milliseconds, at most 400 days at once; false in any other instance, where nothing
 * moves. Whoever calls it sweeps afterwards, so that what has become due happens. Throws RangeError outside 1 to 400 days' worth.
 */
export async function advanceClock(database: Database, ms: number): Promise<boolean> {
  if (!Number.isSafeInteger(ms) || ms < 1 || ms > MS_MAX) throw new RangeError('a clock is advanced by 1 ms to 400 days');
  const { rows } = await database.poolOf('worker').query<{ advanced: boolean | null }>({ name: advance.name, text: advance.text, values: [ms] });
  return rows[0]?.advanced === true;
}
