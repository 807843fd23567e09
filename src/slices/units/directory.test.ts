import { describe, expect, test } from 'vitest';
import { parseDivisionCode, parsePostId, parseTopicCode, parseUnitId, type DivisionCode, type PostId, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { instantOf, type Instant } from '../../kernel/instant.ts';
import type { DispatchQuery } from './dispatch.ts';
import type { LimitQuery } from './limit.ts';
import { SPECIMEN, specimenDirectory } from './specimen.ts';

const directory = specimenDirectory();
const SPRING = at('2026-04-01');
const AUTUMN = at('2026-11-01');

function at(day: string): Instant {
  return instantOf(new Date(`${day}T12:00:00+08:00`));
}
const unit = must(parseUnitId);
const topic = must(parseTopicCode);
const division = must(parseDivisionCode);
const post = must(parsePostId);
function must<Code>(parse: (text: unknown) => Code | undefined): (text: string) => Code {
  return (text) => parse(text) ?? (() => { throw new Error(text); })();
}
function ask(query: { topic: string; division?: string; kind?: DispatchQuery['kind']; at?: Instant; about?: string[] }) {
  const { about } = query;
  return directory.dispatchFor({
    topic: topic(query.topic), division: division(query.division ?? 'SC2'), kind: query.kind ?? 'complaint', at: query.at ?? AUTUMN,
    ...(about && { about: about.map(unit) }),
  });
}

describe('offices', () => {
  test('escalation goes to the named superior, else to the parent, and ends at the top', () => {
    expect(directory.superiorsOf(unit('road-team'))).toEqual(['government']);
    expect(directory.superiorsOf(unit('town-east'))).toEqual(['government']);
    expect(directory.superiorOf(unit('government'))).toBeUndefined();
  });

  test('a subtree follows the parents', () => {
    expect(directory.subtree(unit('roads'))).toEqual(['roads', 'road-team']);
    expect(directory.subtree(unit('government'))).toHaveLength(8);
  });

  test('a unit exists from its first day to the day before its end, in the zone of the place', () => {
    const midnight = instantOf(new Date('2026-07-01T00:00:00+08:00'));
    expect(directory.unit(unit('works'), (midnight - 1) as Instant)?.id).toBe('works');
    expect(directory.unit(unit('works'), midnight)).toBeUndefined();
    expect(directory.unit(unit('works'))?.id).toBe('works');
    expect(directory.units(midnight).map((one) => one.id)).not.toContain('works');
  });

  test('the territorial unit is that of the smallest place around', () => {
    expect(directory.territorialUnitOf(division('SC11'))).toBe('town-east');
    expect(directory.territorialUnitOf(division('SC2'))).toBe('government');
    expect(directory.territorialUnitOf(division('XX'))).toBeUndefined();
  });

  test('a post has the holder of that day; whoever has no leading post is answered for by the superior (promise 15)', () => {
    const holder = (day: string): string | undefined => directory.holderOf(post('head') as PostId, at(day))?.holder.en;
    expect([holder('2020-12-31'), holder('2026-02-28'), holder('2026-03-01')]).toEqual([undefined, 'Cheng Jia', 'Fan Yi']);
    expect(directory.leadingPostFor(unit('schools') as UnitId, AUTUMN)?.id).toBe('head');
  });
});

describe('places and topics', () => {
  test('the way up from a place, and its parts', () => {
    expect(directory.divisionPath(division('SC11') as DivisionCode)).toEqual(['SC11', 'SC1', 'SC']);
    expect(directory.divisionsUnder(division('SC')).map((one) => one.code)).toEqual(['SC1', 'SC2']);
    expect(directory.rootDivision.code).toBe('SC');
    expect(directory.divisionPath(division('XX'))).toEqual([]);
  });

  test('three levels of topics, each knowing its path and the class above it (promise 16)', () => {
    const [street] = directory.topicsTree();
    expect(street?.children[0]?.children[0]?.topic.code).toBe('street.road.bridge');
    expect(directory.topicPath(topic('street.road.bridge') as TopicCode).map((names) => names.en)).toEqual(['Streets', 'Roads', 'Bridges']);
    expect(directory.vitalInterestOf(topic('school.fees'))).toMatchObject({ code: 'fees', sealedByDefault: true, leadPost: 'head' });
    expect(directory.vitalInterestOf(topic('school'))).toBeUndefined();
  });
});

describe('dispatch', () => {
  test('a deeper topic wins over a shallower, and the rule that decided is named', () => {
    expect(ask({ topic: 'street' })).toMatchObject({ lead: 'government', rule: 'street', cause: 'rule' });
    expect(ask({ topic: 'street.road.bridge', at: SPRING })).toMatchObject({ lead: 'works', assisting: ['government'], rule: 'road' });
  });

  test('a unit that has ended is followed by the one that took its place', () => {
    expect(ask({ topic: 'street.road' })).toMatchObject({ lead: 'roads', rule: 'road' });
  });

  test('a smaller place wins over a larger, from the day on which the rule holds', () => {
    expect(ask({ topic: 'street.road', division: 'SC11', at: at('2026-08-31') })).toMatchObject({ lead: 'roads', assisting: ['town-east'] });
    expect(ask({ topic: 'street.road', division: 'SC11' })).toMatchObject({ lead: 'town-east', assisting: ['roads'], rule: 'road-east' });
  });

  test('a rule for the kind wins whatever the topic', () => {
    expect(ask({ topic: 'street.road', kind: 'conduct' })).toMatchObject({ lead: 'government', rule: 'any-conduct' });
  });

  test('what no rule places goes to the intake unit', () => {
    expect(ask({ topic: 'other' })).toEqual({ lead: 'intake', assisting: [], cause: 'intake' });
    expect(ask({ topic: 'never-heard-of', division: 'XX' })).toMatchObject({ lead: 'intake' });
  });

  test('a class of vital interests goes round the interested unit to its lead (promise 16)', () => {
    expect(ask({ topic: 'school' })).toMatchObject({ lead: 'schools' });
    expect(ask({ topic: 'school.fees' })).toEqual({ lead: 'prices', assisting: [], cause: 'vital-interest' });
  });

  test('a case about a unit goes neither to it nor to its superior, and no one beneath it assists (promise 12)', () => {
    expect(ask({ topic: 'school', about: ['schools'] })).toEqual({ lead: 'intake', assisting: [], cause: 'intake' });
    expect(ask({ topic: 'street.road', division: 'SC11', about: ['roads'] })).toMatchObject({ lead: 'town-east', assisting: [] });
  });

  test('a case about the top, or about the intake too, goes outside', () => {
    expect(ask({ topic: 'school', about: ['government'] })).toEqual({ lead: 'outside', assisting: [], cause: 'outside' });
    expect(ask({ topic: 'school', about: ['schools', 'intake'] })).toMatchObject({ lead: 'outside' });
  });

  test('where everyone is concerned and there is no outside body it goes nowhere: fail closed', () => {
    const closed = specimenDirectory({ 'jurisdiction.yaml': SPECIMEN['jurisdiction.yaml'].replace('outsideUnit: outside\n', '') });
    const query = { topic: topic('school'), division: division('SC'), kind: 'report', at: AUTUMN, about: [unit('government')] } as const;
    expect(closed.dispatchFor(query)).toEqual({ lead: undefined, assisting: [], cause: 'nobody-unconcerned' });
  });
});

describe('limits', () => {
  const usual: LimitQuery = { limit: 'answer', kind: 'complaint', urgency: 'ordinary', topic: topic('other'), channel: 'web', level: 'county' };
  test.each([
    ['the default', {}, { amount: 7, unit: 'working-days', rule: 'answer' }],
    ['a kind', { kind: 'question' }, { amount: 1, unit: 'working-days', rule: 'answer-question' }],
    ['a topic before a kind', { kind: 'question', topic: topic('street.road.bridge') }, { amount: 3, unit: 'working-days', rule: 'answer-road' }],
    ['danger before everything', { urgency: 'danger', topic: topic('school.fees') }, { amount: 2, unit: 'calendar-hours', rule: 'answer-danger' }],
    ['the clock of a class', { topic: topic('school.fees') }, { amount: 5, unit: 'working-days', rule: 'fees-answer' }],
    ['a level', { limit: 'sign', level: 'town' }, { amount: 4, unit: 'working-hours', rule: 'sign-town' }],
    ['another level', { limit: 'sign' }, { amount: 7, unit: 'working-days', rule: 'sign' }],
  ] as const)('%s', (_, change, limit) => {
    expect(directory.limitFor({ ...usual, ...change } as LimitQuery)).toEqual(limit);
    expect(directory.limitFor({ ...usual, ...change } as LimitQuery)).toEqual(limit);
  });
});

test('permissions are those of the roles held', () => {
  expect(directory.permits(['handler'], 'case.answer')).toBe(true);
  expect(directory.permits(['handler'], 'case.dispatch')).toBe(false);
  expect(directory.permits(['dispatcher'], 'case.answer')).toBe(false);
});
