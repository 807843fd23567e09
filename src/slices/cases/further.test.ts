import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, plusMs } from '../../kernel/instant.ts';
import type { CaseCommand } from './commands.ts';
import { hardRowsOf } from './hard-cases.ts';
import { timersOf } from './policy.ts';
import { after, handler, opening, refusalOf, rehearse, resident, staff, submission, sweeper, unit, type Rehearsed } from './rehearsal.ts';
import { roundOf } from './state.ts';
import { timelineOf } from './timeline.ts';

const head = staff('bureau-water', 'unit-leader');
const extend: CaseCommand = { do: 'extend', by: head, ground: 'needs-season', explanation: '等天晴' };
const convene = (...units: readonly string[]): CaseCommand => ({ do: 'convene', by: handler('bureau-water'), units: units.map(unit), note: '看路面' });
const assist = (by: string): CaseCommand => ({ do: 'assist', by: handler(by), words: '看过了' });
const signed = rehearse(opening('bureau-water').slice(0, 4));
const list = (inPublic = true, days = 20): CaseCommand => ({
  do: 'list-hard', by: head, ground: 'no-money-yet', reason: '要换整条管线，钱还没有', plan: '报明年预算', reviewAt: plusMs(signed.at, days * DAY_MS), ...(inPublic ? { inPublic: true as const } : {}),
});
const roundIn = ({ state }: Rehearsed) => (state ? roundOf(state) : undefined);

describe('an extension', () => {
  it('comes once a round, from the old end, by the head of the unit', () => {
    const longer = after(signed, extend);
    expect(roundIn(longer)?.dueAt).toBe(plusMs(roundIn(signed)?.dueAt ?? signed.at, 72 * HOUR_MS));
    expect(refusalOf(longer, extend)).toBe('already-extended');
    expect(refusalOf(signed, { ...extend, by: handler('bureau-water') } as CaseCommand)).toBe('not-yours');
    expect(refusalOf(signed, { ...extend, by: staff('bureau-roads', 'unit-leader') } as CaseCommand)).toBe('not-yours');
  });

  it('hides no delay: what is overdue stays overdue, and what is not explained is not extended', () => {
    expect(refusalOf(signed, extend, 200 * HOUR_MS)).toBe('overdue-cannot-extend');
    expect(refusalOf(signed, { ...extend, explanation: '' } as CaseCommand)).toBe('text-missing');
    expect(refusalOf(rehearse(opening('bureau-water').slice(0, 3)), extend)).toBe('wrong-stage');
  });
});

describe('another unit that is called in', () => {
  it('owes a report in time, and is reminded in public until it comes; the case stays where it is', () => {
    const called = after(signed, convene('bureau-roads', 'village-one'));
    expect(roundIn(called)).toMatchObject({ owner: 'bureau-water', handler: 'bureau-water', assisting: ['bureau-roads', 'village-one'] });
    expect(refusalOf(called, { do: 'answer', by: handler('bureau-roads'), found: '看过', done: '好了' })).toBe('not-yours');
    const reported = after(called, assist('village-one'));
    const late = after({ ...reported, at: plusMs(reported.at, 49 * HOUR_MS) }, { do: 'elapse', by: sweeper, timer: 'assist-due' });
    expect(late.facts.at(-1)).toMatchObject({ type: 'case.reminded.v1', open: { of: 'assist-due', to: 'bureau-roads' } });
    expect(late.state && timersOf(after(late, assist('bureau-roads')).state ?? late.state).map(({ kind }) => kind)).not.toContain('assist-due');
  });

  it('is none that has the case, is called already, is a party, or was not called at all', () => {
    expect(refusalOf(signed, convene('bureau-water'))).toBe('same-unit');
    expect(refusalOf(after(signed, convene('bureau-roads')), convene('bureau-roads'))).toBe('same-unit');
    expect(refusalOf(signed, convene())).toBe('nobody-called');
    expect(refusalOf(signed, assist('bureau-roads'))).toBe('not-yours');
    expect(refusalOf(after(signed, convene('bureau-roads'), assist('bureau-roads')), assist('bureau-roads'))).toBe('already-reported');
    const about = rehearse([submission({ about: [unit('town-east')] }), ...opening('bureau-water').slice(1, 4)]);
    expect(refusalOf(about, convene('village-one'))).toBe('about-this-unit');
  });
});

describe('a hard case', () => {
  it('stays open: clock, lateness, escalation and verdict are those of any other', () => {
    const listed = after(signed, list());
    expect(roundIn(listed)?.dueAt).toBe(roundIn(signed)?.dueAt);
    expect(listed.state && timersOf(listed.state).map(({ kind }) => kind)).toEqual(['contact-due', 'answer-due', 'review-due']);
    expect(after({ ...listed, at: plusMs(listed.at, 150 * HOUR_MS) }, { do: 'elapse', by: sweeper, timer: 'answer-due' }).facts.at(-1)?.type).toBe('case.escalated.v1');
    expect(listed.state?.stage).toBe('signed');
  });

  it('has an owner, a post, a plan and a date that is looked at again, and called for when it passes', () => {
    const listed = after(signed, list());
    expect(roundIn(listed)?.hard).toMatchObject({ unit: 'bureau-water', post: 'head-of-bureau-water', plan: '报明年预算', reviews: 0 });
    const late = after({ ...listed, at: plusMs(listed.at, 21 * DAY_MS) }, { do: 'elapse', by: sweeper, timer: 'review-due' });
    expect(late.facts.at(-1)).toMatchObject({ type: 'case.reminded.v1', open: { of: 'review-due', to: 'bureau-water' } });
    const reviewed = after(late, { do: 'review-hard', by: head, progress: '已上会', reviewAt: plusMs(late.at, 20 * DAY_MS) });
    expect(roundIn(reviewed)?.hard).toMatchObject({ reviews: 1, reviewAt: plusMs(late.at, 20 * DAY_MS) });
    expect(refusalOf(listed, list())).toBe('already-listed');
    expect(refusalOf(signed, list(true, 40))).toBe('review-too-late');
    expect(refusalOf(signed, list(true, -1))).toBe('review-in-past');
    expect(refusalOf(signed, { do: 'review-hard', by: head, progress: '无', reviewAt: plusMs(signed.at, DAY_MS) })).toBe('not-listed');
  });

  it('leaves the ledger with its answer, and its line stays to be read; the reason is public only where the unit vouched for it', () => {
    const open = after(signed, list());
    const shut = after(signed, list(false));
    expect(hardRowsOf(open.facts, false)).toMatchObject([{ round: 1, reason: '要换整条管线，钱还没有', listed: true }]);
    expect(hardRowsOf(shut.facts, false)).toMatchObject([{ reason: null, listed: true }]);
    expect(hardRowsOf(open.facts, true)).toMatchObject([{ reason: null }]);
    expect(JSON.stringify(timelineOf(shut.facts, false))).not.toContain('整条管线');
    expect(JSON.stringify(timelineOf(open.facts, false))).not.toContain('明年预算');
    const answered = after(open, { do: 'answer', by: head, found: '管线老化', done: '先换一段' });
    expect(roundIn(answered)?.hard).toBeUndefined();
    expect(hardRowsOf(answered.facts, false)).toMatchObject([{ listed: false }]);
    expect(hardRowsOf(after(open, { do: 'withdraw', by: resident, pressed: false }).facts, false)).toMatchObject([{ listed: false }]);
  });
});

describe('a note', () => {
  it('is between colleagues: nothing of it is public, and it moves nothing', () => {
    const noted = after(signed, { do: 'note', by: handler('bureau-water'), words: '先打电话' });
    expect(JSON.stringify(timelineOf(noted.facts, true))).not.toContain('先打电话');
    expect(roundIn(noted)).toEqual(roundIn(signed));
    expect(refusalOf(signed, { do: 'note', by: handler('bureau-roads'), words: '路过' })).toBe('not-yours');
    expect(refusalOf(signed, { do: 'note', by: resident, words: '我' })).toBe('not-yours');
  });
});
