import { justJudged, overdueUnits, receivedInDays } from '../../slices/cases/index.ts';
import { scorecardOf, WHOLE_DAYS } from '../../slices/scorecards/index.ts';
import { dayOf } from '../../slices/units/index.ts';
import { stubOf } from '../present/case-stub.ts';
import { unitNamer } from '../present/names.ts';
import { incidentsIn } from '../matters/props.ts';
import type { HomeProps } from '../views/public/home.tsx';
import { figuresIn, type PublicReading } from './reading.ts';

const JUDGED_SHOWN = 8;
const OVERDUE_UNITS_SHOWN = 6;

export async function homeProps(reading: PublicReading): Promise<HomeProps> {
  const { services, page, directory, now } = reading;
  const reader = services.database.public;
  const { code } = directory;
  const [received, figures, judged, overdue] = await Promise.all([
    receivedInDays(reader, code, dayOf(now, directory.zone), WHOLE_DAYS),
    figuresIn(reading), justJudged(reader, code, JUDGED_SHOWN), overdueUnits(reader, code, OVERDUE_UNITS_SHOWN),
  ]);
  const card = scorecardOf(figures.whole);
  const nameOf = unitNamer(directory, page.locale);
  return {
    page, incidents: await incidentsIn(reading),
    figures: { days: WHOLE_DAYS, received, response: card.response, solved: card.solved, source: figures.source },
    justJudged: judged.map((row) => stubOf(row, directory, page.locale, now, 'judged')),
    overdueUnits: overdue.map(({ unit, overdue: count, longestDays }) => ({
      name: nameOf(unit), href: `${page.paths.cases}?unit=${unit}&overdue=1`, count, longestDays,
    })),
  };
}
