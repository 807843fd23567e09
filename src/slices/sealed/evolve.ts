import { unreachable } from '../../kernel/unreachable.ts';
import type { Letter, ReportState, Standing } from './report.ts';
import type { Fact, Step } from './steps.ts';

/** The state after a fact. Throws on an impossible story: a bug, or a record that was altered. */
export function evolve(state: ReportState | undefined, fact: Fact): ReportState {
  const { step, seq, at } = fact;
  if (step.step === 'received') return begin(state, step, fact);
  if (!state) throw new Error('a sealed report begins by being received');
  if (seq !== state.seq + 1) throw new Error('a step is missing');
  const next = { ...state, seq };
  switch (step.step) {
    case 'written': return { ...next, letters: [...state.letters, { by: step.by, at, digest: step.digest, closedIn: step.closedIn }] };
    case 'acknowledged': return { ...next, standing: inHand(state.standing) };
    case 'answered': return { ...next, letters: [...state.letters, byOfficer(step.digest, fact)], standing: { stage: 'answered', dueAt: step.dueAt } };
    case 'handed-over': return {
      ...next, route: 'outside', readers: step.readers, successors: [], handedOver: step.why, standing: received(step),
      lateTimes: state.lateTimes + (step.why === 'overdue' ? 1 : 0),
    };
    case 'late': return { ...next, standing: received(step), lateTimes: state.lateTimes + 1 };
    case 'shared': return { ...next, readers: [...state.readers, step.reader] };
    case 'judged': return { ...next, outcomes: [...state.outcomes, step.outcome], standing: { stage: 'judged', outcome: step.outcome } };
    case 'reopened': return { ...next, standing: received(step) };
    case 'unjudged': return { ...next, standing: { stage: 'unjudged' } };
    case 'withdrawn': return { ...next, standing: { stage: 'withdrawn', pressed: step.pressed } };
    default: return unreachable(step);
  }
}

export function fold(facts: readonly Fact[]): ReportState | undefined {
  return facts.reduce<ReportState | undefined>(evolve, undefined);
}

function begin(state: ReportState | undefined, step: Extract<Step, { step: 'received' }>, { seq, at }: Fact): ReportState {
  if (state || seq !== 1) throw new Error('a sealed report is received once');
  const { id, number, kind, keptFrom, spared, recipient, watch } = step;
  return {
    seq, facts: { id, number, kind, receivedAt: at, keptFrom, spared, recipient, ...(watch ? { watch } : {}) },
    standing: received(step), route: step.route, readers: step.readers, successors: step.successors,
    letters: [{ by: 'reporter', at, digest: step.digest, closedIn: step.closedIn }], outcomes: [], lateTimes: 0,
  };
}

function received({ dueAt, answerBy }: Pick<Extract<Standing, { stage: 'received' }>, 'dueAt' | 'answerBy'>): Standing {
  return { stage: 'received', dueAt, answerBy };
}

function inHand(standing: Standing): Standing {
  if (standing.stage !== 'received') throw new Error('only what was received can be acknowledged');
  return { stage: 'in-hand', dueAt: standing.answerBy };
}

/** Officers' letters are closed in their browser and nowhere else. */
function byOfficer(digest: string, { at }: Fact): Letter {
  return { by: 'officer', at, digest, closedIn: 'browser' };
}
