import { countLeftOut, countVerdict, countWork, emptyCounts, type Tally } from './score-counts.ts';
import { roundsOf, type RecordRound } from './score-rounds.ts';
import type { Step } from './score-step.ts';

const DAY_MS = 86_400_000;
/** The days before `asOf` in which a round must have begun to count: long enough for a small unit to have any, short enough to be of now. */
export const UNIT_DAYS = 90;
export const WHOLE_DAYS = 30;
/** More than any zone is from UTC, twice: so much may a day stand beside the minutes of the same round. */
export const SLACK_DAYS = 2;

/** A case as far as it is counted. */
export type Counting = {
  readonly steps: readonly Step[];
  /** The last entry that told a step. */
  newest: number;
  /** Told twice, wholly or in part, as after a restored backup: then what counts turns with every moment. */
  readonly isMixed: boolean;
  /** As what it is counted, if it is. */
  counted: Counted | undefined;
  /** Whether that is no longer so. */
  isChanged: boolean;
};

/** What the rounds of one case were counted as, and that any `asOf` up to `until` counts them the same. */
type Counted = { readonly rounds: readonly RecordRound[]; readonly asOf: number; readonly until: number };

/**
 * Counts that go on from one moment to the next. Figures are reckoned every day over three months of cases, of which few count
 * otherwise than the day before: those that changed, and those of which a round begins to count, leaves a period or is overdue.
 */
export type RunningCounts<Case extends Counting> = {
  /** Must be called after each change of a case's steps, the first one too. */
  readonly change: (one: Case) => void;
  /** A copy of what `all` cases count as of that moment by their steps before entry `n`; a unit with nothing is absent. */
  readonly countAt: (asOf: number, n: number, all: Iterable<Case>) => { readonly units: Map<string, Tally>; readonly whole: Tally };
};

export function runningCounts<Case extends Counting>(): RunningCounts<Case> {
  const tallies = emptyTallies();
  let changed: Case[] = [];
  /** By the day in which their `until` lies; one may stand there more than once, and in days that no longer concern it. */
  const later = new Map<number, Case[]>();
  let last = { asOf: Number.NEGATIVE_INFINITY, n: 0 };

  const change = (one: Case): void => {
    if (one.isChanged) return;
    one.isChanged = true;
    changed.push(one);
  };
  const put = (one: Case, until: number): void => {
    if (until === Number.POSITIVE_INFINITY) return;
    const day = Math.floor(until / DAY_MS);
    const others = later.get(day);
    if (others) others.push(one);
    else later.set(day, [one]);
  };
  const takeDue = (asOf: number): Case[] => {
    const due: Case[] = [];
    for (const [day, cases] of later) {
      if (day * DAY_MS >= asOf) continue;
      later.delete(day);
      for (const one of cases) due.push(one);
    }
    return due;
  };
  const recount = (one: Case, asOf: number, n: number): void => {
    if (one.counted) count(tallies, one.counted, -1);
    const rounds = roundsOf(one.isMixed ? toldFirst(one.steps, asOf, n) : one.steps, n);
    one.counted = { rounds, asOf, until: untilOf(rounds, asOf) };
    count(tallies, one.counted, 1);
    put(one, one.counted.until);
  };
  const countAt: RunningCounts<Case>['countAt'] = (asOf, n, all) => {
    // Back by a moment or an entry: nothing of what stands is leaned on.
    if (asOf < last.asOf || n < last.n) for (const one of all) change(one);
    last = { asOf, n };
    const looked = changed;
    changed = [];
    for (const one of looked) {
      one.isChanged = false;
      recount(one, asOf, n);
      // What was counted without steps that are not known yet, the next call may not lean on.
      if (one.newest >= n || (one.isMixed && one.steps.length > 0)) change(one);
    }
    for (const one of takeDue(asOf)) {
      if (one.counted && asOf <= one.counted.until) put(one, one.counted.until);
      else recount(one, asOf, n);
    }
    return copied(tallies);
  };
  return { change, countAt };
}

/**
 * Of a case that was told twice each number counts as it was told first: an operator who restores a backup wins nothing in the
 * figures. What is too old to be read by everyone is left out, so that all leave out the same.
 */
function toldFirst(steps: readonly Step[], asOf: number, n: number): readonly Step[] {
  const since = asOf - (UNIT_DAYS + SLACK_DAYS) * DAY_MS;
  const known = steps.filter(({ index, atMs }) => index < n && atMs >= since);
  return known.filter(({ seq }, i) => known[i - 1]?.seq !== seq);
}

type Tallies = { readonly units: Map<string, Tally>; readonly whole: Tally };

function emptyTallies(): Tallies {
  return { units: new Map(), whole: emptyCounts() };
}

function count({ units, whole }: Tallies, { rounds, asOf }: Counted, by: 1 | -1): void {
  for (const round of rounds) {
    const { startedAt, handler, answeredBy, leftOut } = round;
    if (startedAt >= asOf || startedAt < asOf - UNIT_DAYS * DAY_MS) continue;
    const isRecent = startedAt >= asOf - WHOLE_DAYS * DAY_MS;
    if (leftOut) {
      countLeftOut(tallyOf(units, handler), by);
      if (isRecent) countLeftOut(whole, by);
      continue;
    }
    countWork(tallyOf(units, handler), round, asOf, by);
    if (isRecent) countWork(whole, round, asOf, by);
    if (answeredBy === undefined) continue;
    countVerdict(tallyOf(units, answeredBy), round, by);
    if (isRecent) countVerdict(whole, round, by);
  }
}

function tallyOf(units: Map<string, Tally>, unit: string): Tally {
  const known = units.get(unit);
  if (known) return known;
  const counts = emptyCounts();
  units.set(unit, counts);
  return counts;
}

/** A round counts otherwise from the moment that is later than its beginning, the end of either period, or its deadline. */
function untilOf(rounds: readonly RecordRound[], asOf: number): number {
  let until = Number.POSITIVE_INFINITY;
  const turn = (at: number): void => { if (at >= asOf && at < until) until = at; };
  for (const { startedAt, due, answeredAt } of rounds) {
    turn(startedAt);
    turn(startedAt + WHOLE_DAYS * DAY_MS);
    turn(startedAt + UNIT_DAYS * DAY_MS);
    // An answer has settled whether it was in time.
    if (due !== undefined && answeredAt === undefined) turn(due);
  }
  return until;
}

function copied({ units, whole }: Tallies): Tallies {
  for (const [unit, { dispatched, answered, importedClosed = 0 }] of units) if (dispatched === 0 && answered === 0 && importedClosed === 0) units.delete(unit);
  return { units: new Map([...units].map(([unit, counts]) => [unit, copiedTally(counts)])), whole: copiedTally(whole) };
}

function copiedTally(counts: Tally): Tally {
  return { ...counts, ballots: [...counts.ballots] };
}
