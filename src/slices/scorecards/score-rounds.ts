import { unreachable } from '../../kernel/unreachable.ts';
import type { Step } from './score-step.ts';

/** One round of a case, as far as the record tells it. */
export type RecordRound = {
  readonly round: number;
  readonly startedAt: number;
  handler: string;
  /** Undefined where the record tells no deadline: such a round is asked for its answer, never for punctuality. */
  due: number | undefined;
  answeredAt: number | undefined;
  /** The unit that answered first: on it the verdict is. */
  answeredBy: string | undefined;
  outcome: 'solved' | 'partly' | 'unsolved' | undefined;
  silent: boolean;
  withdrawn: boolean;
  paused: boolean;
  contacted: boolean;
  /** Closed by another system before it came here: no round at all, but what its unit has in no rate. */
  leftOut: boolean;
  escalations: number;
  transfers: number;
  pauses: number;
};

/** The rounds that these steps of one case tell of, in the order of their numbers in the stream. Steps at or after `n` are not known yet. */
export function roundsOf(steps: readonly Step[], n: number): readonly RecordRound[] {
  const rounds: RecordRound[] = [];
  let running: RecordRound | undefined;
  for (const step of steps) {
    if (step.index >= n) continue;
    if (step.does === 'begin') rounds.push(running = begun(step));
    else if (step.does === 'leave-out') rounds.push({ ...begun({ round: 1, handler: step.unit, due: undefined, atMs: step.atMs }), leftOut: true });
    else {
      // What comes before the first round that is known belongs to one that is not, or that began before the period.
      if (running) apply(running, step);
    }
  }
  return rounds;
}

function begun({ round, handler, due, atMs }: Pick<Extract<Step, { does: 'begin' }>, 'round' | 'handler' | 'due' | 'atMs'>): RecordRound {
  return {
    round, startedAt: atMs, handler, due, answeredAt: undefined, answeredBy: undefined, outcome: undefined, silent: false, withdrawn: false, paused: false,
    contacted: false, leftOut: false, escalations: 0, transfers: 0, pauses: 0,
  };
}

function apply(round: RecordRound, step: Exclude<Step, { does: 'begin' | 'leave-out' }>): void {
  switch (step.does) {
    case 'transfer': move(round, step.handler); break;
    case 'hand-on': round.handler = step.handler; round.contacted = false; break;
    case 'escalate':
      if (step.isTransfer) move(round, step.handler);
      round.handler = step.handler;
      round.escalations += 1;
      // An escalation never puts a deadline back; of its date alone one learns only that it may have come forward.
      if (step.dueAt !== undefined) round.due = step.dueAt;
      else if (step.dueBy !== undefined) round.due = Math.min(round.due ?? step.dueBy, step.dueBy);
      break;
    case 'contact': round.contacted = true; break;
    case 'pause': round.pauses += 1; round.paused = true; break;
    case 'extend': round.due = step.due ?? round.due; break;
    case 'resume': round.paused = false; round.due = step.due ?? round.due; break;
    case 'answer':
      // A later answer of the same round moves no date and no verdict.
      if (round.answeredAt !== undefined) break;
      round.answeredAt = step.atMs;
      round.answeredBy = step.unit;
      round.paused = false;
      break;
    // A verdict on a round whose beginning is not disclosed yet waits with it.
    case 'judge': if (step.round === round.round) round.outcome = step.outcome; break;
    case 'stay-silent': if (step.round === round.round) round.silent = true; break;
    case 'withdraw': round.withdrawn = true; round.silent = false; round.paused = false; break;
    default: unreachable(step);
  }
}

function move(round: RecordRound, handler: string): void {
  round.handler = handler;
  round.transfers += 1;
  round.contacted = false;
}
