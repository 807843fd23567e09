import { plusMs, type Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { ApproveTask, Author, DraftTask, RefuseTask, ReportTask, WithdrawTask } from './commands.ts';
import { HANDLING_ROLES, next, RESIDENT, staffSignature, whole, wrongStage, type Decided, type Signature } from './draft.ts';
import type { Rules } from './rules.ts';
import { unitsIn, type CaseState } from './state.ts';
import { copiesFrom, taskOf, TASK_OPEN_MS, TASKS_MAX, TASKS_WAITING_MAX } from './task.ts';

/** Who signs for the organisation outside: it has no account, only the link of its task. */
const THIRD_PARTY: Signature = { role: 'third-party' };
export const THIRD_PARTY_JOB = 'third-party';

/** A unit that works on the case writes what somebody outside should do. Nothing of it leaves before the resident agrees. */
export function draftTask(state: CaseState, command: DraftTask): Decided {
  if (state.stage !== 'signed' && state.stage !== 'contacted') return wrongStage(state, 'draft-task');
  const by = handlerOf(state, command.by);
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  const { tasks, words, number } = state.facts;
  if (tasks.length >= TASKS_MAX || tasks.filter((one) => one.state === 'drafted').length >= TASKS_WAITING_MAX) return refuse({ kind: 'tasks-spent', max: TASKS_WAITING_MAX });
  if (copiesFrom(command.text, words) || command.text.replace(/\D/g, '').includes(number)) return refuse({ kind: 'own-words' });
  return next(state, by, { type: 'case.task-drafted.v1', open: { task: tasks.length + 1 }, sealed: { party: command.party, text: command.text } });
}

/** The resident's word, with the text as they want it to leave: changed or not, and whatever they put in, it is theirs to say. */
export function approveTask(state: CaseState, command: ApproveTask, at: Instant, rules: Rules): Decided {
  if (isOver(state)) return wrongStage(state, 'approve-task');
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  if (taskOf(state.facts.tasks, command.task)?.state !== 'drafted') return refuse({ kind: 'not-asked' });
  return next(state, RESIDENT, {
    type: 'case.task-approved.v1', open: { task: command.task, expiresAt: plusMs(at, TASK_OPEN_MS), day: rules.dayOf(at) }, sealed: { text: command.text },
  });
}

export function refuseTask(state: CaseState, command: RefuseTask, at: Instant, rules: Rules): Decided {
  if (isOver(state)) return wrongStage(state, 'refuse-task');
  if (command.by.kind !== 'resident') return refuse({ kind: 'not-yours', needs: 'resident' });
  if (taskOf(state.facts.tasks, command.task)?.state !== 'drafted') return refuse({ kind: 'not-asked' });
  return next(state, RESIDENT, { type: 'case.task-refused.v1', open: { task: command.task, day: rules.dayOf(at) }, sealed: whole({ words: command.words }) });
}

/** Whoever works on the case takes it back: asked no more, or its link opens nothing any more. */
export function withdrawTask(state: CaseState, command: WithdrawTask): Decided {
  const by = handlerOf(state, command.by);
  if (!by) return refuse({ kind: 'not-yours', needs: 'handling-unit' });
  const task = taskOf(state.facts.tasks, command.task);
  if (task?.state !== 'drafted' && task?.state !== 'approved') return refuse({ kind: 'not-asked' });
  return next(state, by, { type: 'case.task-withdrawn.v1', open: { task: command.task }, sealed: {} });
}

/** What the organisation says, once, by the link. It moves no clock and sets no outcome: the unit answers, the resident judges. */
export function reportTask(state: CaseState, command: ReportTask, at: Instant): Decided {
  if (command.by.kind !== 'system' || command.by.job !== THIRD_PARTY_JOB) return refuse({ kind: 'not-yours', needs: 'system' });
  if (isOver(state)) return wrongStage(state, 'report-task');
  const task = taskOf(state.facts.tasks, command.task);
  if (task?.state !== 'approved' || at >= task.expiresAt) return refuse({ kind: 'not-asked' });
  return next(state, THIRD_PARTY, { type: 'case.task-reported.v1', open: { task: command.task, result: command.result }, sealed: { words: command.words } });
}

function isOver({ stage }: CaseState): boolean {
  return stage === 'diverted' || stage === 'solved' || stage === 'withdrawn' || stage === 'imported-closed';
}

function handlerOf(state: CaseState, author: Author): Signature | undefined {
  if (!('round' in state) || !state.round || author.kind !== 'staff') return undefined;
  return unitsIn(state.round).includes(author.unit) ? staffSignature(author, HANDLING_ROLES) : undefined;
}
