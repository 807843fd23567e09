import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, instantOf, isoOf, plusMs, type Instant } from '../../kernel/instant.ts';
import { parseUnitId } from '../../kernel/ids.ts';
import { decide, type Author, type KnowledgeCommand } from './decide.ts';
import { newest, parseEntryId, standingOf, WITHDRAWALS, type Content, type Entry } from './entry.ts';
import type { KnowledgeFact } from './events.ts';
import { evolve } from './evolve.ts';
import { indexed, similarTo, SIMILAR_MAX } from './similar.ts';

const SEED = 20_261_127;
const ID = idOf('0123456789ab');
const START: Instant = instantOf(new Date('2026-11-27T02:00:00Z'));
const OWN: Author = { unit: unit('bureau-water'), role: 'unit-leader' };
const AUTHORS: readonly Author[] = [OWN, OWN, OWN, { unit: unit('bureau-roads'), role: 'unit-leader' }, { unit: unit('bureau-water'), role: undefined }];
const GOOD: Content = { topic: 'water.supply' as Content['topic'], question: '停水去哪里看通知？', answer: '供水公司网站，或打服务电话。', sources: [{ title: '供水服务规范', day: '2024-03-01' }], validUntil: '2027-06-30' };

const contentOf: fc.Arbitrary<Content> = fc.record({
  question: fc.constantFrom(GOOD.question, '水费怎么交？', '', '问'.repeat(121)), answer: fc.constantFrom(GOOD.answer, '照新规定办。', ' '),
  sources: fc.constantFrom(GOOD.sources, [{ title: '新办法', link: 'https://www.example.gov.cn/a' }], [], [{ title: '没有日期' }], [{ title: '将来的', day: '2099-01-01' }], [{ title: '坏网址', link: 'javascript:alert(1)' }]),
  validUntil: fc.constantFrom('2027-06-30', '2027-12-31', '2028-05-01', '2020-01-01', '2099-01-01', '2027-02-30'),
}).map((one) => ({ ...one, topic: GOOD.topic }));
const throwOf = fc.record({
  verb: fc.nat(5), who: fc.constantFrom(...AUTHORS), content: fc.oneof({ weight: 2, arbitrary: contentOf }, { weight: 3, arbitrary: fc.constantFrom('2027-06-30', '2027-08-01', '2027-10-01', '2028-01-31').map((validUntil) => ({ ...GOOD, validUntil })) }),
  behind: fc.constantFrom(0, 0, 0, 1), days: fc.nat(40), reason: fc.constantFrom(...WITHDRAWALS),
});

describe('an answer under any sequence of commands', () => {
  it('can apply whatever it decides, keeps every version as it was, is its unit\'s alone, and has sources and a day', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.array(throwOf, { minLength: 4, maxLength: 25, size: 'max' }), (throws) => {
      let state: Entry | undefined;
      let at = START;
      const facts: KnowledgeFact[] = [];
      for (const { verb, who, content, behind, days, reason } of throws) {
        at = plusMs(at, days * DAY_MS);
        const [today, latest] = [dayOf(at), dayOf(plusMs(at, 731 * DAY_MS))];
        const command: KnowledgeCommand = !state ? { do: 'publish', content } : verb === 0 ? { do: 'withdraw', reason } : { do: 'renew', content, follows: newest(state).version - behind };
        const decided = decide(state, command, who, today, latest);
        reached.add(decided.refused ? decided.reason.kind : command.do);
        if (decided.refused) continue;
        const before = state?.versions ?? [];
        const fact: KnowledgeFact = { ...decided.value, unit: who.unit, role: who.role ?? '', at };
        state = evolve(ID, state, fact);
        facts.push(fact);
        expect(who.role).toBeDefined();
        expect(who.unit).toBe(state.unit);
        expect(state.versions.slice(0, before.length)).toEqual(before);
        const last = newest(state);
        expect(last.sources.length).toBeGreaterThan(0);
        if (fact.type === 'knowledge.published.v1') expect([last.validUntil >= today, last.validUntil <= latest]).toEqual([true, true]);
      }
      expect(facts.reduce<Entry | undefined>((folded, fact) => evolve(ID, folded, fact), undefined)).toEqual(state);
    }), { seed: SEED, numRuns: 400 });
    // The control: chance has met every refusal but those that forms and bounds keep away.
    expect([...reached].sort()).toEqual(expect.arrayContaining(['bad-day', 'bad-link', 'newer-version', 'no-source', 'not-permitted', 'not-your-entry', 'nothing-changed', 'publish', 'renew', 'source-undated', 'text-missing', 'text-too-long', 'valid-until-past', 'valid-until-too-far', 'withdraw', 'withdrawn']));
  });

  it('is in force to the end of its last day, and never once it is withdrawn', () => {
    const on = (today: string, isWithdrawn = false) => standingOf({ validUntil: '2027-06-30', isWithdrawn }, today);
    expect([on('2027-06-30'), on('2027-07-01'), on('2027-06-30', true), on('2027-07-01', true)]).toEqual(['in-force', 'expired', 'withdrawn', 'withdrawn']);
  });
});

describe('"is this your question?"', () => {
  const questions = ['孩子上小学要带什么材料？', '身份证丢了怎么补办？', '停水去哪里看通知？', 'How do I register my child for school?'].map((question, n) => indexed({ id: idOf(`00000000000${String(n)}`), question }));

  it('finds what a parent asks in words of their own, and nothing in what was not asked', () => {
    expect(similarTo('请问小孩今年上小学，报名要带什么材料啊？', questions).map((one) => one.question)).toEqual(['孩子上小学要带什么材料？']);
    expect(similarTo('how can I register my son for school', questions).map((one) => one.question)).toEqual(['How do I register my child for school?']);
    expect(similarTo('东街的路灯坏了三天', questions)).toEqual([]);
  });

  it('offers at most three, whatever is typed, and each of them is one of the questions', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const found = similarTo(text, questions);
      expect(found.length).toBeLessThanOrEqual(SIMILAR_MAX);
      expect(found.every((one) => questions.some(({ id }) => id === one.id))).toBe(true);
    }), { seed: SEED });
    expect(similarTo(questions.map((one) => one.question).join(' '), questions)).toHaveLength(SIMILAR_MAX);
  });
});

function unit(slug: string) {
  const id = parseUnitId(slug);
  if (!id) throw new Error(`no unit: ${slug}`);
  return id;
}

function dayOf(at: Instant): string {
  return isoOf(at).slice(0, 10);
}

function idOf(text: string) {
  const id = parseEntryId(text);
  if (!id) throw new Error(`no entry's name: ${text}`);
  return id;
}
