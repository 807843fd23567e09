import { unreachable } from '../../kernel/unreachable.ts';
import type { MatterFact } from './events.ts';
import type { Matter } from './matter.ts';

/** Throws on a fact that cannot follow. */
export function evolve(state: Matter | undefined, fact: MatterFact): Matter {
  if (fact.seq !== (state?.seq ?? 0) + 1) throw new Error(`${fact.type} is number ${String(fact.seq)} after ${String(state?.seq ?? 0)}`);
  if (fact.type === 'matter.declared.v1') return state ? impossible(fact) : declared(fact);
  if (!state) return impossible(fact);
  // Whatever an office says shows who has it by now.
  const after: Matter = { ...state, seq: fact.seq, shownUnit: fact.type === 'matter.raised.v1' ? state.shownUnit : state.unit };
  switch (fact.type) {
    case 'matter.gathered.v1': case 'matter.parted.v1': case 'matter.signed.v1': return after;
    case 'matter.updated.v1': {
      const { nextWordAt: _past, ...rest } = after;
      return { ...rest, latest: { words: fact.sealed.words ?? '', at: fact.at }, ...(fact.open.nextWordAt === undefined ? {} : { nextWordAt: fact.open.nextWordAt }) };
    }
    case 'matter.answered.v1': return { ...after, stage: 'answered', latest: { words: [fact.sealed.found, fact.sealed.done].filter(Boolean).join('\n\n'), at: fact.at } };
    case 'matter.redated.v1': return { ...after, declaredDate: { dueAt: fact.open.dueAt, explanation: fact.sealed.explanation ?? '', role: fact.role } };
    case 'matter.raised.v1': {
      if (state.stage !== 'answered') return impossible(fact);
      const { unit, post } = fact.open;
      return { ...after, stage: 'open', unit, raises: [...state.raises, { to: unit, ...(post ? { post } : {}), cause: fact.sealed.cause ?? '' }] };
    }
    case 'matter.ended.v1': {
      if (state.endedAt !== undefined) return impossible(fact);
      const { nextWordAt: _past, ...rest } = after;
      return { ...rest, endedAt: fact.at, latest: { words: fact.sealed.words ?? '', at: fact.at } };
    }
    default: return unreachable(fact);
  }
}

export function fold(facts: Iterable<MatterFact>): Matter | undefined {
  let state: Matter | undefined;
  for (const fact of facts) state = evolve(state, fact);
  return state;
}

function declared(fact: Extract<MatterFact, { type: 'matter.declared.v1' }>): Matter {
  const { kind, topics, divisions, since, unit, nextWordAt } = fact.open;
  const { name = '', words } = fact.sealed;
  return {
    id: fact.stream.slice('matter:'.length), seq: fact.seq, kind, name, topics, divisions, since, declaredAt: fact.at, declarer: fact.unit ?? impossible(fact), unit,
    shownUnit: unit, stage: 'open', raises: [], ...(nextWordAt === undefined ? {} : { nextWordAt }), ...(words === undefined ? {} : { latest: { words, at: fact.at } }),
  };
}

function impossible(fact: MatterFact): never {
  throw new Error(`${fact.type} cannot follow in ${fact.stream}`);
}
