import type { CaseId } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { Block, Notice } from '../../../ui/components/blocks.tsx';
import { Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Form, MainAction, PhotoPicker, TextArea } from '../../../ui/components/form.tsx';
import { Said } from '../../../ui/components/timeline.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { Photos } from '../resident/check.tsx';
import { conversationMessages } from './messages.ts';

/** Most characters and photographs of one message, as `decide` refuses more. */
export const MESSAGE_LIMITS = { words: 2_000, photos: 3, photoMegabytes: 12 } as const;

/** `speaker` is an office or a role, never a person; `words` are absent once erased. */
export type MessageView = {
  readonly from: 'resident' | 'office'; readonly speaker: string; readonly at: Instant; readonly words?: string;
  readonly photos: readonly string[]; readonly isNew: boolean;
};

/** The state of the conversation for a page that only tells of it. */
export type TalkView = {
  readonly last?: MessageView; readonly unread: number; readonly count: number;
  /** Who is waited for; nobody before the first message, and once nothing more can be written. */
  readonly awaited?: 'resident' | 'office';
  readonly mayWrite: boolean;
};

/** Oldest first, as they were said. */
export function Conversation({ page, messages }: { readonly page: PageContext; readonly messages: readonly MessageView[] }) {
  const words = conversationMessages(page.locale);
  if (messages.length === 0) return <p class="quiet">{words.empty}</p>;
  return (
    <ol class="talk" aria-label={words.title}>
      {messages.map((message, index) => (
        <li key={index} class={message.from === 'resident' ? 'turn turn-resident' : 'turn turn-unit'}>
          <p class="turn-head">
            <Icon name={message.from === 'resident' ? 'user' : 'building'} />
            <span class="turn-what"><strong>{message.speaker}</strong>{message.isNew && <>{' '}<strong class="fresh">{words.fresh}</strong></>}</span>
            <When page={page} at={message.at} exactness="minute" />
          </p>
          {message.words === undefined ? <p class="quiet">{words.erased}</p> : <Said words={message.words} />}
          {message.photos.length > 0 && <Photos page={page} photos={message.photos} />}
        </li>
      ))}
    </ol>
  );
}

export type MessagesProps = {
  readonly page: PageContext; readonly messages: readonly MessageView[];
  readonly form: FormState;
  /** Photos that arrived with an earlier attempt: addresses of their small pictures. */
  readonly kept: readonly string[];
  /** A message has just been sent. */
  readonly sent: boolean;
  readonly mayWrite: boolean;
};

/** The resident's side. Fields sent: `words`, `photos` (files), `kept`, `drop`. */
export function MyMessagesPage(props: MessagesProps) {
  const { page } = props;
  const words = conversationMessages(page.locale);
  return (
    <Page page={page} title={words.title} section="follow" width="reading" personal>
      <a class="crumb" href={page.paths.my}><Icon name="arrow-left" />{words.back}</a>
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.mineLead}</p></div>
      {props.sent && <Notice tone="done"><p>{words.sent}</p></Notice>}
      <Conversation page={page} messages={props.messages} />
      {props.mayWrite ? <WriteForm {...props} action={page.paths.myMessages} label={words.mineLabel} hint={words.mineHint} go={words.mineGo} /> : <Notice tone="know"><p>{words.mineClosed}</p></Notice>}
    </Page>
  );
}

/** The office's side, with the same fields. */
export function CaseMessagesPage(props: MessagesProps & { readonly id: CaseId; readonly title: string }) {
  const { page, id } = props;
  const words = conversationMessages(page.locale);
  return (
    <Page page={page} title={words.title} section="console" width="reading" personal>
      <a class="crumb" href={page.paths.consoleCase(id)}><Icon name="arrow-left" />{words.back}</a>
      <div class="heading"><h1>{words.title}</h1><p class="lead">{props.title}</p><p class="quiet">{words.caseLead}</p></div>
      {props.sent && <Notice tone="done"><p>{words.caseSent}</p></Notice>}
      <Conversation page={page} messages={props.messages} />
      {props.mayWrite ? <WriteForm {...props} action={page.paths.caseMessages(id)} label={words.caseLabel} hint={words.caseRules} go={words.caseGo} /> : <Notice tone="know"><p>{words.caseClosed}</p></Notice>}
    </Page>
  );
}

function WriteForm({ page, form, kept, action, label, hint, go }: MessagesProps & { readonly action: string; readonly label: string; readonly hint: string; readonly go: string }) {
  const words = conversationMessages(page.locale);
  return (
    <Form page={page} action={action} hidden={form.hidden} files>
      <ErrorSummary page={page} form={form} />
      <TextArea page={page} form={form} name="words" label={label} hint={hint} max={MESSAGE_LIMITS.words} rows={5} />
      {kept.length > 0 && <><p><strong>{words.photosKept(kept.length)}</strong></p><Photos page={page} photos={kept} /><Tick page={page} form={form} name="drop" value="yes" label={words.photosDrop} /></>}
      <PhotoPicker page={page} form={form} name="photos" label={words.photos} countMax={MESSAGE_LIMITS.photos} megabytesMax={MESSAGE_LIMITS.photoMegabytes} />
      <div class="acts"><MainAction>{go}</MainAction></div>
    </Form>
  );
}

/** On the resident's page, before everything else that is due: an office has left them a message and waits. */
export function MyMessageDue({ page, talk }: { readonly page: PageContext; readonly talk: TalkView }) {
  const { last, awaited } = talk;
  if (!last || awaited !== 'resident') return null;
  const words = conversationMessages(page.locale);
  return (
    <section class="ask" aria-label={words.mineAsked(last.speaker)}>
      <h2>{words.mineAsked(last.speaker)}</h2>
      {last.words !== undefined && <blockquote class="answer-words">{last.words}</blockquote>}
      <div class="acts"><Button href={page.paths.myMessages} icon="message">{words.mineAnswer}</Button>{talk.unread > 0 && <span class="quiet">{words.mineNew(talk.unread)}</span>}</div>
    </section>
  );
}

/** The way to the conversation when nothing in it is due; nothing at all where there is none and can be none. */
export function MyTalk({ page, talk }: { readonly page: PageContext; readonly talk: TalkView }) {
  if (talk.awaited === 'resident' || (talk.count === 0 && !talk.mayWrite)) return null;
  const words = conversationMessages(page.locale);
  return (
    <Block title={words.title} icon="message">
      <p class="quiet">{talk.count === 0 ? words.mineMore : talk.unread > 0 ? words.mineNew(talk.unread) : `${talk.last?.speaker ?? ''}：${talk.last?.words ?? ''}`}</p>
      <p class="acts"><Button href={page.paths.myMessages} icon="message">{talk.count === 0 ? words.mineWrite : words.mineRead}</Button></p>
    </Block>
  );
}

/** On the desk: what was said last, whose turn it is, and the way to write. */
export function CaseTalk({ page, id, talk }: { readonly page: PageContext; readonly id: CaseId; readonly talk: TalkView }) {
  if (talk.count === 0 && !talk.mayWrite) return null;
  const words = conversationMessages(page.locale);
  return (
    <Block title={words.title} icon="message">
      {talk.awaited === 'office' && talk.mayWrite && <Notice tone="know"><p>{words.caseAwaited}</p></Notice>}
      {talk.last ? <Conversation page={page} messages={[talk.last]} /> : <p class="quiet">{words.none}</p>}
      {talk.awaited === 'resident' && <p class="quiet">{words.caseWaits}</p>}
      <p class="acts"><Button href={page.paths.caseMessages(id)} icon="message">{talk.mayWrite ? words.caseWrite : words.caseRead}</Button></p>
    </Block>
  );
}
