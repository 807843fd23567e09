import { parseCaseNumber } from '../../kernel/ids.ts';
import { HIDING_RULES, LISTED_STATES, listRemovals, removalTotals } from '../../slices/cases/index.ts';
import { withQuery } from '../../ui/page.ts';
import { unitNamer } from '../present/names.ts';
import { queryText, type PublicReading } from '../public/reading.ts';
import type { RegisterProps } from '../views/removals/register.tsx';
import { removalViewOf } from './views-of.ts';

const PAGE_ROWS = 50;

/** Undefined when the cursor in the address is none of ours. A filter that names nothing is left out; a number that is none finds nothing. */
export async function registerProps({ services, page, directory, query }: PublicReading): Promise<RegisterProps | undefined> {
  const q = queryText(query, 'q');
  const rule = HIDING_RULES.find((one) => one === query['rule']);
  const state = LISTED_STATES.find((one) => one === query['state']);
  const number = parseCaseNumber(q);
  const cursor = queryText(query, 'after');
  const reader = services.database.public;
  const isNoNumber = q !== undefined && number === undefined;
  const [found, totals] = await Promise.all([
    isNoNumber ? { removals: [] } : listRemovals(reader, directory.code, { ...(rule ? { rule } : {}), ...(state ? { state } : {}), ...(number ? { number } : {}) },
      { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) }),
    removalTotals(reader, directory.code),
  ]);
  if (!found) return undefined;
  const filters = { ...(q === undefined ? {} : { q }), ...(rule ? { rule } : {}), ...(state ? { state } : {}) };
  const here = Object.entries(filters).reduce((address, [name, value]) => withQuery(address, name, value), page.paths.removals);
  const nameOf = unitNamer(directory, page.locale);
  return {
    page, filters, totals: [...totals].map(([of, counts]) => ({ rule: of, ...counts })),
    rows: found.removals.map((one) => ({ ...removalViewOf(one, nameOf), number: one.number })),
    previous: cursor === undefined ? undefined : here,
    next: 'next' in found && found.next !== undefined ? withQuery(here, 'after', found.next) : undefined,
  };
}
