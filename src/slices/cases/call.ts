import type { UnitId } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../../kernel/instant.ts';

/** What the gateway heard of a call: nobody who asked for it can say it in its place. */
export const CALL_OUTCOMES = ['reached', 'no-answer', 'refused', 'not-connected'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** One call that the system was asked to connect; the number was on no screen. */
export type Call = {
  /** From 1, within the case. */
  readonly number: number;
  readonly role: string;
  readonly unit: UnitId;
  readonly askedAt: Instant;
  readonly ended?: { readonly outcome: CallOutcome; readonly at: Instant };
  /** The resident says that it was not so. */
  readonly contested?: { readonly words: string; readonly day: string };
};

export const CALLS_MAX = 60;
/** A day and case: more rings are a nuisance. */
export const CALLS_A_DAY_MAX = 3;
export const CALL_DAY_MS = DAY_MS;
/** While one may still ring there is no other. */
export const CALL_RINGS_MS = 10 * MINUTE_MS;
/** After this no outcome is believed any more. */
export const CALL_HEARD_MS = 2 * HOUR_MS;
