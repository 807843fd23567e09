import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Round } from './case.ts';
import type { Author, GiveAnswer, MakeContact, PauseClock, Resume, Sign } from './commands.ts';
import { given, HANDLING_ROLES, next, staffSignature, wrongStage, type Decided, type Signature } from './draft.ts';
import type { CaseEvent } from './events.ts';
import type { Rules } from './rules.ts';
import { earlier, openPauseOf, unitsIn, type CaseState, type InHand } from './state.ts';

/** 签收. Once ownership has been raised, only the unit it was raised to can sign: it cannot be handed down again. */
export function sign(state: CaseState, command: Sign, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'dispatched') return wrongStage(state, 'sign');
  const { round } = state;
  const raised = round.number > 1 || round.escalations.length > 0;
  const by = signatureOf(command.by, raised ? [round.owner] : [round.owner, round.handler]);
  if (!by) return refuse({ kind: 'not-yours', needs: raised ? 'owning-unit' : 'handling-unit' });
  return next(state, by, {
    type: 'case.signed.v1', open: { contactDueAt: rules.deadline('contact', at, state.facts) }, sealed: {},
  });
}

/** Any unit in the round may speak with the resident, through the relay; only leads and owners answer. */
export function makeContact(state: CaseState, command: MakeContact): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'contact');
  const by = signatureOf(command.by, unitsIn(state.round));
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  return next(state, by, { type: 'case.contacted.v1', open: { means: command.means }, sealed: given({ note: command.note }) });
}

/** All that a unit can say of its own work: "answered". It may say more later; that moves no date. */
export function answer(state: CaseState, command: GiveAnswer, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted' && state.stage !== 'answered' && state.stage !== 'unjudged') {
    return wrongStage(state, 'answer');
  }
  const by = signatureOf(command.by, leadsOf(state.round));
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  const answered: CaseEvent = {
    type: 'case.answered.v1',
    open: {
      remindAt: rules.deadline('verdict-remind', at, state.facts), windowEndsAt: rules.deadline('verdict-window', at, state.facts),
      ...(command.owed ? { owedBy: command.owed.byDay } : {}), ...(command.inPublic ? { inPublic: true } : {}),
    },
    sealed: given({ found: command.found, done: command.done, owed: command.owed?.what }),
  };
  return next(state, by, ...(state.stage === 'signed' || state.stage === 'contacted' ? resumedIfPaused(state, at, rules) : []), answered);
}

/** The clock stops only for a published reason, with an explanation the resident reads and an end. */
export function pause(state: CaseState, command: PauseClock, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'pause');
  const { round } = state;
  const by = signatureOf(command.by, leadsOf(round));
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  if (openPauseOf(round)) return refuse({ kind: 'already-paused' });
  if (round.pauses.length >= rules.pausesMax) return refuse({ kind: 'pauses-spent', max: rules.pausesMax });
  // A clock that has run out cannot be stopped: that would hide the delay.
  if (at >= round.dueAt) return refuse({ kind: 'overdue-cannot-pause' });
  if (command.plannedEnd <= at) return refuse({ kind: 'pause-in-past' });
  const latest = rules.pauseEndMax(command.reason, at, state.facts);
  if (command.plannedEnd > latest) return refuse({ kind: 'pause-too-long', latest });
  return next(state, by, {
    type: 'case.paused.v1', open: { reason: command.reason, plannedEnd: command.plannedEnd }, sealed: { explanation: command.explanation },
  });
}

export function resume(state: CaseState, command: Resume, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'resume');
  const by = signatureOf(command.by, leadsOf(state.round));
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  const resumed = resumedIfPaused(state, at, rules);
  return resumed.length === 0 ? refuse({ kind: 'not-paused' }) : next(state, by, ...resumed);
}

/** Ends a running pause: now, or when it was planned to end if that has passed, so that no outage of ours lengthens it. */
export function resumedIfPaused({ round, facts }: InHand, at: Instant, rules: Rules): readonly CaseEvent[] {
  const paused = openPauseOf(round);
  if (!paused) return [];
  // Never before it began: two transactions may have read the clock in the other order.
  const end = at < paused.from ? paused.from : earlier(at, paused.plannedEnd);
  const { contactDueAt } = round;
  return [{
    type: 'case.resumed.v1',
    open: {
      end, dueAt: rules.moveOn(round.dueAt, paused.from, end, facts),
      answerDueAt: rules.moveOn(round.answerDueAt, paused.from, end, facts),
      ...(contactDueAt === undefined ? {} : { contactDueAt: rules.moveOn(contactDueAt, paused.from, end, facts) }),
    },
    sealed: {},
  }];
}

function leadsOf(round: Round): readonly UnitId[] {
  return [round.owner, round.handler];
}

/** Signs for one of these units, as whoever works or leads there. */
export function signatureOf(author: Author, units: readonly UnitId[]): Signature | undefined {
  return author.kind === 'staff' && units.includes(author.unit) ? staffSignature(author, HANDLING_ROLES) : undefined;
}
