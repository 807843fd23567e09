import { jurisdictionCounts, justJudged, overdueUnits, receivedInDays } from '../../slices/cases/index.ts';
import { dayOf } from '../../slices/units/index.ts';
import { stubOf } from '../present/case-stub.ts';
import { unitNamer } from '../present/names.ts';
import type { HomeProps } from '../views/public/home.tsx';
import { HOME_DAYS, lastDays, scorecardOf, type PublicReading } from './reading.ts';

const JUDGED_SHOWN = 8;
const OVERDUE_UNITS_SHOWN = 6;

export async function homeProps({ services, page, directory, now }: PublicReading): Promise<HomeProps> {
  const reader = services.database.public;
  const { code } = directory;
  const [received, counts, judged, overdue] = await Promise.all([
    receivedInDays(reader, code, dayOf(now, directory.zone), HOME_DAYS),
    jurisdictionCounts(reader, code, lastDays(now, HOME_DAYS)), justJudged(reader, code, JUDGED_SHOWN), overdueUnits(reader, code, OVERDUE_UNITS_SHOWN),
  ]);
  const card = scorecardOf(counts);
  const nameOf = unitNamer(directory, page.locale);
  return {
    page,
    figures: { days: HOME_DAYS, received, response: card.response, solved: card.solved },
    justJudged: judged.map((row) => stubOf(row, directory, page.locale, now, 'judged')),
    overdueUnits: overdue.map(({ unit, overdue: count, longestDays }) => ({
      name: nameOf(unit), href: `${page.paths.cases}?unit=${unit}&overdue=1`, count, longestDays,
    })),
  };
}
