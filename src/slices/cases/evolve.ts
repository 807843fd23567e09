import { parseCaseId, parseJurisdictionCode, parsePersonRef, parseUnitId, type UnitId } from '../../kernel/ids.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { CaseFacts } from './case.ts';
import { ERASED, type CaseEvent, type CaseFact } from './events.ts';
import { evolveConversation } from './evolve-conversation.ts';
import { erased, evolveRemoval, remindedOfHiding } from './evolve-removal.ts';
import { evolveCall, evolveTask } from './evolve-reach.ts';
import { evolveReceipt } from './evolve-receipt.ts';
import { lookedAt } from './evolve-further.ts';
import { evolveMatter } from './evolve-matter.ts';
import { objectionLookedAt } from './evolve-objection.ts';
import { evolveRound } from './evolve-round.ts';
import { RELATIONS, type Entry } from './receipt.ts';
import { imported, placeOf } from './evolve-import.ts';
import { impossible, type AcceptedCase, type CaseState, type Contested, type Diverted, type Submitted } from './state.ts';

type FactOf<Type extends CaseEvent['type']> = Extract<CaseFact, { type: Type }>;

/**
 * The state after one more fact. Throws on a fact that cannot follow: the record and the program disagree, and whoever
 * folds must stop this stream and raise the alarm.
 */
export function evolve(state: CaseState | undefined, fact: CaseFact): CaseState {
  if (fact.seq !== (state?.seq ?? 0) + 1) throw new Error(`${fact.type} is number ${String(fact.seq)} after ${String(state?.seq ?? 0)}`);
  if (fact.type === 'case.submitted.v1') return state ? impossible(state, fact) : submitted(fact);
  if (fact.type === 'case.imported.v1') return state ? impossible(state, fact) : imported(fact);
  if (!state) throw new Error(`${fact.type} before case.submitted.v1`);
  switch (fact.type) {
    case 'case.accepted.v1': return accepted(state, fact);
    case 'case.diverted.v1': return state.stage === 'submitted' ? diverted(state, fact) : impossible(state, fact);
    case 'case.diversion-contested.v1':
      return state.stage === 'diverted' && state.contest === 'open' ? contested(state, fact) : impossible(state, fact);
    case 'case.diversion-settled.v1': return state.stage === 'diversion-contested' ? settled(state, fact) : impossible(state, fact);
    case 'case.withdrawn.v1': return withdrawn(state, fact);
    case 'case.summarised.v1': {
      const { summary } = fact.sealed;
      const facts = { ...state.facts, wordsReviewed: fact.open.wordsReviewed, publicSummary: summary ?? ERASED };
      return { ...state, seq: fact.seq, facts };
    }
    case 'case.reminded.v1': return fact.open.of === 'hiding-due' ? remindedOfHiding(state, fact) : reminded(state, fact);
    case 'case.hiding-proposed.v1': case 'case.hidden.v1': case 'case.hiding-refused.v1': case 'case.hiding-contested.v1':
    case 'case.hiding-settled.v1': case 'case.unhidden.v1':
      return evolveRemoval(state, fact);
    case 'case.asked.v1': case 'case.replied.v1': return evolveConversation(state, fact);
    case 'case.task-drafted.v1': case 'case.task-approved.v1': case 'case.task-refused.v1': case 'case.task-withdrawn.v1': case 'case.task-reported.v1':
      return evolveTask(state, fact);
    case 'case.call-asked.v1': case 'case.call-ended.v1': case 'case.call-contested.v1': return evolveCall(state, fact);
    case 'case.joined.v1': case 'case.parted.v1': case 'case.redated.v1': return evolveMatter(state, fact);
    case 'case.noted.v1': return { ...state, seq: fact.seq };
    case 'case.erased.v1': return erased(state, fact);
    case 'case.receipt-exchanged.v1': case 'case.reissue-asked.v1': case 'case.receipt-reissued.v1': case 'case.reissue-contested.v1': case 'case.reissue-settled.v1':
      return evolveReceipt(state, fact);
    case 'case.dispatched.v1': case 'case.transferred.v1': case 'case.objected.v1': case 'case.objection-ruled.v1': case 'case.extended.v1': case 'case.convened.v1':
    case 'case.assisted.v1': case 'case.hard-listed.v1': case 'case.hard-reviewed.v1': case 'case.signed.v1': case 'case.contacted.v1':
    case 'case.answered.v1': case 'case.paused.v1': case 'case.resumed.v1': case 'case.judged.v1': case 'case.reopened.v1':
    case 'case.escalated.v1': case 'case.unjudged.v1':
      return evolveRound(state, fact);
    default: return unreachable(fact);
  }
}

/** The state that a whole stream leads to; undefined for an empty one. */
export function fold(facts: Iterable<CaseFact>): CaseState | undefined {
  let state: CaseState | undefined;
  for (const fact of facts) state = evolve(state, fact);
  return state;
}

function submitted(fact: FactOf<'case.submitted.v1'>): Submitted {
  const { open, sealed } = fact;
  const person = parsePersonRef(sealed.person);
  const facts: CaseFacts = {
    id: parseCaseId(fact.stream) ?? notAn('case id'), number: open.number,
    jurisdiction: parseJurisdictionCode(fact.jurisdiction) ?? notAn('jurisdiction'),
    channel: open.channel, anonymity: open.anonymity, ...(person ? { person } : {}),
    kind: open.kind, urgency: open.urgency, topic: open.topic, place: placeOf(open.division, sealed),
    words: sealed.words ?? ERASED, publishWords: open.publishWords, publishPlace: open.publishPlace, wordsReviewed: false,
    photos: listOf(sealed.photos), about: unitsOf(sealed.about), superiors: unitsOf(sealed.superiors),
    entry: entryOf(fact), receipt: { generation: 1, owed: entryOf(fact).by !== 'self', exchanges: 0, ballotsFrom: 1, reissues: [] },
    submittedAt: fact.at, submittedDay: open.day, removals: [], conversation: [], tasks: [], calls: [], erased: false,
  };
  return { stage: 'submitted', seq: fact.seq, facts, dueAt: open.acceptDueAt, lookAt: open.acceptDueAt };
}

/** An office signs for what it entered; a program or list of the system's own speaks for whoever holds the receipt. */
function entryOf({ role, unit, sealed }: FactOf<'case.submitted.v1'>): Entry {
  const relation = RELATIONS.find((one) => one === sealed.proxy);
  if (relation !== undefined) return { by: 'proxy', relation };
  return unit === undefined ? { by: 'self' } : { by: 'office', role, unit };
}

function accepted(state: CaseState, fact: FactOf<'case.accepted.v1'>): AcceptedCase {
  if (state.stage !== 'submitted') return impossible(state, fact);
  const { kind, urgency, topic, division, wordsReviewed, dispatchDueAt } = fact.open;
  const { summary, address } = fact.sealed;
  const facts: CaseFacts = {
    ...state.facts, kind, urgency, topic, wordsReviewed, place: { ...state.facts.place, division, ...(address ? { address } : {}) },
    ...(summary ? { publicSummary: summary } : {}),
  };
  return { stage: 'accepted', seq: fact.seq, facts, acceptedAt: fact.at, dueAt: dispatchDueAt, lookAt: dispatchDueAt };
}

function diverted(state: Submitted, fact: FactOf<'case.diverted.v1'>): Diverted {
  const { explanation, by } = fact.sealed;
  return {
    stage: 'diverted', seq: fact.seq, facts: state.facts, contest: 'open',
    diverted: { diversion: fact.open.reason, explanation: explanation ?? ERASED, by: by ?? ERASED, at: fact.at },
  };
}

function contested(state: Diverted, fact: FactOf<'case.diversion-contested.v1'>): Contested {
  return {
    stage: 'diversion-contested', seq: fact.seq, facts: state.facts, diverted: state.diverted,
    contestWords: fact.sealed.words ?? ERASED, dueAt: fact.open.settleDueAt, lookAt: fact.open.settleDueAt,
  };
}

/** Upheld: it stays diverted and cannot be contested again. Overturned: it waits for acceptance once more, which is due now. */
function settled(state: Contested, fact: FactOf<'case.diversion-settled.v1'>): Diverted | Submitted {
  const { facts, diverted: before } = state;
  return fact.open.ruling === 'upheld'
    ? { stage: 'diverted', seq: fact.seq, facts, diverted: before, contest: 'spent' }
    : { stage: 'submitted', seq: fact.seq, facts, dueAt: fact.at, lookAt: fact.at };
}

function withdrawn(state: CaseState, fact: FactOf<'case.withdrawn.v1'>): CaseState {
  if (state.stage === 'withdrawn' || state.stage === 'solved' || state.stage === 'imported-closed' || fact.role !== 'resident') return impossible(state, fact);
  return {
    stage: 'withdrawn', seq: fact.seq, facts: state.facts, withdrawnAt: fact.at, past: 'past' in state ? state.past : [],
    ...('acceptedAt' in state ? { acceptedAt: state.acceptedAt } : {}), ...('round' in state ? { round: state.round } : {}),
  };
}

function reminded(state: CaseState, fact: FactOf<'case.reminded.v1'>): CaseState {
  const { of, nextAt } = fact.open;
  const { seq } = fact;
  switch (state.stage) {
    case 'submitted': return { ...state, seq, lookAt: nextAt ?? impossible(state, fact) };
    case 'diversion-contested': return { ...state, seq, lookAt: nextAt ?? impossible(state, fact) };
    case 'accepted': return { ...state, seq, lookAt: nextAt ?? impossible(state, fact) };
    case 'answered': {
      const { remindAt: _asked, ...rest } = state;
      return { ...rest, seq, reminders: state.reminders + 1, ...(nextAt === undefined ? {} : { remindAt: nextAt }) };
    }
    case 'dispatched': case 'objected': case 'signed': case 'contacted': {
      const dueAt = nextAt ?? impossible(state, fact);
      if (of === 'sign-due') return { ...state, seq, round: { ...state.round, signDueAt: dueAt } };
      if (of === 'assist-due' || of === 'review-due') return { ...state, seq, round: lookedAt(state.round, of, fact.at, dueAt) };
      if (of === 'objection-due') return { ...state, seq, round: objectionLookedAt(state.round, dueAt) };
      if (of === 'contact-due') return { ...state, seq, round: { ...state.round, contactDueAt: dueAt } };
      if (of === 'answer-due') return { ...state, seq, round: { ...state.round, answerDueAt: dueAt } };
      return impossible(state, fact);
    }
    case 'diverted': case 'unjudged': case 'solved': case 'withdrawn': case 'imported-closed': return impossible(state, fact);
    default: return unreachable(state);
  }
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined || text === '' || text === ERASED ? [] : text.split(' ');
}

function unitsOf(text: string | undefined): readonly UnitId[] {
  return listOf(text).map((unit) => parseUnitId(unit) ?? notAn('unit id'));
}

function notAn(what: string): never {
  throw new Error(`case.submitted.v1 without a ${what}`);
}
