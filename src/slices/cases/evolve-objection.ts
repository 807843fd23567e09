import type { Instant } from '../../kernel/instant.ts';
import type { Round } from './case.ts';
import { ERASED, type CaseFact } from './events.ts';
import { impossible, openObjectionOf, type CaseState, type InHand } from './state.ts';

type FactOf<Type extends CaseFact['type']> = Extract<CaseFact, { type: Type }>;

/** The case waits for a ruling; its clock does not. */
export function objected(state: CaseState, fact: FactOf<'case.objected.v1'>): InHand {
  if (state.stage !== 'dispatched') return impossible(state, fact);
  const { ground, proposes, ruleDueAt } = fact.open;
  const objection = {
    unit: fact.unit ?? impossible(state, fact), ground, at: fact.at, reason: fact.sealed.reason ?? ERASED, by: fact.sealed.by ?? ERASED, lookAt: ruleDueAt,
    ...(proposes === undefined ? {} : { proposes }),
  };
  return { ...state, stage: 'objected', seq: fact.seq, round: { ...state.round, objections: [...state.round.objections, objection] } };
}

/** Upheld or not, somebody must sign now: the unit it went to, or the one it stays with. */
export function objectionRuled(state: CaseState, fact: FactOf<'case.objection-ruled.v1'>): InHand {
  const open = state.stage === 'objected' ? openObjectionOf(state.round) : undefined;
  if (state.stage !== 'objected' || !open) return impossible(state, fact);
  const { ruling, owner, handler, signDueAt } = fact.open;
  const { round } = state;
  const objections = [...round.objections.slice(0, -1), { ...open, ruling: { ruling, to: handler, at: fact.at } }];
  return {
    ...state, stage: 'dispatched', seq: fact.seq,
    round: {
      ...round, owner, handler, signDueAt, objections, assisting: round.assisting.filter((one) => one !== handler),
      ...(handler === round.handler ? {} : { receivedAt: fact.at }),
    },
  };
}

/** Somebody was called for: the next look comes later. */
export function objectionLookedAt(round: Round, lookAt: Instant): Round {
  const open = openObjectionOf(round);
  if (!open) throw new Error('a reminder of an objection that is not open');
  return { ...round, objections: [...round.objections.slice(0, -1), { ...open, lookAt }] };
}
