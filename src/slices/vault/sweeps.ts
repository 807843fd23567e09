import type { JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { OLD_PER_PAGE_MAX, type Vault } from './vault.ts';

/** A county's year of contacts in one go; what is left waits ten minutes for the next. */
const PAGES_MAX = 40;

/**
 * Erases unconfirmed deposits older than a day that no case holds. `held` answers which of the references a case holds;
 * those are confirmed instead: their job was lost, not their case. If it fails nothing is erased. How many went.
 */
export async function eraseOrphans(vault: Pick<Vault, 'unconfirmed' | 'confirm' | 'eraseUnconfirmed'>, jurisdiction: JurisdictionCode, held: (refs: readonly PersonRef[]) => Promise<ReadonlySet<PersonRef>>): Promise<number> {
  const { refs, before } = await vault.unconfirmed(jurisdiction);
  if (refs.length === 0) return 0;
  const kept = await held(refs);
  const found = refs.filter((one) => kept.has(one));
  if (found.length > 0) await vault.confirm(jurisdiction, ...found);
  // One whose form has come again meanwhile is young once more, and its case may be committing: it stays.
  return vault.eraseUnconfirmed(jurisdiction, refs.filter((one) => !kept.has(one)), before);
}

/**
 * Erases contacts whose time is over (PIPL art. 19): older than `keptMs`, and `mayGo` says that their case has rested as
 * long. How many went. A crash in the middle leaves the rest for the next time; if `mayGo` fails nothing is erased.
 */
export async function eraseExpired(
  vault: Pick<Vault, 'older' | 'erase'>, jurisdiction: JurisdictionCode, keptMs: number,
  mayGo: (refs: readonly PersonRef[], before: Instant) => Promise<ReadonlySet<PersonRef>>,
): Promise<number> {
  let gone = 0;
  let after: PersonRef | '' = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { refs, before }: Awaited<ReturnType<Vault['older']>> = await vault.older(jurisdiction, keptMs, after);
    const going = refs.length === 0 ? new Set<PersonRef>() : await mayGo(refs, before);
    for (const person of going) await vault.erase(jurisdiction, person);
    gone += going.size;
    if (refs.length < OLD_PER_PAGE_MAX) break;
    after = refs.at(-1) ?? '';
  }
  return gone;
}
