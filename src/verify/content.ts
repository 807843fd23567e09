import { parseEntry, readEntry, type LogEntry, type Policy } from '../record/log/index.ts';
import { textOf } from '../record/log/spelling.ts';
import { createRecordFold, type RecordFold } from '../slices/scorecards/score-record.ts';
import { BEGUN, type Restore, type RootClaim } from './content-acts.ts';
import { batches, type Batches } from './content-batches.ts';
import { figureDates, type FigureDates } from './content-figures.ts';
import { bound, cellFinding, look } from './content-look.ts';
import { numbersSeen, type Numbers } from './content-numbers.ts';
import { openCommitments, type OpenCommitments } from './content-open.ts';
import { timeBounds, type TimeBounds } from './content-times.ts';
import type { Finding } from './finding.ts';

/** What the entries say, looked at one after another while the tree is hashed. Pure; memory follows what is open, not the log. */
export type Content = {
  /** Indexes rise by one. What is wrong is said once; the caller stops there. */
  readonly add: (index: number, bytes: Uint8Array) => Finding | undefined;
  /** Roots of earlier trees that entries have named since the last call; the caller proves them. */
  readonly takeClaims: () => readonly RootClaim[];
  /** All was read; `cosignedSeconds` is when the quorum saw it. */
  readonly end: (size: number, cosignedSeconds: number | undefined) => Finding | undefined;
  readonly report: () => ContentReport;
};

/** What a log is by its first entry. `first-format`: a draft of bare envelopes, begun before entries had kinds. */
export type Nature = 'live' | 'demo' | 'first-format';

export type ContentReport = Counts & {
  readonly nature: Nature | 'unknown';
  readonly draft: boolean;
  /** `none`: the first format. `since-kept`, `newest`: what leans on earlier entries was not judged. */
  readonly judged: 'all' | 'since-kept' | 'newest' | 'none';
  /** Restores of an old backup that the operator announced, oldest first; as far as was read. */
  readonly restores: readonly Restore[];
  /** Residents' acts that wait for company; as far as was read. */
  readonly stillSealed: number;
  /** `demo`: its clock is moved, so times prove nothing; `unwitnessed`: no outsider has said when; `unknown`: whether it is a demo. */
  readonly times: 'judged' | 'demo' | 'unwitnessed' | 'unknown';
};

type Counts = {
  acts: number; sealed: number; disclosed: number; scorecards: number; witnessed: number;
  /** Acts whose number had been told in a range that was lost, and was told once more. */
  toldAgain: number;
  /** Openings and figures that lean on entries which were not read this time. */
  notJudged: number;
};

export type ContentOrder = {
  readonly policy: Policy;
  /** The first entry that is read, and how many there will be. */
  readonly from: number;
  readonly size: number;
  /** The checkpoint kept from last time, when a quorum had seen it, and what the log was then. */
  readonly kept?: { readonly size: number; readonly atSeconds: number | undefined } | undefined;
  /** What the log is, where the first entry is not among those that are read. */
  readonly nature: Nature | 'unknown';
};

/** Everything that is remembered on the way. */
export type Reading = {
  readonly order: ContentOrder;
  readonly counts: Counts;
  readonly sealed: OpenCommitments;
  /** Acts with fields that may be opened later, by index. */
  readonly waiting: Map<number, { readonly stream: string; readonly commitments: { readonly [label: string]: string } }>;
  readonly numbers: Numbers;
  readonly batch: Batches;
  readonly times: TimeBounds;
  readonly figures: FigureDates;
  readonly restores: Restore[];
  /** Only from the first entry on: a figure over a part would be another figure. */
  readonly fold: RecordFold | undefined;
  nature: Nature | 'unknown';
  draft: boolean;
  isBounded: boolean;
  claims: RootClaim[];
};

export function contentOf(order: ContentOrder): Content {
  const reading = begin(order);
  return {
    add: (index, bytes) => addEntry(reading, index, bytes),
    takeClaims: () => reading.claims.splice(0),
    end: (size, cosignedSeconds) => {
      if (reading.nature === 'first-format') return undefined;
      const tooFew = reading.batch.end(reading.nature === 'live' ? cosignedSeconds : undefined);
      return tooFew ? cellFinding(tooFew) : bound(reading, size, cosignedSeconds);
    },
    report: () => reportOf(reading),
  };
}

function begin(order: ContentOrder): Reading {
  const { from, size, kept } = order;
  const reading: Reading = {
    order, counts: { acts: 0, sealed: 0, disclosed: 0, scorecards: 0, witnessed: 0, toldAgain: 0, notJudged: 0 },
    sealed: openCommitments(), waiting: new Map(), numbers: numbersSeen(size - from), batch: batches(), times: timeBounds(), figures: figureDates(), restores: [],
    fold: from === 0 ? createRecordFold() : undefined,
    nature: order.nature, draft: false, isBounded: false, claims: [],
  };
  if (from > 0 && kept) bound(reading, kept.size, kept.atSeconds);
  return reading;
}

function addEntry(reading: Reading, index: number, bytes: Uint8Array): Finding | undefined {
  if (reading.nature === 'first-format') return undefined;
  const read = readEntry(bytes);
  const begun = index === 0 ? readFirst(reading, bytes, read?.entry) : undefined;
  if (begun ?? isFirstFormat(reading)) return begun;
  if (!read) return { kind: 'entry-unreadable', index };
  const { from, kept } = reading.order;
  const ahead = from === 0 && kept?.size === index ? bound(reading, kept.size, kept.atSeconds) : undefined;
  const found = ahead ?? look(reading, index, read);
  reading.fold?.add(index, read.entry);
  return found;
}

/** What the first entry says that the log is; undefined when it says nothing of the kind. */
export function natureOf(first: Uint8Array): Nature | undefined {
  const entry = parseEntry(first);
  if (!entry) return isBareEnvelope(first) ? 'first-format' : undefined;
  if (entry.kind !== 'act' || entry.type !== BEGUN) return undefined;
  return entry.open['demo'] === true ? 'demo' : 'live';
}

function readFirst(reading: Reading, bytes: Uint8Array, entry: LogEntry | undefined): Finding | undefined {
  const nature = natureOf(bytes);
  if (!nature) return { kind: 'beginning-wrong' };
  reading.nature = nature;
  reading.draft = entry?.kind === 'act' && entry.open['draft'] === true;
  return undefined;
}

function isFirstFormat({ nature }: Reading): boolean {
  return nature === 'first-format';
}

function isBareEnvelope(bytes: Uint8Array): boolean {
  try {
    const read = JSON.parse(textOf(bytes) ?? '') as { readonly type?: unknown; readonly open?: { readonly format?: unknown } } | null;
    return read?.type === BEGUN && read.open?.format === 1;
  } catch {
    return false;
  }
}

function reportOf({ order, counts, nature, draft, sealed, restores, isBounded }: Reading): ContentReport {
  return {
    ...counts, nature, draft, restores, stillSealed: sealed.count(),
    judged: nature === 'first-format' ? 'none' : order.from === 0 ? 'all' : order.from === order.kept?.size ? 'since-kept' : 'newest',
    times: nature === 'demo' || nature === 'unknown' ? nature : isBounded ? 'judged' : 'unwitnessed',
  };
}
