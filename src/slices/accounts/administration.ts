import { randomUUID } from 'node:crypto';
import { parseAccountId, type AccountId } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { StaffRole } from '../../platform/db/actor.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import type { Write } from '../../platform/http/write.ts';
import { ADMINISTRATOR_ROLES, parseStaffName, parseStaffRole, parseUsername, type Administrator } from './account.ts';
import type { Organisation } from './organisation.ts';
import { newOneTimePassword } from './password.ts';
import { GRANT, INVITE, permits, rolesWith, SEE, separatedRoles, SUSPEND } from './permits.ts';
import { dropFactors } from './proof/factors.ts';
import { lastRenewals } from './proof/store.ts';
import type { AdministrationRefusal } from './refusals.ts';
import { SUBJECT_CHARACTERS_MAX } from './sign-on/provider.ts';
import { insertLink, linkOf, removeLink } from './sign-on/store.ts';
import * as store from './store.ts';

export type NewAccount = {
  readonly username: string; readonly name: string; readonly unit: string; readonly roles: readonly string[];
};

/** The password is shown once, to whoever hands it over; it must be replaced at the first sign-in. */
export type IssuedPassword = { readonly accountId: AccountId; readonly username: string; readonly oneTimePassword: string };

/** `created`, `disabled` … as `accounts.acts` keeps them. */
export const ACT_KINDS = [
  'created', 'disabled', 'enabled', 'password-reset', 'password-changed', 'role-granted', 'role-ended',
  'factor-added', 'factor-removed', 'factor-reset', 'recovery-code-used', 'codes-renewed', 'passkey-added', 'passkey-removed', 'sessions-ended', 'sign-on-linked', 'sign-on-unlinked', 'sign-on-confirmed',
] as const;
export type ActKind = (typeof ACT_KINDS)[number];

export type AdministrationOptions = {
  readonly database: Database;
  readonly organisation: Organisation;
  readonly hash: (password: string) => Promise<string>;
  /** Called after the commit, so that no signed-in browser outlives the change. */
  readonly changed: (account: AccountId) => void;
};

/** `password` is for demo seeds alone; `write` is the form that asks, so that its second arrival makes nothing new. */
export type Making = { readonly password?: string; readonly write?: Write };

/** The subject of the single sign-on that an account belongs to; `confirmed` once its owner has come in by it. */
export type SignOnLink = { readonly subject: string; readonly confirmed: boolean };

export type Rights = { readonly see: boolean; readonly create: boolean; readonly shut: boolean; readonly grant: boolean };

type Outcome<T> = Decision<T, AdministrationRefusal>;
type Step<T> = (tx: Tx) => Promise<Outcome<T>>;

/** Everything one person may do to the accounts of others. Each act is one transaction and one row in `accounts.acts`. */
export class Administration {
  readonly #options: AdministrationOptions;

  constructor(options: AdministrationOptions) {
    this.#options = options;
  }

  /** Without the permission to grant roles, an account begins with none. */
  async create(by: Administrator, wanted: NewAccount, how: Making = {}): Promise<Outcome<IssuedPassword>> {
    const username = parseUsername(wanted.username);
    const name = parseStaffName(wanted.name);
    const unit = this.#options.organisation.unit(by.jurisdiction, wanted.unit);
    const roles = parseRoles(wanted.roles);
    if (!this.#may(by, INVITE)) return refuse({ kind: 'not-permitted' });
    if (!username) return refuse({ kind: 'bad-username' });
    if (!name) return refuse({ kind: 'bad-name' });
    if (!unit) return refuse({ kind: 'unknown-unit' });
    if (!roles) return refuse({ kind: 'unknown-role' });
    if (roles.length > 0 && !this.#may(by, GRANT)) return refuse({ kind: 'not-permitted' });
    if (this.#areSeparated(by, roles)) return refuse({ kind: 'separated-roles' });
    const accountId = newAccountId();
    const oneTimePassword = how.password ?? newOneTimePassword(how.write?.seed);
    // Hashed before the transaction: no connection waits for it.
    const hash = await this.#options.hash(oneTimePassword);
    const made = await this.#within(by, (tx) => once(tx, how.write, async () => {
      const row = [by.jurisdiction, accountId, unit, username, name, how.password === undefined] as const;
      if (await tx.run(store.insertStaff, row) === 0) return refuse({ kind: 'username-taken' });
      await tx.run(store.insertPassword, [accountId, hash]);
      await note(tx, by, accountId, 'created');
      for (const role of roles) await grant(tx, by, accountId, role, unit);
      return accept(accountId);
    }));
    return made.refused ? made : accept({ accountId: made.value, username, oneTimePassword });
  }

  /** Its sessions end in the same transaction: whoever is dismissed is out at once (protection, bar). */
  disable(by: Administrator, account: string): Promise<Outcome<AccountId>> {
    return this.#change(by, account, SUSPEND, async (tx, id, target) => {
      if (await this.#isLast(tx, id, target)) return refuse({ kind: 'last-administrator' });
      if (await tx.run(store.setDisabled, [by.jurisdiction, id, true]) === 0) return refuse({ kind: 'already-so' });
      await tx.run(store.endSessionsOf, [id]);
      await note(tx, by, id, 'disabled');
      return accept(id);
    });
  }

  enable(by: Administrator, account: string): Promise<Outcome<AccountId>> {
    return this.#change(by, account, SUSPEND, async (tx, id) => {
      if (await tx.run(store.setDisabled, [by.jurisdiction, id, false]) === 0) return refuse({ kind: 'already-so' });
      await note(tx, by, id, 'enabled');
      return accept(id);
    });
  }

  /**
   * A new one-time password; every session of the account ends. An administrator's can be set only on the server itself:
   * otherwise whoever renews passwords could sign in as whoever grants roles, and three separate people would be one.
   */
  async setPassword(by: Administrator, account: string, write?: Write): Promise<Outcome<IssuedPassword>> {
    if (!this.#may(by, SUSPEND)) return refuse({ kind: 'not-permitted' });
    const oneTimePassword = newOneTimePassword(write?.seed);
    const hash = await this.#options.hash(oneTimePassword);
    return this.#change<IssuedPassword>(by, account, SUSPEND, async (tx, id, target) => {
      if (by.kind !== 'system' && isAdministrator(target)) return refuse({ kind: 'administrator' });
      if (await renewedBy(tx, by, id, 'factor-reset', 'sign-on-unlinked')) return refuse({ kind: 'same-renewer' });
      const set = await once(tx, write, async () => {
        await tx.run(store.updatePassword, [id, hash]);
        await tx.run(store.setMustChange, [by.jurisdiction, id, true]);
        await tx.run(store.endSessionsOf, [id]);
        await note(tx, by, id, 'password-reset');
        return accept(id);
      });
      return set.refused ? set : accept({ accountId: id, username: target.username, oneTimePassword });
    });
  }

  /**
   * For a lost phone without a recovery code: the second factor goes, every session ends, and the owner sets up another one
   * at the next sign-in with their own password. Whoever renewed that password cannot take the factor away as well: both in
   * one hand would be signing in as somebody else.
   */
  resetFactor(by: Administrator, account: string): Promise<Outcome<AccountId>> {
    return this.#change(by, account, SUSPEND, async (tx, id, target) => {
      if (by.kind !== 'system' && isAdministrator(target)) return refuse({ kind: 'administrator' });
      if (await renewedBy(tx, by, id, 'password-reset', 'sign-on-linked')) return refuse({ kind: 'same-renewer' });
      if (!await dropFactors(tx, by.jurisdiction, id)) return refuse({ kind: 'no-factor' });
      await tx.run(store.endSessionsOf, [id]);
      await note(tx, by, id, 'factor-reset');
      return accept(id);
    });
  }

  /** Signs the account out everywhere, and nothing else (ASVS 5.0 7.4.5). */
  endSessions(by: Administrator, account: string): Promise<Outcome<AccountId>> {
    return this.#change(by, account, SUSPEND, async (tx, id) => {
      if (await tx.run(store.endSessionsOf, [id]) > 0) await note(tx, by, id, 'sessions-ended');
      return accept(id);
    });
  }

  /**
   * Writes down which subject of the single sign-on is this account's: from then on whoever the provider says that is comes
   * in by it. It is a way in as a new password is one, so the same rules hold: no administrator's, and not from the hand that
   * also took away the second factor, or an earlier subject.
   */
  linkSignOn(by: Administrator, account: string, issuer: string, wanted: string): Promise<Outcome<AccountId>> {
    return this.#change(by, account, SUSPEND, async (tx, id, target) => {
      const subject = parseSubject(wanted);
      if (!subject) return refuse({ kind: 'bad-subject' });
      if (by.kind !== 'system' && isAdministrator(target)) return refuse({ kind: 'administrator-sign-on' });
      if (await renewedBy(tx, by, id, 'factor-reset', 'sign-on-unlinked')) return refuse({ kind: 'same-renewer' });
      const held = await tx.row(linkOf, [id]);
      if (held) return refuse({ kind: held.subject === subject ? 'already-so' : 'has-subject' });
      if (await tx.run(insertLink, [id, issuer, subject]) === 0) return refuse({ kind: 'subject-taken' });
      await note(tx, by, id, 'sign-on-linked');
      return accept(id);
    });
  }

  /** Ends what was opened by it as well. */
  unlinkSignOn(by: Administrator, account: string): Promise<Outcome<AccountId>> {
    return this.#change(by, account, SUSPEND, async (tx, id) => {
      const held = await tx.row(linkOf, [id]);
      if (!held || await tx.run(removeLink, [id]) === 0) return refuse({ kind: 'already-so' });
      await tx.run(store.endSessionsOf, [id]);
      // One that its owner never used was a slip of the pen: whoever made it may mend it.
      await note(tx, by, id, 'sign-on-unlinked', held.confirmed ? 'confirmed' : '');
      return accept(id);
    });
  }

  grantRole(by: Administrator, account: string, wanted: string): Promise<Outcome<AccountId>> {
    return this.#change(by, account, GRANT, async (tx, id, target) => {
      const role = parseStaffRole(wanted);
      if (!role) return refuse({ kind: 'unknown-role' });
      if (this.#areSeparated(by, [...target.roles, role])) return refuse({ kind: 'separated-roles' });
      return (await grant(tx, by, id, role, target.unit)) ? accept(id) : refuse({ kind: 'already-so' });
    });
  }

  endRole(by: Administrator, account: string, wanted: string): Promise<Outcome<AccountId>> {
    return this.#change(by, account, GRANT, async (tx, id, target) => {
      const role = parseStaffRole(wanted);
      if (!role) return refuse({ kind: 'unknown-role' });
      if (await this.#isLast(tx, id, { roles: [role] })) return refuse({ kind: 'last-administrator' });
      if (await tx.run(store.endGrant, [by.jurisdiction, id, role, target.unit]) === 0) return refuse({ kind: 'already-so' });
      await note(tx, by, id, 'role-ended', role);
      return accept(id);
    });
  }

  /** Up to `limit` accounts of the administrator's own jurisdiction by username, after account `after`, that contain `search`. */
  async list(by: Administrator, page: { readonly search: string; readonly after: AccountId | undefined; readonly limit: number }): Promise<Outcome<readonly store.StaffRow[]>> {
    if (!this.#may(by, ...SEE)) return refuse({ kind: 'not-permitted' });
    return this.#within(by, async (tx) => accept(await tx.rows(store.listStaff, [by.jurisdiction, page.after ?? null, page.search, page.limit])));
  }

  /** One account and the last fifty acts on it. */
  async read(by: Administrator, account: string): Promise<Outcome<{ readonly account: store.StaffRow; readonly acts: readonly store.ActRow[]; readonly link: SignOnLink | undefined }>> {
    if (!this.#may(by, ...SEE)) return refuse({ kind: 'not-permitted' });
    const id = parseAccountId(account);
    if (!id) return refuse({ kind: 'unknown-account' });
    return this.#within(by, async (tx) => {
      const found = await tx.row(store.readStaff, [by.jurisdiction, id]);
      return found ? accept({ account: found, acts: await tx.rows(store.listActs, [by.jurisdiction, id]), link: await tx.row(linkOf, [id]) }) : refuse({ kind: 'unknown-account' });
    });
  }

  /** Nobody changes their own account here; changes to one jurisdiction's accounts happen one after the other. */
  async #change<T>(
    by: Administrator, account: string, permission: string,
    change: (tx: Tx, id: AccountId, target: store.StaffRow) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    if (!this.#may(by, permission)) return refuse({ kind: 'not-permitted' });
    const id = parseAccountId(account);
    if (!id) return refuse({ kind: 'unknown-account' });
    if (by.kind === 'staff' && by.accountId === id) return refuse({ kind: 'own-account' });
    const outcome = await this.#within<T>(by, async (tx) => {
      await tx.run(store.lockAdministrators, [by.jurisdiction]);
      const target = await tx.row(store.readStaff, [by.jurisdiction, id]);
      return target ? change(tx, id, target) : refuse({ kind: 'unknown-account' });
    });
    // A crash before this line ends the process and its memory with it.
    this.#options.changed(id);
    return outcome;
  }

  /** Whether, without these roles of this account, nobody could make accounts, shut them or grant roles any more. */
  async #isLast(tx: Tx, id: AccountId, target: { readonly roles: readonly string[] }): Promise<boolean> {
    const permissions = this.#options.organisation.permissionsOf(tx.actor.jurisdiction);
    for (const permission of [INVITE, SUSPEND, GRANT]) {
      const roles = rolesWith(permissions, permission);
      if (!roles.some((role) => target.roles.includes(role))) continue;
      const others = await tx.row(store.othersHoldRole, [tx.actor.jurisdiction, id, roles]);
      if (others?.found !== true) return true;
    }
    return false;
  }

  /** The machine may: the first administrator of an empty place holds what three people will hold later. */
  #areSeparated(by: Administrator, roles: readonly string[]): boolean {
    const { organisation } = this.#options;
    const { jurisdiction } = by;
    const held = roles.flatMap((role) => parseStaffRole(role) ?? []);
    return by.kind === 'staff' && (separatedRoles(organisation.separationsOf(jurisdiction), held, organisation.combinedOf(jurisdiction)) || organisation.joinsHalves(jurisdiction, held));
  }

  /** Which forms a page may offer; the methods above refuse the rest whatever a page offers. */
  rightsOf(by: Administrator): Rights {
    return { see: this.#may(by, ...SEE), create: this.#may(by, INVITE), shut: this.#may(by, SUSPEND), grant: this.#may(by, GRANT) };
  }

  #may(by: Administrator, ...anyOf: readonly string[]): boolean {
    if (by.kind === 'system') return true;
    const granted = this.#options.organisation.permissionsOf(by.jurisdiction);
    return anyOf.some((permission) => permits(granted, by.roles, permission));
  }

  #within<T>(by: Administrator, step: Step<T>): Promise<Outcome<T>> {
    return this.#options.database.inTransaction(by, step, 'accounts_svc');
  }
}

/** The account that `work` made or changed, now or when the same form arrived before. */
async function once(tx: Tx, write: Write | undefined, work: () => Promise<Outcome<AccountId>>): Promise<Outcome<AccountId>> {
  if (!write) return work();
  const done = await write.once(tx, work);
  const id = done.refused ? undefined : parseAccountId(done.value.result);
  if (done.refused) return done;
  return id ? accept(id) : broken();
}

function isAdministrator({ roles }: { readonly roles: readonly string[] }): boolean {
  return roles.some((role) => ADMINISTRATOR_ROLES.some((one) => one === role));
}

/** Whether this administrator made the last renewal of one of those kinds, and the owner has not set their own since. */
async function renewedBy(tx: Tx, by: Administrator, id: AccountId, ...kinds: readonly ('password-reset' | 'factor-reset' | 'sign-on-linked' | 'sign-on-unlinked')[]): Promise<boolean> {
  const renewals = await tx.rows(lastRenewals, [by.jurisdiction, id]);
  return by.kind === 'staff' && renewals.some((one) => kinds.some((kind) => kind === one.kind) && one.acted_by === by.accountId);
}

function broken(): never {
  throw new Error('an earlier write names no account');
}

/** Writes an act; `by` is an account or the machine. */
export function note(tx: Tx, by: Administrator, account: AccountId, kind: ActKind, detail = ''): Promise<number> {
  return tx.run(store.insertAct, [by.jurisdiction, account, kind, detail, actedBy(by)]);
}

async function grant(tx: Tx, by: Administrator, account: AccountId, role: StaffRole, unit: string): Promise<boolean> {
  const granted = await tx.run(store.insertGrant, [by.jurisdiction, account, role, unit, actedBy(by)]);
  if (granted > 0) await note(tx, by, account, 'role-granted', role);
  return granted > 0;
}

function actedBy(by: Administrator): string {
  return by.kind === 'staff' ? by.accountId : 'system';
}

function parseRoles(wanted: readonly string[]): readonly StaffRole[] | undefined {
  const roles = wanted.map(parseStaffRole);
  return roles.every((role) => role !== undefined) ? [...new Set(roles)] : undefined;
}

function parseSubject(text: string): string | undefined {
  const subject = text.trim();
  return subject !== '' && subject.length <= SUBJECT_CHARACTERS_MAX && !/[\p{Cc}\s]/u.test(subject) ? subject : undefined;
}

function newAccountId(): AccountId {
  return randomUUID() as string as AccountId;
}
