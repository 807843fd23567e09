import type { UnitId } from '../../kernel/ids.ts';
import { HOUR_MS, type Instant } from '../../kernel/instant.ts';
import type { Hand } from './removals.ts';

/** Who somebody on the public page files for another as. */
export const RELATIONS = ['family', 'cadre', 'other'] as const;
export type Relation = (typeof RELATIONS)[number];

/** Whose hands a case came through: one's own, a relative's or cadre's, or an office's. */
export type Entry = { readonly by: 'self' } | { readonly by: 'proxy'; readonly relation: Relation } | { readonly by: 'office'; readonly role: string; readonly unit: UnitId };

/** The unit whose desk typed it in: it never handles the case, nor owns it (promise 2). */
export function enteredAt(entry: Entry): UnitId | undefined {
  return entry.by === 'office' ? entry.unit : undefined;
}

export const REISSUE_REASONS = ['lost', 'taken', 'unreadable', 'never-arrived'] as const;
export type ReissueReason = (typeof REISSUE_REASONS)[number];
export type Ruling = 'upheld' | 'overturned';

/** One replacement at a desk: two offices' hands, and whose accounts had one in it (private). */
export type Reissue = {
  /** The code that it made, and from which ballot on the one before could speak. */
  readonly generation: number; readonly ballotsBefore: number;
  readonly at: Instant; readonly day: string; readonly reason: ReissueReason; readonly asker: Hand; readonly issuer: Hand; readonly accounts: readonly string[];
} & ({ readonly state: 'standing' | Ruling } | { readonly state: 'contested'; readonly words: string });

/** What a case knows of its receipt. */
export type ReceiptState = {
  /** Codes so far: 1 at the submission, one more with each exchange and reissue. */
  readonly generation: number;
  /** It came through other hands: until its holder has exchanged it, it opens nothing but the exchange (promise 2). */
  readonly owed: boolean;
  readonly exchanges: number;
  /** Ballots on rounds before this one belong to a code that was lost: they stay as they are, and cannot be cast again. */
  readonly ballotsFrom: number;
  readonly asked?: { readonly hand: Hand; readonly account: string; readonly reason: ReissueReason; readonly day: string; readonly lapsesAt: Instant };
  readonly reissues: readonly Reissue[];
};

/** More codes than anyone needs in a life; a stream must end somewhere. */
export const EXCHANGES_MAX = 50;
export const REISSUES_MAX = 8;
/** The second person decides while the first still knows who stood there. */
export const REISSUE_LAPSES_MS = 24 * HOUR_MS;

/** The reissue that somebody has objected to and nobody has settled: while it waits, neither code judges. */
export function contestedReissue({ reissues }: ReceiptState): Extract<Reissue, { state: 'contested' }> | undefined {
  return reissues.find((one) => one.state === 'contested');
}

/** The reissue that replaced the code of this generation, if it may still be contested. */
export function reissueOver({ reissues }: ReceiptState, generation: number): Reissue | undefined {
  return reissues.find((one) => one.generation === generation + 1 && one.state === 'standing');
}
