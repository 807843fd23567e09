import type { AccountId } from '../../kernel/ids.ts';

/** Addresses of this slice under a place's prefix (`''` or `/j/<code>`). Accounts are named by their random id, never by a name. */
export function accountPaths(prefix: string) {
  const accounts = `${prefix}/console/accounts`;
  const one = (account: AccountId): string => `${accounts}/${account}`;
  return {
    signIn: `${prefix}/staff/sign-in`,
    signOut: `${prefix}/staff/sign-out`,
    own: `${prefix}/staff/account`,
    secondFactor: `${prefix}/staff/second-factor`,
    authenticator: `${prefix}/staff/account/authenticator`,
    authenticatorRemoval: `${prefix}/staff/account/authenticator/removal`,
    recoveryCodes: `${prefix}/staff/account/recovery-codes`,
    passkeys: `${prefix}/staff/account/passkeys`,
    newPasskey: `${prefix}/staff/account/passkeys/new`,
    passkeyRemoval: (id: string) => `${prefix}/staff/account/passkeys/${id}/removal`,
    ownEndedSessions: `${prefix}/staff/account/ended-sessions`,
    ownPassword: `${prefix}/staff/account/password`,
    console: `${prefix}/console`,
    accounts,
    search: `${accounts}/search`,
    fresh: `${accounts}/new`,
    after: (account: AccountId) => `${accounts}?after=${account}`,
    one,
    disabling: (account: AccountId) => `${one(account)}/disabling`,
    enabling: (account: AccountId) => `${one(account)}/enabling`,
    oneTimePassword: (account: AccountId) => `${one(account)}/one-time-password`,
    signOn: `${prefix}/staff/single-sign-on`,
    signOnConfirmation: `${prefix}/staff/single-sign-on/confirmation`,
    signOnEnd: `${prefix}/staff/single-sign-on/end`,
    signOnLink: (account: AccountId) => `${one(account)}/single-sign-on`,
    signOnLinkRemoval: (account: AccountId) => `${one(account)}/single-sign-on/removal`,
    factorReset: (account: AccountId) => `${one(account)}/second-factor-reset`,
    endedSessions: (account: AccountId) => `${one(account)}/ended-sessions`,
    roles: (account: AccountId) => `${one(account)}/roles`,
    endedRoles: (account: AccountId) => `${one(account)}/ended-roles`,
  };
}

export type AccountPaths = ReturnType<typeof accountPaths>;

/**
 * Where to go after sign-in: the console page that was asked for, and nothing else. `wanted` comes from the address and
 * is chosen by whoever made the link: only a plain path below the console or the own account is followed.
 */
export function safeNext(wanted: string | undefined, prefix: string): string {
  const paths = accountPaths(prefix);
  if (wanted === undefined || wanted.length > NEXT_CHARACTERS_MAX || !/^\/[A-Za-z0-9/_.~%?&=+-]*$/.test(wanted)) return paths.console;
  const url = new URL(wanted, 'http://place.invalid');
  const isOurs = [paths.console, paths.own].some((path) => url.pathname === path || url.pathname.startsWith(`${path}/`));
  return isOurs && url.host === 'place.invalid' ? `${url.pathname}${url.search}` : paths.console;
}

const NEXT_CHARACTERS_MAX = 300;
