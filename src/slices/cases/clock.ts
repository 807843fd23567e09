import type { Instant } from '../../kernel/instant.ts';
import type { Pause, Round } from './case.ts';
import { ageOf, roundOf, type CaseState } from './state.ts';

export type ClockPause = {
  readonly reason: Pause; readonly role: string; readonly from: Instant; readonly end: Instant | undefined; readonly plannedEnd: Instant;
  /** Whole milliseconds so far. */
  readonly lengthMs: number;
};

/** The public clock of the running or last round. Lengths are whole milliseconds of ordinary time. */
export type Clock = {
  readonly round: number;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  /** First answer of the round: there the clock stopped. */
  readonly stoppedAt: Instant | undefined;
  /** Time that counted: since the start, less the pauses, until the first answer. */
  readonly usedMs: number;
  /** Time that is (or was, when it stopped) left; 0 once overdue. */
  readonly leftMs: number;
  /** Time past the deadline; 0 while in time. */
  readonly overdueMs: number;
  readonly overdue: boolean;
  readonly paused: boolean;
  readonly pauses: readonly ClockPause[];
  /** Since the case was submitted, over all rounds: nothing resets it. */
  readonly ageMs: number;
};

/** Undefined before the first dispatch: no clock of a unit runs yet. */
export function clockOf(state: CaseState, at: Instant): Clock | undefined {
  const round = roundOf(state);
  if (!round) return undefined;
  const stoppedAt = round.answers[0]?.at ?? (state.stage === 'withdrawn' ? state.withdrawnAt : undefined);
  const until = stoppedAt !== undefined && stoppedAt < at ? stoppedAt : at;
  const pauses = round.pauses.map((pause) => pauseUntil(pause, until));
  const running = round.pauses.at(-1);
  const paused = running?.end === undefined ? running : undefined;
  // While it stands still, what is left is what was left when it stopped; past its planned end it runs again.
  const seenFrom = paused ? plus(until, -(pauses.at(-1)?.lengthMs ?? 0)) : until;
  return {
    round: round.number, startedAt: round.startedAt, dueAt: round.dueAt, stoppedAt,
    usedMs: until - round.startedAt - pauses.reduce((sum, pause) => sum + pause.lengthMs, 0),
    leftMs: Math.max(0, round.dueAt - seenFrom), overdueMs: Math.max(0, seenFrom - round.dueAt), overdue: seenFrom > round.dueAt,
    paused: paused !== undefined && until < paused.plannedEnd, pauses, ageMs: ageOf(state, at),
  };
}

function pauseUntil(pause: Round['pauses'][number], until: Instant): ClockPause {
  const { reason, role, from, plannedEnd, end } = pause;
  const over = end ?? (until < plannedEnd ? until : plannedEnd);
  return { reason, role, from, plannedEnd, end, lengthMs: Math.max(0, over - from) };
}

function plus(instant: Instant, ms: number): Instant {
  return (instant + ms) as Instant;
}
