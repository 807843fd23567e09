import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Judge, Withdraw } from './commands.ts';
import { next, RESIDENT, staffSignature, whole, wrongStage, type Decided, type Signature } from './draft.ts';
import { resumedIfPaused } from './decide-work.ts';
import type { CaseEvent } from './events.ts';
import { enteredAt } from './receipt.ts';
import { raisedFrom, type Rules } from './rules.ts';
import { earlier, unitsIn, type AnsweredCase, type CaseState, type Solved, type Unjudged } from './state.ts';

/** From this round on a reopened case goes one level further up, and a post is named (复办三次提级督办). */
const ESCALATED_FROM_ROUND = 3;

/**
 * The resident's word (charter promise 4). "Solved" rests the case; "partly" and "unsolved" open the next round one
 * level up in the same decision. A case called solved can be reopened while the recast window lasts, at no cost.
 */
export function judge(state: CaseState, command: Judge, at: Instant, rules: Rules): Decided {
  // Types already demand a proof; that it speaks of this very case only a comparison can tell.
  if (command.proof.caseId !== state.facts.id) return refuse({ kind: 'no-proof' });
  switch (state.stage) {
    case 'submitted': case 'diversion-contested': case 'accepted': case 'dispatched': case 'objected': case 'signed': case 'contacted':
      return refuse({ kind: 'not-answered' });
    // How another system's case ended nobody here can say; who wants it judged says it anew.
    case 'diverted': case 'withdrawn': case 'imported-closed':
      return wrongStage(state, 'judge');
    case 'answered': case 'unjudged': case 'solved':
      return judgeAnswered(state, command, at, rules);
  }
}

/** Only the resident, from any stage in which something is still owed or waits for them; never from a unit's screen. */
export function withdraw(state: CaseState, command: Withdraw, at: Instant, rules: Rules): Decided {
  if (state.stage === 'withdrawn' || state.stage === 'solved' || state.stage === 'imported-closed') return wrongStage(state, 'withdraw');
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  const paused = state.stage === 'signed' || state.stage === 'contacted' ? resumedIfPaused(state, at, rules) : [];
  return next(state, RESIDENT, ...paused, {
    type: 'case.withdrawn.v1', open: { day: rules.dayOf(at) }, sealed: whole({ reason: command.reason, pressed: command.pressed ? 'yes' : '' }),
  });
}

type Judgeable = AnsweredCase | Unjudged | Solved;

function judgeAnswered(state: Judgeable, command: Judge, at: Instant, rules: Rules): Decided {
  // Asked about one answer: nobody's word about another.
  if (command.proof.round !== undefined && command.proof.round !== state.round.number) return refuse({ kind: 'no-proof' });
  const by = judgeSignature(state, command);
  if (!by) return refuse({ kind: 'not-yours', needs: 'resident' });
  if (state.stage === 'solved') {
    if (command.outcome === 'solved') return refuse({ kind: 'same-outcome' });
    if (at > state.recastUntil) return refuse({ kind: 'recast-window-closed', since: state.recastUntil });
  }
  const judged: CaseEvent = {
    type: 'case.judged.v1',
    open: {
      round: state.round.number, outcome: command.outcome, means: command.proof.means, day: rules.dayOf(at),
      recastUntil: rules.deadline('recast', at, state.facts),
    },
    sealed: whole({ comment: command.comment }),
  };
  return command.outcome === 'solved' ? next(state, by, judged) : next(state, by, judged, ...reopened(state, at, rules));
}

/** A call-back officer writes down what a resident said to a call drawn by lot; staff of any unit in the case, or whose desk entered it, may not. */
function judgeSignature(state: Judgeable, command: Judge): Signature | undefined {
  const { by, proof } = command;
  if (by.kind === 'resident') return RESIDENT;
  if (by.kind === 'system') return proof.means === 'receipt' ? undefined : { role: proof.means };
  const involved = [...[...state.past, state.round].flatMap(unitsIn), enteredAt(state.facts.entry)];
  return proof.means === 'call-back' && !involved.includes(by.unit) ? staffSignature(by, ['call-back-officer']) : undefined;
}

function reopened({ round, facts }: Judgeable, at: Instant, rules: Rules): readonly CaseEvent[] {
  const owner = raisedFrom(round.owner, facts.about, rules, enteredAt(facts.entry));
  const post = rules.leadPostOf(owner);
  const number = round.number + 1;
  const dueAt = rules.deadline('answer-again', at, facts, owner);
  const signDueAt = rules.deadline('sign', at, facts, owner);
  const again: CaseEvent = {
    type: 'case.reopened.v1',
    open: {
      round: number, owner, handler: round.handler, ...(post ? { post } : {}), assisting: round.assisting, dueAt, signDueAt,
      rulesVersion: rules.version,
    },
    sealed: {},
  };
  if (number < ESCALATED_FROM_ROUND) return [again];
  const to = raisedFrom(owner, facts.about, rules, enteredAt(facts.entry));
  const higherPost = rules.leadPostOf(to);
  const sooner = earlier(dueAt, rules.deadline('escalated', at, facts));
  return [again, {
    type: 'case.escalated.v1',
    open: { cause: 'third-round', to, ...(higherPost ? { post: higherPost } : {}), handler: round.handler, dueAt: sooner, signDueAt, answerDueAt: sooner },
    sealed: {},
  }];
}
