import type { Instant } from '../../../kernel/instant.ts';
import type { ContactField, TellingChannel } from '../../../slices/vault/index.ts';
import { Block } from '../../../ui/components/blocks.tsx';
import { Tick } from '../../../ui/components/choice.tsx';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, FieldError, Form, MainAction } from '../../../ui/components/form.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { tellingMessages } from '../notices/messages.ts';
import { TellForm } from '../notices/notices.tsx';
import { consentMessages } from './messages.ts';

/** In this order they are offered. */
export const CONSENT_FIELDS = ['phone', 'email', 'name', 'note'] as const satisfies readonly ContactField[];

/** What is agreed now; `lastMoment` lies within the last day of it. */
export type ConsentView = { readonly fields: readonly ContactField[]; readonly lastMoment: Instant };

export type ConsentProps = {
  readonly page: PageContext;
  readonly form: FormState;
  readonly days: number;
  /** Whether there is anything to agree to: who is known by name is reached as they agreed when they wrote. */
  readonly asksPhone: boolean;
  /** Ways to be told that there is news; none where nothing can be sent. */
  readonly offered: readonly TellingChannel[];
};

/** What a resident agrees to about their contact: each part is a form of its own, and counts by itself. */
export function ConsentPage(props: ConsentProps) {
  const { page, form, asksPhone, offered } = props;
  const [words, tell] = [consentMessages(page.locale), tellingMessages(page.locale)];
  const title = asksPhone ? words.title : tell.title;
  return (
    <Page page={page} title={title} section="follow" width="reading" personal>
      <div class="heading"><h1>{title}</h1>{asksPhone && <p class="lead">{words.lead}</p>}</div>
      <ErrorSummary page={page} form={form} />
      {asksPhone && <PhoneForm {...props} />}
      {offered.length > 0 && <section class="part" id="notices">{asksPhone && <h2>{tell.title}</h2>}<TellForm page={page} form={form} offered={offered} isMain={!asksPhone} /></section>}
    </Page>
  );
}

/** Fields sent: `phone`, `email`, `name`, `note` (each `yes`), `until` (ISO day). */
function PhoneForm({ page, form, days }: ConsentProps) {
  const words = consentMessages(page.locale);
  return (
    <Form page={page} action={page.paths.consent} hidden={form.hidden}>
      <fieldset class="field">
        <legend class="form-label">{words.fields}</legend>
        <FieldError page={page} form={form} name="fields" />
        {CONSENT_FIELDS.map((field) => <Tick key={field} page={page} form={form} name={field} value="yes" label={words[field]} />)}
      </fieldset>
      <Field page={page} form={form} name="until" type="date" label={words.until} hint={words.untilHint(days)} short />
      <p class="quiet">{words.told}</p>
      <div class="acts"><MainAction>{words.go}</MainAction><Button href={page.paths.my}>{words.back}</Button></div>
    </Form>
  );
}

/** On the resident's page: what they have agreed to, and the button that ends it; or the way to agree. */
export function MyConsent({ page, consent }: { readonly page: PageContext; readonly consent: ConsentView | undefined }) {
  const words = consentMessages(page.locale);
  return (
    <Block title={words.title} icon="phone">
      {consent ? (
        <>
          <p>{words.now(consent.fields.map((field) => words[field]).join(' · '))} <When page={page} at={consent.lastMoment} exactness="day" /></p>
          <Form page={page} action={page.paths.consentEnd}><div class="acts"><Button>{words.end}</Button><Button href={page.paths.consent} quiet>{words.change}</Button></div></Form>
        </>
      ) : <p class="acts"><Button href={page.paths.consent} icon="phone">{words.give}</Button><span class="quiet">{words.hint}</span></p>}
    </Block>
  );
}
