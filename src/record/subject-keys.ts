import type { JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Reader } from '../platform/db/reader.ts';
import { keyContext } from './append.ts';
import { auditKeys } from './store.ts';

/** `erased`: the row is there and its key destroyed. Undefined: there is no row, or its key does not open. */
export type SubjectKey = Uint8Array | 'erased' | undefined;

/** The keys of these subjects, for a page of an audit. */
export async function subjectKeysOf(
  { reader, jurisdiction, keys }: { readonly reader: Reader; readonly jurisdiction: JurisdictionCode; readonly keys: KeyProvider }, subjects: readonly string[],
): Promise<ReadonlyMap<string, SubjectKey>> {
  const found = new Map<string, SubjectKey>();
  if (subjects.length === 0) return found;
  for (const { subject, wrapped } of await reader.rows(auditKeys, [jurisdiction, [...new Set(subjects)]])) {
    found.set(subject, wrapped === null ? 'erased' : await keys.unwrap(keyContext(jurisdiction, subject), wrapped).catch(() => undefined));
  }
  return found;
}
