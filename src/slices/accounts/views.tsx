import type { Instant } from '../../kernel/instant.ts';
import { formatMinute } from '../../platform/i18n/index.ts';
import { Block, KeyValue, Notice } from '../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction } from '../../ui/components/form.tsx';
import { Page } from '../../ui/layout.tsx';
import type { FormState, PageContext } from '../../ui/page.ts';
import type { StaffSession } from './account.ts';
import { FactorBlock } from './factor-views.tsx';
import { accountMessages } from './messages.ts';
import type { OwnSession } from './own-sessions.ts';
import { PasskeyBlock } from './passkey-views.tsx';
import { passkeyMessages } from './passkeys/messages.ts';
import type { Passkey } from './passkeys/passkeys.ts';
import type { AccountPaths } from './paths.ts';
import type { FactorState } from './proof/factors.ts';

export type OwnChange = 'password' | 'passkey' | 'passkey-removed' | 'sessions';

/** One's own account: who I am here, a new password. The way out is in the head of every staff page. */
export function OwnAccountPage(props: {
  readonly page: PageContext;
  readonly paths: AccountPaths;
  readonly session: StaffSession;
  /** In the reader's language. */
  readonly unitName: string;
  readonly roles: readonly string[];
  readonly form: FormState;
  /** What else protects the account; absent while a one-time password is still to be replaced. */
  readonly own?: { readonly factors: FactorState; readonly passkeys: readonly Passkey[]; readonly passkeysPossible: boolean; readonly sessions: readonly OwnSession[] };
  readonly mayRemoveFactor: boolean;
  /** What has just been changed. */
  readonly changed: OwnChange | undefined;
}) {
  const { page, paths, session, form } = props;
  const words = accountMessages(page.locale);
  const ready = session.state === 'ready';
  const title = ready ? words.ownTitle : words.mustChangeTitle;
  return (
    <Page page={page} title={title} section="console" width="reading" personal>
      <div class="heading"><h1>{title}</h1></div>
      {props.changed && <Changed page={page} what={props.changed} />}
      <ErrorSummary page={page} form={form} />
      <p>{ready ? words.ownLead : words.mustChangeLead}</p>
      <KeyValue pairs={[
        { key: words.name, value: session.name },
        { key: words.username, value: session.username },
        { key: words.unit, value: props.unitName },
        ...(ready ? [{ key: words.role, value: props.roles.join(words.comma) || words.noRoles }] : []),
      ]} />
      {props.own && <FactorBlock page={page} paths={paths} factors={props.own.factors} mayRemove={props.mayRemoveFactor} />}
      {props.own && <PasskeyBlock page={page} paths={paths} passkeys={props.own.passkeys} may={!props.own.passkeysPossible ? 'no-domain' : props.own.factors.authenticator ? 'add' : 'needs-code'} />}
      {props.own && <SessionsBlock page={page} paths={paths} sessions={props.own.sessions} />}
      <Block title={words.changeTitle}>
        <Form page={page} action={paths.ownPassword}>
          <Field page={page} form={form} name="current" type="password" autoComplete="current-password" label={ready ? words.current : words.currentOnce} />
          <Field page={page} form={form} name="next" type="password" autoComplete="new-password" label={words.next} hint={words.nextHint} />
          <Field page={page} form={form} name="repeated" type="password" autoComplete="new-password" label={words.repeated} />
          <div class="acts"><MainAction>{words.save}</MainAction></div>
        </Form>
      </Block>
    </Page>
  );
}

/** Where the account is signed in, by time alone, and the way to end all but this one. */
function SessionsBlock({ page, paths, sessions }: { readonly page: PageContext; readonly paths: AccountPaths; readonly sessions: readonly OwnSession[] }) {
  const words = accountMessages(page.locale);
  const at = (when: Instant): string => formatMinute(when, page.jurisdiction.zone, page.locale);
  return (
    <Block title={words.sessionsTitle} id="sessions">
      <p>{words.sessionsLead}</p>
      <ul class="plainlist">
        {sessions.map((one) => <li key={one.begunAt}>{words.sessionTimes(at(one.begunAt), at(one.seenAt))} {one.isThis && <span class="quiet">{words.sessionThis}</span>}</li>)}
      </ul>
      {sessions.some((one) => !one.isThis) && <Form page={page} action={paths.ownEndedSessions}><div class="acts"><Button>{words.sessionsEnd}</Button></div></Form>}
    </Block>
  );
}

function Changed({ page, what }: { readonly page: PageContext; readonly what: OwnChange }) {
  const [words, passkey] = [accountMessages(page.locale), passkeyMessages(page.locale)];
  const { title, lead } = ({
    password: { title: words.changedTitle, lead: words.changedLead },
    passkey: { title: passkey.done, lead: passkey.doneLead },
    'passkey-removed': { title: passkey.removed, lead: passkey.removedLead },
    sessions: { title: words.sessionsEndedTitle, lead: words.sessionsEndedLead },
  } satisfies Record<OwnChange, unknown>)[what];
  return <Notice tone="done" title={title}><p>{lead}</p></Notice>;
}
