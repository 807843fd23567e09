import type { CaseId } from '../../kernel/ids.ts';
import {
  awaitedIn, ERASED, roundOf, UNANSWERED_MAX, unansweredIn, unitsIn, unreadIn, type CaseState, type Message,
} from '../../slices/cases/index.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import type { PageContext } from '../../ui/page.ts';
import { conversationMessages } from '../views/conversation/messages.ts';
import type { MessageView, TalkView } from '../views/conversation/conversation.tsx';

type NameOf = (unit: never) => string;
type Telling = { readonly page: PageContext; readonly nameOf: NameOf };

const OVER: readonly CaseState['stage'][] = ['diverted', 'solved', 'withdrawn', 'imported-closed'];

/** The resident's view; `readTo`: what they had read before this page. */
export function myMessages(state: CaseState, readTo: number, { page, nameOf }: Telling): readonly MessageView[] {
  const words = conversationMessages(page.locale);
  return state.facts.conversation.map((message) => ({
    ...viewOf(message, nameOf, words.you, (name) => `${page.paths.my}/photos/${name}`), isNew: message.from === 'office' && message.seq > readTo,
  }));
}

export function myTalk(state: CaseState, readTo: number, telling: Telling): TalkView {
  const mayWrite = mayReply(state);
  return talkOf(state, myMessages(state, readTo, telling), unreadIn(state.facts.conversation, readTo), mayWrite);
}

/** An office's view: nobody's reading is told to it. */
export function caseMessages(state: CaseState, id: CaseId, { page, nameOf }: Telling): readonly MessageView[] {
  const words = conversationMessages(page.locale);
  return state.facts.conversation.map((message) => ({
    ...viewOf(message, nameOf, words.resident, (name) => `${page.paths.consoleCase(id)}/photos/${name}`), isNew: false,
  }));
}

export function caseTalk(state: CaseState, id: CaseId, staff: ReadyStaff, telling: Telling): TalkView {
  return talkOf(state, caseMessages(state, id, telling), 0, mayAsk(state, staff));
}

/** Spares a form that would be refused; `decide` has the last word. */
export function mayReply(state: CaseState): boolean {
  return !state.facts.erased && !OVER.includes(state.stage);
}

export function mayAsk(state: CaseState, { actor, unitId }: ReadyStaff): boolean {
  const { conversation, erased } = state.facts;
  // Nobody holds a receipt of what was imported: nobody would read a message.
  if (erased || state.facts.importedFrom !== undefined || OVER.includes(state.stage) || unansweredIn(conversation) >= UNANSWERED_MAX) return false;
  if (state.stage === 'diversion-contested') return actor.roles.includes('objection-reviewer');
  const round = roundOf(state);
  if (!round) return actor.roles.includes('dispatcher');
  const isAnswered = state.stage === 'answered' || state.stage === 'unjudged';
  const handles = actor.roles.includes('handler') || actor.roles.includes('unit-leader');
  return handles && unitsIn(round).includes(unitId) && (!isAnswered || awaitedIn(conversation) === 'office');
}

function talkOf(state: CaseState, messages: readonly MessageView[], unread: number, mayWrite: boolean): TalkView {
  const last = messages.at(-1);
  const awaited = mayReply(state) ? awaitedIn(state.facts.conversation) : undefined;
  return { ...(last ? { last } : {}), unread, count: messages.length, ...(awaited ? { awaited } : {}), mayWrite };
}

function viewOf(message: Message, nameOf: NameOf, resident: string, address: (name: string) => string): Omit<MessageView, 'isNew'> {
  return {
    from: message.from, speaker: message.from === 'resident' ? resident : nameOf(message.unit as never), at: message.at,
    ...(message.words === ERASED ? {} : { words: message.words }), photos: message.photos.map(address),
  };
}
