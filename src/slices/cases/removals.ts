import type { UnitId } from '../../kernel/ids.ts';
import { DAY_MS, type Instant } from '../../kernel/instant.ts';
import type { CaseFacts } from './case.ts';

/**
 * Why a public text may be hidden: a closed, published list (protection T4). The whole case never is.
 * - `personal-data`: somebody can be recognised from it (PIPL art. 25, 28; Civil Code art. 1034)
 * - `third-party-rights`: another person's privacy, name or honour (Civil Code art. 1024, 1032; Open Government Information Regulation art. 15)
 * - `unlawful-content`: what no one may spread (Cybersecurity Law art. 12, 47)
 * - `state-secret`: Open Government Information Regulation art. 14; Law on Guarding State Secrets
 * - `court-order`: a judgement or ruling in force says so (Civil Procedure Law art. 103)
 */
export const HIDING_RULES = ['personal-data', 'third-party-rights', 'unlawful-content', 'state-secret', 'court-order'] as const;
export type HidingRule = (typeof HIDING_RULES)[number];

/** Under these an asking hides at once, for a while: each hour more does harm that nothing undoes. */
export const HIDES_AT_ONCE: readonly HidingRule[] = ['personal-data', 'state-secret'];

/** Undecided for so long, an asking lapses by itself: 72 hours of ordinary time, holidays or not. */
export const HIDING_LAPSES_MS = 3 * DAY_MS;

/** Why everything private of a case is erased (PIPL art. 47 I (1), (3), (4), and a court's order). */
export const ERASURE_RULES = ['purpose-fulfilled', 'asked-by-person', 'unlawful-processing', 'court-order'] as const;
export type ErasureRule = (typeof ERASURE_RULES)[number];

/** From the resident's wish to the erasure: long enough to notice that somebody else spoke, or to think again. */
export const ERASURE_WAIT_MS = 7 * DAY_MS;
/** The job that carries such wishes out. */
export const ERASURE_JOB = 'erasure';

/** What of a case can be hidden. Answers are counted over the whole case, from 1. Photographs are never public. */
export type Hidable = 'summary' | 'words' | 'address' | `answer-${number}`;

/** Undefined for anything else; a case has hundreds of answers at most. */
export function parseHidable(text: unknown): Hidable | undefined {
  if (text === 'summary' || text === 'words' || text === 'address') return text;
  return typeof text === 'string' && /^answer-[1-9]\d{0,2}$/.test(text) ? (text as Hidable) : undefined;
}

/** Who had a hand in it, as the public learns it. */
export type Hand = { readonly role: string; readonly unit?: UnitId };

/** What became of one asking. `accounts` had a hand in it (private): whoever decides next is none of them. */
export type Removal = {
  readonly item: Hidable; readonly rule: HidingRule; readonly proposer: Hand; readonly accounts: readonly string[];
} & (
  /** Asked; `provisional`: hidden meanwhile. Lapses at `dueAt`. */
  | { readonly state: 'proposed' | 'provisional'; readonly day: string; readonly dueAt: Instant }
  /** Two people of different accounts have hidden it. The resident may contest that once. */
  | { readonly state: 'hidden'; readonly day: string; readonly approver: Hand; readonly contest: 'open' | 'spent' }
  | { readonly state: 'contested'; readonly day: string; readonly approver: Hand; readonly words: string; readonly dueAt: Instant }
  /** Shown again after it had been hidden; `approver` is absent where it was only hidden for a while. */
  | { readonly state: 'restored'; readonly day: string; readonly approver?: Hand; readonly restoredDay: string }
  /** Refused or lapsed before anything was hidden. */
  | { readonly state: 'refused'; readonly day: string }
);

export type RemovalState = Removal['state'];
/** States in which the item is out of sight. */
const OUT_OF_SIGHT: readonly RemovalState[] = ['provisional', 'hidden', 'contested'];
/** States in which somebody must still decide. */
const WAITING: readonly RemovalState[] = ['proposed', 'provisional', 'contested'];

/** The last asking about an item; earlier ones are over. */
export function removalOf(removals: readonly Removal[], item: Hidable): Removal | undefined {
  return removals.findLast((one) => one.item === item);
}

export function isHidden({ removals }: Pick<CaseFacts, 'removals'>, item: Hidable): boolean {
  const last = removalOf(removals, item);
  return last !== undefined && OUT_OF_SIGHT.includes(last.state);
}

export function waitingRemovals(removals: readonly Removal[]): readonly Removal[] {
  return removals.filter((one) => WAITING.includes(one.state));
}

/** When the sweeper must look at what is asked for; undefined while nothing waits. */
export function removalDueAt(removals: readonly Removal[]): Instant | undefined {
  const due = removals.flatMap((one) => ('dueAt' in one ? [one.dueAt] : []));
  return due.length === 0 ? undefined : due.reduce((a, b) => (a < b ? a : b));
}
