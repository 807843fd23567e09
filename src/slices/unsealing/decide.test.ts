import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, plusMs } from '../../kernel/instant.ts';
import type { Author, CaseNow, UnsealingCommand } from './commands.ts';
import { VIEWS_MAX } from './decide.ts';
import { act, BUREAU, caseNow, guardian, handler, OFFICE, OUTSIDE, outsider, resident, rulesWith, staff, START } from './rehearsal.ts';
import { standing, type Unsealing } from './unsealing.ts';

const ask: UnsealingCommand = { do: 'request', by: handler, purpose: 'danger', words: '老人独居，敲门无人应', fields: ['name', 'phone'] };
const grant = (by: Author = guardian, granted: readonly ('name' | 'phone' | 'email')[] = ['phone']): UnsealingCommand => ({ do: 'approve', by, granted, explanation: '' });
const look = (fields: readonly ('name' | 'phone')[] = ['phone'], by: Author = handler): UnsealingCommand => ({ do: 'view', by, fields });
const contest: UnsealingCommand = { do: 'contest', by: resident, words: '没有必要看我的电话' };
const settle = (by: Author, ruling: 'proper' | 'improper' = 'improper'): UnsealingCommand => ({ do: 'settle', by, ruling, explanation: '不该看' });

function after(...commands: readonly UnsealingCommand[]): Unsealing {
  const state = commands.reduce<Unsealing | undefined>((so, command, index) => act(so, command, plusMs(START, index * HOUR_MS)).state, undefined);
  if (!state) throw new Error('nothing was asked for');
  return state;
}
const refusal = (state: Unsealing | undefined, command: UnsealingCommand, at = plusMs(START, 4 * HOUR_MS), now: CaseNow = caseNow, rules = rulesWith()): string => {
  const { decided } = act(state, command, at, now, rules);
  return decided.refused ? decided.reason.kind : 'accepted';
};

describe('opening an identity', () => {
  it('given a request, when a second person approves the telephone, then the asker sees the telephone, for as long as that holds', () => {
    const open = after(ask, grant());
    expect(open).toMatchObject({ status: 'approved', granted: ['phone'], views: [] });
    expect(refusal(open, look())).toBe('accepted');
    expect(refusal(open, look(['name']))).toBe('other-fields');
    expect(refusal(open, look(['phone'], staff('account-colleague', OFFICE, 'handler')))).toBe('not-yours');
    expect(refusal(open, look(), plusMs(START, HOUR_MS + DAY_MS))).toBe('ended');
    expect(standing(open, plusMs(START, HOUR_MS + DAY_MS))).toBe('ended');
  });

  it('ends when the case goes to another unit, or owes nothing any more', () => {
    const open = after(ask, grant());
    expect(refusal(open, look(), undefined, { ...caseNow, holders: [BUREAU] })).toBe('not-yours');
    expect(refusal(open, look(), undefined, { ...caseNow, isOpen: false })).toBe('at-rest');
    expect(refusal(open, look(), undefined, { ...caseNow, isErased: true })).toBe('erased');
  });

  it('is asked for by the unit that has the case alone, once at a time, with a purpose in words and fields chosen', () => {
    expect(refusal(undefined, { ...ask, by: staff('account-other', BUREAU, 'handler') } as UnsealingCommand)).toBe('not-yours');
    expect(refusal(undefined, { ...ask, by: staff('account-boss', OFFICE, 'unit-leader') } as UnsealingCommand)).toBe('not-yours');
    expect(refusal(undefined, { ...ask, fields: [] } as UnsealingCommand)).toBe('no-fields');
    expect(refusal(undefined, { ...ask, words: '  ' } as UnsealingCommand)).toBe('words-missing');
    expect(refusal(undefined, { ...ask, words: '长'.repeat(2_001) } as UnsealingCommand)).toBe('words-too-long');
    expect(refusal(undefined, ask, undefined, { ...caseNow, anonymity: 'anonymous', hasPerson: false })).toBe('nothing-kept');
    const again = act(undefined, ask, START, caseNow, rulesWith(), [after(ask)]);
    expect(again.decided).toEqual({ refused: true, reason: { kind: 'already-asked' } });
    expect(act(undefined, ask, plusMs(START, 9 * HOUR_MS), caseNow, rulesWith(), [after(ask)]).decided.refused).toBe(false);
  });

  it('lapses when nobody decides in time', () => {
    expect(refusal(after(ask), grant(), plusMs(START, 8 * HOUR_MS))).toBe('lapsed');
    expect(refusal(after(ask), grant(), plusMs(START, 8 * HOUR_MS - 1))).toBe('accepted');
  });

  it('goes to the outside body where inside nobody is free, and to nobody where there is none', () => {
    const bound = rulesWith({ deciders: [{ account: 'account-colleague', unit: OFFICE }] });
    const { state } = act(undefined, ask, START, caseNow, bound);
    expect(state).toMatchObject({ decider: 'outside' });
    expect(refusal(state, grant(), undefined, caseNow, bound)).toBe('outside-only');
    expect(refusal(state, grant(outsider), undefined, caseNow, bound)).toBe('accepted');
    const { outsideUnit: _none, ...closed } = rulesWith({ deciders: [] });
    expect(act(undefined, ask, START, caseNow, closed).decided).toEqual({ refused: true, reason: { kind: 'nobody-may-decide' } });
  });

  it('keeps out whoever became a party meanwhile', () => {
    const rules = rulesWith({ about: [BUREAU] });
    expect(refusal(after(ask), grant(), undefined, caseNow, rules)).toBe('about-this-unit');
    expect(refusal(after(ask, grant()), look(), undefined, caseNow, rulesWith({ about: [OFFICE] }))).toBe('about-this-unit');
  });

  it('has a last look', () => {
    const open = after(ask, grant(), ...Array.from({ length: VIEWS_MAX }, () => look()));
    expect(open.views).toHaveLength(VIEWS_MAX);
    expect(refusal(open, look(), plusMs(START, 13 * HOUR_MS))).toBe('views-spent');
  });
});

describe('a look that was agreed to', () => {
  const agreed: UnsealingCommand = { do: 'look-as-agreed', by: handler, words: '约时间上门', fields: ['name', 'phone'] };
  it('is for the unit that has the case of somebody who chose to be named, and for no more than was agreed', () => {
    const named: CaseNow = { ...caseNow, anonymity: 'named' };
    expect(refusal(undefined, agreed, undefined, named)).toBe('accepted');
    expect(refusal(undefined, agreed)).toBe('not-agreed');
    const consented: CaseNow = { ...caseNow, consented: ['phone'] };
    expect(refusal(undefined, agreed, undefined, consented)).toBe('not-agreed');
    expect(refusal(undefined, { ...agreed, fields: ['phone'] } as UnsealingCommand, undefined, consented)).not.toBe('not-agreed');
    expect(refusal(undefined, { ...agreed, fields: ['note'] } as UnsealingCommand, undefined, named)).toBe('not-agreed');
    expect(refusal(undefined, { ...agreed, by: staff('account-other', BUREAU, 'handler') } as UnsealingCommand, undefined, named)).toBe('not-yours');
    expect(refusal(undefined, agreed, undefined, { ...named, isOpen: false })).toBe('at-rest');
  });
});

describe('an objection', () => {
  it('ends an approval that was not right, and is answered by somebody who had no hand in it', () => {
    const contested = after(ask, grant(), look(), contest);
    expect(refusal(contested, contest)).toBe('already-contested');
    expect(refusal(contested, settle(guardian))).toBe('same-hand');
    expect(refusal(contested, settle(staff('account-colleague', OFFICE, 'protection-officer')))).toBe('own-unit');
    const settled = act(contested, settle(outsider), plusMs(START, 5 * HOUR_MS)).state;
    expect(settled).toMatchObject({ contest: { state: 'settled', ruling: 'improper', by: { unit: OUTSIDE } } });
    expect(refusal(settled, look(), plusMs(START, 6 * HOUR_MS))).toBe('ended');
    expect(refusal(act(contested, settle(outsider, 'proper'), plusMs(START, 5 * HOUR_MS)).state, look(), plusMs(START, 6 * HOUR_MS))).toBe('accepted');
  });

  it('goes to anybody of the outside body once its time is over', () => {
    const contested = after(ask, grant(), contest);
    const leader = staff('account-leader', OUTSIDE, 'unit-leader');
    expect(refusal(contested, settle(leader))).toBe('not-yours');
    expect(refusal(contested, settle(leader), plusMs(START, 2 * HOUR_MS + 3 * DAY_MS))).toBe('accepted');
  });

  it('is possible against a request that was refused', () => {
    expect(refusal(after(ask, { do: 'refuse', by: guardian, explanation: '没有必要' }), contest)).toBe('accepted');
  });
});
