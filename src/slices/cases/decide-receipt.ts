import type { UnitId } from '../../kernel/ids.ts';
import { plusMs, type Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { AskReissue, Author, CaseCommand, CaseRefusal, ContestReissue, ExchangeReceipt, ReissueReceipt, SettleReissue } from './commands.ts';
import { next, RESIDENT, staffSignature, type Decided, type Signature } from './draft.ts';
import { contestedReissue, EXCHANGES_MAX, REISSUE_LAPSES_MS, reissueOver, REISSUES_MAX } from './receipt.ts';
import { isParty, type Rules } from './rules.ts';
import { pastRoundsOf, roundOf, unitsIn, type CaseState } from './state.ts';

/** Who signs at the desk, in this order; whether they may at all is a permit of the jurisdiction's data, asked for at the door. */
const ISSUERS = ['operator', 'dispatcher', 'supervisor', 'objection-reviewer'] as const;
const SETTLERS = ['objection-reviewer', 'protection-officer', 'supervisor'] as const;

/**
 * What the holder of a receipt may not do yet: anything, until a code that came through other hands is exchanged; judge or withdraw,
 * while somebody says that the code was given to the wrong person (promises 2, 4, 12).
 */
export function heldBack(state: CaseState, command: CaseCommand): CaseRefusal | undefined {
  if (command.by.kind !== 'resident' || command.do === 'exchange-receipt' || command.do === 'contest-reissue') return undefined;
  const { receipt } = state.facts;
  // A reply from the resident's own phone needs no code: it came through nobody's hands.
  const needsCode = !(command.do === 'judge' && command.proof.means === 'reply-to-message');
  if (receipt.owed && needsCode) return { kind: 'receipt-first' };
  return contestedReissue(receipt) ? { kind: 'receipt-contested' } : undefined;
}

export function exchangeReceipt(state: CaseState, command: ExchangeReceipt, at: Instant, rules: Rules): Decided {
  const { receipt } = state.facts;
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  if (command.generation !== receipt.generation) return refuse({ kind: 'receipt-changed' });
  // Nobody gets away with a code whose right is in question.
  if (contestedReissue(receipt)) return refuse({ kind: 'receipt-contested' });
  if (receipt.exchanges >= EXCHANGES_MAX) return refuse({ kind: 'exchanges-spent', max: EXCHANGES_MAX });
  return next(state, RESIDENT, { type: 'case.receipt-exchanged.v1', open: { generation: receipt.generation + 1, day: rules.dayOf(at) }, sealed: {} });
}

/** The first of two people. Without a contact nobody can show whose case it is: told before it was sent, on the check page and the receipt. */
export function askReissue(state: CaseState, command: AskReissue, at: Instant, rules: Rules): Decided {
  const { receipt, person } = state.facts;
  const by = signs(state, command.by, ISSUERS, [], rules);
  if ('kind' in by) return refuse(by);
  if (person === undefined) return refuse({ kind: 'no-contact' });
  if (contestedReissue(receipt)) return refuse({ kind: 'receipt-contested' });
  if (receipt.reissues.length >= REISSUES_MAX) return refuse({ kind: 'reissues-spent', max: REISSUES_MAX });
  if (receipt.asked && at < receipt.asked.lapsesAt) return refuse({ kind: 'already-asked' });
  return next(state, by, {
    type: 'case.reissue-asked.v1', open: { reason: command.reason, lapsesAt: plusMs(at, REISSUE_LAPSES_MS), day: rules.dayOf(at) }, sealed: { by: accountOf(command.by) },
  });
}

/** The second, of another account. */
export function reissueReceipt(state: CaseState, command: ReissueReceipt, at: Instant, rules: Rules): Decided {
  const { receipt } = state.facts;
  const { asked } = receipt;
  if (!asked || at >= asked.lapsesAt) return refuse({ kind: 'not-asked' });
  const by = signs(state, command.by, ISSUERS, [asked.account], rules);
  if ('kind' in by) return refuse(by);
  if (contestedReissue(receipt)) return refuse({ kind: 'receipt-contested' });
  return next(state, by, {
    type: 'case.receipt-reissued.v1', sealed: { by: accountOf(command.by) },
    open: {
      generation: receipt.generation + 1, reason: asked.reason, askerRole: asked.hand.role, ...(asked.hand.unit ? { askerUnit: asked.hand.unit } : {}), day: rules.dayOf(at),
    },
  });
}

/** By whoever holds the code that the reissue replaced, even where another reissue followed it. */
export function contestReissue(state: CaseState, command: ContestReissue, at: Instant, rules: Rules): Decided {
  const { receipt } = state.facts;
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  if (contestedReissue(receipt)) return refuse({ kind: 'already-contested' });
  const over = reissueOver(receipt, command.generation);
  if (!over) return refuse({ kind: 'already-contested' });
  return next(state, RESIDENT, { type: 'case.reissue-contested.v1', open: { generation: over.generation, day: rules.dayOf(at) }, sealed: { words: command.words } });
}

/** A third person, of no unit that has or had the case, and neither of the two. */
export function settleReissue(state: CaseState, command: SettleReissue, at: Instant, rules: Rules): Decided {
  const { receipt } = state.facts;
  const contested = contestedReissue(receipt);
  if (!contested) return refuse({ kind: 'not-asked' });
  const by = signs(state, command.by, SETTLERS, contested.accounts, rules);
  if ('kind' in by) return refuse(by);
  return next(state, by, {
    type: 'case.reissue-settled.v1', sealed: { explanation: command.explanation, by: accountOf(command.by) },
    open: { ruling: command.ruling, generation: receipt.generation + (command.ruling === 'overturned' ? 1 : 0), day: rules.dayOf(at) },
  });
}

/** Signs in one of these roles: nobody of a unit that has or had the case in hand, above or beneath one, and nobody twice. */
function signs(state: CaseState, author: Author, wanted: readonly string[], accounts: readonly string[], rules: Rules): Signature | CaseRefusal {
  const by = staffSignature(author, wanted);
  if (!by || author.kind !== 'staff') return { kind: 'not-yours', needs: wanted === ISSUERS ? 'receipt-desk' : 'reviewer' };
  if (isParty(author.unit, responsibleFor(state), rules)) return { kind: 'own-case', unit: author.unit };
  return accounts.includes(author.account) ? { kind: 'same-hand' } : by;
}

/** Every unit that has, or had, a hand in a round. */
export function responsibleFor(state: CaseState): readonly UnitId[] {
  const running = roundOf(state);
  return [...pastRoundsOf(state), ...(running ? [running] : [])].flatMap(unitsIn);
}

function accountOf(author: Author): string {
  return author.kind === 'staff' ? author.account : '';
}
