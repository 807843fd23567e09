import { parseTopicCode, type TopicCode } from '../../kernel/ids.ts';
import { digestOf, newest, type Entry, type Listed, type Version } from '../../slices/knowledge/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import { withQuery, type PageContext } from '../../ui/page.ts';
import { noonOf } from '../present/case-stub.ts';
import { topicWords, unitNamer } from '../present/names.ts';
import { topicsUnder } from '../public/cases-props.ts';
import { queryText, type PublicReading } from '../public/reading.ts';
import { listsOf } from '../report/choices.ts';
import type { AnswerProps, AnswerRow, AnswersProps, VersionView } from '../views/answers/answers.tsx';

export const PAGE_ROWS = 50;

/** Undefined when the cursor in the address is none of ours. A filter that names nothing is left out. */
export async function answersProps({ services, page, directory, query, now }: PublicReading): Promise<AnswersProps | undefined> {
  const q = queryText(query, 'q');
  const topic = knownTopic(queryText(query, 'topic'), directory);
  const state = query['state'] === 'over' ? 'over' : undefined;
  const cursor = queryText(query, 'after');
  const found = await services.knowledge.list(
    directory.code, { standing: state ?? 'in-force', ...(topic ? { topics: topicsUnder(directory, topic) } : {}), ...(q === undefined ? {} : { text: q }) }, now,
    { limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) },
  );
  if (!found) return undefined;
  const filters = { ...(q === undefined ? {} : { q }), ...(topic ? { topic } : {}), ...(state ? { state } : {}) };
  const here = Object.entries(filters).reduce((address, [name, value]) => withQuery(address, name, value), page.paths.answers);
  return {
    page, filters, topics: listsOf(directory, page.locale).topicGroups, rows: found.entries.map((one) => rowOf(one, directory, page, page.paths.answerOf(one.id))),
    previous: cursor === undefined ? undefined : here, next: found.next === undefined ? undefined : withQuery(here, 'after', found.next),
  };
}

export function knownTopic(text: string | undefined, directory: Directory): TopicCode | undefined {
  const topic = parseTopicCode(text);
  return topic && directory.topic(topic) ? topic : undefined;
}

export function rowOf(one: Listed, directory: Directory, { locale }: PageContext, href: string): AnswerRow {
  return { href, question: one.question, topic: topicWords(directory, one.topic, locale), unit: unitNamer(directory, locale)(one.unit), validUntil: noonOf(one.validUntil), standing: one.standing };
}

export function answerProps({ services, page, directory, now }: Pick<PublicReading, 'services' | 'page' | 'directory' | 'now'>, entry: Entry): AnswerProps {
  const view = (one: Version) => versionView(one, directory, page);
  return {
    page, standing: services.knowledge.standing(directory.code, entry, now), ...(entry.withdrawn ? { withdrawn: entry.withdrawn } : {}),
    versions: [view(newest(entry)), ...entry.versions.slice(0, -1).reverse().map(view)],
  };
}

function versionView(one: Version, directory: Directory, { locale }: PageContext): VersionView {
  return {
    version: one.version, question: one.question, answer: one.answer, topic: topicWords(directory, one.topic, locale), unit: unitNamer(directory, locale)(one.unit), role: one.role,
    at: one.at, validUntil: noonOf(one.validUntil), digest: digestOf(one),
    sources: one.sources.map(({ title, day, link }) => ({ title, ...(day === undefined ? {} : { day: noonOf(day) }), ...(link === undefined ? {} : { link }) })),
  };
}
