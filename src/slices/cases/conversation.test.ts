import { describe, expect, it } from 'vitest';
import type { VerdictProof } from '../../kernel/outcome.ts';
import { clockOf } from './clock.ts';
import { awaitedIn, MESSAGES_MAX, unreadIn } from './conversation.ts';
import type { Author, CaseCommand } from './commands.ts';
import { acceptance, administrator, attempt, dispatcher, guardian, handler, opening, rehearse, resident, submission, supervisor, sweeper, unit, type Rehearsed } from './rehearsal.ts';

const asks = (by: Author = handler('village-one'), words = '门在哪边？'): CaseCommand => ({ do: 'ask', by, words, photos: [] });
const replies = (by: Author = resident): CaseCommand => ({ do: 'reply', by, words: '东边，有照片', photos: ['door.webp'] });
const refusalOf = ({ state, at }: Rehearsed, command: CaseCommand): string => {
  const outcome = attempt(state, command, at);
  return outcome.refused ? outcome.reason.kind : 'accepted';
};
const upTo = (steps: number, ...then: readonly CaseCommand[]): Rehearsed => rehearse([...opening('village-one').slice(0, steps), ...then]);
const proof = { caseId: submission().id, means: 'receipt' } as unknown as VerdictProof;

describe('a conversation about a case', () => {
  it('is between its resident and whoever has it: nobody else speaks for either', () => {
    const signed = upTo(4);
    for (const by of [resident, dispatcher, supervisor, guardian, sweeper, handler('village-two'), administrator]) expect(refusalOf(signed, asks(by))).toBe('not-yours');
    for (const by of [handler('village-one'), dispatcher, sweeper]) expect(refusalOf(signed, replies(by))).toBe('not-yours');
    // The controls.
    expect(refusalOf(signed, asks())).toBe('accepted');
    expect(refusalOf(signed, replies())).toBe('accepted');
  });

  it('begins with the intake, which may lack a word before it can send the case anywhere', () => {
    expect(refusalOf(upTo(1), asks(dispatcher))).toBe('accepted');
    expect(refusalOf(upTo(1), asks())).toBe('not-yours');
    expect(refusalOf(upTo(3), asks(dispatcher))).toBe('not-yours');
  });

  it('stops no clock: a question and a reply move no date, though a pause would', () => {
    const signed = upTo(4);
    const asked = upTo(4, asks(), replies());
    const left = ({ state, at }: Rehearsed) => state && clockOf(state, at)?.leftMs;
    expect(left(asked)).toBe(left({ ...signed, at: asked.at }));
    const paused = upTo(4, { do: 'pause', by: handler('village-one'), reason: 'needs-resident', explanation: '等您在家', plannedEnd: (asked.at + 3_600_000) as typeof asked.at }, replies());
    expect(left(paused)).not.toBe(left({ ...signed, at: paused.at }));
  });

  it('counts a signed unit’s first message as its contact, and only that one', () => {
    expect(upTo(4, asks()).facts.map(({ type }) => type).slice(-2)).toEqual(['case.asked.v1', 'case.contacted.v1']);
    expect(upTo(4, asks(), asks()).facts.at(-1)?.type).toBe('case.asked.v1');
    expect(upTo(3, asks()).facts.at(-1)?.type).toBe('case.asked.v1');
  });

  it('presses nobody: three messages without a reply, then silence', () => {
    expect(refusalOf(upTo(4, asks(), asks(), asks()), asks())).toBe('await-reply');
    expect(refusalOf(upTo(4, asks(), asks(), asks(), replies()), asks())).toBe('accepted');
  });

  it('leaves the verdict alone: once it has answered, a unit speaks only when spoken to', () => {
    expect(refusalOf(upTo(6), asks())).toBe('not-spoken-to');
    expect(refusalOf(upTo(6, replies()), asks())).toBe('accepted');
    expect(refusalOf(upTo(6, replies(), asks()), asks())).toBe('not-spoken-to');
  });

  it('ends where nobody owes anybody a word', () => {
    const solved = upTo(6, { do: 'judge', by: resident, outcome: 'solved', proof });
    const withdrawn = upTo(4, { do: 'withdraw', by: resident, pressed: false });
    const diverted = rehearse([submission(), { do: 'divert', by: dispatcher, reason: 'same-matter', explanation: '已有答复' }]);
    for (const one of [solved, withdrawn, diverted]) for (const command of [asks(), replies(), asks(dispatcher)]) expect(refusalOf(one, command)).toBe('wrong-stage');
  });

  it('is closed to a party of the case', () => {
    const about = rehearse([submission({ about: [unit('bureau-water')] }), acceptance(), { do: 'dispatch', by: dispatcher, lead: unit('bureau-roads'), assisting: [] }]);
    expect(refusalOf(about, asks(handler('bureau-water')))).toBe('about-this-unit');
    expect(refusalOf(about, asks(handler('bureau-roads')))).toBe('accepted');
  });

  it('has a bound in number, length and photographs', () => {
    const long = upTo(4, ...Array.from({ length: MESSAGES_MAX }, () => replies()));
    expect(refusalOf(long, replies())).toBe('messages-spent');
    expect(refusalOf(long, asks())).toBe('accepted');
    expect(refusalOf(upTo(4), asks(undefined, '问'.repeat(2_001)))).toBe('text-too-long');
    expect(refusalOf(upTo(4), asks(undefined, '  '))).toBe('text-missing');
    expect(refusalOf(upTo(4), { do: 'reply', by: resident, words: '看', photos: ['1', '2', '3', '4'] })).toBe('too-many');
  });

  it('keeps words and photographs out of the open part, and loses them with an erasure', () => {
    const spoken = upTo(6, replies());
    const open = JSON.stringify(spoken.facts.map((fact) => fact.open));
    for (const secret of ['门在哪边', '东边', 'door.webp']) expect(open).not.toContain(secret);
    const erased = upTo(6, replies(), { do: 'judge', by: resident, outcome: 'solved', proof }, { do: 'erase', by: guardian, proposer: administrator, rule: 'asked-by-person', reason: '本人要求' });
    expect(JSON.stringify(spoken.state)).toContain('door.webp');
    expect(JSON.stringify(erased.state)).not.toMatch(/door\.webp|东边/);
    expect(erased.state?.facts.conversation).toHaveLength(1);
  });
});

describe('whose turn it is', () => {
  it('is the other’s, and a message counts as new up to the place that was seen', () => {
    expect(awaitedIn(upTo(4).state?.facts.conversation ?? [])).toBeUndefined();
    expect(awaitedIn(upTo(4, asks()).state?.facts.conversation ?? [])).toBe('resident');
    expect(awaitedIn(upTo(4, asks(), replies()).state?.facts.conversation ?? [])).toBe('office');
    const two = upTo(4, asks(), replies(), asks()).state?.facts.conversation ?? [];
    expect([0, two[0]?.seq ?? 0, two[2]?.seq ?? 0].map((seenTo) => unreadIn(two, seenTo))).toEqual([2, 1, 0]);
  });
});
