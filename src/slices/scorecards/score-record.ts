import { canonical } from '../../record/canonical.ts';
import type { Json } from '../../record/event.ts';
import type { Act, LogEntry } from '../../record/log/entry.ts';
import { sha256 } from '../../record/merkle/hash.ts';
import { emptyCounts, type RecordCounts, type Tally } from './score-counts.ts';
import { batchOf, type BallotBatch } from './score-published.ts';
import { runningCounts, SLACK_DAYS, UNIT_DAYS, type Counting, type RunningCounts } from './score-running.ts';
import { deedOf, timeOf, type Step } from './score-step.ts';

export { UNIT_DAYS, WHOLE_DAYS } from './score-running.ts';

/** The way of counting that README.md describes. Another way is another number; results of an old one stay what they were. */
export const RULE = 1;

const DAY_MS = 86_400_000;
const FORGET_EVERY = 65_536;
const FORGET_DAYS = 7;

/** What the first n entries of a log say of each unit. A unit of which they say nothing is absent. */
export type RecordResult = {
  readonly rule: number;
  /** Milliseconds since 1970, UTC. */
  readonly asOf: number;
  readonly n: number;
  readonly units: { readonly [unit: string]: RecordCounts };
  readonly whole: RecordCounts;
};

export type RecordFold = {
  /** Each entry once, in the order of the log; what it says must have been proved by the caller. Never throws, whatever an entry holds. */
  add(index: number, entry: LogEntry): void;
  /**
   * The result over the entries before `n` (all that were added, by default), as of that moment. `asOf` may not go back by
   * more than a day from one call to the next, nor lie so far behind the newest entry: what cannot matter any more is forgotten.
   */
  resultAt(asOf: number, n?: number): RecordResult;
  /** Cases that something is remembered of. */
  readonly size: number;
};

/**
 * Scorecards from the public log alone (charter promises 5 and 13): whole numbers, no clock, no zone, no locale. Entries may
 * be disclosed long after what they tell of and in any order; the numbers in a case's stream put them in theirs.
 *
 * An act older than the period is forgotten: a round counts by when it began, and nothing of it happens before that.
 */
export function createRecordFold(rule: number = RULE): RecordFold {
  if (rule !== RULE) throw new RangeError(`no such rule: ${rule}`);
  const cases = new Map<string, Remembered>();
  const running = runningCounts<Remembered>();
  let batches: BallotBatch[] = [];
  let [added, newest, forgotten] = [0, 0, 0];
  const forget = (now: number): void => {
    forgotten = now;
    // A day more than counts: so far may the next moment lie before this one.
    const horizon = now - (UNIT_DAYS + SLACK_DAYS + 1) * DAY_MS;
    for (const [stream, one] of cases) {
      // Most are of the period from their first step on.
      if ((one.steps[0]?.atMs ?? 0) >= horizon) continue;
      const kept = one.steps.findIndex(({ atMs }) => atMs >= horizon);
      if (kept === 0) continue;
      one.steps.splice(0, kept === -1 ? one.steps.length : kept);
      running.change(one);
      if (kept === -1) cases.delete(stream);
    }
    batches = batches.filter(({ toMonth }) => toMonth >= monthOf(horizon));
  };
  return {
    add(index, entry) {
      added = index + 1;
      const act = actIn(entry);
      if (act?.stream.startsWith('case:')) newest = Math.max(newest, remember(cases, running, index, act));
      const batch = act && batchOf(act, index);
      if (batch) batches.push(batch);
      if (added % FORGET_EVERY === 0) forget(newest);
    },
    resultAt(asOf, n = added) {
      // What is too old is counted nowhere; it is only dropped now and then.
      if (asOf - forgotten >= FORGET_DAYS * DAY_MS) forget(asOf);
      return { rule: RULE, asOf, n, ...withBallots(running.countAt(asOf, n, cases.values()), batches, asOf, n) };
    },
    get size() { return cases.size; },
  };
}

/** A case: its steps in the order of their numbers, and of one number in that of the log; `latestMs` is the latest time of one. */
type Remembered = Counting & { readonly steps: Step[]; latestMs: number; isMixed: boolean };

/** Canonical JSON (RFC 8785): what is published, hashed and served. */
export function resultText(result: RecordResult): string {
  return canonical(result as unknown as Json);
}

/** SHA-256 of `resultText` in UTF-8, lower-case hexadecimal. */
export function resultDigest(result: RecordResult): string {
  return Array.from(sha256(new TextEncoder().encode(resultText(result))), (octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** An act that the entry tells at once or opens; undefined while it is sealed, and where only fields are opened. */
function actIn(entry: LogEntry): Act | undefined {
  switch (entry.kind) {
    case 'act': return entry;
    case 'disclosed': return entry.act;
    case 'sealed': return undefined;
  }
}

/** Puts the act where its number in the stream belongs, behind others of that number. Its time, 0 when nothing was kept. */
function remember(cases: Map<string, Remembered>, running: RunningCounts<Remembered>, index: number, act: Act): number {
  const [deed, atMs] = [deedOf(act), timeOf(act)];
  if (!deed || atMs === undefined) return 0;
  const one = cases.get(act.stream) ?? { steps: [], newest: 0, latestMs: 0, isMixed: false, counted: undefined, isChanged: false };
  const { steps } = one;
  if (steps.length === 0) cases.set(act.stream, one);
  let place = steps.length;
  while (place > 0 && (steps[place - 1]?.seq ?? 0) > act.seq) place -= 1;
  one.isMixed ||= steps[place - 1]?.seq === act.seq || isOutOfOrder(one, place, atMs);
  const step: Step = { seq: act.seq, index, atMs, ...deed };
  // Nearly always behind all others, where an engine adds many times faster than it inserts.
  if (place === steps.length) steps.push(step);
  else steps.splice(place, 0, step);
  running.change(one);
  one.newest = Math.max(one.newest, index);
  one.latestMs = Math.max(one.latestMs, atMs);
  return atMs;
}

/** Earlier than a step before it, or later than one behind it, by more than days and minutes may differ. */
function isOutOfOrder({ steps, latestMs }: Remembered, place: number, atMs: number): boolean {
  const slack = SLACK_DAYS * DAY_MS;
  if (place === steps.length) return latestMs > atMs + slack;
  return steps.some((step, i) => (i < place ? step.atMs > atMs + slack : step.atMs < atMs - slack));
}

type Counts = { readonly units: Map<string, Tally>; readonly whole: Tally };

function withBallots({ units, whole }: Counts, batches: readonly BallotBatch[], asOf: number, n: number): Pick<RecordResult, 'units' | 'whole'> {
  const since = monthOf(asOf - UNIT_DAYS * DAY_MS);
  const told = new Set<string>();
  for (const { index, name, unit, toMonth, scores, answered } of batches) {
    if (index >= n || toMonth < since || told.has(name)) continue;
    told.add(name);
    const ofUnit = units.get(unit) ?? emptyCounts();
    units.set(unit, ofUnit);
    for (const counts of [ofUnit, whole]) {
      scores.forEach((count, level) => { counts.ballots[level] = (counts.ballots[level] ?? 0) + count; });
      counts.ballotsOf += answered;
    }
  }
  return { units: Object.fromEntries(units), whole };
}

/** `2026-11`, in UTC. */
function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}
