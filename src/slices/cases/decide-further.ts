import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { ASSISTING_MAX, type Assist, type Author, type CaseRefusal, type Convene, type Extend, type ListHard, type ReviewHard, type TakeNote } from './commands.ts';
import { unfitness } from './decide-intake.ts';
import { signatureOf } from './decide-work.ts';
import { next, staffSignature, wrongStage, type Decided, type Signature } from './draft.ts';
import type { Rules } from './rules.ts';
import { openPauseOf, roundOf, unitsIn, type CaseState } from './state.ts';

/**
 * 延期 (Beijing regulation 2021 art. 15): the head of the unit that has the case asks the resident for more time, once a round and
 * while there is some left. What is overdue stays overdue: an extension never hides a delay.
 */
export function extend(state: CaseState, command: Extend, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'extend');
  const { round, facts } = state;
  const by = headOf(command.by, [round.owner, round.handler]);
  if (!by) return refuse({ kind: 'not-yours', needs: 'head-of-unit' });
  if (round.extensions.length > 0) return refuse({ kind: 'already-extended' });
  if (openPauseOf(round)) return refuse({ kind: 'already-paused' });
  if (at >= round.dueAt) return refuse({ kind: 'overdue-cannot-extend' });
  const dueAt = rules.deadline('extension', round.dueAt, facts, round.handler);
  const answerDueAt = dueAt > round.answerDueAt ? dueAt : round.answerDueAt;
  return next(state, by, { type: 'case.extended.v1', open: { ground: command.ground, dueAt, answerDueAt }, sealed: { explanation: command.explanation } });
}

/** 吹哨报到 (art. 16): both the caller and the called are seen; the unit that has the case keeps it, and answers alone. */
export function convene(state: CaseState, command: Convene, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'convene');
  const { round } = state;
  const by = signatureOf(command.by, [round.owner, round.handler]);
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  if (command.units.length === 0) return refuse({ kind: 'nobody-called' });
  if (round.assistance.length + command.units.length > ASSISTING_MAX) return refuse({ kind: 'too-many', field: 'assisting', max: ASSISTING_MAX });
  for (const unit of command.units) {
    if (unit === round.handler || round.assistance.some((one) => one.unit === unit)) return refuse({ kind: 'same-unit', unit });
    const unfit = unfitness(unit, state, at, rules);
    if (unfit) return refuse(unfit);
  }
  return next(state, by, {
    type: 'case.convened.v1', open: { units: command.units, assistDueAt: rules.deadline('assist', at, state.facts) }, sealed: { note: command.note },
  });
}

export function assist(state: CaseState, command: Assist): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'assist');
  const { assistance } = state.round;
  const by = signatureOf(command.by, assistance.map(({ unit }) => unit));
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  if (!assistance.some(({ unit, reportedAt }) => unit === by.unit && reportedAt === undefined)) return refuse({ kind: 'already-reported' });
  return next(state, by, { type: 'case.assisted.v1', open: {}, sealed: { words: command.words } });
}

/** 挂账: stays open, with an owner, a plan, a date and a public reason. Its clock runs on and it is overdue as any other. */
export function listHard(state: CaseState, command: ListHard, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'list-hard');
  const { round } = state;
  const by = headOf(command.by, [round.owner]);
  if (!by) return refuse({ kind: 'not-yours', needs: 'head-of-unit' });
  if (round.hard) return refuse({ kind: 'already-listed' });
  const wrong = reviewMistake(command.reviewAt, at, rules, state);
  if (wrong) return refuse(wrong);
  const post = rules.leadPostOf(round.owner);
  return next(state, by, {
    type: 'case.hard-listed.v1',
    open: { ground: command.ground, ...(post ? { post } : {}), reviewAt: command.reviewAt, ...(command.inPublic ? { inPublic: true } : {}) },
    sealed: { reason: command.reason, plan: command.plan },
  });
}

export function reviewHard(state: CaseState, command: ReviewHard, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'dispatched' && state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'review-hard');
  const { round } = state;
  if (!round.hard) return refuse({ kind: 'not-listed' });
  const by = headOf(command.by, [round.owner]);
  if (!by) return refuse({ kind: 'not-yours', needs: 'head-of-unit' });
  const wrong = reviewMistake(command.reviewAt, at, rules, state);
  if (wrong) return refuse(wrong);
  return next(state, by, { type: 'case.hard-reviewed.v1', open: { reviewAt: command.reviewAt }, sealed: { progress: command.progress } });
}

/** Whoever may work on the case at its stage writes for colleagues. */
export function note(state: CaseState, command: TakeNote): Decided {
  const round = roundOf(state);
  const by = staffSignature(command.by, ['dispatcher', 'supervisor']) ?? (round ? signatureOf(command.by, unitsIn(round)) : undefined);
  return by ? next(state, by, { type: 'case.noted.v1', open: {}, sealed: { words: command.words } }) : refuse({ kind: 'not-yours', needs: 'handling-unit' });
}

function reviewMistake(reviewAt: Instant, at: Instant, rules: Rules, { facts }: CaseState): CaseRefusal | undefined {
  if (reviewAt <= at) return { kind: 'review-in-past' };
  const latest = rules.deadline('hard-case-review', at, facts);
  return reviewAt > latest ? { kind: 'review-too-late', latest } : undefined;
}

function headOf(author: Author, units: readonly UnitId[]): Signature | undefined {
  return author.kind === 'staff' && units.includes(author.unit) ? staffSignature(author, ['unit-leader']) : undefined;
}
