import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCaseId, parseDivisionCode, parseTopicCode } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, plusMs } from '../../kernel/instant.ts';
import { rehearsalRules, START, UNITS, unit } from '../cases/rehearsal.ts';
import { depthOf, raisedFrom } from '../cases/rules.ts';
import type { Author, MatterCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve, fold } from './evolve.ts';
import type { MatterFact } from './events.ts';
import { MEMBERS_MIN, shownCount, type Matter } from './matter.ts';
import { publicationOf } from './publish.ts';

const law = { ...rehearsalRules, raisedFrom: (one: ReturnType<typeof unit>) => raisedFrom(one, [], rehearsalRules) };
const SEED = 20_261_127;
/** Stands in every private text and account. */
const CANARY = '丹顶鹤';
const TOPIC = parseTopicCode('urban.street.lights')!;
const DIVISION = parseDivisionCode('990001')!;

type Throw = { verb: number; role: number; unit: number; members: number; pick: number };
const throwOf: fc.Arbitrary<Throw> = fc.record({ verb: fc.nat(8), role: fc.nat(5), unit: fc.nat(UNITS.length - 1), members: fc.nat(30), pick: fc.nat(60) });

describe('a matter under any sequence of commands', () => {
  it('can apply whatever it decides, replays to the same state, and lets nobody but its unit and the desk speak', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.array(throwOf, { minLength: 5, maxLength: 40 }), fc.constantFrom('merged', 'incident'), (throws, kind) => {
      let state: Matter | undefined;
      let at = START;
      const history: MatterFact[] = [];
      for (const [index, dice] of throws.entries()) {
        at = plusMs(at, HOUR_MS);
        const command = index === 0 ? declaration(kind, at) : commandOf(dice, state, at);
        const decided = decide(state, command, at, law, dice.members);
        if (decided.refused) continue;
        const { event, by } = decided.value;
        const before = state;
        const fact = { ...event, ...by, stream: 'matter:m', seq: (state?.seq ?? 0) + 1, at } as MatterFact;
        state = evolve(state, fact);
        history.push(fact);
        reached.add(event.type);
        keepsItsPromises(before, state, fact, command, dice.members);
      }
      expect(fold(history)).toEqual(state);
    }), { numRuns: 2_000, seed: SEED });
    expect([...reached].sort()).toEqual(['answered', 'declared', 'ended', 'gathered', 'parted', 'raised', 'redated', 'signed', 'updated'].map((what) => `matter.${what}.v1`));
  });

  it('tells a number of members in whole tens, and none below ten', () => {
    fc.assert(fc.property(fc.nat(10_000), (members) => {
      expect(shownCount(members) % 10).toBe(0);
      expect(members - shownCount(members)).toBeLessThan(10);
    }), { seed: SEED });
  });
});

function keepsItsPromises(before: Matter | undefined, after: Matter, fact: MatterFact, command: MatterCommand, members: number): void {
  const published = publicationOf('m', after.kind, fact);
  expect(JSON.stringify([fact.open, fact.role, fact.unit, published.open])).not.toContain(CANARY);
  if (after.kind === 'merged' || ['matter.gathered.v1', 'matter.parted.v1', 'matter.raised.v1'].includes(fact.type)) expect([published.when, published.open]).toEqual(['never', {}]);
  if (!before) return;
  // Who answers goes up, never down; and only for a verdict, one level at a time.
  if (after.unit !== before.unit) expect([fact.type, depthOf(after.unit, rehearsalRules) < depthOf(before.unit, rehearsalRules)]).toEqual(['matter.raised.v1', true]);
  // A rise follows a resident's verdict: what everybody reads stays as it was until an office speaks.
  if (fact.type === 'matter.raised.v1') expect([after.shownUnit, before.stage, after.stage, command.by.kind]).toEqual([before.shownUnit, 'answered', 'open', 'system']);
  if (fact.type === 'matter.answered.v1' || fact.type === 'matter.updated.v1') expect(fact.unit).toBe(before.unit);
  if (fact.type === 'matter.redated.v1') expect([members >= MEMBERS_MIN, fact.role, fact.open.dueAt <= before.declaredAt + 30 * DAY_MS, before.endedAt]).toEqual([true, 'supervisor', true, undefined]);
  if (command.by.kind === 'system') expect(fact.type).toBe('matter.raised.v1');
}

function declaration(kind: 'merged' | 'incident', at: typeof START): MatterCommand {
  const by: Author = { kind: 'staff', roles: ['supervisor'], unit: unit('intake'), account: CANARY };
  return { do: 'declare', by, kind, name: CANARY, words: CANARY, topics: kind === 'incident' ? [TOPIC] : [], divisions: [DIVISION], since: at, unit: unit('village-one') };
}

function commandOf({ verb, role, unit: of, pick }: Throw, state: Matter | undefined, at: typeof START): MatterCommand {
  const by: Author = role === 0 ? { kind: 'system' } : { kind: 'staff', roles: [['dispatcher', 'supervisor', 'handler', 'unit-leader', 'handler'][role - 1] ?? 'handler'], unit: pick % 2 === 0 ? state?.unit ?? unit('county') : UNITS[of] ?? unit('county'), account: CANARY };
  const caseId = parseCaseId('00000000-0000-4000-8000-000000000001')!;
  const later = plusMs(at, pick * DAY_MS);
  return ([
    { do: 'gather', by, unitsOfCases: Array.from({ length: pick % 4 }, () => (pick % 3 === 0 ? undefined : by.kind === 'staff' ? by.unit : unit('county'))) }, { do: 'part', by, caseId, reason: CANARY }, { do: 'sign', by },
    { do: 'update', by, words: CANARY, ...(pick % 3 === 0 ? { nextWordAt: later } : {}) }, { do: 'answer', by, found: CANARY, done: CANARY }, { do: 'answer', by, found: CANARY, done: CANARY },
    { do: 'redate', by, dueAt: later, explanation: CANARY }, { do: 'raise', by: { kind: 'system' }, cause: String(pick % 7) }, { do: 'end', by, words: CANARY },
  ] as const)[verb] ?? { do: 'sign', by };
}
