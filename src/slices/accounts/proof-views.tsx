import { Notice } from '../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction } from '../../ui/components/form.tsx';
import { Page } from '../../ui/layout.tsx';
import type { FormState, PageContext } from '../../ui/page.ts';
import { PasskeyPart } from './passkey-views.tsx';
import { passkeyMessages } from './passkeys/messages.ts';
import type { PasskeyQuestion } from './passkeys/passkeys.ts';
import { SignOnConfirmation } from './sign-on-views.tsx';
import { proofMessages } from './proof/messages.ts';

/**
 * Stands between a form and a sensitive act: asks for a proof of who sends it. `fields` are those of the form, in their
 * order; they stay in this page and are sent with the proof to where the form went.
 */
export function ProofPage({ page, action, fields, errors, hasApp, passkey, signOnLabel }: {
  readonly page: PageContext;
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly errors: FormState['errors'];
  /** They have an authenticator app: a code of it will do as well. */
  readonly hasApp: boolean;
  /** They have a passkey: it will do as well. */
  readonly passkey: PasskeyQuestion | undefined;
  /** They come in by single sign-on, and may confirm there. */
  readonly signOnLabel?: string;
}) {
  const words = proofMessages(page.locale);
  const passkeyWords = passkeyMessages(page.locale);
  const form: FormState = { values: {}, errors, hidden: {} };
  const typed = fields.map(([, value]) => value).filter(isTyped);
  return (
    <Page page={page} title={words.title} section="console" width="reading" personal passkeys={passkey !== undefined}>
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={action}>
        {fields.map(([name, value], index) => <input key={index} type="hidden" name={name} value={value} />)}
        <Field page={page} form={form} name="proof-password" type="password" autoComplete="current-password" label={words.password} />
        {hasApp && <Field page={page} form={form} name="proof-code" inputMode="numeric" autoComplete="one-time-code" label={words.orCode} max={40} short />}
        <div class="acts"><MainAction>{words.confirm}</MainAction> <Button href={page.here} quiet>{words.leave}</Button></div>
        {passkey && <PasskeyPart page={page} question={passkey} name="proof-passkey" word={passkeyWords.confirm} without={passkeyWords.withoutConfirm} />}
      </Form>
      {signOnLabel !== undefined && <SignOnConfirmation page={page} label={signOnLabel} />}
      {typed.length > 0 && <Notice tone="know"><p>{words.typed}</p>{typed.map((text) => <blockquote key={text} class="own-words">{text}</blockquote>)}</Notice>}
    </Page>
  );
}

/** Codes, dates and choices of ours are single plain words; what is left was written by a person. */
function isTyped(value: string): boolean {
  return !/^[A-Za-z0-9._~-]*$/.test(value);
}
