import { parseCaseNumber, parseUnitId } from '../../kernel/ids.ts';
import { listHardCases } from '../../slices/cases/index.ts';
import { withQuery } from '../../ui/page.ts';
import { postNamer, topicWords, unitNamer } from '../present/names.ts';
import { listsOf } from '../report/choices.ts';
import type { HardCasesProps } from '../views/public/hard-cases.tsx';
import { queryText, type PublicReading } from './reading.ts';

const PAGE_ROWS = 50;

/** Undefined when the cursor in the address is none of ours. A filter that names nothing is left out; a number that is none finds nothing. */
export async function hardCasesProps({ services, page, directory, query, now }: PublicReading): Promise<HardCasesProps | undefined> {
  const q = queryText(query, 'q');
  const number = parseCaseNumber(q);
  const unitId = parseUnitId(queryText(query, 'unit'));
  const unit = unitId && directory.unit(unitId) ? unitId : undefined;
  const state = query['state'] === 'over' ? 'over' : undefined;
  const cursor = queryText(query, 'after');
  const isNoNumber = q !== undefined && number === undefined;
  const found = isNoNumber ? { cases: [] } : await listHardCases(
    services.database.public, directory.code, { listed: state === undefined, ...(unit ? { units: directory.subtree(unit) } : {}), ...(number ? { number } : {}) },
    { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) },
  );
  if (!found) return undefined;
  const filters = { ...(q === undefined ? {} : { q }), ...(unit ? { unit } : {}), ...(state ? { state } : {}) };
  const here = Object.entries(filters).reduce((address, [name, value]) => withQuery(address, name, value), page.paths.hardCases);
  const [nameOf, postOf] = [unitNamer(directory, page.locale), postNamer(directory, page.locale)];
  return {
    page, filters, units: listsOf(directory, page.locale).unitGroups,
    rows: found.cases.map((one) => ({
      number: one.number, ground: one.ground, unit: nameOf(one.unit), since: one.since, reviewAt: one.reviewAt, late: one.listed && one.reviewAt < now, reviews: one.reviews,
      ...(one.topic === undefined ? {} : { topic: topicWords(directory, one.topic, page.locale) }), ...(one.post === undefined ? {} : { post: postOf(one.post) }),
      ...(one.reason === undefined ? {} : { reason: one.reason }),
    })),
    previous: cursor === undefined ? undefined : here,
    next: 'next' in found && found.next !== undefined ? withQuery(here, 'after', found.next) : undefined,
  };
}
