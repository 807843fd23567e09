import { parseJurisdictionCode, parsePersonRef, type JurisdictionCode } from '../../kernel/ids.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { keyContext } from './deposit.ts';
import { selectJurisdictions, selectOlderDeposits, updateWrappedKeys } from './store.ts';

const BATCH = 500;

/** For a vault apart, which knows no list of them. */
export async function jurisdictionsKept(database: Database): Promise<readonly JurisdictionCode[]> {
  const { rows } = await database.poolOf('vault_svc').query<{ jurisdiction: string }>(selectJurisdictions);
  return rows.map((row) => parseJurisdictionCode(row.jurisdiction)).filter((code) => code !== undefined);
}


/** Wraps each identity's key anew that still bears an older custodian: after a rotation. A crash leaves the rest for the next run. How many. */
export async function rewrapDeposits(database: Database, keys: KeyProvider, jurisdiction: JurisdictionCode, onBatch: (done: number) => void = () => undefined): Promise<number> {
  const system = { kind: 'system', jurisdiction, job: 'rewrap' } as const;
  const head = keys.wrapsAs();
  let [done, after] = [0, ''];
  for (;;) {
    const rows = await database.inTransaction(system, async (tx) => {
      const old = await tx.rows(selectOlderDeposits, [jurisdiction, after, head, head.length, BATCH]);
      const fresh = await Promise.all(old.map(async ({ person_ref: ref, wrapped_key: wrapped }) => {
        const person = parsePersonRef(ref);
        if (!person) throw new Error('a malformed reference in the vault');
        return keys.wrap(keyContext(jurisdiction, person), await keys.unwrap(keyContext(jurisdiction, person), wrapped));
      }));
      if (old.length > 0) await tx.run(updateWrappedKeys, [jurisdiction, old.map((row) => row.person_ref), old.map((row) => row.wrapped_key), fresh]);
      return old;
    }, 'vault_svc');
    const last = rows.at(-1);
    if (!last) return done;
    [done, after] = [done + rows.length, last.person_ref];
    onBatch(done);
  }
}
