import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { emptyCounts, type RecordCounts } from '../../slices/scorecards/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import type { PageContext } from '../../ui/page.ts';
import type { Services } from '../services.ts';
import type { FiguresSource } from '../views/scorecards/scorecards.tsx';

/** Everything a public page is drawn from. */
export type PublicReading = {
  readonly services: Services;
  readonly page: PageContext;
  readonly directory: Directory;
  readonly now: Instant;
  readonly query: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
};

export type Figures = {
  readonly source: FiguresSource;
  readonly whole: RecordCounts;
  /** Of one unit; nothing in any column where the record says nothing of it. */
  readonly of: (unit: UnitId) => RecordCounts;
};

/** The figures that pages show: those last published, which anyone can compute from the record, and no others (promise 5). */
export async function figuresIn({ services, directory }: Pick<PublicReading, 'services' | 'directory'>): Promise<Figures> {
  const published = await services.scorecards.latest(directory.code);
  if (!published) return { source: undefined, whole: emptyCounts(), of: emptyCounts };
  const { n, asOf, result: { units, whole } } = published;
  return { source: { n, asOf }, whole, of: (unit) => (Object.hasOwn(units, unit) ? units[unit] : undefined) ?? emptyCounts() };
}

/** One text of a query, at most `max` characters; repeated or absent is undefined. */
export function queryText(query: Readonly<Record<string, unknown>>, name: string, max = 200): string | undefined {
  const value = query[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, max) : undefined;
}
