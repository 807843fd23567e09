/**
 * When ballots may be counted in public: their recast window has closed and at least k of one unit are together, so no
 * figure betrays one voter. Months of a unit with few voices wait and are published together.
 */

/** Fewer than this many ballots are never published apart (protection T3, T10). */
export const BALLOTS_PER_BATCH_MIN = 10;
/** A ballot may be changed for this long; the last one counts, so obedience cannot be proved. */
export const RECAST_DAYS = 30;

/** How many ballots of each level, 1 (very dissatisfied) to 5, a unit received in a month (`YYYY-MM`). */
export type MonthOfBallots = { readonly month: string; readonly scores: readonly [number, number, number, number, number] };
export type Batch = { readonly fromMonth: string; readonly toMonth: string; readonly scores: [number, number, number, number, number] };

/**
 * Gathers the months of one unit, oldest first and none published yet, into batches. `openFrom` is the first month that
 * can still be recast. What is left over waits.
 */
export function batchesOf(months: readonly MonthOfBallots[], openFrom: string): Batch[] {
  const batches: Batch[] = [];
  let gathering: Batch | undefined;
  for (const one of [...months].sort((a, b) => (a.month < b.month ? -1 : 1))) {
    if (one.month >= openFrom) break;
    gathering ??= { fromMonth: one.month, toMonth: one.month, scores: [0, 0, 0, 0, 0] };
    gathering = { ...gathering, toMonth: one.month, scores: added(gathering.scores, one.scores) };
    if (total(gathering.scores) < BALLOTS_PER_BATCH_MIN) continue;
    batches.push(gathering);
    gathering = undefined;
  }
  return batches;
}

/** The month of a calendar day `YYYY-MM-DD`, and the first month whose ballots can still change on that day. */
export function firstOpenMonth(today: string): string {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  // A month is closed RECAST_DAYS after its last day; dates in UTC arithmetic, no zone is involved in whole days.
  const edge = new Date(Date.UTC(year, month - 1, day - RECAST_DAYS));
  return `${edge.getUTCFullYear()}-${String(edge.getUTCMonth() + 1).padStart(2, '0')}`;
}

/** `2027-01` after `2026-12`. */
export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 12 ? `${String(year + 1)}-01` : `${String(year)}-${String(number + 1).padStart(2, '0')}`;
}

function added(left: Batch['scores'], right: MonthOfBallots['scores']): Batch['scores'] {
  return left.map((count, level) => count + (right[level] ?? 0)) as Batch['scores'];
}

function total(scores: readonly number[]): number {
  return scores.reduce((sum, one) => sum + one, 0);
}
