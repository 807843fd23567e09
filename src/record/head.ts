import type { JurisdictionCode } from '../kernel/ids.ts';
import { instantOf, type Instant } from '../kernel/instant.ts';
import type { Reader } from '../platform/db/reader.ts';
import { selectHead, selectState } from './store.ts';

/** How far a jurisdiction's log has come: `root` is 64 hexadecimal digits over `size` entries. */
export type LogHead = { readonly size: number; readonly root: string; readonly at: Instant; readonly draft: boolean };

/** Undefined before the genesis entry. Readable by the public role: it says nothing but length and root. */
export async function readHead(reader: Reader, jurisdiction: JurisdictionCode): Promise<LogHead | undefined> {
  const [head, state] = await Promise.all([reader.row(selectHead, [jurisdiction]), reader.row(selectState, [jurisdiction])]);
  if (!head) return undefined;
  return { size: Number(head.size), root: head.root.toString('hex'), at: instantOf(head.at), draft: state?.draft ?? true };
}
