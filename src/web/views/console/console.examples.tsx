import { runningClock } from '../../../ui/components/figures.examples.tsx';
import { CASE_ACTS, EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { NUMBER, say, sampleCaseId, sampleSteps, sampleStubs, samplePlaces, sampleTopics, sampleUnits, START } from '../sample.examples.ts';
import { ActPanel, type Act } from './acts.tsx';
import { FurtherFields } from './acts-further.tsx';
import { ConsoleCasePage, QueuePage, type ConsoleCaseProps, type Queue } from './console.tsx';
import { ConfirmPage, SignInPage } from './sign-in.tsx';

const more = {
  zh: { mine: '我单位', unsigned: '等签收', late: '超期', left: ['还剩 2 小时', '超期 3 天', '还剩 1 天', '还剩 4 天', '还剩 6 天', '还剩 5 天'], why: '派单目录：路灯，青山镇', found: '还没写查到什么。', account: '停用这个账号？', accountText: '停用后立即退出登录。', go: '停用', demo: ['派单员', '承办人'], wrong: '账号或密码不对。' },
  en: { mine: 'My unit', unsigned: 'To sign', late: 'Overdue', left: ['2 hours left', '3 days overdue', '1 day left', '4 days left', '6 days left', '5 days left'], why: 'the dispatch list says street lights, Qingshan', found: 'What you found is missing.', account: 'Disable this account?', accountText: 'It is signed out at once.', go: 'Disable', demo: ['Dispatcher', 'Handler'], wrong: 'User name or password is wrong.' },
};

const PASSKEY = { token: 'dG9rZW4', challenge: 'Y2hhbGxlbmdl', domain: 'minsheng.invalid', allow: [] };
const staff = (page: PageContext): PageContext => ({ ...page, staff: { name: 'bureau-housing-2', unitName: inLocale(page, say).bureau } });

function queue(page: PageContext): Queue {
  const w = inLocale(page, more);
  return {
    query: '', next: `${page.paths.console}?after=c2FtcGxl`,
    tabs: [{ name: w.mine, href: '?tab=mine', count: 6, current: true }, { name: w.unsigned, href: '?tab=unsigned', count: 2, current: false }, { name: w.late, href: '?tab=late', count: 1, current: false }],
    rows: sampleStubs(page).map((stub, index) => ({
      id: sampleCaseId(index), state: stub, title: stub.summary ?? stub.topic ?? inLocale(page, say).light, facts: [stub.place || inLocale(page, say).qingshan], submittedAt: stub.at, clock: { words: w.left[index] ?? '', late: index === 1 },
    })),
  };
}

function desk(page: PageContext, acts: readonly Act[], over: Partial<ConsoleCaseProps> = {}) {
  const w = inLocale(page, say);
  return (
    <ConsoleCasePage
      page={staff(page)} queue={queue(page)} id={sampleCaseId(0)} number={NUMBER} state={{ stage: 'contacted', round: 1 }} title={w.light} words={w.words} photos={[]} summary={w.summary} anonymity="sealed"
      facts={[{ key: inLocale(page, { zh: '地点', en: 'Place' }), value: `${w.qingshan} ${w.address}` }, { key: inLocale(page, { zh: '负责单位', en: 'Responsible' }), value: w.bureau }]}
      submittedAt={START} clock={runningClock()} steps={sampleSteps(page).slice(0, 6)} acts={acts} talk={{ unread: 0, count: 0, mayWrite: true }} {...over}
    />
  );
}

function actsOf(page: PageContext): readonly Act[] {
  const form = EMPTY_FORM;
  const confirming = { topics: sampleTopics(page), places: samplePlaces(page), mayPublishWords: true };
  return [
    { act: 'acceptance', form: { ...form, values: { kind: 'help', topic: 'urban.street.lights', place: '990201' } }, suggestion: { what: inLocale(page, say).light, why: inLocale(page, more).why }, ...confirming },
    { act: 'diversion', form }, { act: 'dispatch', form, units: sampleUnits(page) }, { act: 'transfer', form, units: sampleUnits(page), left: 0 }, { act: 'signature', form }, { act: 'objection', form, units: sampleUnits(page) }, { act: 'ruling', form, units: sampleUnits(page) }, { act: 'convening', form, units: sampleUnits(page) },
    { act: 'extension', form }, { act: 'assistance', form }, { act: 'hard-case', form }, { act: 'review', form }, { act: 'note', form }, { act: 'contact', form },
    { act: 'pause', form }, { act: 'resumption', form }, { act: 'answer', form }, { act: 'settlement', form, ...confirming }, { act: 'summary', form, mayPublishWords: false },
  ];
}

const pick = (page: PageContext, ...names: readonly Act['act'][]): readonly Act[] => names.flatMap((name) => actsOf(page).filter((one) => one.act === name));

export const specimens: readonly Specimens[] = [
  { of: 'SignInPage', kind: 'page', examples: [
    { name: 'demo', render: (page) => <SignInPage page={page} form={{ ...EMPTY_FORM, hidden: { next: '/console' } }} passkey={PASSKEY} demoAccounts={inLocale(page, more).demo.map((role, index) => ({ role, username: `demo-${index + 1}`, password: 'river-stone' }))} /> },
    { name: 'single sign-on', render: (page) => <SignInPage page={page} form={EMPTY_FORM} passkey={PASSKEY} signOn={{ label: inLocale(page, { zh: '县统一身份认证', en: 'County sign-on' }), next: '/console', left: true }} /> },
    { name: 'wrong passkey', render: (page) => <SignInPage page={page} form={EMPTY_FORM} passkey={PASSKEY} passkeyFailed /> },
    { name: 'wrong', render: (page) => <SignInPage page={page} form={{ values: { username: 'demo-1' }, errors: { username: inLocale(page, more).wrong }, hidden: {} }} /> },
  ] },
  { of: 'QueuePage', kind: 'page', examples: [
    { name: 'full', render: (page) => <QueuePage page={staff(page)} queue={queue(page)} /> },
    { name: 'empty', render: (page) => <QueuePage page={staff(page)} queue={{ query: '', tabs: [], rows: [] }} /> },
  ] },
  { of: 'ConsoleCasePage', kind: 'page', examples: [
    { name: 'handler answers', render: (page) => desk(page, pick(page, 'answer', 'contact', 'pause')) },
    { name: 'handler answers, with a mistake', render: (page) => desk(page, [{ act: 'answer', form: { values: { done: inLocale(page, say).answer }, errors: { found: inLocale(page, more).found }, hidden: {} } }]) },
    { name: 'the vault is away', render: (page) => desk(page, pick(page, 'signature'), { identityAway: true, anonymity: 'sealed' }) },
    { name: 'handler signs', render: (page) => desk(page, pick(page, 'signature'), { state: { stage: 'dispatched', round: 1 }, steps: sampleSteps(page).slice(0, 3) }) },
    { name: 'dispatcher accepts', render: (page) => desk(page, pick(page, 'acceptance', 'diversion'), { state: { stage: 'submitted', round: 0 }, anonymity: 'anonymous', steps: sampleSteps(page).slice(0, 1), done: 'summary' }) },
    { name: 'dispatcher sends', render: (page) => desk(page, pick(page, 'dispatch', 'summary'), { state: { stage: 'accepted', round: 0 }, anonymity: 'named', steps: sampleSteps(page).slice(0, 2), done: 'acceptance' }) },
    { name: 'nothing to do, erased', render: (page) => desk(page, [], { state: { stage: 'answered', round: 1 }, words: 'erased', steps: sampleSteps(page), done: 'answer' }) },
  ] },
  { of: 'ActPanel', kind: 'component', examples: CASE_ACTS.map((act) => ({ name: act, render: (page) => <>{pick(page, act).map((one) => <ActPanel key={act} page={page} id={sampleCaseId(1)} one={one} main />)}</> })) },
  { of: 'FurtherFields', kind: 'component', examples: (['extension', 'assistance', 'hard-case', 'review', 'note'] as const).map((act) => ({ name: act, render: (page) => <FurtherFields at={{ page, form: EMPTY_FORM, scope: act }} one={{ act }} /> })) },
  { of: 'ConfirmPage', kind: 'page', examples: [{ name: 'asks first', render: (page) => <ConfirmPage page={staff(page)} title={inLocale(page, more).account} text={<p>{inLocale(page, more).accountText}</p>} action={page.paths.console} form={EMPTY_FORM} go={inLocale(page, more).go} backHref={page.paths.console} /> }] },
];
