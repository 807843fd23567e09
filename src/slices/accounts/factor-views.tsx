import { Block, Notice } from '../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction } from '../../ui/components/form.tsx';
import { QrCode } from '../../ui/components/receipt.tsx';
import { Page } from '../../ui/layout.tsx';
import type { FormState, PageContext } from '../../ui/page.ts';
import type { StaffSession } from './account.ts';
import { PasskeyPart } from './passkey-views.tsx';
import { passkeyMessages } from './passkeys/messages.ts';
import type { PasskeyQuestion } from './passkeys/passkeys.ts';
import { groupRecoveryCode } from './proof/code.ts';
import type { FactorState } from './proof/factors.ts';
import { proofMessages } from './proof/messages.ts';
import type { AccountPaths } from './paths.ts';

type Frame = { readonly page: PageContext; readonly paths: AccountPaths };

/** The second step of signing in. */
export function EnterCodePage({ page, paths, form, passkey }: Frame & { readonly form: FormState; readonly passkey: PasskeyQuestion | undefined }) {
  const words = proofMessages(page.locale);
  const passkeyWords = passkeyMessages(page.locale);
  return (
    <Page page={page} title={words.enterTitle} section="none" width="reading" personal passkeys={passkey !== undefined}>
      <div class="narrow">
        <div class="heading"><h1>{words.enterTitle}</h1><p class="lead">{words.enterLead}</p></div>
        <ErrorSummary page={page} form={form} />
        <Form page={page} action={paths.secondFactor} hidden={form.hidden}>
          <Field page={page} form={form} name="code" inputMode="numeric" autoComplete="one-time-code" label={words.code} hint={words.codeHint} max={40} short />
          <div class="acts"><MainAction>{words.enter}</MainAction></div>
        </Form>
        {passkey && <Form page={page} action={paths.secondFactor} hidden={form.hidden} label={passkeyWords.useInstead}><PasskeyPart page={page} question={passkey} name="passkey" word={passkeyWords.useInstead} without={passkeyWords.without} /></Form>}
        <p class="quiet">{words.lost}</p>
        <Form page={page} action={paths.signOut}><Button quiet>{words.otherAccount}</Button></Form>
      </div>
    </Page>
  );
}

/** Puts a key into an authenticator app: by camera, or typed by hand. `typedKey` is in groups of four. */
export function EnrolPage(props: Frame & { readonly session: StaffSession; readonly uri: string; readonly typedKey: string; readonly replaces: boolean; readonly form: FormState }) {
  const { page, paths, form } = props;
  const words = proofMessages(page.locale);
  const owed = props.session.state === 'must-enrol';
  return (
    <Page page={page} title={words.enrolTitle} section="console" width="reading" personal>
      <div class="heading"><h1>{words.enrolTitle}</h1><p class="lead">{owed ? words.enrolOwed : words.enrolLead}</p></div>
      {props.replaces && <Notice tone="careful"><p>{words.replaces}</p></Notice>}
      <ErrorSummary page={page} form={form} />
      <Form page={page} action={paths.authenticator} hidden={form.hidden}>
        <ol class="prose">
          <li><p>{words.stepApp}</p></li>
          <li>
            <p>{words.stepScan}</p>
            <div class="own-key"><QrCode text={props.uri} alt={words.qrAlt} secret /></div>
            <p>{words.stepType} <code>{props.typedKey}</code></p>
          </li>
          <li>
            <Field page={page} form={form} name="code" inputMode="numeric" autoComplete="one-time-code" label={words.stepCode} hint={words.stepCodeHint} max={40} short />
          </li>
        </ol>
        <div class="acts"><MainAction>{words.enrol}</MainAction>{!owed && <> <Button href={paths.own} quiet>{words.leave}</Button></>}</div>
      </Form>
    </Page>
  );
}

/** The only page that ever shows recovery codes, and only in answer to the POST that made them. */
export function RecoveryCodesPage({ page, paths, codes, enrolled }: Frame & { readonly codes: readonly string[]; readonly enrolled: boolean }) {
  const words = proofMessages(page.locale);
  return (
    <Page page={page} title={words.codesTitle} section="console" width="reading" personal>
      <div class="heading"><h1>{words.codesTitle}</h1></div>
      {enrolled && <Notice tone="done" title={words.enrolled}><p>{words.enrolledLead}</p></Notice>}
      <p>{words.codesLead}</p>
      <ul class="own-codes">{codes.map((code) => <li key={code}><code>{groupRecoveryCode(code)}</code></li>)}</ul>
      <Notice tone="careful"><p>{words.codesOnce}</p></Notice>
      <div class="acts"><MainAction href={paths.console}>{words.codesDone}</MainAction></div>
    </Page>
  );
}

/** On one's own account: what protects it besides the password, and what one may do about it. */
export function FactorBlock({ page, paths, factors, mayRemove }: Frame & { readonly factors: FactorState; readonly mayRemove: boolean }) {
  const words = proofMessages(page.locale);
  return (
    <Block title={words.factorTitle}>
      <p>{factors.authenticator ? words.factorOn(factors.recoveryCodes) : words.factorOff}</p>
      <div class="acts"><Button href={paths.authenticator}>{factors.authenticator ? words.factorReplace : words.factorAdd}</Button></div>
      {factors.authenticator && <Form page={page} action={paths.recoveryCodes}><Button quiet>{words.codesRenew}</Button></Form>}
      {factors.authenticator && mayRemove && <Form page={page} action={paths.authenticatorRemoval}><Button quiet>{words.factorRemove}</Button></Form>}
    </Block>
  );
}
