import { chanceOf, type Chance } from '../../../test/fuzz/chance.ts';
import { caseNumberOf, parseCaseId, type CaseId } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, isoOf, MINUTE_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import { OUTCOMES, type VerdictProof } from '../../kernel/outcome.ts';
import type { Act, LogEntry } from '../../record/log/index.ts';
import { minuteOf } from '../../record/publication.ts';
import type { CaseCommand } from '../cases/commands.ts';
import type { CaseFact } from '../cases/events.ts';
import { fold } from '../cases/evolve.ts';
import { timersOf } from '../cases/policy.ts';
import { withPublication } from '../cases/publish.ts';
import { acceptance, attempt, dispatcher, handler, importedRow, rehearsalRules, resident, reviewer, staff, START, submission, sweeper, unit } from '../cases/rehearsal.ts';
import type { Rules } from '../cases/rules.ts';
import { roundOf, type CaseState } from '../cases/state.ts';

/** Eight hours east of UTC, so that days and minutes disagree for a third of the time. */
const rules: Rules = { ...rehearsalRules, dayOf: (at) => isoOf(plusMs(at, 8 * HOUR_MS)).slice(0, 10) };
const STEPS = 24;

export type Log = { readonly entries: readonly LogEntry[]; readonly times: readonly Instant[] };

/**
 * A log as the program would write it: `count` invented lives over `days`, decided by the rules of cases; what residents and
 * timers do is sealed, and opened after days or weeks, out of order, or never.
 */
export function logOfLives(seed: string, count: number, days: number): Log {
  const chance = chanceOf(seed);
  const acts = Array.from({ length: count }, (_, index) => lifeOf(index, chance, plusMs(START, chance.below(days * 24 * 60) * MINUTE_MS))).flat();
  const batches = Array.from({ length: days / 8 }, (_, month) => batchOf(chance, plusMs(START, month * 8 * DAY_MS)));
  return written([...acts, ...batches].sort((a, b) => a.at - b.at), chance);
}

type Happened = { readonly at: Instant; readonly act: Act; readonly isSealed: boolean };

function lifeOf(index: number, chance: Chance, from: Instant): Happened[] {
  const caseId = parseCaseId(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
  if (!caseId) throw new Error('an impossible case');
  let facts: readonly CaseFact[] = [];
  const happened: Happened[] = [];
  const give = (command: CaseCommand, at: Instant): void => {
    const outcome = attempt(fold(facts), command, at, rules);
    if (outcome.refused) return;
    facts = [...facts, ...outcome.value];
    const drafts = withPublication(outcome.value.map(({ seq, at: _at, jurisdiction: _jurisdiction, ...fact }) => ({ ...fact, streamSeq: seq }) as never), facts, rules);
    for (const [place, draft] of drafts.entries()) {
      const { publish } = draft;
      const fact = outcome.value[place];
      if (!publish || !fact) throw new Error('a case says of each step what the public learns');
      const [{ role, post, unit: own }, { stream, when, open }] = [fact, publish];
      if (when === 'never') throw new Error('nothing of a case stays sealed for good');
      const time = when === 'at-once' ? { at: minuteOf(at) } : { day: when.day };
      happened.push({
        at, isSealed: when !== 'at-once',
        act: { type: draft.type, stream, seq: draft.streamSeq, ...time, role, ...(own ? { unit: own } : {}), ...(post ? { post } : {}), open, commitments: {} },
      });
    }
  };
  const number = caseNumberOf(String(10_000_000_000 + index));
  give(chance.oneIn(6) ? importedLife({ id: caseId, number, isOpenData: chance.oneIn(4) }, chance, from) : submission({ id: caseId, number, publishPlace: chance.oneIn(4) }), from);
  let at = from;
  for (let step = 0; step < STEPS; step += 1) {
    const until = plusMs(at, (1 + chance.below(chance.oneIn(9) ? 400 : 40)) * HOUR_MS + chance.below(60) * MINUTE_MS + chance.below(60_000));
    at = until;
    for (let state = fold(facts), fired = 0; state && fired < 40; state = fold(facts), fired += 1) {
      const due = timersOf(state).filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!due) break;
      give({ do: 'elapse', by: sweeper, timer: due.kind }, due.dueAt);
    }
    const state = fold(facts);
    if (state) give(nextOf(caseId, state, chance, at), at);
  }
  return happened;
}

/** Some were another system's before: open there, and perhaps late already, or closed. */
function importedLife(change: Parameters<typeof importedRow>[0], chance: Chance, from: Instant): CaseCommand {
  const openedAt = plusMs(from, -chance.below(40) * DAY_MS);
  const dueAt = plusMs(openedAt, (1 + chance.below(60)) * DAY_MS);
  const standing = chance.oneIn(2) ? { kind: 'closed' as const, closedAt: openedAt } : { kind: 'open' as const, ...(chance.oneIn(2) ? { dueAt } : {}) };
  return importedRow({ ...change, owner: unit(chance.pick(['village-one', 'village-two', 'bureau-roads'])), openedAt, standing });
}

/** What someone would do next; often refused, and that is part of it. */
function nextOf(caseId: CaseId, state: CaseState, chance: Chance, at: Instant): CaseCommand {
  const round = roundOf(state);
  const by = handler(chance.oneIn(2) ? round?.owner ?? 'county' : round?.handler ?? 'county');
  if (chance.oneIn(25)) return { do: 'withdraw', by: resident, pressed: false };
  switch (state.stage) {
    case 'submitted': return acceptance();
    case 'accepted': return { do: 'dispatch', by: dispatcher, lead: unit(chance.pick(['village-one', 'village-two', 'bureau-roads'])), assisting: [] };
    case 'objected': return { do: 'rule', by: reviewer, explanation: '查过', ruling: chance.oneIn(2) ? { kind: 'upheld', to: unit(chance.pick(['town-east', 'bureau-water', 'bureau-roads'])) } : { kind: 'overruled' } };
    case 'dispatched': return chance.oneIn(9) ? { do: 'object', by, ground: 'not-our-duty', reason: '不归我们' } : chance.oneIn(4) ? { do: 'transfer', by: dispatcher, to: unit(chance.pick(['town-east', 'bureau-water', 'village-one'])), reason: '归镇里管' } : { do: 'sign', by };
    case 'signed': case 'contacted': return chance.pick<CaseCommand>([
      { do: 'contact', by, means: 'phone' }, { do: 'resume', by }, { do: 'extend', by: staff(String(round?.handler ?? 'county'), 'unit-leader'), ground: 'needs-season', explanation: '等天晴' },
      { do: 'pause', by, reason: 'needs-resident', explanation: '等您在家', plannedEnd: plusMs(at, (1 + chance.below(90)) * HOUR_MS) },
      { do: 'answer', by, found: '看过', done: '修好' }, { do: 'answer', by, found: '看过', done: '修好' },
    ]);
    case 'answered': case 'unjudged': case 'solved': case 'diverted': case 'diversion-contested': case 'withdrawn': case 'imported-closed':
      return chance.oneIn(3)
        ? { do: 'judge', by: resident, outcome: chance.pick(OUTCOMES), proof: { caseId, means: 'receipt' } as unknown as VerdictProof }
        : { do: 'answer', by, found: '再看', done: '补修' };
  }
}

function batchOf(chance: Chance, at: Instant): Happened {
  const month = isoOf(plusMs(at, -40 * DAY_MS)).slice(0, 7);
  const ballots = Array.from({ length: 10 + chance.below(9) }, (_, n) => [`key-${String(n)}`, 1 + chance.below(5)]);
  const open = { unit: chance.pick(['village-one', 'bureau-roads']), fromMonth: month, toMonth: month, ballots, answered: ballots.length + chance.below(20), part: 1 + chance.below(2), parts: 2 };
  return { at, isSealed: false, act: { type: 'verdicts.batch-sealed.v1', stream: 'ballots:rehearsal', seq: at, at: minuteOf(at), role: 'system', open, commitments: {} } };
}

function written(happened: readonly Happened[], chance: Chance): Log {
  const later: { readonly at: Instant; readonly index: number; readonly act: Act }[] = [];
  const lines: { readonly at: Instant; readonly entry: LogEntry }[] = [];
  const open = (until: Instant): void => {
    for (const { index, act } of later.filter(({ at }) => at <= until)) {
      const batch = isoOf(until).slice(0, 10);
      lines.push({ at: until, entry: { kind: 'disclosed', v: 1, index, batch, cell: { family: 'case', cause: 'resident' }, act, opening: 'A'.repeat(43), fields: {} } });
    }
    later.splice(0, later.length, ...later.filter(({ at }) => at > until));
  };
  for (const { at, act, isSealed } of happened) {
    if (chance.oneIn(20)) open(at);
    if (isSealed && !chance.oneIn(15)) later.push({ at: plusMs(at, chance.below(chance.oneIn(5) ? 45 : 5) * DAY_MS), index: lines.length, act });
    lines.push({ at, entry: isSealed ? { kind: 'sealed', v: 1, commitment: 'A'.repeat(43) } : { kind: 'act', v: 1, ...act } });
  }
  return { entries: lines.map(({ entry }) => entry), times: lines.map(({ at }) => at) };
}
