import { permilleOf, wilsonInterval, type Interval } from './wilson.ts';

/** Below this many judgements a rate says more about persons than about a unit: it is withheld (protection T10). */
export const PUBLISHED_N_MIN = 10;
/** Below this many, a rate is shown with its interval but takes part in no comparison. */
export const COMPARED_N_MIN = 30;

/**
 * What a unit was given and what people said of its answers in a period. `answered` counts cases, whoever stayed silent
 * included; `excluded` ones are in none of the other counts: taken out by two people independent of the unit, or closed by another
 * system before they were imported.
 */
export type UnitCounts = {
  /** Answered, or past their date: a case still inside its time is neither in time nor late. */
  readonly due: number;
  readonly answeredInTime: number;
  /** Still inside their time, or standing still in public. */
  readonly running: number;
  readonly withdrawnUnanswered: number;
  readonly answered: number;
  readonly solved: number;
  readonly partly: number;
  readonly unsolved: number;
  readonly withdrawnAnswered: number;
  readonly excluded: readonly Excluded[];
  /** Secret ballots whose recast window has closed, by level 1 (very dissatisfied) to 5. */
  readonly ballots: readonly [number, number, number, number, number];
  /** Answers that could have been voted on in the months of those ballots. */
  readonly ballotsOf: number;
};

export type Excluded = { readonly reason: string; readonly count: number };

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
  readonly excluded: readonly Excluded[];
};

export type Scorecard = { readonly response: Rate; readonly solved: Rate; readonly satisfied: Rate };

/** Pure and whole-numbered: the pages and any outsider call the same function. */
export function score(counts: UnitCounts): Scorecard {
  const judged = counts.solved + counts.partly + counts.unsolved;
  const [, , , satisfied, delighted] = counts.ballots;
  const cast = counts.ballots.reduce((sum, one) => sum + one, 0);
  const { due, answered, withdrawnAnswered, withdrawnUnanswered, running, excluded, ballotsOf } = counts;
  const judgeable = answered - withdrawnAnswered;
  return {
    response: rate(counts.answeredInTime, due, due, left(excluded, { running, withdrawn: withdrawnUnanswered })),
    // 'partly' counts as not solved and is listed apart (domain weight 0).
    solved: rate(counts.solved, judged, judgeable, left(excluded, { withdrawn: withdrawnAnswered })),
    // Someone who changed the month between answer and ballot must not make the coverage more than whole.
    satisfied: rate(satisfied + delighted, cast, Math.max(cast, ballotsOf), excluded),
  };
}

/** What is not in a rate, each with its reason and count. */
function left(excluded: readonly Excluded[], counts: Readonly<Record<string, number>>): readonly Excluded[] {
  return [...excluded, ...Object.entries(counts).filter(([, count]) => count > 0).map(([reason, count]) => ({ reason, count }))];
}

function rate(successes: number, n: number, of: number, excluded: readonly Excluded[]): Rate {
  const coverage = { counted: n, of };
  if (n < PUBLISHED_N_MIN) return { state: 'withheld', successes, n, coverage, excluded };
  const state = n < COMPARED_N_MIN ? 'shown' : 'compared';
  return { state, successes, n, permille: permilleOf(successes, n), interval: wilsonInterval(successes, n), coverage, excluded };
}
