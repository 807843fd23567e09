import { parsePersonRef, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { isoOf, plusMs, type Instant } from '../../kernel/instant.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Vault } from './handle.ts';
import { selectOldDeposits } from './store.ts';

const PAGE = 500;
/** A county's year of contacts in one go; what is left waits ten minutes for the next. */
const PAGES_MAX = 40;

/**
 * Erases contacts whose time is over (PIPL art. 19): older than `keptMs`, and `mayGo` says that their case has rested as
 * long. How many went. A crash in the middle leaves the rest for the next time; if `mayGo` fails nothing is erased.
 */
export async function eraseExpired(
  { database, vault }: { readonly database: Database; readonly vault: Pick<Vault, 'erase'> }, jurisdiction: JurisdictionCode, keptMs: number,
  mayGo: (refs: readonly PersonRef[], before: Instant) => Promise<ReadonlySet<PersonRef>>,
): Promise<number> {
  const system = { kind: 'system', jurisdiction, job: 'vault' } as const;
  let gone = 0;
  let after = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { rows, before } = await database.inTransaction(system, async (tx) => {
      const before = plusMs(tx.at, -keptMs);
      return { before, rows: await tx.rows(selectOldDeposits, [jurisdiction, isoOf(before), after, PAGE]) };
    }, 'vault_svc');
    const refs = rows.map((row) => parsePersonRef(row.person_ref)).filter((ref) => ref !== undefined);
    const going = refs.length === 0 ? new Set<PersonRef>() : await mayGo(refs, before);
    for (const person of going) await vault.erase(jurisdiction, person);
    gone += going.size;
    if (rows.length < PAGE) break;
    after = rows.at(-1)?.person_ref ?? '';
  }
  return gone;
}
