import type { JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Database } from '../platform/db/database.ts';
import { statement } from '../platform/db/statement.ts';
import { keyContext } from './append.ts';

const BATCH = 500;

/**
 * Wraps each case's key anew that still bears an older custodian: after a rotation. A batch is a transaction; a crash leaves the rest for the
 * next run, and what was erased meanwhile stays erased. How many keys were wrapped.
 */
export async function rewrapSubjectKeys(database: Database, keys: KeyProvider, jurisdiction: JurisdictionCode, onBatch: (done: number) => void = () => undefined): Promise<number> {
  const system = { kind: 'system', jurisdiction, job: 'rewrap' } as const;
  const head = keys.wrapsAs();
  let [done, after] = [0, ''];
  for (;;) {
    const rows = await database.inTransaction(system, async (tx) => {
      const old = await tx.rows(selectOlder, [jurisdiction, after, head, head.length, BATCH]);
      const fresh = await Promise.all(old.map(async ({ subject, wrapped }) => keys.wrap(keyContext(jurisdiction, subject), await keys.unwrap(keyContext(jurisdiction, subject), wrapped))));
      if (old.length > 0) await tx.run(updateWrapped, [jurisdiction, old.map((row) => row.subject), old.map((row) => row.wrapped), fresh]);
      return old;
    }, 'worker');
    const last = rows.at(-1);
    if (!last) return done;
    [done, after] = [done + rows.length, last.subject];
    onBatch(done);
  }
}

const selectOlder = statement<{ subject: string; wrapped: Buffer }>('worker', 'record.select_older_keys', `
  select subject, wrapped from record.subject_keys
  where jurisdiction = $1 and subject > $2 and wrapped is not null and substring(wrapped from 1 for $4::integer) <> $3::bytea
  order by subject limit $5`);

/** Only where it still is what was read: a key destroyed meanwhile stays so. */
const updateWrapped = statement<never>('worker', 'record.update_wrapped_keys', `
  update record.subject_keys k set wrapped = one.fresh
  from unnest($2::text[], $3::bytea[], $4::bytea[]) as one (subject, old, fresh)
  where k.jurisdiction = $1 and k.subject = one.subject and k.wrapped = one.old`);
