import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from '../../kernel/instant.ts';
import type { VerdictProof } from '../../kernel/outcome.ts';
import { CALL_OUTCOMES, CALL_RINGS_MS, CALLS_A_DAY_MAX } from './call.ts';
import type { Author, CaseCommand } from './commands.ts';
import { evolve, fold } from './evolve.ts';
import type { CaseFact } from './events.ts';
import { administrator, attempt, dispatcher, guardian, handler, opening, rehearse, resident, submission, supervisor, sweeper, unit, type Rehearsed } from './rehearsal.ts';
import type { CaseState } from './state.ts';
import { copiesFrom, TASK_OPEN_MS, TASK_RESULTS, TASKS_WAITING_MAX } from './task.ts';
import { timelineOf } from './timeline.ts';

const SEED = { seed: 20_261_127, numRuns: 600 };
const PARTY = '悦安物业 canary-party';
const SAID = 'canary-said';
const THIRD: Author = { kind: 'system', job: 'third-party' };
const GATEWAY: Author = { kind: 'system', job: 'call-gateway' };
const AUTHORS: readonly Author[] = [resident, handler('village-one'), handler('bureau-roads'), dispatcher, supervisor, guardian, administrator, sweeper, THIRD, GATEWAY];
const proof = { caseId: submission().id, means: 'receipt' } as unknown as VerdictProof;
const signed = (): Rehearsed => rehearse(opening('village-one').slice(0, 4));

type Throw = { readonly verb: number; readonly who: number; readonly number: number; readonly pick: number; readonly waitMinutes: number };
const throws = fc.array(fc.record({ verb: fc.nat(9), who: fc.nat(99), number: fc.integer({ min: 1, max: 2 }), pick: fc.nat(11), waitMinutes: fc.oneof(fc.integer({ min: 1, max: 45 }), fc.integer({ min: 1, max: 60 * 30 })) }), { minLength: 10, maxLength: 40, size: 'max' });

/** Mostly by whom it is theirs to do, so that deep states are reached. */
function commandOf({ verb, who, number, pick }: Throw): CaseCommand {
  const text = `请检修 canary-text-${String(pick)}`;
  const by = (apt: Author): Author => (who < 70 ? apt : AUTHORS[who % AUTHORS.length] ?? resident);
  const kinds: readonly CaseCommand[] = [
    { do: 'draft-task', by: by(handler('village-one')), party: PARTY, text }, { do: 'approve-task', by: by(resident), task: number, text },
    { do: 'refuse-task', by: by(resident), task: number, words: SAID }, { do: 'withdraw-task', by: by(handler('village-one')), task: number },
    { do: 'report-task', by: by(THIRD), task: number, result: TASK_RESULTS[pick % 2] ?? 'done', words: SAID },
    { do: 'ask-call', by: by(handler('village-one')) }, { do: 'end-call', by: by(GATEWAY), call: number, outcome: CALL_OUTCOMES[pick % 3] ?? 'reached' },
    { do: 'contest-call', by: by(resident), call: number, words: SAID },
    { do: 'answer', by: by(handler('village-one')), found: '看过', done: '修过' }, { do: 'judge', by: by(resident), outcome: 'solved', proof },
  ];
  return kinds[verb === 8 && pick > 3 ? 6 : verb] ?? kinds[0]!;
}

describe('tasks for others, and calls', () => {
  it('apply whatever is decided, replay to the same state, and touch no stage, clock, round or outcome', () => {
    const met = new Set<string>();
    fc.assert(fc.property(throws, (dice) => {
      let { state, at } = signed();
      const history: CaseFact[] = [...signed().facts];
      for (const one of dice) {
        const command = commandOf(one);
        const outcome = attempt(state, command, at);
        if (!outcome.refused) {
          const before = state as CaseState;
          state = outcome.value.reduce<CaseState | undefined>(evolve, state);
          history.push(...outcome.value);
          met.add(command.do);
          for (const look of [nothingLeavesUnapproved, nothingElseMoves, eachByWhomItIs, callsAreFew]) look(before, state as CaseState, command);
          expect(JSON.stringify(outcome.value.map(({ open, role }) => [open, role]))).not.toContain('canary');
        }
        at = plusMs(at, one.waitMinutes * MINUTE_MS);
      }
      expect(fold(history)).toEqual(state);
      expect(timelineOf(history, false).every(({ texts, detail }) => !JSON.stringify([texts, detail]).includes('canary'))).toBe(true);
    }), SEED);
    // The control: each of them was accepted somewhere.
    expect([...met].sort()).toEqual(['answer', 'approve-task', 'ask-call', 'contest-call', 'draft-task', 'end-call', 'judge', 'refuse-task', 'report-task', 'withdraw-task']);
  }, 60_000);
});

/** What a link shows is what the resident sent last, and nothing that they did not. */
function nothingLeavesUnapproved(before: CaseState, after: CaseState, command: CaseCommand): void {
  for (const [index, task] of after.facts.tasks.entries()) {
    const then = before.facts.tasks[index];
    if (task.state !== 'approved' && task.state !== 'reported') continue;
    if (then?.state === 'approved' || then?.state === 'reported') expect(task.text).toBe(then.text);
    else expect([command.do, command.by.kind, (command as { text?: string }).text]).toEqual(['approve-task', 'resident', task.text]);
  }
}

function nothingElseMoves(before: CaseState, after: CaseState, command: CaseCommand): void {
  if (command.do === 'answer' || command.do === 'judge') return;
  const contacted = command.do === 'end-call' && command.outcome === 'reached' && before.stage === 'signed';
  expect(after.stage).toBe(contacted ? 'contacted' : before.stage);
  const rest = ({ facts: { tasks: _tasks, calls: _calls, ...facts }, seq: _seq, stage: _stage, ...state }: CaseState): string =>
    JSON.stringify({ facts, state: { ...state, round: { ...('round' in state ? state.round : {}), contactedAt: undefined } } });
  expect(rest(after)).toBe(rest(before));
}

function eachByWhomItIs(_before: CaseState, _after: CaseState, { do: verb, by }: CaseCommand): void {
  const needs = { 'approve-task': 'resident', 'refuse-task': 'resident', 'contest-call': 'resident', 'draft-task': 'staff', 'withdraw-task': 'staff', 'ask-call': 'staff', 'report-task': 'system', 'end-call': 'system' }[verb as 'ask-call'];
  if ((needs as string | undefined) !== undefined) expect(by.kind).toBe(needs);
  if (by.kind === 'staff' && needs === 'staff') expect(by.unit).toBe(unit('village-one'));
  if (by.kind === 'system') expect(by.job).toBe(verb === 'report-task' ? 'third-party' : 'call-gateway');
}

function callsAreFew(_before: CaseState, { facts: { calls } }: CaseState): void {
  for (const call of calls) expect(calls.filter(({ askedAt }) => askedAt <= call.askedAt && call.askedAt - askedAt < DAY_MS).length).toBeLessThanOrEqual(CALLS_A_DAY_MAX);
  for (const [index, call] of calls.entries()) {
    const last = calls[index - 1];
    if (last && (!last.ended || last.ended.at > call.askedAt)) expect(call.askedAt - last.askedAt).toBeGreaterThanOrEqual(CALL_RINGS_MS);
  }
}

describe('a task for somebody outside', () => {
  const drafted = (text = '请检修东门外的灯'): CaseCommand => ({ do: 'draft-task', by: handler('village-one'), party: PARTY, text });
  const refusal = ({ state, at }: Rehearsed, command: CaseCommand): string => {
    const outcome = attempt(state, command, at);
    return outcome.refused ? outcome.reason.kind : 'accepted';
  };

  it('holds none of the resident’s own words in a row, nor the number of the case', () => {
    expect(refusal(signed(), drafted(`物业：${submission().words}`))).toBe('own-words');
    expect(refusal(signed(), drafted(`见 ${submission().number}`))).toBe('own-words');
    expect(refusal(signed(), drafted())).toBe('accepted');
    expect(copiesFrom('They say: THE LAMP in our lane has been out', 'The lamp in our lane has been out for days')).toBe(true);
    expect(copiesFrom('The lamp at the east gate', 'The lamp in our lane has been out for days')).toBe(false);
  });

  it('waits with two others at most, and is refused to whoever does not work on the case', () => {
    const full = rehearse([...opening('village-one').slice(0, 4), ...Array.from({ length: TASKS_WAITING_MAX }, () => drafted())]);
    expect(refusal(full, drafted())).toBe('tasks-spent');
    expect(refusal(signed(), { ...drafted(), by: handler('bureau-roads') } as CaseCommand)).toBe('not-yours');
  });

  it('is reported once, until its link is over or the unit takes it back', () => {
    const open = rehearse([...opening('village-one').slice(0, 4), drafted(), { do: 'approve-task', by: resident, task: 1, text: '请检修' }]);
    const report: CaseCommand = { do: 'report-task', by: THIRD, task: 1, result: 'not-done', words: '没有配件' };
    expect(refusal(open, report)).toBe('accepted');
    expect(refusal({ ...open, at: plusMs(open.at, TASK_OPEN_MS) }, report)).toBe('not-asked');
    expect(refusal(rehearse([...opening('village-one').slice(0, 4), drafted(), { do: 'approve-task', by: resident, task: 1, text: '请检修' }, report]), report)).toBe('not-asked');
    expect(refusal(rehearse([...opening('village-one').slice(0, 4), drafted(), { do: 'approve-task', by: resident, task: 1, text: '请检修' }, { do: 'withdraw-task', by: handler('village-one'), task: 1 }]), report)).toBe('not-asked');
  });
});

describe('a call whose number nobody sees', () => {
  const asked: CaseCommand = { do: 'ask-call', by: handler('village-one') };
  const ended = (outcome: 'reached' | 'no-answer'): CaseCommand => ({ do: 'end-call', by: GATEWAY, call: 1, outcome });

  it('is the unit’s contact when the gateway heard that they spoke, signed by the role that asked, and only then', () => {
    const reached = rehearse([...opening('village-one').slice(0, 4), asked, ended('reached')]);
    expect(reached.facts.at(-1)).toMatchObject({ type: 'case.contacted.v1', role: 'handler', unit: 'village-one' });
    expect(rehearse([...opening('village-one').slice(0, 4), asked, ended('no-answer')]).state?.stage).toBe('signed');
  });

  it('has no outcome that comes hours late, and is in no public line of the story', () => {
    const { state, at, facts } = rehearse([...opening('village-one').slice(0, 4), asked]);
    expect(attempt(state, ended('reached'), plusMs(at, 3 * HOUR_MS))).toMatchObject({ refused: true, reason: { kind: 'not-asked' } });
    expect(facts.at(-1)?.type).toBe('case.call-asked.v1');
    expect(timelineOf(facts, false).at(-1)?.detail).toEqual({});
  });
});
