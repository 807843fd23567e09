import type { Instant } from '../../kernel/instant.ts';
import type { CaseFacts, Round } from './case.ts';
import type { CaseFact } from './events.ts';
import { timersOf } from './policy.ts';
import type { Rules } from './rules.ts';
import { contestedReissue } from './receipt.ts';
import { acceptedAtOf, openPauseOf, ownerOf, pastRoundsOf, roundOf, type CaseState } from './state.ts';

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
  /** What waits for a second or third person at a desk that replaces receipts. */
  readonly reissue: 'asked' | 'contested' | null;
  /** The last objection that was upheld: who had been given the case wrongly, whose it is, and since when the list is known to err. */
  readonly correctedFrom: string | null; readonly correctedTo: string | null; readonly correctedAt: Instant | null;
};

/** One round, whole, as counting needs it: no page reads these rows. */
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
    division: facts.place.division, channel: facts.channel, anonymity: facts.anonymity, owner: ownerOf(state),
    handler: round?.handler ?? ownerOf(state), assisting: round?.assisting ?? [], about: keptFrom(facts), round: round?.number ?? 0,
    dueAt: dueAtOf(state), paused: isPaused(state), submittedAt: facts.submittedAt, acceptedAt: acceptedAtOf(state) ?? null,
    answeredAt: round?.answers[0]?.at ?? null, summary: facts.publicSummary ?? null, removals: facts.removals.length,
    lastMessage: facts.conversation.at(-1)?.from ?? null, ...correctionOf(state),
    reissue: contestedReissue(facts.receipt) ? 'contested' : facts.receipt.asked ? 'asked' : null,
  };
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

export function timerRowsOf(state: CaseState): readonly TimerRow[] {
  return timersOf(state).map(({ kind, dueAt }) => ({ kind, dueAt }));
}

/** The version of the jurisdiction's data that its running clock was set by; the current one before that. */
export function rulesVersionOf(history: readonly CaseFact[], rules: Rules): number {
  let version = rules.version;
  for (const fact of history) {
    if (fact.type === 'case.dispatched.v1' || fact.type === 'case.reopened.v1') version = fact.open.rulesVersion;
    if (fact.type === 'case.imported.v1' && fact.open.standing === 'open') version = fact.open.rulesVersion;
  }
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
