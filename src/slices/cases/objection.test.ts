import { describe, expect, it } from 'vitest';
import { HOUR_MS, plusMs } from '../../kernel/instant.ts';
import type { CaseCommand } from './commands.ts';
import { timersOf } from './policy.ts';
import { rowOf } from './project.ts';
import { after, dispatcher, handler, opening, refusalOf, rehearse, resident, reviewer, staff, sweeper, unit } from './rehearsal.ts';
import { roundOf } from './state.ts';

const object = (by: string, proposes?: string): CaseCommand => ({ do: 'object', by: handler(by), ground: 'not-our-duty', reason: '这条路归公路局', ...(proposes ? { proposes: unit(proposes) } : {}) });
const uphold = (to: string): CaseCommand => ({ do: 'rule', by: reviewer, explanation: '职责清单写明', ruling: { kind: 'upheld', to: unit(to) } });
const overrule: CaseCommand = { do: 'rule', by: reviewer, explanation: '职责清单写明', ruling: { kind: 'overruled' } };
const dispatched = rehearse(opening('bureau-water').slice(0, 3));

describe('an objection to a dispatch', () => {
  it('waits for somebody else, while the clock of the answer goes on and nobody is asked to sign', () => {
    const { state } = after(dispatched, object('bureau-water', 'bureau-roads'));
    expect(state?.stage).toBe('objected');
    expect(state && roundOf(state)?.dueAt).toBe(dispatched.state && roundOf(dispatched.state)?.dueAt);
    expect(state && timersOf(state).map(({ kind }) => kind)).toEqual(['objection-due', 'answer-due']);
    expect(refusalOf(after(dispatched, object('bureau-water')), { do: 'sign', by: handler('bureau-water') })).toBe('wrong-stage');
  });

  it('is upheld at no cost: another unit has it, no transfer is counted, the clock is the same, and where the list errs is known', () => {
    const { state } = after(dispatched, object('bureau-water'), uphold('bureau-roads'));
    const round = state && roundOf(state);
    expect(round).toMatchObject({ handler: 'bureau-roads', owner: 'bureau-roads', transfers: 0, dueAt: dispatched.state && roundOf(dispatched.state)?.dueAt });
    expect(state && rowOf(state)).toMatchObject({ correctedFrom: 'bureau-water', correctedTo: 'bureau-roads' });
    expect(dispatched.state && rowOf(dispatched.state)).toMatchObject({ correctedTo: null });
  });

  it('binds once it is overruled: no second one, and the unit signs', () => {
    const ruled = after(dispatched, object('bureau-water'), overrule);
    expect(refusalOf(ruled, object('bureau-water'))).toBe('already-objected');
    expect(refusalOf(ruled, { do: 'sign', by: handler('bureau-water') })).toBe('accepted');
    expect(ruled.state && rowOf(ruled.state)).toMatchObject({ correctedTo: null });
  });

  it('is for each unit once, also after an upheld one, so that nothing goes round for ever', () => {
    const moved = after(dispatched, object('bureau-water'), uphold('bureau-roads'), object('bureau-roads'), uphold('bureau-water'));
    expect(refusalOf(moved, object('bureau-water'))).toBe('already-objected');
  });

  it('comes within hours of the dispatch, before signing, and from the unit that has the work', () => {
    expect(refusalOf(dispatched, object('bureau-water'), 5 * HOUR_MS)).toBe('objection-late');
    expect(refusalOf(after(dispatched, { do: 'sign', by: handler('bureau-water') }), object('bureau-water'))).toBe('wrong-stage');
    expect(refusalOf(dispatched, object('bureau-roads'))).toBe('not-yours');
    expect(refusalOf(dispatched, { ...object('bureau-water'), by: dispatcher } as CaseCommand)).toBe('not-yours');
    expect(refusalOf(dispatched, { ...object('bureau-water'), reason: ' ' } as CaseCommand)).toBe('text-missing');
    expect(refusalOf(dispatched, object('bureau-water', 'no-such-unit'))).toBe('unknown-unit');
  });

  it('is no way around an escalation: what was raised cannot be handed down by objecting', () => {
    const raised = after({ ...dispatched, at: plusMs(dispatched.at, 3 * HOUR_MS) }, { do: 'elapse', by: sweeper, timer: 'sign-due' });
    expect(refusalOf(raised, object('bureau-water'))).toBe('raised-cannot-object');
  });

  it('is decided by nobody who objected, who stands above or beneath, or who has it in hand', () => {
    const waiting = after(dispatched, object('bureau-water'));
    const by = (of: string, role = 'objection-reviewer', account?: string): CaseCommand => ({ ...overrule, by: staff(of, role, account) } as CaseCommand);
    expect(refusalOf(waiting, by('bureau-water'))).toBe('own-case');
    expect(refusalOf(waiting, by('county'))).toBe('own-case');
    expect(refusalOf(waiting, by('intake', 'dispatcher'))).toBe('not-yours');
    expect(refusalOf(waiting, by('intake', 'objection-reviewer', 'account-bureau-water'))).toBe('same-hand');
    expect(refusalOf(waiting, uphold('bureau-water'))).toBe('same-unit');
    expect(refusalOf(waiting, overrule)).toBe('accepted');
  });

  it('is called for, in public, until somebody decides', () => {
    const waiting = after(dispatched, object('bureau-water'));
    const reminded = after({ ...waiting, at: plusMs(waiting.at, 5 * HOUR_MS) }, { do: 'elapse', by: sweeper, timer: 'objection-due' });
    expect(reminded.facts.at(-1)).toMatchObject({ type: 'case.reminded.v1', open: { of: 'objection-due', to: 'county' } });
    expect(refusalOf(reminded, { do: 'elapse', by: sweeper, timer: 'objection-due' })).toBe('not-due');
    expect(reminded.state?.stage).toBe('objected');
  });

  it('stops no resident: they withdraw, and the unit’s delay stays its own', () => {
    expect(after(dispatched, object('bureau-water'), { do: 'withdraw', by: resident, pressed: false }).state?.stage).toBe('withdrawn');
    const overdue = after({ ...after(dispatched, object('bureau-water')), at: plusMs(dispatched.at, 200 * HOUR_MS) }, { do: 'elapse', by: sweeper, timer: 'answer-due' });
    expect(overdue.state && roundOf(overdue.state)).toMatchObject({ owner: 'county', handler: 'bureau-water' });
    expect(overdue.state?.stage).toBe('objected');
  });
});
