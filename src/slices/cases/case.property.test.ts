import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnitId } from '../../kernel/ids.ts';
import { HOUR_MS, MINUTE_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import { OUTCOMES, type VerdictProof } from '../../kernel/outcome.ts';
import { DIVERSIONS, EXTENSION_GROUNDS, HARD_GROUNDS, KINDS, OBJECTION_GROUNDS, OPEN_STAGES, PAUSES, TIMERS, URGENCIES, type Round } from './case.ts';
import { clockOf } from './clock.ts';
import type { Author, CaseCommand } from './commands.ts';
import { spokenBy, UNANSWERED_MAX, unansweredIn } from './conversation.ts';
import { evolve, fold } from './evolve.ts';
import { MATTERS_JOB, type Word } from './matter.ts';
import type { CaseFact } from './events.ts';
import { timersOf } from './policy.ts';
import { ERASURE_JOB, ERASURE_RULES, HIDING_RULES, isHidden, waitingRemovals, type Hidable } from './removals.ts';
import { acceptance, administrator, attempt, dispatcher, guardian, rehearsalRules, resident, reviewer, START, submission, sweeper, UNITS, unit } from './rehearsal.ts';
import { depthOf, isParty } from './rules.ts';
import { ageOf, pastRoundsOf, roundOf, unitsIn, type CaseState } from './state.ts';

const RUNS = 2_500;
/** Seconds alone, longer beside other test files. */
const TEST_MS_MAX = 300_000;
const SEED = 20_261_122;
/** A word that stands in every private text: it must never be found in an open field. */
const CANARY = '丹顶鹤';

/** One throw of the dice: which command, by whom, to which unit, after how long. `apt` chooses what fits the stage. */
type Throw = { verb: number; apt: boolean; who: number; unit: number; other: number; pick: number; waitMinutes: number };

const throwOf: fc.Arbitrary<Throw> = fc.record({
  verb: fc.nat(33), apt: fc.integer({ min: 0, max: 3 }).map((face) => face > 0), who: fc.nat(11), unit: fc.nat(UNITS.length - 1), other: fc.nat(UNITS.length - 1), pick: fc.nat(20),
  waitMinutes: fc.oneof(fc.integer({ min: 0, max: 180 }), fc.integer({ min: 0, max: 20_000 })),
});
const throwsOf = fc.array(throwOf, { minLength: 15, maxLength: 60, size: 'max' });
const aboutOf = fc.oneof(fc.constant<readonly UnitId[]>([]), fc.subarray([unit('town-east'), unit('bureau-water'), unit('county')], { maxLength: 2 }));

describe('a case under any sequence of commands', () => {
  it('can apply whatever it decides, replays to the same state, and keeps every promise at every step', () => {
    const reached = new Set<string>();
    const removals = new Set<string>();
    const spoke = new Set<string>();
    const joined = new Set<string>();
    let rounds = 0;
    fc.assert(fc.property(throwsOf, aboutOf, (throws, about) => {
      drive(throws, about, true, (before, after, facts, command, at) => {
        reached.add(after.stage);
        rounds = Math.max(rounds, roundOf(after)?.number ?? 0);
        nothingPrivateIsOpen(facts);
        onlyAVerdictSetsAnOutcome(before, after, command);
        if (before) theClockIsNeverReset(before, after, facts, command, at);
        if (before) hidingTouchesNothingElse(before, after, command);
        if (before) talkingTouchesNothingElse(before, after, command);
        if (before) joiningIsAnOverlay(before, after, command);
        if (after.facts.joined) joined.add(after.stage);
        for (const { from } of after.facts.conversation) spoke.add(`${from} when ${after.stage}`);
        for (const one of after.facts.removals) removals.add(one.state);
        if (after.facts.erased) removals.add('erased');
        pausesAreWhole(after);
        nothingIsForgotten(after);
        partiesStayOut(after);
        expect(ageOf(after, at)).toBe(at - START);
        if (after.stage === 'unjudged') expect(after.round.outcome).toBeUndefined();
      });
    }), { numRuns: RUNS, seed: SEED });
    // The control: the dice really reach every stage, and reopen often enough to climb.
    expect([...reached].sort()).toEqual(
      ['accepted', 'answered', 'contacted', 'dispatched', 'diversion-contested', 'diverted', 'objected', 'signed', 'solved', 'submitted', 'unjudged', 'withdrawn'],
    );
    expect([...removals].sort()).toEqual(['contested', 'erased', 'hidden', 'proposed', 'provisional', 'refused', 'restored']);
    for (const stage of ['submitted', 'accepted', 'signed', 'contacted', 'answered', 'unjudged', 'solved']) for (const from of ['resident', 'office']) expect(spoke).toContain(`${from} when ${stage}`);
    for (const stage of ['dispatched', 'signed', 'contacted', 'answered', 'unjudged', 'solved', 'withdrawn']) expect([...joined]).toContain(stage);
    expect(rounds).toBeGreaterThanOrEqual(3);
  }, TEST_MS_MAX);

  it('never reaches an outcome by staff, system and time alone', () => {
    let answered = 0;
    fc.assert(fc.property(throwsOf, (throws) => {
      drive(throws, [], false, (_before, after) => {
        if (after.stage === 'answered' || after.stage === 'unjudged') answered += 1;
        expect(after.stage).not.toBe('solved');
        for (const round of [...pastRoundsOf(after), roundOf(after)]) expect(round?.outcome).toBeUndefined();
      });
    }), { numRuns: RUNS, seed: SEED + 1 });
    expect(answered).toBeGreaterThan(100);
  }, TEST_MS_MAX);

  it('fires a timer once: what was due is due no more, so the sweeper always comes to an end', () => {
    fc.assert(fc.property(throwsOf, fc.integer({ min: 0, max: 60_000 }), (throws, laterMinutes) => {
      const { state: reached, at: then } = drive(throws, [], true, () => undefined);
      const at = plusMs(then, laterMinutes * MINUTE_MS);
      let state = reached;
      for (let fired = 0; state; fired += 1) {
        const due = timersOf(state).find((timer) => timer.dueAt <= at);
        if (!due) break;
        expect(fired).toBeLessThan(8);
        const outcome = attempt(state, { do: 'elapse', by: sweeper, timer: due.kind }, at);
        if (outcome.refused) throw new Error(`a due ${due.kind} was refused: ${outcome.reason.kind}`);
        state = outcome.value.reduce<CaseState | undefined>(evolve, state);
      }
    }), { numRuns: RUNS, seed: SEED + 2 });
  }, TEST_MS_MAX);

  it('shows the same clock as a twin that walks minute by minute', () => {
    fc.assert(fc.property(throwsOf, fc.integer({ min: 0, max: 12_000 }), (throws, laterMinutes) => {
      const { state, at: then } = drive(throws, [], true, () => undefined);
      const at = plusMs(then, laterMinutes * MINUTE_MS);
      const clock = state && clockOf(state, at);
      if (!state || !clock) return;
      const twin = walk(state, at);
      expect({ used: clock.usedMs, left: clock.leftMs, overdue: clock.overdueMs }).toEqual(twin);
    }), { numRuns: 400, seed: SEED + 3 });
  }, TEST_MS_MAX);
});

type Look = (before: CaseState | undefined, after: CaseState, facts: readonly CaseFact[], command: CaseCommand, at: Instant) => void;

/** Drives one case by the dice; calls `look` after every accepted command. */
function drive(throws: readonly Throw[], about: readonly UnitId[], verdicts: boolean, look: Look): { state: CaseState | undefined; at: Instant } {
  let at = START;
  let state: CaseState | undefined;
  const history: CaseFact[] = [];
  for (const [index, dice] of throws.entries()) {
    const command = index === 0 ? submission({ about, words: CANARY, place: { ...submission().place, address: CANARY } }) : commandOf(dice, state, at);
    if (!verdicts && command.do === 'judge') continue;
    const outcome = attempt(state, command, at);
    if (!outcome.refused) {
      expect(outcome.value.length).toBeGreaterThan(0);
      const before = state;
      state = outcome.value.reduce<CaseState | undefined>(evolve, state);
      history.push(...outcome.value);
      if (state) look(before, state, outcome.value, command, at);
    }
    at = plusMs(at, dice.waitMinutes * MINUTE_MS);
  }
  expect(fold(history)).toEqual(state);
  return { state, at };
}

function commandOf(dice: Throw, state: CaseState | undefined, at: Instant): CaseCommand {
  const by = dice.apt && state ? aptAuthor(state, dice) : authorOf(dice);
  const builders = buildersOf(dice, by, at);
  const verb = dice.apt && state ? aptVerb(state, dice) : Object.keys(builders)[dice.verb % Object.keys(builders).length] ?? 'sign';
  return (builders[verb] ?? missing(verb))();
}

function buildersOf(dice: Throw, by: Author, at: Instant): Record<string, () => CaseCommand> {
  const to = UNITS[dice.unit] ?? unit('county');
  const other = UNITS[dice.other] ?? unit('county');
  const owed = dice.pick % 2 === 0 ? { owed: { what: CANARY, byDay: '2026-12-01' } } : {};
  const confirm = { ...acceptance(), by, kind: KINDS[dice.pick % KINDS.length], urgency: URGENCIES[dice.pick % URGENCIES.length], summary: CANARY } as Extract<CaseCommand, { do: 'accept' }>;
  // Only verdicts/proof.ts makes proofs; here one is pretended, now and then for another case.
  const proof = { caseId: dice.pick === 13 ? 'another' : submission().id, means: dice.pick % 5 === 0 ? 'call-back' : 'receipt' } as unknown as VerdictProof;
  return {
    accept: () => confirm,
    divert: () => ({ do: 'divert', by, reason: DIVERSIONS[dice.pick % 6] ?? 'secret', explanation: CANARY }),
    contest: () => ({ do: 'contest', by, words: CANARY }),
    settle: () => ({ do: 'settle', by, explanation: CANARY, ruling: dice.pick % 2 === 0 ? { kind: 'upheld' } : { kind: 'overturned', accept: confirm } }),
    dispatch: () => ({ do: 'dispatch', by, lead: to, assisting: [other], note: CANARY }),
    transfer: () => ({ do: 'transfer', by, to, reason: CANARY }),
    object: () => ({ do: 'object', by, ground: OBJECTION_GROUNDS[dice.pick % 3] ?? 'not-our-duty', reason: CANARY, ...(dice.pick % 2 === 0 ? { proposes: to } : {}) }),
    rule: () => ({ do: 'rule', by, explanation: CANARY, ruling: dice.pick % 2 === 0 ? { kind: 'upheld', to } : { kind: 'overruled' } }),
    extend: () => ({ do: 'extend', by, ground: EXTENSION_GROUNDS[dice.pick % 4] ?? 'needs-season', explanation: CANARY }),
    convene: () => ({ do: 'convene', by, units: [to, ...(dice.pick % 3 === 0 && other !== to ? [other] : [])], note: CANARY }),
    assist: () => ({ do: 'assist', by, words: CANARY }),
    'list-hard': () => ({ do: 'list-hard', by, ground: HARD_GROUNDS[dice.pick % 5] ?? 'history', reason: CANARY, plan: CANARY, reviewAt: plusMs(at, (1 + dice.pick) * 24 * HOUR_MS), ...(dice.pick % 2 === 0 ? { inPublic: true as const } : {}) }),
    'review-hard': () => ({ do: 'review-hard', by, progress: CANARY, reviewAt: plusMs(at, (1 + dice.pick) * 24 * HOUR_MS) }),
    note: () => ({ do: 'note', by, words: CANARY }),
    join: () => ({ do: 'join', by: dice.who === 0 ? by : matters, matter: MATTER, lead: to, spoken: { role: 'dispatcher', unit: unit('intake') } }),
    part: () => ({ do: 'part', by: dice.who === 0 ? by : matters, matter: MATTER, reason: CANARY, spoken: { role: 'supervisor', unit: unit('intake') } }),
    follow: () => ({ do: 'follow', by: dice.who === 0 ? by : matters, matter: dice.pick === 13 ? 'another' : MATTER, word: wordOf(dice, at), spoken: { role: 'handler', unit: to } }),
    sign: () => ({ do: 'sign', by }),
    contact: () => ({ do: 'contact', by, means: 'relay', note: CANARY }),
    ask: () => ({ do: 'ask', by, words: CANARY, photos: dice.pick % 3 === 0 ? [`${CANARY}.webp`] : [] }),
    reply: () => ({ do: 'reply', by, words: CANARY, photos: dice.pick % 3 === 1 ? [`${CANARY}.webp`] : [] }),
    answer: () => ({ do: 'answer', by, found: CANARY, done: CANARY, ...owed }),
    pause: () => ({ do: 'pause', by, reason: PAUSES[dice.pick % 4] ?? 'force-majeure', explanation: CANARY, plannedEnd: plusMs(at, dice.pick * 12 * HOUR_MS) }),
    resume: () => ({ do: 'resume', by }),
    judge: () => ({ do: 'judge', by, outcome: OUTCOMES[dice.pick % 3] ?? 'partly', proof, comment: CANARY }),
    withdraw: () => ({ do: 'withdraw', by, pressed: dice.pick % 2 === 0, reason: CANARY }),
    summarise: () => ({ do: 'summarise', by, summary: CANARY, wordsReviewed: true }),
    'propose-hiding': () => ({ do: 'propose-hiding', by, item: itemOf(dice), rule: HIDING_RULES[dice.pick % HIDING_RULES.length] ?? 'court-order', reason: CANARY }),
    'decide-hiding': () => ({ do: 'decide-hiding', by, item: itemOf(dice), ruling: dice.pick % 3 === 0 ? 'refused' : 'hidden', explanation: CANARY }),
    'contest-hiding': () => ({ do: 'contest-hiding', by, item: itemOf(dice), words: CANARY }),
    'settle-hiding': () => ({ do: 'settle-hiding', by, item: itemOf(dice), ruling: dice.pick % 2 === 0 ? 'upheld' : 'overturned', explanation: CANARY }),
    unhide: () => ({ do: 'unhide', by, item: itemOf(dice), explanation: CANARY }),
    erase: () => ({ do: 'erase', by, proposer: dice.other === 0 ? by : administrator, rule: ERASURE_RULES[dice.pick % ERASURE_RULES.length] ?? 'court-order', reason: CANARY }),
    'erase-asked': () => ({ do: 'erase-asked', by: dice.other === 0 ? by : { kind: 'system', job: ERASURE_JOB }, askedAt: plusMs(at, -dice.pick * 12 * HOUR_MS) }),
    elapse: () => ({ do: 'elapse', by: sweeper, timer: TIMERS[dice.pick % TIMERS.length] ?? 'sign-due' }),
  };
}

const matters: Author = { kind: 'system', job: MATTERS_JOB };
const MATTER = 'matter:rehearsed';

function wordOf({ pick }: Throw, at: Instant): Word {
  switch (pick % 4) {
    case 0: return { kind: 'signature' };
    case 1: return { kind: 'update', words: CANARY };
    case 2: return { kind: 'answer', found: CANARY, done: CANARY };
    default: return { kind: 'date', dueAt: plusMs(at, pick * 24 * HOUR_MS), explanation: CANARY };
  }
}

function itemOf({ unit: dice }: Throw): Hidable {
  return (['summary', 'summary', 'words', 'answer-1', 'answer-2', 'address'] as const)[dice % 6] ?? 'summary';
}

/** Beside the work itself, and in any stage that has something public. */
const HIDING = ['propose-hiding', 'decide-hiding', 'contest-hiding', 'settle-hiding', 'unhide'];

/** Beside answering. */
const FURTHER = ['extend', 'convene', 'assist', 'list-hard', 'review-hard', 'note'];

/** What someone would really do next in this stage, so that deep stages are reached. */
const APT_VERBS: Readonly<Record<CaseState['stage'], readonly string[]>> = {
  submitted: ['accept', 'accept', 'accept', 'divert', 'elapse'], diverted: ['contest'], 'diversion-contested': ['settle', 'elapse'],
  accepted: ['dispatch', 'dispatch', 'elapse', 'summarise'], dispatched: ['sign', 'sign', 'object', 'transfer', 'elapse'], objected: ['rule', 'rule', 'rule', 'elapse'],
  signed: ['contact', 'answer', 'pause', 'resume', 'elapse', 'transfer', ...FURTHER], contacted: ['answer', 'answer', 'pause', 'resume', 'elapse', 'transfer', ...FURTHER],
  answered: ['judge', 'judge', 'elapse', 'answer'], unjudged: ['judge', 'answer', 'withdraw'], solved: ['judge', 'judge', 'erase', 'erase-asked'], withdrawn: ['sign', 'erase', 'erase-asked'], 'imported-closed': ['erase', 'judge'],
};

function aptVerb(state: CaseState, dice: Throw): string {
  const verbs = dice.other % 3 === 0 ? HIDING : dice.other % 7 === 1 ? ['join', 'part', 'follow', 'follow'] : dice.other % 5 === 0 ? ['ask', 'reply'] : APT_VERBS[state.stage];
  return verbs[dice.verb % verbs.length] ?? 'sign';
}

function aptAuthor(state: CaseState, dice: Throw): Author {
  const verb = aptVerb(state, dice);
  if (['accept', 'divert', 'dispatch', 'transfer', 'summarise', 'propose-hiding'].includes(verb)) return dispatcher;
  if (verb === 'decide-hiding' || verb === 'erase' || verb === 'unhide') return guardian;
  if (verb === 'settle' || verb === 'settle-hiding' || verb === 'rule') return reviewer;
  if (['contest', 'judge', 'withdraw', 'contest-hiding', 'reply'].includes(verb)) return resident;
  if (verb === 'ask' && state.stage === 'diversion-contested') return reviewer;
  if (verb === 'ask' && roundOf(state) === undefined) return dispatcher;
  const round = roundOf(state);
  const units = round ? unitsIn(round) : UNITS;
  return { kind: 'staff', roles: FURTHER.includes(verb) ? ['unit-leader', 'handler'] : ['handler'], unit: units[dice.who % units.length] ?? unit('county'), account: 'account-h' };
}

function authorOf(dice: Throw): Author {
  if (dice.who === 0) return resident;
  if (dice.who === 1) return sweeper;
  const roles = ['dispatcher', 'handler', 'unit-leader', 'objection-reviewer', 'call-back-officer', 'supervisor', 'protection-officer'];
  return { kind: 'staff', roles: [roles[dice.who % roles.length] ?? 'handler'], unit: UNITS[dice.other] ?? unit('county'), account: `account-${String(dice.who)}` };
}

function nothingPrivateIsOpen(facts: readonly CaseFact[]): void {
  for (const fact of facts) {
    const open = JSON.stringify([fact.type, fact.open, fact.role, fact.unit, fact.post]);
    expect(open).not.toContain(CANARY);
    expect(open).not.toContain('account-');
    expect(open).not.toContain(submission().person);
  }
}

function onlyAVerdictSetsAnOutcome(before: CaseState | undefined, after: CaseState, command: CaseCommand): void {
  const outcomes = (state: CaseState | undefined) => JSON.stringify(state ? [...pastRoundsOf(state), roundOf(state)].map((round) => round?.outcome) : []);
  const set = outcomes(after).replaceAll('null', '') !== outcomes(before).replaceAll('null', '') && outcomes(after).includes('outcome');
  if (set && (roundOf(after)?.number === (before && roundOf(before)?.number))) expect(command.do).toBe('judge');
  if (after.stage === 'solved' && before?.stage !== 'solved') expect(command.do).toBe('judge');
  if (command.do === 'judge') expect(command.by.kind === 'resident' || command.proof.means === 'call-back').toBe(true);
}

function theClockIsNeverReset(before: CaseState, after: CaseState, facts: readonly CaseFact[], command: CaseCommand, at: Instant): void {
  const [then, now] = [roundOf(before), roundOf(after)];
  expect(after.facts.submittedAt).toBe(before.facts.submittedAt);
  if (!after.facts.erased) expect(after.facts.words).toBe(before.facts.words);
  if (!then || !now) return;
  if (then.number !== now.number) {
    expect(now.number).toBe(then.number + 1);
    expect(depthOf(now.owner, rehearsalRules)).toBeLessThanOrEqual(depthOf(then.owner, rehearsalRules));
    expect(facts.some((fact) => fact.type === 'case.judged.v1')).toBe(true);
    return;
  }
  expect(now.startedAt).toBe(then.startedAt);
  expect(depthOf(now.owner, rehearsalRules)).toBeLessThanOrEqual(depthOf(then.owner, rehearsalRules));
  expect(now.escalations.slice(0, then.escalations.length)).toEqual(then.escalations);
  expect(now.answers.slice(0, then.answers.length)).toEqual(then.answers);
  expect(now.pauses.length).toBeGreaterThanOrEqual(then.pauses.length);
  const resumed = facts.find((fact) => fact.type === 'case.resumed.v1');
  if (resumed) expect(now.dueAt - then.dueAt).toBe(resumed.open.end - (then.pauses.at(-1)?.from ?? 0));
  // One extension a round, in public, told while there was time left: the only way to more.
  else if (command.do === 'extend') expect([now.extensions.length, then.extensions.length, at < then.dueAt]).toEqual([1, 0, true]);
  else if (command.do === 'follow' && command.word.kind === 'date') expect([now.dueAt > then.dueAt, now.dueAt - then.dueAt, at < then.dueAt]).toEqual([true, now.declaredMs - then.declaredMs, true]);
  // Parting gives back the clock as it always was.
  else if (command.do === 'part') expect([now.dueAt, now.declaredMs]).toEqual([then.dueAt - (OPEN_STAGES.includes(after.stage) ? then.declaredMs : 0), OPEN_STAGES.includes(after.stage) ? 0 : then.declaredMs]);
  else expect(now.dueAt).toBeLessThanOrEqual(then.dueAt);
}

/** Whatever is hidden or erased: stage, rounds, outcomes and clock stay as they were, and two people did it. */
function hidingTouchesNothingElse(before: CaseState, after: CaseState, command: CaseCommand): void {
  if (!/hid|erase/.test(command.do) && !(command.do === 'elapse' && command.timer === 'hiding-due')) return;
  const rest = ({ facts: _facts, seq: _seq, ...state }: CaseState): string => JSON.stringify(state);
  expect(rest(after)).toBe(rest(before));
  for (const one of after.facts.removals) {
    if (one.state === 'hidden' && !after.facts.erased) expect(new Set(one.accounts).size).toBeGreaterThanOrEqual(2);
    if (one.state === 'provisional') expect(one.dueAt).toBeGreaterThan(START);
    if (one.state === 'proposed' || one.state === 'refused') expect(isHidden({ removals: [one] }, one.item)).toBe(false);
  }
}

/**
 * What is asked and replied moves no date and no round, but that a unit's first message is its contact. No office writes on and
 * on, none but the resident speaks for them, and after an answer none speaks first.
 */
function talkingTouchesNothingElse(before: CaseState, after: CaseState, command: CaseCommand): void {
  const [then, now] = [before.facts.conversation, after.facts.conversation];
  if (command.do === 'follow' && command.word.kind === 'update') {
    expect(now.slice(0, -1)).toEqual(then);
    return;
  }
  if (command.do !== 'ask' && command.do !== 'reply') {
    expect(now.map(({ from, at }) => [from, at])).toEqual(then.map(({ from, at }) => [from, at]));
    return;
  }
  expect(now.slice(0, -1)).toEqual(then);
  expect(now.at(-1)).toMatchObject({ from: command.by.kind === 'resident' ? 'resident' : 'office', words: CANARY });
  expect(unansweredIn(now)).toBeLessThanOrEqual(UNANSWERED_MAX);
  if (command.do === 'ask' && (before.stage === 'answered' || before.stage === 'unjudged')) expect(then.at(-1)?.from).toBe('resident');
  const rest = ({ facts: { conversation: _said, ...facts }, seq: _seq, stage, ...state }: CaseState): string => {
    const { round } = state as { round?: Round };
    return JSON.stringify({ facts, state: { ...state, round: { ...round, contactedAt: undefined } }, stage: stage === 'contacted' ? 'signed' : stage });
  };
  expect(rest(after)).toBe(rest(before));
  expect(timersOf(after).filter(({ kind }) => kind !== 'contact-due')).toEqual(timersOf(before).filter(({ kind }) => kind !== 'contact-due'));
  expect(spokenBy(now, 'resident') + spokenBy(now, 'office')).toBe(now.length);
}

function pausesAreWhole(state: CaseState): void {
  const wholeRounds = [...pastRoundsOf(state), ...(OPEN_STAGES.includes(state.stage) ? [] : [roundOf(state)])];
  for (const round of wholeRounds) for (const pause of round?.pauses ?? []) expect(pause.end).toBeDefined();
  const pauses = roundOf(state)?.pauses ?? [];
  expect(pauses.length).toBeLessThanOrEqual(rehearsalRules.pausesMax);
  for (const [index, pause] of pauses.entries()) {
    expect(['handler', 'unit-leader']).toContain(pause.role);
    expect(PAUSES).toContain(pause.reason);
    if (index < pauses.length - 1) expect(pause.end).toBeDefined();
    if (pause.end !== undefined) expect(pause.end >= pause.from && pause.end <= pause.plannedEnd).toBe(true);
  }
}

function nothingIsForgotten(state: CaseState): void {
  const owed = OPEN_STAGES.includes(state.stage) || state.stage === 'answered';
  expect(timersOf(state).length > 0).toBe(owed || waitingRemovals(state.facts.removals).length > 0);
}

function partiesStayOut(state: CaseState): void {
  const round = roundOf(state);
  if (!round) return;
  for (const one of unitsIn(round)) expect(isParty(one, state.facts.about, rehearsalRules)).toBe(false);
}

/** The naive twin: looks at every minute on its own. All times of these runs are whole minutes. */
function walk(state: CaseState, at: Instant): { used: number; left: number; overdue: number } {
  const round = roundOf(state) as Round;
  let used = 0;
  let frozen = 0;
  const stop = Math.min(at, round.answers[0]?.at ?? (state.stage === 'withdrawn' ? state.withdrawnAt : at));
  for (let minute: number = round.startedAt; minute < stop; minute += MINUTE_MS) {
    const pause = round.pauses.find((one) => minute >= one.from && minute < (one.end ?? one.plannedEnd));
    if (!pause) used += MINUTE_MS;
    else if (pause.end === undefined) frozen += MINUTE_MS;
  }
  const position = stop - frozen;
  let left = 0;
  let overdue = 0;
  for (let minute: number = position; minute < round.dueAt; minute += MINUTE_MS) left += MINUTE_MS;
  for (let minute: number = round.dueAt; minute < position; minute += MINUTE_MS) overdue += MINUTE_MS;
  return { used, left, overdue };
}

function missing(verb: string): never {
  throw new Error(`no command ${verb}`);
}

/** Joining and parting leave stage, rounds, outcomes and clock as they were, but for what nobody had yet, and a date declared meanwhile. No wall is crossed, and danger is not one of many. */
function joiningIsAnOverlay(before: CaseState, after: CaseState, command: CaseCommand): void {
  if (command.do !== 'join' && command.do !== 'part') {
    expect(after.facts.joined).toEqual(before.facts.joined);
    return;
  }
  expect(command.by).toEqual(matters);
  if (command.do === 'join') expect([after.facts.about.length, after.facts.urgency === 'danger', before.facts.joined]).toEqual([0, false, undefined]);
  if (before.stage === 'submitted' || before.stage === 'accepted') return;
  const rest = ({ facts: _facts, seq: _seq, ...state }: CaseState): string => {
    const { round } = state as { round?: Round };
    return JSON.stringify({ ...state, round: { ...round, dueAt: 0, answerDueAt: 0, declaredMs: 0 } });
  };
  expect(rest(after)).toBe(rest(before));
}
