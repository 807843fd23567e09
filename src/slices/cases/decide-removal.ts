import type { Instant } from '../../kernel/instant.ts';
import { plusMs } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Author, CaseRefusal, ContestHiding, DecideHiding, Erase, EraseAsked, ProposeHiding, SettleHiding, Unhide } from './commands.ts';
import { next, RESIDENT, staffSignature, SYSTEM, type Decided, type Signature } from './draft.ts';
import type { CaseEvent } from './events.ts';
import { contestedReissue } from './receipt.ts';
import { ERASURE_JOB, ERASURE_WAIT_MS, HIDES_AT_ONCE, HIDING_LAPSES_MS, removalOf, waitingRemovals, type Removal } from './removals.ts';
import { raisedFrom, type Rules } from './rules.ts';
import { isShown } from './shown.ts';
import { pastRoundsOf, roundOf, unitsIn, type CaseState } from './state.ts';

const PROPOSERS = ['dispatcher', 'supervisor'] as const;
const DECIDERS = ['protection-officer', 'supervisor'] as const;
const SETTLERS = ['objection-reviewer', 'protection-officer', 'supervisor'] as const;

/** The first of two people (protection T4). What was refused, or shown again, hides at once no second time. */
export function proposeHiding(state: CaseState, command: ProposeHiding, at: Instant, rules: Rules): Decided {
  const by = signs(state, command.by, PROPOSERS, []);
  if ('kind' in by) return refuse(by);
  const { removals } = state.facts;
  const before = removalOf(removals, command.item);
  if (before && before.state !== 'refused' && before.state !== 'restored') return refuse({ kind: 'already-asked' });
  if (!isShown(state, command.item)) return refuse({ kind: 'not-shown' });
  return next(state, by, {
    type: 'case.hiding-proposed.v1',
    open: {
      item: command.item, rule: command.rule, atOnce: before === undefined && HIDES_AT_ONCE.includes(command.rule),
      lapsesAt: plusMs(at, HIDING_LAPSES_MS), day: rules.dayOf(at),
    },
    sealed: { reason: command.reason, by: accountOf(command.by) },
  });
}

/** The second, of another account. */
export function decideHiding(state: CaseState, command: DecideHiding, at: Instant, rules: Rules): Decided {
  const asked = removalOf(state.facts.removals, command.item);
  if (asked?.state !== 'proposed' && asked?.state !== 'provisional') return refuse({ kind: 'not-asked' });
  const by = signs(state, command.by, DECIDERS, asked.accounts);
  if ('kind' in by) return refuse(by);
  const { item, rule, proposer } = asked;
  const day = rules.dayOf(at);
  const sealed = { explanation: command.explanation, by: accountOf(command.by) };
  return next(state, by, command.ruling === 'refused'
    ? { type: 'case.hiding-refused.v1', open: { item, rule, day }, sealed }
    : {
      type: 'case.hidden.v1', sealed,
      open: { item, rule, proposerRole: proposer.role, ...(proposer.unit ? { proposerUnit: proposer.unit } : {}), day },
    });
}

export function contestHiding(state: CaseState, command: ContestHiding, at: Instant, rules: Rules): Decided {
  const hidden = removalOf(state.facts.removals, command.item);
  if (hidden?.state === 'contested') return refuse({ kind: 'already-contested' });
  if (hidden?.state !== 'hidden') return refuse({ kind: 'not-hidden' });
  if (hidden.contest === 'spent') return refuse({ kind: 'already-contested' });
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  return next(state, RESIDENT, {
    type: 'case.hiding-contested.v1', sealed: { words: command.words },
    open: { item: command.item, day: rules.dayOf(at), settleDueAt: rules.deadline('settle', at, state.facts) },
  });
}

/** A third person: neither of the two who hid it. */
export function settleHiding(state: CaseState, command: SettleHiding, at: Instant, rules: Rules): Decided {
  const contested = removalOf(state.facts.removals, command.item);
  if (contested?.state !== 'contested') return refuse({ kind: 'not-asked' });
  const by = signs(state, command.by, SETTLERS, contested.accounts);
  if ('kind' in by) return refuse(by);
  return next(state, by, {
    type: 'case.hiding-settled.v1', open: { item: command.item, ruling: command.ruling, day: rules.dayOf(at) },
    sealed: { explanation: command.explanation, by: accountOf(command.by) },
  });
}

export function unhide(state: CaseState, command: Unhide, at: Instant, rules: Rules): Decided {
  const hidden = removalOf(state.facts.removals, command.item);
  if (hidden?.state !== 'hidden') return refuse({ kind: 'not-hidden' });
  const by = signs(state, command.by, DECIDERS, []);
  if ('kind' in by) return refuse(by);
  return next(state, by, {
    type: 'case.unhidden.v1', open: { item: command.item, day: rules.dayOf(at) }, sealed: { explanation: command.explanation, by: accountOf(command.by) },
  });
}

/**
 * Only of a case at rest: nobody can be rid of an answer they owe, or of a verdict that is still to come, by erasing. Whoever
 * wants theirs erased sooner withdraws it first, on their own page.
 */
export function erase(state: CaseState, command: Erase, at: Instant, rules: Rules): Decided {
  const fault = erasureFault(state, 'erase');
  if (fault) return refuse(fault);
  const proposer = staffSignature(command.proposer, ['security-admin']);
  if (!proposer) return refuse({ kind: 'not-yours', needs: 'security' });
  const by = signs(state, command.by, DECIDERS, [accountOf(command.proposer)]);
  if ('kind' in by) return refuse(by);
  return next(state, by, {
    type: 'case.erased.v1',
    open: { rule: command.rule, proposerRole: proposer.role, ...(proposer.unit ? { proposerUnit: proposer.unit } : {}), day: rules.dayOf(at) },
    sealed: { reason: command.reason, by: `${accountOf(command.proposer)} ${accountOf(command.by)}` },
  });
}

/**
 * At its resident's own wish (PIPL art. 47): no official has to agree, and none can prevent it. In place of a second person stands a
 * week in which the wish can be taken back, so that whoever was pressed, or whose receipt somebody else used, can still stop it.
 */
export function eraseAsked(state: CaseState, { by, askedAt }: EraseAsked, at: Instant, rules: Rules): Decided {
  if (by.kind !== 'system' || by.job !== ERASURE_JOB) return refuse({ kind: 'not-yours', needs: 'resident' });
  const fault = erasureFault(state, 'erase-asked');
  if (fault) return refuse(fault);
  if (at - askedAt < ERASURE_WAIT_MS) return refuse({ kind: 'not-due' });
  return next(state, SYSTEM, { type: 'case.erased.v1', open: { rule: 'asked-by-person', proposerRole: RESIDENT.role, day: rules.dayOf(at) }, sealed: {} });
}

/** Why a case cannot be erased as it stands; undefined where it can. */
export function erasureFault(state: CaseState, command: 'erase' | 'erase-asked'): CaseRefusal | undefined {
  if (state.facts.erased) return { kind: 'erased' };
  // While it is in question whose the code is, its holder erases nothing.
  if (command === 'erase-asked' && contestedReissue(state.facts.receipt)) return { kind: 'receipt-contested' };
  if (!isAtRest(state)) return { kind: 'wrong-stage', stage: state.stage, command };
  return waitingRemovals(state.facts.removals).length > 0 ? { kind: 'not-at-rest' } : undefined;
}

function isAtRest({ stage }: CaseState): boolean {
  return stage === 'solved' || stage === 'unjudged' || stage === 'withdrawn' || stage === 'diverted' || stage === 'imported-closed';
}

/** What nobody decided in time lapses; a contest that nobody settled is called for, in public, until somebody does. */
export function elapsedHiding(state: CaseState, at: Instant, rules: Rules): readonly CaseEvent[] {
  const due = waitingRemovals(state.facts.removals).filter((one) => 'dueAt' in one && one.dueAt <= at);
  const day = rules.dayOf(at);
  const lapsed = due.filter((one) => one.state !== 'contested').map(({ item, rule }): CaseEvent => (
    { type: 'case.hiding-refused.v1', open: { item, rule, day }, sealed: {} }));
  return due.length === lapsed.length ? lapsed : [...lapsed, calledFor(state, at, rules)];
}

function calledFor({ facts }: CaseState, at: Instant, rules: Rules): CaseEvent {
  const to = raisedFrom(rules.intakeUnit, facts.about, rules);
  const post = rules.leadPostOf(to);
  return {
    type: 'case.reminded.v1', sealed: {},
    open: { of: 'hiding-due', to, ...(post ? { post } : {}), nextAt: rules.deadline('remind', at, facts), day: rules.dayOf(at) },
  };
}

/** Signs in one of these roles; never for a case that one's own unit has, or had, in hand, nor twice in the same matter. */
function signs(state: CaseState, author: Author, wanted: readonly string[], accounts: Removal['accounts']): Signature | Extract<CaseRefusal, { kind: string }> {
  const by = staffSignature(author, wanted);
  if (!by || author.kind !== 'staff') return { kind: 'not-yours', needs: wanted === PROPOSERS ? 'dispatcher' : 'protection' };
  const running = roundOf(state);
  const involved = [...pastRoundsOf(state), ...(running ? [running] : [])].flatMap(unitsIn);
  if (involved.includes(author.unit)) return { kind: 'own-case', unit: author.unit };
  return accounts.includes(author.account) ? { kind: 'same-hand' } : by;
}

function accountOf(author: Author): string {
  return author.kind === 'staff' ? author.account : '';
}
