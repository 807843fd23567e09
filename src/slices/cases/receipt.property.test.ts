import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, plusMs } from '../../kernel/instant.ts';
import type { VerdictProof } from '../../kernel/outcome.ts';
import type { Author, CaseCommand } from './commands.ts';
import { responsibleFor } from './decide-receipt.ts';
import { evolve, fold } from './evolve.ts';
import type { CaseFact } from './events.ts';
import { contestedReissue } from './receipt.ts';
import { attempt, opening, rehearsalRules, resident, reviewer, staff, START, submission, supervisor, UNITS } from './rehearsal.ts';
import { isParty } from './rules.ts';
import { roundOf, type CaseState } from './state.ts';

const SEED = 20_261_127;
const proof = { caseId: submission().id, means: 'receipt' } as unknown as VerdictProof;
const CLERKS = ['operator', 'dispatcher', 'supervisor', 'handler', 'objection-reviewer'] as const;

type Throw = { readonly verb: number; readonly who: number; readonly unit: number; readonly generation: number; readonly hours: number };
const throwsOf = fc.array(fc.record({ verb: fc.nat(9), who: fc.nat(9), unit: fc.nat(UNITS.length - 1), generation: fc.integer({ min: 0, max: 3 }), hours: fc.nat(30) }), { minLength: 10, maxLength: 50 });

function commandOf({ verb, who, unit, generation }: Throw, state: CaseState): CaseCommand {
  const clerk = staff(UNITS[unit] ?? 'intake', CLERKS[who % CLERKS.length] ?? 'operator', `account-${String(who)}`);
  const mine = state.facts.receipt.generation - generation;
  const lead = staff(roundOf(state)?.handler ?? 'bureau-water', 'handler');
  switch (verb) {
    case 0: case 1: return { do: 'exchange-receipt', by: who === 9 ? clerk : resident, generation: mine };
    case 2: case 3: return { do: 'ask-reissue', by: who === 9 ? resident : clerk, reason: 'lost' };
    case 4: case 5: return { do: 'reissue-receipt', by: who === 9 ? supervisor : clerk };
    case 6: return { do: 'contest-reissue', by: resident, generation: mine, words: '不是我' };
    case 7: return { do: 'settle-reissue', by: who % 2 === 0 ? reviewer : clerk, ruling: who < 5 ? 'upheld' : 'overturned', explanation: '查过' };
    case 8: return { do: 'judge', by: resident, outcome: who % 2 === 0 ? 'solved' : 'unsolved', proof };
    default: return roundOf(state)?.signedAt === undefined ? { do: 'sign', by: lead } : { do: 'answer', by: lead, found: '查了', done: '修了' };
  }
}

/** Everything but what the receipt is: stage, clock, rounds, words. */
function restOf({ seq: _seq, facts: { receipt: _receipt, ...facts }, ...state }: CaseState): string {
  return JSON.stringify([state, facts]);
}

describe('a receipt under any sequence of exchanges, reissues, objections and verdicts', () => {
  it('can apply whatever it decides, replays to the same, goes to no second hand by one person, and touches nothing else of the case', () => {
    const met = new Set<string>();
    fc.assert(fc.property(throwsOf, fc.constantFrom<'self' | 'office' | 'proxy'>('self', 'office', 'proxy'), (throws, way) => {
      let at = START;
      let state: CaseState | undefined;
      const history: CaseFact[] = [];
      const give = (command: CaseCommand): boolean => {
        const before = state;
        const outcome = attempt(state, command, at);
        if (outcome.refused) {
          met.add(outcome.reason.kind);
          return false;
        }
        state = outcome.value.reduce<CaseState | undefined>(evolve, state);
        history.push(...outcome.value);
        if (before && state) lawful(before, state, command);
        met.add(command.do);
        return true;
      };
      const by: Author = way === 'office' ? staff('intake', 'operator') : resident;
      for (const command of [submission({ by, ...(way === 'proxy' ? { proxy: 'family' } : {}) }), ...opening('bureau-water').slice(1)]) {
        expect(give(command)).toBe(true);
        at = plusMs(at, HOUR_MS);
      }
      for (const dice of throws) {
        if (state) give(commandOf(dice, state));
        at = plusMs(at, dice.hours * HOUR_MS);
      }
      expect(fold(history)).toEqual(state);
    }), { numRuns: 1_500, seed: SEED });
    // The control: the dice do all of it, and run into every wall.
    for (const one of ['exchange-receipt', 'ask-reissue', 'reissue-receipt', 'contest-reissue', 'settle-reissue', 'judge', 'receipt-first', 'receipt-changed', 'receipt-contested', 'same-hand', 'own-case', 'not-yours', 'already-asked', 'not-asked', 'already-contested']) {
      expect([...met]).toContain(one);
    }
  }, 120_000);
});

function lawful(before: CaseState, after: CaseState, command: CaseCommand): void {
  const [then, now] = [before.facts.receipt, after.facts.receipt];
  if (command.do === 'judge') {
    // No verdict by a code that others may know, nor while it is in question who holds it (promises 2, 4).
    expect([then.owed, contestedReissue(then)]).toEqual([false, undefined]);
  }
  if (!/receipt|reissue/.test(command.do)) {
    expect(now).toEqual(then);
    return;
  }
  expect(restOf(after)).toBe(restOf(before));
  expect(now.generation - then.generation).toBe(command.do === 'exchange-receipt' || command.do === 'reissue-receipt' || (command.do === 'settle-reissue' && command.ruling === 'overturned') ? 1 : 0);
  if (command.do === 'exchange-receipt') expect(now.owed).toBe(false);
  if (command.do === 'reissue-receipt') {
    const made = now.reissues.at(-1);
    expect(new Set(made?.accounts).size).toBe(2);
    for (const hand of [made?.asker, made?.issuer]) expect(hand?.unit && isParty(hand.unit, responsibleFor(before), rehearsalRules)).toBe(false);
    expect(now.owed).toBe(true);
    // Whatever was judged by the lost code has had its ballot: nobody votes twice on it.
    const judged = [...('past' in after ? after.past : []), ...(roundOf(after) ? [roundOf(after)!] : [])].filter(({ outcome }) => outcome !== undefined);
    for (const { number } of judged) expect(number).toBeLessThan(now.ballotsFrom);
  }
  if (command.do === 'settle-reissue' && command.by.kind === 'staff') {
    expect(contestedReissue(then)?.accounts).not.toContain(command.by.account);
    expect(contestedReissue(now)).toBeUndefined();
  }
}
