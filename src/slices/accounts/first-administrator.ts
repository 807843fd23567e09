import type { JurisdictionCode, UnitId } from '../../kernel/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import type { StaffRole } from '../../platform/db/actor.ts';
import type { Administration, IssuedPassword } from './administration.ts';
import { systemActor } from './sessions.ts';
import { anyStaff } from './store.ts';

export const FIRST_USERNAME = 'administrator';
/** Enough to let in the others, and no more: nobody sees a case with these. */
const FIRST_ROLES: readonly StaffRole[] = ['system-admin', 'security-admin'];

/**
 * In a jurisdiction without any account, makes the first one and answers its one-time password, to be shown once on the
 * terminal and kept nowhere. Undefined when there is an account already, or when another process was faster.
 * A crash after the commit and before the password is read: `accounts reset JURISDICTION USERNAME` on the server issues another.
 */
export async function ensureFirstAdministrator(
  accounts: { readonly database: Database; readonly administration: Administration },
  place: { readonly jurisdiction: JurisdictionCode; readonly unit: UnitId },
): Promise<IssuedPassword | undefined> {
  const by = systemActor(place.jurisdiction);
  const anyone = async (): Promise<boolean> =>
    (await accounts.database.inTransaction(by, (tx) => tx.row(anyStaff, [place.jurisdiction]), 'accounts_svc'))?.found === true;
  if (await anyone()) return undefined;
  // Usernames are unique in the whole installation: a second place's first administrator is called after the place. Whoever
  // lost a race to another starter finds somebody there and leaves it at that.
  for (const username of [FIRST_USERNAME, `admin-${place.jurisdiction}`]) {
    const made = await accounts.administration.create(by, { username, name: username, unit: place.unit, roles: FIRST_ROLES });
    if (!made.refused) return made.value;
    if (made.reason.kind !== 'username-taken') throw new Error(`the first administrator could not be made: ${made.reason.kind}`);
    if (await anyone()) return undefined;
  }
  return undefined;
}
