import { setTimeout as wait } from 'node:timers/promises';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import type { Handed } from '../../platform/gateway/index.ts';

export type Count = { readonly kind: string; readonly mark: Uint8Array; readonly most: number };

/** Keyed, and by the day: a row says neither whom it was, nor that it is the same as yesterday's. */
export function countOf(keys: KeyProvider, jurisdiction: JurisdictionCode, day: string, { kind, value, most }: { readonly kind: string; readonly value: string; readonly most: number }): Count {
  return { kind, mark: keys.hmac('telling budget v1', jurisdiction, day, kind, value), most };
}

/** Counts one message or call under each of its marks; false, and nothing counted, where one of them is full. */
export async function countMessage(tx: Tx, day: string, counts: readonly Count[]): Promise<boolean> {
  return await tx.run(insertCounts, [tx.actor.jurisdiction, day, counts.map(({ kind }) => kind), counts.map(({ mark }) => mark), counts.map(({ most }) => most)]) > 0;
}

/** Forgets the days before `day`. */
export async function forgetCounts(tx: Tx, day: string): Promise<void> {
  await tx.run(deleteCounts, [tx.actor.jurisdiction, day]);
}

/** Less than a question to a vault apart may take: a gateway that is slower is away. */
const HANDED_OVER_MS_MAX = 7_000;

/** Whatever a gateway throws may hold the contact: it goes no further than here. */
export async function handedInTime(sending: () => Promise<Handed>): Promise<Handed> {
  const stop = new AbortController();
  try {
    return await Promise.race([sending(), wait(HANDED_OVER_MS_MAX, 'away' as const, { signal: stop.signal })]);
  } catch {
    return 'away';
  } finally {
    stop.abort();
  }
}

/** Counts under each mark, or under none where one is full. Two at once may pass a bound by one. */
const insertCounts = statement<never>('vault_svc', 'vault.count_message', `
  with wanted as (select * from unnest($3::text[], $4::bytea[], $5::integer[]) as one (kind, mark, most))
  insert into vault.budgets (jurisdiction, day, kind, mark, sent)
  select $1, $2::date, kind, mark, 1 from wanted
  where not exists (
    select from wanted w join vault.budgets b on b.jurisdiction = $1 and b.day = $2::date and b.kind = w.kind and b.mark = w.mark where b.sent >= w.most)
  on conflict (jurisdiction, day, kind, mark) do update set sent = budgets.sent + 1`);

const deleteCounts = statement<never>('vault_svc', 'vault.delete_counts', `
  delete from vault.budgets where jurisdiction = $1 and day < $2::date`);
