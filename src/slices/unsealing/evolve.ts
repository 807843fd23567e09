import { unreachable } from '../../kernel/unreachable.ts';
import type { UnsealingFact } from './events.ts';
import { AGREED, type Hand, type Unsealing } from './unsealing.ts';

/** What a request has become. Throws on a fact that cannot have happened. */
export function evolve(state: Unsealing | undefined, fact: UnsealingFact): Unsealing {
  if (fact.type === 'identity.requested.v1') {
    if (state) throw new Error('a request begins once');
    const { purpose, fields, decider, decideBy } = fact.open;
    return { ...begun(fact, fact.open), purpose, fields, views: [], status: 'requested', decider, decideBy };
  }
  if (fact.type === 'identity.shown.v1' && fact.open.purpose === AGREED) {
    if (state) throw new Error('a look that was agreed to stands alone');
    const { fields } = fact.open;
    return { ...begun(fact, fact.open), purpose: AGREED, fields, views: [{ at: fact.at, fields, by: handOf(fact, fact.open) }], status: 'agreed' };
  }
  if (!state) throw new Error('nothing was asked for');
  const accounts = 'by' in fact.sealed && fact.sealed.by !== undefined && !state.accounts.includes(fact.sealed.by) ? [...state.accounts, fact.sealed.by] : state.accounts;
  const next = { ...state, seq: fact.seq, accounts };
  switch (fact.type) {
    case 'identity.approved.v1':
      if (state.status !== 'requested') throw new Error('only a request that waits is approved');
      return { ...next, status: 'approved', by: handOf(fact, fact.open), granted: fact.open.fields, until: fact.open.until, at: fact.at };
    case 'identity.refused.v1':
      if (state.status !== 'requested') throw new Error('only a request that waits is refused');
      return { ...next, status: 'refused', by: handOf(fact, fact.open), explanation: fact.sealed.explanation ?? '', at: fact.at };
    case 'identity.shown.v1':
      if (state.status !== 'approved' || fact.at >= state.until) throw new Error('nobody looks without an approval in force');
      return { ...next, views: [...state.views, { at: fact.at, fields: fact.open.fields, by: handOf(fact, fact.open) }] } as Unsealing;
    case 'identity.contested.v1':
      if (state.contest.state !== 'none') throw new Error('contested once');
      return { ...next, contest: { state: 'open', words: fact.sealed.words ?? '', answerBy: fact.open.answerBy } } as Unsealing;
    case 'identity.contest-settled.v1': {
      if (state.contest.state !== 'open') throw new Error('only what is contested is settled');
      const contest = { state: 'settled', words: state.contest.words, ruling: fact.open.ruling, explanation: fact.sealed.explanation ?? '', by: handOf(fact, fact.open), at: fact.at } as const;
      // What was not right ends at once.
      const until = state.status === 'approved' && fact.open.ruling === 'improper' && fact.at < state.until ? { until: fact.at } : {};
      return { ...next, ...until, contest } as Unsealing;
    }
    default: return unreachable(fact);
  }
}

export function fold(facts: readonly UnsealingFact[]): Unsealing | undefined {
  return facts.reduce<Unsealing | undefined>(evolve, undefined);
}

type Begun = Pick<Unsealing, 'id' | 'seq' | 'caseId' | 'asker' | 'accounts' | 'words' | 'askedAt' | 'contest'>;

function begun(fact: UnsealingFact & { readonly sealed: { readonly words?: string; readonly by?: string } }, open: { readonly case: Unsealing['caseId']; readonly unit: Hand['unit'] }): Begun {
  const { words = '', by } = fact.sealed;
  return {
    id: fact.stream.slice('identity:'.length), seq: fact.seq, caseId: open.case, asker: handOf(fact, open), accounts: by === undefined ? [] : [by],
    words, askedAt: fact.at, contest: { state: 'none' },
  };
}

function handOf({ role }: UnsealingFact, { unit }: { readonly unit: Hand['unit'] }): Hand {
  return { role, unit };
}
