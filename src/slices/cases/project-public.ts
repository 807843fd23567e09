import { DAY_MS, type Instant } from '../../kernel/instant.ts';
import type { CaseFacts, Round } from './case.ts';
import type { CaseFact } from './events.ts';
import { evolve } from './evolve.ts';
import { topLevelOf } from './publish.ts';
import { isHidden, type Hand, type Removal } from './removals.ts';
import type { Rules } from './rules.ts';
import { searchVector } from '../../platform/i18n/search.ts';
import { showsPlace, showsWords } from './shown.ts';
import { ownerOf, openPauseOf, roundOf, type CaseState } from './state.ts';
import { isUntold, timelineOf, withoutClasses, type Step } from './timeline.ts';
import { isOpenByRule, isTold, NOTHING_TOLD, type Told } from './told.ts';

/** What anyone may read: no more than the public log has opened. `day` fields are dates in the jurisdiction's zone. */
export type PublicRow = {
  readonly number: string; readonly listedDay: string; readonly publicDay: string; readonly stage: string; readonly kind: string | null;
  readonly topic: string | null; readonly division: string | null; readonly submittedDay: string | null; readonly submittedAt: Instant | null;
  readonly updatedAt: Instant; readonly diversion: string | null; readonly diversionFinal: boolean; readonly owner: string | null;
  readonly handler: string | null; readonly assisting: readonly string[]; readonly round: number; readonly startedAt: Instant | null;
  readonly dueAt: Instant | null; readonly answeredAt: Instant | null; readonly paused: boolean; readonly outcome: string | null;
  readonly outcomeDay: string | null; readonly summary: string | null; readonly words: string | null; readonly address: string | null;
  readonly latitude: number | null; readonly longitude: number | null; readonly timeline: readonly Step[];
  /** Since when its newest step is told: for whoever asks what is new. */
  readonly changedAt: Instant;
};

/** What of a jurisdiction's rules a public row needs. */
export type PublicRules = Pick<Rules, 'dayEndOf' | 'lastOfDay' | 'townOf'>;

/**
 * Undefined while nothing about the case is public: until it is accepted or diverted, or until the log has told that the time for
 * that has passed. A case that an office lets lie is not hidden by it (charter promise 1); of its words nobody reads any before a
 * reviewer. Stage, office and clock are those after the last step that is told: a verdict that waits for company changes nothing here.
 */
export function publicRowOf(state: CaseState, history: readonly CaseFact[], told: Told, rules: PublicRules): PublicRow | undefined {
  const { facts } = state;
  const words = showsWords(state);
  const steps = timelineOf(history, words, (answer) => facts.erased || isHidden(facts, `answer-${answer}`));
  const shown = history.map((fact, index) => ({ fact, step: steps[index] ?? missing() })).filter(({ fact, step }) => !isUntold(fact.type) && isTold(fact, step, facts, told));
  const listed = listedIn(shown.map(({ fact }) => fact));
  if (!listed) return undefined;
  const seen = stateSeen(history, new Set(shown.map(({ fact }) => fact.seq)), listed.seq);
  const round = roundOf(seen);
  const begun = round && shown.some(({ fact }) => beganRound(fact, round.number));
  const isOpen = isOpenByRule(facts);
  const details = isOpen || told.topic !== 'none';
  const verdict = lastVerdict(shown.map(({ fact }) => fact));
  const place = details && showsPlace(state) && !isHidden(facts, 'address');
  const timeline = shown.map(({ fact, step }) => sinceTold(isOpen ? step : { ...withoutClasses(step), texts: details ? step.texts : {} }, fact, isOpen ? NOTHING_TOLD : told, rules));
  return {
    number: facts.number, listedDay: listed.open.day ?? facts.submittedDay, publicDay: isOpen ? facts.submittedDay : listed.open.day ?? facts.submittedDay,
    stage: seen.stage, ...classesOf(facts, told, isOpen, rules),
    submittedDay: shown.some(({ fact }) => fact.type === 'case.submitted.v1' || (isOpen && fact.type === 'case.imported.v1')) ? facts.submittedDay : null, submittedAt: isOpen ? facts.submittedAt : null,
    updatedAt: lastOfficeAct(shown.map(({ fact }) => fact), listed.at, facts),
    diversion: 'diverted' in seen ? seen.diverted.diversion : null, diversionFinal: seen.stage === 'diverted' && seen.contest === 'spent',
    owner: ownerOf(seen), handler: round?.handler ?? ownerOf(seen), assisting: round?.assisting ?? [], round: round?.number ?? 0,
    startedAt: begun ? publicStart(round, facts) : null, dueAt: begun && seen.stage !== 'withdrawn' ? publicDue(round, facts, rules) : null,
    answeredAt: round?.answers[0]?.at ?? null, paused: isPaused(seen), outcome: verdict?.outcome ?? null, outcomeDay: verdict?.day ?? null,
    summary: !details || isHidden(facts, 'summary') ? null : facts.publicSummary ?? null,
    words: details && words && !isHidden(facts, 'words') ? facts.words : null,
    address: place && facts.place.address !== '' ? facts.place.address : null,
    latitude: place ? facts.place.point?.latitude ?? null : null, longitude: place ? facts.place.point?.longitude ?? null : null,
    timeline, changedAt: Math.max(...timeline.map((step) => step.at ?? step.since ?? listed.at)) as Instant,
  };
}

/** What the public can find a case by: number, and what of its topic and text is public. */
export function searchOf({ number, topic, summary, words, address }: PublicRow, topicWords: (code: NonNullable<CaseFacts['topic']>) => string): string {
  return searchVector([number, topic === null ? '' : topicWords(topic as CaseFacts['topic']), summary ?? '', words ?? '', address ?? '']);
}

/** What stands in the register of removals: whatever was out of sight, be it for an hour. */
export type RemovalRow = {
  readonly place: number; readonly item: string; readonly rule: string; readonly state: 'provisional' | 'hidden' | 'contested' | 'restored';
  readonly proposerRole: string; readonly proposerUnit: string | null; readonly approverRole: string | null; readonly approverUnit: string | null;
  readonly day: string; readonly restoredDay: string | null; readonly contestSpent: boolean;
};

/** An objection is a resident's act: the register tells of it when the log does, or when it has been answered. */
export function removalRowsOf({ facts }: CaseState, history: readonly CaseFact[], told: Told): readonly RemovalRow[] {
  const contested = history.flatMap((fact) => (fact.type === 'case.hiding-contested.v1' ? [fact] : []));
  return facts.removals.flatMap((one, index) => {
    if (one.state === 'proposed' || one.state === 'refused') return [];
    const approver: Hand | undefined = 'approver' in one ? one.approver : undefined;
    const last = contested.findLast((fact) => fact.open.item === one.item);
    const waits = one.state === 'contested' && last !== undefined && !isOpenByRule(facts) && !told.seqs.includes(last.seq);
    return [{
      place: index + 1, item: one.item, rule: one.rule, state: waits ? 'hidden' : one.state, proposerRole: one.proposer.role, proposerUnit: one.proposer.unit ?? null,
      approverRole: approver?.role ?? null, approverUnit: approver?.unit ?? null, day: one.day,
      restoredDay: one.state === 'restored' ? one.restoredDay : null, contestSpent: !waits && isSpent(one),
    }];
  });
}

/** Whether the resident has had their one contest. */
function isSpent(removal: Removal): boolean {
  return removal.state === 'contested' || (removal.state === 'hidden' && removal.contest === 'spent');
}

/** What has only a day counts as told when that day is over, or the day of the batch that opened it: no minute is in it. */
function sinceTold(step: Step, fact: CaseFact, { batches }: Told, rules: PublicRules): Step {
  if (step.day === undefined) return step;
  const batch = batches?.[fact.seq];
  return { ...step, since: batch === undefined ? rules.dayEndOf(fact.at) : rules.lastOfDay(batch) };
}

function listedIn(shown: readonly CaseFact[]) {
  const listed = shown.find((fact) => fact.type === 'case.accepted.v1' || fact.type === 'case.diverted.v1' || fact.type === 'case.imported.v1') ?? shown.find((fact) => fact.type === 'case.reminded.v1');
  return listed?.type === 'case.imported.v1' || listed?.type === 'case.accepted.v1' || listed?.type === 'case.diverted.v1' || listed?.type === 'case.reminded.v1' ? listed : undefined;
}

/** The case as it stood after the last told step that says where it stands; never before it was listed. */
function stateSeen(history: readonly CaseFact[], toldSeqs: ReadonlySet<number>, listedSeq: number): CaseState {
  let [state, seen]: [CaseState | undefined, CaseState | undefined] = [undefined, undefined];
  for (const fact of history) {
    const before = state;
    state = evolve(state, fact);
    if (toldSeqs.has(fact.seq) && (fact.seq === listedSeq || (fact.seq > listedSeq && saysWhere(fact, before, state)))) seen = state;
  }
  return seen ?? missing();
}

/** Whether a fact by itself says where its case stands. Texts and their hiding may change beside a verdict that is not told yet. */
function saysWhere({ type }: CaseFact, before: CaseState | undefined, after: CaseState): boolean {
  switch (type) {
    case 'case.summarised.v1': case 'case.reminded.v1': case 'case.replied.v1': case 'case.hiding-proposed.v1': case 'case.hidden.v1':
    case 'case.hiding-refused.v1': case 'case.hiding-contested.v1': case 'case.hiding-settled.v1': case 'case.unhidden.v1': case 'case.erased.v1':
      return false;
    // A signed unit's first message is its contact; a later one says nothing of where the case stands.
    case 'case.asked.v1': return before?.stage === 'signed' && after.stage === 'contacted';
    default: return true;
  }
}

function classesOf(facts: CaseFacts, told: Told, isOpen: boolean, rules: PublicRules): Pick<PublicRow, 'kind' | 'topic' | 'division'> {
  const { kind, topic, place: { division } } = facts;
  if (isOpen) return { kind, topic, division };
  const whole = told.topic === 'whole';
  return { kind: told.kind ? kind : null, topic: whole ? topic : told.topic === 'first' ? topLevelOf(topic) : null, division: told.town ? rules.townOf(division) ?? null : null };
}

function beganRound(fact: CaseFact, round: number): boolean {
  return fact.type === 'case.dispatched.v1' || fact.type === 'case.imported.v1' ? round === 1 : fact.type === 'case.reopened.v1' && fact.open.round === round;
}

function isPaused(state: CaseState): boolean {
  return (state.stage === 'signed' || state.stage === 'contacted') && openPauseOf(state.round) !== undefined;
}

function lastVerdict(shown: readonly CaseFact[]): { outcome: string; day: string } | undefined {
  const judged = shown.findLast((fact) => fact.type === 'case.judged.v1');
  return judged?.type === 'case.judged.v1' ? { outcome: judged.open.outcome, day: judged.open.day } : undefined;
}

/** Minutes are shown of offices' acts only: a resident's act or a timer leaves this date as it was. */
function lastOfficeAct(shown: readonly CaseFact[], listedAt: Instant, facts: CaseFacts): Instant {
  const last = shown.findLast((fact) => isOffices(fact) && fact.at >= listedAt)?.at;
  return last === undefined || (last === facts.submittedAt && !isOpenByRule(facts)) ? dayOnly(last ?? listedAt) : last;
}

function isOffices({ role, type }: CaseFact): boolean {
  return role !== 'resident' && role !== 'system' && type !== 'case.judged.v1' && type !== 'case.reopened.v1';
}

/** A round that began with a resident's act: a verdict, or a submission that was placed at once. Its minutes would tell theirs. */
function isResidents(round: Round, facts: CaseFacts): boolean {
  return round.number > 1 || (round.startedAt === facts.submittedAt && !isOpenByRule(facts));
}

function publicStart(round: Round, facts: CaseFacts): Instant {
  return isResidents(round, facts) ? dayOnly(round.startedAt) : round.startedAt;
}

/** The date of the deadline lasts until it is over: in the office's favour by less than a day. */
function publicDue(round: Round, facts: CaseFacts, rules: PublicRules): Instant {
  return isResidents(round, facts) ? rules.dayEndOf(round.dueAt) : round.dueAt;
}

/** The last UTC midnight: says no hour, in any zone. */
function dayOnly(at: Instant): Instant {
  return (at - (at % DAY_MS)) as Instant;
}

function missing(): never {
  throw new Error('a public row without its step');
}
