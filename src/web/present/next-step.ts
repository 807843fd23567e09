import type { UnitId } from '../../kernel/ids.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { CaseState } from '../../slices/cases/index.ts';
import type { NextStep } from '../views/next.ts';

/** What happens next, by whom and by when. Pure: the same state always gives the same sentence. */
export function nextStepOf(state: CaseState, intake: UnitId, nameOf: (unit: UnitId) => string): NextStep {
  switch (state.stage) {
    case 'submitted': return { kind: 'accept', unit: nameOf(intake), by: state.dueAt };
    case 'accepted': return { kind: 'dispatch', unit: nameOf(intake), by: state.dueAt };
    case 'diverted': return { kind: 'diverted', reason: state.diverted.diversion, contestable: state.contest === 'open' };
    case 'diversion-contested': return { kind: 'settle', unit: nameOf(intake), by: state.dueAt };
    case 'objected': return { kind: 'rule', unit: nameOf(state.round.handler), by: state.round.objections.at(-1)?.lookAt ?? state.round.dueAt };
    case 'dispatched':
    case 'signed':
    case 'contacted': {
      const { round } = state;
      const unit = nameOf(round.owner);
      const pause = round.pauses.at(-1);
      if (pause && pause.end === undefined) return { kind: 'paused', unit, by: pause.plannedEnd };
      return { kind: round.number > 1 ? 'answer-higher' : 'answer', unit, by: round.dueAt };
    }
    case 'answered': return { kind: 'judge', unit: nameOf(answeredBy(state.round.answers, state.round.handler)) };
    case 'unjudged': return { kind: 'silent', unit: nameOf(answeredBy(state.round.answers, state.round.handler)) };
    case 'solved': return { kind: 'solved', reopenUntil: state.recastUntil };
    case 'withdrawn': return { kind: 'withdrawn' };
    case 'imported-closed': return { kind: 'imported-closed' };
    default: return unreachable(state);
  }
}

/** The unit whose answer the resident is asked about. */
export function answeredBy(answers: readonly { readonly unit: UnitId }[], handler: UnitId): UnitId {
  return answers.at(-1)?.unit ?? handler;
}
