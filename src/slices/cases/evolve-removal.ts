import { unreachable } from '../../kernel/unreachable.ts';
import { withoutWords } from './evolve-conversation.ts';
import { withoutCallWords, withoutTaskWords } from './evolve-reach.ts';
import { withoutHands } from './evolve-receipt.ts';
import { ERASED, type CaseFact } from './events.ts';
import { removalOf, type Hidable, type Hand, type Removal } from './removals.ts';
import { impossible, type CaseState } from './state.ts';

type FactOf<Type extends CaseFact['type']> = Extract<CaseFact, { type: Type }>;
type RemovalFact = FactOf<
  'case.hiding-proposed.v1' | 'case.hidden.v1' | 'case.hiding-refused.v1' | 'case.hiding-contested.v1' | 'case.hiding-settled.v1' | 'case.unhidden.v1'
>;

/** What is out of sight, and what is asked for. Stage, clock, rounds and outcome are never touched. */
export function evolveRemoval(state: CaseState, fact: RemovalFact): CaseState {
  const { item } = fact.open;
  const last = removalOf(state.facts.removals, item);
  switch (fact.type) {
    case 'case.hiding-proposed.v1': {
      if (last && last.state !== 'refused' && last.state !== 'restored') return impossible(state, fact);
      const { rule, atOnce, lapsesAt, day } = fact.open;
      const asked: Removal = {
        item, rule, proposer: handOf(fact), accounts: [fact.sealed.by ?? ERASED], state: atOnce ? 'provisional' : 'proposed', day, dueAt: lapsesAt,
      };
      return withRemovals(state, fact, [...state.facts.removals, asked]);
    }
    case 'case.hidden.v1': {
      if (last?.state !== 'proposed' && last?.state !== 'provisional') return impossible(state, fact);
      return replaced(state, fact, item, { ...matterOf(last, fact), state: 'hidden', day: fact.open.day, approver: handOf(fact), contest: 'open' });
    }
    case 'case.hiding-refused.v1': {
      if (last?.state !== 'proposed' && last?.state !== 'provisional') return impossible(state, fact);
      const matter = matterOf(last, fact);
      const { day } = fact.open;
      return replaced(state, fact, item, last.state === 'proposed' ? { ...matter, state: 'refused', day } : { ...matter, state: 'restored', day: last.day, restoredDay: day });
    }
    case 'case.hiding-contested.v1': {
      if (last?.state !== 'hidden' || last.contest === 'spent') return impossible(state, fact);
      const { contest: _open, ...rest } = last;
      return replaced(state, fact, item, { ...rest, state: 'contested', words: fact.sealed.words ?? ERASED, dueAt: fact.open.settleDueAt });
    }
    case 'case.hiding-settled.v1': {
      if (last?.state !== 'contested') return impossible(state, fact);
      const { approver, day } = last;
      const matter = matterOf(last, fact);
      return replaced(state, fact, item, fact.open.ruling === 'upheld'
        ? { ...matter, state: 'hidden', day, approver, contest: 'spent' }
        : { ...matter, state: 'restored', day, approver, restoredDay: fact.open.day });
    }
    case 'case.unhidden.v1': {
      if (last?.state !== 'hidden') return impossible(state, fact);
      return replaced(state, fact, item, { ...matterOf(last, fact), state: 'restored', day: last.day, approver: last.approver, restoredDay: fact.open.day });
    }
    default: return unreachable(fact);
  }
}

/** Contests that were due are called for again at the date given. */
export function remindedOfHiding(state: CaseState, fact: FactOf<'case.reminded.v1'>): CaseState {
  const dueAt = fact.open.nextAt ?? impossible(state, fact);
  return withRemovals(state, fact, state.facts.removals.map((one) => (one.state === 'contested' && one.dueAt <= fact.at ? { ...one, dueAt } : one)));
}

/** Everything private is gone, whether its payload was read before or after it was deleted. */
export function erased(state: CaseState, fact: FactOf<'case.erased.v1'>): CaseState {
  if (state.stage !== 'solved' && state.stage !== 'unjudged' && state.stage !== 'withdrawn' && state.stage !== 'diverted' && state.stage !== 'imported-closed') return impossible(state, fact);
  const { person: _who, publicSummary: _summary, ...facts } = state.facts;
  const { division } = facts.place;
  const kept = {
    ...facts, words: ERASED, photos: [], about: [], superiors: [], place: { division, address: '' }, erased: true,
    removals: facts.removals.map(withoutSealed), conversation: facts.conversation.map(withoutWords),
    receipt: { ...withoutHands(facts.receipt), owed: false }, ...(facts.entry.by === 'proxy' ? { entry: { by: 'self' } as const } : {}),
    tasks: facts.tasks.map(withoutTaskWords), calls: facts.calls.map(withoutCallWords),
  };
  return { ...state, seq: fact.seq, facts: kept };
}

function withoutSealed(removal: Removal): Removal {
  const kept = { ...removal, accounts: removal.accounts.map(() => ERASED) };
  return kept.state === 'contested' ? { ...kept, words: ERASED } : kept;
}

/** What stays the same of it, with one more account that had a hand in it. */
function matterOf({ item, rule, proposer, accounts }: Removal, { sealed }: FactOf<'case.hidden.v1' | 'case.hiding-refused.v1' | 'case.hiding-settled.v1' | 'case.unhidden.v1'>) {
  return { item, rule, proposer, accounts: sealed.by === undefined ? accounts : [...accounts, sealed.by] };
}

function handOf(fact: CaseFact): Hand {
  return { role: fact.role, ...(fact.unit ? { unit: fact.unit } : {}) };
}

function replaced(state: CaseState, fact: CaseFact, item: Hidable, by: Removal): CaseState {
  const last = removalOf(state.facts.removals, item);
  return withRemovals(state, fact, state.facts.removals.map((one) => (one === last ? by : one)));
}

function withRemovals(state: CaseState, fact: CaseFact, removals: readonly Removal[]): CaseState {
  return { ...state, seq: fact.seq, facts: { ...state.facts, removals } };
}
