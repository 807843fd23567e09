import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ask, Author, Reply } from './commands.ts';
import { awaitedIn, MESSAGES_MAX, spokenBy, UNANSWERED_MAX, unansweredIn } from './conversation.ts';
import { HANDLING_ROLES, next, RESIDENT, staffSignature, whole, wrongStage, type Decided, type Signature } from './draft.ts';
import type { CaseEvent } from './events.ts';
import type { Rules } from './rules.ts';
import { unitsIn, type CaseState } from './state.ts';

/**
 * Whoever has the case asks its resident something. The clock goes on: pauses are public acts with a reason and an end (charter
 * promise 3). The first message of a unit that has signed is its contact with the resident, through the relay. Once it has
 * answered, it speaks only when spoken to: the verdict is nobody's to ask for (promises 4, 12).
 */
export function ask(state: CaseState, command: Ask): Decided {
  if (hasNoTalk(state)) return wrongStage(state, 'ask');
  if (state.facts.importedFrom !== undefined) return refuse({ kind: 'nobody-reads' });
  const by = askerOf(state, command.by);
  if (!by) return refuse({ kind: 'not-yours', needs: 'round' in state ? 'handling-unit' : 'dispatcher' });
  const { conversation } = state.facts;
  const isAnswered = state.stage === 'answered' || state.stage === 'unjudged';
  if (isAnswered && awaitedIn(conversation) !== 'office') return refuse({ kind: 'not-spoken-to' });
  if (unansweredIn(conversation) >= UNANSWERED_MAX) return refuse({ kind: 'await-reply', max: UNANSWERED_MAX });
  if (spokenBy(conversation, 'office') >= MESSAGES_MAX) return refuse({ kind: 'messages-spent', max: MESSAGES_MAX });
  const contacted: CaseEvent = { type: 'case.contacted.v1', open: { means: 'relay' }, sealed: {} };
  return next(state, by, { type: 'case.asked.v1', open: {}, sealed: sealedOf(command) }, ...(state.stage === 'signed' ? [contacted] : []));
}

/** The resident says more, asked or not, while anybody still owes them something or their word is awaited. */
export function reply(state: CaseState, command: Reply, at: Instant, rules: Rules): Decided {
  if (hasNoTalk(state)) return wrongStage(state, 'reply');
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  if (spokenBy(state.facts.conversation, 'resident') >= MESSAGES_MAX) return refuse({ kind: 'messages-spent', max: MESSAGES_MAX });
  return next(state, RESIDENT, { type: 'case.replied.v1', open: { day: rules.dayOf(at) }, sealed: sealedOf(command) });
}

function hasNoTalk({ stage }: CaseState): boolean {
  return stage === 'diverted' || stage === 'solved' || stage === 'withdrawn' || stage === 'imported-closed';
}

/** The intake before there is a unit, whoever reviews a contested diversion, and then any unit in the round. */
function askerOf(state: CaseState, author: Author): Signature | undefined {
  if (state.stage === 'diversion-contested') return staffSignature(author, ['objection-reviewer']);
  if (!('round' in state) || !state.round) return staffSignature(author, ['dispatcher']);
  return author.kind === 'staff' && unitsIn(state.round).includes(author.unit) ? staffSignature(author, HANDLING_ROLES) : undefined;
}

function sealedOf({ words, photos }: Ask | Reply): { readonly words: string; readonly photos: string } {
  return whole({ words, photos: photos.join(' ') });
}
