import type { Instant } from '../../kernel/instant.ts';
import { DAY_MS, plusMs } from '../../kernel/instant.ts';
import type { Counts, Period } from '../../slices/cases/index.ts';
import { score, type Scorecard } from '../../slices/scorecards/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import type { PageContext } from '../../ui/page.ts';
import type { Services } from '../services.ts';

/** Everything a public page is drawn from. */
export type PublicReading = {
  readonly services: Services;
  readonly page: PageContext;
  readonly directory: Directory;
  readonly now: Instant;
  readonly query: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
};

/** The days that figures cover: long enough for a small unit to have any, short enough to be of now. */
export const FIGURE_DAYS = 90;
export const HOME_DAYS = 30;

export function lastDays(now: Instant, days: number): Period {
  return { from: plusMs(now, -days * DAY_MS), until: now };
}

export const NO_BALLOTS = [0, 0, 0, 0, 0] as const;

/** The scorecard of these counts: the pages add nothing to what `score` says. */
export function scorecardOf(counts: Counts, ballots: readonly [number, number, number, number, number] = NO_BALLOTS): Scorecard {
  return score({
    dispatched: counts.dispatched - counts.withdrawn, answered: counts.answered, answeredInTime: counts.answeredInTime,
    solved: counts.solved, partly: counts.partly, unsolved: counts.unsolved, unjudged: counts.waiting + counts.silent,
    overdue: counts.overdue, excluded: [], ballots,
  });
}

export const EMPTY_COUNTS: Counts = {
  dispatched: 0, answered: 0, answeredInTime: 0, contacted: 0, solved: 0, partly: 0, unsolved: 0, waiting: 0, silent: 0, withdrawn: 0,
  overdue: 0, reopenings: 0, escalations: 0, transfers: 0, pauses: 0,
};

/** One text of a query, at most `max` characters; repeated or absent is undefined. */
export function queryText(query: Readonly<Record<string, unknown>>, name: string, max = 200): string | undefined {
  const value = query[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, max) : undefined;
}
