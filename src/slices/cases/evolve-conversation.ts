import { ERASED, type CaseFact } from './events.ts';
import type { Message } from './conversation.ts';
import { impossible, type CaseState } from './state.ts';

type Spoken = Extract<CaseFact, { type: 'case.asked.v1' | 'case.replied.v1' }>;

/** One message more. Stage, clock and rounds are never touched by what is said here. */
export function evolveConversation(state: CaseState, fact: Spoken): CaseState {
  if (state.stage === 'diverted' || state.stage === 'solved' || state.stage === 'withdrawn' || state.stage === 'imported-closed') return impossible(state, fact);
  const { words = ERASED, photos = '' } = fact.sealed;
  const said = { seq: fact.seq, at: fact.at, words, photos: photos === '' ? [] : photos.split(' ') };
  return { ...state, seq: fact.seq, facts: { ...state.facts, conversation: [...state.facts.conversation, spoken(state, fact, said)] } };
}

function spoken(state: CaseState, fact: Spoken, said: Pick<Message, 'seq' | 'at' | 'words' | 'photos'>): Message {
  if (fact.type === 'case.replied.v1') return fact.role === 'resident' ? { ...said, from: 'resident' } : impossible(state, fact);
  return fact.unit === undefined ? impossible(state, fact) : { ...said, from: 'office', role: fact.role, unit: fact.unit };
}

/** What is left of a message once everything private is erased: that somebody wrote. */
export function withoutWords(message: Message): Message {
  return { ...message, words: ERASED, photos: [] };
}
