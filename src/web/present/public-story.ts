import { parseUnitId, type UnitId } from '../../kernel/ids.ts';
import { parseOutcome } from '../../kernel/outcome.ts';
import { DIVERSIONS, ERASURE_RULES, ESCALATIONS, EXTENSION_GROUNDS, HARD_GROUNDS, HIDING_RULES, OBJECTION_GROUNDS, parseHidable, PAUSES, type Step as PublicStep } from '../../slices/cases/index.ts';
import { parseInstant, type Instant } from '../../kernel/instant.ts';
import type { Step } from '../views/story.ts';
import { noonOf } from './case-stub.ts';

type NameOf = (unit: UnitId) => string;

/** The public story as pages tell it. A resident's act has only a day: it is set at noon and drawn without a minute. */
export function publicStepsOf(timeline: readonly PublicStep[], nameOf: NameOf, tombstoneOf?: (answer: number) => string | undefined): readonly Step[] {
  return publicStoryOf(timeline, nameOf, tombstoneOf).map(({ step }) => step);
}

/** The same, each step beside what the record says of it. */
export function publicStoryOf(
  timeline: readonly PublicStep[], nameOf: NameOf, tombstoneOf: (answer: number) => string | undefined = () => undefined,
): readonly { readonly told: PublicStep; readonly step: Step }[] {
  let handler = '';
  let answers = 0;
  return timeline.flatMap((step) => {
    if (step.type === 'case.answered.v1') answers += 1;
    const told = stepOf(step, handler, nameOf, tombstoneOf(answers));
    const moved = unitIn(step, 'handler', nameOf) || (step.type === 'case.dispatched.v1' || step.type === 'case.imported.v1' ? unitIn(step, 'owner', nameOf) : '');
    if (moved !== '') handler = moved;
    return told ? [{ told: step, step: told }] : [];
  });
}

function stepOf(step: PublicStep, handler: string, nameOf: NameOf, tombstone: string | undefined): Step | undefined {
  const at = momentOf(step);
  const unit = named(step.unit, nameOf);
  const { detail, texts } = step;
  switch (step.type) {
    // By which channel is nobody else's business: a rare one points at its one user.
    case 'case.submitted.v1': return { at, kind: 'submitted' };
    case 'case.imported.v1': {
      const { source, openedDay, standing } = detail;
      return { at, kind: 'imported', source: String(source), ...(typeof openedDay === 'string' ? { opened: noonOf(openedDay) } : {}), unit: unitIn(step, 'owner', nameOf), closed: standing === 'closed' };
    }
    case 'case.accepted.v1': return { at, kind: 'accepted', unit };
    case 'case.diverted.v1': return { at, kind: 'diverted', unit, reason: DIVERSIONS.find((one) => one === detail['reason']) ?? 'beyond-duties' };
    case 'case.diversion-contested.v1': return { at, kind: 'contested' };
    case 'case.diversion-settled.v1': return { at, kind: 'settled', unit, stays: detail['ruling'] === 'upheld' };
    case 'case.dispatched.v1': return { at, kind: 'dispatched', by: unit, unit: unitIn(step, 'owner', nameOf) };
    case 'case.transferred.v1': return { at, kind: 'transferred', by: unit, from: handler, unit: unitIn(step, 'handler', nameOf) };
    case 'case.objected.v1': return { at, kind: 'objected', unit, ground: OBJECTION_GROUNDS.find((one) => one === detail['ground']) ?? 'not-our-duty' };
    case 'case.objection-ruled.v1':
      return { at, kind: 'objection-ruled', by: unit, upheld: detail['ruling'] === 'upheld', from: unitIn(step, 'objector', nameOf), unit: unitIn(step, 'handler', nameOf) };
    case 'case.extended.v1': return { at, kind: 'extended', unit, ground: EXTENSION_GROUNDS.find((one) => one === detail['ground']) ?? 'needs-more-work' };
    case 'case.convened.v1': return { at, kind: 'convened', unit, units: Array.isArray(detail['units']) ? detail['units'].map((one) => named(typeof one === 'string' ? one : undefined, nameOf)) : [] };
    case 'case.assisted.v1': return { at, kind: 'assisted', unit };
    case 'case.hard-listed.v1': return { at, kind: 'hard-listed', unit, ground: HARD_GROUNDS.find((one) => one === detail['ground']) ?? 'history', ...(texts['reason'] === undefined ? {} : { said: texts['reason'] }) };
    case 'case.hard-reviewed.v1': return { at, kind: 'hard-reviewed', unit };
    case 'case.redated.v1': return { at, kind: 'redated', unit, back: detail['cause'] === 'parted' };
    // Between colleagues: the record has its number, the page need not tell.
    case 'case.noted.v1': return undefined;
    case 'case.signed.v1': return { at, kind: 'signed', unit };
    case 'case.contacted.v1': return { at, kind: 'contacted', unit };
    case 'case.asked.v1': return { at, kind: 'asked', unit };
    case 'case.replied.v1': return { at, kind: 'replied' };
    case 'case.answered.v1': {
      const said = [texts['found'], texts['done'], texts['owed']].filter(Boolean).join('\n\n');
      return { at, kind: 'answered', unit, ...(said === '' ? {} : { said }), ...(tombstone === undefined ? {} : { hidden: tombstone }) };
    }
    case 'case.paused.v1': return { at, kind: 'paused', unit, reason: PAUSES.find((one) => one === detail['reason']) ?? 'needs-resident' };
    case 'case.resumed.v1': return { at, kind: 'resumed', unit };
    case 'case.judged.v1': return { at, kind: 'judged', outcome: parseOutcome(detail['outcome']) ?? 'unsolved', callBack: detail['means'] === 'call-back' };
    case 'case.reopened.v1': return { at, kind: 'reopened', owner: unitIn(step, 'owner', nameOf) };
    case 'case.escalated.v1': return { at, kind: 'escalated', cause: ESCALATIONS.find((one) => one === detail['cause']) ?? 'overdue', unit: unitIn(step, 'to', nameOf) };
    case 'case.reminded.v1': {
      const office = unitIn(step, 'to', nameOf);
      return { at, kind: 'reminded', ...(office === '' || detail['to'] === 'resident' ? {} : { office }) };
    }
    case 'case.unjudged.v1': return { at, kind: 'unjudged' };
    case 'case.withdrawn.v1': return { at, kind: 'withdrawn' };
    case 'case.summarised.v1': return { at, kind: 'summarised', unit };
    case 'case.task-drafted.v1': return { at, kind: 'task', what: 'drafted', unit };
    case 'case.task-approved.v1': return { at, kind: 'task', what: 'approved', unit };
    case 'case.task-refused.v1': return { at, kind: 'task', what: 'refused', unit };
    case 'case.task-withdrawn.v1': return { at, kind: 'task', what: 'withdrawn', unit };
    case 'case.task-reported.v1': return { at, kind: 'task', what: detail['result'] === 'done' ? 'done' : 'not-done', unit };
    default: return hidingStepOf(step, at, unit);
  }
}

/** Steps that hid something, showed it again or erased; undefined for what this version does not know. */
function hidingStepOf({ type, detail, role }: PublicStep, at: Instant, unit: string): Step | undefined {
  if (type === 'case.erased.v1') return { at, kind: 'hiding', what: 'erased', unit, rule: ERASURE_RULES.find((one) => one === detail['rule']) ?? 'purpose-fulfilled' };
  const item = parseHidable(detail['item']);
  if (item === undefined) return undefined;
  const rule = HIDING_RULES.find((one) => one === detail['rule']) ?? 'court-order';
  switch (type) {
    case 'case.hiding-proposed.v1': return { at, kind: 'hiding', what: 'proposed', unit, item, rule, atOnce: detail['atOnce'] === true };
    case 'case.hidden.v1': return { at, kind: 'hiding', what: 'hidden', unit, item, rule };
    case 'case.hiding-refused.v1': return { at, kind: 'hiding', what: role === 'system' ? 'lapsed' : 'refused', unit, item };
    case 'case.hiding-contested.v1': return { at, kind: 'hiding', what: 'contested', unit, item };
    case 'case.hiding-settled.v1': return { at, kind: 'hiding', what: detail['ruling'] === 'overturned' ? 'overturned' : 'upheld', unit, item };
    case 'case.unhidden.v1': return { at, kind: 'hiding', what: 'unhidden', unit, item };
    default: return undefined;
  }
}

function momentOf(step: PublicStep): Instant {
  const at = parseInstant(step.at);
  if (at !== undefined) return at;
  if (step.day === undefined) throw new Error(`a public step without time: ${step.type}`);
  return noonOf(step.day);
}

function unitIn(step: PublicStep, field: string, nameOf: NameOf): string {
  const value = step.detail[field];
  return named(typeof value === 'string' ? value : undefined, nameOf);
}

function named(text: string | undefined, nameOf: NameOf): string {
  const id = parseUnitId(text);
  return id === undefined ? '' : nameOf(id);
}
