import type { AccountId, CaseNumber, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { couldRead, isKept, mayRead, routeOf, type SealedRules, type Wish } from './policy.ts';
import { dueOf, type ClosedIn, type Handover, type Officer, type ReportId, type ReportState, type SealedKind, type SealedStage, type Watch } from './report.ts';
import type { Step } from './steps.ts';

/** Who gives a command: whoever shows the receipt, a protection officer, or the clock. */
export type By = { readonly kind: 'reporter' } | { readonly kind: 'officer'; readonly account: AccountId; readonly unit: UnitId } | { readonly kind: 'system' };

export type SealedCommand =
  | {
      readonly do: 'receive'; readonly by: By; readonly id: ReportId; readonly number: CaseNumber; readonly kind: SealedKind; readonly wish: Wish;
      /** Those whom the letter was closed to, as they were told to the writer before a word was typed. */
      readonly closedTo: readonly AccountId[]; readonly recipient: string; readonly digest: string; readonly closedIn: ClosedIn; readonly watch?: Watch;
    }
  | { readonly do: 'write'; readonly by: By; readonly digest: string; readonly closedIn: ClosedIn }
  | { readonly do: 'acknowledge'; readonly by: By }
  | { readonly do: 'answer'; readonly by: By; readonly digest: string }
  | { readonly do: 'hand-over'; readonly by: By }
  | { readonly do: 'share'; readonly by: By; readonly reader: AccountId; readonly digests: readonly string[] }
  | { readonly do: 'judge'; readonly by: By; readonly outcome: Outcome }
  | { readonly do: 'escalate'; readonly by: By }
  | { readonly do: 'withdraw'; readonly by: By; readonly pressed: boolean }
  | { readonly do: 'elapse'; readonly by: By };

export type SealedRefusal =
  | { readonly kind: 'nobody' } | { readonly kind: 'no-such-report' } | { readonly kind: 'not-yours' } | { readonly kind: 'not-due' }
  | { readonly kind: 'wrong-stage'; readonly stage: SealedStage } | { readonly kind: 'nobody-further' } | { readonly kind: 'too-many-letters' } | { readonly kind: 'already-read' };

export type Decided = Decision<readonly Step[], SealedRefusal>;

/** A conversation longer than this is led better in person; also what one page has to hold. */
export const LETTERS_MAX = 60;

/**
 * What happens when someone asks for something. Pure. `officers` are those who have the duty and a key at this moment.
 * Whoever is kept from a report has no hand in it, whatever they ask; only the reporter reaches an outcome (promises 4, 12).
 */
export function decide(state: ReportState | undefined, command: SealedCommand, at: Instant, officers: readonly Officer[], rules: SealedRules): Decided {
  if (command.do === 'receive') return state ? refuse({ kind: 'wrong-stage', stage: state.standing.stage }) : receive(command, at, officers, rules);
  if (!state) return refuse({ kind: 'no-such-report' });
  if (command.by.kind === 'officer' && !mayRead(state, command.by, rules)) return refuse({ kind: 'not-yours' });
  switch (command.do) {
    case 'write': return write(state, command);
    case 'acknowledge': return acknowledge(state, command);
    case 'answer': return answer(state, command, at, rules);
    case 'hand-over': return command.by.kind === 'officer' ? handOver(state, 'by-officer', at, officers, rules) : refuse({ kind: 'not-yours' });
    case 'share': return share(state, command, officers, rules);
    case 'judge': return judge(state, command, at, officers, rules);
    case 'escalate': return command.by.kind === 'reporter' ? handOver(state, 'by-reporter', at, officers, rules) : refuse({ kind: 'not-yours' });
    case 'withdraw': return withdraw(state, command);
    case 'elapse': return elapse(state, command, at, officers, rules);
    default: return unreachable(command);
  }
}

type Of<Do extends SealedCommand['do']> = Extract<SealedCommand, { do: Do }>;

function receive(command: Of<'receive'>, at: Instant, officers: readonly Officer[], rules: SealedRules): Decided {
  if (command.by.kind !== 'reporter') return refuse({ kind: 'not-yours' });
  // Whoever has lost the duty since the page was made is passed over; if nobody is left, it is not taken.
  const routed = routeOf(officers.filter(({ account }) => command.closedTo.includes(account)), command.wish, rules);
  if (routed.refused) return routed;
  const { id, number, kind, wish: { keptFrom, spared }, recipient, digest, closedIn, watch } = command;
  const { route, readers, successors } = routed.value;
  return accept([{
    step: 'received', id, number, kind, keptFrom, spared, recipient, route, readers: readers.map(accountOf), successors: successors.map(accountOf), digest, closedIn,
    ...limits(kind, at, rules), ...(watch ? { watch } : {}),
  }]);
}

function write(state: ReportState, { by, digest, closedIn }: Of<'write'>): Decided {
  if (by.kind === 'system') return refuse({ kind: 'not-yours' });
  if (state.letters.length >= LETTERS_MAX) return refuse({ kind: 'too-many-letters' });
  if (state.standing.stage === 'withdrawn' && by.kind === 'officer') return refuse({ kind: 'wrong-stage', stage: 'withdrawn' });
  return accept([{ step: 'written', by: by.kind, digest, closedIn: by.kind === 'officer' ? 'browser' : closedIn }]);
}

function acknowledge(state: ReportState, { by }: Of<'acknowledge'>): Decided {
  if (by.kind !== 'officer') return refuse({ kind: 'not-yours' });
  return state.standing.stage === 'received' ? accept([{ step: 'acknowledged' }]) : wrongStage(state);
}

function answer(state: ReportState, { by, digest }: Of<'answer'>, at: Instant, rules: SealedRules): Decided {
  if (by.kind !== 'officer') return refuse({ kind: 'not-yours' });
  if (state.letters.length >= LETTERS_MAX) return refuse({ kind: 'too-many-letters' });
  const { stage } = state.standing;
  if (stage !== 'received' && stage !== 'in-hand') return wrongStage(state);
  return accept([...(stage === 'received' ? [{ step: 'acknowledged' } as const] : []), { step: 'answered', digest, dueAt: rules.deadline('verdict', state.facts.kind, at) }]);
}

/** To the outside body; the clock begins anew there, and the delay so far stays written. */
function handOver(state: ReportState, why: Handover, at: Instant, officers: readonly Officer[], rules: SealedRules): Decided {
  if (state.standing.stage === 'withdrawn') return wrongStage(state);
  const next = successorsOf(state, officers, rules);
  if (next.length === 0) return refuse({ kind: 'nobody-further' });
  return accept([{ step: 'handed-over', why, readers: next, ...limits(state.facts.kind, at, rules) }]);
}

/** Whose keys the letters were closed to from the start, who have the duty still, and who are not kept from it. */
function successorsOf(state: ReportState, officers: readonly Officer[], rules: SealedRules): readonly AccountId[] {
  if (state.route === 'outside') return [];
  return officers.filter(({ account, unit }) => state.successors.includes(account) && !isKept(unit, state.facts.keptFrom, rules)).map(accountOf);
}

function share(state: ReportState, { by, reader, digests }: Of<'share'>, officers: readonly Officer[], rules: SealedRules): Decided {
  if (by.kind !== 'officer') return refuse({ kind: 'not-yours' });
  if (state.readers.includes(reader)) return refuse({ kind: 'already-read' });
  if (!couldRead(state, officers, rules).some(({ account }) => account === reader)) return refuse({ kind: 'nobody' });
  // One that was written while the others were being closed again would be missing for the new reader.
  if (digests.length !== state.letters.length) return refuse({ kind: 'wrong-stage', stage: state.standing.stage });
  return accept([{ step: 'shared', reader, digests }]);
}

function judge(state: ReportState, { by, outcome }: Of<'judge'>, at: Instant, officers: readonly Officer[], rules: SealedRules): Decided {
  if (by.kind !== 'reporter') return refuse({ kind: 'not-yours' });
  const { stage } = state.standing;
  if (stage !== 'answered' && stage !== 'unjudged' && stage !== 'judged') return wrongStage(state);
  const judged = { step: 'judged', outcome } as const;
  if (outcome === 'solved') return accept([judged]);
  const next = handOver(state, 'judged', at, officers, rules);
  return accept([judged, ...(next.refused ? [{ step: 'reopened', ...limits(state.facts.kind, at, rules) } as const] : next.value)]);
}

function withdraw(state: ReportState, { by, pressed }: Of<'withdraw'>): Decided {
  if (by.kind !== 'reporter') return refuse({ kind: 'not-yours' });
  return state.standing.stage === 'withdrawn' ? wrongStage(state) : accept([{ step: 'withdrawn', pressed }]);
}

/** Unacknowledged or unanswered in time: to the outside body by itself. Silence after an answer is recorded as silence. */
function elapse(state: ReportState, { by }: Of<'elapse'>, at: Instant, officers: readonly Officer[], rules: SealedRules): Decided {
  const due = dueOf(state);
  if (by.kind !== 'system') return refuse({ kind: 'not-yours' });
  if (due === undefined || at < due) return refuse({ kind: 'not-due' });
  if (state.standing.stage === 'answered') return accept([{ step: 'unjudged' }]);
  const next = handOver(state, 'overdue', at, officers, rules);
  return next.refused ? accept([{ step: 'late', ...limits(state.facts.kind, at, rules) }]) : next;
}

function limits(kind: SealedKind, at: Instant, rules: SealedRules): { readonly dueAt: Instant; readonly answerBy: Instant } {
  return { dueAt: rules.deadline('acknowledge', kind, at), answerBy: rules.deadline('answer', kind, at) };
}

function wrongStage(state: ReportState): Decided {
  return refuse({ kind: 'wrong-stage', stage: state.standing.stage });
}

function accountOf({ account }: Officer): AccountId {
  return account;
}
