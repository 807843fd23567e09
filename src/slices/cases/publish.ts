import type { EventDraft, Json, Publish } from '../../record/event.ts';
import type { CaseFact } from './events.ts';
import type { Rules } from './rules.ts';
import { isUntold, timelineOf, withoutClasses, type Step } from './timeline.ts';

/**
 * What the public log says of the newest facts of a case: what its public page says, with the same care for minutes, but
 * kind, topic and place only once their cell is full, and no text at all. `history` ends with the facts of `drafts`.
 */
export function withPublication(drafts: readonly EventDraft[], history: readonly CaseFact[], rules: Rules): readonly EventDraft[] {
  const number = numberOf(history);
  const steps = timelineOf(history, false).slice(-drafts.length);
  return drafts.map((draft, index) => {
    const step = steps[index];
    const fact = history[history.length - drafts.length + index];
    if (!step || !fact) throw new Error('a draft without its fact');
    const later = laterOf(fact, rules);
    // Of a row that is open data by rule there is nothing to wait with.
    const isOpen = fact.type === 'case.imported.v1' && fact.open.publishPlace;
    const open = { ...openOf(step, fact, rules), ...(isOpen ? later : {}) };
    return { ...draft, publish: { stream: `case:${number}`, when: whenOf(step, fact), open, later: isOpen ? {} : later, ...(fact.type === 'case.submitted.v1' && fact.unit !== undefined ? { as: 'resident' } : {}) } };
  });
}

function whenOf(step: Step, fact: CaseFact): Publish['when'] {
  if (isUntold(fact.type)) return 'never';
  if (step.day === undefined) return 'at-once';
  // A timer's own fact bears a day; one that bears none is a step that a resident's act brought about.
  const isTimers = fact.role === 'system' && fact.type !== 'case.judged.v1' && 'day' in fact.open && fact.open.day !== undefined;
  return { day: step.day, cause: isTimers ? 'timer' : 'resident' };
}

function openOf(step: Step, fact: CaseFact, rules: Rules): { readonly [field: string]: Json } {
  const { detail } = withoutClasses(step);
  const told = Object.entries(detail).filter(([field, value]) => value !== undefined && field !== 'day');
  // Where the minute of a deadline would tell a resident's act, its date is told: without it nobody could check who answered in time.
  const isDated = 'dueAt' in fact.open && !('dueAt' in detail);
  return { ...Object.fromEntries(told), ...(isDated ? { dueDay: rules.dayOf(fact.open.dueAt) } : {}) };
}

/** Where a case was classified, or told where else to go: the words that its public stub bears. */
function laterOf(fact: CaseFact, rules: Rules): Publish['later'] {
  if (fact.type !== 'case.accepted.v1' && fact.type !== 'case.imported.v1') return {};
  const { kind, topic, division } = fact.open;
  const town = rules.townOf(division);
  return { kind, topic, topic1: topLevelOf(topic), ...(town === undefined ? {} : { town }) };
}

/** The first level of a topic's code: `urban` of `urban.lighting.out`. */
export function topLevelOf(topic: string): string {
  return topic.split('.', 1)[0] ?? topic;
}

function numberOf(history: readonly CaseFact[]): string {
  const [first] = history;
  if (first?.type !== 'case.submitted.v1' && first?.type !== 'case.imported.v1') throw new Error('a case begins with its submission, or with its import');
  return first.open.number;
}
