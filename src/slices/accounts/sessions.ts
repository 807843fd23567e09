import { parseAccountId, parseJurisdictionCode, parseUnitId, type AccountId, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import { parseStaffRole, parseUsername, type StaffSession } from './account.ts';
import { cookieNameOf, FRESH_MS_MAX, ONE_TIME_MS_MAX, SESSION_IDLE_MS_MAX, SESSION_MS_MAX, type Library } from './library.ts';
import type { Organisation } from './organisation.ts';
import { endSession, proveFactor, proveSession, seeSession, type SessionRow } from './store.ts';

/** A change made in another process is seen after this long; in this process at once (ASVS 5.0 8.3.2). */
const CACHED_MS_MAX = 3_000;
const CACHED_SESSIONS_MAX = 5_000;

type Held = { readonly sessionId: string; readonly jurisdiction: JurisdictionCode };
type Known = Held & { readonly session: StaffSession; readonly until: number };

/** Reads who is signed in from the cookie header alone: no address and no browser name ever comes this far. */
export class Sessions {
  readonly #database: Database;
  readonly #library: () => Promise<Library>;
  readonly #cookieName: string;
  readonly #organisation: Pick<Organisation, 'above' | 'secondFactorOf'>;
  readonly #known = new Map<string, Known>();
  /** Counts invalidations: a look-up that was under way during one must not be remembered. */
  #generation = 0;

  constructor(database: Database, library: () => Promise<Library>, secureCookies: boolean, organisation: Pick<Organisation, 'above' | 'secondFactorOf'>) {
    this.#organisation = organisation;
    this.#database = database;
    this.#library = library;
    this.#cookieName = cookieNameOf(secureCookies);
  }

  /** Undefined when nobody is signed in, the session has ended, or the account is disabled. */
  async read(cookie: string | undefined): Promise<StaffSession | undefined> {
    return (await this.#lookUp(cookie))?.session;
  }

  /** Ends the session in the database; throws when the database is away, so nobody is told "signed out" wrongly. */
  async end(cookie: string | undefined): Promise<void> {
    const value = this.#valueIn(cookie);
    if (value === undefined) return;
    const held = await this.#held(value);
    if (!held) return;
    await this.#database.inTransaction(systemActor(held.jurisdiction), (tx) => tx.run(endSession, [held.sessionId]), 'accounts_svc');
    this.#generation += 1;
    this.#known.delete(value);
  }

  /** Notes that the holder has just proved who they are; undefined when the session has ended meanwhile. */
  prove(cookie: string | undefined): Promise<StaffSession | undefined> {
    return this.#mark(cookie, proveSession);
  }

  /** The same, with the second factor. */
  proveFactor(cookie: string | undefined): Promise<StaffSession | undefined> {
    return this.#mark(cookie, proveFactor);
  }

  /** The session's own id, which no browser knows. */
  async idOf(cookie: string | undefined): Promise<string | undefined> {
    const value = this.#valueIn(cookie);
    return value === undefined ? undefined : (await this.#held(value))?.sessionId;
  }

  async #mark(cookie: string | undefined, mark: typeof proveSession): Promise<StaffSession | undefined> {
    const value = this.#valueIn(cookie);
    const held = value === undefined ? undefined : await this.#held(value);
    if (value === undefined || !held) return undefined;
    await this.#database.inTransaction(systemActor(held.jurisdiction), (tx) => tx.run(mark, [held.sessionId]), 'accounts_svc');
    this.#generation += 1;
    this.#known.delete(value);
    return this.read(cookie);
  }

  /** To be called after every change to an account. */
  invalidate(accountId: AccountId): void {
    this.#generation += 1;
    for (const [value, known] of this.#known) if (known.session.accountId === accountId) this.#known.delete(value);
  }

  async #lookUp(cookie: string | undefined): Promise<Known | undefined> {
    const value = this.#valueIn(cookie);
    if (value === undefined) return undefined;
    const known = this.#known.get(value);
    if (known && known.until > Date.now()) return known;
    this.#known.delete(value);
    const generation = this.#generation;
    const held = await this.#held(value);
    if (!held) return undefined;
    const row = await this.#database.inTransaction(systemActor(held.jurisdiction), async (tx) => {
      const live = await tx.row(seeSession, [held.sessionId, held.jurisdiction, SESSION_MS_MAX, SESSION_IDLE_MS_MAX, ONE_TIME_MS_MAX]);
      if (!live) await tx.run(endSession, [held.sessionId]);
      return live;
    }, 'accounts_svc');
    if (!row) return undefined;
    const fresh: Known = { ...held, session: sessionOf(row, held.jurisdiction, this.#organisation), until: Date.now() + CACHED_MS_MAX };
    if (generation === this.#generation) this.#remember(value, fresh);
    return fresh;
  }

  /** The library checks the cookie's signature and finds the session and its account. */
  async #held(value: string): Promise<Held | undefined> {
    const library = await this.#library();
    const found = await library.api.getSession({ headers: new Headers({ cookie: `${this.#cookieName}=${value}` }) }).catch(unwrap);
    const jurisdiction = parseJurisdictionCode(found?.user['jurisdiction']);
    return found && jurisdiction ? { sessionId: found.session.id, jurisdiction } : undefined;
  }

  #remember(value: string, known: Known): void {
    // A Map keeps the order of insertion: the first is the oldest.
    const [oldest] = this.#known.keys();
    if (this.#known.size >= CACHED_SESSIONS_MAX && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(value, known);
  }

  /** Everything in a cookie header is chosen by whoever sends it; the value is passed on only if it can be one of ours. */
  #valueIn(cookie: string | undefined): string | undefined {
    for (const part of (cookie ?? '').split(';')) {
      const [name = '', value = ''] = part.trim().split(/=(.*)/s);
      if (name === this.#cookieName && /^[A-Za-z0-9._~%+/=-]{20,300}$/.test(value)) return value;
    }
    return undefined;
  }
}

export function systemActor(jurisdiction: JurisdictionCode) {
  return { kind: 'system', jurisdiction, job: 'accounts' } as const;
}

function sessionOf(row: SessionRow, jurisdiction: JurisdictionCode, organisation: Pick<Organisation, 'above' | 'secondFactorOf'>): StaffSession {
  const accountId = parseAccountId(row.account_id);
  const unitId = parseUnitId(row.unit);
  const username = parseUsername(row.username);
  if (!accountId || !unitId || !username) throw new Error('an account in the database has a malformed id, unit or username');
  const freshUntil = Date.now() + FRESH_MS_MAX - row.proven_ms_ago;
  const person = { accountId, username, name: row.name, jurisdiction, unitId, freshUntil, isDemo: row.is_demo };
  if (row.has_factor && !row.factor_given) return { ...person, state: 'factor-needed' };
  if (row.must_change_password && row.begun_by === 'password') return { ...person, state: 'must-change-password' };
  const required = organisation.secondFactorOf(jurisdiction) ?? (row.is_demo ? 'optional' : 'required');
  if (required === 'required' && !row.has_factor && !row.factor_given) return { ...person, state: 'must-enrol' };
  const roles = row.roles.flatMap((role) => parseStaffRole(role) ?? []);
  return { ...person, state: 'ready', actor: { kind: 'staff', jurisdiction, accountId, unitId, above: organisation.above(jurisdiction, unitId), roles } };
}

// The library wraps whatever the database threw; only the cause tells "away, try again" from a bug.
function unwrap(error: unknown): never {
  throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
}
