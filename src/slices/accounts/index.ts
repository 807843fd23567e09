import type { JurisdictionCode } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { SignOn } from '../../platform/config/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { parseUsername, type StaffSession } from './account.ts';
import { Administration, note } from './administration.ts';
import { AttemptLimiter } from './attempts.ts';
import { isPossible, type Door } from './door.ts';
import { Gate } from './gate.ts';
import { cookieNameOf, NOBODY, openLibrary, SESSION_IDLE_MS_MAX, SESSION_MS_MAX, type Library } from './library.ts';
import type { Organisation } from './organisation.ts';
import { mistakeInPassword } from './password.ts';
import { beginEnrolment, enrol, factorsOf, isOptional, removeOwnFactor, renewCodes, type Enrolment, type FactorState } from './proof/factors.ts';
import { enter, prove, type Entering, type Proving } from './proof/prove.ts';
import type { SignedIn } from './opening.ts';
import type { FactorRefusal, PasskeyRefusal, PasswordRefusal, ProofRefusal, SignInRefusal, SignOnRefusal } from './refusals.ts';
import { relyingPartyOf } from './passkeys/ceremony.ts';
import { addPasskey, askAnyone, askNew, askOwner, passkeysOf, removePasskey, signInByPasskey, type NewPasskeyQuestion, type Passkey, type PasskeyQuestion } from './passkeys/passkeys.ts';
import { forgetChallenges } from './passkeys/store.ts';
import { openProvider, type Provider } from './sign-on/provider.ts';
import { backFromProvider, confirmBySignOn, confirmLink, enterBySignOn, isLinked, sendToProvider, type Errand, type Sent } from './sign-on/sign-on.ts';
import { Sessions, systemActor } from './sessions.ts';
import { ownSessions, type OwnSessions } from './own-sessions.ts';
import * as store from './store.ts';

export { ADMINISTRATOR_ROLES, parseUsername } from './account.ts';
export type { Administrator, StaffActor, StaffSession, Username } from './account.ts';
export type { ActKind, Administration, IssuedPassword, NewAccount, Rights } from './administration.ts';
export { createDemoAccounts, DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from './demo-accounts.ts';
export { holdersOf, type Holder } from './holders.ts';
export { permittedAccounts } from './permitted.ts';
export { ensureFirstAdministrator } from './first-administrator.ts';
export { accountMessages } from './messages.ts';
export { organisationOf, type Organisation } from './organisation.ts';
export { permits, rolesWith, SEE, type RolePermissions } from './permits.ts';
export { requireFresh, type FreshOptions } from './proof/require-fresh.ts';
export type { AdministrationRefusal, FactorRefusal, PasswordRefusal, ProofRefusal, SignInRefusal } from './refusals.ts';
export { registerAccountRoutes, type AccountRoutes, type SignInState } from './routes.ts';
export { anyStaff, readyStaff, type GuardOptions, type ReadyStaff } from './staff-guard.ts';
export { registerFactorRoutes } from './factor-routes.ts';
export { registerPasskeyRoutes } from './passkey-routes.ts';
export { PasskeySignIn } from './passkey-views.tsx';
export { registerSignOnRoutes } from './sign-on-routes.ts';
export { SignOnEntrance, type SignOnWay } from './sign-on-views.tsx';
export type { PasskeyQuestion } from './passkeys/passkeys.ts';
export { registerAdministrationRoutes, type AdministrationRoutes } from './administration-routes.ts';

export type AccountsOptions = {
  readonly database: Database;
  /** Seals keys of authenticator apps, and peppers recovery codes. */
  readonly keys: KeyProvider;
  /** At least 32 characters, derived from the instance's secret for this purpose alone. */
  readonly secret: string;
  readonly publicUrl: string;
  /** True when people reach us over https. */
  readonly secureCookies: boolean;
  readonly organisation: Organisation;
  /** Whose word on who is who staff may sign in with; unset: only ours. */
  readonly signOn?: SignOn | undefined;
  /** Milliseconds; only for tests of the limits. */
  readonly now?: () => number;
};

/** `address` is the network address the server saw; it is turned into an HMAC at once and never kept. */
export type SignInAttempt = { readonly username: string; readonly password: string; readonly address: string };
export type { SignedIn } from './opening.ts';

export interface Accounts {
  readonly database: Database;
  readonly administration: Administration;
  readonly organisation: Organisation;
  /** On success, cookies to set. Every failure to recognise someone takes the same way and gives the same answer. */
  signIn(attempt: SignInAttempt): Promise<Decision<SignedIn, SignInRefusal>>;
  /** Ends the session of this cookie header; answers the cookies that clear the browser. */
  signOut(cookie: string | undefined): Promise<readonly string[]>;
  /** Who is signed in; remembered for at most three seconds, forgotten at once when the account changes here. */
  actorOf(cookie: string | undefined): Promise<StaffSession | undefined>;
  /** Ends every session of the account and signs this browser in anew. */
  changeOwnPassword(change: PasswordChange): Promise<Decision<SignedIn, PasswordRefusal>>;
  /** Takes a proof that whoever is signed in is still at this browser, for the sensitive acts of the next minutes. */
  prove(proving: Proving): Promise<Decision<StaffSession, ProofRefusal>>;
  /** The second step of signing in: a code of the app, a recovery code or a passkey opens a session that waits for it. */
  enter(entering: Entering): Promise<Decision<StaffSession, ProofRefusal>>;
  readonly factors: Factors;
  readonly passkeys: Passkeys;
  readonly ownSessions: OwnSessions;
  /** Undefined where the operator has set up none. */
  readonly signOn: SignOnService | undefined;
  /** Deletes sessions past their limits; how many. */
  purgeSessions(jurisdiction: JurisdictionCode): Promise<number>;
  /** Loads the library, so that the first sign-in does not wait for it. */
  warm(): Promise<void>;
}

/** One's own second factor. Whoever calls one that changes something has asked for a fresh proof. */
export interface Factors {
  of(session: StaffSession): Promise<FactorState>;
  /** Whether its owner may do without one. */
  isOptional(session: StaffSession): boolean;
  /** A key to be put into an app; `token` is the one of a page that is shown again. */
  begin(session: StaffSession, issuer: string, token?: string): Promise<Enrolment>;
  /** Recovery codes, to be shown once; every other session of the account ends. */
  enrol(session: StaffSession, cookie: string | undefined, given: { readonly token: string; readonly code: string; readonly address: string }): Promise<Decision<readonly string[], FactorRefusal>>;
  renewCodes(session: StaffSession, seed: Uint8Array): Promise<Decision<readonly string[], FactorRefusal>>;
  remove(session: StaffSession): Promise<Decision<undefined, FactorRefusal>>;
}

/** Single sign-on at one outside provider: whoever it says somebody is, and an administrator has linked with an account, comes in. */
export interface SignOnService {
  readonly issuer: string;
  readonly label: Provider['label'];
  send(errand: Errand): Promise<Decision<Sent, SignOnRefusal>>;
  /** `place` of the page; everything in `query` is the sender's. */
  back(place: JurisdictionCode, token: string | undefined, query: string, cookie: string | undefined): Promise<Decision<CameBack, SignOnRefusal>>;
  isLinked(session: StaffSession): Promise<boolean>;
  leaving(): Promise<string | undefined>;
}

export type CameBack = { readonly kind: 'entered'; readonly signedIn: SignedIn; readonly next: string } | { readonly kind: 'confirmed'; readonly is: boolean };

/** Passkeys of staff. A question goes into a page, whose script puts the authenticator's answer into the form (`text`). */
export interface Passkeys {
  /** Undefined where people reach us under digits: there can be none. */
  askAnyone(): PasskeyQuestion | undefined;
  signIn(text: string, address: string): Promise<Decision<SignedIn, SignInRefusal>>;
  /** Undefined when the account has none. */
  askOwner(session: StaffSession): Promise<PasskeyQuestion | undefined>;
  /** After a fresh proof: the question carries it on. */
  askNew(session: StaffSession, name: string): Promise<Decision<NewPasskeyQuestion, PasskeyRefusal>>;
  add(session: StaffSession, text: string): Promise<Decision<undefined, PasskeyRefusal>>;
  of(session: StaffSession): Promise<readonly Passkey[]>;
  remove(session: StaffSession, cookie: string | undefined, id: string): Promise<void>;
}

export type PasswordChange = {
  readonly cookie: string | undefined; readonly current: string; readonly next: string; readonly address: string;
};

/** Two cores hash at once; thirty wait at most about a second each (protection T29). */
const HASHES_AT_ONCE = 2;
const HASHES_WAITING_MAX = 30;
const BUSY_RETRY_SECONDS = 5;

/** Sign-in, sessions and administration of staff accounts. One per process. */
export function createAccounts(options: AccountsOptions): Accounts {
  if (options.secret.length < 32) throw new RangeError('the secret of staff sessions must have at least 32 characters');
  const { database, secureCookies, keys } = options;
  let opened: Promise<Library> | undefined;
  const library = (): Promise<Library> => (opened ??= openLibrary({ ...options, pool: database.poolOf('accounts_svc') }));
  const sessions = new Sessions(database, library, secureCookies, options.organisation);
  const attempts = new AttemptLimiter(options.now);
  const gate = new Gate(HASHES_AT_ONCE, HASHES_WAITING_MAX);
  const hash = async (password: string): Promise<string> => (await (await library()).$context).password.hash(password);
  const administration = new Administration({
    database, organisation: options.organisation, hash, changed: (account) => sessions.invalidate(account),
  });
  const door: Door = { database, library, sessions, organisation: options.organisation, attempts, proofs: new AttemptLimiter(options.now), now: options.now ?? Date.now, keys, gate, relyingParty: relyingPartyOf(options.publicUrl), cookieName: cookieNameOf(secureCookies) };
  return {
    database,
    administration,
    organisation: options.organisation,
    signIn: (attempt) => signIn(door, attempt),
    async signOut(cookie) {
      // First the database: whatever fails after this, the session is dead.
      await sessions.end(cookie);
      const cleared = await (await library()).api.signOut({ headers: new Headers(), returnHeaders: true });
      return cleared.headers.getSetCookie().filter((one) => one.startsWith(`${door.cookieName}=`));
    },
    actorOf: (cookie) => sessions.read(cookie),
    changeOwnPassword: (change) => changeOwnPassword(door, change),
    prove: (proving) => prove(door, proving),
    async enter(entering) {
      const entered = await enter(door, entering);
      if (!entered.refused) await confirmLink(door, entered.value, entering.cookie);
      return entered;
    },
    factors: {
      of: (session) => factorsOf(door, session),
      isOptional: (session) => isOptional(door, session),
      begin: (session, issuer, token) => beginEnrolment(keys, session, issuer, token),
      enrol: (session, cookie, given) => enrol(door, session, cookie, given),
      renewCodes: (session, seed) => renewCodes(door, session, seed),
      remove: (session) => removeOwnFactor(door, session),
    },
    passkeys: {
      askAnyone: () => askAnyone(door),
      signIn: (text, address) => signInByPasskey(door, text, address),
      askOwner: (session) => askOwner(door, session),
      askNew: (session, name) => askNew(door, session, name),
      add: (session, text) => addPasskey(door, session, text),
      of: (session) => passkeysOf(door, session),
      remove: (session, cookie, id) => removePasskey(door, session, cookie, id),
    },
    ownSessions: ownSessions(door),
    signOn: options.signOn && signOnService(door, openProvider(options.signOn, options.publicUrl)),
    purgeSessions: (jurisdiction) => database.inTransaction(systemActor(jurisdiction), async (tx) => {
      await tx.run(forgetChallenges, [jurisdiction]);
      return tx.run(store.purgeSessions, [SESSION_MS_MAX, SESSION_IDLE_MS_MAX]);
    }, 'accounts_svc'),
    async warm() {
      await (await library()).$context;
    },
  };
}

function signOnService(door: Door, provider: Provider): SignOnService {
  return {
    issuer: provider.issuer, label: provider.label,
    send: (errand) => sendToProvider(door, provider, errand),
    async back(place, token, query, cookie) {
      const back = await backFromProvider(door, provider, token, query);
      if (back.refused) return back;
      const { errand, sworn } = back.value;
      if (errand.kind === 'confirm') return accept({ kind: 'confirmed', is: await confirmBySignOn(door, provider, cookie, errand.account, sworn) });
      const entered = await enterBySignOn(door, provider, place, sworn);
      return entered.refused ? entered : accept({ kind: 'entered', signedIn: entered.value, next: errand.next });
    },
    isLinked: (session) => isLinked(door, session),
    leaving: () => provider.leaving(),
  };
}

async function signIn(door: Door, attempt: SignInAttempt): Promise<Decision<SignedIn, SignInRefusal>> {
  // A name nobody can have and a password nobody can have go the same way, and cost the same, as any other wrong ones.
  const username = parseUsername(attempt.username) ?? NOBODY;
  const password = isPossible(attempt.password) ? attempt.password : ' ';
  const taken = door.attempts.take(username, attempt.address);
  if (!taken.allowed) return refuse({ kind: 'too-many-attempts', retryAfterSeconds: taken.retryAfterSeconds });
  const library = await door.library();
  const answer = await door.gate.run(() => library.api
    .signInUsername({ body: { username, password }, headers: new Headers(), returnHeaders: true })
    .catch(unrecognised));
  if (answer === 'busy') return refuse({ kind: 'too-many-attempts', retryAfterSeconds: BUSY_RETRY_SECONDS });
  if (answer === undefined) return refuse({ kind: 'not-recognised' });
  const setCookies = answer.headers.getSetCookie().filter((one) => one.startsWith(`${door.cookieName}=`));
  // A disabled account has its password right and still no live session: this look-up finds none and ends it.
  const session = await door.sessions.read(setCookies[0]?.split(';')[0]);
  if (!session) return refuse({ kind: 'not-recognised' });
  taken.forget();
  return accept({ setCookies, session });
}

async function changeOwnPassword(door: Door, change: PasswordChange): Promise<Decision<SignedIn, PasswordRefusal>> {
  const session = await door.sessions.read(change.cookie);
  // Whoever has the password alone must not be able to change it.
  if (!session || session.state === 'factor-needed') return refuse({ kind: 'not-signed-in' });
  const mistake = await mistakeInPassword(change.next, [session.username, session.name, session.unitId, session.jurisdiction]);
  if (mistake) return refuse({ kind: 'weak-password', mistake });
  if (change.next === change.current) return refuse({ kind: 'same-password' });
  // Someone at an unlocked desk must not be able to guess the password here at will.
  const taken = door.attempts.take(session.username, change.address);
  if (!taken.allowed) return refuse({ kind: 'too-many-attempts', retryAfterSeconds: taken.retryAfterSeconds });
  const { accountId, jurisdiction } = session;
  const by = systemActor(jurisdiction);
  const kept = await door.database.inTransaction(by, (tx) => tx.row(store.readPassword, [accountId]), 'accounts_svc');
  const { password } = await (await door.library()).$context;
  const hash = await door.gate.run(async () => {
    const isRight = kept && isPossible(change.current) && await password.verify({ hash: kept.password, password: change.current });
    return isRight ? password.hash(change.next) : undefined;
  });
  if (hash === 'busy') return refuse({ kind: 'too-many-attempts', retryAfterSeconds: BUSY_RETRY_SECONDS });
  if (hash === undefined) return refuse({ kind: 'wrong-current-password' });
  await door.database.inTransaction(by, async (tx) => {
    await tx.run(store.updatePassword, [accountId, hash]);
    await tx.run(store.setMustChange, [jurisdiction, accountId, false]);
    await tx.run(store.endSessionsOf, [accountId]);
    await note(tx, session.state === 'ready' ? session.actor : by, accountId, 'password-changed');
  }, 'accounts_svc');
  // A crash here leaves the new password in force and nobody signed in: sign in with it.
  door.sessions.invalidate(accountId);
  taken.forget();
  const again = await signIn(door, { username: session.username, password: change.next, address: change.address });
  if (again.refused) return refuse({ kind: 'not-signed-in' });
  // The second factor was given in the session that this one follows.
  const cookie = again.value.setCookies[0]?.split(';')[0];
  const entered = again.value.session.state === 'factor-needed' ? await door.sessions.proveFactor(cookie) : again.value.session;
  return entered ? accept({ ...again.value, session: entered }) : refuse({ kind: 'not-signed-in' });
}

/** The library refuses with 401 (or 422 for a name it dislikes); anything else is a fault and travels on. */
function unrecognised(error: unknown): undefined {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 401 || status === 422) return undefined;
  throw error;
}
