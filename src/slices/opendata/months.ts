import type { EntrySource } from './build.ts';
import { readEntry } from './build.ts';
import { isBefore, type Month, type MonthEnd } from './month.ts';

/** Entries of a month's files: from `from` on and before `to`. */
export type Cut = { readonly month: Month; readonly from: number; readonly to: number };

/**
 * Where finished months are cut, in one pass over the entries since the last file. A month goes up to and with the last entry
 * whose public time is not past its end: so months come out the same however late they are made, the ranges touch without a gap
 * or an overlap, and a batch of disclosures written around midnight is never cut in two.
 */
export async function cutMonths(source: EntrySource, from: number, size: number, ends: readonly MonthEnd[]): Promise<readonly Cut[]> {
  const reached = ends.map(() => from);
  for await (const batch of source.batches(from, size)) {
    for (const stored of batch) {
      const entry = readEntry(stored);
      for (const [at, end] of ends.entries()) if (isBefore(entry, end) === true) reached[at] = stored.index + 1;
    }
  }
  return ends.map(({ month }, at) => ({ month, from: at === 0 ? from : reached[at - 1] ?? from, to: reached[at] ?? from }));
}
