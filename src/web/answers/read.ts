import { dateField, mistakesOf, mistakeWords, textField } from '../../platform/http/fields.ts';
import type { Form } from '../../platform/http/form.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { ANSWER_MAX, knowledgeRefusals, LINK_MAX, QUESTION_MAX, SOURCE_MAX, SOURCES_MAX, type Content, type KnowledgeRefusal, type Source } from '../../slices/knowledge/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import { answerWords } from '../views/answers/messages.ts';
import { knownTopic } from './props.ts';

type Mistakes = Readonly<Record<string, string>>;

/** Bounds of a day in a form; what is too early or too late the slice says, which knows why. */
const ANY_DAY = { min: '1900-01-01', max: '2999-12-31' } as const;

/** What an answer's form says: all of it, or every mistake by field name. Three sources at most; an empty row is none. */
export function readContent(form: Form, directory: Directory, locale: Locale): { readonly content?: Content; readonly mistakes: Mistakes } {
  const question = textField(form, 'question', { max: QUESTION_MAX, required: true });
  const answer = textField(form, 'answer', { max: ANSWER_MAX, required: true });
  const topicText = textField(form, 'topic', { required: true });
  const validUntil = dateField(form, 'validUntil', { ...ANY_DAY, required: true });
  const rows = Array.from({ length: SOURCES_MAX }, (_, index) => String(index + 1)).map((n) => ({
    n, title: textField(form, `source${n}`, { max: SOURCE_MAX }), day: dateField(form, `day${n}`, ANY_DAY), link: textField(form, `link${n}`, { max: LINK_MAX }),
  }));
  const topic = topicText.refused ? undefined : knownTopic(topicText.value, directory);
  const mistakes: Record<string, string> = Object.fromEntries(
    mistakesOf(question, answer, validUntil, ...rows.flatMap(({ title, day, link }) => [title, day, link])).map((mistake) => [mistake.field, mistakeWords(mistake, locale)]));
  if (!topic) mistakes['topic'] = answerWords(locale).pickTopic;
  if (question.refused || answer.refused || validUntil.refused || !topic) return { mistakes };
  const sources: Source[] = [];
  for (const { n, title, day, link } of rows) {
    if (title.refused || day.refused || link.refused) continue;
    if (title.value === undefined && day.value === undefined && link.value === undefined) continue;
    if (title.value === undefined) mistakes[`source${n}`] = knowledgeRefusals(locale)['source-unnamed'];
    sources.push({ title: (title.value ?? '').trim(), ...(day.value === undefined ? {} : { day: day.value }), ...(link.value === undefined ? {} : { link: link.value.trim() }) });
  }
  if (Object.keys(mistakes).length > 0) return { mistakes };
  return { content: { topic, question: question.value.trim(), answer: answer.value.trim(), sources, validUntil: validUntil.value }, mistakes };
}

/** Beside which field a refusal of the slice stands. */
export function fieldOf(kind: KnowledgeRefusal['kind']): string {
  if (kind === 'no-source' || kind === 'source-undated' || kind === 'source-unnamed' || kind === 'too-many-sources') return 'source1';
  if (kind === 'valid-until-past' || kind === 'valid-until-too-far') return 'validUntil';
  if (kind === 'bad-link') return 'link1';
  return kind === 'bad-day' ? 'day1' : 'form';
}

/** A version as its form shows it. */
export function valuesOf({ topic, question, answer, sources, validUntil }: Content): Record<string, string> {
  const rows = sources.map(({ title, day, link }, index): Record<string, string> => {
    const n = String(index + 1);
    return { [`source${n}`]: title, ...(day === undefined ? {} : { [`day${n}`]: day }), ...(link === undefined ? {} : { [`link${n}`]: link }) };
  });
  return Object.assign({ topic, question, answer, validUntil }, ...rows) as Record<string, string>;
}
