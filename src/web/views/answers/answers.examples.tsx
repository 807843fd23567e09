import type { Locale } from '../../../platform/i18n/index.ts';
import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after, say, sampleTopics } from '../sample.examples.ts';
import { AnswerList, AnswerPage, AnswersPage, type AnswerRow, type VersionView } from './answers.tsx';
import { AnswerDeskPage, AnswerFormPage } from './desk.tsx';
import { answerWords } from './messages.ts';

const ID = '0123456789ab';
const school: Readonly<Record<Locale, Readonly<Record<'question' | 'answer' | 'source' | 'older', string>>>> = {
  zh: { question: '孩子在乡镇上小学，要带什么材料？', answer: '户口簿、预防接种证、居住证明。\n8月20日至25日到所在小学登记，不收费。', source: '《临江县小学入学工作通知》', older: '带户口簿，8月底登记。' },
  en: { question: 'What papers does a child need for primary school in the township?', answer: 'The household register, the vaccination record and proof of residence.\nRegister at the school from 20 to 25 August; it costs nothing.', source: 'Linjiang County notice on primary school enrolment', older: 'Bring the household register; registration is at the end of August.' },
};

function topicGroups(page: PageContext) {
  return sampleTopics(page).map(({ name, topics }) => ({ label: name, choices: topics.map((one) => ({ value: one.code, label: one.name })) }));
}

function row(page: PageContext, standing: AnswerRow['standing'], href: string): AnswerRow {
  const w = inLocale(page, say);
  return { href, question: inLocale(page, school).question, topic: w.school, unit: w.bureau, validUntil: after(standing === 'expired' ? -20 : 200), standing };
}

function version(page: PageContext, n: number): VersionView {
  const [w, s] = [inLocale(page, say), inLocale(page, school)];
  return {
    version: n, question: s.question, answer: n === 2 ? s.answer : s.older, topic: w.school, unit: w.bureau, role: 'unit-leader', at: after(n), validUntil: after(n * 200), digest: '3f'.repeat(32),
    sources: [{ title: s.source, day: after(-90), link: 'https://www.example.gov.cn/notices/2026/118' }],
  };
}

function answers(page: PageContext, of: 'full' | 'nothing' | 'empty') {
  const rows = of === 'full' ? [row(page, 'in-force', page.paths.answerOf(ID)), row(page, 'expired', page.paths.answerOf('a123456789ab'))] : [];
  return <AnswersPage page={page} filters={of === 'nothing' ? { state: 'over' } : {}} topics={topicGroups(page)} rows={rows} {...(of === 'full' ? { next: `${page.paths.answers}?after=c2FtcGxl` } : {})} />;
}

function form(page: PageContext, of: 'new' | 'mistaken' | 'own') {
  const [s, words] = [inLocale(page, school), answerWords(page.locale)];
  const typed = { ...EMPTY_FORM, values: { question: s.question, answer: s.answer, source1: s.source, day1: '2026-06-01', validUntil: '2027-07-31' } };
  const state = of === 'new' ? EMPTY_FORM : of === 'mistaken' ? { ...typed, errors: { topic: words.pickTopic } } : typed;
  return <AnswerFormPage page={page} form={state} topics={topicGroups(page)} latest="2028-11-26" {...(of === 'own' ? { entry: { id: ID, state: 'own' as const, facts: [{ key: words.version, value: words.versionOf(2) }] }, withdrawing: EMPTY_FORM } : {})} />;
}

export const specimens: readonly Specimens[] = [
  { of: 'AnswerList', kind: 'component', examples: [{ name: 'one expired', render: (page) => <AnswerList page={page} rows={[row(page, 'expired', page.paths.answerOf(ID))]} /> }] },
  { of: 'AnswersPage', kind: 'page', examples: [
    { name: 'two', render: (page) => answers(page, 'full') }, { name: 'nothing fits', render: (page) => answers(page, 'nothing') }, { name: 'empty', render: (page) => answers(page, 'empty') },
  ] },
  { of: 'AnswerPage', kind: 'page', examples: [
    { name: 'in force, second version', render: (page) => <AnswerPage page={page} standing="in-force" versions={[version(page, 2), version(page, 1)]} /> },
    { name: 'expired', render: (page) => <AnswerPage page={page} standing="expired" versions={[version(page, 1)]} /> },
    { name: 'withdrawn', render: (page) => <AnswerPage page={page} standing="withdrawn" withdrawn={{ reason: 'law-changed', at: after(30) }} versions={[version(page, 1)]} /> },
  ] },
  { of: 'AnswerDeskPage', kind: 'page', examples: [
    { name: 'two, one just published', render: (page) => <AnswerDeskPage page={page} done="done" rows={[row(page, 'in-force', `${page.paths.answerDesk}/${ID}`), row(page, 'expired', `${page.paths.answerDesk}/a123456789ab`)]} /> },
    { name: 'empty', render: (page) => <AnswerDeskPage page={page} rows={[]} /> },
  ] },
  { of: 'AnswerFormPage', kind: 'page', examples: [
    { name: 'new', render: (page) => form(page, 'new') }, { name: 'a mistake', render: (page) => form(page, 'mistaken') }, { name: 'a change', render: (page) => form(page, 'own') },
  ] },
];
