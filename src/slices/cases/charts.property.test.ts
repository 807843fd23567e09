import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnitId } from '../../kernel/ids.ts';
import { HOUR_MS, plusMs } from '../../kernel/instant.ts';
import type { VerdictProof } from '../../kernel/outcome.ts';
import type { CaseCommand } from './commands.ts';
import { evolve } from './evolve.ts';
import { rowOf } from './project.ts';
import { attempt, handler, rehearsalRules, resident, staff, START, submission, sweeper, unit } from './rehearsal.ts';
import { isParty, receiverOf, type Rules } from './rules.ts';
import { pastRoundsOf, roundOf, unitsIn, type CaseState } from './state.ts';
import { timersOf } from './policy.ts';

const CHARTS = 10_000;
const UNITS_MAX = 14;
const STEPS = 5;
/** Seconds alone, longer beside other work. */
const TEST_MS_MAX = 300_000;

/** A tree of offices: each but the first hangs under an earlier one; one of them takes cases in, and some have a body outside. */
type Chart = { readonly units: readonly UnitId[]; readonly parents: readonly number[]; readonly intake: number; readonly hasOutside: boolean };

const charts = fc.integer({ min: 2, max: UNITS_MAX }).chain((size) => fc.record({
  units: fc.constant(Array.from({ length: size }, (_, index) => unit(`unit-${String(index)}`))),
  parents: fc.tuple(...Array.from({ length: size }, (_, index) => fc.integer({ min: 0, max: Math.max(0, index - 1) }))),
  intake: fc.nat(size - 1), hasOutside: fc.boolean(),
}));
const OUTSIDE = unit('outside');

function rulesFor({ units, parents, intake, hasOutside }: Chart): Rules {
  const above = new Map(units.map((one, index) => [one, index === 0 ? undefined : units[parents[index] ?? 0]]));
  const { outsideUnit: _none, ...plain } = rehearsalRules;
  return {
    ...plain, intakeUnit: units[intake] ?? OUTSIDE, has: (one) => above.has(one) || (hasOutside && one === OUTSIDE),
    superiorOf: (one) => above.get(one), ...(hasOutside ? { outsideUnit: OUTSIDE } : {}),
  };
}

/** The law written down a second time: from here to the top, and from each unit named to the top. */
function isConcerned(one: UnitId, about: readonly UnitId[], { superiorOf }: Rules): boolean {
  const lineOf = (from: UnitId): readonly UnitId[] => { const up = superiorOf(from); return up === undefined ? [from] : [from, ...lineOf(up)]; };
  return about.some((named) => lineOf(one).includes(named) || lineOf(named).includes(one));
}

/** What row security makes of the row (`cases.actor_units` in SQL): nobody who is concerned reads it. */
function isShutOut(one: UnitId, state: CaseState, { superiorOf }: Rules): boolean {
  const own: string[] = [one, `^${one}`];
  for (let up = superiorOf(one); up !== undefined; up = superiorOf(up)) own.push(up);
  return rowOf(state).about.some((token) => own.includes(token));
}

describe('a case about somebody, in any chart of offices', () => {
  it('is assigned to, listed for and read by nobody concerned, whatever anyone tries (protection T2)', () => {
    let [assigned, outside, nobody] = [0, 0, 0];
    fc.assert(fc.property(charts, fc.array(fc.nat(UNITS_MAX), { minLength: 1, maxLength: 2 }), fc.array(fc.nat(), { minLength: STEPS, maxLength: STEPS }), (chart, named, dice) => {
      const rules = rulesFor(chart);
      const about = [...new Set(named.map((index) => chart.units[index % chart.units.length] ?? OUTSIDE))];
      let state: CaseState | undefined;
      let at = START;
      const tried = (command: CaseCommand): boolean => {
        const outcome = attempt(state, command, at, rules);
        if (!outcome.refused) state = outcome.value.reduce<CaseState | undefined>(evolve, state);
        at = plusMs(at, HOUR_MS);
        return !outcome.refused;
      };
      expect(tried(submission({ about }))).toBe(true);
      const lead = receiverOf(about, rules);
      if (lead === undefined) nobody += 1;
      else expect(isConcerned(lead, about, rules)).toBe(false);
      if (lead === OUTSIDE) outside += 1;
      for (const die of dice) {
        const everyone = [...chart.units, OUTSIDE];
        const one = everyone[die % everyone.length] ?? OUTSIDE;
        const other = everyone[(die >> 5) % everyone.length] ?? OUTSIDE;
        for (const command of attempts(one, other, state, rules)) {
          const isDone = tried(command);
          if (isDone && command.by.kind === 'staff') expect(isConcerned(command.by.unit, about, rules)).toBe(false);
        }
        const now = state;
        const holders = now ? [...pastRoundsOf(now), ...[roundOf(now) ?? []].flat()].flatMap(unitsIn) : [];
        expect(holders.filter((holder) => isConcerned(holder, about, rules))).toEqual([]);
        assigned += holders.length > 0 ? 1 : 0;
        const concerned = everyone.filter((reader) => isConcerned(reader, about, rules));
        expect(everyone.filter((reader) => isParty(reader, about, rules))).toEqual(concerned);
        if (now) expect(everyone.filter((reader) => isShutOut(reader, now, rules))).toEqual(concerned);
      }
    }), { seed: 20_261_127, numRuns: CHARTS });
    // The control: cases were really handled, some outside, and in some charts nobody was left, so that it went nowhere.
    expect([assigned > CHARTS, outside > CHARTS / 20, nobody > CHARTS / 20]).toEqual([true, true, true]);
  }, TEST_MS_MAX);
});

// Only verdicts/proof.ts makes proofs; here one is pretended.
/** What anyone in office might try with it, time and the resident between: whatever is refused changes nothing. */
function attempts(one: UnitId, other: UnitId, state: CaseState | undefined, rules: Rules): readonly CaseCommand[] {
  const { kind, urgency, topic, place } = submission();
  const desk = staff(one, 'dispatcher');
  const [timer] = state ? timersOf(state) : [];
  return [
    { do: 'accept', by: desk, kind, urgency, topic, division: place.division, wordsReviewed: true },
    { do: 'dispatch', by: desk, lead: other, assisting: [] },
    { do: 'dispatch', by: { kind: 'system', job: 'dispatch-list' }, lead: other, assisting: [rules.intakeUnit] },
    { do: 'sign', by: handler(other) },
    { do: 'answer', by: handler(other), found: '查了', done: '办了' },
    ...(state ? [{ do: 'judge', by: resident, outcome: 'unsolved', proof: { caseId: state.facts.id, means: 'receipt' } as unknown as VerdictProof } as const] : []),
    { do: 'transfer', by: handler(other), to: one, reason: '不归我们' },
    ...(timer ? [{ do: 'elapse', by: sweeper, timer: timer.kind } as const] : []),
  ];
}
