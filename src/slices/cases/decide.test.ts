import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, plusMs } from '../../kernel/instant.ts';
import type { Outcome, VerdictProof } from '../../kernel/outcome.ts';
import { clockOf } from './clock.ts';
import type { Author, CaseCommand } from './commands.ts';
import { evolve } from './evolve.ts';
import { timersOf } from './policy.ts';
import {
  acceptance, attempt, dispatcher, handler, opening, rehearsalRules, rehearse, resident, reviewer, staff, START, submission, sweeper, unit,
  type Rehearsed,
} from './rehearsal.ts';
import type { CaseState } from './state.ts';

const proof = { caseId: submission().id, means: 'receipt' } as unknown as VerdictProof;
const judge = (outcome: Outcome, by: Author = resident): CaseCommand => ({ do: 'judge', by, outcome, proof });
const elapse = (timer: Extract<CaseCommand, { do: 'elapse' }>['timer']): CaseCommand => ({ do: 'elapse', by: sweeper, timer });
const refusalOf = ({ state, at }: Rehearsed, command: CaseCommand): string => {
  const outcome = attempt(state, command, at);
  return outcome.refused ? outcome.reason.kind : 'accepted';
};
const after = ({ state, at }: Rehearsed, command: CaseCommand, waitMs = 0): { types: string[]; state: CaseState } => {
  const outcome = attempt(state, command, plusMs(at, waitMs));
  if (outcome.refused) throw new Error(outcome.reason.kind);
  const changed = outcome.value.reduce<CaseState | undefined>(evolve, state);
  if (!changed) throw new Error('no state');
  return { types: outcome.value.map((fact) => fact.type), state: changed };
};
const upTo = (steps: number, lead = 'village-one'): Rehearsed => rehearse(opening(lead).slice(0, steps));

describe('intake', () => {
  it('gives every voice a clock from its first moment', () => {
    const { state } = upTo(1);
    expect(state?.stage).toBe('submitted');
    expect(state && timersOf(state)).toEqual([{ kind: 'accept-due', dueAt: plusMs(START, 2 * HOUR_MS) }]);
  });

  it('keeps words, address and whom not to tell out of the open part', () => {
    const { facts } = rehearse([submission({ about: [unit('town-east')] })]);
    const open = JSON.stringify(facts[0]?.open);
    for (const secret of ['路灯坏了', '12号', 'town-east', 'p'.repeat(43), 'a.webp', '30.5']) expect(open).not.toContain(secret);
    expect(Object.keys(facts[0]?.sealed ?? {}).sort()).toEqual(['about', 'address', 'person', 'photos', 'point', 'proxy', 'superiors', 'words']);
  });

  it('keeps the resident’s own words unaltered beside the official summary', () => {
    expect(upTo(2).state?.facts).toMatchObject({ words: submission().words, publicSummary: '东街一处路灯不亮' });
  });

  it('lets a diversion be contested once, and decided by someone else', () => {
    const divert: CaseCommand = { do: 'divert', by: dispatcher, reason: 'beyond-duties', explanation: '属于物业' };
    const contest: CaseCommand = { do: 'contest', by: resident, words: '这是公共路灯' };
    const contested = rehearse([submission(), divert, contest]);
    const settle = (by: Author, kind: 'upheld' | 'overturned'): CaseCommand => ({
      do: 'settle', by, explanation: '查过了',
      ruling: kind === 'upheld' ? { kind } : { kind, accept: acceptance() as Extract<CaseCommand, { do: 'accept' }> },
    });
    expect(refusalOf(contested, settle(staff('intake', 'supervisor', 'account-dispatch'), 'upheld'))).toBe('same-reviewer');
    expect(refusalOf(contested, settle(dispatcher, 'upheld'))).toBe('not-yours');
    expect(after(contested, settle(reviewer, 'overturned'))).toMatchObject({
      types: ['case.diversion-settled.v1', 'case.accepted.v1'], state: { stage: 'accepted' },
    });
    const upheld = rehearse([submission(), divert, contest, settle(reviewer, 'upheld')]);
    expect(upheld.state?.stage).toBe('diverted');
    expect(refusalOf(upheld, contest)).toBe('already-contested');
  });

  it('refuses a diversion without an explanation, and one by a list instead of a person', () => {
    const divert = (by: Author, explanation: string): CaseCommand => ({ do: 'divert', by, reason: 'secret', explanation });
    expect(refusalOf(upTo(1), divert(dispatcher, ' '))).toBe('text-missing');
    expect(refusalOf(upTo(1), divert({ kind: 'system', job: 'dispatch-list' }, '涉密'))).toBe('not-yours');
  });

  it('never dispatches a case to a unit it is about, nor to one below it', () => {
    const accepted = rehearse([submission({ about: [unit('town-east')] }), acceptance()]);
    const to = (lead: string): CaseCommand => ({ do: 'dispatch', by: dispatcher, lead: unit(lead), assisting: [] });
    expect(refusalOf(accepted, to('town-east'))).toBe('about-this-unit');
    expect(refusalOf(accepted, to('village-one'))).toBe('about-this-unit');
    expect(refusalOf(accepted, { ...to('bureau-roads'), assisting: [unit('village-two')] } as CaseCommand)).toBe('about-this-unit');
    expect(refusalOf(accepted, to('no-such-unit'))).toBe('unknown-unit');
    expect(refusalOf(accepted, to('bureau-roads'))).toBe('accepted');
    expect(refusalOf(accepted, { do: 'summarise', by: staff('town-east', 'dispatcher'), summary: '无', wordsReviewed: true })).toBe('about-this-unit');
  });
});

describe('work', () => {
  it('is signed, spoken about and answered only by units that hold the case', () => {
    expect(refusalOf(upTo(3), { do: 'sign', by: handler('bureau-water') })).toBe('not-yours');
    expect(refusalOf(upTo(3), { do: 'sign', by: staff('village-one', 'operator') })).toBe('not-yours');
    expect(refusalOf(upTo(3), { do: 'answer', by: handler('village-one'), found: '一', done: '二' })).toBe('wrong-stage');
    expect(refusalOf(upTo(4), { do: 'answer', by: handler('village-one'), found: '一', done: '' })).toBe('text-missing');
    expect(refusalOf(upTo(4), { do: 'answer', by: handler('village-one'), found: '一', done: '二', owed: { what: '三', byDay: '2026-02-30' } })).toBe('bad-day');
  });

  it('moves at most twice without resetting the clock; the third goes to the dispatchers’ superior', () => {
    const move = (to: string): CaseCommand => ({ do: 'transfer', by: dispatcher, to: unit(to), reason: '不属本单位' });
    const twice = rehearse([...opening('bureau-water').slice(0, 3), move('bureau-roads'), move('town-east')]);
    const due = rehearse(opening('bureau-water').slice(0, 3)).state;
    expect(twice.state).toMatchObject({ stage: 'dispatched', round: { owner: 'town-east', transfers: 2 } });
    expect(twice.state && clockOf(twice.state, twice.at)?.dueAt).toBe(due && clockOf(due, twice.at)?.dueAt);
    const third = after(twice, move('bureau-water'));
    expect(third.types).toEqual(['case.escalated.v1']);
    expect(third.state).toMatchObject({ round: { owner: 'county', handler: 'bureau-water', escalations: [{ cause: 'third-transfer', post: 'head-of-county' }] } });
    expect(refusalOf({ ...twice, state: third.state }, move('town-east'))).toBe('transfers-spent');
    expect(refusalOf({ ...twice, state: third.state }, { do: 'sign', by: handler('bureau-water') })).toBe('not-yours');
  });

  it('stops its clock only with a reason, an explanation and an end, and not once overdue', () => {
    const pause = (days: number, by = handler('village-one')): CaseCommand => (
      { do: 'pause', by, reason: 'expert-report', explanation: '等检测', plannedEnd: plusMs(START, days * DAY_MS) });
    const signed = upTo(4);
    expect(refusalOf(signed, pause(40))).toBe('pause-too-long');
    expect(refusalOf(signed, pause(0))).toBe('pause-in-past');
    expect(refusalOf({ ...signed, at: plusMs(START, 9 * DAY_MS) }, pause(12))).toBe('overdue-cannot-pause');
    const paused = rehearse([...opening('village-one').slice(0, 4), pause(3)]);
    expect(paused.state && timersOf(paused.state)).toEqual([{ kind: 'pause-end', dueAt: plusMs(START, 3 * DAY_MS) }]);
    expect(refusalOf(paused, pause(4))).toBe('already-paused');
    // The sweeper comes two days late: the pause still ends when it was planned to.
    const resumed = after(paused, elapse('pause-end'), 5 * DAY_MS);
    expect(resumed.state).toMatchObject({ round: { pauses: [{ end: plusMs(START, 3 * DAY_MS), role: 'handler' }] } });
  });

  it('is answered, never solved, by a unit; further answers move no date', () => {
    const answered = rehearse(opening('village-one'));
    const again = after(answered, { do: 'answer', by: handler('village-one'), found: '又查', done: '又修' }, DAY_MS);
    expect(again.state.stage).toBe('answered');
    expect(timersOf(again.state)).toEqual(answered.state && timersOf(answered.state));
  });
});

describe('time', () => {
  it('raises an unsigned case one level, names a post, and lets only that unit sign', () => {
    const escalated = after(upTo(3), elapse('sign-due'), DAY_MS);
    expect(escalated.state).toMatchObject({
      stage: 'dispatched', round: { owner: 'town-east', handler: 'village-one', escalations: [{ cause: 'unsigned', to: 'town-east', post: 'head-of-town-east' }] },
    });
    const late = { ...upTo(3), state: escalated.state };
    expect(refusalOf(late, { do: 'sign', by: handler('village-one') })).toBe('not-yours');
    expect(refusalOf(late, { do: 'sign', by: handler('town-east') })).toBe('accepted');
  });

  it('raises an overdue case level by level, each with less time, and reminds in public at the top', () => {
    let driven = upTo(4);
    const owners: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      const due = driven.state && timersOf(driven.state).find((timer) => timer.kind === 'answer-due')?.dueAt;
      if (due === undefined || !driven.state) throw new Error('forgotten');
      const next = after({ ...driven, at: due }, elapse('answer-due'));
      owners.push(`${next.types.join()} ${'round' in next.state ? next.state.round?.owner ?? '' : ''}`);
      driven = { ...driven, state: next.state };
    }
    expect(owners).toEqual([
      'case.escalated.v1 town-east', 'case.escalated.v1 county', 'case.reminded.v1 county', 'case.reminded.v1 county',
    ]);
    expect(driven.state && clockOf(driven.state, plusMs(START, 30 * DAY_MS))).toMatchObject({ overdue: true, startedAt: plusMs(START, 2 * HOUR_MS) });
  });

  it('keeps a case from everyone beneath the unit it is about, the intake included; the list places it outside', () => {
    const submitted = rehearse([submission({ about: [unit('county')] })]);
    expect(refusalOf(submitted, acceptance())).toBe('about-this-unit');
    const list: Author = { kind: 'system', job: 'dispatch-list' };
    const about = rehearse([submission({ about: [unit('county')] }), { ...acceptance(), by: list } as CaseCommand]);
    expect(refusalOf(about, { do: 'dispatch', by: list, lead: unit('bureau-roads'), assisting: [] })).toBe('about-this-unit');
    expect(refusalOf(about, { do: 'dispatch', by: list, lead: unit('city-office'), assisting: [] })).toBe('accepted');
  });

  it('records silence as silence after the reminders, and lets the resident speak still', () => {
    const answered = rehearse(opening('village-one'));
    const reminded = after(answered, elapse('verdict-reminder'), 4 * DAY_MS);
    expect(reminded.types).toEqual(['case.reminded.v1']);
    const silent = after(answered, elapse('verdict-window'), 20 * DAY_MS);
    expect(silent.state).toMatchObject({ stage: 'unjudged' });
    expect(timersOf(silent.state)).toEqual([]);
    expect(after({ ...answered, state: silent.state }, judge('unsolved')).state.stage).toBe('dispatched');
  });

  it('is believed only from the sweeper, and only when due', () => {
    expect(refusalOf(upTo(3), elapse('sign-due'))).toBe('not-due');
    expect(refusalOf(upTo(3), { do: 'elapse', by: dispatcher, timer: 'sign-due' })).toBe('not-yours');
  });
});

describe('verdict', () => {
  it('rests the case when it says solved', () => {
    expect(after(rehearse(opening('village-one')), judge('solved'))).toMatchObject({ types: ['case.judged.v1'], state: { stage: 'solved' } });
  });

  it('reopens one level up in the same decision when it says partly or unsolved, with a shorter time', () => {
    for (const outcome of ['partly', 'unsolved'] as const) {
      const { types, state } = after(rehearse(opening('village-one')), judge(outcome));
      expect(types).toEqual(['case.judged.v1', 'case.reopened.v1']);
      expect(state).toMatchObject({
        stage: 'dispatched', past: [{ number: 1, outcome: { outcome } }], round: { number: 2, owner: 'town-east', handler: 'village-one', answers: [] },
      });
      if (!('round' in state) || !state.round) throw new Error('no round');
      const first = state.past[0];
      expect(state.round.dueAt - state.round.startedAt).toBeLessThan(first ? first.dueAt - first.startedAt : 0);
    }
  });

  it('goes a further level up from the third round, and stays with the top', () => {
    let driven = rehearse(opening('village-one'));
    const owners: string[] = [];
    for (let round = 2; round <= 4; round += 1) {
      const { state } = after(driven, judge('unsolved'));
      if (!('round' in state) || !state.round) throw new Error('no round');
      const { owner, escalations } = state.round;
      owners.push(`${owner} ${escalations.map((one) => one.cause).join()}`);
      const signed = after({ ...driven, state }, { do: 'sign', by: handler(owner) });
      driven = { ...driven, state: after({ ...driven, state: signed.state }, { do: 'answer', by: handler('village-one'), found: '查', done: '修' }).state };
    }
    expect(owners).toEqual(['town-east ', 'county third-round', 'county third-round']);
  });

  it('can be recast from solved within the window, and not after', () => {
    const solved = rehearse([...opening('village-one'), judge('solved')]);
    expect(refusalOf(solved, judge('solved'))).toBe('same-outcome');
    expect(after(solved, judge('unsolved'), 29 * DAY_MS).state.stage).toBe('dispatched');
    expect(refusalOf({ ...solved, at: plusMs(solved.at, 31 * DAY_MS) }, judge('unsolved'))).toBe('recast-window-closed');
  });

  it('needs a proof of this very case, from the resident or from a call-back by an office outside it', () => {
    const answered = rehearse(opening('village-one'));
    const foreign = { caseId: 'another', means: 'receipt' } as unknown as VerdictProof;
    expect(refusalOf(answered, { do: 'judge', by: resident, outcome: 'solved', proof: foreign })).toBe('no-proof');
    expect(refusalOf(answered, judge('solved', handler('village-one')))).toBe('not-yours');
    expect(refusalOf(answered, judge('solved', staff('intake', 'call-back-officer')))).toBe('not-yours');
    const called = { caseId: submission().id, means: 'call-back' } as unknown as VerdictProof;
    const callBack = (from: string): CaseCommand => ({ do: 'judge', by: staff(from, 'call-back-officer'), outcome: 'solved', proof: called });
    expect(refusalOf(answered, callBack('village-one'))).toBe('not-yours');
    expect(refusalOf(answered, callBack('intake'))).toBe('accepted');
    expect(refusalOf(upTo(5), judge('solved'))).toBe('not-answered');
  });

  it('leaves withdrawal to the resident alone', () => {
    const withdraw = (by: Author): CaseCommand => ({ do: 'withdraw', by, pressed: true });
    for (const by of [dispatcher, handler('village-one'), reviewer, sweeper]) expect(refusalOf(upTo(4), withdraw(by))).toBe('not-yours');
    expect(after(upTo(4), withdraw(resident)).state).toMatchObject({ stage: 'withdrawn' });
  });
});

describe('evolve', () => {
  it('throws on facts that cannot follow, and on gaps', () => {
    const { facts } = rehearse(opening('village-one'));
    const [submitted, accepted, dispatched] = facts;
    if (!submitted || !accepted || !dispatched) throw new Error('too few facts');
    const first = evolve(undefined, submitted);
    expect(() => evolve(undefined, accepted)).toThrow(/number 2 after 0/);
    expect(() => evolve(first, { ...dispatched, seq: 2 })).toThrow(/cannot follow stage submitted/);
    expect(() => evolve(first, { ...submitted, seq: 2 })).toThrow(/cannot follow/);
    expect(() => evolve(undefined, { ...accepted, seq: 1 })).toThrow(/before case.submitted.v1/);
  });

  it('reads erased payloads as erased and keeps the rest', () => {
    const { facts } = rehearse(opening('village-one'));
    const erased = facts.map((fact) => ({ ...fact, sealed: {} })) as typeof facts;
    const state = erased.reduce<CaseState | undefined>(evolve, undefined);
    expect(state).toMatchObject({ stage: 'answered', facts: { words: 'erased', kind: 'complaint' }, round: { answers: [{ found: 'erased' }] } });
  });

  it('asks the same question of the rules only when deciding, never when folding', () => {
    const { facts, state } = rehearse(opening('village-one'), { ...rehearsalRules, version: 9 });
    expect(facts.reduce<CaseState | undefined>(evolve, undefined)).toEqual(state);
  });
});
