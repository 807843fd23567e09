import type { Instant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Json } from '../../record/event.ts';
import type { CaseFact } from './events.ts';

/** One line of the public story of a case. An office's act carries its minute, a resident's only its day. */
export type Step = {
  readonly type: CaseFact['type'];
  readonly at?: Instant;
  readonly day?: string;
  readonly role: string;
  readonly unit?: string;
  readonly post?: string;
  readonly detail: { readonly [field: string]: Json };
  /** Texts that are public: an answer that the unit vouched for, or any where the resident's own words are public. */
  readonly texts: { readonly [field: string]: string };
};

/** The public story, oldest first. `open` says that the resident let the words be read, and a reviewer agreed. */
export function timelineOf(history: readonly CaseFact[], open: boolean): readonly Step[] {
  return history.map((fact) => {
    const day = 'day' in fact.open && isResidents(fact) ? fact.open.day : undefined;
    return {
      type: fact.type, ...(day === undefined ? { at: fact.at } : { day }), role: fact.role,
      ...(fact.unit ? { unit: fact.unit } : {}), ...(fact.post ? { post: fact.post } : {}), detail: detailOf(fact), texts: textsOf(fact, open),
    };
  }).map((step, index, steps) => (isBesideAVerdict(steps, index) ? onlyTheDay(step, steps[index - 1]) : step));
}

/** Everything a resident does, through whichever channel it came in. */
function isResidents(fact: CaseFact): boolean {
  return fact.type === 'case.submitted.v1' || fact.type === 'case.judged.v1' || fact.type === 'case.withdrawn.v1' || fact.type === 'case.diversion-contested.v1';
}

/** A reopening happens in the moment of the verdict: its minute would tell the resident's. */
function isBesideAVerdict(steps: readonly Step[], index: number): boolean {
  const [before, step] = [steps[index - 1], steps[index]];
  if (step?.type === 'case.reopened.v1') return before?.type === 'case.judged.v1';
  return step?.type === 'case.escalated.v1' && step.detail['cause'] === 'third-round';
}

function onlyTheDay(step: Step, before: Step | undefined): Step {
  const { at: _minute, ...rest } = step;
  return before?.day === undefined ? rest : { ...rest, day: before.day };
}

function detailOf(fact: CaseFact): Step['detail'] {
  switch (fact.type) {
    // How someone wants to be known is nobody else's business.
    case 'case.submitted.v1': return {};
    case 'case.withdrawn.v1': case 'case.diversion-contested.v1': return {};
    case 'case.judged.v1': return { outcome: fact.open.outcome, round: fact.open.round, means: fact.open.means };
    case 'case.answered.v1': return fact.open.owedBy === undefined ? {} : { owedBy: fact.open.owedBy };
    case 'case.accepted.v1': case 'case.diverted.v1': case 'case.diversion-settled.v1': case 'case.dispatched.v1':
    case 'case.transferred.v1': case 'case.signed.v1': case 'case.contacted.v1': case 'case.paused.v1': case 'case.resumed.v1':
    case 'case.reopened.v1': case 'case.escalated.v1': case 'case.reminded.v1': case 'case.unjudged.v1': case 'case.summarised.v1':
      return fact.open;
    default: return unreachable(fact);
  }
}

function textsOf(fact: CaseFact, open: boolean): Step['texts'] {
  if (fact.type !== 'case.answered.v1' || !(open || fact.open.inPublic)) return {};
  return Object.fromEntries(Object.entries(fact.sealed).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
