import { score, type Scorecard } from './score.ts';
import type { RecordRound } from './score-rounds.ts';

/** By the unit whose work a round was, whoever answered in the end. */
export const WORK_COUNTS = ['dispatched', 'due', 'answeredInTime', 'running', 'withdrawnUnanswered', 'contacted', 'reopenings', 'escalations', 'transfers', 'pauses'] as const;
/** By the unit that answered: answered = solved + partly + unsolved + waiting + silent + withdrawnAnswered. */
export const VERDICT_COUNTS = ['answered', 'solved', 'partly', 'unsolved', 'waiting', 'silent', 'withdrawnAnswered'] as const;

type Counted = { [Field in (typeof WORK_COUNTS)[number] | (typeof VERDICT_COUNTS)[number]]: number };

/** What the record says of a unit in a period; every field is a whole number from 0. */
export type RecordCounts = Readonly<Counted> & {
  /** Secret ballots by level, 1 (very dissatisfied) to 5, from batches that end in the period or later. */
  readonly ballots: readonly [number, number, number, number, number];
  /** Answers that could have been voted on in the months of those batches. */
  readonly ballotsOf: number;
  /** Closed by another system before they were imported, in no other count; absent where there are none. */
  readonly importedClosed?: number;
};

export type Tally = Counted & { ballots: [number, number, number, number, number]; ballotsOf: number; importedClosed?: number };

export function emptyCounts(): Tally {
  return {
    dispatched: 0, due: 0, answeredInTime: 0, running: 0, withdrawnUnanswered: 0, contacted: 0, reopenings: 0, escalations: 0, transfers: 0, pauses: 0,
    answered: 0, solved: 0, partly: 0, unsolved: 0, waiting: 0, silent: 0, withdrawnAnswered: 0, ballots: [0, 0, 0, 0, 0], ballotsOf: 0,
  };
}

/** Adds the work of one round to its handler's counts, or takes it out of them. `asOf` is the moment that punctuality is asked at. */
export function countWork(counts: Tally, round: RecordRound, asOf: number, by: 1 | -1): void {
  const { due, answeredAt, paused, withdrawn } = round;
  const isAnswered = answeredAt !== undefined;
  const isPast = due !== undefined && due < asOf && !paused;
  counts.dispatched += by;
  if (due !== undefined && (isAnswered || (isPast && !withdrawn))) counts.due += by;
  if (due !== undefined && isAnswered && answeredAt <= due) counts.answeredInTime += by;
  if (!isAnswered && !withdrawn && !isPast) counts.running += by;
  if (!isAnswered && withdrawn) counts.withdrawnUnanswered += by;
  if (round.contacted) counts.contacted += by;
  if (round.round > 1) counts.reopenings += by;
  counts.escalations += by * round.escalations;
  counts.transfers += by * round.transfers;
  counts.pauses += by * round.pauses;
}

/** Counts one imported as closed. Results without any are written as they were before there were imports. */
export function countLeftOut(counts: Tally, by: 1 | -1): void {
  const left = (counts.importedClosed ?? 0) + by;
  if (left > 0) counts.importedClosed = left;
  else delete counts.importedClosed;
}

/** Adds what came of one answered round to the counts of the unit that answered, or takes it out of them. */
export function countVerdict(counts: Tally, { outcome, silent, withdrawn }: RecordRound, by: 1 | -1): void {
  counts.answered += by;
  if (outcome !== undefined) counts[outcome] += by;
  else if (withdrawn) counts.withdrawnAnswered += by;
  else if (silent) counts.silent += by;
  else counts.waiting += by;
}

/** The scorecard of these counts: the pages add nothing to what `score` says. */
export function scorecardOf(counts: RecordCounts): Scorecard {
  const { due, answeredInTime, running, withdrawnUnanswered, answered, solved, partly, unsolved, withdrawnAnswered, ballots, ballotsOf, importedClosed = 0 } = counts;
  const excluded = importedClosed > 0 ? [{ reason: 'imported-closed', count: importedClosed }] : [];
  return score({ due, answeredInTime, running, withdrawnUnanswered, answered, solved, partly, unsolved, withdrawnAnswered, excluded, ballots, ballotsOf });
}
