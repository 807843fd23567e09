import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseNumberOf, parseAccountId, parseCaseId, parseUnitId, type AccountId, type UnitId } from '../../kernel/ids.ts';
import { HOUR_MS, parseInstant, plusMs, type Instant } from '../../kernel/instant.ts';
import { OUTCOMES } from '../../kernel/outcome.ts';
import { decide, type By, type SealedCommand } from './decide.ts';
import { evolve, fold } from './evolve.ts';
import { chainOf, isKept, mayRead, routeOf, type SealedRules, type Wish } from './policy.ts';
import { SEALED_KINDS, type Officer, type ReportState } from './report.ts';
import type { Fact, Step } from './steps.ts';

const SEED = 20_261_127;
const START = parseInstant(Date.UTC(2026, 10, 2, 1))!;
const UNITS_MAX = 14;

/** An invented organisation: `parents[n]` is the unit above unit n, always a smaller number; unit 0 is the top; `outside` stands apart. */
type Chart = { readonly units: readonly UnitId[]; readonly rules: SealedRules; readonly officers: readonly Officer[] };

const chartOf: fc.Arbitrary<Chart> = fc.record({
  parents: fc.array(fc.nat(1_000), { minLength: 1, maxLength: UNITS_MAX }),
  posts: fc.array(fc.nat(1_000), { maxLength: 6 }),
  outsiders: fc.nat(2),
  hasOutside: fc.boolean(),
}).map(({ parents, posts, outsiders, hasOutside }) => {
  const units = parents.map((_, n) => parseUnitId(`unit-${n}`)!);
  const outside = parseUnitId('outside')!;
  const above = new Map(units.slice(1).map((unit, n) => [unit, units[parents[n + 1]! % (n + 1)]!] as const));
  const officer = (n: number, unit: UnitId): Officer => ({ account: parseAccountId(`officer-${n}-${unit}`)!, unit, recipient: `age1-${n}` });
  return {
    units,
    rules: {
      superiorOf: (unit) => above.get(unit), ...(hasOutside ? { outsideUnit: outside } : {}),
      deadline: (limit, kind, from) => plusMs(from, { acknowledge: 24, answer: 120, verdict: 360 }[limit] * HOUR_MS / (kind === 'retaliation' ? 2 : 1)),
    },
    officers: [...posts.map((post, n) => officer(n, units[post % units.length]!)), ...(hasOutside ? Array.from({ length: outsiders }, (_, n) => officer(100 + n, outside)) : [])],
  };
});

const some = <T>(all: readonly T[], most: number): fc.Arbitrary<T[]> => fc.subarray([...all], { maxLength: Math.min(most, all.length) });
const wishOf = (chart: Chart): fc.Arbitrary<Wish> => fc.record({
  keptFrom: some([...chart.units, ...(chart.rules.outsideUnit ? [chart.rules.outsideUnit] : [])], 3),
  spared: some(chart.officers.map(({ account }) => account), 2),
  nobodyInside: fc.boolean(),
});
const routedOf = chartOf.chain((chart) => fc.record({ chart: fc.constant(chart), wish: wishOf(chart) }));

/** By the definition itself, without the program's functions: a named unit, whatever lies beneath it, whatever stands above it. */
function isParty(unit: UnitId, named: readonly UnitId[], { superiorOf }: SealedRules): boolean {
  const up = (from: UnitId | undefined, to: UnitId): boolean => from !== undefined && (from === to || up(superiorOf(from), to));
  return named.some((one) => up(unit, one) || up(one, unit));
}

describe('the route of a sealed report, on any organisation chart', () => {
  it('leads to nobody who is named, works beneath or stands above them, or was not wanted; outside when nobody inside is left, and nowhere when nobody at all is', () => {
    const met = new Set<string>();
    fc.assert(fc.property(routedOf, ({ chart: { officers, rules }, wish }) => {
      const routed = routeOf(officers, wish, rules);
      const may = officers.filter(({ account, unit }) => !wish.spared.includes(account) && !isParty(unit, wish.keptFrom, rules));
      const inside = wish.nobodyInside ? [] : may.filter(({ unit }) => unit !== rules.outsideUnit);
      const outside = may.filter(({ unit }) => unit === rules.outsideUnit);
      met.add(routed.refused ? 'nobody' : routed.value.route);
      if (routed.refused) {
        expect([inside, outside]).toEqual([[], []]);
        return;
      }
      expect(routed.value.route).toBe(inside.length > 0 ? 'inside' : 'outside');
      expect([...routed.value.readers]).toEqual(inside.length > 0 ? inside : outside);
      expect([...routed.value.successors]).toEqual(inside.length > 0 ? outside : []);
    }), { numRuns: 10_000, seed: SEED });
    expect([...met].sort()).toEqual(['inside', 'nobody', 'outside']);
  });

  it('would be caught by this test if it forgot superiors', () => {
    const [top, below] = [parseUnitId('unit-0')!, parseUnitId('unit-1')!];
    const rules = { superiorOf: (unit: UnitId) => (unit === below ? top : undefined) } as SealedRules;
    expect(isParty(top, [below], rules)).toBe(true);
    expect(chainOf(top, rules).includes(below)).toBe(false);
    expect(isKept(top, [below], rules)).toBe(true);
  });
});

type Throw = { readonly verb: number; readonly by: number; readonly who: number; readonly pick: number; readonly waitHours: number };
const throwsOf = fc.array(fc.record({ verb: fc.nat(8), by: fc.nat(2), who: fc.nat(7), pick: fc.nat(20), waitHours: fc.oneof(fc.nat(6), fc.nat(6), fc.nat(800)) }), { minLength: 1, maxLength: 40, size: 'max' });

function commandOf({ verb, by, who, pick }: Throw, state: ReportState, officers: readonly Officer[]): SealedCommand {
  // Mostly someone who may, so that stories go on; sometimes anybody.
  const apt = who < 5 ? officers.filter(({ account }) => state.readers.includes(account)) : [];
  const officer = (apt.length > 0 ? apt : officers)[who % Math.max(1, apt.length)] ?? officers[0]!;
  const giver: By = [{ kind: 'reporter' }, { kind: 'officer', account: officer.account, unit: officer.unit }, { kind: 'system' }][by] as By;
  const digests = Array.from({ length: pick % 7 === 6 ? pick : state.letters.length }, () => 'digest');
  return ([
    { do: 'write', by: giver, digest: `d${pick}`, closedIn: 'browser' }, { do: 'acknowledge', by: giver }, { do: 'answer', by: giver, digest: `a${pick}` },
    { do: 'hand-over', by: giver }, { do: 'share', by: giver, reader: officers[pick % officers.length]!.account, digests },
    { do: 'judge', by: giver, outcome: OUTCOMES[pick % 3]! }, { do: 'escalate', by: giver }, { do: 'withdraw', by: giver, pressed: pick % 2 === 0 }, { do: 'elapse', by: giver },
  ] as const)[verb]!;
}

/** Lives through the throws and calls `at` after each that was accepted. */
function live({ chart, wish, throws, kind }: Life, each: (seen: { before: ReportState; after: ReportState; steps: readonly Step[]; command: SealedCommand; facts: readonly Fact[]; now: Instant }) => void): ReportState | undefined {
  const { officers, rules } = chart;
  let now = START;
  const received = decide(undefined, {
    do: 'receive', by: { kind: 'reporter' }, id: parseCaseId('00000000-0000-4000-8000-000000000001')!, number: caseNumberOf('48210937551'), kind: SEALED_KINDS[kind]!, wish,
    closedTo: officers.filter((_, n) => n % 2 === 0).map(({ account }) => account), recipient: 'age1-reporter', digest: 'first', closedIn: 'browser',
  }, now, officers, rules);
  if (received.refused) return undefined;
  let facts: readonly Fact[] = received.value.map((step, n) => ({ seq: n + 1, at: now, step }));
  let state = fold(facts)!;
  for (const one of throws) {
    now = plusMs(now, one.waitHours * HOUR_MS);
    const command = commandOf(one, state, officers);
    const decided = decide(state, command, now, officers, rules);
    if (decided.refused) continue;
    const more = decided.value.map((step, n) => ({ seq: state.seq + 1 + n, at: now, step }));
    const before = state;
    facts = [...facts, ...more];
    state = more.reduce<ReportState>(evolve, state);
    each({ before, after: state, steps: decided.value, command, facts, now });
  }
  return state;
}

type Life = { readonly chart: Chart; readonly wish: Wish; readonly throws: readonly Throw[]; readonly kind: number };
const lifeOf: fc.Arbitrary<Life> = chartOf.filter(({ officers }) => officers.length > 0)
  .chain((chart) => fc.record({ chart: fc.constant(chart), wish: wishOf(chart), throws: throwsOf, kind: fc.nat(2) }));

describe('a sealed report under any sequence of commands', () => {
  it('can apply whatever it decides, replays to the same state, and is never readable for a named unit, its superiors or an unwanted officer', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(lifeOf, (life) => {
      const { officers, rules } = life.chart;
      live(life, ({ after, facts, steps }) => {
        expect(fold(facts)).toEqual(after);
        for (const { step } of steps) reached.add(step);
        for (const reader of after.readers) {
          const officer = officers.find(({ account }) => account === reader)!;
          expect(isParty(officer.unit, life.wish.keptFrom, rules)).toBe(false);
          expect(life.wish.spared).not.toContain(reader);
          expect(officer.unit === rules.outsideUnit).toBe(after.route === 'outside');
        }
        for (const { account, unit } of officers) if (isParty(unit, life.wish.keptFrom, rules)) expect(mayRead(after, { account, unit }, rules)).toBe(false);
      });
    }), { numRuns: 3_000, seed: SEED });
    expect([...reached].sort()).toEqual(['acknowledged', 'answered', 'handed-over', 'judged', 'late', 'reopened', 'shared', 'unjudged', 'withdrawn', 'written']);
  });

  it('reaches an outcome by its reporter alone: officers and the clock never do', () => {
    let judged = 0;
    fc.assert(fc.property(lifeOf, (life) => {
      const without = live({ ...life, throws: life.throws.map((one) => (one.by === 0 ? { ...one, by: 1 } : one)) }, () => undefined);
      expect(without?.outcomes ?? []).toEqual([]);
      live(life, ({ before, after, command }) => {
        if (after.outcomes.length === before.outcomes.length) return;
        judged += 1;
        expect([command.do, command.by.kind]).toEqual(['judge', 'reporter']);
      });
    }), { numRuns: 1_500, seed: SEED });
    expect(judged).toBeGreaterThan(50);
  });

  it('never waits without a date until it is at rest, and what is late goes outside by itself or says that it is late', () => {
    let late = 0;
    fc.assert(fc.property(lifeOf, (life) => {
      live(life, ({ before, after, command, now }) => {
        if ('dueAt' in after.standing) expect(after.standing.dueAt).toBeGreaterThan(command.do === 'elapse' ? now : START);
        if (command.do !== 'elapse' || before.standing.stage === 'answered') return;
        late += 1;
        expect(after.lateTimes).toBe(before.lateTimes + 1);
        const hasSuccessor = before.route === 'inside' && before.successors.length > 0;
        expect(after.route).toBe(hasSuccessor ? 'outside' : before.route);
      });
    }), { numRuns: 1_500, seed: SEED });
    expect(late).toBeGreaterThan(50);
  });
});

it('an officer who moves to a named unit reads no more', () => {
  const [unit, other] = [parseUnitId('unit-one')!, parseUnitId('unit-two')!];
  const account = parseAccountId('officer-one')!;
  const state = { readers: [account], facts: { keptFrom: [unit] } } as unknown as ReportState;
  const rules = { superiorOf: () => undefined };
  expect(mayRead(state, { account, unit: other }, rules)).toBe(true);
  expect(mayRead(state, { account, unit }, rules)).toBe(false);
  expect(mayRead(state, { account: 'officer-two' as AccountId, unit: other }, rules)).toBe(false);
});
