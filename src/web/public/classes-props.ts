import { parseDivisionCode, type TopicCode } from '../../kernel/ids.ts';
import { countsOfTopics, KINDS, listPublicCases, STAGES, type Judgements } from '../../slices/cases/index.ts';
import { score, type Rate } from '../../slices/scorecards/index.ts';
import { dayOf, type Directory, type LimitName, type VitalInterest } from '../../slices/units/index.ts';
import { withQuery } from '../../ui/page.ts';
import { stubOf } from '../present/case-stub.ts';
import { classView } from '../present/classes.ts';
import { townOf } from '../present/names.ts';
import { listsOf } from '../report/choices.ts';
import { CLOCK_LIMITS, type ClassesProps, type ClassProps, type ClockLine } from '../views/classes/classes.tsx';
import { queryText, type PublicReading } from './reading.ts';

const PAGE_CASES = 20;
/** A year: long enough for ten of one class to come together in a small county. */
export const CLASS_DAYS = 365;

export function classesProps({ page, directory }: PublicReading): ClassesProps {
  return { page, classes: directory.content.vitalInterests.map((one) => ({ of: classView(one, directory, page.locale), clock: clockOf(one, directory) })) };
}

/** Undefined when the cursor in the address is none of ours. Filters that name nothing are left out. */
export async function classProps(reading: PublicReading, one: VitalInterest): Promise<ClassProps | undefined> {
  const { services, page, directory, now, query } = reading;
  const reader = services.database.public;
  const topics = topicsOf(one, directory);
  const place = parseDivisionCode(queryText(query, 'place'));
  // A village in the address asks for its township (T10).
  const town = place && townOf(directory, place);
  const stage = STAGES.find((known) => known === queryText(query, 'stage'));
  const cursor = queryText(query, 'after');
  const filter = { topics, ...(town ? { divisions: [town] } : {}), ...(stage ? { stages: [stage] } : {}) };
  const [found, counts] = await Promise.all([
    listPublicCases(reader, directory.code, filter, { limit: PAGE_CASES, ...(cursor === undefined ? {} : { cursor }) }),
    countsOfTopics(reader, directory.code, topics, widerThan(topics), dayOf(now, directory.zone), CLASS_DAYS),
  ]);
  if (!found) return undefined;
  const filters = { ...(stage ? { stage } : {}), ...(town ? { place: town } : {}) };
  const here = Object.entries(filters).reduce((address, [name, value]) => withQuery(address, name, value), page.paths.classOf(one.code));
  return {
    page, of: classView(one, directory, page.locale), clock: clockOf(one, directory), days: CLASS_DAYS, filters,
    places: listsOf(directory, page.locale).places.map((part) => ({ value: part.code, label: part.name })),
    topics: leavesOf(one, directory).map((code) => ({ code, name: directory.topic(code)?.names[page.locale] ?? code })),
    received: counts.received, answered: counts.cases.answered, solved: solvedOf(counts.cases, counts.cases.withdrawn), again: solvedOf(counts.again),
    outcomes: { solved: counts.cases.solved, partly: counts.cases.partly, unsolved: counts.cases.unsolved }, wider: counts.wider, untold: counts.untold,
    stubs: found.cases.map((row) => stubOf(row, directory, page.locale, now)),
    previous: cursor === undefined ? undefined : here, next: found.next === undefined ? undefined : withQuery(here, 'after', found.next),
  };
}

/** Every topic of the class, those that have ended as well. */
function topicsOf(one: VitalInterest, directory: Directory): readonly TopicCode[] {
  return directory.content.topics.map(({ code }) => code).filter((code) => directory.vitalInterestOf(code)?.code === one.code);
}

/** What a form offers of it: topics without any beneath them. */
function leavesOf(one: VitalInterest, directory: Directory): readonly TopicCode[] {
  const topics = topicsOf(one, directory);
  return topics.filter((code) => !topics.some((other) => other.startsWith(`${code}.`)));
}

/** First levels that hold the class beside others: of such a case, told by its first level, nobody can say. */
function widerThan(topics: readonly TopicCode[]): readonly TopicCode[] {
  return [...new Set(topics.map((code) => code.split('.', 1)[0] as TopicCode))].filter((code) => !topics.includes(code));
}

/** The same rule as for units: the resident's word, silence named, nothing below ten. */
function solvedOf(judged: Judgements, withdrawnAnswered = 0): Rate {
  return score({
    ...judged, withdrawnAnswered, due: 0, answeredInTime: 0, running: 0, withdrawnUnanswered: 0, excluded: [], ballots: [0, 0, 0, 0, 0], ballotsOf: 0,
  }).solved;
}

/** As the clocks of cases are set: by topic, kind and level, without danger. More than one where topics or kinds differ. */
function clockOf(one: VitalInterest, directory: Directory): readonly ClockLine[] {
  const levelOf = (limit: LimitName): string => directory.unit(limit === 'accept' ? directory.intakeUnit : one.leadUnit)?.level ?? directory.level;
  return CLOCK_LIMITS.map((limit) => {
    const found = leavesOf(one, directory).flatMap((topic) => KINDS.map((kind) => directory.limitFor({ limit, kind, urgency: 'ordinary', topic, channel: 'web', level: levelOf(limit) })));
    const amounts = new Map(found.map(({ amount, unit }) => [`${String(amount)} ${unit}`, { amount, unit }]));
    return { limit, amounts: [...amounts.values()] };
  });
}
