import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import { OUTCOMES, type VerdictProof } from '../../kernel/outcome.ts';
import { OPEN_STAGES, TIMERS } from './case.ts';
import { clockOf } from './clock.ts';
import type { Author, CaseCommand, Import } from './commands.ts';
import type { CaseFact } from './events.ts';
import { evolve, fold } from './evolve.ts';
import { timersOf } from './policy.ts';
import { roundRowsOf, rowOf } from './project.ts';
import { publicRowOf } from './project-public.ts';
import { withPublication } from './publish.ts';
import { acceptance, attempt, dispatcher, guardian, administrator, handler, importedRow, importer, rehearsalRules, resident, START, submission, sweeper, unit } from './rehearsal.ts';
import { pastRoundsOf, roundOf, type CaseState } from './state.ts';
import { NOTHING_TOLD } from './told.ts';

const CANARY = '丹顶鹤';
const RUNS = 800;
const SEED = 20_261_127;

const rowOfTable: fc.Arbitrary<Import> = fc.record({
  agoHours: fc.integer({ min: 0, max: 9_000 }), limitHours: fc.option(fc.integer({ min: 1, max: 6_000 })), isOpenData: fc.boolean(), isClosed: fc.boolean(),
  closedHours: fc.option(fc.nat(500)), owner: fc.constantFrom('bureau-water', 'town-east', 'village-one'), hasPoint: fc.boolean(),
}).map(({ agoHours, limitHours, isOpenData, isClosed, closedHours, owner, hasPoint }) => {
  const openedAt = plusMs(START, -agoHours * HOUR_MS);
  const { division } = submission().place;
  return importedRow({
    openedAt, isOpenData, owner: unit(owner), words: CANARY, externalId: CANARY,
    place: { division, address: CANARY, ...(hasPoint ? { point: { latitude: 30.123_456, longitude: 114.654_321 } } : {}) },
    standing: isClosed
      ? { kind: 'closed', ...(closedHours === null ? {} : { closedAt: plusMs(openedAt, closedHours * HOUR_MS) }) }
      : { kind: 'open', ...(limitHours === null ? {} : { dueAt: plusMs(openedAt, limitHours * HOUR_MS) }) },
  });
});

/** Anything anyone might try on it afterwards, an hour to weeks apart. */
const laterOf = fc.array(fc.record({ pick: fc.nat(16), waitHours: fc.integer({ min: 1, max: 500 }) }), { maxLength: 25 });

describe('a row of another system’s table', () => {
  it('becomes a case that can apply whatever it decides, and replays to the same state', () => {
    const reached = new Set<string>();
    fc.assert(fc.property(rowOfTable, laterOf, (row, later) => {
      const { state, facts } = live(row, later, (after) => { reached.add(after.stage); });
      expect(fold(facts)).toEqual(state);
      expect(rowOf(fold(facts)!)).toEqual(rowOf(state));
    }), { numRuns: RUNS, seed: SEED });
    // The control: they really live on, as far as a case without a receipt can.
    for (const stage of ['signed', 'contacted', 'dispatched', 'answered', 'unjudged', 'imported-closed']) expect(reached).toContain(stage);
  });

  it('is never judged but by a call-back, and, closed before, by nobody: no receipt, no clock, no outcome, no rate (promise 4)', () => {
    fc.assert(fc.property(rowOfTable, laterOf, (row, later) => {
      const { state, facts } = live(row, later, () => undefined);
      for (const fact of facts) if (fact.type === 'case.judged.v1') expect(fact.open.means).toBe('call-back');
      if (row.standing.kind === 'open') return;
      expect(state.stage).toBe('imported-closed');
      expect([roundOf(state), pastRoundsOf(state), clockOf(state, plusMs(START, DAY_MS)), timersOf(state).filter(({ kind }) => kind !== 'hiding-due')]).toEqual([undefined, [], undefined, []]);
      expect(roundRowsOf(state, facts)).toEqual([]);
      expect(publicRowOf(state, facts, NOTHING_TOLD, rehearsalRules)?.outcome).toBeNull();
    }), { numRuns: RUNS, seed: SEED + 1 });
  });

  it('open there is in its unit’s hand, its clock counting from the day that its source names: nothing is reset by moving house (promise 3)', () => {
    fc.assert(fc.property(rowOfTable.filter(({ standing }) => standing.kind === 'open'), (row) => {
      const { state } = live(row, [], () => undefined);
      const round = roundOf(state);
      if (!round || row.standing.kind !== 'open') throw new Error('not in hand');
      expect(OPEN_STAGES).toContain(state.stage);
      expect([round.owner, round.handler, round.startedAt]).toEqual([row.owner, row.owner, START]);
      const due = row.standing.dueAt ?? rehearsalRules.deadline('answer', row.openedAt, { ...row, channel: 'import' }, row.owner);
      expect(round.dueAt).toBe(row.isOpenData ? due : rehearsalRules.dayEndOf(due));
      expect(clockOf(state, START)?.overdue).toBe(round.dueAt < START);
      // What is late is public at once; a post is called for only after the time that a raised case has.
      expect(timersOf(state)).toEqual([{ kind: 'answer-due', dueAt: Math.max(round.dueAt, rehearsalRules.deadline('escalated', START, state.facts)) }]);
    }), { numRuns: RUNS, seed: SEED + 2 });
  });

  it('tells no word, place, number or minute of its source in an envelope or the public log, but what is open data by rule', () => {
    fc.assert(fc.property(rowOfTable, (row) => {
      const { facts } = live(row, [], () => undefined);
      const [fact] = facts;
      if (fact?.type !== 'case.imported.v1') throw new Error('not an import');
      const { seq, at: _at, jurisdiction: _jurisdiction, ...rest } = fact;
      const [draft] = withPublication([{ ...rest, streamSeq: seq } as never], facts, rehearsalRules);
      expect(draft?.publish?.when).toBe('at-once');
      const told = JSON.stringify([fact.open, draft?.publish]);
      for (const private_ of [CANARY, '30.123', '114.654']) expect(told).not.toContain(private_);
      expect(told.includes(`"openedAt":${String(row.openedAt)}`)).toBe(row.isOpenData);
      expect(Object.hasOwn(draft?.publish?.open ?? {}, 'openedDay')).toBe(row.isOpenData);
      expect(publicRowOf(fold(facts)!, facts, NOTHING_TOLD, rehearsalRules)?.words ?? null).toBe(row.isOpenData ? CANARY : null);
    }), { numRuns: RUNS, seed: SEED + 3 });
  });

  it('is refused from anybody but the command, for an unknown unit, from the future, without words, and a second time', () => {
    const state = live(importedRow(), [], () => undefined).state;
    const refusal = (change: Partial<Import>, before?: CaseState): string => {
      const outcome = attempt(before, importedRow(change), START);
      return outcome.refused ? outcome.reason.kind : 'accepted';
    };
    expect(refusal({})).toBe('accepted');
    expect(refusal({ by: dispatcher })).toBe('not-yours');
    expect(refusal({ by: resident })).toBe('not-yours');
    expect(refusal({ owner: unit('bureau-nowhere') })).toBe('unknown-unit');
    expect(refusal({ openedAt: plusMs(START, 1) })).toBe('opened-later');
    expect(refusal({ words: ' ' })).toBe('text-missing');
    expect(refusal({}, state)).toBe('already-submitted');
  });
});

/** The row comes in at START, and then people, offices and time do what they can with it. */
function live(row: Import, later: readonly { pick: number; waitHours: number }[], look: (after: CaseState) => void): { state: CaseState; facts: readonly CaseFact[] } {
  let at: Instant = START;
  const facts: CaseFact[] = [];
  let state: CaseState | undefined;
  const give = (command: CaseCommand): void => {
    const outcome = attempt(state, command, at);
    if (outcome.refused) return;
    state = outcome.value.reduce<CaseState | undefined>(evolve, state);
    facts.push(...outcome.value);
    if (state) look(state);
  };
  give({ ...row, by: importer });
  for (const { pick, waitHours } of later) {
    at = plusMs(at, waitHours * HOUR_MS);
    for (let fired = 0; state && fired < 8; fired += 1) {
      const due = timersOf(state).find(({ dueAt }) => dueAt <= at);
      if (!due) break;
      give({ do: 'elapse', by: sweeper, timer: due.kind });
    }
    if (state) give(triedOn(state, pick, at));
  }
  if (!state) throw new Error('the row was refused');
  return { state, facts };
}

function triedOn(state: CaseState, pick: number, at: Instant): CaseCommand {
  const round = roundOf(state);
  const by: Author = handler(pick % 2 === 0 ? round?.owner ?? 'county' : round?.handler ?? 'county');
  const callBack = { caseId: state.facts.id, means: 'call-back' } as unknown as VerdictProof;
  const commands: readonly CaseCommand[] = [
    { do: 'answer', by, found: '看过', done: '修好' }, { do: 'contact', by, means: 'no-contact-given' }, { do: 'ask', by, words: CANARY, photos: [] }, { do: 'sign', by },
    { do: 'transfer', by: dispatcher, to: unit('bureau-roads'), reason: '归路政' }, { do: 'pause', by, reason: 'needs-resident', explanation: '等', plannedEnd: plusMs(at, DAY_MS) },
    { do: 'resume', by }, { do: 'judge', by: { kind: 'staff', roles: ['call-back-officer'], unit: unit('city-office'), account: 'a' }, outcome: OUTCOMES[pick % 3] ?? 'partly', proof: callBack },
    { do: 'summarise', by: dispatcher, summary: '路灯', wordsReviewed: true }, { do: 'propose-hiding', by: dispatcher, item: 'words', rule: 'court-order', reason: '判决' },
    { do: 'decide-hiding', by: guardian, item: 'words', ruling: 'hidden', explanation: '同意' }, { do: 'erase', by: guardian, proposer: administrator, rule: 'asked-by-person', reason: '要求' },
    { do: 'elapse', by: sweeper, timer: TIMERS[pick % TIMERS.length] ?? 'answer-due' }, acceptance(), { do: 'answer', by, found: '再看', done: '补修' }, { do: 'object', by, ground: 'not-our-duty', reason: '不归' },
    { do: 'withdraw', by: dispatcher, pressed: false },
  ];
  return commands[pick % commands.length] ?? acceptance();
}
