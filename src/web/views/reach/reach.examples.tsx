import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { after, sampleCaseId } from '../sample.examples.ts';
import { callMessages } from './call-messages.ts';
import { CaseCallsPage, ContestCallPage, MyCalls, Ringing, type CallView } from './calls.tsx';
import { reachMessages } from './messages.ts';
import { CaseTasksPage, MyTaskPage, MyTasks, OutsideTaskPage, type TaskView } from './tasks.tsx';

const say = {
  unit: { zh: '城市管理局', en: 'Urban management' }, party: { zh: '悦安物业', en: 'Yue’an Property' }, title: { zh: '路灯 · 青山镇', en: 'Street lamps · Qingshan' },
  text: { zh: '东门外第二盏路灯不亮，请检修。', en: 'The second lamp outside the east gate is dark. Please see to it.' }, report: { zh: '换了灯泡，昨晚亮了。', en: 'Changed the bulb; it was on last night.' },
  why: { zh: '会让人认出我。', en: 'They could tell it was me.' },
} as const;

function tasksIn(page: PageContext): readonly [TaskView, TaskView, TaskView, TaskView] {
  const [unit, party, text] = [inLocale(page, say.unit), inLocale(page, say.party), inLocale(page, say.text)];
  return [
    { number: 1, unit, party, text, state: 'drafted' },
    { number: 2, unit, party, text, state: 'approved', link: 'https://minsheng.example/tasks/5DKiz0gtP9ZMQBIGF1ujiBcoGtPjEfUmz86ojLIsCn0', until: after(30) },
    { number: 3, unit, party, text, state: 'refused', said: inLocale(page, say.why) },
    { number: 4, unit, party, text, state: 'reported', result: 'done', said: inLocale(page, say.report) },
  ];
}

const wrong = (page: PageContext) => ({ values: { party: '', text: inLocale(page, say.text) }, errors: { text: reachMessages(page.locale).pickResult }, hidden: {} });

function callsIn(page: PageContext): readonly [CallView, CallView, CallView] {
  const [unit, role] = [inLocale(page, say.unit), inLocale(page, { zh: '承办单位', en: 'The unit' })];
  return [
    { number: 3, unit, role, at: after(3), isContested: false }, { number: 2, unit, role, at: after(2), outcome: 'reached', isContested: false },
    { number: 1, unit, role, at: after(1), outcome: 'no-answer', isContested: true, contested: inLocale(page, { zh: '没有响过。', en: 'It never rang.' }) },
  ];
}

export const specimens: readonly Specimens[] = [
  { of: 'CaseTasksPage', kind: 'page', examples: [
    { name: 'nothing yet', render: (page) => <CaseTasksPage page={page} id={sampleCaseId(0)} title={inLocale(page, say.title)} tasks={[]} form={EMPTY_FORM} mayDraft mayWithdraw sent={false} /> },
    { name: 'one of each', render: (page) => <CaseTasksPage page={page} id={sampleCaseId(0)} title={inLocale(page, say.title)} tasks={tasksIn(page)} form={wrong(page)} mayDraft mayWithdraw sent /> },
    { name: 'seen by others', render: (page) => <CaseTasksPage page={page} id={sampleCaseId(0)} title={inLocale(page, say.title)} tasks={tasksIn(page).slice(3)} form={EMPTY_FORM} mayDraft={false} mayWithdraw={false} sent={false} /> },
  ] },
  { of: 'MyTaskPage', kind: 'page', examples: [
    { name: 'to agree to', render: (page) => <MyTaskPage page={page} task={tasksIn(page)[0]} form={{ ...EMPTY_FORM, values: { text: inLocale(page, say.text) } }} /> },
    { name: 'reported', render: (page) => <MyTaskPage page={page} task={tasksIn(page)[3]} form={EMPTY_FORM} /> },
  ] },
  { of: 'MyTasks', kind: 'component', examples: [{ name: 'one of each', render: (page) => <MyTasks page={page} tasks={tasksIn(page)} /> }] },
  { of: 'CaseCallsPage', kind: 'page', examples: [
    { name: 'to call', render: (page) => <CaseCallsPage page={page} id={sampleCaseId(0)} title={inLocale(page, say.title)} calls={[]} form={EMPTY_FORM} mayCall asked={false} /> },
    { name: 'called, mistakes', render: (page) => <CaseCallsPage page={page} id={sampleCaseId(0)} title={inLocale(page, say.title)} calls={callsIn(page)} form={{ values: { line: 'x' }, errors: { line: callMessages(page.locale).badLine }, hidden: {} }} mayCall asked /> },
    { name: 'seen by others', render: (page) => <CaseCallsPage page={page} id={sampleCaseId(0)} title={inLocale(page, say.title)} calls={callsIn(page)} form={EMPTY_FORM} mayCall={false} asked={false} /> },
  ] },
  { of: 'MyCalls', kind: 'component', examples: [{ name: 'one of each', render: (page) => <MyCalls page={page} calls={callsIn(page)} /> }] },
  { of: 'ContestCallPage', kind: 'page', examples: [{ name: 'to object to', render: (page) => <ContestCallPage page={page} call={callsIn(page)[1]} form={EMPTY_FORM} /> }] },
  { of: 'Ringing', kind: 'component', examples: [{ name: 'a demo’s phone', render: (page) => <Ringing page={page} calls={[{ line: '17C2', callback: '/calls/x' }]} /> }] },
  { of: 'OutsideTaskPage', kind: 'page', examples: [
    { name: 'to report', render: (page) => <OutsideTaskPage page={page} action="/tasks/x" unit={inLocale(page, say.unit)} party={inLocale(page, say.party)} text={inLocale(page, say.text)} until={after(30)} form={EMPTY_FORM} reported={false} /> },
    { name: 'reported', render: (page) => <OutsideTaskPage page={page} action="/tasks/x" unit={inLocale(page, say.unit)} party={inLocale(page, say.party)} text={inLocale(page, say.text)} until={after(30)} form={EMPTY_FORM} reported /> },
  ] },
];
