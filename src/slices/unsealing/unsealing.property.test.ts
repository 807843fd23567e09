import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import { CONTACT_FIELDS, type ContactField } from '../vault/index.ts';
import type { Author, CaseNow, UnsealingCommand } from './commands.ts';
import { VIEWS_MAX } from './decide.ts';
import type { UnsealingFact } from './events.ts';
import { fold } from './evolve.ts';
import { publicationOf } from './publish.ts';
import { act, BENEATH, BUREAU, caseNow, guardian, handler, OFFICE, OUTSIDE, outsider, resident, rulesWith, staff, START } from './rehearsal.ts';
import { AGREED, AGREED_FIELDS, PURPOSES, RULINGS, standing, type Unsealing } from './unsealing.ts';

const SEED = 20_261_127;
const CANARY = '丹顶鹤';

const AUTHORS: readonly Author[] = [
  handler, guardian, outsider, resident, staff('account-handler', OFFICE, 'handler', 'protection-officer'), staff('account-colleague', OFFICE, 'handler', 'protection-officer'),
  staff('account-beneath', BENEATH, 'protection-officer'), staff('account-other', BUREAU, 'handler'), staff('account-supervisor', BUREAU, 'supervisor'),
];
const fieldsOf = fc.subarray([...CONTACT_FIELDS]);
const throwOf = fc.record({
  verb: fc.nat(8), apt: fc.nat(3).map((face) => face > 0), who: fc.nat(AUTHORS.length - 1), fields: fieldsOf, purpose: fc.constantFrom(...PURPOSES), ruling: fc.constantFrom(...RULINGS),
  waitMs: fc.oneof(fc.integer({ min: 0, max: 2 * HOUR_MS }), fc.integer({ min: 0, max: 2 * DAY_MS })),
});
type Throw = { verb: number; apt: boolean; who: number; fields: ContactField[]; purpose: (typeof PURPOSES)[number]; ruling: (typeof RULINGS)[number]; waitMs: number };
const nowOf: fc.Arbitrary<CaseNow> = fc.record({ anonymity: fc.constantFrom('sealed', 'named'), isOpen: fc.constantFrom(true, true, true, false) }).map((change) => ({ ...caseNow, ...change }) as CaseNow);

describe('unsealing under any sequence of commands', () => {
  it('can apply whatever it decides, replays to the same state, and keeps every promise at every step', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(fc.array(throwOf, { minLength: 8, maxLength: 40, size: 'max' }), nowOf, (throws, now) => {
      let state: Unsealing | undefined;
      let at: Instant = START;
      const facts: UnsealingFact[] = [];
      for (const one of throws) {
        at = plusMs(at, one.apt ? one.waitMs % (20 * MINUTE_MS) : one.waitMs);
        const command = commandOf(one, state);
        const before = state;
        const { decided, state: after, fact } = act(state, command, at, now);
        if (!fact || !after) {
          expect(decided.refused).toBe(true);
          continue;
        }
        facts.push(fact);
        state = after;
        expect(fold(facts)).toEqual(state);
        reached.add(fact.type).add(standing(after, at)).add(after.contest.state);
        keepsItsPromises(before, after, fact, at);
      }
    }), { numRuns: 3_000, seed: SEED });
    // The control: the dice really reach everything that can be reached.
    expect([...reached].sort()).toEqual([
      'agreed', 'ended', 'identity.approved.v1', 'identity.contest-settled.v1', 'identity.contested.v1', 'identity.refused.v1', 'identity.requested.v1',
      'identity.shown.v1', 'lapsed', 'none', 'open', 'refused', 'settled', 'waiting',
    ].sort());
  }, 60_000);

  it('lets nobody decide who is bound to the asker, whatever the chart: it goes outside, or nowhere', () => {
    const units = [OFFICE, BENEATH, BUREAU, OUTSIDE];
    const seen = new Set<string>();
    fc.assert(fc.property(fc.subarray(units), fc.subarray(units), fc.boolean(), (deciders, about, hasOutside) => {
      const rules = rulesWith({ about, deciders: deciders.map((unit, index) => ({ account: `account-${index}`, unit })), ...(hasOutside ? {} : { outsideUnit: undefined as never }) });
      const { state, decided } = act(undefined, { do: 'request', by: handler, purpose: 'danger', words: CANARY, fields: ['phone'] }, START, caseNow, rules);
      const free = deciders.filter((unit) => unit === BUREAU && !about.includes(BUREAU));
      const outsideIsFree = hasOutside && !about.includes(OUTSIDE);
      if (about.includes(OFFICE)) {
        expect(decided).toEqual({ refused: true, reason: { kind: 'about-this-unit' } });
        return;
      }
      const expected = free.length > 0 || (!hasOutside && deciders.includes(OUTSIDE) && !about.includes(OUTSIDE)) ? 'protection' : outsideIsFree ? 'outside' : 'nobody';
      seen.add(expected);
      expect(state?.status === 'requested' ? state.decider : 'nobody').toBe(expected);
      for (const by of AUTHORS) {
        const { decided: ruling } = act(state, { do: 'approve', by, granted: ['phone'], explanation: '' }, plusMs(START, HOUR_MS), caseNow, rules);
        if (ruling.refused) continue;
        expect(by.kind === 'staff' && by.account !== 'account-handler' && ![OFFICE, BENEATH].includes(by.unit) && !about.includes(by.unit)).toBe(true);
        if (expected === 'outside') expect(by).toMatchObject({ unit: OUTSIDE });
      }
    }), { numRuns: 500, seed: SEED });
    expect([...seen].sort()).toEqual(['nobody', 'outside', 'protection']);
  });
});

function keepsItsPromises(before: Unsealing | undefined, after: Unsealing, fact: UnsealingFact, at: Instant): void {
  const publish = publicationOf(after.id, fact);
  const said = JSON.stringify(publish);
  expect(said).not.toContain(CANARY);
  expect(said).not.toContain(caseNow.id);
  for (const unit of [OFFICE, BUREAU, OUTSIDE, 'account-']) expect(said).not.toContain(unit);
  if (fact.type === 'identity.contested.v1') expect(publish.when).not.toBe('at-once');
  if (fact.type === 'identity.shown.v1' && fact.open.purpose !== AGREED) {
    // Nobody sees anything without a second person's yes in force, and never more than was granted.
    if (before?.status !== 'approved') throw new Error('seen without approval');
    expect(at).toBeLessThan(before.until);
    for (const field of fact.open.fields) expect(before.granted).toContain(field);
    expect(before.views.length).toBeLessThan(VIEWS_MAX);
    expect(fact.sealed.by).toBe(before.accounts[0]);
  }
  if (fact.type === 'identity.shown.v1' && fact.open.purpose === AGREED) for (const field of fact.open.fields) expect(AGREED_FIELDS).toContain(field);
  if (fact.type === 'identity.approved.v1' || fact.type === 'identity.refused.v1') {
    if (before?.status !== 'requested') throw new Error('decided without request');
    expect(before.accounts).not.toContain(fact.sealed.by);
    expect([OFFICE, BENEATH]).not.toContain(fact.open.unit);
    expect(at).toBeLessThan(before.decideBy);
  }
  if (fact.type === 'identity.contest-settled.v1') {
    expect(before?.accounts).not.toContain(fact.sealed.by);
    if (fact.open.ruling === 'improper') expect(standing(after, at)).not.toBe('open');
  }
  // A look is never taken back.
  expect(after.views.length).toBeGreaterThanOrEqual(before?.views.length ?? 0);
}

function commandOf({ verb, apt, who, fields, purpose, ruling }: Throw, state: Unsealing | undefined): UnsealingCommand {
  const by = (fit: Author): Author => (apt ? fit : AUTHORS[who] ?? fit);
  const wanted = fields.length === 0 && apt ? ['phone' as const] : fields;
  switch (state === undefined ? verb % 3 : 2 + (verb % 7)) {
    case 0: return { do: 'request', by: by(handler), purpose, words: CANARY, fields: apt ? CONTACT_FIELDS : wanted };
    case 1: return { do: 'look-as-agreed', by: by(handler), words: CANARY, fields: apt ? AGREED_FIELDS : wanted };
    case 2: return { do: 'approve', by: by(guardian), granted: wanted, explanation: CANARY };
    case 3: return { do: 'refuse', by: by(guardian), explanation: CANARY };
    case 4: case 5: return { do: 'view', by: by(handler), fields: apt && state?.status === 'approved' ? state.granted.slice(0, 1) : wanted };
    case 6: return { do: 'contest', by: by(resident), words: CANARY };
    default: return { do: 'settle', by: by(outsider), ruling, explanation: CANARY };
  }
}
