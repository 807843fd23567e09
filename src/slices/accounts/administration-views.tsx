import type { AccountId } from '../../kernel/ids.ts';
import { formatMinute } from '../../platform/i18n/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import { Block, EmptyState, KeyValue, Notice } from '../../ui/components/blocks.tsx';
import { ErrorSummary } from '../../ui/components/error-summary.tsx';
import { Button, Field, Form, MainAction, Select, type Choice } from '../../ui/components/form.tsx';
import { Page } from '../../ui/layout.tsx';
import { EMPTY_FORM, type FormState, type PageContext } from '../../ui/page.ts';
import type { ActKind, Rights, SignOnLink } from './administration.ts';
import { accountMessages } from './messages.ts';
import type { AccountPaths } from './paths.ts';

/** One account as a colleague reads it; roles are choices with their names in the reader's language. */
export type AccountView = {
  readonly id: AccountId; readonly username: string; readonly name: string; readonly unitName: string;
  readonly state: 'active' | 'waiting' | 'disabled'; readonly roles: readonly Choice[];
};
export type ActView = { readonly kind: ActKind; readonly role?: string; readonly by?: string; readonly at: Instant };

type Frame = { readonly page: PageContext; readonly paths: AccountPaths };

/** The search goes by POST: what is typed may be a person's name, and names stay out of addresses. */
export function AccountListPage(props: Frame & { readonly accounts: readonly AccountView[]; readonly search: string; readonly after?: AccountId; readonly rights: Rights }) {
  const { page, paths, accounts, search, after } = props;
  const words = accountMessages(page.locale);
  return (
    <Page page={page} title={words.listTitle} section="console" width="wide" personal>
      <div class="heading"><h1>{words.listTitle}</h1></div>
      <p>{words.listLead}</p>
      <Form page={page} action={paths.search} label={words.search}>
        <Field page={page} form={{ ...EMPTY_FORM, values: { q: search } }} name="q" type="search" label={words.search} max={100} />
        <div class="acts"><Button icon="search">{words.searchAct}</Button> {props.rights.create && <MainAction href={paths.fresh}>{words.create}</MainAction>}</div>
      </Form>
      {search !== '' && <p>{words.found(search)} <a href={paths.accounts}>{words.showAll}</a></p>}
      {accounts.length === 0 ? <EmptyState title={words.none}><p>{words.noneMore}</p></EmptyState> : <AccountTable {...props} />}
      {after !== undefined && search === '' && <nav class="turnover" aria-label={words.nextPage}><a rel="next" class="turnover-next" href={paths.after(after)}>{words.nextPage}</a></nav>}
      {after !== undefined && search !== '' && (
        <Form page={page} action={paths.search} hidden={{ q: search, after }} label={words.nextPage}><Button>{words.nextPage}</Button></Form>
      )}
    </Page>
  );
}

function AccountTable({ page, paths, accounts }: Frame & { readonly accounts: readonly AccountView[] }) {
  const words = accountMessages(page.locale);
  return (
    <div class="tablebox" role="region" aria-label={words.listTitle} tabIndex={0}>
      <table class="table">
        <thead><tr><th scope="col">{words.name}</th><th scope="col">{words.username}</th><th scope="col">{words.unit}</th><th scope="col">{words.role}</th><th scope="col">{words.state}</th></tr></thead>
        <tbody>
          {accounts.map((one) => (
            <tr key={one.id}>
              <th scope="row"><a href={paths.one(one.id)}>{one.name}</a></th>
              <td>{one.username}</td><td>{one.unitName}</td><td>{roleNames(page, one.roles)}</td><td>{words.states[one.state]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function NewAccountPage(props: Frame & { readonly form: FormState; readonly units: readonly Choice[]; readonly roles: readonly Choice[]; readonly ticked: readonly string[]; readonly error?: string }) {
  const { page, paths, form } = props;
  const words = accountMessages(page.locale);
  return (
    <Page page={page} title={words.createTitle} section="console" width="reading" personal>
      <div class="heading"><h1>{words.createTitle}</h1></div>
      <Refused words={props.error} />
      <ErrorSummary page={page} form={form} />
      <p>{words.createLead}</p>
      <Form page={page} action={paths.accounts} hidden={form.hidden}>
        <Field page={page} form={form} name="username" label={words.username} hint={words.usernameHint} max={40} autoComplete="off" />
        <Field page={page} form={form} name="name" label={words.name} hint={words.nameHint} max={60} autoComplete="off" />
        <Select page={page} form={form} name="unit" label={words.unit} empty={words.chooseUnit} choices={props.units} />
        {props.roles.length > 0 && (
          <fieldset class="cards">
            <legend class="form-label">{words.rolesTitle}</legend>
            <p class="hint">{words.rolesHint}</p>
            {props.roles.map((role) => (
              <div class="option option-tick" key={role.value}>
                <input class="form-check-input" type="checkbox" id={`f-role-${role.value}`} name="role" value={role.value} checked={props.ticked.includes(role.value)} />
                <label for={`f-role-${role.value}`}><span class="option-title">{role.label}</span></label>
              </div>
            ))}
          </fieldset>
        )}
        <div class="acts"><MainAction>{words.createAct}</MainAction> <Button href={paths.accounts} quiet>{words.keep}</Button></div>
      </Form>
    </Page>
  );
}

/** The only page that ever shows a password, and only in answer to the POST that made it. */
export function IssuedPasswordPage(props: Frame & { readonly title: string; readonly account: AccountId; readonly username: string; readonly oneTimePassword: string }) {
  const { page, paths } = props;
  const words = accountMessages(page.locale);
  return (
    <Page page={page} title={props.title} section="console" width="reading" personal>
      <div class="heading"><h1>{props.title}</h1></div>
      <Notice tone="careful"><p>{words.onceLead}</p></Notice>
      <KeyValue pairs={[{ key: words.username, value: props.username }, { key: words.oncePassword, value: <code>{props.oneTimePassword}</code> }]} />
      <div class="acts"><Button href={paths.one(props.account)}>{words.toAccount}</Button> <Button href={paths.accounts} quiet>{words.back}</Button></div>
    </Page>
  );
}

export function AccountPage(props: Frame & { readonly account: AccountView; readonly acts: readonly ActView[]; readonly grantable: readonly Choice[]; readonly rights: Rights; readonly signOn?: { readonly link: SignOnLink | undefined; readonly mayLink: boolean }; readonly error?: string }) {
  const { page, paths, account, rights } = props;
  const words = accountMessages(page.locale);
  return (
    <Page page={page} title={account.name} section="console" width="reading" personal>
      <p><a href={paths.accounts}>{words.back}</a></p>
      <div class="heading"><h1>{account.name}</h1></div>
      <Refused words={props.error} />
      <KeyValue pairs={[
        { key: words.username, value: account.username }, { key: words.unit, value: account.unitName },
        { key: words.state, value: words.states[account.state] }, { key: words.role, value: roleNames(page, account.roles) },
      ]} />
      {rights.grant && <RoleForms {...props} />}
      {rights.shut && (
        <Block title={words.accessTitle}>
          {account.state === 'disabled'
            ? <Form page={page} action={paths.enabling(account.id)}><Button>{words.enable}</Button></Form>
            : <div class="acts"><Button href={paths.oneTimePassword(account.id)}>{words.reset}</Button> <Button href={paths.factorReset(account.id)}>{words.factorReset}</Button> <Button href={paths.endedSessions(account.id)}>{words.endSessions}</Button> <Button href={paths.disabling(account.id)}>{words.disable}</Button></div>}
        </Block>
      )}
      {rights.shut && props.signOn && <SignOnForms page={page} paths={paths} account={account} {...props.signOn} />}
      <Block title={words.actsTitle}>
        <ol class="plainlist">
          {props.acts.map((act) => (
            <li key={`${act.at} ${act.kind} ${act.role ?? ''}`}>
              {formatMinute(act.at, page.jurisdiction.zone, page.locale)} {words.acts[act.kind]}{act.role && ` (${act.role})`} <span class="quiet">{words.by(act.by ?? words.bySystem)}</span>
            </li>
          ))}
        </ol>
      </Block>
    </Page>
  );
}

/** Which person at the outside provider this account belongs to. */
function SignOnForms({ page, paths, account, link, mayLink }: Frame & { readonly account: AccountView; readonly link: SignOnLink | undefined; readonly mayLink: boolean }) {
  const words = accountMessages(page.locale);
  return (
    <Block title={words.signOnTitle}>
      <p>{link ? (link.confirmed ? words.signOnConfirmed(link.subject) : words.signOnWaiting(link.subject)) : words.signOnNone}</p>
      {link && <Form page={page} action={paths.signOnLinkRemoval(account.id)}><Button quiet>{words.signOnEnd}</Button></Form>}
      {!link && mayLink && (
        <Form page={page} action={paths.signOnLink(account.id)}>
          <Field page={page} form={EMPTY_FORM} name="subject" label={words.signOnSubject} hint={words.signOnSubjectHint} max={255} autoComplete="off" />
          <div class="acts"><Button>{words.signOnAct}</Button></div>
        </Form>
      )}
    </Block>
  );
}

function RoleForms({ page, paths, account, grantable }: Frame & { readonly account: AccountView; readonly grantable: readonly Choice[] }) {
  const words = accountMessages(page.locale);
  const choices = grantable.filter((role) => !account.roles.some((held) => held.value === role.value));
  return (
    <Block title={words.rolesTitle}>
      {account.roles.map((role) => (
        <Form key={role.value} page={page} action={paths.endedRoles(account.id)} hidden={{ role: role.value }}><Button quiet>{words.endRole(role.label)}</Button></Form>
      ))}
      {choices.length > 0 && (
        <Form page={page} action={paths.roles(account.id)}>
          <Select page={page} form={EMPTY_FORM} name="role" label={words.grant} choices={choices} />
          <div class="acts"><Button>{words.grantAct}</Button></div>
        </Form>
      )}
    </Block>
  );
}

export type ConfirmedAct = 'disable' | 'reset' | 'factor-reset' | 'end-sessions';

/** Asks once before an act that somebody else will feel. */
export function ConfirmAccountPage(props: Frame & { readonly account: AccountView; readonly act: ConfirmedAct }) {
  const { page, paths, account } = props;
  const words = accountMessages(page.locale);
  const { title, lead, word, action } = ({
    disable: { title: words.disableTitle(account.name), lead: words.disableLead, word: words.disableAct, action: paths.disabling(account.id) },
    reset: { title: words.resetConfirmTitle(account.name), lead: words.resetConfirmLead, word: words.resetAct, action: paths.oneTimePassword(account.id) },
    'end-sessions': { title: words.endSessionsTitle(account.name), lead: words.endSessionsLead, word: words.endSessions, action: paths.endedSessions(account.id) },
    'factor-reset': { title: words.factorResetTitle(account.name), lead: words.factorResetLead, word: words.factorReset, action: paths.factorReset(account.id) },
  } satisfies Record<ConfirmedAct, unknown>)[props.act];
  return (
    <Page page={page} title={title} section="console" width="reading" personal>
      <div class="heading"><h1>{title}</h1></div>
      <p>{lead}</p>
      <Form page={page} action={action}>
        <div class="acts"><MainAction>{word}</MainAction> <Button href={paths.one(account.id)} quiet>{words.keep}</Button></div>
      </Form>
    </Page>
  );
}

function Refused({ words }: { readonly words: string | undefined }) {
  return words === undefined ? null : <div role="alert"><Notice tone="careful"><p>{words}</p></Notice></div>;
}

function roleNames(page: PageContext, roles: readonly Choice[]): string {
  const words = accountMessages(page.locale);
  return roles.map((role) => role.label).join(words.comma) || words.noRoles;
}
