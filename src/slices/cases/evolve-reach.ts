import { unreachable } from '../../kernel/unreachable.ts';
import type { Call } from './call.ts';
import { ERASED, type CaseFact } from './events.ts';
import { impossible, type CaseState } from './state.ts';
import type { Task } from './task.ts';

type FactOf<Type extends CaseFact['type']> = Extract<CaseFact, { type: Type }>;
type TaskFact = FactOf<'case.task-drafted.v1' | 'case.task-approved.v1' | 'case.task-refused.v1' | 'case.task-withdrawn.v1' | 'case.task-reported.v1'>;
type CallFact = FactOf<'case.call-asked.v1' | 'case.call-ended.v1' | 'case.call-contested.v1'>;

/** Tasks for others. Stage, clock, rounds and outcome are never touched. */
export function evolveTask(state: CaseState, fact: TaskFact): CaseState {
  const { tasks } = state.facts;
  const task = tasks[fact.open.task - 1];
  const replaced = (one: Task): CaseState => ({ ...state, seq: fact.seq, facts: { ...state.facts, tasks: tasks.map((old) => (old === task ? one : old)) } });
  if (fact.type === 'case.task-drafted.v1') {
    if (fact.open.task !== tasks.length + 1 || fact.unit === undefined) return impossible(state, fact);
    const { party = ERASED, text = ERASED } = fact.sealed;
    const drafted: Task = { number: fact.open.task, party, text, role: fact.role, unit: fact.unit, draftedAt: fact.at, state: 'drafted' };
    return { ...state, seq: fact.seq, facts: { ...state.facts, tasks: [...tasks, drafted] } };
  }
  if (!task) return impossible(state, fact);
  const { number, party, text, role, unit, draftedAt } = task;
  const matter = { number, party, text, role, unit, draftedAt };
  switch (fact.type) {
    case 'case.task-approved.v1':
      if (task.state !== 'drafted' || fact.role !== 'resident') return impossible(state, fact);
      return replaced({ ...matter, text: fact.sealed.text ?? ERASED, state: 'approved', expiresAt: fact.open.expiresAt });
    case 'case.task-refused.v1':
      if (task.state !== 'drafted' || fact.role !== 'resident') return impossible(state, fact);
      return replaced({ ...matter, state: 'refused', ...(fact.sealed.words === undefined ? {} : { words: fact.sealed.words }) });
    case 'case.task-withdrawn.v1': return task.state === 'drafted' || task.state === 'approved' ? replaced({ ...matter, state: 'withdrawn' }) : impossible(state, fact);
    case 'case.task-reported.v1':
      if (task.state !== 'approved') return impossible(state, fact);
      return replaced({ ...matter, state: 'reported', expiresAt: task.expiresAt, result: fact.open.result, words: fact.sealed.words ?? ERASED, reportedAt: fact.at });
    default: return unreachable(fact);
  }
}

/** Calls that were connected. The contact that one was comes as an event of its own. */
export function evolveCall(state: CaseState, fact: CallFact): CaseState {
  const { calls } = state.facts;
  if (fact.type === 'case.call-asked.v1') {
    if (fact.open.call !== calls.length + 1 || fact.unit === undefined) return impossible(state, fact);
    const asked: Call = { number: fact.open.call, role: fact.role, unit: fact.unit, askedAt: fact.at };
    return { ...state, seq: fact.seq, facts: { ...state.facts, calls: [...calls, asked] } };
  }
  const call = calls[fact.open.call - 1];
  if (!call) return impossible(state, fact);
  const replaced = (one: Call): CaseState => ({ ...state, seq: fact.seq, facts: { ...state.facts, calls: calls.map((old) => (old === call ? one : old)) } });
  if (fact.type === 'case.call-ended.v1') return call.ended ? impossible(state, fact) : replaced({ ...call, ended: { outcome: fact.open.outcome, at: fact.at } });
  if (!call.ended || call.contested || fact.role !== 'resident') return impossible(state, fact);
  return replaced({ ...call, contested: { words: fact.sealed.words ?? ERASED, day: fact.open.day } });
}

/** That there was a task, and what became of it, stays once everything private is erased. */
export function withoutTaskWords(task: Task): Task {
  const kept = { ...task, party: ERASED, text: ERASED };
  return kept.state === 'reported' || (kept.state === 'refused' && kept.words !== undefined) ? { ...kept, words: ERASED } : kept;
}

export function withoutCallWords(call: Call): Call {
  return call.contested ? { ...call, contested: { ...call.contested, words: ERASED } } : call;
}
