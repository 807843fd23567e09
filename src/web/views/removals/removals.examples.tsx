import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { HIDING_RULES } from '../../../slices/cases/removals.ts';
import { after, NUMBER, sampleCaseId, say } from '../sample.examples.ts';
import { AskHidingPage, DecideHidingPage, RemovalDeskPage } from './desk.tsx';
import { removalMessages } from './messages.ts';
import { ContestHidingPage, MyRemovals } from './mine.tsx';
import { RegisterPage } from './register.tsx';
import type { RemovalView } from './words.ts';

function views(page: PageContext): readonly RemovalView[] {
  const w = inLocale(page, say);
  const proposer = { role: 'dispatcher', unit: w.intake };
  const approver = { role: 'protection-officer', unit: w.office };
  return [
    { item: 'words', rule: 'personal-data', state: 'provisional', proposer, day: after(9) },
    { item: 'answer-1', rule: 'third-party-rights', state: 'contested', proposer, approver, day: after(7) },
    { item: 'summary', rule: 'court-order', state: 'hidden', proposer, approver, day: after(5) },
    { item: 'address', rule: 'personal-data', state: 'restored', proposer, day: after(1), restoredDay: after(4) },
    { item: 'answer-2', rule: 'unlawful-content', state: 'restored', proposer, approver, day: after(0), restoredDay: after(3) },
  ];
}

const first = (page: PageContext): RemovalView => views(page)[2] ?? missing();
const staff = (page: PageContext): PageContext => ({ ...page, staff: { name: 'dispatcher-1', unitName: inLocale(page, say).intake } });
const form = { ...EMPTY_FORM };

function register(page: PageContext, of: 'full' | 'nothing' | 'never') {
  const totals = HIDING_RULES.map((rule, index) => (of === 'never' ? { rule, outOfSight: 0, restored: 0 } : { rule, outOfSight: index, restored: 1 }));
  const rows = of === 'full' ? views(page).map((view) => ({ ...view, number: NUMBER })) : [];
  return <RegisterPage page={page} filters={of === 'nothing' ? { rule: 'state-secret', state: 'contested' } : {}} totals={totals} rows={rows} {...(of === 'full' ? { next: `${page.paths.removals}?after=c2FtcGxl` } : {})} />;
}

function waiting(page: PageContext) {
  const w = inLocale(page, say);
  const one = { id: sampleCaseId(0), number: NUMBER, title: w.light, proposer: { role: 'dispatcher', unit: w.intake }, dueAt: after(3) };
  return [
    { ...one, item: 'words', rule: 'personal-data', isContest: false, isHidden: true, yours: false },
    { ...one, item: 'summary', rule: 'court-order', isContest: false, isHidden: false, yours: true },
    { ...one, item: 'answer-1', rule: 'third-party-rights', isContest: true, isHidden: true, yours: false },
  ] as const;
}

function ask(page: PageContext, of: 'empty' | 'mistakes' | 'nothing') {
  const words = removalMessages(page.locale);
  const errors = of === 'mistakes' ? { item: words.pickItem, rule: words.pickRule } : {};
  return (
    <AskHidingPage
      page={staff(page)} id={sampleCaseId(0)} number={NUMBER} title={inLocale(page, say).light} items={of === 'nothing' ? [] : ['summary', 'words', 'answer-1']}
      form={{ ...form, errors }} now={of === 'nothing' ? [{ ...first(page), mayShow: true }] : []}
    />
  );
}

function decide(page: PageContext, of: 'request' | 'contest' | 'hidden') {
  const w = inLocale(page, say);
  return (
    <DecideHidingPage
      page={staff(page)} id={sampleCaseId(0)} number={NUMBER} item="summary" rule="third-party-rights" of={of} text={w.summary} reason={w.explanation}
      {...(of === 'contest' ? { contest: w.comment } : {})} proposer={{ role: 'dispatcher', unit: w.intake }} form={form}
    />
  );
}

function mine(page: PageContext) {
  const contests = ['none', 'running', 'open', 'none', 'none'] as const;
  return <MyRemovals page={page} removals={views(page).map((view, index) => ({ ...view, contest: contests[index] ?? 'spent' }))} />;
}

function missing(): never {
  throw new Error('the sample has such a line');
}

export const specimens: readonly Specimens[] = [
  { of: 'RegisterPage', kind: 'page', examples: [
    { name: 'full', render: (page) => register(page, 'full') }, { name: 'nothing fits', render: (page) => register(page, 'nothing') }, { name: 'never anything', render: (page) => register(page, 'never') },
  ] },
  { of: 'RemovalDeskPage', kind: 'page', examples: [
    { name: 'three wait', render: (page) => <RemovalDeskPage page={staff(page)} waiting={waiting(page)} /> }, { name: 'nothing waits', render: (page) => <RemovalDeskPage page={staff(page)} waiting={[]} done="hidden" /> },
  ] },
  { of: 'AskHidingPage', kind: 'page', examples: [
    { name: 'to fill in', render: (page) => ask(page, 'empty') }, { name: 'with mistakes', render: (page) => ask(page, 'mistakes') }, { name: 'nothing public', render: (page) => ask(page, 'nothing') },
  ] },
  { of: 'DecideHidingPage', kind: 'page', examples: [
    { name: 'a request', render: (page) => decide(page, 'request') }, { name: 'an objection', render: (page) => decide(page, 'contest') }, { name: 'show again', render: (page) => decide(page, 'hidden') },
  ] },
  { of: 'ContestHidingPage', kind: 'page', examples: [{ name: 'to fill in', render: (page) => <ContestHidingPage page={page} removal={first(page)} form={form} /> }] },
  { of: 'MyRemovals', kind: 'component', examples: [{ name: 'in every state', render: mine }] },
];
