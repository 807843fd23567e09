import { formatDay } from '../../platform/i18n/index.ts';
import { Block, Notice } from '../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction } from '../../ui/components/form.tsx';
import { Page } from '../../ui/layout.tsx';
import type { FormState, PageContext } from '../../ui/page.ts';
import type { AccountPaths } from './paths.ts';
import { PASSKEY_NAME_CHARACTERS_MAX } from './passkeys/ceremony.ts';
import { passkeyMessages } from './passkeys/messages.ts';
import { PASSKEY_ALGORITHMS, type NewPasskeyQuestion, type Passkey, type PasskeyQuestion } from './passkeys/passkeys.ts';

type Frame = { readonly page: PageContext; readonly paths: AccountPaths };

/**
 * A part of a form: a button that asks the authenticator and sends the form with its answer in the field `name`. Our script
 * shows the button; until then, and for ever without it, the words stand that say what to do instead.
 */
export function PasskeyPart({ page, question, name, word, without, making }: {
  readonly page: PageContext;
  readonly question: PasskeyQuestion;
  readonly name: string;
  readonly word: string;
  readonly without: string;
  /** For a new one: whose it will be. */
  readonly making?: Pick<NewPasskeyQuestion, 'handle' | 'username'>;
}) {
  const words = passkeyMessages(page.locale);
  const made = making && { 'data-handle': making.handle, 'data-username': making.username, 'data-site': page.jurisdiction.name, 'data-algorithms': PASSKEY_ALGORITHMS.join(' ') };
  return (
    <div data-passkey={making ? 'new' : 'use'} data-token={question.token} data-challenge={question.challenge} data-domain={question.domain} data-allow={question.allow.join(' ')} {...made}>
      <input type="hidden" name={name} value="" data-answer />
      <p class="quiet" data-without>{without}</p>
      <div data-failed hidden role="alert"><Notice tone="careful"><p>{words.failed}</p></Notice></div>
      <div data-with hidden><div class="acts">{making ? <MainAction>{word}</MainAction> : <Button icon="lock">{word}</Button>}</div></div>
    </div>
  );
}

/** Below the sign-in form: the other way in. */
export function PasskeySignIn({ page, form, question, failed }: { readonly page: PageContext; readonly form: FormState; readonly question: PasskeyQuestion; readonly failed: boolean }) {
  const words = passkeyMessages(page.locale);
  return (
    <Block title={words.signInTitle}>
      <p class="quiet">{words.signInLead}</p>
      {failed && <div role="alert"><Notice tone="careful"><p>{words.wrong}</p></Notice></div>}
      <Form page={page} action={`${page.paths.signIn}/passkey`} hidden={form.hidden} label={words.signInTitle}>
        <PasskeyPart page={page} question={question} name="passkey" word={words.signIn} without={words.without} />
      </Form>
    </Block>
  );
}

/** On one's own account: each passkey with its name, and how to add and remove one. */
export function PasskeyBlock({ page, paths, passkeys, may }: Frame & { readonly passkeys: readonly Passkey[]; readonly may: 'add' | 'needs-code' | 'no-domain' }) {
  const words = passkeyMessages(page.locale);
  return (
    <Block title={words.title} id="passkeys">
      <p>{words.lead}</p>
      {passkeys.length === 0 ? <p class="quiet">{words.none}</p> : (
        <ul class="plainlist">
          {passkeys.map((one) => (
            <li key={one.id}>
              <strong>{one.name}</strong> <span class="quiet">{words.added(formatDay(one.addedAt, page.jurisdiction.zone, page.locale))}</span>
              <Form page={page} action={paths.passkeyRemoval(one.id)} label={words.remove(one.name)}><Button quiet>{words.remove(one.name)}</Button></Form>
            </li>
          ))}
        </ul>
      )}
      {may === 'add' && <div class="acts"><Button href={paths.newPasskey}>{words.add}</Button></div>}
      {may === 'needs-code' && <p class="quiet">{words.needsCode}</p>}
      {may === 'no-domain' && <p class="quiet">{words.noDomain}</p>}
    </Block>
  );
}

export function NamePasskeyPage({ page, paths, form }: Frame & { readonly form: FormState }) {
  const words = passkeyMessages(page.locale);
  return (
    <Page page={page} title={words.nameTitle} section="console" width="reading" personal>
      <div class="heading"><h1>{words.nameTitle}</h1><p class="lead">{words.nameLead}</p></div>
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={paths.newPasskey}>
        <Field page={page} form={form} name="name" label={words.name} hint={words.nameHint} max={PASSKEY_NAME_CHARACTERS_MAX} autoComplete="off" />
        <div class="acts"><MainAction>{words.next}</MainAction> <Button href={paths.own} quiet>{words.back}</Button></div>
      </Form>
    </Page>
  );
}

export function MakePasskeyPage({ page, paths, name, question }: Frame & { readonly name: string; readonly question: NewPasskeyQuestion }) {
  const words = passkeyMessages(page.locale);
  return (
    <Page page={page} title={words.makeTitle(name)} section="console" width="reading" personal passkeys>
      <div class="heading"><h1>{words.makeTitle(name)}</h1><p class="lead">{words.makeLead}</p></div>
      <Form page={page} action={paths.passkeys}>
        <PasskeyPart page={page} question={question} name="passkey" word={words.make} without={words.makeWithout} making={question} />
      </Form>
      <p><a href={paths.own}>{words.back}</a></p>
    </Page>
  );
}
