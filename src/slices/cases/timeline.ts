import type { Instant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Json } from '../../record/event.ts';
import type { CaseFact } from './events.ts';

/** One line of the public story of a case. An office's act carries its minute, a resident's only its day. */
export type Step = {
  readonly type: CaseFact['type'];
  readonly at?: Instant;
  readonly day?: string;
  /** In public rows: the end of the day since which a step that has only a day is told. */
  readonly since?: Instant;
  readonly role: string;
  readonly unit?: string;
  readonly post?: string;
  readonly detail: { readonly [field: string]: Json };
  /** Texts that are public: an answer that the unit vouched for, or any where the resident's own words are public. */
  readonly texts: { readonly [field: string]: string };
};

/** The public story, oldest first. `open`: the words themselves are public. `isHidden` of an answer by its number, from 1. */
export function timelineOf(history: readonly CaseFact[], open: boolean, isHidden: (answer: number) => boolean = () => false): readonly Step[] {
  let answers = 0;
  return history.map((fact) => {
    if (fact.type === 'case.answered.v1') answers += 1;
    const day = 'day' in fact.open && (isResidents(fact) || fact.role === 'system') ? fact.open.day : undefined;
    return {
      // Who typed it in would tell by which way somebody spoke: a rare one points at its one user.
      type: fact.type, ...(day === undefined ? { at: fact.at } : { day }), role: fact.type === 'case.submitted.v1' && fact.unit ? 'resident' : fact.role,
      ...(fact.unit && fact.type !== 'case.submitted.v1' ? { unit: fact.unit } : {}), ...(fact.post ? { post: fact.post } : {}), detail: detailOf(fact),
      texts: isHidden(answers) ? {} : textsOf(fact, open),
    };
  }).map((step, index, steps) => {
    const act = ofATimer(step) ? step : residentsActBeside(steps, index);
    if (act) return onlyTheDay(step, act);
    return isInResidentsRound(steps, index) ? withoutTheDeadline(step) : step;
  });
}

/** How a case was classed, and where it is from: said of it by itself, once its cell is full (protection T10). */
export const TOLD_LATER = ['kind', 'urgency', 'topic', 'division'] as const;

export function withoutClasses(step: Step): Step {
  return { ...step, detail: Object.fromEntries(Object.entries(step.detail).filter(([field]) => !(TOLD_LATER as readonly string[]).includes(field))) };
}

/** Everything a resident does, through whichever channel it came in. */
function isResidents(fact: CaseFact): boolean {
  return fact.type === 'case.submitted.v1' || fact.type === 'case.judged.v1' || fact.type === 'case.withdrawn.v1'
    || fact.type === 'case.diversion-contested.v1' || fact.type === 'case.hiding-contested.v1' || fact.type === 'case.replied.v1'
    || fact.type === 'case.task-approved.v1' || fact.type === 'case.task-refused.v1' || isUntold(fact.type);
}

/**
 * What becomes of the code is between its holder and the desk: no public page, row or entry tells it, since only somebody who left a
 * contact can be given another.
 */
export function isOfReceipt(type: CaseFact['type']): boolean {
  return /^case\.(receipt|reissue)-/.test(type);
}

/**
 * Told to nobody but the resident and, of calls and joinings, whoever has the case: that somebody can be phoned says that they left a
 * number, and which cases tell of one matter says of each what it is about.
 */
export function isUntold(type: CaseFact['type']): boolean {
  return isOfReceipt(type) || /^case\.(call-|joined|parted)/.test(type);
}

/** A timer runs out so many hours after what set it, often a resident's act: less that, its minute is theirs. */
function ofATimer({ role, day }: Step): boolean {
  return role === 'system' && day !== undefined;
}

/**
 * The resident's act in whose very moment a step happened, where there is one: a reopening comes with its verdict, the end
 * of a pause with a withdrawal, and a case that the dispatch list places with its submission. Its minute would tell theirs.
 */
function residentsActBeside(steps: readonly Step[], index: number): Step | undefined {
  const step = steps[index];
  if (step?.type === 'case.reopened.v1') return steps.slice(0, index).findLast((one) => one.type === 'case.judged.v1');
  if (step?.type === 'case.escalated.v1' && step.detail['cause'] === 'third-round') return steps.slice(0, index).findLast((one) => one.type === 'case.judged.v1');
  if (step?.type === 'case.resumed.v1' && step.role === 'resident') return steps[index + 1];
  return step?.role === 'dispatch-list' ? steps[0] : undefined;
}

/** Whether the running round began with a resident's act: then its deadline is so many hours after that. */
function isInResidentsRound(steps: readonly Step[], index: number): boolean {
  const begun = steps.slice(0, index).findLastIndex(({ type }) => type === 'case.dispatched.v1' || type === 'case.reopened.v1');
  return begun !== -1 && residentsActBeside(steps, begun) !== undefined;
}

/** A deadline that an office's act only moves on: its minute less the limit and the pause is the resident's. */
function withoutTheDeadline(step: Step): Step {
  if (step.type !== 'case.resumed.v1' && step.type !== 'case.extended.v1' && step.type !== 'case.redated.v1' && step.type !== 'case.escalated.v1') return step;
  return { ...step, detail: Object.fromEntries(Object.entries(step.detail).filter(([field]) => !/^(dueAt|answerDueAt|signDueAt)$/.test(field))) };
}

/** Deadlines count from that moment, so they go with the minute. */
function onlyTheDay(step: Step, act: Step): Step {
  const { at: _minute, ...rest } = step;
  const detail = Object.fromEntries(Object.entries(step.detail).filter(([field]) => field !== 'end' && field !== 'nextAt' && !/dueAt$/i.test(field)));
  return { ...rest, detail, ...(act.day === undefined ? {} : { day: act.day }) };
}

function detailOf(fact: CaseFact): Step['detail'] {
  switch (fact.type) {
    // How someone wants to be known is nobody else's business.
    case 'case.submitted.v1': return {};
    case 'case.imported.v1': return importedDetail(fact.open);
    case 'case.withdrawn.v1': case 'case.diversion-contested.v1': return {};
    // How they were reached, or that they left no way to be, is theirs as well.
    case 'case.contacted.v1': case 'case.asked.v1': case 'case.replied.v1': case 'case.assisted.v1': case 'case.noted.v1': return {};
    case 'case.judged.v1': return { outcome: fact.open.outcome, round: fact.open.round, means: fact.open.means };
    case 'case.answered.v1': return fact.open.owedBy === undefined ? {} : { owedBy: fact.open.owedBy };
    case 'case.hiding-contested.v1': return { item: fact.open.item };
    case 'case.accepted.v1': case 'case.diverted.v1': case 'case.diversion-settled.v1': case 'case.dispatched.v1':
    case 'case.transferred.v1': case 'case.objected.v1': case 'case.objection-ruled.v1': case 'case.extended.v1': case 'case.redated.v1': case 'case.convened.v1': case 'case.hard-listed.v1': case 'case.hard-reviewed.v1': case 'case.signed.v1': case 'case.paused.v1': case 'case.resumed.v1':
    case 'case.reopened.v1': case 'case.escalated.v1': case 'case.reminded.v1': case 'case.unjudged.v1': case 'case.summarised.v1':
    case 'case.hiding-proposed.v1': case 'case.hidden.v1': case 'case.hiding-refused.v1': case 'case.hiding-settled.v1': case 'case.unhidden.v1':
    case 'case.erased.v1':
      return fact.open;
    // What was asked of whom is in no public row; that something was, and what became of it, is an office's work.
    case 'case.task-drafted.v1': case 'case.task-withdrawn.v1': case 'case.task-reported.v1': return fact.open;
    case 'case.task-approved.v1': case 'case.task-refused.v1': return { task: fact.open.task };
    case 'case.joined.v1': case 'case.parted.v1': case 'case.call-asked.v1': case 'case.call-ended.v1': case 'case.call-contested.v1': return {};
    case 'case.receipt-exchanged.v1': case 'case.reissue-asked.v1': case 'case.receipt-reissued.v1': case 'case.reissue-contested.v1': case 'case.reissue-settled.v1':
      return {};
    default: return unreachable(fact);
  }
}

/** Of what another system says of when somebody spoke, only what is open data by rule; the dates of the office's own clock. */
function importedDetail(open: Extract<CaseFact, { type: 'case.imported.v1' }>['open']): Step['detail'] {
  const { number: _number, publishWords: _words, publishPlace, openedDay, openedAt: _minute, ...told } = open;
  return publishPlace ? { ...told, openedDay } : told;
}

function textsOf(fact: CaseFact, open: boolean): Step['texts'] {
  // The unit vouched for the reason; the plan is for the resident and the desk.
  if (fact.type === 'case.hard-listed.v1') return fact.open.inPublic && fact.sealed.reason !== undefined ? { reason: fact.sealed.reason } : {};
  if (fact.type !== 'case.answered.v1' || !(open || fact.open.inPublic)) return {};
  return Object.fromEntries(Object.entries(fact.sealed).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
