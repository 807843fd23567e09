import { describe, expect, it } from 'vitest';
import { HOUR_MS, plusMs } from '../../kernel/instant.ts';
import type { VerdictProof } from '../../kernel/outcome.ts';
import type { Author, CaseCommand } from './commands.ts';
import { evolve, fold } from './evolve.ts';
import { timersOf } from './policy.ts';
import { publicRowOf, removalRowsOf, searchOf } from './project-public.ts';
import { acceptance, administrator, ALL_TOLD, attempt, dispatcher, guardian, handler, opening, rehearsalRules, rehearse, resident, reviewer, staff, submission, supervisor, sweeper, type Rehearsed } from './rehearsal.ts';
import { ERASURE_JOB, ERASURE_WAIT_MS, HIDING_LAPSES_MS, parseHidable, type Hidable, type HidingRule } from './removals.ts';
import type { CaseState } from './state.ts';

const propose = (item: Hidable = 'summary', rule: HidingRule = 'court-order', by: Author = dispatcher): CaseCommand => ({ do: 'propose-hiding', by, item, rule, reason: '里面有门牌' });
const approve = (item: Hidable = 'summary', by: Author = guardian): CaseCommand => ({ do: 'decide-hiding', by, item, ruling: 'hidden', explanation: '确有门牌' });
const contest = (item: Hidable = 'summary'): CaseCommand => ({ do: 'contest-hiding', by: resident, item, words: '门牌早就公开' });
const settle = (ruling: 'upheld' | 'overturned', by: Author = reviewer): CaseCommand => ({ do: 'settle-hiding', by, item: 'summary', ruling, explanation: '看过' });
const answerInPublic: CaseCommand = { do: 'answer', by: handler('village-one'), found: '灯泡烧坏', done: '当天换好', inPublic: true };
const answered = (): readonly CaseCommand[] => [...opening('village-one').slice(0, -1), answerInPublic];

const refusal = ({ state, at }: Rehearsed, command: CaseCommand): string => {
  const outcome = attempt(state, command, at);
  return outcome.refused ? outcome.reason.kind : 'accepted';
};
const publicOf = ({ state, facts }: Rehearsed) => (state ? publicRowOf(state, facts, ALL_TOLD, rehearsalRules) : undefined) ?? missing();

describe('hiding a public text', () => {
  it('given an asking, when a second person approves, then the text is gone from row, story and search, and both roles stand in the register', () => {
    const before = rehearse([...answered(), propose('summary'), propose('answer-1', 'third-party-rights')]);
    expect(publicOf(before)).toMatchObject({ summary: '东街一处路灯不亮' });
    const after = rehearse([...answered(), propose('summary'), propose('answer-1', 'third-party-rights'), approve('summary'), approve('answer-1'), propose('words', 'personal-data'), approve('words')]);
    const row = publicOf(after);
    expect(row).toMatchObject({ summary: null, words: null, stage: 'answered', outcome: null });
    for (const text of ['东街', '灯泡', '当天换好', '路灯坏了三天']) expect(JSON.stringify(row)).not.toContain(text);
    expect(searchOf(row, () => '')).not.toContain('东街');
    expect(searchOf(publicOf(before), () => '')).toContain('东街');
    expect(removalRowsOf(after.state ?? missing(), after.facts, ALL_TOLD)).toMatchObject([
      { place: 1, item: 'summary', state: 'hidden', proposerRole: 'dispatcher', proposerUnit: 'intake', approverRole: 'protection-officer', approverUnit: 'city-office' }, { place: 2, item: 'answer-1' }, { place: 3, item: 'words' },
    ]);
  });

  it('needs two accounts, neither of a unit that has the case', () => {
    const asked = rehearse([...answered(), propose('summary', 'court-order', supervisor)]);
    expect(refusal(asked, approve('summary', supervisor))).toBe('same-hand');
    expect(refusal(asked, approve('summary', staff('village-one', 'protection-officer')))).toBe('own-case');
    expect(refusal(asked, approve('summary', handler('village-one')))).toBe('not-yours');
    expect(refusal(asked, approve('summary', sweeper))).toBe('not-yours');
    expect(refusal(asked, approve('summary', resident))).toBe('not-yours');
    expect(refusal(asked, approve())).toBe('accepted');
    const open = rehearse(answered());
    expect(refusal(open, propose('summary', 'court-order', staff('village-one', 'dispatcher')))).toBe('own-case');
    expect(refusal(open, propose('summary', 'court-order', handler('village-one')))).toBe('not-yours');
  });

  it('hides at once only where every hour does harm, for 72 hours, and once', () => {
    const asked = rehearse([...answered(), propose('summary', 'personal-data')]);
    expect(publicOf(asked).summary).toBeNull();
    expect(asked.state && timersOf(asked.state)).toContainEqual({ kind: 'hiding-due', dueAt: plusMs(plusMs(asked.at, -HOUR_MS), HIDING_LAPSES_MS) });
    const lapsed = attempt(asked.state, { do: 'elapse', by: sweeper, timer: 'hiding-due' }, plusMs(asked.at, HIDING_LAPSES_MS));
    if (lapsed.refused) throw new Error(lapsed.reason.kind);
    expect(lapsed.value).toMatchObject([{ type: 'case.hiding-refused.v1', role: 'system' }]);
    const facts = [...asked.facts, ...lapsed.value];
    const state = fold(facts) ?? missing();
    expect(publicRowOf(state, facts, ALL_TOLD, rehearsalRules)).toMatchObject({ summary: '东街一处路灯不亮' });
    expect(removalRowsOf(state, facts, ALL_TOLD)).toMatchObject([{ state: 'restored', approverRole: null }]);
    const again = attempt(state, propose('summary', 'personal-data'), plusMs(asked.at, HIDING_LAPSES_MS + HOUR_MS));
    expect(again.refused ? again.reason.kind : again.value).toMatchObject([{ open: { atOnce: false } }]);
    // A mere asking hides nothing, and leaves no line.
    expect(publicOf(rehearse([...answered(), propose()])).summary).not.toBeNull();
    const merely = rehearse([...answered(), propose()]);
    expect(removalRowsOf(merely.state ?? missing(), merely.facts, ALL_TOLD)).toEqual([]);
  });

  it('is contested once, and settled by a third person; overturned, it stands again as it stood', () => {
    const contested = rehearse([...answered(), propose(), approve(), contest()]);
    expect(publicOf(contested).summary).toBeNull();
    for (const one of [guardian, staff('city-office', 'supervisor', 'account-guard')]) expect(refusal(contested, settle('upheld', one))).toBe('same-hand');
    expect(refusal(contested, settle('upheld', staff('intake', 'supervisor', 'account-dispatch')))).toBe('same-hand');
    expect(refusal(rehearse([...answered(), propose(), approve(), contest(), settle('upheld')]), contest())).toBe('already-contested');
    expect(publicOf(rehearse([...answered(), propose(), approve(), contest(), settle('overturned')])).summary).toBe('东街一处路灯不亮');
  });

  it('calls for a contest that nobody settles, in public, and never lets silence show another person’s data', () => {
    const contested = rehearse([...answered(), propose(), approve(), contest()]);
    const due = attempt(contested.state, { do: 'elapse', by: sweeper, timer: 'hiding-due' }, plusMs(contested.at, 100 * HOUR_MS));
    if (due.refused) throw new Error(due.reason.kind);
    expect(due.value).toMatchObject([{ type: 'case.reminded.v1', open: { of: 'hiding-due' } }]);
    const after = due.value.reduce<CaseState | undefined>(evolve, contested.state);
    expect(after?.facts.removals).toMatchObject([{ state: 'contested' }]);
  });

  it('comes off by one person’s word, for instance once the summary is rewritten', () => {
    const rewritten = rehearse([...answered(), propose(), approve(), { do: 'summarise', by: dispatcher, summary: '一处路灯不亮', wordsReviewed: true }, { do: 'unhide', by: guardian, item: 'summary', explanation: '已改写' }]);
    expect(publicOf(rewritten).summary).toBe('一处路灯不亮');
  });

  it('is refused where nothing is public, and touches neither verdict nor clock', () => {
    expect(refusal(rehearse(answered()), propose('address'))).toBe('not-shown');
    expect(refusal(rehearse(answered()), propose('answer-2'))).toBe('not-shown');
    expect(refusal(rehearse([submission()]), propose())).toBe('not-shown');
    expect(refusal(rehearse([submission(), acceptance()]), propose())).toBe('accepted');
    const proof = { caseId: submission().id, means: 'receipt' } as unknown as VerdictProof;
    const judged = rehearse([...answered(), propose(), approve(), { do: 'judge', by: resident, outcome: 'solved', proof }]);
    expect(publicOf(judged)).toMatchObject({ stage: 'solved', outcome: 'solved', summary: null });
  });

  it('knows its items by name, and no others', () => {
    expect(['summary', 'words', 'address', 'answer-1', 'answer-999'].map(parseHidable)).not.toContain(undefined);
    expect(['', 'answer-0', 'answer-01', 'answer-1000', 'photos', 'answer--1', 7, undefined].map(parseHidable)).toEqual(Array(8).fill(undefined));
  });
});

describe('erasure', () => {
  const erase = (change: Partial<Extract<CaseCommand, { do: 'erase' }>> = {}): CaseCommand => ({ do: 'erase', by: guardian, proposer: administrator, rule: 'asked-by-person', reason: '本人来办', ...change });
  const withdrawn = (): readonly CaseCommand[] => [...answered(), { do: 'withdraw', by: resident, pressed: false }];

  it('leaves stage, rounds and the offices’ story, and nothing that anyone wrote', () => {
    const before = rehearse(withdrawn());
    const after = rehearse([...withdrawn(), erase()]);
    expect(after.state).toMatchObject({ stage: 'withdrawn', facts: { words: 'erased', photos: [], about: [], erased: true } });
    const row = publicOf(after);
    for (const text of ['东街', '灯泡', '当天换好', '路灯坏了三天', 'erased"']) expect(JSON.stringify(row)).not.toContain(text);
    expect(row.timeline.map((step) => step.type)).toEqual([...publicOf(before).timeline.map((step) => step.type), 'case.erased.v1']);
    expect(after.facts.at(-1)).toMatchObject({ role: 'protection-officer', open: { rule: 'asked-by-person', proposerRole: 'security-admin' } });
  });

  it('rids no office of an answer it owes, nor of a verdict to come; and takes two people', () => {
    expect(refusal(rehearse(opening('village-one').slice(0, 4)), erase())).toBe('wrong-stage');
    expect(refusal(rehearse(answered()), erase())).toBe('wrong-stage');
    const rested = rehearse(withdrawn());
    expect(refusal(rested, erase({ proposer: guardian }))).toBe('not-yours');
    expect(refusal(rested, erase({ proposer: staff('county', 'security-admin', 'account-guard') }))).toBe('same-hand');
    expect(refusal(rested, erase({ by: staff('village-one', 'protection-officer') }))).toBe('own-case');
    expect(refusal(rehearse([...answered(), propose(), { do: 'withdraw', by: resident, pressed: false }]), erase())).toBe('not-at-rest');
    expect(refusal(rehearse([...withdrawn(), erase()]), erase())).toBe('erased');
  });

  it('at the resident’s own wish needs no official and can be stopped by none, but a week, a case at rest, and the job that was told', () => {
    const job = { kind: 'system', job: ERASURE_JOB } as const;
    const rested = rehearse(withdrawn());
    const asked = (waitMs: number, by: CaseCommand['by'] = job): CaseCommand => ({ do: 'erase-asked', by, askedAt: plusMs(rested.at, -waitMs) });
    for (const by of [resident, guardian, administrator, sweeper]) expect(refusal(rested, asked(ERASURE_WAIT_MS, by))).toBe('not-yours');
    expect(refusal(rested, asked(ERASURE_WAIT_MS - 1))).toBe('not-due');
    expect(refusal(rehearse(answered()), asked(ERASURE_WAIT_MS))).toBe('wrong-stage');
    expect(refusal(rehearse([...answered(), propose(), { do: 'withdraw', by: resident, pressed: false }]), asked(ERASURE_WAIT_MS))).toBe('not-at-rest');
    const after = rehearse([...withdrawn(), asked(ERASURE_WAIT_MS)]);
    expect(after.state).toMatchObject({ stage: 'withdrawn', facts: { words: 'erased', erased: true } });
    expect(after.facts.at(-1)).toMatchObject({ role: 'system', open: { rule: 'asked-by-person', proposerRole: 'resident' }, sealed: {} });
    expect(refusal(after, asked(ERASURE_WAIT_MS))).toBe('erased');
  });
});

function missing(): never {
  throw new Error('it should have been there');
}
