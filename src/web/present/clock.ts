import type { Instant } from '../../kernel/instant.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/instant.ts';
import { clockOf, roundOf, type CaseState } from '../../slices/cases/index.ts';
import type { Amount, ClockView } from '../../ui/components/clock.tsx';

/** Up to two days are told in hours: "1 day left" hides whether it is this evening. */
const HOURS_MAX_MS = 2 * DAY_MS;

/** The clock as a bar and words. Undefined before the first dispatch. `pauseWord` names a pause in the reader's language. */
export function clockViewOf(state: CaseState, at: Instant, pauseWord: (reason: string) => string, roleWord: (role: string) => string): ClockView | undefined {
  const clock = clockOf(state, at);
  // A case that was withdrawn unanswered had a deadline, but nobody met or missed it.
  if (!clock || (state.stage === 'withdrawn' && roundOf(state)?.answers.length === 0)) return undefined;
  const allMs = clock.usedMs + (clock.overdue ? -clock.overdueMs : clock.leftMs);
  const amountOf = amountsOf(allMs);
  const whole = Math.max(1, clock.dueAt - clock.startedAt);
  const permille = (ms: number): number => Math.max(0, Math.min(1000, Math.round((1000 * ms) / whole)));
  return {
    state: clock.stoppedAt !== undefined ? 'ended' : clock.paused ? 'paused' : 'running',
    all: amountOf(allMs),
    used: amountsOf(allMs, Math.floor)(clock.usedMs),
    rest: amountOf(clock.overdue ? clock.overdueMs : clock.leftMs),
    overdue: clock.overdue,
    dueAt: clock.dueAt,
    pauses: clock.pauses.map(({ reason, role, from, plannedEnd, end, lengthMs }) => ({
      role: roleWord(role), reason: pauseWord(reason), from, plannedEnd, ...(end === undefined ? {} : { end }),
      startPermille: permille(from - clock.startedAt), lengthPermille: permille(lengthMs),
    })),
  };
}

/** What is left is rounded up, what is used down: nine days left of nine, none used. */
export function amountsOf(allMs: number, round: (units: number) => number = Math.ceil): (ms: number) => Amount {
  return allMs <= HOURS_MAX_MS
    ? (ms) => ({ count: round(ms / HOUR_MS), unit: 'hours' })
    : (ms) => ({ count: round(ms / DAY_MS), unit: 'days' });
}
