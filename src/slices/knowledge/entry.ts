import type { Instant } from '../../kernel/instant.ts';
import type { TopicCode, UnitId } from '../../kernel/ids.ts';

/** Name of an entry in addresses: twelve hexadecimal digits, drawn, so that it tells no order. */
export type EntryId = string & { readonly __brand: 'EntryId' };

export function parseEntryId(text: unknown): EntryId | undefined {
  return typeof text === 'string' && /^[0-9a-f]{12}$/.test(text) ? (text as EntryId) : undefined;
}

/** Where an answer comes from: a law or document by its name, with its day or where it can be read, or both. */
export type Source = { readonly title: string; readonly day?: string; readonly link?: string };

/** What one version says. `validUntil` is a day, `YYYY-MM-DD`, the last on which it may be relied on. */
export type Content = {
  readonly topic: TopicCode; readonly question: string; readonly answer: string; readonly sources: readonly Source[]; readonly validUntil: string;
};

export const WITHDRAWALS = ['law-changed', 'mistaken', 'asked-no-more'] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

export type Version = Content & { readonly version: number; readonly unit: UnitId; readonly role: string; readonly at: Instant };

/** An entry through all its versions, the newest last. None is ever changed or taken away. */
export type Entry = {
  readonly id: EntryId; readonly unit: UnitId; readonly versions: readonly [Version, ...Version[]];
  readonly withdrawn?: { readonly reason: Withdrawal; readonly at: Instant };
};

export const STANDINGS = ['in-force', 'expired', 'withdrawn'] as const;
export type Standing = (typeof STANDINGS)[number];

/** `today` is a day of the place. Only what is in force is offered to anybody. */
export function standingOf(one: { readonly validUntil: string; readonly isWithdrawn: boolean }, today: string): Standing {
  if (one.isWithdrawn) return 'withdrawn';
  return one.validUntil < today ? 'expired' : 'in-force';
}

export function newest(entry: Entry): Version {
  return entry.versions.at(-1) ?? entry.versions[0];
}
