import { Block, KeyValue } from '../../../ui/components/blocks.tsx';
import type { ComponentChildren } from 'preact';
import { ErrorSummary } from '../../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { FormState, PageContext } from '../../../ui/page.ts';
import { PasskeySignIn, SignOnEntrance, type PasskeyQuestion, type SignOnWay } from '../../../slices/accounts/index.ts';
import { wordsOfConsole } from './messages.ts';

/** Fields sent: `username`, `password`, and `next` when it is in `form.hidden`. Demo sign-ins are listed only where the instance is a demo. */
export function SignInPage({ page, form, demoAccounts = [], passkey, passkeyFailed = false, signOn }: {
  readonly page: PageContext;
  readonly form: FormState;
  /** Absent where there can be no passkeys. */
  readonly passkey?: PasskeyQuestion | undefined;
  readonly passkeyFailed?: boolean;
  /** Absent where there is none. */
  readonly signOn?: SignOnWay;
  readonly demoAccounts?: readonly { readonly role: string; readonly username: string; readonly password: string }[];
}) {
  const words = wordsOfConsole(page.locale);
  return (
    <Page page={page} title={words.signInTitle} section="none" width="reading" personal passkeys={passkey !== undefined}>
      <div class="narrow">
        <div class="heading"><h1>{words.signInTitle}</h1><p class="quiet">{words.signInLead}</p></div>
        <ErrorSummary page={page} form={form} />
        <Form page={page} action={page.paths.signIn} hidden={form.hidden}>
          <Field page={page} form={form} name="username" label={words.username} autoComplete="username" max={64} />
          <Field page={page} form={form} name="password" label={words.password} type="password" autoComplete="current-password" max={200} />
          <div class="acts"><MainAction>{words.signIn}</MainAction></div>
        </Form>
        <p class="quiet">{words.signInHelp}</p>
        {signOn && <SignOnEntrance page={page} way={signOn} />}
        {passkey && <PasskeySignIn page={page} form={form} question={passkey} failed={passkeyFailed} />}
        {demoAccounts.length > 0 && (
          <Block title={words.demoAccounts}>
            <KeyValue pairs={demoAccounts.map((one) => ({ key: one.role, value: <code>{one.username} / {one.password}</code> }))} />
          </Block>
        )}
      </div>
    </Page>
  );
}

/** A page that asks before something that matters is done. The hidden fields carry what is to be done. */
export function ConfirmPage(props: {
  readonly page: PageContext;
  readonly title: string;
  readonly text: ComponentChildren;
  readonly action: string;
  readonly form: FormState;
  readonly go: string;
  readonly backHref: string;
}) {
  const { page } = props;
  return (
    <Page page={page} title={props.title} section={page.staff ? 'console' : 'none'} width="reading" personal>
      <div class="heading"><h1>{props.title}</h1></div>
      <div class="prose">{props.text}</div>
      <Form page={page} action={props.action} hidden={props.form.hidden}>
        <div class="acts"><MainAction>{props.go}</MainAction><Button href={props.backHref}>{wordsOfConsole(page.locale).confirmBack}</Button></div>
      </Form>
    </Page>
  );
}
