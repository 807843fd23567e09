import type { Instant } from '../../../kernel/instant.ts';
import type { Sending } from '../../../slices/notices/index.ts';
import type { TellingChannel } from '../../../slices/vault/index.ts';
import { Block } from '../../../ui/components/blocks.tsx';
import { Tick } from '../../../ui/components/choice.tsx';
import { Button, Field, FieldError, Form, MainAction } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import { EMPTY_FORM, type FormState, type PageContext } from '../../../ui/page.ts';
import { Ringing, type RingingView } from '../reach/calls.tsx';
import { tellingMessages } from './messages.ts';

/** Name of the tick of a way. */
export const tellField = (channel: TellingChannel): string => `tell-${channel}`;

type Offered = readonly TellingChannel[];

/** Beside the contact of a report: the tick `tell` (`yes`); absent where nothing can be sent. */
export function TellTick({ page, form, offered }: { readonly page: PageContext; readonly form: FormState; readonly offered: Offered }) {
  const words = tellingMessages(page.locale);
  if (offered.length === 0) return null;
  const where = offered.length === 2 ? words.tellBoth : offered.includes('text') ? words.tellText : words.tellEmail;
  return <Tick page={page} form={form} name="tell" value="yes" label={words.tell} hint={words.tellHint(where)} />;
}

/** On the page of what is agreed: ticks `tell-text`, `tell-email` (`yes`); none of them ends it. */
export function TellForm({ page, form, offered, isMain }: { readonly page: PageContext; readonly form: FormState; readonly offered: Offered; readonly isMain: boolean }) {
  const words = tellingMessages(page.locale);
  return (
    <Form page={page} action={page.paths.consentNotices} hidden={form.hidden}>
      <p>{words.lead}</p>
      <fieldset class="field">
        <legend class="form-label">{words.ways}</legend>
        <FieldError page={page} form={form} name="tell" />
        {offered.map((channel) => <Tick key={channel} page={page} form={form} name={tellField(channel)} value="yes" label={words[channel]} />)}
      </fieldset>
      <p class="quiet">{words.language}</p>
      <div class="acts">{isMain ? <MainAction>{words.save}</MainAction> : <Button>{words.save}</Button>}</div>
    </Form>
  );
}

export type NoticesView = { readonly offered: Offered; readonly now: readonly TellingChannel[]; readonly sendings: readonly Sending[] };

/** On the resident's page: whether they are told, each message that went, and the button that ends it. */
export function MyNotices({ page, notices }: { readonly page: PageContext; readonly notices: NoticesView }) {
  const words = tellingMessages(page.locale);
  const { now, offered, sendings } = notices;
  return (
    <Block title={words.title} icon="speakerphone">
      {now.length > 0 ? (
        <>
          <p>{words.nowOn(waysIn(page, now))}</p>
          <Form page={page} action={page.paths.consentNotices}><div class="acts"><Button>{words.stop}</Button><Button href={`${page.paths.consent}#notices`} quiet>{words.change}</Button></div></Form>
        </>
      ) : offered.length > 0 && <p class="acts"><Button href={`${page.paths.consent}#notices`} icon="speakerphone">{words.start}</Button><span class="quiet">{words.nowOff}</span></p>}
      {(now.length > 0 || sendings.length > 0) && <h3>{words.listed}</h3>}
      {now.length > 0 && sendings.length === 0 && <p class="quiet">{words.none}</p>}
      {sendings.map((sending) => (
        <p key={sending.at}>
          <When page={page} at={sending.at} /><br />{sending.state === 'told' ? words.sent(waysIn(page, sending.channels)) : <strong>{words.undelivered}</strong>}: {sending.whys.map((why) => words[why]).join(words.and)}
          {sending.state === 'undelivered' && <><br /><span class="quiet">{words.undeliveredHint}</span></>}
        </p>
      ))}
      {page.demo && <p><a class="quiet" href="/gateway">{words.phoneSee}</a></p>}
    </Block>
  );
}

function waysIn(page: PageContext, channels: readonly TellingChannel[]): string {
  const words = tellingMessages(page.locale);
  return channels.map((channel) => (channel === 'text' ? words.byText : words.byEmail)).join(words.and);
}

export type PhoneMessage = { readonly at: Instant; readonly line: string; readonly channel: TellingChannel; readonly subject?: string; readonly text: string; readonly phone?: string };

/** Fields `phone` and `words`: what is pressed on that phone. */
function PhoneReply({ page, phone, index }: { readonly page: PageContext; readonly phone: string; readonly index: number }) {
  const words = tellingMessages(page.locale);
  return (
    <Form page={page} action="/gateway/replies" hidden={{ phone }}>
      <Field page={page} form={EMPTY_FORM} scope={`phone-${String(index)}`} name="words" label={words.phoneReply} max={20} short />
      <div class="acts"><Button>{words.phoneSend}</Button></div>
    </Form>
  );
}

/** A demo alone: what the phones and letter boxes of its people would show, newest first. */
export function PhonePage({ page, messages, ringing }: { readonly page: PageContext; readonly messages: readonly PhoneMessage[]; readonly ringing: readonly RingingView[] }) {
  const words = tellingMessages(page.locale);
  return (
    <Page page={page} title={words.phoneTitle} section="none" width="reading">
      <div class="heading"><h1>{words.phoneTitle}</h1><p class="lead">{words.phoneLead}</p></div>
      <Ringing page={page} calls={ringing} />
      {messages.length === 0 && ringing.length === 0 && <p>{words.phoneEmpty}</p>}
      {messages.map((message, index) => (
        <Block key={index} title={message.subject ?? waysIn(page, [message.channel])} icon="phone">
          <p>{message.text}</p>
          {message.phone !== undefined && message.channel === 'text' && <PhoneReply page={page} phone={message.phone} index={index} />}
          <p class="quiet">{words.phoneLine(message.line)} · <When page={page} at={message.at} exactness="minute" /></p>
        </Block>
      ))}
    </Page>
  );
}
