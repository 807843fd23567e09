import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Author, CaseRefusal, Follow, Join, Part } from './commands.ts';
import { MESSAGES_MAX, spokenBy } from './conversation.ts';
import { unfitness } from './decide-intake.ts';
import { resumedIfPaused } from './decide-work.ts';
import { given, next, wrongStage, type Decided } from './draft.ts';
import type { CaseEvent } from './events.ts';
import { MATTERS_JOB, type Spoken } from './matter.ts';
import { superiorsOf, type Rules } from './rules.ts';
import type { CaseState, InHand } from './state.ts';

/**
 * Joins a case with others that tell of the same matter: an overlay that touches no round, clock or outcome, so that parting has
 * nothing to put back but a date that was declared meanwhile. What nobody has accepted yet is accepted as its resident classed it, and
 * goes to the unit that has the matter. Never across a wall: a case about officials is handled alone. Danger is never one of many.
 */
export function join(state: CaseState, command: Join, at: Instant, rules: Rules): Decided {
  if (!isMatters(command.by)) return refuse({ kind: 'not-yours', needs: 'system' });
  const { facts } = state;
  const kept = keptApart(state);
  if (kept) return refuse(kept);
  const joined: CaseEvent = { type: 'case.joined.v1', open: {}, sealed: { matter: command.matter } };
  switch (state.stage) {
    case 'submitted': case 'accepted': {
      const unfit = unfitness(command.lead, state, at, rules);
      if (unfit) return refuse(unfit);
      return next(state, command.spoken, ...(state.stage === 'submitted' ? [acceptedAsTold(state, at, rules)] : []), {
        type: 'case.dispatched.v1',
        open: {
          owner: command.lead, assisting: [], dueAt: rules.deadline('answer', at, facts, command.lead),
          signDueAt: rules.deadline('sign', at, facts, command.lead), rulesVersion: rules.version,
        },
        sealed: {},
      }, joined);
    }
    case 'dispatched': case 'signed': case 'contacted': return next(state, command.spoken, joined);
    case 'diverted': case 'diversion-contested': case 'objected': case 'answered': case 'unjudged': case 'solved': case 'withdrawn': case 'imported-closed':
      return wrongStage(state, 'join');
    default: return unreachable(state);
  }
}

/** Back to its own path, whatever stage it is in: a date that was declared for the matter is taken back with it. */
export function part(state: CaseState, command: Part): Decided {
  if (!isMatters(command.by)) return refuse({ kind: 'not-yours', needs: 'system' });
  if (state.facts.joined?.matter !== command.matter) return refuse({ kind: 'not-joined' });
  const parted: CaseEvent = { type: 'case.parted.v1', open: {}, sealed: { matter: command.matter, reason: command.reason } };
  return next(state, command.spoken, parted, ...(isInHand(state) ? ownDateAgain(state) : []));
}

/** What an office said of the matter, to this one case, by its own events. Where it does not fit this case, the case goes its own way. */
export function follow(state: CaseState, command: Follow, at: Instant, rules: Rules): Decided {
  if (!isMatters(command.by)) return refuse({ kind: 'not-yours', needs: 'system' });
  if (state.facts.joined?.matter !== command.matter) return refuse({ kind: 'not-joined' });
  const { word, spoken } = command;
  if (word.kind === 'date') return redate(state, command, word, at);
  if (state.stage !== 'dispatched' && state.stage !== 'signed' && state.stage !== 'contacted' && !(word.kind === 'answer' && (state.stage === 'answered' || state.stage === 'unjudged'))) {
    return wrongStage(state, 'follow');
  }
  // What was raised answers to the unit it was raised to: nobody beneath signs or answers in its place (charter promise 3).
  if (isBeneath(state, spoken, rules)) return refuse({ kind: 'not-yours', needs: 'owning-unit' });
  const signed: readonly CaseEvent[] = state.stage === 'dispatched'
    ? [{ type: 'case.signed.v1', open: { contactDueAt: rules.deadline('contact', at, state.facts) }, sealed: {} }] : [];
  switch (word.kind) {
    case 'signature': return signed.length === 0 ? wrongStage(state, 'follow') : next(state, spoken, ...signed);
    case 'update': {
      if (spokenBy(state.facts.conversation, 'office') >= MESSAGES_MAX) return refuse({ kind: 'messages-spent', max: MESSAGES_MAX });
      const contacted: CaseEvent = { type: 'case.contacted.v1', open: { means: 'relay' }, sealed: {} };
      return next(state, spoken, ...signed, { type: 'case.asked.v1', open: {}, sealed: { words: word.words } }, ...(state.stage === 'contacted' ? [] : [contacted]));
    }
    case 'answer': return next(state, spoken, ...signed, ...(isInHand(state) ? resumedIfPaused(state, at, rules) : []), {
      type: 'case.answered.v1',
      open: {
        remindAt: rules.deadline('verdict-remind', at, state.facts), windowEndsAt: rules.deadline('verdict-window', at, state.facts),
        ...(word.inPublic ? { inPublic: true } : {}),
      },
      sealed: given({ found: word.found, done: word.done }),
    });
    default: return unreachable(word);
  }
}

/** Which cases are never one of many; undefined for all others. */
export function keptApart({ facts }: Pick<CaseState, 'facts'>): CaseRefusal | undefined {
  if (facts.joined) return { kind: 'already-joined' };
  if (facts.about.length > 0 || facts.superiors.length > 0) return { kind: 'kept-apart' };
  return facts.urgency === 'danger' ? { kind: 'danger-first' } : undefined;
}

/** Only while there is time left, and only later: what is overdue stays overdue, and no date comes nearer by it. */
function redate(state: CaseState, { spoken, matter }: Follow, { dueAt, explanation }: Extract<Follow['word'], { kind: 'date' }>, at: Instant): Decided {
  if (!isInHand(state)) return wrongStage(state, 'follow');
  const { round } = state;
  if (at >= round.dueAt) return refuse({ kind: 'overdue-cannot-extend' });
  if (dueAt <= round.dueAt) return refuse({ kind: 'not-later' });
  return next(state, spoken, {
    type: 'case.redated.v1', open: { cause: 'declared', dueAt, answerDueAt: dueAt > round.answerDueAt ? dueAt : round.answerDueAt }, sealed: { matter, explanation },
  });
}

function ownDateAgain({ round }: InHand): readonly CaseEvent[] {
  const { declaredMs } = round;
  if (declaredMs === 0) return [];
  const dueAt = (round.dueAt - declaredMs) as Instant;
  return [{ type: 'case.redated.v1', open: { cause: 'parted', dueAt, answerDueAt: round.answerDueAt === round.dueAt ? dueAt : round.answerDueAt }, sealed: {} }];
}

function acceptedAsTold({ facts }: CaseState, at: Instant, rules: Rules): CaseEvent {
  const { kind, urgency, topic, channel, place } = facts;
  return {
    // Nobody has read the words closely: they stay out of sight until somebody has.
    type: 'case.accepted.v1',
    open: { kind, urgency, topic, division: place.division, wordsReviewed: false, day: rules.dayOf(at), dispatchDueAt: rules.deadline('dispatch', at, { kind, urgency, topic, channel }) },
    sealed: {},
  };
}

function isBeneath(state: CaseState, spoken: Spoken, rules: Rules): boolean {
  if (!('round' in state) || !state.round) return false;
  const { number, escalations, owner } = state.round;
  if (number === 1 && escalations.length === 0) return false;
  return owner !== spoken.unit && !superiorsOf([owner], rules).includes(spoken.unit);
}

function isInHand(state: CaseState): state is InHand {
  return state.stage === 'dispatched' || state.stage === 'objected' || state.stage === 'signed' || state.stage === 'contacted';
}

function isMatters(author: Author): boolean {
  return author.kind === 'system' && author.job === MATTERS_JOB;
}
