import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Rules, Spoken } from '../cases/index.ts';
import type { Author, Declare, Gather, MatterCommand, MatterRefusal, Redate } from './commands.ts';
import type { MatterEvent } from './events.ts';
import { GATHER_MAX, MEMBERS_MIN, NAME_MAX, type Matter } from './matter.ts';

export type Decided = Decision<{ readonly event: MatterEvent; readonly by: Omit<Spoken, 'unit'> & { readonly unit?: UnitId } }, MatterRefusal>;
export type Law = Pick<Rules, 'has' | 'leadPostOf' | 'publicDateMax'> & { readonly raisedFrom: (unit: UnitId) => UnitId };

/** As for a single case, so that what is said of many fits each. */
const NOTE_MAX = 2_000;
const WORDS_MAX = 10_000;

const DESK = ['dispatcher', 'supervisor'] as const;
const WORK = ['unit-leader', 'handler'] as const;

/**
 * What may be said of a matter. Who has it speaks for it; the desk declares, gathers, parts and ends; only a supervisor moves dates,
 * and never for fewer than ten. No command ends a case or judges one: `members` is how many stand in it now.
 */
export function decide(state: Matter | undefined, command: MatterCommand, at: Instant, rules: Law, members: number): Decided {
  const mistake = textMistake(command);
  if (mistake) return refuse(mistake);
  if (command.do === 'declare') return state ? refuse({ kind: 'no-such-matter' }) : declare(command, at, rules);
  if (!state) return refuse({ kind: 'no-such-matter' });
  switch (command.do) {
    case 'gather': return gather(state, command);
    case 'part': return signed(command.by, DESK, undefined, { type: 'matter.parted.v1', open: {}, sealed: { case: command.caseId, reason: command.reason } });
    case 'sign': return signed(command.by, WORK, state.unit, { type: 'matter.signed.v1', open: {}, sealed: {} });
    case 'update': {
      const { nextWordAt, words } = command;
      if (nextWordAt !== undefined && nextWordAt <= at) return refuse({ kind: 'time-past', field: 'nextWordAt' });
      return signed(command.by, WORK, state.unit, { type: 'matter.updated.v1', open: nextWordAt === undefined ? {} : { nextWordAt }, sealed: { words } });
    }
    case 'answer': return signed(command.by, WORK, state.unit, { type: 'matter.answered.v1', open: {}, sealed: { found: command.found, done: command.done } });
    case 'redate': return redate(state, command, at, rules, members);
    case 'raise': return raise(state, command, rules);
    case 'end': {
      if (state.kind !== 'incident') return refuse({ kind: 'only-incidents' });
      if (state.endedAt !== undefined) return refuse({ kind: 'ended' });
      return signed(command.by, DESK, undefined, { type: 'matter.ended.v1', open: {}, sealed: { words: command.words } });
    }
    default: return unreachable(command);
  }
}

function declare(command: Declare, at: Instant, rules: Law): Decided {
  const { kind, topics, divisions, since, unit, nextWordAt, name, words } = command;
  if (!rules.has(unit, at)) return refuse({ kind: 'unknown-unit' });
  if (kind === 'incident' && topics.length === 0) return refuse({ kind: 'no-topic' });
  if (nextWordAt !== undefined && nextWordAt <= at) return refuse({ kind: 'time-past', field: 'nextWordAt' });
  const event: MatterEvent = {
    type: 'matter.declared.v1', open: { kind, topics, divisions, since, unit, ...(nextWordAt === undefined ? {} : { nextWordAt }) }, sealed: { name, ...(words === '' ? {} : { words }) },
  };
  const byDesk = signed(command.by, DESK, undefined, event);
  // The unit that has both may merge them itself; an incident is the desk's to declare.
  return byDesk.refused && kind === 'merged' ? signed(command.by, WORK, unit, event) : byDesk;
}

/** A unit merges what it has itself; the desk gathers anything. */
function gather(state: Matter, { by, unitsOfCases }: Gather): Decided {
  if (unitsOfCases.length === 0) return refuse({ kind: 'nobody-found' });
  if (unitsOfCases.length > GATHER_MAX) return refuse({ kind: 'too-many' });
  if (state.endedAt !== undefined) return refuse({ kind: 'ended' });
  const event: MatterEvent = { type: 'matter.gathered.v1', open: {}, sealed: {} };
  const byDesk = signed(by, DESK, undefined, event);
  const isOwn = by.kind === 'staff' && unitsOfCases.every((unit) => unit === by.unit);
  return byDesk.refused && state.kind === 'merged' && isOwn ? signed(by, WORK, state.unit, event) : byDesk;
}

/** 公开宣布: later dates for everybody, within what the jurisdiction's data allows; each member's page and the public one say by whom and why. */
function redate(state: Matter, { by, dueAt, explanation }: Redate, at: Instant, rules: Law, members: number): Decided {
  if (state.kind !== 'incident') return refuse({ kind: 'only-incidents' });
  if (state.endedAt !== undefined) return refuse({ kind: 'ended' });
  if (dueAt <= at) return refuse({ kind: 'time-past', field: 'dueAt' });
  const [topic] = state.topics;
  if (topic === undefined) return refuse({ kind: 'no-topic' });
  const latest = rules.publicDateMax(state.declaredAt, topic);
  if (dueAt > latest) return refuse({ kind: 'date-too-late', latest });
  // A date that moves says of a case that it is one of these: never of fewer than ten.
  if (members < MEMBERS_MIN) return refuse({ kind: 'too-few' });
  return signed(by, ['supervisor'], undefined, { type: 'matter.redated.v1', open: { dueAt }, sealed: { explanation } });
}

function raise(state: Matter, { by, cause }: Extract<MatterCommand, { do: 'raise' }>, rules: Law): Decided {
  if (by.kind !== 'system') return refuse({ kind: 'not-yours', needs: 'unit' });
  // Once for each verdict, and once for each answer: what is open already needs no opening.
  if (state.stage !== 'answered' || state.raises.some((one) => one.cause === cause)) return refuse({ kind: 'not-answered' });
  const unit = rules.raisedFrom(state.unit);
  const post = rules.leadPostOf(unit);
  return accept({ event: { type: 'matter.raised.v1', open: { unit, ...(post ? { post } : {}) }, sealed: { cause } }, by: { role: 'system' } });
}

function signed(by: Author, roles: readonly string[], unit: UnitId | undefined, event: MatterEvent): Decided {
  const role = by.kind === 'staff' && (unit === undefined || by.unit === unit) ? roles.find((one) => by.roles.includes(one)) : undefined;
  if (by.kind !== 'staff' || role === undefined) return refuse({ kind: 'not-yours', needs: unit !== undefined ? 'unit' : roles.length === 1 ? 'supervisor' : 'dispatcher' });
  return accept({ event: { ...event, sealed: { ...event.sealed, by: by.account } } as MatterEvent, by: { role, unit: by.unit, ...(by.post ? { post: by.post } : {}) } });
}

function textMistake(command: MatterCommand): MatterRefusal | undefined {
  const texts: readonly (readonly [string, string, number])[] = (() => {
    switch (command.do) {
      case 'declare': return [['name', command.name, NAME_MAX]] as const;
      case 'part': return [['reason', command.reason, NOTE_MAX]] as const;
      case 'update': case 'end': return [['words', command.words, NOTE_MAX]] as const;
      case 'answer': return [['found', command.found, WORDS_MAX], ['done', command.done, WORDS_MAX]] as const;
      case 'redate': return [['explanation', command.explanation, NOTE_MAX]] as const;
      case 'gather': case 'sign': case 'raise': return [];
      default: return unreachable(command);
    }
  })();
  for (const [field, text, max] of texts) {
    if (text.trim() === '') return { kind: 'text-missing', field };
    if (text.length > max) return { kind: 'text-too-long', field };
  }
  return command.do === 'declare' && command.words.length > NOTE_MAX ? { kind: 'text-too-long', field: 'words' } : undefined;
}
