import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { CaseFact } from '../cases/index.ts';
import type { Told } from '../vault/index.ts';

/** What there is to see, for the resident's own page alone: what is sent says none of it. */
export const WHYS = ['message', 'answer', 'reopened', 'reminder', 'diverted', 'settled', 'hidden', 'identity', 'reissue', 'receipt', 'task', 'task-report'] as const;
export type Why = (typeof WHYS)[number];

/** News that waits for the resident's word: whoever is told by text message may answer it with one digit. */
export const ASKS = ['answer', 'reminder'] as const satisfies readonly Why[];

/** Events that the resident is told of, when they come. */
export const NOTICE_EVENTS = [
  'case.asked.v1', 'case.answered.v1', 'case.reopened.v1', 'case.reminded.v1', 'case.diverted.v1', 'case.diversion-settled.v1', 'case.hidden.v1',
  'case.reissue-asked.v1', 'case.receipt-reissued.v1', 'case.task-drafted.v1', 'case.task-reported.v1',
] as const;
/** Streams of their own: requests to open an identity. */
export const IDENTITY_EVENTS = ['identity.shown.v1'] as const;

/** Undefined for what is no news to the resident: their own acts, and what concerns offices alone. */
export function whyOf(fact: CaseFact): Why | undefined {
  switch (fact.type) {
    case 'case.asked.v1': return 'message';
    case 'case.answered.v1': return 'answer';
    case 'case.reopened.v1': return 'reopened';
    case 'case.reminded.v1': return fact.open.to === 'resident' ? 'reminder' : undefined;
    case 'case.diverted.v1': return 'diverted';
    case 'case.diversion-settled.v1': return 'settled';
    case 'case.hidden.v1': return 'hidden';
    case 'case.reissue-asked.v1': return 'reissue';
    case 'case.receipt-reissued.v1': return 'receipt';
    case 'case.task-drafted.v1': return 'task';
    case 'case.task-reported.v1': return 'task-report';
    default: return undefined;
  }
}

/** `tries` includes the one whose outcome is being settled. */
export type Attempt = { readonly tries: number; readonly notedAt: Instant };
export type Settled =
  | { readonly state: 'told' | 'undelivered'; readonly channels: readonly string[] }
  | { readonly state: 'waiting'; readonly dueAt: Instant }
  /** Nobody was to be told after all: nothing of it is kept. */
  | { readonly state: 'gone' };

/** Minutes until the next try; after the last it counts as undelivered. */
const AGAIN_AFTER_MIN: readonly number[] = [1, 10, 60, 360];
export const TRIES_MAX = AGAIN_AFTER_MIN.length + 1;
/** While a budget is full nothing is tried, so that days must end it: news of last week is none. */
const OVER_BUDGET_AGAIN_MS = 6 * HOUR_MS;
export const WAITS_MAX_MS = 3 * DAY_MS;

/** What becomes of a notice after a try: every one ends, after so many tries or days. */
export function settle(told: Told, { tries, notedAt }: Attempt, at: Instant): Settled {
  switch (told.outcome) {
    case 'told': return { state: 'told', channels: told.channels };
    case 'not-agreed': return { state: 'gone' };
    case 'over-budget':
      return at - notedAt >= WAITS_MAX_MS ? { state: 'undelivered', channels: [] } : { state: 'waiting', dueAt: plusMs(at, OVER_BUDGET_AGAIN_MS) };
    case 'failed': {
      const again = AGAIN_AFTER_MIN[tries - 1];
      const isOver = told.isFinal || again === undefined || at - notedAt >= WAITS_MAX_MS;
      return isOver ? { state: 'undelivered', channels: told.channels } : { state: 'waiting', dueAt: plusMs(at, again * MINUTE_MS) };
    }
    default: return unreachable(told);
  }
}

/** From 0 to `most`, by 32 bits that nobody outside can know: who watches an office and a phone cannot match their minutes (protection T14). */
export function paddingMs(bits: number, mostMs: number): number {
  return Math.floor((bits / 2 ** 32) * mostMs);
}
