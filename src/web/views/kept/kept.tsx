import type { Instant } from '../../../kernel/instant.ts';
import type { Contact } from '../../../slices/vault/index.ts';
import { Block, KeyValue, Notice } from '../../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, Form } from '../../../ui/components/form.tsx';
import { Lines } from '../../../ui/components/lines.tsx';
import { Said } from '../../../ui/components/timeline.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import type { ConsentView } from '../consent/consent.tsx';
import { consentMessages } from '../consent/messages.ts';
import { Conversation, type MessageView } from '../conversation/conversation.tsx';
import { MyNotices, type NoticesView } from '../notices/notices.tsx';
import { splitLine } from '../public/messages.ts';
import { Photos } from '../resident/check.tsx';
import { keptMessages } from './messages.ts';

export const KEPT_DONE = ['contact', 'removed', 'withdrawn'] as const;
export type KeptDone = (typeof KEPT_DONE)[number];

/** `locked`: kept, and shown only after the code. */
export type ContactView = { readonly state: 'none' } | { readonly state: 'locked' } | { readonly state: 'shown'; readonly contact: Contact };

export type KeptProps = {
  readonly page: PageContext;
  readonly words: string | undefined;
  readonly place: string;
  readonly about: readonly string[];
  readonly photos: readonly string[];
  /** What the resident said after the first words: contests, comments, reasons. */
  readonly later: readonly { readonly at: Instant; readonly words: string }[];
  readonly messages: readonly MessageView[];
  readonly contact: ContactView;
  readonly consent: ConsentView | undefined;
  readonly notices?: NoticesView;
  readonly looks: readonly { readonly at?: Instant; readonly said: string; readonly words?: string }[];
  readonly isErased: boolean;
  readonly done?: KeptDone;
  /** Of the code that shows the contact; field `code`. */
  readonly form: FormState;
};

/** What is kept about whoever holds the receipt (PIPL art. 44, 45). Sends `code`, and `as` (`page` or `file`). */
export function KeptPage(props: KeptProps) {
  const { page, done } = props;
  const words = keptMessages(page.locale);
  return (
    <Page page={page} title={words.title} section="follow" width="reading" personal>
      <a class="crumb" href={page.paths.my}><Icon name="arrow-left" />{words.back}</a>
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      {done && <Notice tone="done"><p>{words.done[done]}</p></Notice>}
      <ErrorSummary page={page} form={props.form} />
      <p class="acts"><Button href={page.paths.keptFile} icon="download">{words.download}</Button><span class="quiet">{words.downloadHint} {words.print}</span></p>
      <OwnContact {...props} />
      <Block title={words.wordsTitle}>
        {props.words === undefined ? <p>{words.noWords}</p> : <blockquote class="own-words">{props.words}</blockquote>}
        <KeyValue pairs={[{ key: words.placeTitle, value: props.place }, ...(props.about.length > 0 ? [{ key: words.aboutTitle, value: props.about.join(' · ') }] : [])]} />
        {props.photos.length > 0 && <><h3>{words.photosTitle}</h3><Photos page={page} photos={props.photos} /></>}
      </Block>
      {props.later.length > 0 && <Block title={words.otherWords}>{props.later.map((one) => <div key={one.at}><p class="quiet"><When page={page} at={one.at} /></p><Said words={one.words} /></div>)}</Block>}
      <Block title={words.messagesTitle} icon="message">{props.messages.length === 0 ? <p class="quiet">{words.messagesNone}</p> : <Conversation page={page} messages={props.messages} />}</Block>
      <Seen {...props} />
      <Block title={words.whereTitle}>
        <Lines label={words.whereTitle} heads={words.heads} rows={words.lines.map(splitLine)} />
        <p class="quiet">{words.notKept}</p>
      </Block>
      <Block title={words.rightsTitle}>
        <p>{words.correctWords} <a href={page.paths.myMessages}>{words.messagesLink}</a></p>
        {!props.isErased && <p class="acts"><Button href={page.paths.erasure} icon="eye-off">{words.erase}</Button></p>}
      </Block>
    </Page>
  );
}

function OwnContact({ page, contact, form }: KeptProps) {
  const words = keptMessages(page.locale);
  const ways = <p class="acts"><Button href={page.paths.contact} icon="phone">{words.change}</Button><a class="quiet" href={`${page.paths.contact}#f-sure`}>{words.remove}</a></p>;
  switch (contact.state) {
    case 'none': return <Block title={words.contactTitle} icon="lock"><p>{words.contactNone}</p></Block>;
    case 'shown': return (
      <Block title={words.contactTitle} icon="lock">
        <KeyValue pairs={(['name', 'phone', 'email', 'note'] as const).map((field) => ({ key: words[field], value: contact.contact[field] || words.empty }))} />
        <p class="quiet">{words.shownNote}</p>
        {ways}
      </Block>
    );
    case 'locked': return (
      <Block title={words.contactTitle} icon="lock">
        <p>{words.contactLocked}</p>
        <Form page={page} action={page.paths.kept}>
          <CodeField page={page} form={form} />
          <div class="acts"><Button name="as" value="page" icon="eye">{words.show}</Button><Button name="as" value="file" icon="download" quiet>{words.take}</Button></div>
        </Form>
        {ways}
      </Block>
    );
  }
}

function Seen({ page, consent, notices, looks }: KeptProps) {
  const words = keptMessages(page.locale);
  const fields = consentMessages(page.locale);
  return (
    <>
      <Block title={words.consentTitle}>
        <p>{consent ? <>{words.consentNow(consent.fields.map((field) => fields[field]).join(' · '))} <When page={page} at={consent.lastMoment} exactness="day" /></> : words.consentNone}</p>
      </Block>
      {notices && <MyNotices page={page} notices={notices} />}
      <Block title={words.looksTitle} icon="lock">
        {looks.length === 0 && <p>{words.looksNone}</p>}
        {looks.map((look, index) => <p key={index}>{look.at !== undefined && <><When page={page} at={look.at} /><br /></>}{look.said}{look.words !== undefined && look.words !== '' && <><br />{look.words}</>}</p>)}
      </Block>
    </>
  );
}

/** The code once more: whoever only found the page open does not have it. */
export function CodeField({ page, form }: { readonly page: PageContext; readonly form: FormState }) {
  const words = keptMessages(page.locale);
  return <Field page={page} form={form} name="code" label={words.code} hint={words.codeHint} inputMode="numeric" autoComplete="off" max={60} />;
}

/** On the resident's page: the way here. */
export function MyKept({ page }: { readonly page: PageContext }) {
  const words = keptMessages(page.locale);
  return <p class="acts"><a href={page.paths.kept}>{words.link}</a><br /><span class="quiet">{words.linkHint}</span></p>;
}

/** High on the resident's page while it can be taken back: were it not theirs, they must see it. */
export function MyErasure({ page, at }: { readonly page: PageContext; readonly at: Instant }) {
  const words = keptMessages(page.locale);
  return <Notice tone="careful"><p>{words.whileWaiting} <strong><When page={page} at={at} exactness="minute" /></strong></p><p><a href={page.paths.erasure}>{words.whileWaitingGo}</a></p></Notice>;
}

