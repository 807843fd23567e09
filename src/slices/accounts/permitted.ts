import { parseAccountId, type AccountId, type JurisdictionCode, type UnitId } from '../../kernel/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import { holdersOf } from './holders.ts';
import type { Organisation } from './organisation.ts';
import { rolesWith } from './permits.ts';

/** Everyone who may sign in and has this permission at this moment: by the grants as they stand, not as a session remembers them. */
export async function permittedAccounts(
  { database, organisation }: { readonly database: Database; readonly organisation: Organisation }, jurisdiction: JurisdictionCode, permission: string,
): Promise<readonly { readonly account: AccountId; readonly unit: UnitId }[]> {
  const holders = await holdersOf(database, jurisdiction, rolesWith(organisation.permissionsOf(jurisdiction), permission));
  return holders.flatMap(({ account, unit }) => {
    const known = parseAccountId(account);
    return known ? [{ account: known, unit }] : [];
  });
}
