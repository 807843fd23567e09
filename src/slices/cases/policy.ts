import type { Instant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Round, TimerKind } from './case.ts';
import { removalDueAt } from './removals.ts';
import { openObjectionOf, openPauseOf, type CaseState, type InHand } from './state.ts';

export type Timer = { readonly kind: TimerKind; readonly dueAt: Instant };

/**
 * When the sweeper must look at a case again. Every stage in which government owes something has at least one timer,
 * so nothing can be forgotten; stages that rest have none, but while somebody asks to hide a text, or objects to it.
 */
export function timersOf(state: CaseState): readonly Timer[] {
  const hiding = removalDueAt(state.facts.removals);
  return [...stageTimers(state), ...(hiding === undefined ? [] : [{ kind: 'hiding-due', dueAt: hiding } as const])];
}

function stageTimers(state: CaseState): readonly Timer[] {
  switch (state.stage) {
    case 'submitted': return [{ kind: 'accept-due', dueAt: state.lookAt }];
    case 'diversion-contested': return [{ kind: 'settle-due', dueAt: state.lookAt }];
    case 'accepted': return [{ kind: 'dispatch-due', dueAt: state.lookAt }];
    case 'dispatched': case 'objected': case 'signed': case 'contacted': return handTimers(state);
    case 'answered': return [
      ...(state.remindAt === undefined ? [] : [{ kind: 'verdict-reminder', dueAt: state.remindAt } as const]),
      { kind: 'verdict-window', dueAt: state.windowEndsAt },
    ];
    // A resident may speak at any time; nobody is asked for ever. A diversion can be contested without a term.
    case 'unjudged': case 'solved': case 'withdrawn': case 'diverted': case 'imported-closed': return [];
    default: return unreachable(state);
  }
}

/** Whoever was called in, and the review of a hard case: neither stops with a pause of the clock's, nor stops it. */
function furtherTimers({ assistance, hard }: Round): readonly Timer[] {
  const owed = assistance.filter(({ reportedAt }) => reportedAt === undefined).map(({ lookAt }) => lookAt);
  return [
    ...(owed.length === 0 ? [] : [{ kind: 'assist-due', dueAt: owed.reduce((a, b) => (a < b ? a : b)) } as const]),
    ...(hard ? [{ kind: 'review-due', dueAt: hard.lookAt } as const] : []),
  ];
}

function handTimers({ stage, round }: InHand): readonly Timer[] {
  const paused = openPauseOf(round);
  if (paused) return [{ kind: 'pause-end', dueAt: paused.plannedEnd }, ...furtherTimers(round)];
  const objection = openObjectionOf(round);
  return [
    // Nobody is asked to sign for what they object to; the clock of the answer goes on.
    ...(objection ? [{ kind: 'objection-due', dueAt: objection.lookAt } as const] : []),
    ...(stage === 'dispatched' ? [{ kind: 'sign-due', dueAt: round.signDueAt } as const] : []),
    ...(stage === 'signed' && round.contactDueAt !== undefined ? [{ kind: 'contact-due', dueAt: round.contactDueAt } as const] : []),
    { kind: 'answer-due', dueAt: round.answerDueAt },
    ...furtherTimers(round),
  ];
}
