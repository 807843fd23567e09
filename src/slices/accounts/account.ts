import type { AccountId, JurisdictionCode, UnitId } from '../../kernel/ids.ts';
import { STAFF_ROLES, type Actor, type StaffRole } from '../../platform/db/actor.ts';

/** What a member of staff types to sign in: 3–40 of a–z, 0–9 and `. _ -`, beginning and ending with a letter or digit. */
export type Username = string & { readonly __brand: 'Username' };

export type StaffActor = Extract<Actor, { kind: 'staff' }>;
/** Who may administer accounts: a signed-in official, or the machine itself (first start, demo, command on the server). */
export type Administrator = StaffActor | Extract<Actor, { kind: 'system' }>;

type Person = {
  readonly accountId: AccountId;
  readonly username: Username;
  /** The name colleagues read. Never in the record, a log line or a public page. */
  readonly name: string;
  readonly jurisdiction: JurisdictionCode;
  readonly unitId: UnitId;
};

/**
 * A signed-in official, in the order of what is still owed: a code of the second factor that the account has, a password of
 * one's own for the one-time password, a second factor where the jurisdiction requires one. There is an actor, so anything
 * can be done, only once nothing is.
 */
export type StaffSession = Person & {
  /** Milliseconds since 1970 on this process's clock: until then the last proof of who they are is fresh. */
  readonly freshUntil: number;
  readonly isDemo: boolean;
} & (
  | { readonly state: 'ready'; readonly actor: StaffActor }
  | { readonly state: 'factor-needed' }
  | { readonly state: 'must-change-password' }
  | { readonly state: 'must-enrol' }
);

/** The same 3–40 characters that the database and the library accept; capitals and full-width forms are folded. */
export function parseUsername(text: unknown): Username | undefined {
  if (typeof text !== 'string' || text.length > TYPED_CHARACTERS_MAX) return undefined;
  const folded = text.normalize('NFKC').trim().toLowerCase();
  return /^[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]$/.test(folded) ? (folded as Username) : undefined;
}

/** 1–60 characters, no control characters. */
export function parseStaffName(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > TYPED_CHARACTERS_MAX) return undefined;
  const name = text.normalize('NFC').trim();
  return name.length >= 1 && name.length <= 60 && !/\p{Cc}/u.test(name) ? name : undefined;
}

export function parseStaffRole(text: unknown): StaffRole | undefined {
  return STAFF_ROLES.find((role) => role === text);
}

/** Roles whose holders administer the system itself; resetting their password takes a command on the server. */
export const ADMINISTRATOR_ROLES: readonly StaffRole[] = ['system-admin', 'security-admin', 'audit-admin'];

/** Longer input is refused before any work is done on it. */
const TYPED_CHARACTERS_MAX = 200;
