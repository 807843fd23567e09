import { parseCaseId, parseUnitId } from '../../../kernel/ids.ts';
import { EMPTY_FORM } from '../../../ui/page.ts';
import type { PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after, NUMBER, say } from '../sample.examples.ts';
import { ReissueDeskPage, type ReissueDeskProps } from './desk.tsx';
import { ContestedPage, ExchangePage, FormerReceiptPage, MyReceipt, NewReceiptPage } from './mine.tsx';
import { receiptMessages } from './messages.ts';

const caseId = parseCaseId('00000000-0000-4000-8000-00000000000c');
const unit = parseUnitId('intake-centre');

function desk(page: PageContext, over: Partial<ReissueDeskProps> = {}) {
  const waiting: ReissueDeskProps['waiting'] = caseId === undefined || unit === undefined ? [] : [
    { caseId, number: NUMBER, day: '2026-11-20', state: 'asked', reason: 'lost', asker: { role: 'operator', unit } },
    { caseId, number: NUMBER, day: '2026-11-18', state: 'contested', words: inLocale(page, say).comment, hands: [{ role: 'operator', unit }, { role: 'supervisor', unit }] },
  ];
  return <ReissueDeskPage page={page} waiting={waiting} nameOf={() => inLocale(page, say).intake} asking={EMPTY_FORM} mayReissue maySettle {...over} />;
}

export const specimens: readonly Specimens[] = [
  { of: 'MyReceipt', kind: 'component', examples: [{ name: 'the way to a new code', render: (page) => <MyReceipt page={page} isContested={false} /> }, { name: 'in question', render: (page) => <MyReceipt page={page} isContested /> }] },
  { of: 'ExchangePage', kind: 'page', examples: [
    { name: 'by choice', render: (page) => <ExchangePage page={page} form={EMPTY_FORM} isOwed={false} typed={false} /> },
    { name: 'through other hands', render: (page) => <ExchangePage page={page} form={EMPTY_FORM} isOwed typed /> },
    { name: 'a wrong code', render: (page) => <ExchangePage page={page} form={{ ...EMPTY_FORM, errors: { code: receiptMessages(page.locale).oldCode } }} isOwed={false} typed={false} /> },
  ] },
  { of: 'ReissueDeskPage', kind: 'page', examples: [
    { name: 'one to agree to, one to settle', render: (page) => desk(page) },
    { name: 'it matches', render: (page) => desk(page, { waiting: [], done: 'asked' }) },
    { name: 'it does not match', render: (page) => desk(page, { waiting: [], asking: { values: { number: NUMBER }, errors: { said: receiptMessages(page.locale).other }, hidden: {} } }) },
  ] },
  { of: 'FormerReceiptPage', kind: 'page', examples: (['standing', 'contested', 'upheld'] as const).map((state) => (
    { name: state, render: (page) => <FormerReceiptPage page={page} state={state} day="2026-11-20" reason="lost" unit={inLocale(page, say).intake} form={EMPTY_FORM} /> })) },
  { of: 'ContestedPage', kind: 'page', examples: [{ name: 'noted', render: (page) => <ContestedPage page={page} /> }] },
  { of: 'NewReceiptPage', kind: 'page', examples: [{ name: 'exchanged', render: (page) => <NewReceiptPage page={page} number={NUMBER} code="012345678901234567890123" followAddress="https://minsheng.example/follow" exchangedAt={after(1)} /> }] },
];
