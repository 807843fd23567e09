import type { Hidable } from './removals.ts';
import { acceptedAtOf, pastRoundsOf, roundOf, type CaseState } from './state.ts';

/** Whether this text of a case is public by its own rule, hidden or not. What is not public cannot be hidden. */
export function isShown(state: CaseState, item: Hidable): boolean {
  const { facts } = state;
  if (facts.erased) return false;
  switch (item) {
    case 'summary': return facts.publicSummary !== undefined;
    case 'words': return showsWords(state);
    case 'address': return showsPlace(state) && (facts.place.address !== '' || facts.place.point !== undefined);
    default: {
      const answer = answersOf(state)[Number(item.slice('answer-'.length)) - 1];
      return answer !== undefined && (answer.inPublic || showsWords(state));
    }
  }
}

/** The resident lets them be read, and a reviewer found nobody betrayed by them. */
export function showsWords({ facts }: CaseState): boolean {
  return facts.publishWords && facts.wordsReviewed && !facts.erased;
}

export function showsPlace(state: CaseState): boolean {
  const isTakenIn = acceptedAtOf(state) !== undefined || state.stage === 'imported-closed';
  return state.facts.publishPlace && isTakenIn && !state.facts.erased;
}

/** Over all rounds, in the order they were given. */
export function answersOf(state: CaseState) {
  const running = roundOf(state);
  return [...pastRoundsOf(state), ...(running ? [running] : [])].flatMap((round) => round.answers);
}
