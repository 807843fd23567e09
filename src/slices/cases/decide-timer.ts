import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { TimerKind } from './case.ts';
import type { Elapse } from './commands.ts';
import { elapsedHiding } from './decide-removal.ts';
import { resumedIfPaused } from './decide-work.ts';
import { next, SYSTEM, type Decided } from './draft.ts';
import type { CaseEvent } from './events.ts';
import { timersOf } from './policy.ts';
import { enteredAt } from './receipt.ts';
import { raisedFrom, type Rules } from './rules.ts';
import { earlier, type AnsweredCase, type CaseState, type InHand } from './state.ts';

/** A timer has run out: the office above learns of it, a pause ends, or the resident's silence is recorded as silence. */
export function elapse(state: CaseState, command: Elapse, at: Instant, rules: Rules): Decided {
  if (command.by.kind !== 'system') return refuse({ kind: 'not-yours', needs: 'system' });
  const due = timersOf(state).some((timer) => timer.kind === command.timer && timer.dueAt <= at);
  if (!due) return refuse({ kind: 'not-due' });
  if (command.timer === 'hiding-due') return next(state, SYSTEM, ...elapsedHiding(state, at, rules));
  switch (state.stage) {
    case 'submitted': case 'accepted': case 'diversion-contested':
      return next(state, SYSTEM, reminded(command.timer, raisedFrom(rules.intakeUnit, state.facts.about, rules), state, at, rules));
    case 'dispatched': case 'objected': case 'signed': case 'contacted':
      return next(state, SYSTEM, ...elapsedInHand(state, command.timer, at, rules));
    case 'answered':
      return next(state, SYSTEM, elapsedAnswered(state, command.timer, at, rules));
    case 'unjudged': case 'solved': case 'withdrawn': case 'diverted': case 'imported-closed':
      return refuse({ kind: 'not-due' });
    default: return unreachable(state);
  }
}

function elapsedInHand(state: InHand, timer: TimerKind, at: Instant, rules: Rules): readonly CaseEvent[] {
  if (timer === 'pause-end') return resumedIfPaused(state, at, rules);
  if (timer === 'contact-due') return [reminded(timer, state.round.handler, state, at, rules)];
  if (timer === 'assist-due' || timer === 'review-due') return [furtherReminded(state, timer, at, rules)];
  // Nobody has decided: whoever stands above the intake is called for, in public, until somebody does.
  if (timer === 'objection-due') return [reminded(timer, raisedFrom(rules.intakeUnit, state.facts.about, rules), state, at, rules)];
  const to = raisedFrom(state.round.owner, state.facts.about, rules, enteredAt(state.facts.entry));
  // At the top nobody is left to raise it to: the owner is reminded, in public, until it acts.
  if (to === state.round.owner) return [reminded(timer, to, state, at, rules)];
  return [escalated(state, timer === 'sign-due' ? 'unsigned' : 'overdue', to, at, rules)];
}

/** Whoever was called in and has said nothing, or the unit whose hard case was to be looked at again: reminded in public, until it acts. */
function furtherReminded(state: InHand, timer: 'assist-due' | 'review-due', at: Instant, rules: Rules): CaseEvent {
  const late = state.round.assistance.filter(({ reportedAt, lookAt }) => reportedAt === undefined && lookAt <= at)[0];
  return reminded(timer, timer === 'review-due' ? state.round.hard?.unit ?? state.round.owner : late?.unit ?? state.round.handler, state, at, rules);
}

/** Names a post, raises ownership, brings deadlines forward and never puts one back; the work may stay below. */
function escalated({ round, facts }: InHand, cause: 'unsigned' | 'overdue', to: UnitId, at: Instant, rules: Rules): CaseEvent {
  const post = rules.leadPostOf(to);
  const sooner = rules.deadline('escalated', at, facts);
  return {
    type: 'case.escalated.v1',
    open: {
      cause, to, ...(post ? { post } : {}), handler: round.handler, dueAt: earlier(round.dueAt, sooner),
      signDueAt: cause === 'unsigned' ? rules.deadline('sign', at, facts) : round.signDueAt,
      answerDueAt: cause === 'overdue' ? sooner : earlier(round.answerDueAt, sooner), day: rules.dayOf(at),
    },
    sealed: {},
  };
}

/** Silence is recorded as silence: after the reminders and the window the case is "no verdict", never "solved". */
function elapsedAnswered(state: AnsweredCase, timer: TimerKind, at: Instant, rules: Rules): CaseEvent {
  if (timer === 'verdict-window') return { type: 'case.unjudged.v1', open: { round: state.round.number }, sealed: {} };
  const again = rules.deadline('verdict-remind', at, state.facts);
  const more = state.reminders + 1 < rules.remindersMax && again < state.windowEndsAt;
  return { type: 'case.reminded.v1', open: { of: timer, to: 'resident', day: rules.dayOf(at), ...(more ? { nextAt: again } : {}) }, sealed: {} };
}

function reminded(of: TimerKind, to: UnitId, { facts }: CaseState, at: Instant, rules: Rules): CaseEvent {
  const post = rules.leadPostOf(to);
  return { type: 'case.reminded.v1', open: { of, to, ...(post ? { post } : {}), nextAt: rules.deadline('remind', at, facts), day: rules.dayOf(at) }, sealed: {} };
}
