import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { ObjectTo, Rule } from './commands.ts';
import { ownerAfterTransfer, unfitness } from './decide-intake.ts';
import { HANDLING_ROLES, next, staffSignature, wrongStage, type Decided } from './draft.ts';
import { isBound, type Rules } from './rules.ts';
import { openObjectionOf, unitsIn, type CaseState } from './state.ts';

/**
 * 派单异议 (Beijing regulation 2021 art. 12): the unit that was given the case says, once and before it signs, that it is not its own.
 * The first receiver may not simply refuse (art. 14): somebody else decides within hours, and meanwhile the clock goes on.
 */
export function object(state: CaseState, command: ObjectTo, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'dispatched') return wrongStage(state, 'object');
  const { round, facts } = state;
  const by = command.by.kind === 'staff' && command.by.unit === round.handler ? staffSignature(command.by, HANDLING_ROLES) : undefined;
  if (!by || command.by.kind !== 'staff') return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  // What was raised to a post cannot be handed on by objecting: ownership never goes down again (charter promise 3).
  if (round.number > 1 || round.escalations.length > 0) return refuse({ kind: 'raised-cannot-object' });
  if (round.objections.some((one) => one.unit === round.handler)) return refuse({ kind: 'already-objected' });
  if (at > rules.deadline('objection', round.receivedAt, facts, round.handler)) return refuse({ kind: 'objection-late' });
  const { proposes } = command;
  if (proposes !== undefined && !rules.has(proposes, at)) return refuse({ kind: 'unknown-unit', unit: proposes });
  if (proposes === round.handler) return refuse({ kind: 'same-unit', unit: round.handler });
  return next(state, by, {
    type: 'case.objected.v1',
    open: { ground: command.ground, ...(proposes === undefined ? {} : { proposes }), ruleDueAt: rules.deadline('objection-review', at, facts) },
    sealed: { reason: command.reason, by: command.by.account },
  });
}

/**
 * Decided once, by somebody of no unit that has it in hand, and of none above or beneath the one that objected. Upheld costs the
 * unit nothing and counts as no transfer (protection T5); overruled binds: it cannot object again.
 */
export function rule(state: CaseState, command: Rule, at: Instant, rules: Rules): Decided {
  const open = state.stage === 'objected' ? openObjectionOf(state.round) : undefined;
  if (state.stage !== 'objected' || !open) return wrongStage(state, 'rule');
  const by = staffSignature(command.by, ['objection-reviewer', 'supervisor']);
  if (!by || command.by.kind !== 'staff') return refuse({ kind: 'not-yours', needs: 'reviewer' });
  const { unit, account } = command.by;
  const { round } = state;
  if (unitsIn(round).includes(unit) || isBound(unit, open.unit, rules)) return refuse({ kind: 'own-case', unit });
  if (account === open.by) return refuse({ kind: 'same-hand' });
  const sealed = { explanation: command.explanation, by: account };
  const common = { objector: open.unit, signDueAt: rules.deadline('sign', at, state.facts, command.ruling.kind === 'upheld' ? command.ruling.to : round.handler) };
  if (command.ruling.kind === 'overruled') {
    return next(state, by, { type: 'case.objection-ruled.v1', open: { ruling: 'overruled', ...common, owner: round.owner, handler: round.handler }, sealed });
  }
  const { to } = command.ruling;
  if (to === round.handler) return refuse({ kind: 'same-unit', unit: to });
  const unfit = unfitness(to, state, at, rules);
  if (unfit) return refuse(unfit);
  return next(state, by, {
    type: 'case.objection-ruled.v1', open: { ruling: 'upheld', ...common, owner: ownerAfterTransfer(state, to, rules), handler: to }, sealed,
  });
}
