import { unreachable } from '../kernel/unreachable.ts';
import { disclosureFault, type Act, type ActEntry, type DisclosedEntry, type EntryRead, type Target } from '../record/log/index.ts';
import { OPENED_LATER } from '../record/log/plan.ts';
import { parseBase64Url } from '../record/log/spelling.ts';
import type { PublishedScorecard } from '../slices/scorecards/score-published.ts';
import { resultDigest, RULE } from '../slices/scorecards/score-record.ts';
import { BEGUN, readRestored, readScorecard, readWitnessed, RESTORED, SCORECARD, WITNESSED } from './content-acts.ts';
import type { TooFew } from './content-batches.ts';
import type { TimeFault } from './content-times.ts';
import type { Reading } from './content.ts';
import type { DisclosureProblem, Finding } from './finding.ts';

/** Acts whose fields wait to be opened: more than any place has, and a hostile log may not fill a reader's memory. */
const WAITING_MAX = 500_000;

/** What is wrong with this entry, in the light of all before it. */
export function look(reading: Reading, index: number, { entry, actText }: EntryRead): Finding | undefined {
  const tooFew = entry.kind === 'disclosed' ? undefined : reading.batch.other();
  if (tooFew) return cellFinding(tooFew);
  switch (entry.kind) {
    case 'act': return lookAtAct(reading, index, entry);
    case 'sealed': return lookAtSealed(reading, index, entry.commitment);
    case 'disclosed': return lookAtDisclosed(reading, index, entry, actText);
    default: return unreachable(entry);
  }
}

/** Outsiders had seen this many entries at this second. */
export function bound(reading: Reading, size: number, atSeconds: number | undefined): Finding | undefined {
  if (atSeconds === undefined || reading.nature !== 'live') return undefined;
  reading.isBounded = true;
  const found = reading.times.witnessed(size, atSeconds);
  return found && timeFinding(found.index, found.fault);
}

export function cellFinding({ index, batch, cell, streams }: TooFew): Finding {
  return { kind: 'cell-too-small', index, batch, cell, streams };
}

function lookAtAct(reading: Reading, index: number, entry: ActEntry): Finding | undefined {
  reading.counts.acts += 1;
  if (index > 0 && entry.type === BEGUN) return { kind: 'begun-twice', index };
  const wrong = announced(reading, index, entry) ?? repeated(reading, index, entry, index) ?? datedWrong(reading, index, entry) ?? keepForLater(reading, index, entry);
  if (wrong) return wrong;
  switch (entry.type) {
    case WITNESSED: return lookAtWitnessed(reading, index, entry);
    case SCORECARD: return lookAtScorecard(reading, index, entry);
    default: return undefined;
  }
}

function lookAtWitnessed(reading: Reading, index: number, act: Act): Finding | undefined {
  const read = readWitnessed(index, act, reading.order.policy);
  if (read.finding) return read.finding;
  const { value } = read;
  reading.counts.witnessed += 1;
  reading.claims.push(value.claim);
  return bound(reading, value.claim.size, value.atSeconds);
}

function lookAtScorecard(reading: Reading, index: number, act: Act): Finding | undefined {
  const read = readScorecard(index, act);
  if (read.finding) return read.finding;
  const { claim, published } = read.value;
  reading.claims.push(claim);
  const misdated = figuresDatedWrong(reading, index, published, act);
  if (misdated) return misdated;
  if (published.rule !== RULE) return { kind: 'rule-unknown', index, rule: published.rule };
  if (!reading.fold) {
    reading.counts.notJudged += 1;
    return undefined;
  }
  reading.counts.scorecards += 1;
  const recomputed = resultDigest(reading.fold.resultAt(published.asOf, published.n));
  return recomputed === published.digest ? undefined : { kind: 'scorecard-differs', index, size: published.n, published: published.digest, recomputed };
}

/** The act that announces them has been added as any other, behind what it counts. */
function figuresDatedWrong({ nature, figures }: Reading, index: number, published: PublishedScorecard, { at }: Act): Finding | undefined {
  const fault = nature === 'live' ? figures.fault(published, at ?? '') : undefined;
  return fault && { kind: 'scorecard-dated-wrong', index, asOf: published.asOf, ...fault };
}

function lookAtSealed({ counts, sealed }: Reading, index: number, commitment: string): Finding | undefined {
  counts.sealed += 1;
  const bytes = parseBase64Url(commitment);
  if (!bytes) return { kind: 'entry-unreadable', index };
  return sealed.add(index, bytes) ? undefined : { kind: 'too-much-open', index };
}

function lookAtDisclosed(reading: Reading, index: number, entry: DisclosedEntry, actText: string | undefined): Finding | undefined {
  const { counts, order } = reading;
  const { act, cell } = entry;
  counts.disclosed += 1;
  if (entry.index >= index) return disclosureWrong(index, entry, 'not-earlier');
  if (entry.index < order.from) {
    counts.notJudged += 1;
    return act && repeated(reading, index, act, entry.index);
  }
  const target = takeTarget(reading, entry.index);
  const problem = target ? disclosureFault(entry, target.entry, actText) : 'opens-nothing';
  if (problem) return disclosureWrong(index, entry, problem);
  const isResidents = cell.cause === 'resident';
  // The day of a resident's act is over before anything is said of it.
  if (isResidents && act?.day !== undefined && act.day >= entry.batch) return disclosureWrong(index, entry, 'too-soon');
  const tooFew = reading.batch.add(index, entry, act?.stream ?? target?.stream ?? '');
  if (tooFew) return cellFinding(tooFew);
  return act && (repeated(reading, index, act, entry.index) ?? openedWrong(reading, index, entry, act));
}

function disclosureWrong(index: number, { index: target }: DisclosedEntry, problem: DisclosureProblem): Finding {
  return { kind: 'disclosure-wrong', index, target, problem };
}

/** Each entry is opened once: what it committed to is forgotten here. */
function takeTarget({ waiting, sealed }: Reading, index: number): { readonly entry: Target; readonly stream?: string } | undefined {
  const act = waiting.get(index);
  if (act) {
    waiting.delete(index);
    return { entry: { kind: 'act', commitments: act.commitments }, stream: act.stream };
  }
  const commitment = sealed.take(index);
  return commitment && { entry: { kind: 'sealed', commitment } };
}

/** Before its own number is looked at, which may have been told in the range, too. */
function announced({ numbers, restores }: Reading, index: number, act: Act): Finding | undefined {
  if (act.type !== RESTORED) return undefined;
  const read = readRestored(index, act);
  if (read.finding) return read.finding;
  const { first, end } = read.value;
  if (!numbers.restored(first, end)) return { kind: 'restore-wrong', index, problem: 'too-many' };
  restores.push(read.value);
  return undefined;
}

/** `place` is where the act was entered, perhaps sealed: an opening tells of that entry. */
function repeated({ numbers, counts }: Reading, index: number, { stream, seq }: Act, place: number): Finding | undefined {
  const told = numbers.add(stream, seq, place);
  if (told === 'again') counts.toldAgain += 1;
  return told === 'repeated' ? { kind: 'act-repeated', index, stream, seq } : undefined;
}

function keepForLater({ waiting }: Reading, index: number, { stream, commitments }: ActEntry): Finding | undefined {
  if (!OPENED_LATER.some((label) => commitments[label] !== undefined)) return undefined;
  if (waiting.size >= WAITING_MAX) return { kind: 'too-much-open', index };
  waiting.set(index, { stream, commitments });
  return undefined;
}

function datedWrong({ nature, times, figures }: Reading, index: number, { at }: Act): Finding | undefined {
  if (at !== undefined) figures.act(index, at);
  const fault = nature !== 'live' || at === undefined ? undefined : times.act(index, at);
  return fault && timeFinding(index, fault);
}

/** A timer's day is the day on which it was due, and may lie before the day on which the server woke up. */
function openedWrong({ nature, times }: Reading, index: number, { index: target, cell }: DisclosedEntry, { day }: Act): Finding | undefined {
  const fault = nature !== 'live' || day === undefined || cell.cause !== 'resident' ? undefined : times.opened(target, day);
  return fault && timeFinding(index, fault);
}

function timeFinding(index: number, { kind, says, cosignedSeconds }: TimeFault): Finding {
  return { kind, index, says, cosignedSeconds };
}
