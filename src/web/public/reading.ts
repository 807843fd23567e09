import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { DAY_MS, plusMs } from '../../kernel/instant.ts';
import { answeredInMonths, type Counts, type Period } from '../../slices/cases/index.ts';
import { score, type Scorecard, type UnitCounts } from '../../slices/scorecards/index.ts';
import { dayOf, type Directory } from '../../slices/units/index.ts';
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

export const NO_BALLOTS: Satisfaction = { ballots: [0, 0, 0, 0, 0], ballotsOf: 0 };

/** What is published of the secret ballot on a unit, and how many answers could have been voted on in those months. */
export type Satisfaction = Pick<UnitCounts, 'ballots' | 'ballotsOf'>;

/** The scorecard of these counts: the pages add nothing to what `score` says. */
export function scorecardOf(counts: Counts, satisfaction: Satisfaction = NO_BALLOTS): Scorecard {
  const { due, answeredInTime, running, withdrawnUnanswered, answered, solved, partly, unsolved, withdrawnAnswered } = counts;
  return score({ due, answeredInTime, running, withdrawnUnanswered, answered, solved, partly, unsolved, withdrawnAnswered, excluded: [], ...satisfaction });
}

/** Of every unit with published ballots that end in the period. */
export async function satisfactionIn({ services, directory }: Pick<PublicReading, 'services' | 'directory'>, { from }: Period): Promise<ReadonlyMap<UnitId, Satisfaction>> {
  const { code, zone } = directory;
  const tally = await services.ballots.tally(code, dayOf(from, zone).slice(0, 7));
  const answered = await answeredInMonths(services.database.public, code, [...tally].map(([unit, { fromMonth, toMonth }]) => ({ unit, fromMonth, toMonth })), zone);
  return new Map([...tally].map(([unit, { scores }]) => [unit, { ballots: scores, ballotsOf: answered.get(unit) ?? 0 }]));
}

/** One text of a query, at most `max` characters; repeated or absent is undefined. */
export function queryText(query: Readonly<Record<string, unknown>>, name: string, max = 200): string | undefined {
  const value = query[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, max) : undefined;
}
