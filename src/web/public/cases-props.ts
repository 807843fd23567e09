import { parseDivisionCode, parseTopicCode, parseUnitId, type DivisionCode, type TopicCode } from '../../kernel/ids.ts';
import { listPublicCases, STAGES, type PublicFilter } from '../../slices/cases/index.ts';
import type { Directory, TopicNode } from '../../slices/units/index.ts';
import { withQuery } from '../../ui/page.ts';
import { stubOf } from '../present/case-stub.ts';
import { townOf } from '../present/names.ts';
import { listsOf } from '../report/choices.ts';
import type { CaseFilters, CasesProps } from '../views/public/cases.tsx';
import { incidentsIn } from '../matters/props.ts';
import { queryText, type PublicReading } from './reading.ts';

const PAGE_CASES = 50;
const FILTERS = ['q', 'topic', 'place', 'unit', 'stage', 'overdue'] as const;

/** Undefined when the cursor in the address is none of ours. A filter that names nothing is left out, and shown as left out. */
export async function casesProps(reading: PublicReading): Promise<CasesProps | undefined> {
  const { services, page, directory, now, query } = reading;
  const { filter, filters } = filterOf(query, directory);
  const cursor = queryText(query, 'after');
  const found = await listPublicCases(services.database.public, directory.code, filter, { limit: PAGE_CASES, ...(cursor === undefined ? {} : { cursor }) });
  if (!found) return undefined;
  const lists = listsOf(directory, page.locale);
  const here = Object.entries(filters).reduce((address, [name, value]) => withQuery(address, name, value), page.paths.cases);
  return {
    page, filters, incidents: await incidentsIn(reading),
    topics: lists.topicGroups,
    places: lists.places.map((town) => ({ value: town.code, label: town.name })),
    units: lists.units,
    stubs: found.cases.map((row) => stubOf(row, directory, page.locale, now)),
    previous: cursor === undefined ? undefined : here,
    next: found.next === undefined ? undefined : withQuery(here, 'after', found.next),
  };
}

function filterOf(query: PublicReading['query'], directory: Directory): { readonly filter: PublicFilter; readonly filters: CaseFilters } {
  const given = Object.fromEntries(FILTERS.flatMap((name) => {
    const text = queryText(query, name);
    return text === undefined ? [] : [[name, text]];
  })) as Record<(typeof FILTERS)[number], string | undefined>;
  const topic = parseTopicCode(given.topic);
  const place = parseDivisionCode(given.place);
  const unit = parseUnitId(given.unit);
  const stage = STAGES.find((one) => one === given.stage);
  const known = {
    q: given.q, topic: topic && directory.topic(topic) ? topic : undefined, place: place && directory.division(place) ? publicPlace(directory, place) : undefined,
    unit: unit && directory.unit(unit) ? unit : undefined, stage, overdue: given.overdue === '1' ? '1' : undefined,
  };
  return {
    filters: Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    filter: {
      ...(known.q === undefined ? {} : { text: known.q }),
      ...(known.topic ? { topics: topicsUnder(directory, known.topic) } : {}),
      ...(known.place ? { divisions: divisionsUnder(directory, known.place) } : {}),
      ...(known.unit ? { units: [known.unit] } : {}),
      ...(stage ? { stages: [stage] } : {}),
      ...(known.overdue ? { overdue: true } : {}),
    },
  };
}

/** A village in the address asks for its township: which village a case is from nobody may find out by filtering (T10). */
function publicPlace(directory: Directory, place: DivisionCode): DivisionCode {
  return townOf(directory, place) ?? place;
}

/** The topic and all beneath it. */
export function topicsUnder(directory: Directory, code: TopicCode): readonly TopicCode[] {
  const walk = (nodes: readonly TopicNode[], inside: boolean): TopicCode[] =>
    nodes.flatMap(({ topic, children }) => [...(inside || topic.code === code ? [topic.code] : []), ...walk(children, inside || topic.code === code)]);
  return walk(directory.topicsTree(), false);
}

export function divisionsUnder(directory: Directory, code: DivisionCode): readonly DivisionCode[] {
  return [code, ...directory.divisionsUnder(code).flatMap((one) => divisionsUnder(directory, one.code))];
}
