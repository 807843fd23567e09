import { pausedClock, runningClock } from '../../../ui/components/figures.examples.tsx';
import { EMPTY_FORM, type FormState, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after, NUMBER, say, sampleSteps, sampleStubs, samplePlaces, sampleTopics, sampleUnits, START } from '../sample.examples.ts';
import { sampleClass } from '../classes/classes.examples.tsx';
import type { ClassView } from '../classes/note.tsx';
import { ContestPage, SatisfactionPage, ThanksPage, WithdrawPage } from './afterwards.tsx';
import { CheckPage, TurnNote, type CheckProps } from './check.tsx';
import { wordsOfResident } from './messages.ts';
import { MyCasePage, type MyCaseProps } from './my-case.tsx';
import { ProofBlock } from './proof.tsx';
import { FollowPage, ReceiptPage } from './receipt.tsx';
import { ReportPage } from './report.tsx';
import { sampleIncident } from '../matters/sample.examples.ts';

const mistakes = {
  zh: { words: '还没写要说的话。', contact: '手机号要 11 位数字，您写了 10 位。', code: '编号和密码对不上。请照着回执再看一遍。' },
  en: { words: 'Nothing is written yet.', contact: 'A mobile number has 11 digits; yours has 10.', code: 'Number and code do not belong together. Please compare with your receipt.' },
};
/** A grey square of one pixel, instead of a photo. */
const PHOTO = 'data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';
const hidden = { key: '7d0f6b0e' };

function report(page: PageContext, form: FormState, vital?: ClassView) {
  const emergency = inLocale(page, { zh: [{ number: '110', name: '报警' }, { number: '120', name: '急救' }], en: [{ number: '110', name: 'police' }, { number: '120', name: 'ambulance' }] });
  return <ReportPage page={page} incidents={Object.keys(form.errors).length > 0 ? [] : [sampleIncident(page)]} form={form} {...(vital ? { vital } : {})} emergency={emergency} offered={['text', 'email']} kept={Object.keys(form.errors).length > 0 ? [PHOTO] : []} places={samplePlaces(page)} topics={sampleTopics(page)} units={sampleUnits(page).flatMap((group) => group.choices)} />;
}

function check(page: PageContext, over: Partial<CheckProps> = {}) {
  const w = inLocale(page, say);
  return (
    <CheckPage
      page={page} form={{ values: { words: w.words, anonymity: 'sealed', publish: 'yes' }, errors: {}, hidden }} words={w.words} anonymity="sealed" publish
      place={`${w.qingshan} ${w.address}`} town={w.qingshan} topic={w.light} photos={[PHOTO]} about={w.town} similar={sampleStubs(page).slice(0, 1)} answered={over.turn === undefined ? [] : [{ href: page.paths.answerOf('0123456789ab'), question: w.light }]} isProxy={over.turn !== undefined} {...over}
    />
  );
}

const PROOF = '/receipts/6f1c2d34-5b6a-4c7d-8e9f-0a1b2c3d4e5f/proof';

function mine(page: PageContext, over: Partial<MyCaseProps>) {
  const w = inLocale(page, say);
  return (
    <MyCasePage
      page={page} number={NUMBER} state={{ stage: 'answered', round: 1 }} topic={w.light} place={`${w.qingshan} ${w.address}`} unit={w.bureau} kind={w.kind} anonymity="sealed"
      submittedAt={START} words={{ state: 'kept', text: w.words }} photos={[PHOTO, PHOTO.replace('LCwg', 'LCwh')]} summary={w.summary} next={{ kind: 'judge', unit: w.bureau }} clock={pausedClock(page, 'ended')}
      steps={sampleSteps(page)} verdict={{ ask: 'now', unit: w.bureau, answer: w.answer, form: { ...EMPTY_FORM, hidden } }} mayContest={false} mayWithdraw removals={[]} tasks={[]} calls={[]} talk={{ unread: 0, count: 0, mayWrite: true }} record={{ proof: PROOF, ownWords: `${page.paths.my}/proof` }}
      looks={[{ id: '00000000-0000-4000-8000-00000000000a', lines: [{ at: after(1), said: w.lookSaid }], contest: { state: 'open' } }]} seen={[]} {...over}
    />
  );
}

function diverted(page: PageContext) {
  const w = inLocale(page, say);
  return mine(page, {
    state: { stage: 'diverted', round: 0 }, next: { kind: 'diverted', reason: 'beyond-duties', contestable: true }, verdict: { ask: 'not-yet' }, mayContest: true, anonymity: 'anonymous', looks: [], photos: [],
    steps: [...sampleSteps(page).slice(0, 1), { at: after(0, 1), kind: 'diverted', unit: w.intake, reason: 'beyond-duties', said: w.explanation }],
  });
}

function reopened(page: PageContext) {
  const w = inLocale(page, say);
  return mine(page, {
    state: { stage: 'signed', round: 2, outcome: 'partly' }, unit: w.office, next: { kind: 'answer-higher', unit: w.office, by: after(8) }, clock: runningClock(), looks: [],
    verdict: { ask: 'not-yet' }, steps: [...sampleSteps(page), { at: after(5), kind: 'judged', outcome: 'partly', callBack: false, said: w.comment }, { at: after(5), kind: 'reopened', owner: w.office }],
  });
}

const BALLOT_KEY = '5DKiz0gtP9ZMQBIGF1ujiBcoGtPjEfUmz86ojLIsCn0';

export const specimens: readonly Specimens[] = [
  { of: 'ReportPage', kind: 'page', examples: [
    { name: 'empty', render: (page) => report(page, { ...EMPTY_FORM, hidden }) },
    { name: 'a topic of a class of vital interests', render: (page) => report(page, { ...EMPTY_FORM, values: { topic: 'urban.street.lights' }, hidden }, sampleClass(page)) },
    { name: 'with mistakes: everything typed is kept', render: (page) => {
      const { words, contact } = inLocale(page, mistakes);
      return report(page, { values: { words: '', contact: '1380000000', anonymity: 'named', address: inLocale(page, say).address, place: '990201', topic: 'urban.street.lights' }, errors: { words, contact }, hidden });
    } },
  ] },
  { of: 'TurnNote', kind: 'component', examples: [{ name: 'to wait', render: (page) => <TurnNote page={page} turn={{ ticket: 'x', challenge: '{}', waitSeconds: 24 }} said={wordsOfResident(page.locale).turn(24)} /> }] },
  { of: 'CheckPage', kind: 'page', examples: [{ name: 'sealed, words published', render: (page) => check(page) }, { name: 'many come from this network', render: (page) => check(page, { turn: { ticket: 'x', challenge: '{}', waitSeconds: 24 } }) }, { name: 'a class of vital interests, without a sealed contact', render: (page) => check(page, { anonymity: 'anonymous', vital: sampleClass(page) }) }, { name: 'the contact cannot be kept just now', render: (page) => check(page, { vaultAway: true }) }] },
  { of: 'ReceiptPage', kind: 'page', examples: [
    { name: 'anonymous', render: (page) => <ReceiptPage page={page} number={NUMBER} code="503817246690182533714408" followAddress="https://minsheng.example/follow" submittedAt={START} isProxy={false} hasContact={false} acceptUnit={inLocale(page, say).intake} acceptBy={after(0, 2)} proof={PROOF} /> },
    { name: 'unit known', render: (page) => <ReceiptPage page={page} number={NUMBER} code="503817246690182533714408" followAddress="https://minsheng.example/follow" submittedAt={START} isProxy hasContact acceptUnit={inLocale(page, say).intake} acceptBy={after(0, 2)} answer={{ unit: inLocale(page, say).bureau, by: after(7) }} proof={PROOF} /> },
  ] },
  { of: 'FollowPage', kind: 'page', examples: [
    { name: 'empty', render: (page) => <FollowPage page={page} form={EMPTY_FORM} /> },
    { name: 'wrong code', render: (page) => <FollowPage page={page} form={{ values: { number: '4821 0937 5516', code: '5038 1724' }, errors: { code: inLocale(page, mistakes).code }, hidden: {} }} /> },
  ] },
  { of: 'MyCasePage', kind: 'page', examples: [
    { name: 'answered: your turn', render: (page) => mine(page, {}) },
    { name: 'reopened one level up', render: reopened },
    { name: 'diverted, may be contested', render: diverted },
    { name: 'solved, erased', render: (page) => mine(page, { state: { stage: 'solved', round: 1, outcome: 'solved' }, words: { state: 'erased' }, photos: [], next: { kind: 'solved', reopenUntil: after(35) }, verdict: { ask: 'again', unit: inLocale(page, say).bureau, form: EMPTY_FORM }, mayWithdraw: false, looks: [] }) },
    { name: 'the vault is away', render: (page) => mine(page, { seen: 'away' }) },
    { name: 'overdue', render: (page) => mine(page, { state: { stage: 'signed', round: 1 }, unit: inLocale(page, say).office, next: { kind: 'late', what: 'answer', unit: inLocale(page, say).office, by: after(3) }, clock: runningClock(true), verdict: { ask: 'not-yet' }, looks: [] }) },
    { name: 'silent', render: (page) => mine(page, { state: { stage: 'unjudged', round: 1 }, next: { kind: 'silent', unit: inLocale(page, say).bureau } }) },
  ] },
  { of: 'ProofBlock', kind: 'component', examples: [
    { name: 'on the receipt', render: (page) => <ProofBlock page={page} number={NUMBER} proof={PROOF} /> },
    { name: 'on their own page', render: (page) => <ProofBlock page={page} number={NUMBER} proof={PROOF} ownWords={`${page.paths.my}/proof`} /> },
  ] },
  { of: 'SatisfactionPage', kind: 'page', examples: [
    { name: 'after solved', render: (page) => <SatisfactionPage page={page} form={EMPTY_FORM} outcome="solved" ballotKey={BALLOT_KEY} /> },
    { name: 'after unsolved', render: (page) => <SatisfactionPage page={page} form={EMPTY_FORM} outcome="unsolved" ballotKey={BALLOT_KEY} reopened={{ unit: inLocale(page, say).office, by: after(8) }} /> },
  ] },
  { of: 'ThanksPage', kind: 'page', examples: [{ name: 'voted', render: (page) => <ThanksPage page={page} voted ballotKey={BALLOT_KEY} /> }, { name: 'not voted', render: (page) => <ThanksPage page={page} voted={false} /> }] },
  { of: 'WithdrawPage', kind: 'page', examples: [{ name: 'asks first', render: (page) => <WithdrawPage page={page} form={EMPTY_FORM} /> }] },
  { of: 'ContestPage', kind: 'page', examples: [{ name: 'empty', render: (page) => <ContestPage page={page} form={EMPTY_FORM} /> }] },
];
