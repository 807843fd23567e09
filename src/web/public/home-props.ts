import type { JurisdictionCode, UnitId } from '../../kernel/ids.ts';
import { DAY_MS, type Instant } from '../../kernel/instant.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { jurisdictionCounts, justJudged, listPublicCases, overdueUnits, PAGE_MAX } from '../../slices/cases/index.ts';
import { stubOf } from '../present/case-stub.ts';
import { unitNamer } from '../present/names.ts';
import type { HomeProps } from '../views/public/home.tsx';
import { HOME_DAYS, lastDays, scorecardOf, type PublicReading } from './reading.ts';

const JUDGED_SHOWN = 8;
const OVERDUE_UNITS_SHOWN = 6;

export async function homeProps({ services, page, directory, now }: PublicReading): Promise<HomeProps> {
  const reader = services.database.public;
  const { code } = directory;
  const [counts, judged, overdue] = await Promise.all([
    jurisdictionCounts(reader, code, lastDays(now, HOME_DAYS)), justJudged(reader, code, JUDGED_SHOWN), overdueUnits(reader, code, OVERDUE_UNITS_SHOWN),
  ]);
  const card = scorecardOf(counts);
  const nameOf = unitNamer(directory, page.locale);
  const longest = await Promise.all(overdue.map(({ unit }) => longestOverdue(services.database.public, directory.code, unit, now)));
  return {
    page,
    figures: { days: HOME_DAYS, received: counts.dispatched - counts.reopenings, response: card.response, solved: card.solved },
    justJudged: judged.map((row) => stubOf(row, directory, page.locale, now, 'judged')),
    overdueUnits: overdue.map(({ unit, overdue: count }, index) => ({
      name: nameOf(unit), href: `${page.paths.cases}?unit=${unit}&overdue=1`, count, longestDays: longest[index] ?? 0,
    })),
  };
}

/** Whole days the oldest of a unit's overdue cases is late. */
async function longestOverdue(reader: Reader, code: JurisdictionCode, unit: UnitId, now: Instant): Promise<number> {
  const page = await listPublicCases(reader, code, { units: [unit], overdue: true }, { limit: PAGE_MAX });
  return Math.max(0, ...(page?.cases ?? []).map((one) => (one.dueAt === undefined ? 0 : Math.ceil((now - one.dueAt) / DAY_MS))));
}
