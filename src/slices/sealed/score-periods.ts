/** How many sealed reports came in one quarter, `2026-Q4`. */
export type QuarterCount = { readonly quarter: string; readonly n: number };
/** Consecutive quarters that together reach k. */
export type Period = { readonly from: string; readonly to: string; readonly n: number };

/** No public figure about sealed reports rests on fewer (protection T10). */
export const TOLD_TOGETHER_MIN = 10;

/**
 * What the public learns of how many there are: quarters that are over, joined until at least k reports stand together. Periods
 * share no quarter and are never split again, so no two figures give a smaller one by their difference. `waiting`: the first
 * quarter that no period holds yet.
 */
export function periodsOf(counts: readonly QuarterCount[], running: string, together = TOLD_TOGETHER_MIN): { readonly periods: readonly Period[]; readonly waiting: string } {
  const byQuarter = new Map(counts.map(({ quarter, n }) => [quarter, n]));
  const first = [...byQuarter.keys()].sort()[0] ?? running;
  const periods: Period[] = [];
  let [from, n] = [first, 0];
  for (let quarter = first; quarter < running; quarter = nextQuarter(quarter)) {
    n += byQuarter.get(quarter) ?? 0;
    if (n < together) continue;
    periods.push({ from, to: quarter, n });
    [from, n] = [nextQuarter(quarter), 0];
  }
  return { periods, waiting: from };
}

/** `2026-11-27` → `2026-Q4`. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

function nextQuarter(quarter: string): string {
  const [year, q] = [Number(quarter.slice(0, 4)), Number(quarter.slice(6))];
  return q === 4 ? `${year + 1}-Q1` : `${year}-Q${q + 1}`;
}
