import { parseCaseId, type CaseId } from '../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../kernel/instant.ts';
import { openToken, sealToken, type KeyProvider } from '../../platform/crypto/index.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import { ERASED, roundOf, unitsIn, type CaseState, type Task } from '../../slices/cases/index.ts';
import type { TaskView } from '../views/reach/tasks.tsx';

const PURPOSE = 'third-party-task';

/** Of whoever handles the case: a sealed token says which task it is and until when, and nobody can make, read or prolong one. */
export function taskToken(keys: KeyProvider, caseId: CaseId, { number }: Task, expiresAt: Instant): string {
  return sealToken(keys, PURPOSE, `${caseId} ${String(number)}`, expiresAt);
}

/** The token is an attacker's; undefined for one that was forged or is over. */
export function openTaskToken(keys: KeyProvider, token: unknown, now: Instant): { readonly caseId: CaseId; readonly number: number } | undefined {
  const opened = openToken(keys, PURPOSE, token, now);
  if (opened.refused) return undefined;
  const [id, number] = opened.value.split(' ');
  const [caseId, parsed] = [parseCaseId(id), parseInstant(Number(number))];
  return caseId && parsed ? { caseId, number: parsed } : undefined;
}

export function taskView(task: Task, nameOf: (unit: Task['unit']) => string, link?: string): TaskView {
  return {
    number: task.number, unit: nameOf(task.unit), state: task.state,
    ...(task.party === ERASED ? {} : { party: task.party }), ...(task.text === ERASED ? {} : { text: task.text }),
    ...(task.state === 'refused' && task.words !== undefined && task.words !== ERASED ? { said: task.words } : {}),
    ...(task.state === 'reported' ? { result: task.result, ...(task.words === ERASED ? {} : { said: task.words }) } : {}),
    ...(task.state === 'approved' ? { until: task.expiresAt, ...(link === undefined ? {} : { link }) } : {}),
  };
}

/** Spares a form that would be refused; `decide` has the last word. */
export function worksOn(state: CaseState, { actor, unitId }: ReadyStaff): boolean {
  const round = roundOf(state);
  return (actor.roles.includes('handler') || actor.roles.includes('unit-leader')) && round !== undefined && unitsIn(round).includes(unitId) && !state.facts.erased;
}

export function mayDraft(state: CaseState, staff: ReadyStaff): boolean {
  return worksOn(state, staff) && (state.stage === 'signed' || state.stage === 'contacted');
}
