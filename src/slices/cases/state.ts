import type { DivisionCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CaseFacts, Diversion, Round, Stage } from './case.ts';
import type { CaseFact } from './events.ts';

/** What every stage of a case knows. Before a dispatch, `dueAt` stands and `lookAt` moves on with every reminder. */
type Common = {
  readonly facts: CaseFacts;
  /** How many events the stream has: the next one is numbered one more. */
  readonly seq: number;
};

/** A diversion keeps who made it (an account, private) so that someone else decides a contest. */
export type DivertedBy = { readonly diversion: Diversion; readonly explanation: string; readonly by: string; readonly at: Instant };

export type Submitted = Common & { readonly stage: 'submitted'; readonly dueAt: Instant; readonly lookAt: Instant };
export type Diverted = Common & { readonly stage: 'diverted'; readonly diverted: DivertedBy; readonly contest: 'open' | 'spent' };
export type Contested = Common & {
  readonly stage: 'diversion-contested'; readonly diverted: DivertedBy; readonly contestWords: string;
  readonly dueAt: Instant; readonly lookAt: Instant;
};
export type AcceptedCase = Common & { readonly stage: 'accepted'; readonly acceptedAt: Instant; readonly dueAt: Instant; readonly lookAt: Instant };

/** From the first dispatch on: `past` rounds are closed by a verdict, `round` is the running (or last) one. */
type InRounds = Common & { readonly acceptedAt: Instant; readonly past: readonly Round[]; readonly round: Round };

export type InHand = InRounds & { readonly stage: 'dispatched' | 'objected' | 'signed' | 'contacted' };
export type AnsweredCase = InRounds & {
  readonly stage: 'answered'; readonly reminders: number; readonly remindAt?: Instant; readonly windowEndsAt: Instant;
};
export type Unjudged = InRounds & { readonly stage: 'unjudged'; readonly reminders: number };
export type Solved = InRounds & { readonly stage: 'solved'; readonly recastUntil: Instant };
export type Withdrawn = Common & {
  readonly stage: 'withdrawn'; readonly withdrawnAt: Instant; readonly acceptedAt?: Instant;
  readonly past: readonly Round[]; readonly round?: Round;
};

/** Closed by another system before it came here, and by whose hand there: no receipt, clock, round or outcome. */
export type ImportedClosed = Common & { readonly stage: 'imported-closed'; readonly owner: UnitId };

export type CaseState = Submitted | Diverted | Contested | AcceptedCase | InHand | AnsweredCase | Unjudged | Solved | Withdrawn | ImportedClosed;

// The compiler keeps the union and the list of stages the same.
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
export const everyStageHasAState: Same<CaseState['stage'], Stage> = true;

/** The running or last round, where there is one. */
export function roundOf(state: CaseState): Round | undefined {
  return 'round' in state ? state.round : undefined;
}

/** Whose it is; of a case that another system closed, whose it was there. */
export function ownerOf(state: CaseState): UnitId | null {
  return state.stage === 'imported-closed' ? state.owner : roundOf(state)?.owner ?? null;
}

export function pastRoundsOf(state: CaseState): readonly Round[] {
  return 'past' in state ? state.past : [];
}

export function acceptedAtOf(state: CaseState): Instant | undefined {
  return 'acceptedAt' in state ? state.acceptedAt : undefined;
}

/** The pause that is running, if any. */
export function openPauseOf(round: Round): Round['pauses'][number] | undefined {
  const last = round.pauses.at(-1);
  return last && last.end === undefined ? last : undefined;
}

/** Whole milliseconds since it was submitted: nothing ever resets it. */
export function ageOf(state: CaseState, at: Instant): number {
  return at - state.facts.submittedAt;
}

/** The objection that nobody has decided yet, if any. */
export function openObjectionOf(round: Round): Round['objections'][number] | undefined {
  const last = round.objections.at(-1);
  return last && last.ruling === undefined ? last : undefined;
}

/** Units whose staff may see and do something in this round. */
export function unitsIn(round: Round): readonly UnitId[] {
  return [...new Set([round.owner, round.handler, ...round.assisting])];
}

export function divisionOf(state: CaseState): DivisionCode {
  return state.facts.place.division;
}

/** For `evolve`: the record holds a fact that this program could not have accepted. */
export function impossible(state: CaseState, fact: CaseFact): never {
  throw new Error(`${fact.type} cannot follow stage ${state.stage}`);
}

export function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
