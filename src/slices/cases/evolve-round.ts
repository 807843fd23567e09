import { unreachable } from '../../kernel/unreachable.ts';
import type { Round } from './case.ts';
import { evolveFurther } from './evolve-further.ts';
import { objected, objectionRuled } from './evolve-objection.ts';
import { ERASED, type CaseFact } from './events.ts';
import { impossible, openPauseOf, type AnsweredCase, type CaseState, type InHand, type Solved, type Unjudged } from './state.ts';

type FactOf<Type extends CaseFact['type']> = Extract<CaseFact, { type: Type }>;
type RoundFact = FactOf<
  | 'case.dispatched.v1' | 'case.transferred.v1' | 'case.objected.v1' | 'case.objection-ruled.v1' | 'case.extended.v1' | 'case.convened.v1'
  | 'case.assisted.v1' | 'case.hard-listed.v1' | 'case.hard-reviewed.v1' | 'case.signed.v1' | 'case.contacted.v1' | 'case.answered.v1' | 'case.paused.v1'
  | 'case.resumed.v1' | 'case.judged.v1' | 'case.reopened.v1' | 'case.escalated.v1' | 'case.unjudged.v1'
>;

/** Facts of a case that has been dispatched: what each does to the running round. */
export function evolveRound(state: CaseState, fact: RoundFact): CaseState {
  if (fact.type === 'case.dispatched.v1') return dispatched(state, fact);
  if (fact.type === 'case.judged.v1') return judged(state, fact);
  if (fact.type === 'case.reopened.v1') return reopened(state, fact);
  if (fact.type === 'case.answered.v1') return answered(state, fact);
  if (fact.type === 'case.unjudged.v1') return unjudged(state, fact);
  if (fact.type === 'case.objected.v1') return objected(state, fact);
  if (fact.type === 'case.objection-ruled.v1') return objectionRuled(state, fact);
  if (state.stage !== 'dispatched' && state.stage !== 'objected' && state.stage !== 'signed' && state.stage !== 'contacted') return impossible(state, fact);
  const inHand: InHand = { ...state, seq: fact.seq };
  const { round } = state;
  switch (fact.type) {
    case 'case.transferred.v1': {
      if (state.stage === 'objected') return impossible(state, fact);
      const { owner, handler, signDueAt } = fact.open;
      const moved = { ...round, owner, handler, signDueAt, receivedAt: fact.at, transfers: round.transfers + 1 };
      return { ...inHand, stage: 'dispatched', round: unsigned({ ...moved, assisting: without(round, handler) }) };
    }
    case 'case.escalated.v1': return { ...inHand, ...escalated(state, fact) };
    case 'case.signed.v1': return state.stage === 'dispatched'
      ? { ...inHand, stage: 'signed', round: { ...round, signedAt: fact.at, contactDueAt: fact.open.contactDueAt } }
      : impossible(state, fact);
    case 'case.contacted.v1': return state.stage === 'dispatched' || state.stage === 'objected'
      ? impossible(state, fact)
      : { ...inHand, stage: 'contacted', round: { ...round, contactedAt: round.contactedAt ?? fact.at } };
    case 'case.paused.v1': return state.stage === 'dispatched' || state.stage === 'objected' || openPauseOf(round)
      ? impossible(state, fact)
      : { ...inHand, round: { ...round, pauses: [...round.pauses, pauseOf(fact)] } };
    case 'case.resumed.v1': return { ...inHand, round: resumed(state, fact) };
    case 'case.extended.v1': case 'case.convened.v1': case 'case.assisted.v1': case 'case.hard-listed.v1': case 'case.hard-reviewed.v1':
      return { ...inHand, round: evolveFurther(state, fact) };
    default: return unreachable(fact);
  }
}

function dispatched(state: CaseState, fact: FactOf<'case.dispatched.v1'>): InHand {
  if (state.stage !== 'accepted') return impossible(state, fact);
  const { owner, assisting, dueAt, signDueAt } = fact.open;
  return {
    stage: 'dispatched', seq: fact.seq, facts: state.facts, acceptedAt: state.acceptedAt, past: [],
    round: newRound({ number: 1, startedAt: fact.at, dueAt, signDueAt, owner, handler: owner, assisting }),
  };
}

function reopened(state: CaseState, fact: FactOf<'case.reopened.v1'>): InHand {
  // The verdict before it has set the outcome of the round that this one follows.
  if (state.stage !== 'unjudged' || state.round.outcome === undefined) return impossible(state, fact);
  const { round: number, owner, handler, assisting, dueAt, signDueAt } = fact.open;
  return {
    stage: 'dispatched', seq: fact.seq, facts: state.facts, acceptedAt: state.acceptedAt, past: [...state.past, state.round],
    round: newRound({ number, startedAt: fact.at, dueAt, signDueAt, owner, handler, assisting }),
  };
}

function newRound(start: Pick<Round, 'number' | 'startedAt' | 'dueAt' | 'signDueAt' | 'owner' | 'handler' | 'assisting'>): Round {
  return { ...start, answerDueAt: start.dueAt, receivedAt: start.startedAt, declaredMs: 0, transfers: 0, objections: [], extensions: [], assistance: [], escalations: [], pauses: [], answers: [] };
}

function escalated(state: InHand, fact: FactOf<'case.escalated.v1'>): Pick<InHand, 'stage' | 'round'> {
  const { round } = state;
  const { cause, to, post, handler, dueAt, signDueAt, answerDueAt } = fact.open;
  const escalation = { cause, to, ...(post ? { post } : {}), at: fact.at };
  const raised: Round = {
    ...round, owner: to, handler, dueAt, signDueAt, answerDueAt,
    // Its own date is the sooner of the two as well.
    declaredMs: Math.max(0, dueAt - (round.dueAt - round.declaredMs)), escalations: [...round.escalations, escalation],
    assisting: handler === round.handler ? round.assisting : without(round, handler),
  };
  // A third transfer brings a new handler, so it must be signed again; the other causes leave the work where it is.
  return cause === 'third-transfer'
    ? { stage: 'dispatched', round: unsigned({ ...raised, receivedAt: fact.at, transfers: round.transfers + 1 }) }
    : { stage: state.stage, round: raised };
}

function pauseOf(fact: FactOf<'case.paused.v1'>): Round['pauses'][number] {
  return { reason: fact.open.reason, role: fact.role, from: fact.at, plannedEnd: fact.open.plannedEnd };
}

function resumed(state: InHand, fact: FactOf<'case.resumed.v1'>): Round {
  const { round } = state;
  const paused = openPauseOf(round) ?? impossible(state, fact);
  const { end, dueAt, answerDueAt, contactDueAt } = fact.open;
  return {
    ...round, dueAt, answerDueAt, ...(contactDueAt === undefined ? {} : { contactDueAt }),
    pauses: [...round.pauses.slice(0, -1), { ...paused, end }],
  };
}

function answered(state: CaseState, fact: FactOf<'case.answered.v1'>): AnsweredCase | Unjudged {
  if (state.stage !== 'signed' && state.stage !== 'contacted' && state.stage !== 'answered' && state.stage !== 'unjudged') {
    return impossible(state, fact);
  }
  const { found, done, owed } = fact.sealed;
  const { remindAt, windowEndsAt, owedBy } = fact.open;
  const given = {
    at: fact.at, unit: fact.unit ?? impossible(state, fact), found: found ?? ERASED, done: done ?? ERASED, inPublic: fact.open.inPublic === true,
    ...(owedBy === undefined ? {} : { owed: owed ?? ERASED, owedBy }),
  };
  // A first answer takes the case off the ledger: from here on it is the resident's to say.
  const { hard: _hard, ...rest } = state.round;
  const round: Round = { ...rest, answers: [...state.round.answers, given] };
  if (openPauseOf(round)) return impossible(state, fact);
  // A further answer moves no date: the resident's window runs from the first.
  if (state.stage === 'answered' || state.stage === 'unjudged') return { ...state, seq: fact.seq, round };
  const { facts, acceptedAt, past } = state;
  return { stage: 'answered', seq: fact.seq, facts, acceptedAt, past, round, reminders: 0, remindAt, windowEndsAt };
}

/** "Solved" rests the case. Any other verdict leaves it without one for the instant until `case.reopened` follows. */
function judged(state: CaseState, fact: FactOf<'case.judged.v1'>): Solved | Unjudged {
  if (state.stage !== 'answered' && state.stage !== 'unjudged' && state.stage !== 'solved') return impossible(state, fact);
  if (fact.open.round !== state.round.number) return impossible(state, fact);
  const { facts, acceptedAt, past } = state;
  const round: Round = { ...state.round, outcome: { outcome: fact.open.outcome, at: fact.at } };
  return fact.open.outcome === 'solved'
    ? { stage: 'solved', seq: fact.seq, facts, acceptedAt, past, round, recastUntil: fact.open.recastUntil }
    : { stage: 'unjudged', seq: fact.seq, facts, acceptedAt, past, round, reminders: 0 };
}

function unjudged(state: CaseState, fact: FactOf<'case.unjudged.v1'>): Unjudged {
  if (state.stage !== 'answered') return impossible(state, fact);
  const { facts, acceptedAt, past, round, reminders } = state;
  return { stage: 'unjudged', seq: fact.seq, facts, acceptedAt, past, round, reminders };
}

function unsigned(round: Round): Round {
  const { signedAt: _signed, contactedAt: _contacted, contactDueAt: _due, ...rest } = round;
  return rest;
}

function without(round: Round, unit: Round['handler']): Round['assisting'] {
  return round.assisting.filter((one) => one !== unit);
}
