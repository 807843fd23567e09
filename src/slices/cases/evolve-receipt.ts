import { unreachable } from '../../kernel/unreachable.ts';
import { ERASED, type CaseFact } from './events.ts';
import { contestedReissue, type ReceiptState, type Reissue } from './receipt.ts';
import type { Hand } from './removals.ts';
import { impossible, pastRoundsOf, roundOf, type CaseState } from './state.ts';

type ReceiptFact = Extract<CaseFact, {
  type: 'case.receipt-exchanged.v1' | 'case.reissue-asked.v1' | 'case.receipt-reissued.v1' | 'case.reissue-contested.v1' | 'case.reissue-settled.v1';
}>;

/** Which code opens the case. Stage, clock, rounds and outcome are never touched. */
export function evolveReceipt(state: CaseState, fact: ReceiptFact): CaseState {
  const { receipt } = state.facts;
  switch (fact.type) {
    case 'case.receipt-exchanged.v1':
      if (fact.role !== 'resident' || fact.open.generation !== receipt.generation + 1) return impossible(state, fact);
      return withReceipt(state, fact, { ...receipt, generation: fact.open.generation, owed: false, exchanges: receipt.exchanges + 1 });
    case 'case.reissue-asked.v1': {
      const { reason, day, lapsesAt } = fact.open;
      return withReceipt(state, fact, { ...receipt, asked: { hand: handOf(fact), account: fact.sealed.by ?? ERASED, reason, day, lapsesAt } });
    }
    case 'case.receipt-reissued.v1': return reissued(state, fact);
    case 'case.reissue-contested.v1': {
      const over = receipt.reissues.find((one) => one.generation === fact.open.generation);
      if (over?.state !== 'standing' || fact.role !== 'resident') return impossible(state, fact);
      const contested: Reissue = { ...over, state: 'contested', words: fact.sealed.words ?? ERASED };
      return withReceipt(state, fact, { ...receipt, reissues: receipt.reissues.map((one) => (one === over ? contested : one)) });
    }
    case 'case.reissue-settled.v1': return settled(state, fact);
    default: return unreachable(fact);
  }
}

/** Accounts and words go with the key; that there were reissues stays. */
export function withoutHands(receipt: ReceiptState): ReceiptState {
  const hidden = (one: Reissue): Reissue => ({ ...one, accounts: one.accounts.map(() => ERASED), ...(one.state === 'contested' ? { words: ERASED } : {}) });
  return { ...receipt, ...(receipt.asked ? { asked: { ...receipt.asked, account: ERASED } } : {}), reissues: receipt.reissues.map(hidden) };
}

function reissued(state: CaseState, fact: Extract<CaseFact, { type: 'case.receipt-reissued.v1' }>): CaseState {
  const { receipt } = state.facts;
  const { asked, ...rest } = receipt;
  const { generation, reason, day } = fact.open;
  if (!asked || generation !== receipt.generation + 1) return impossible(state, fact);
  const made: Reissue = {
    generation, ballotsBefore: receipt.ballotsFrom, at: fact.at, day, reason, asker: asked.hand, issuer: handOf(fact),
    accounts: [asked.account, fact.sealed.by ?? ERASED], state: 'standing',
  };
  return withReceipt(state, fact, { ...rest, generation, owed: true, ballotsFrom: roundsJudged(state) + 1, reissues: [...receipt.reissues, made] });
}

/** Overturned: the code that was replaced opens the case again, with the ballots that were its own. */
function settled(state: CaseState, fact: Extract<CaseFact, { type: 'case.reissue-settled.v1' }>): CaseState {
  const { receipt } = state.facts;
  const contested = contestedReissue(receipt);
  const { ruling, generation } = fact.open;
  if (!contested || generation !== receipt.generation + (ruling === 'overturned' ? 1 : 0)) return impossible(state, fact);
  const { words: _words, ...rest } = contested;
  const done: Reissue = { ...rest, state: ruling };
  const follows = (one: Reissue): boolean => ruling === 'overturned' && one.generation > contested.generation && one.state === 'standing';
  // What was given out on top of a code that was never its holder's falls with it.
  const reissues = receipt.reissues.map((one): Reissue => (one === contested ? done : follows(one) ? { ...one, state: 'overturned' } : one));
  return withReceipt(state, fact, ruling === 'upheld'
    ? { ...receipt, reissues }
    : { ...receipt, reissues, generation, owed: false, ballotsFrom: contested.ballotsBefore });
}

/** The highest round that its resident has judged; 0 before the first verdict. */
function roundsJudged(state: CaseState): number {
  const running = roundOf(state);
  return Math.max(0, ...[...pastRoundsOf(state), ...(running ? [running] : [])].filter(({ outcome }) => outcome !== undefined).map(({ number }) => number));
}

function handOf(fact: CaseFact): Hand {
  return { role: fact.role, ...(fact.unit ? { unit: fact.unit } : {}) };
}

function withReceipt(state: CaseState, fact: CaseFact, receipt: ReceiptState): CaseState {
  return { ...state, seq: fact.seq, facts: { ...state.facts, receipt } };
}
