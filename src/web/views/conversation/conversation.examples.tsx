import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { inLocale, type Specimens } from '../../../ui/specimen.ts';
import { after, sampleCaseId, say } from '../sample.examples.ts';
import { CaseMessagesPage, CaseTalk, Conversation, MyMessageDue, MyMessagesPage, MyTalk, type MessageView, type TalkView } from './conversation.tsx';
import { conversationMessages } from './messages.ts';

/** A grey square of one pixel, instead of a photo. */
const PHOTO = 'data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';
const said = {
  zh: { ask: '请问是朝街的那盏，还是院子里的那盏？方便的话拍一张照片。', reply: '朝街的，电线杆上写着 07。', thanks: '找到了，明天上午去换。' },
  en: { ask: 'Is it the light on the street, or the one in the yard? A photo would help.', reply: 'The one on the street; 07 is written on the pole.', thanks: 'We found it and will replace it tomorrow morning.' },
};

function messages(page: PageContext, reader: 'resident' | 'office'): readonly MessageView[] {
  const w = inLocale(page, say);
  const words = conversationMessages(page.locale);
  const t = inLocale(page, said);
  const office = { from: 'office', speaker: w.bureau, photos: [], isNew: false } as const;
  return [
    { ...office, at: after(1), words: t.ask },
    { from: 'resident', speaker: reader === 'resident' ? words.you : words.resident, at: after(1, 4), words: t.reply, photos: [PHOTO], isNew: false },
    { ...office, at: after(2), words: t.thanks, isNew: reader === 'resident' },
  ];
}

function talk(page: PageContext, of: 'asked' | 'replied' | 'unread' | 'none'): TalkView {
  const all = messages(page, 'resident');
  if (of === 'none') return { unread: 0, count: 0, mayWrite: true };
  const [first, second] = all;
  const last = of === 'replied' ? second : first;
  return { ...(last ? { last } : {}), unread: of === 'replied' ? 0 : 1, count: 2, ...(of === 'unread' ? {} : { awaited: of === 'asked' ? 'resident' : 'office' }), mayWrite: of !== 'unread' };
}

const staff = (page: PageContext): PageContext => ({ ...page, staff: { name: 'handler-1', unitName: inLocale(page, say).bureau } });
const wrong = (page: PageContext) => ({ ...EMPTY_FORM, errors: { words: conversationMessages(page.locale).wordsMissing } });

export const specimens: readonly Specimens[] = [
  { of: 'Conversation', kind: 'component', examples: [
    { name: 'both speak', render: (page) => <Conversation page={page} messages={messages(page, 'resident')} /> },
    { name: 'erased', render: (page) => <Conversation page={page} messages={messages(page, 'office').map(({ words: _gone, ...rest }) => ({ ...rest, photos: [] }))} /> },
    { name: 'nothing yet', render: (page) => <Conversation page={page} messages={[]} /> },
  ] },
  { of: 'MyMessageDue', kind: 'component', examples: [{ name: 'an office waits for a reply', render: (page) => <MyMessageDue page={page} talk={talk(page, 'asked')} /> }] },
  { of: 'MyTalk', kind: 'component', examples: [
    { name: 'nothing yet', render: (page) => <MyTalk page={page} talk={talk(page, 'none')} /> },
    { name: 'replied', render: (page) => <MyTalk page={page} talk={talk(page, 'replied')} /> },
    { name: 'over, with something unread', render: (page) => <MyTalk page={page} talk={talk(page, 'unread')} /> },
  ] },
  { of: 'CaseTalk', kind: 'component', examples: [
    { name: 'the resident waits', render: (page) => <CaseTalk page={page} id={sampleCaseId(0)} talk={talk(page, 'replied')} /> },
    { name: 'the office waits', render: (page) => <CaseTalk page={page} id={sampleCaseId(0)} talk={talk(page, 'asked')} /> },
    { name: 'nothing yet', render: (page) => <CaseTalk page={page} id={sampleCaseId(0)} talk={talk(page, 'none')} /> },
  ] },
  { of: 'MyMessagesPage', kind: 'page', examples: [
    { name: 'a new message', render: (page) => <MyMessagesPage page={page} messages={messages(page, 'resident')} form={EMPTY_FORM} kept={[]} sent={false} mayWrite /> },
    { name: 'nothing written, a photo kept', render: (page) => <MyMessagesPage page={page} messages={messages(page, 'resident')} form={wrong(page)} kept={[PHOTO]} sent={false} mayWrite /> },
    { name: 'just sent', render: (page) => <MyMessagesPage page={page} messages={messages(page, 'resident').slice(0, 2)} form={EMPTY_FORM} kept={[]} sent mayWrite /> },
    { name: 'over', render: (page) => <MyMessagesPage page={page} messages={messages(page, 'resident')} form={EMPTY_FORM} kept={[]} sent={false} mayWrite={false} /> },
  ] },
  { of: 'CaseMessagesPage', kind: 'page', examples: [
    { name: 'to reply to', render: (page) => <CaseMessagesPage page={staff(page)} id={sampleCaseId(0)} title={inLocale(page, say).light} messages={messages(page, 'office').slice(0, 2)} form={EMPTY_FORM} kept={[]} sent={false} mayWrite /> },
    { name: 'mistakes', render: (page) => <CaseMessagesPage page={staff(page)} id={sampleCaseId(0)} title={inLocale(page, say).light} messages={[]} form={wrong(page)} kept={[]} sent={false} mayWrite /> },
    { name: 'not this unit’s', render: (page) => <CaseMessagesPage page={staff(page)} id={sampleCaseId(0)} title={inLocale(page, say).light} messages={messages(page, 'office')} form={EMPTY_FORM} kept={[]} sent mayWrite={false} /> },
  ] },
];
