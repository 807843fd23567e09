import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Accept, Author, CaseRefusal, Contest, Dispatch, Divert, Settle, Submit, Summarise, Transfer } from './commands.ts';
import { TRANSFERS_MAX } from './commands.ts';
import { dispatcherSignature, given, happened, next, RESIDENT, staffSignature, SYSTEM, whole, wrongStage, type Decided, type Signature } from './draft.ts';
import type { CaseEvent } from './events.ts';
import { enteredAt } from './receipt.ts';
import { depthOf, isParty, raisedFrom, superiorsOf, type Rules } from './rules.ts';
import { earlier, openPauseOf, type CaseState, type InHand } from './state.ts';

/** 受理: every voice becomes a case with a clock, by whatever channel it came (charter promise 1). */
export function submit(command: Submit, at: Instant, rules: Rules): Decided {
  const unknown = command.about.find((unit) => !rules.has(unit, at));
  if (unknown !== undefined) return refuse({ kind: 'unknown-unit', unit: unknown });
  // Nobody enters a case about their own unit, one above it or one beneath it: it would be known there before it is anywhere (promise 12).
  if (command.by.kind === 'staff' && isParty(command.by.unit, command.about, rules)) return refuse({ kind: 'about-this-unit', unit: command.by.unit });
  const { point, address, division } = command.place;
  return happened({ seq: 0, id: command.id }, submitterSignature(command.by), [{
    type: 'case.submitted.v1',
    open: {
      number: command.number, channel: command.channel, anonymity: command.anonymity, kind: command.kind, urgency: command.urgency,
      topic: command.topic, division, publishWords: command.publishWords, publishPlace: command.publishPlace, day: rules.dayOf(at),
      acceptDueAt: rules.deadline('accept', at, command),
    },
    sealed: whole({
      words: command.words, address, point: point && `${String(point.latitude)} ${String(point.longitude)}`,
      person: command.person, photos: command.photos.join(' '), about: command.about.join(' '), superiors: superiorsOf(command.about, rules).join(' '),
      // Always there, so that its commitment tells nothing.
      proxy: command.proxy ?? 'self',
    }),
  }]);
}

export function acceptCase(state: CaseState, command: Accept, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'submitted') return wrongStage(state, 'accept');
  const by = dispatcherSignature(command.by);
  return by ? next(state, by, accepted(command, at, rules, state)) : refuse({ kind: 'not-yours', needs: 'dispatcher' });
}

export function divert(state: CaseState, command: Divert, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'submitted') return wrongStage(state, 'divert');
  // A person diverts, never a list: each needs an explanation that somebody answers for.
  const by = staffSignature(command.by, ['dispatcher']);
  if (!by || command.by.kind !== 'staff') return refuse({ kind: 'not-yours', needs: 'dispatcher' });
  return next(state, by, {
    type: 'case.diverted.v1', open: { reason: command.reason, day: rules.dayOf(at) }, sealed: { explanation: command.explanation, by: command.by.account },
  });
}

export function contest(state: CaseState, command: Contest, at: Instant, rules: Rules): Decided {
  if (state.stage === 'diversion-contested') return refuse({ kind: 'already-contested' });
  if (state.stage !== 'diverted') return wrongStage(state, 'contest');
  if (state.contest === 'spent') return refuse({ kind: 'already-contested' });
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  return next(state, RESIDENT, {
    type: 'case.diversion-contested.v1', open: { day: rules.dayOf(at), settleDueAt: rules.deadline('settle', at, state.facts) }, sealed: { words: command.words },
  });
}

/** Decided once, by someone other than who diverted (charter promise 3). */
export function settle(state: CaseState, command: Settle, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'diversion-contested') return wrongStage(state, 'settle');
  const by = staffSignature(command.by, ['objection-reviewer', 'supervisor']);
  if (!by || command.by.kind !== 'staff') return refuse({ kind: 'not-yours', needs: 'reviewer' });
  if (command.by.account === state.diverted.by) return refuse({ kind: 'same-reviewer' });
  const settled: CaseEvent = {
    type: 'case.diversion-settled.v1', open: { ruling: command.ruling.kind }, sealed: { explanation: command.explanation },
  };
  return command.ruling.kind === 'upheld'
    ? next(state, by, settled)
    : next(state, by, settled, accepted(command.ruling.accept, at, rules, state));
}

/** 派单: the first receiver leads (首接负责制); the answer deadline is fixed here and stated (regulation art. 13, 14). */
export function dispatch(state: CaseState, command: Dispatch, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'accepted') return wrongStage(state, 'dispatch');
  const by = dispatcherSignature(command.by);
  if (!by) return refuse({ kind: 'not-yours', needs: 'dispatcher' });
  const assisting = [...new Set(command.assisting)].filter((unit) => unit !== command.lead);
  const unfit = [command.lead, ...assisting].map((unit) => unfitness(unit, state, at, rules)).find((one) => one !== undefined);
  if (unfit) return refuse(unfit);
  return next(state, by, {
    type: 'case.dispatched.v1',
    open: {
      owner: command.lead, assisting, dueAt: rules.deadline('answer', at, state.facts, command.lead),
      signDueAt: rules.deadline('sign', at, state.facts, command.lead),
      rulesVersion: rules.version,
    },
    sealed: given({ note: command.note }),
  });
}

/** 转派: at most twice, and the clock runs on; the third goes up to the dispatchers' superior (protection T5). */
export function transfer(state: CaseState, command: Transfer, at: Instant, rules: Rules): Decided {
  if (state.stage !== 'dispatched' && state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'transfer');
  const by = staffSignature(command.by, ['dispatcher']);
  if (!by) return refuse({ kind: 'not-yours', needs: 'dispatcher' });
  const { round } = state;
  if (openPauseOf(round)) return refuse({ kind: 'already-paused' });
  if (round.transfers > TRANSFERS_MAX) return refuse({ kind: 'transfers-spent' });
  if (command.to === round.handler) return refuse({ kind: 'same-unit', unit: command.to });
  const unfit = unfitness(command.to, state, at, rules);
  if (unfit) return refuse(unfit);
  const signDueAt = rules.deadline('sign', at, state.facts, command.to);
  if (round.transfers === TRANSFERS_MAX) return next(state, by, thirdTransfer(state, command, at, rules));
  return next(state, by, {
    type: 'case.transferred.v1', open: { owner: ownerAfterTransfer(state, command.to, rules), handler: command.to, signDueAt },
    sealed: { reason: command.reason },
  });
}

export function summarise(state: CaseState, command: Summarise): Decided {
  if (state.stage === 'submitted' || state.stage === 'diverted' || state.stage === 'diversion-contested' || state.stage === 'imported-closed') return wrongStage(state, 'summarise');
  const by = staffSignature(command.by, ['dispatcher']);
  if (!by) return refuse({ kind: 'not-yours', needs: 'dispatcher' });
  return next(state, by, {
    type: 'case.summarised.v1', open: { wordsReviewed: command.wordsReviewed }, sealed: { summary: command.summary },
  });
}

function accepted(confirmed: Omit<Accept, 'do' | 'by'>, at: Instant, rules: Rules, state: CaseState): CaseEvent {
  const { kind, urgency, topic, division, wordsReviewed } = confirmed;
  return {
    type: 'case.accepted.v1',
    open: {
      kind, urgency, topic, division, wordsReviewed, day: rules.dayOf(at),
      dispatchDueAt: rules.deadline('dispatch', at, { kind, urgency, topic, channel: state.facts.channel }),
    },
    sealed: given({ summary: confirmed.summary, address: confirmed.address }),
  };
}

export function unfitness(unit: UnitId, state: CaseState, at: Instant, rules: Rules): CaseRefusal | undefined {
  if (!rules.has(unit, at)) return { kind: 'unknown-unit', unit };
  if (isParty(unit, state.facts.about, rules)) return { kind: 'about-this-unit', unit };
  // Whoever typed it in for somebody does not handle it: the two voices would be one (promise 2).
  return enteredAt(state.facts.entry) === unit ? { kind: 'entered-here', unit } : undefined;
}

/** Ownership moves sideways at most; once raised it stays raised, and only the work moves. */
export function ownerAfterTransfer({ round }: InHand, to: UnitId, rules: Rules): UnitId {
  const raised = round.number > 1 || round.escalations.length > 0;
  return !raised && depthOf(to, rules) <= depthOf(round.owner, rules) ? to : round.owner;
}

function thirdTransfer({ round, facts }: InHand, command: Transfer, at: Instant, rules: Rules): CaseEvent {
  const superior = raisedFrom(rules.intakeUnit, facts.about, rules, enteredAt(facts.entry));
  const to = depthOf(superior, rules) <= depthOf(round.owner, rules) && !isParty(superior, facts.about, rules) ? superior : round.owner;
  const post = rules.leadPostOf(to);
  const sooner = rules.deadline('escalated', at, facts);
  return {
    type: 'case.escalated.v1',
    open: {
      cause: 'third-transfer', to, ...(post ? { post } : {}), handler: command.to,
      dueAt: earlier(round.dueAt, sooner), signDueAt: rules.deadline('sign', at, facts), answerDueAt: earlier(round.answerDueAt, sooner),
    },
    sealed: { reason: command.reason },
  };
}

/** Whoever enters a case for someone else signs with their own role; the resident's words stay the resident's. */
function submitterSignature(author: Author): Signature {
  if (author.kind === 'resident') return RESIDENT;
  if (author.kind === 'system') return SYSTEM;
  return { role: author.roles.includes('operator') ? 'operator' : author.roles[0] ?? 'staff', unit: author.unit };
}
