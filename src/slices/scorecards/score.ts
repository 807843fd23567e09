import { permilleOf, wilsonInterval, type Interval } from './wilson.ts';

/** Below this many judgements a rate says more about persons than about a unit: it is withheld (protection T10). */
export const PUBLISHED_N_MIN = 10;
/** Below this many, a rate is shown with its interval but takes part in no comparison. */
export const COMPARED_N_MIN = 30;

/**
 * What people said of one unit's answers in a period. `answered` counts cases, whoever stayed silent included;
 * `excluded` ones were taken out by two people independent of the unit and are in none of the other counts.
 */
export type UnitCounts = {
  readonly dispatched: number;
  readonly answered: number;
  readonly answeredInTime: number;
  readonly solved: number;
  readonly partly: number;
  readonly unsolved: number;
  readonly unjudged: number;
  readonly overdue: number;
  readonly excluded: readonly { readonly reason: string; readonly count: number }[];
  /** Secret ballots whose recast window has closed, by level 1 (very dissatisfied) to 5. */
  readonly ballots: readonly [number, number, number, number, number];
};

/** A share with everything an honest reader needs: its n, its interval, its coverage, its exclusions. */
export type Rate = {
  readonly state: 'withheld' | 'shown' | 'compared';
  readonly successes: number;
  readonly n: number;
  /** Permille; absent while withheld. */
  readonly permille?: number;
  readonly interval?: Interval;
  /** How many of those who could have been counted are in n. */
  readonly coverage: { readonly counted: number; readonly of: number };
  readonly excluded: readonly { readonly reason: string; readonly count: number }[];
};

export type Scorecard = { readonly response: Rate; readonly solved: Rate; readonly satisfied: Rate };

/** Pure and whole-numbered: the pages and any outsider call the same function. */
export function score(counts: UnitCounts): Scorecard {
  const judged = counts.solved + counts.partly + counts.unsolved;
  const [, , , satisfied, delighted] = counts.ballots;
  const cast = counts.ballots.reduce((sum, one) => sum + one, 0);
  return {
    response: rate(counts.answeredInTime, counts.dispatched, { counted: counts.dispatched, of: counts.dispatched }, counts),
    // 'partly' counts as not solved and is listed apart (domain weight 0).
    solved: rate(counts.solved, judged, { counted: judged, of: counts.answered }, counts),
    satisfied: rate(satisfied + delighted, cast, { counted: cast, of: counts.answered }, counts),
  };
}

function rate(successes: number, n: number, coverage: Rate['coverage'], { excluded }: UnitCounts): Rate {
  if (n < PUBLISHED_N_MIN) return { state: 'withheld', successes, n, coverage, excluded };
  const state = n < COMPARED_N_MIN ? 'shown' : 'compared';
  return { state, successes, n, permille: permilleOf(successes, n), interval: wilsonInterval(successes, n), coverage, excluded };
}
