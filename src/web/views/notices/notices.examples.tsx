import type { Specimens } from '../../../ui/specimen.ts';
import { EMPTY_FORM } from '../../../ui/page.ts';
import { noticeMessages } from '../../../slices/notices/messages.ts';
import { after } from '../sample.examples.ts';
import { tellingMessages } from './messages.ts';
import { MyNotices, PhonePage, TellForm, TellTick } from './notices.tsx';

export const specimens: readonly Specimens[] = [
  { of: 'TellTick', kind: 'component', examples: [
    { name: 'both ways', render: (page) => <TellTick page={page} form={EMPTY_FORM} offered={['text', 'email']} /> },
    { name: 'a number was left where only e-mail is sent', render: (page) => <TellTick page={page} form={{ values: { tell: 'yes' }, errors: { tell: tellingMessages(page.locale).noText }, hidden: {} }} offered={['email']} /> },
  ] },
  { of: 'TellForm', kind: 'component', examples: [{ name: 'by text message', render: (page) => <TellForm page={page} form={{ ...EMPTY_FORM, values: { 'tell-text': 'yes' } }} offered={['text', 'email']} isMain /> }] },
  { of: 'MyNotices', kind: 'component', examples: [
    { name: 'not told', render: (page) => <MyNotices page={page} notices={{ offered: ['text'], now: [], sendings: [] }} /> },
    { name: 'nothing sent yet', render: (page) => <MyNotices page={page} notices={{ offered: ['text'], now: ['text'], sendings: [] }} /> },
    { name: 'told, and not reached', render: (page) => <MyNotices page={page} notices={{ offered: ['text', 'email'], now: ['text', 'email'], sendings: [
      { at: after(4), state: 'told', channels: ['text', 'email'], whys: ['answer', 'message'] }, { at: after(2), state: 'undelivered', channels: ['text'], whys: ['identity'] },
    ] }} /> },
  ] },
  { of: 'PhonePage', kind: 'page', examples: [
    { name: 'nothing yet', render: (page) => <PhonePage page={page} messages={[]} ringing={[]} /> },
    { name: 'two messages', render: (page) => {
      const words = noticeMessages(page.locale);
      const text = words.text(page.jurisdiction.name, 'https://minsheng.example/follow');
      return <PhonePage page={page} messages={[{ at: after(4), line: '9A0F', channel: 'email', subject: words.subject(page.jurisdiction.name), text }, { at: after(2), line: '17C2', channel: 'text', text, phone: 'x' }]} ringing={[{ line: '17C2', callback: '/calls/x' }]} />;
    } },
  ] },
];
