import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/**
 * One message between the resident and whoever has the case, left with us: the unit learns no number, the resident needs none. Who of
 * the unit wrote is a role, never a person. `seq` is its place in the case's stream.
 */
export type Message = { readonly seq: number; readonly at: Instant; readonly words: string; readonly photos: readonly string[] } & (
  | { readonly from: 'resident' }
  | { readonly from: 'office'; readonly role: string; readonly unit: UnitId }
);
export type Speaker = Message['from'];

/** A page of text each; photographs are drawn one at a time. */
export const MESSAGE_PHOTOS_MAX = 3;
/** Of each side in one case: a stream is read whole at each act, so it must end. */
export const MESSAGES_MAX = 60;
/** Unanswered, an office may write so often and no more: a page full of questions is pressure. */
export const UNANSWERED_MAX = 3;

/** How many messages of an office stand at the end, without a word of the resident after them. */
export function unansweredIn(conversation: readonly Message[]): number {
  return conversation.length - 1 - conversation.findLastIndex(({ from }) => from === 'resident');
}

export function spokenBy(conversation: readonly Message[], from: Speaker): number {
  return conversation.filter((message) => message.from === from).length;
}

/** Messages of offices that the resident has not seen, by the place in the stream up to which they have. */
export function unreadIn(conversation: readonly Message[], seenTo: number): number {
  return conversation.filter(({ from, seq }) => from === 'office' && seq > seenTo).length;
}

/** Whose turn it is: who spoke last waits for the other. Nobody's before the first message. */
export function awaitedIn(conversation: readonly Message[]): Speaker | undefined {
  const last = conversation.at(-1);
  if (!last) return undefined;
  return last.from === 'resident' ? 'office' : 'resident';
}
