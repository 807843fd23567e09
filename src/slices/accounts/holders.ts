import { parseUnitId, type JurisdictionCode, type UnitId } from '../../kernel/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { systemActor } from './sessions.ts';

export type Holder = { readonly account: string; readonly unit: UnitId };

/** More people with one permission than this need not be counted to know that somebody is free. */
const HOLDERS_MAX = 500;

/** Who can sign in now and holds one of the roles, and where: whether a second person exists at all. Never a name. */
export async function holdersOf(database: Database, jurisdiction: JurisdictionCode, roles: readonly string[]): Promise<readonly Holder[]> {
  if (roles.length === 0) return [];
  const rows = await database.inTransaction(systemActor(jurisdiction), (tx) => tx.rows(selectHolders, [jurisdiction, roles, HOLDERS_MAX]), 'accounts_svc');
  return rows.flatMap(({ id, unit }) => {
    const known = parseUnitId(unit);
    return known ? [{ account: id, unit: known }] : [];
  });
}

const selectHolders = statement<{ id: string; unit: string }>('accounts_svc', 'accounts.select_holders', `
  select distinct p.id, p.unit
  from accounts.staff p join accounts.grants g on g.jurisdiction = p.jurisdiction and g.account_id = p.id and g.unit = p.unit
  where p.jurisdiction = $1 and p.disabled_at is null and g.role = any ($2::text[])
    and g.valid_from <= platform.now() and (g.valid_to is null or g.valid_to > platform.now())
  order by p.id limit $3`);
