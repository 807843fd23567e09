import { parseAccountId, type AccountId } from '../../../kernel/ids.ts';
import type { ReportState } from '../../../slices/sealed/index.ts';
import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after, NUMBER, sampleCaseId, sampleUnit, sampleUnits, say, START } from '../sample.examples.ts';
import { SealedCountsPage } from './counts.tsx';
import { SealedDeskPage, SealedKeyPage, SealedReportPage, type LetterView } from './desk/desk.tsx';
import type { TurnView } from '../resident/check.tsx';
import { ChoosePage, ClosingNote, LetterPage, QuestionPage, SealedReceiptPage } from './filing.tsx';
import { sealedWords } from './messages.ts';
import { MySealedPage } from './mine/mine.tsx';

const AGE = 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq';
const CLOSED = 'c2VhbGVk';

function account(name: string): AccountId {
  return parseAccountId(name) ?? missing();
}

function report(standing: ReportState['standing'], change: Partial<ReportState> = {}): ReportState {
  return {
    seq: 3, facts: { id: sampleCaseId(1), number: NUMBER, kind: 'retaliation', receivedAt: START, keptFrom: [sampleUnit('housing')], spared: [], recipient: AGE },
    standing, route: 'inside', readers: [account('officer-one')], successors: [account('officer-two')], letters: [], outcomes: [], lateTimes: 0, ...change,
  };
}

const RECEIVED = report({ stage: 'received', dueAt: after(1), answerBy: after(3) });
const IN_HAND = report({ stage: 'in-hand', dueAt: after(3) }, { lateTimes: 1, handedOver: 'overdue', route: 'outside' });
const ANSWERED = report({ stage: 'answered', dueAt: after(15) });
const JUDGED = report({ stage: 'judged', outcome: 'solved' }, { outcomes: ['unsolved', 'solved'], route: 'outside', handedOver: 'judged' });
const WITHDRAWN = report({ stage: 'withdrawn', pressed: true });
const UNJUDGED = report({ stage: 'unjudged' }, { successors: [] });

const letters: readonly LetterView[] = [
  { n: 1, by: 'reporter', at: START, closedIn: 'browser', ciphertexts: [CLOSED] }, { n: 2, by: 'officer', at: after(1), closedIn: 'browser', ciphertexts: [CLOSED] },
  { n: 3, by: 'reporter', at: after(2), closedIn: 'server', ciphertexts: [CLOSED] },
];
const staff = (page: PageContext): PageContext => ({ ...page, staff: { name: 'officer-1', unitName: inLocale(page, say).office } });
const reader = (page: PageContext, unit: 'office' | 'bureau' = 'office') => ({ unit: inLocale(page, say)[unit], fingerprint: 'a1b2 c3d4 e5f6 0718' });

function choose(page: PageContext, of: 'fresh' | 'case' | 'nobody') {
  const form = of === 'nobody' ? { values: { kind: 'pressure', keep1: 'housing', keep2: 'town' }, errors: { keep: sealedWords(page.locale).nobody(inLocale(page, say).office) }, hidden: {} } : EMPTY_FORM;
  const inside = of === 'nobody' ? [] : [{ ...reader(page), account: 'officer-one' }];
  return <ChoosePage page={page} form={of === 'case' ? { values: { kind: 'retaliation' }, errors: {}, hidden: { from: 'sealed' } } : form} units={sampleUnits(page)} inside={inside} outside={inLocale(page, say).transport} isFromCase={of === 'case'} />;
}

function letter(page: PageContext, of: 'fresh' | 'kept', turn?: TurnView) {
  const form = of === 'kept' ? { values: {}, errors: { words: sealedWords(page.locale).wordsMissing }, hidden: { ciphertext: CLOSED } } : EMPTY_FORM;
  return <LetterPage page={page} form={form} readers={[reader(page)]} later={of === 'fresh' ? [{ ...reader(page, 'bureau'), fingerprint: '0718 e5f6 c3d4 a1b2' }] : []} outside={inLocale(page, say).transport} readBy={after(1)} answerBy={after(3)} recipients={[AGE]} {...(turn ? { turn } : {})} />;
}

function atDesk(page: PageContext, state: ReportState, of: 'whole' | 'bare') {
  const w = inLocale(page, say);
  const more = of === 'whole' ? {
    outside: w.transport, others: [{ ...reader(page, 'bureau'), account: 'officer-three', recipient: AGE }], done: 'letters' as const,
    adverse: [{ at: after(2), type: 'case.transferred.v1', unit: w.town }, { at: after(3), type: 'case.paused.v1' }],
  } : { others: [], mistake: sealedWords(page.locale).notClosed, ...(state === WITHDRAWN ? { adverse: [] } : {}) };
  return <SealedReportPage page={staff(page)} report={state} letters={letters} protectedKeys={of === 'whole' ? ['-----BEGIN'] : []} recipients={[AGE]} {...more} />;
}

function mine(page: PageContext, state: ReportState, more: Partial<Parameters<typeof MySealedPage>[0]> = {}) {
  return <MySealedPage page={page} report={state} letters={letters} identity="AGE-SECRET-KEY-1" recipients={[AGE, `${AGE}q`]} form={EMPTY_FORM} {...(state.route === 'inside' ? { outside: inLocale(page, say).transport } : {})} {...more} />;
}

export const specimens: readonly Specimens[] = [
  { of: 'ClosingNote', kind: 'component', examples: [{ name: 'where the letter will be locked, as it stands without script', render: (page) => <ClosingNote page={page} /> }] },
  {
    of: 'QuestionPage', kind: 'page', examples: [
      { name: 'before anything is typed', render: (page) => <QuestionPage page={page} carry={{ topic: 'urban.street.lights' }} emergency={[{ number: '110', name: inLocale(page, say).bureau }]} /> },
    ],
  },
  {
    of: 'ChoosePage', kind: 'page', examples: [
      { name: 'who may read it', render: (page) => choose(page, 'fresh') }, { name: 'from a case of one’s own', render: (page) => choose(page, 'case') },
      { name: 'nobody left', render: (page) => choose(page, 'nobody') },
    ],
  },
  {
    of: 'SealedCountsPage', kind: 'page', examples: [
      { name: 'two periods', render: (page) => <SealedCountsPage page={page} periods={[{ from: '2025-Q1', to: '2025-Q3', n: 12 }, { from: '2025-Q4', to: '2025-Q4', n: 31 }]} waiting="2026-Q1" /> },
      { name: 'none yet', render: (page) => <SealedCountsPage page={page} periods={[]} waiting="2026-Q4" /> },
    ],
  },
  { of: 'LetterPage', kind: 'page', examples: [{ name: 'the letter', render: (page) => letter(page, 'fresh') }, { name: 'locked already, to be sent again', render: (page) => letter(page, 'kept') }, { name: 'many come from this network', render: (page) => letter(page, 'fresh', { ticket: 'x', challenge: '{}', waitSeconds: 24 }) }] },
  {
    of: 'SealedReceiptPage', kind: 'page', examples: [false, true].map((earlier) => ({
      name: earlier ? 'the same form again' : 'received',
      render: (page: PageContext) => <SealedReceiptPage page={page} number={NUMBER} code="012345678901234567890123" followAddress="http://127.0.0.1:8080/follow" receivedAt={START} answerBy={after(3)} earlier={earlier} />,
    })),
  },
  {
    of: 'SealedDeskPage', kind: 'page', examples: [
      { name: 'letters', render: (page) => <SealedDeskPage page={staff(page)} reports={[RECEIVED, IN_HAND, ANSWERED, JUDGED, WITHDRAWN, UNJUDGED]} hasKey isAlone now={after(2)} /> },
      { name: 'no key, no letters', render: (page) => <SealedDeskPage page={staff(page)} reports={[]} hasKey={false} isAlone={false} now={after(2)} done="handover" /> },
    ],
  },
  {
    of: 'SealedReportPage', kind: 'page', examples: [
      { name: 'new, with a case to watch and an officer to share with', render: (page) => atDesk(page, RECEIVED, 'whole') }, { name: 'at the outside body, late', render: (page) => atDesk(page, IN_HAND, 'bare') },
      { name: 'judged', render: (page) => atDesk(page, JUDGED, 'bare') }, { name: 'withdrawn under pressure', render: (page) => atDesk(page, WITHDRAWN, 'bare') },
    ],
  },
  {
    of: 'SealedKeyPage', kind: 'page', examples: [
      { name: 'two keys', render: (page) => <SealedKeyPage page={staff(page)} keys={[{ fingerprint: 'a1b2 c3d4 e5f6 0718', isInUse: true, isKept: true }, { fingerprint: '0718 e5f6 c3d4 a1b2', isInUse: false, isKept: false }]} done /> },
      { name: 'none yet', render: (page) => <SealedKeyPage page={staff(page)} keys={[]} mistake={sealedWords(page.locale).notClosed} /> },
    ],
  },
  {
    of: 'MySealedPage', kind: 'page', examples: [
      { name: 'received', render: (page) => mine(page, RECEIVED, { done: 'letters' }) }, { name: 'at the outside body', render: (page) => mine(page, IN_HAND) },
      { name: 'answered, opened on the server', render: (page) => mine(page, ANSWERED, { texts: { 1: inLocale(page, say).comment, 2: inLocale(page, say).answer } }) },
      { name: 'judged', render: (page) => mine(page, JUDGED) }, { name: 'withdrawn', render: (page) => mine(page, WITHDRAWN) }, { name: 'no verdict, nobody further', render: (page) => mine(page, { ...UNJUDGED, route: 'inside' }, { recipients: [AGE] }) },
    ],
  },
];

function missing(): never {
  throw new Error('a specimen without an account');
}
