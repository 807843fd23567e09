import { EMPTY_FORM } from '../../../ui/page.ts';
import type { Specimens } from '../../../ui/specimen.ts';
import { after, NUMBER } from '../sample.examples.ts';
import { ExchangePage, MyReceipt, NewReceiptPage } from './mine.tsx';
import { receiptMessages } from './messages.ts';

export const specimens: readonly Specimens[] = [
  { of: 'MyReceipt', kind: 'component', examples: [{ name: 'the way to a new code', render: (page) => <MyReceipt page={page} /> }] },
  { of: 'ExchangePage', kind: 'page', examples: [
    { name: 'by choice', render: (page) => <ExchangePage page={page} form={EMPTY_FORM} isOwed={false} typed={false} /> },
    { name: 'through other hands', render: (page) => <ExchangePage page={page} form={EMPTY_FORM} isOwed typed /> },
    { name: 'a wrong code', render: (page) => <ExchangePage page={page} form={{ ...EMPTY_FORM, errors: { code: receiptMessages(page.locale).oldCode } }} isOwed={false} typed={false} /> },
  ] },
  { of: 'NewReceiptPage', kind: 'page', examples: [{ name: 'exchanged', render: (page) => <NewReceiptPage page={page} number={NUMBER} code="012345678901234567890123" followAddress="https://minsheng.example/follow" exchangedAt={after(1)} /> }] },
];
