import type { UnitId } from '../../kernel/ids.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { ERASED, type CaseFact } from '../../slices/cases/index.ts';
import type { Step } from '../views/story.ts';
import { noonOf } from './case-stub.ts';

/** Whose words a reader may see. Offices' answers are public; a resident's words only with consent (protection T13). */
export type Sight = {
  readonly residentWords: boolean;
  /** Notes between offices, reasons of transfers, explanations: for staff and the resident. */
  readonly officeNotes: boolean;
  /** What offices write to each other: for staff alone. */
  readonly internal: boolean;
};

type NameOf = (unit: UnitId) => string;

/** A case's history as a page tells it, oldest first. `erased` fields are left out. */
export function stepsOf(facts: readonly CaseFact[], nameOf: NameOf, sight: Sight): readonly Step[] {
  let handler: UnitId | undefined;
  return facts.flatMap((fact) => {
    const step = stepOf(fact, handler, nameOf, sight);
    if (fact.type === 'case.dispatched.v1' || fact.type === 'case.imported.v1') handler = fact.open.owner;
    if (fact.type === 'case.transferred.v1' || fact.type === 'case.objection-ruled.v1' || fact.type === 'case.reopened.v1' || fact.type === 'case.escalated.v1') handler = fact.open.handler;
    return step ? [step] : [];
  });
}

function stepOf(fact: CaseFact, handler: UnitId | undefined, nameOf: NameOf, sight: Sight): Step | undefined {
  const { at } = fact;
  const unit = fact.unit === undefined ? '' : nameOf(fact.unit);
  const ofResident = (words: string | undefined) => saying(sight.residentWords ? words : undefined);
  const ofOffice = (words: string | undefined) => saying(sight.officeNotes ? words : undefined);
  switch (fact.type) {
    case 'case.submitted.v1': return { at, kind: 'submitted', channel: fact.open.channel, ...enteredBy(fact.sealed.proxy, unit), ...ofResident(fact.sealed.words) };
    case 'case.imported.v1': return { at, kind: 'imported', ...importOf(fact.open, nameOf) };
    case 'case.accepted.v1': return { at, kind: 'accepted', unit };
    case 'case.diverted.v1': return { at, kind: 'diverted', unit, reason: fact.open.reason, ...ofOffice(fact.sealed.explanation) };
    case 'case.diversion-contested.v1': return { at, kind: 'contested', ...ofResident(fact.sealed.words) };
    case 'case.diversion-settled.v1': return { at, kind: 'settled', unit, stays: fact.open.ruling === 'upheld', ...ofOffice(fact.sealed.explanation) };
    case 'case.dispatched.v1': return { at, kind: 'dispatched', by: unit, unit: nameOf(fact.open.owner) };
    case 'case.transferred.v1':
      return { at, kind: 'transferred', by: unit, from: handler === undefined ? unit : nameOf(handler), unit: nameOf(fact.open.handler), ...ofOffice(fact.sealed.reason) };
    case 'case.objected.v1': return { at, kind: 'objected', unit, ground: fact.open.ground, ...ofOffice(fact.sealed.reason) };
    case 'case.objection-ruled.v1': {
      const { ruling, objector, handler: to } = fact.open;
      return { at, kind: 'objection-ruled', by: unit, upheld: ruling === 'upheld', from: nameOf(objector), unit: nameOf(to), ...ofOffice(fact.sealed.explanation) };
    }
    case 'case.extended.v1': return { at, kind: 'extended', unit, ground: fact.open.ground, ...ofOffice(fact.sealed.explanation) };
    case 'case.convened.v1': return { at, kind: 'convened', unit, units: fact.open.units.map(nameOf), ...ofOffice(sight.internal ? fact.sealed.note : undefined) };
    case 'case.assisted.v1': return { at, kind: 'assisted', unit, ...ofOffice(sight.internal ? fact.sealed.words : undefined) };
    case 'case.hard-listed.v1': return { at, kind: 'hard-listed', unit, ground: fact.open.ground, ...ofOffice([fact.sealed.reason, fact.sealed.plan].filter(Boolean).join('\n\n')) };
    case 'case.hard-reviewed.v1': return { at, kind: 'hard-reviewed', unit, ...ofOffice(fact.sealed.progress) };
    case 'case.joined.v1': case 'case.parted.v1': case 'case.redated.v1': return matterStep(fact, unit, ofOffice);
    case 'case.noted.v1': return sight.internal ? { at, kind: 'noted', unit, ...saying(fact.sealed.words) } : undefined;
    case 'case.signed.v1': return { at, kind: 'signed', unit };
    case 'case.contacted.v1': return { at, kind: 'contacted', unit, ...ofOffice(fact.sealed.note) };
    // What they write to each other stands in the conversation; the story says that they did.
    case 'case.asked.v1': return { at, kind: 'asked', unit };
    case 'case.replied.v1': return { at, kind: 'replied' };
    // An answer is what a unit says to everyone: it is shown wherever the case is.
    case 'case.answered.v1': return { at, kind: 'answered', unit, ...saying(answerWords(fact.sealed)) };
    case 'case.paused.v1': return { at, kind: 'paused', unit, reason: fact.open.reason };
    case 'case.resumed.v1': return { at, kind: 'resumed', unit };
    case 'case.judged.v1':
      return { at, kind: 'judged', outcome: fact.open.outcome, callBack: fact.open.means === 'call-back', ...ofResident(fact.sealed.comment) };
    case 'case.reopened.v1': return { at, kind: 'reopened', owner: nameOf(fact.open.owner) };
    case 'case.escalated.v1': return { at, kind: 'escalated', cause: fact.open.cause, unit: nameOf(fact.open.to) };
    case 'case.reminded.v1': return { at, kind: 'reminded', ...(fact.open.to === 'resident' ? {} : { office: nameOf(fact.open.to) }) };
    case 'case.unjudged.v1': return { at, kind: 'unjudged' };
    case 'case.withdrawn.v1': return { at, kind: 'withdrawn', ...ofResident(fact.sealed.reason) };
    case 'case.summarised.v1': return { at, kind: 'summarised', unit };
    case 'case.hiding-proposed.v1': {
      const { item, rule, atOnce } = fact.open;
      return { at, kind: 'hiding', what: 'proposed', unit, item, rule, atOnce, ...ofOffice(fact.sealed.reason) };
    }
    case 'case.hidden.v1': return { at, kind: 'hiding', what: 'hidden', unit, item: fact.open.item, rule: fact.open.rule, ...ofOffice(fact.sealed.explanation) };
    case 'case.hiding-refused.v1':
      return { at, kind: 'hiding', what: fact.role === 'system' ? 'lapsed' : 'refused', unit, item: fact.open.item, ...ofOffice(fact.sealed.explanation) };
    case 'case.hiding-contested.v1': return { at, kind: 'hiding', what: 'contested', unit, item: fact.open.item, ...ofResident(fact.sealed.words) };
    case 'case.hiding-settled.v1': return { at, kind: 'hiding', what: fact.open.ruling, unit, item: fact.open.item, ...ofOffice(fact.sealed.explanation) };
    case 'case.unhidden.v1': return { at, kind: 'hiding', what: 'unhidden', unit, item: fact.open.item, ...ofOffice(fact.sealed.explanation) };
    case 'case.erased.v1': return { at, kind: 'hiding', what: 'erased', unit, rule: fact.open.rule };
    case 'case.task-drafted.v1': case 'case.task-approved.v1': case 'case.task-refused.v1': case 'case.task-withdrawn.v1': case 'case.task-reported.v1':
      return taskStep(fact, unit, ofResident, ofOffice);
    case 'case.call-asked.v1': return { at, kind: 'call', what: 'asked', unit };
    case 'case.call-ended.v1': return { at, kind: 'call', what: fact.open.outcome, unit };
    case 'case.call-contested.v1': return { at, kind: 'call', what: 'contested', unit, ...ofResident(fact.sealed.words) };
    case 'case.receipt-exchanged.v1': return { at, kind: 'receipt', what: 'exchanged', unit };
    case 'case.reissue-asked.v1': return { at, kind: 'receipt', what: 'asked', unit };
    case 'case.receipt-reissued.v1': return { at, kind: 'receipt', what: 'reissued', unit };
    case 'case.reissue-contested.v1': return { at, kind: 'receipt', what: 'contested', unit, ...ofResident(fact.sealed.words) };
    case 'case.reissue-settled.v1': return { at, kind: 'receipt', what: fact.open.ruling, unit, ...ofOffice(fact.sealed.explanation) };
    default: return unreachable(fact);
  }
}

type Saying = (words: string | undefined) => { readonly said?: string };

/** With which others it was joined is told to nobody here. */
function matterStep(fact: Extract<CaseFact, { type: 'case.joined.v1' | 'case.parted.v1' | 'case.redated.v1' }>, unit: string, ofOffice: Saying): Step {
  const { at } = fact;
  switch (fact.type) {
    case 'case.joined.v1': return { at, kind: 'joined', unit };
    case 'case.parted.v1': return { at, kind: 'parted', unit, ...ofOffice(fact.sealed.reason) };
    case 'case.redated.v1': return { at, kind: 'redated', unit, back: fact.open.cause === 'parted', ...ofOffice(fact.sealed.explanation) };
  }
}

type TaskFact = Extract<CaseFact, { type: 'case.task-drafted.v1' | 'case.task-approved.v1' | 'case.task-refused.v1' | 'case.task-withdrawn.v1' | 'case.task-reported.v1' }>;

function taskStep(fact: TaskFact, unit: string, ofResident: Saying, ofOffice: Saying): Step {
  const { at } = fact;
  switch (fact.type) {
    case 'case.task-drafted.v1': return { at, kind: 'task', what: 'drafted', unit };
    case 'case.task-approved.v1': return { at, kind: 'task', what: 'approved', unit };
    case 'case.task-refused.v1': return { at, kind: 'task', what: 'refused', unit, ...ofResident(fact.sealed.words) };
    case 'case.task-withdrawn.v1': return { at, kind: 'task', what: 'withdrawn', unit };
    case 'case.task-reported.v1': return { at, kind: 'task', what: fact.open.result, unit, ...ofOffice(fact.sealed.words) };
  }
}

function enteredBy(proxy: string | undefined, unit: string): { readonly entered?: string } {
  if (unit !== '') return { entered: unit };
  return proxy === undefined || proxy === 'self' || proxy === ERASED ? {} : { entered: proxy };
}

function importOf({ source, openedDay, owner, standing }: Extract<CaseFact, { type: 'case.imported.v1' }>['open'], nameOf: NameOf) {
  return { source, opened: noonOf(openedDay), unit: nameOf(owner), closed: standing === 'closed' };
}

function answerWords(sealed: { readonly found?: string; readonly done?: string; readonly owed?: string }): string | undefined {
  const parts = [sealed.found, sealed.done, sealed.owed].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

function saying(words: string | undefined): { readonly said?: string } {
  return words === undefined || words === '' ? {} : { said: words };
}
