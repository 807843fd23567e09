import { DAY_MS, type Instant } from '../../kernel/instant.ts';
import type { CaseFacts, Round } from './case.ts';
import type { CaseFact } from './events.ts';
import { timersOf } from './policy.ts';
import type { Rules } from './rules.ts';
import { searchVector } from './search.ts';
import { isHidden, type Hand, type Removal } from './removals.ts';
import { showsPlace, showsWords } from './shown.ts';
import { acceptedAtOf, openPauseOf, pastRoundsOf, roundOf, type CaseState } from './state.ts';
import { isOfReceipt, timelineOf, type Step } from './timeline.ts';

/** The live row: what queues and row security need. Dates are instants, absent ones null. */
export type CaseRow = {
  readonly number: string; readonly version: number; readonly stage: string; readonly kind: string; readonly urgency: string;
  readonly topic: string; readonly division: string; readonly channel: string; readonly anonymity: string;
  readonly owner: string | null; readonly handler: string | null; readonly assisting: readonly string[]; readonly about: readonly string[];
  readonly round: number; readonly dueAt: Instant | null; readonly paused: boolean; readonly submittedAt: Instant;
  readonly acceptedAt: Instant | null; readonly answeredAt: Instant | null; readonly summary: string | null;
  /** How often hiding was asked for: a protection officer reads those cases. */
  readonly removals: number;
  /** Who wrote last in the conversation, `resident` or `office`: then the other is awaited. */
  readonly lastMessage: string | null;
  /** The last objection that was upheld: who had been given the case wrongly, whose it is, and since when the list is known to err. */
  readonly correctedFrom: string | null; readonly correctedTo: string | null; readonly correctedAt: Instant | null;
};

/** What anyone may read. `day` fields are dates in the jurisdiction's zone. */
export type PublicRow = {
  readonly number: string; readonly listedDay: string; readonly stage: string; readonly kind: string; readonly topic: string;
  readonly division: string; readonly submittedDay: string; readonly submittedAt: Instant | null; readonly updatedAt: Instant;
  readonly diversion: string | null; readonly diversionFinal: boolean; readonly owner: string | null; readonly handler: string | null;
  readonly assisting: readonly string[]; readonly round: number; readonly startedAt: Instant | null; readonly dueAt: Instant | null;
  readonly answeredAt: Instant | null; readonly paused: boolean; readonly outcome: string | null; readonly outcomeDay: string | null;
  readonly summary: string | null; readonly words: string | null; readonly address: string | null; readonly latitude: number | null;
  readonly longitude: number | null; readonly timeline: readonly Step[];
};

/** One round as scorecards count it. */
export type RoundRow = {
  readonly round: number; readonly unit: string; readonly handler: string; readonly owner: string; readonly paused: boolean; readonly startedAt: Instant; readonly dueAt: Instant;
  readonly signedAt: Instant | null; readonly contactedAt: Instant | null; readonly answeredAt: Instant | null;
  readonly outcome: string | null; readonly outcomeDay: string | null; readonly windowPassed: boolean; readonly withdrawn: boolean;
  readonly pauses: number; readonly transfers: number; readonly escalations: number;
};

export type TimerRow = { readonly kind: string; readonly dueAt: Instant };

export function rowOf(state: CaseState): CaseRow {
  const { facts } = state;
  const round = roundOf(state);
  return {
    number: facts.number, version: state.seq, stage: state.stage, kind: facts.kind, urgency: facts.urgency, topic: facts.topic,
    division: facts.place.division, channel: facts.channel, anonymity: facts.anonymity, owner: round?.owner ?? null,
    handler: round?.handler ?? null, assisting: round?.assisting ?? [], about: keptFrom(facts), round: round?.number ?? 0,
    dueAt: dueAtOf(state), paused: isPaused(state), submittedAt: facts.submittedAt, acceptedAt: acceptedAtOf(state) ?? null,
    answeredAt: round?.answers[0]?.at ?? null, summary: facts.publicSummary ?? null, removals: facts.removals.length,
    lastMessage: facts.conversation.at(-1)?.from ?? null, ...correctionOf(state),
  };
}

/**
 * Undefined while nothing about the case is public: until it is accepted or diverted, or until the time for that has passed.
 * A case that an office lets lie is not hidden by it (charter promise 1); of its words nobody reads any before a reviewer.
 */
export function publicRowOf(state: CaseState, history: readonly CaseFact[]): PublicRow | undefined {
  const listed = history.find((fact) => fact.type === 'case.accepted.v1' || fact.type === 'case.diverted.v1')
    ?? history.find((fact) => fact.type === 'case.reminded.v1');
  if (listed?.type !== 'case.accepted.v1' && listed?.type !== 'case.diverted.v1' && listed?.type !== 'case.reminded.v1') return undefined;
  const { facts } = state;
  const round = roundOf(state);
  const words = showsWords(state);
  const place = showsPlace(state) && !isHidden(facts, 'address');
  const verdict = lastVerdict(history);
  return {
    number: facts.number, listedDay: listed.open.day ?? facts.submittedDay, stage: state.stage, kind: facts.kind, topic: facts.topic, division: facts.place.division,
    submittedDay: facts.submittedDay, submittedAt: facts.publishPlace ? facts.submittedAt : null, updatedAt: lastOfficeAct(history, listed.at, facts),
    diversion: 'diverted' in state ? state.diverted.diversion : null, diversionFinal: state.stage === 'diverted' && state.contest === 'spent',
    owner: round?.owner ?? null, handler: round?.handler ?? null, assisting: round?.assisting ?? [], round: round?.number ?? 0,
    startedAt: round ? publicStart(round, facts) : null, dueAt: state.stage === 'withdrawn' ? null : round?.dueAt ?? null,
    answeredAt: round?.answers[0]?.at ?? null, paused: isPaused(state), outcome: verdict?.outcome ?? null, outcomeDay: verdict?.day ?? null,
    summary: isHidden(facts, 'summary') ? null : facts.publicSummary ?? null, words: words && !isHidden(facts, 'words') ? facts.words : null,
    address: place && facts.place.address !== '' ? facts.place.address : null,
    latitude: place ? facts.place.point?.latitude ?? null : null, longitude: place ? facts.place.point?.longitude ?? null : null,
    timeline: timelineOf(history, words, (answer) => facts.erased || isHidden(facts, `answer-${answer}`)).filter(({ type }) => !isOfReceipt(type)),
  };
}

/** What the public can find a case by: number, topic and what of its text is public. */
export function searchOf(row: PublicRow, topicWords: string): string {
  return searchVector([row.number, topicWords, row.summary ?? '', row.words ?? '', row.address ?? '']);
}

export function roundRowsOf(state: CaseState, history: readonly CaseFact[]): readonly RoundRow[] {
  const running = roundOf(state);
  const days = new Map<number, string>();
  for (const fact of history) if (fact.type === 'case.judged.v1') days.set(fact.open.round, fact.open.day);
  return [...pastRoundsOf(state), ...(running ? [running] : [])].map((round) => roundRow(round, days.get(round.number), {
    windowPassed: round === running && state.stage === 'unjudged', withdrawn: round === running && state.stage === 'withdrawn',
    paused: round === running && isPaused(state),
  }));
}

/** What stands in the register of removals: whatever was out of sight, be it for an hour. */
export type RemovalRow = {
  readonly place: number; readonly item: string; readonly rule: string; readonly state: 'provisional' | 'hidden' | 'contested' | 'restored';
  readonly proposerRole: string; readonly proposerUnit: string | null; readonly approverRole: string | null; readonly approverUnit: string | null;
  readonly day: string; readonly restoredDay: string | null; readonly contestSpent: boolean;
};

export function removalRowsOf({ facts }: CaseState): readonly RemovalRow[] {
  return facts.removals.flatMap((one, index) => {
    if (one.state === 'proposed' || one.state === 'refused') return [];
    const approver: Hand | undefined = 'approver' in one ? one.approver : undefined;
    return [{
      place: index + 1, item: one.item, rule: one.rule, state: one.state, proposerRole: one.proposer.role, proposerUnit: one.proposer.unit ?? null,
      approverRole: approver?.role ?? null, approverUnit: approver?.unit ?? null, day: one.day,
      restoredDay: one.state === 'restored' ? one.restoredDay : null, contestSpent: isSpent(one),
    }];
  });
}

/** Whether the resident has had their one contest. */
function isSpent(removal: Removal): boolean {
  return removal.state === 'contested' || (removal.state === 'hidden' && removal.contest === 'spent');
}

export function timerRowsOf(state: CaseState): readonly TimerRow[] {
  return timersOf(state).map(({ kind, dueAt }) => ({ kind, dueAt }));
}

/** The version of the jurisdiction's data that its running clock was set by; the current one before that. */
export function rulesVersionOf(history: readonly CaseFact[], rules: Rules): number {
  let version = rules.version;
  for (const fact of history) if (fact.type === 'case.dispatched.v1' || fact.type === 'case.reopened.v1') version = fact.open.rulesVersion;
  return version;
}

function roundRow(round: Round, outcomeDay: string | undefined, rest: Pick<RoundRow, 'windowPassed' | 'withdrawn' | 'paused'>): RoundRow {
  const answer = round.answers[0];
  return {
    round: round.number, unit: answer?.unit ?? round.handler, handler: round.handler, owner: round.owner, startedAt: round.startedAt, dueAt: round.dueAt,
    signedAt: round.signedAt ?? null, contactedAt: round.contactedAt ?? null, answeredAt: answer?.at ?? null,
    outcome: round.outcome?.outcome ?? null, outcomeDay: round.outcome ? outcomeDay ?? null : null, ...rest,
    pauses: round.pauses.length, transfers: round.transfers, escalations: round.escalations.length,
  };
}

function correctionOf(state: CaseState): Pick<CaseRow, 'correctedFrom' | 'correctedTo' | 'correctedAt'> {
  const running = roundOf(state);
  const upheld = [...pastRoundsOf(state), ...(running ? [running] : [])].flatMap(({ objections }) => objections)
    .flatMap(({ unit, ruling }) => (ruling?.ruling === 'upheld' ? [{ unit, ...ruling }] : [])).at(-1);
  return { correctedFrom: upheld?.unit ?? null, correctedTo: upheld?.to ?? null, correctedAt: upheld?.at ?? null };
}

/** As row security compares it: a unit named keeps out all beneath it, one with `^` its own people alone. */
function keptFrom({ about, superiors }: CaseFacts): readonly string[] {
  return [...about, ...superiors.map((unit) => `^${unit}`)];
}

/** The date that somebody in government must keep next; null while nobody owes anything. */
function dueAtOf(state: CaseState): Instant | null {
  if ('dueAt' in state) return state.dueAt;
  return state.stage === 'dispatched' || state.stage === 'objected' || state.stage === 'signed' || state.stage === 'contacted' ? state.round.dueAt : null;
}

function isPaused(state: CaseState): boolean {
  const inHand = state.stage === 'signed' || state.stage === 'contacted';
  return inHand && openPauseOf(state.round) !== undefined;
}

function lastVerdict(history: readonly CaseFact[]): { outcome: string; day: string } | undefined {
  const judged = history.findLast((fact) => fact.type === 'case.judged.v1');
  return judged?.type === 'case.judged.v1' ? { outcome: judged.open.outcome, day: judged.open.day } : undefined;
}

/** Minutes are shown of offices' acts only: a resident's act or a timer leaves this date as it was. */
function lastOfficeAct(history: readonly CaseFact[], listedAt: Instant, facts: CaseFacts): Instant {
  const last = history.findLast((fact) => isOffices(fact) && fact.at >= listedAt)?.at;
  return last === undefined || (last === facts.submittedAt && !facts.publishPlace) ? dayOnly(last ?? listedAt) : last;
}

function isOffices({ role, type }: CaseFact): boolean {
  return role !== 'resident' && role !== 'system' && !isOfReceipt(type) && type !== 'case.judged.v1' && type !== 'case.reopened.v1';
}

/** A round that began with a resident's act (a verdict; a submission that was placed at once) shows the day of it at most. */
function publicStart(round: Round, facts: CaseFacts): Instant {
  const isResidents = round.number > 1 || (round.startedAt === facts.submittedAt && !facts.publishPlace);
  return isResidents ? dayOnly(round.startedAt) : round.startedAt;
}

/** The last UTC midnight: says no hour, in any zone. */
function dayOnly(at: Instant): Instant {
  return (at - (at % DAY_MS)) as Instant;
}
