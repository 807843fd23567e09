import type { Round } from './case.ts';
import { ERASED, type CaseFact } from './events.ts';
import { impossible, type CaseState } from './state.ts';

type MatterFact = Extract<CaseFact, { type: 'case.joined.v1' | 'case.parted.v1' | 'case.redated.v1' }>;

/** An overlay: stage, rounds and outcomes are untouched; a declared date is remembered by its length, so that pauses since move both. */
export function evolveMatter(state: CaseState, fact: MatterFact): CaseState {
  const { facts } = state;
  switch (fact.type) {
    case 'case.joined.v1':
      return facts.joined ? impossible(state, fact) : { ...state, seq: fact.seq, facts: { ...facts, joined: { matter: fact.sealed.matter ?? ERASED, at: fact.at } } };
    case 'case.parted.v1': {
      const { joined, ...rest } = facts;
      return joined ? { ...state, seq: fact.seq, facts: rest } : impossible(state, fact);
    }
    case 'case.redated.v1': {
      if (state.stage !== 'dispatched' && state.stage !== 'objected' && state.stage !== 'signed' && state.stage !== 'contacted') return impossible(state, fact);
      return { ...state, seq: fact.seq, round: redated(state.round, fact) };
    }
  }
}

function redated(round: Round, { open }: Extract<MatterFact, { type: 'case.redated.v1' }>): Round {
  const { cause, dueAt, answerDueAt } = open;
  return { ...round, dueAt, answerDueAt, declaredMs: cause === 'declared' ? round.declaredMs + dueAt - round.dueAt : 0 };
}
