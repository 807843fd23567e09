import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/instant.ts';
import type { CaseId } from '../../kernel/ids.ts';
import { OUTCOMES, type VerdictProof } from '../../kernel/outcome.ts';
import type { Actor } from '../../platform/db/actor.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { disclosedAfter, JURISDICTION, newCase, official, openBench, residentOf, type Bench } from './cases.fixture.ts';
import type { Act } from './deps.ts';
import { actOnCase, createCasesReplayer, HIDING_RULES, removalOf, roundOf, sweepCases, type CaseState } from './index.ts';
import { acceptance, rehearsalRules, unit } from './rehearsal.ts';

const CASES = 12;
const STEPS = 22;

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(async () => { await bench.test.close(); });

describe('random lives on the database', () => {
  it('leave rows that replaying the record gives, after every few steps of every seed', async () => {
    const check = async (): Promise<void> => {
      await sequenceAll(bench.database, JURISDICTION);
      const report = await fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules)] });
      expect(report.findings).toEqual([]);
    };
    const stages = new Set<string>();
    const removals = new Set<string>();
    const spoke = new Set<string>();
    const lives = fc.sample(fc.array(fc.record({ verb: fc.nat(20), pick: fc.nat(20), waitHours: fc.nat(60) }), { minLength: STEPS, maxLength: STEPS }), { numRuns: CASES, seed: 20_261_122 });
    for (const [index, life] of lives.entries()) {
      const { caseId } = await newCase(bench, { publishPlace: index % 2 === 0, about: index % 3 === 0 ? [unit('bureau-water')] : [] });
      let state: CaseState | undefined;
      for (const dice of life) {
        state = await step(caseId, state, dice) ?? state;
        if (state) stages.add(state.stage);
        for (const { from } of state?.facts.conversation ?? []) spoke.add(from);
        for (const one of state?.facts.removals ?? []) removals.add(one.state);
        await bench.advance(dice.waitHours * HOUR_MS);
        await sweepCases(bench, JURISDICTION, (error) => { throw error; });
      }
      if (index % 4 === 3) { await disclosedAfter(bench, 5 * DAY_MS); await check(); }
    }
    await check();
    // The control: these lives were not all alike.
    expect(stages.size).toBeGreaterThan(6);
    expect(removals.size).toBeGreaterThan(3);
    expect([...spoke].sort()).toEqual(['office', 'resident']);
    const { rows } = await bench.test.owner.query<{ told: number }>(`select count(*)::integer as told from cases.cases where jsonb_array_length(told -> 'seqs') > 0`);
    expect(rows[0]?.told).toBeGreaterThan(9);
  }, 120_000);
});

async function step(caseId: CaseId, state: CaseState | undefined, dice: { verb: number; pick: number }): Promise<CaseState | undefined> {
  const [actor, act] = nextOf(caseId, state, dice);
  const role = act.do === 'judge' ? 'app_verdict' : 'app_actor';
  const decision = await bench.database.inTransaction(actor, (tx) => actOnCase(bench, tx, caseId, act), role);
  return decision.refused ? undefined : decision.value.state;
}

/** What someone would do next, by the dice; often refused because time has moved the case on, and that is part of it. */
function nextOf(caseId: CaseId, state: CaseState | undefined, { verb, pick }: { verb: number; pick: number }): [Actor, Act] {
  const dispatcher = official('intake', 'dispatcher');
  const resident = residentOf(caseId);
  const round = state && roundOf(state);
  const handler = official(pick % 2 === 0 ? round?.owner ?? 'county' : round?.handler ?? 'county', 'handler');
  const proof = { caseId, means: 'receipt' } as unknown as VerdictProof;
  const { by: _by, ...accept } = acceptance() as Extract<Act, { do: 'accept' }> & { by: unknown };
  const judge: [Actor, Act] = [resident, { do: 'judge', outcome: OUTCOMES[pick % 3] ?? 'partly', proof }];
  const hiding = state && verb % 4 === 3 ? hidingOf(caseId, state, pick) : undefined;
  if (hiding) return hiding;
  if (state && verb % 5 === 2) return spokenOf(caseId, state, pick);
  switch (state?.stage) {
    case undefined: case 'submitted': return verb % 5 === 0
      ? [dispatcher, { do: 'divert', reason: 'same-matter', explanation: '已有答复' }]
      : [dispatcher, accept];
    case 'diverted': return [resident, { do: 'contest', words: '不是同一件事' }];
    case 'diversion-contested': return [official('intake', 'objection-reviewer'), { do: 'settle', explanation: '查过', ruling: { kind: 'overturned', accept } }];
    case 'accepted': return [dispatcher, { do: 'dispatch', lead: unit(verb % 2 === 0 ? 'village-one' : 'bureau-roads'), assisting: [unit('village-two')] }];
    case 'objected': return [official('intake', 'objection-reviewer'), { do: 'rule', explanation: '查过职责', ruling: pick % 2 === 0 ? { kind: 'upheld', to: unit('bureau-water') } : { kind: 'overruled' } }];
    case 'dispatched': return verb % 4 === 2 ? [handler, { do: 'object', ground: 'not-our-duty', reason: '归水务' }] : verb % 4 === 0 ? [dispatcher, { do: 'transfer', to: unit('town-east'), reason: '归镇里管' }] : [handler, { do: 'sign' }];
    case 'signed': case 'contacted': return verb % 4 === 0
      ? [handler, { do: 'pause', reason: 'needs-resident', explanation: '等您在家', plannedEnd: (state.round.startedAt + 100 * HOUR_MS) as typeof state.round.startedAt }]
      : [handler, { do: 'answer', found: '看过', done: '修好', owed: { what: '补漆', byDay: '2026-12-01' } }];
    case 'withdrawn': case 'imported-closed': return [resident, { do: 'withdraw', pressed: false }];
    case 'answered': case 'unjudged': case 'solved': return verb % 9 === 0 ? [resident, { do: 'withdraw', pressed: true }] : judge;
  }
}

/** Beside the work: the resident says more, or whoever has the case asks. */
function spokenOf(caseId: CaseId, state: CaseState, pick: number): [Actor, Act] {
  const photos = pick % 3 === 0 ? [`photo-${String(state.seq)}-${caseId}`] : [];
  if (pick % 2 === 0) return [residentOf(caseId), { do: 'reply', words: '门在东边', photos }];
  const round = roundOf(state);
  return [round ? official(round.handler, 'handler') : official('intake', 'dispatcher'), { do: 'ask', words: '门在哪边？', photos }];
}

/** Beside the work: something public is asked to be hidden, decided, contested, settled. */
function hidingOf(caseId: CaseId, { facts }: CaseState, pick: number): [Actor, Act] | undefined {
  const item = (['summary', 'words', 'answer-1', 'address'] as const)[pick % 4] ?? 'summary';
  const rule = HIDING_RULES[pick % HIDING_RULES.length] ?? 'court-order';
  switch (removalOf(facts.removals, item)?.state) {
    case undefined: case 'refused': case 'restored': return [official('intake', 'dispatcher'), { do: 'propose-hiding', item, rule, reason: '有门牌' }];
    case 'proposed': case 'provisional': return [official('city-office', 'protection-officer'), { do: 'decide-hiding', item, ruling: pick % 5 === 0 ? 'refused' : 'hidden', explanation: '看过' }];
    case 'hidden': return pick % 3 === 0
      ? [official('city-office', 'protection-officer'), { do: 'unhide', item, explanation: '改写了' }] : [residentOf(caseId), { do: 'contest-hiding', item, words: '应当公开' }];
    case 'contested': return [official('intake', 'objection-reviewer'), { do: 'settle-hiding', item, ruling: pick % 2 === 0 ? 'upheld' : 'overturned', explanation: '看过' }];
  }
}
