import { parseAccountId, parseJurisdictionCode, parseUnitId } from '../../kernel/ids.ts';
import { parseInstant } from '../../kernel/instant.ts';
import { EMPTY_FORM, type PageContext } from '../../ui/page.ts';
import { inLocale, type Specimens } from '../../ui/specimen.ts';
import { parseUsername, type StaffSession } from './account.ts';
import type { ActView, AccountView } from './administration-views.tsx';
import { AccountListPage, AccountPage, ConfirmAccountPage, IssuedPasswordPage, NewAccountPage } from './administration-views.tsx';
import { EnrolPage, EnterCodePage, RecoveryCodesPage } from './factor-views.tsx';
import { accountMessages } from './messages.ts';
import { accountPaths } from './paths.ts';
import { proofMessages } from './proof/messages.ts';
import { ProofPage } from './proof-views.tsx';
import { MakePasskeyPage, NamePasskeyPage } from './passkey-views.tsx';
import { passkeyMessages } from './passkeys/messages.ts';
import { SignOnPage, type SignOnOutcome } from './sign-on-views.tsx';
import { OwnAccountPage, type OwnChange } from './views.tsx';

const paths = accountPaths('');
const accountId = must(parseAccountId('0f8f7c2e-6f0e-4a53-9b0a-5d2f5f6f0001'));
const everything = { see: true, create: true, shut: true, grant: true } as const;

const SESSIONS = [{ begunAt: must(parseInstant(1_795_000_000_000)), seenAt: must(parseInstant(1_795_003_600_000)), isThis: true }, { begunAt: must(parseInstant(1_794_990_000_000)), seenAt: must(parseInstant(1_794_999_000_000)), isThis: false }];
const OUTCOMES: readonly SignOnOutcome[] = ['away', 'not-done', 'too-old', 'no-account', 'confirmed', 'other-account'];

/** Invented people on every page of this slice: empty, full and failing. */
export const accountSpecimens: readonly Specimens[] = [
  {
    of: 'OwnAccountPage', kind: 'page', examples: [
      { name: 'ready', render: (page) => ownAccount(page, 'ready') },
      { name: 'one-time password', render: (page) => ownAccount(page, 'must-change-password') },
      { name: 'no second factor', render: (page) => ownAccount(page, 'ready', {}, undefined, { factors: { authenticator: false, recoveryCodes: 0 }, passkeys: [], passkeysPossible: true, sessions: SESSIONS.slice(0, 1) }) },
      { name: 'address of digits', render: (page) => ownAccount(page, 'ready', {}, undefined, { factors: { authenticator: true, recoveryCodes: 9 }, passkeys: [], passkeysPossible: false, sessions: SESSIONS }) },
      { name: 'passkey added', render: (page) => ownAccount(page, 'ready', {}, 'passkey') },
      { name: 'others ended', render: (page) => ownAccount(page, 'ready', {}, 'sessions') },
      { name: 'wrong password', render: (page) => ownAccount(page, 'ready', { current: accountMessages(page.locale).wrongCurrent }) },
    ],
  },
  {
    of: 'EnterCodePage', kind: 'page', examples: [
      { name: 'asked', render: (page) => <EnterCodePage page={page} paths={paths} form={EMPTY_FORM} passkey={undefined} /> },
      { name: 'used before', render: (page) => <EnterCodePage page={page} paths={paths} form={{ ...EMPTY_FORM, errors: { code: proofMessages(page.locale).codeUsed } }} passkey={QUESTION} /> },
    ],
  },
  {
    of: 'SignOnPage', kind: 'page', examples: OUTCOMES.map((outcome) => ({ name: outcome, render: (page) => <SignOnPage page={page} label={inLocale(page, { zh: '县统一身份认证', en: 'County sign-on' })} outcome={outcome} /> })),
  },
  {
    of: 'NamePasskeyPage', kind: 'page', examples: [
      { name: 'asked', render: (page) => <NamePasskeyPage page={page} paths={paths} form={EMPTY_FORM} /> },
      { name: 'no name', render: (page) => <NamePasskeyPage page={page} paths={paths} form={{ ...EMPTY_FORM, errors: { name: passkeyMessages(page.locale).refusals['bad-name'] } }} /> },
    ],
  },
  { of: 'MakePasskeyPage', kind: 'page', examples: [{ name: 'asked', render: (page) => <MakePasskeyPage page={page} paths={paths} name={inLocale(page, { zh: '办公室电脑', en: 'Office computer' })} question={{ ...QUESTION, handle: 'D4-MLm8OSlObCl0vX28AAWxpbmppYW5n', username: 'lin.xi' }} /> }] },
  {
    of: 'EnrolPage', kind: 'page', examples: [
      { name: 'chosen', render: (page) => <EnrolPage page={page} paths={paths} session={session(page, 'ready')} uri={KEY_ADDRESS} typedKey="GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ" replaces form={EMPTY_FORM} /> },
      { name: 'required, wrong digits', render: (page) => <EnrolPage page={page} paths={paths} session={session(page, 'must-enrol')} uri={KEY_ADDRESS} typedKey="GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ" replaces={false} form={{ ...EMPTY_FORM, errors: { code: proofMessages(page.locale).wrongCode } }} /> },
    ],
  },
  {
    of: 'RecoveryCodesPage', kind: 'page', examples: [
      { name: 'set up', render: (page) => <RecoveryCodesPage page={page} paths={paths} codes={CODES} enrolled /> },
      { name: 'renewed', render: (page) => <RecoveryCodesPage page={page} paths={paths} codes={CODES} enrolled={false} /> },
    ],
  },
  {
    of: 'ProofPage', kind: 'page', examples: [
      { name: 'asked', render: (page) => <ProofPage page={page} action={page.paths.accounts} fields={[['name', name(page)], ['unit', 'town-qingshan']]} errors={{}} hasApp={false} passkey={undefined} signOnLabel={inLocale(page, { zh: '县统一身份认证', en: 'County sign-on' })} /> },
      { name: 'wrong password', render: (page) => <ProofPage page={page} action={page.paths.accounts} fields={[['role', 'handler']]} errors={{ 'proof-password': proofMessages(page.locale).wrong }} hasApp passkey={QUESTION} /> },
    ],
  },
  {
    of: 'AccountListPage', kind: 'page', examples: [
      { name: 'full', render: (page) => <AccountListPage page={page} paths={paths} accounts={[account(page, 'active'), account(page, 'waiting'), account(page, 'disabled')]} search="" after={accountId} rights={everything} /> },
      { name: 'found nothing', render: (page) => <AccountListPage page={page} paths={paths} accounts={[]} search="no such name" rights={{ ...everything, create: false }} /> },
    ],
  },
  {
    of: 'NewAccountPage', kind: 'page', examples: [
      { name: 'empty', render: (page) => <NewAccountPage page={page} paths={paths} form={EMPTY_FORM} units={units(page)} roles={roles(page)} ticked={[]} /> },
      { name: 'name taken', render: (page) => <NewAccountPage page={page} paths={paths} form={{ values: { username: 'lin.xi', name: 'Lin Xi', unit: 'town-qingshan' }, errors: { username: accountMessages(page.locale).refusals['username-taken'] }, hidden: {} }} units={units(page)} roles={roles(page)} ticked={['handler']} /> },
    ],
  },
  {
    of: 'IssuedPasswordPage', kind: 'page', examples: [
      { name: 'made', render: (page) => <IssuedPasswordPage page={page} paths={paths} title={accountMessages(page.locale).createdTitle} account={accountId} username="lin.xi" oneTimePassword="k3fm-8wqa-t2hd-v7nc" /> },
    ],
  },
  {
    of: 'AccountPage', kind: 'page', examples: [
      { name: 'active', render: (page) => <AccountPage page={page} paths={paths} account={account(page, 'active')} acts={acts(page)} grantable={roles(page)} rights={everything} signOn={{ link: undefined, mayLink: true }} /> },
      { name: 'linked', render: (page) => <AccountPage page={page} paths={paths} account={account(page, 'active')} acts={[]} grantable={roles(page)} rights={{ ...everything, grant: false }} signOn={{ link: { subject: '7f3c-0042', confirmed: true }, mayLink: true }} /> },
      { name: 'closed and refused', render: (page) => <AccountPage page={page} paths={paths} account={account(page, 'disabled')} acts={acts(page)} grantable={roles(page)} rights={everything} error={accountMessages(page.locale).refusals['last-administrator']} /> },
      { name: 'only looking', render: (page) => <AccountPage page={page} paths={paths} account={account(page, 'waiting')} acts={[]} grantable={[]} rights={{ see: true, create: false, shut: false, grant: false }} /> },
    ],
  },
  {
    of: 'ConfirmAccountPage', kind: 'page', examples: [
      { name: 'close', render: (page) => <ConfirmAccountPage page={page} paths={paths} account={account(page, 'active')} act="disable" /> },
      { name: 'new password', render: (page) => <ConfirmAccountPage page={page} paths={paths} account={account(page, 'active')} act="reset" /> },
      { name: 'second factor', render: (page) => <ConfirmAccountPage page={page} paths={paths} account={account(page, 'active')} act="factor-reset" /> },
      { name: 'signed out everywhere', render: (page) => <ConfirmAccountPage page={page} paths={paths} account={account(page, 'active')} act="end-sessions" /> },
    ],
  },
];

/** The key of RFC 6238's own examples: nobody's. */
const KEY_ADDRESS = 'otpauth://totp/Linjiang:lin.xi?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Linjiang';
const QUESTION = { token: 'dG9rZW4', challenge: 'Y2hhbGxlbmdl', domain: 'minsheng.invalid', allow: ['a2V5'] };
const CODES = ['k3fm8wqat2hd', 'v7nc4xpr9sbe', 'm2yj6dtk8wha', 'q5gz3ucf7nre', 'b9xs4vmp2kdt', 'h6wa8jyq3cnz', 'r4te7gkb5upx', 'd8mf2shv9wjc', 'y3np6xaq4tgr', 'u7kz5beh2dms'];

function session(page: PageContext, state: StaffSession['state']): StaffSession {
  const jurisdiction = must(parseJurisdictionCode('linjiang'));
  const unitId = must(parseUnitId('town-qingshan'));
  const person = { accountId, username: must(parseUsername('lin.xi')), name: name(page), jurisdiction, unitId, freshUntil: 0, isDemo: false };
  return state === 'ready' ? { ...person, state, actor: { kind: 'staff', jurisdiction, accountId, unitId, roles: ['handler'] } } : { ...person, state };
}

function ownAccount(page: PageContext, state: StaffSession['state'], errors: Readonly<Record<string, string>> = {}, changed?: OwnChange, own?: Parameters<typeof OwnAccountPage>[0]['own']) {
  const protectedBy = own ?? { factors: { authenticator: true, recoveryCodes: 9 }, passkeys: [{ id: 'key-1', name: inLocale(page, { zh: '办公室电脑', en: 'Office computer' }), addedAt: must(parseInstant(1_795_000_000_000)) }], passkeysPossible: true, sessions: SESSIONS };
  return <OwnAccountPage page={page} paths={paths} session={session(page, state)} unitName={units(page)[0].label} roles={[roles(page)[0].label]} form={{ values: {}, errors, hidden: {} }} changed={changed} mayRemoveFactor {...(state === 'ready' ? { own: protectedBy } : {})} />;
}

function account(page: PageContext, state: AccountView['state']): AccountView {
  return { id: accountId, username: 'lin.xi', name: name(page), unitName: units(page)[0].label, state, roles: state === 'waiting' ? [] : roles(page) };
}

function acts(page: PageContext): readonly ActView[] {
  const at = must(parseInstant(1_795_000_000_000));
  return [{ kind: 'role-granted', role: roles(page)[0].label, by: name(page), at }, { kind: 'created', at }];
}

function name(page: PageContext): string {
  return accountMessages(page.locale).demoNames.urban;
}

function units(page: PageContext) {
  return [{ value: 'town-qingshan', label: inLocale(page, { zh: '青山镇', en: 'Qingshan Town' }) }] as const;
}

function roles(page: PageContext) {
  return [
    { value: 'handler', label: inLocale(page, { zh: '承办人员', en: 'Handler' }) },
    { value: 'unit-leader', label: inLocale(page, { zh: '单位负责人', en: 'Unit leader' }) },
  ] as const;
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a malformed constant in a specimen');
  return value;
}
