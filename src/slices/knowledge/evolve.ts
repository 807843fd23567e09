import { unreachable } from '../../kernel/unreachable.ts';
import { newest, type Entry, type EntryId, type Version } from './entry.ts';
import type { KnowledgeFact } from './events.ts';

/** Pure. Throws on what cannot have happened. */
export function evolve(id: EntryId, state: Entry | undefined, fact: KnowledgeFact): Entry {
  switch (fact.type) {
    case 'knowledge.published.v1': {
      const { version, content, unit, role, at } = fact;
      const made: Version = { ...content, version, unit, role, at };
      if (!state && version === 1) return { id, unit, versions: [made] };
      if (!state || state.withdrawn || version !== newest(state).version + 1) throw new Error(`entry ${id}: version ${String(version)} cannot follow`);
      return { ...state, versions: [...state.versions, made] };
    }
    case 'knowledge.withdrawn.v1':
      if (!state || state.withdrawn || fact.version !== newest(state).version) throw new Error(`entry ${id} cannot be withdrawn`);
      return { ...state, withdrawn: { reason: fact.reason, at: fact.at } };
    default: return unreachable(fact);
  }
}
