import { accept, refuse, type Decision } from '../kernel/refusal.ts';
import { NOTE_BYTES_MAX, openCheckpoint, parseCheckpoint, parseNote, quorumSeconds, type Checkpoint, type Policy, type SignedCheckpoint } from '../record/log/index.ts';
import { sameHash } from '../record/merkle/hash.ts';
import { rootOf, TILE_WIDTH, type Edge } from '../record/merkle/tile.ts';
import { natureOf, type ContentOrder, type ContentReport, type Nature } from './content.ts';
import type { Fetcher } from './fetcher.ts';
import { verdictOf, type Finding, type Verdict } from './finding.ts';
import { judgeHere, type JudgeMaker } from './judge.ts';
import { boundedReader, LIMITS, type Limits, type LogReader } from './reader.ts';
import { edgeAt, fault, firstEntry, walk, type Served, type Walk, type WalkFault } from './walk.ts';

/** What a reader keeps from one verification to the next: the last checkpoint that held, as it was served, and what the log is. */
export type KeptState = { readonly checkpoint: Uint8Array; readonly nature?: Nature | undefined };

export type Options = {
  readonly limits?: Partial<Limits>;
  /**
   * `start` reads the whole log again and still holds it to the kept checkpoint. `kept` reads what came since. A number reads
   * about so many of the newest entries, and takes the hashes of all before them from the log's tiles.
   */
  readonly from?: 'kept' | 'start' | { readonly newest: number };
  /** `ignored` looks at hashes alone, for logs whose entries are not ours. */
  readonly content?: 'judged' | 'ignored';
  /** Who judges what the entries say; on this thread unless another is handed in. The report is the same. */
  readonly judge?: JudgeMaker;
  readonly onProgress?: Walk['onProgress'];
  /** Every entry that was read and is as its tile says; proven only if the report says that the log holds. */
  readonly onEntry?: Walk['onEntry'];
};

export type LogReport = {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** The checkpoint that the verdict is about; undefined where none could be trusted. */
  readonly signed: SignedCheckpoint | undefined;
  /** Read and found right; 0 unless the log holds. */
  readonly entriesRead: number;
  readonly tilesRead: number;
  /** What was looked at in the entries; undefined unless the log holds and they were judged. */
  readonly content: ContentReport | undefined;
  /** What shows the fault to others: the checkpoints, and the file as it was served. Empty when the log holds. */
  readonly evidence: readonly Served[];
  /** To be kept for the next time: the new checkpoint if all held, else what was kept before. */
  readonly kept: KeptState | undefined;
};

/**
 * Follows a log: is it signed and witnessed as the policy asks, does it still contain what it contained, and do its
 * entries and tiles hash to the signed root? Whatever the server does, there is a report within the limits.
 */
export async function verifyLog(fetcher: Fetcher, policy: Policy, kept: KeptState | undefined, options: Options = {}): Promise<LogReport> {
  const reader = boundedReader(fetcher, { ...LIMITS, ...options.limits });
  try {
    return await follow(reader, policy, kept, options);
  } finally {
    reader.close();
  }
}

async function follow(reader: LogReader, policy: Policy, kept: KeptState | undefined, options: Options): Promise<LogReport> {
  const note = await reader.read('checkpoint', NOTE_BYTES_MAX);
  if (note.refused) return failed(note.reason, { kept });
  const opened = openCheckpoint(note.value, policy);
  const served = { path: 'checkpoint', bytes: note.value };
  if (opened.refused) return failed(opened.reason, { kept, served });
  const signed = opened.value;
  const before = readKept(kept, signed.checkpoint);
  if (before.refused) return failed(before.reason, { kept, signed });
  const begun = await beginning(reader, before.value, signed.checkpoint, options.from ?? 'kept');
  if (begun.refused) return failed(begun.reason.finding, { kept, signed, served: begun.reason.served });
  const { onEntry = ignore, onProgress = ignore } = options;
  const nature = begun.value.from === 0 ? 'live' : kept?.nature ?? natureOf(await firstEntry(reader, signed.checkpoint.size)) ?? 'unknown';
  const judge = options.content === 'ignored' ? undefined : (options.judge ?? judgeHere)({ ...orderOf(policy, begun.value.from, signed, kept), nature });
  try {
    const order = { reader, ...begun.value, to: signed.checkpoint, kept: before.value, onEntry, judge, onProgress };
    return await walkThrough(order, policy, signed, kept);
  } finally {
    judge?.close();
  }
}

async function walkThrough(order: Walk, policy: Policy, signed: SignedCheckpoint, kept: KeptState | undefined): Promise<LogReport> {
  const walked = await walk(order);
  if (walked.refused) return failed(walked.reason.finding, { kept, signed, served: walked.reason.served });
  const ended = await order.judge?.end(signed.checkpoint.size, quorumSeconds(policy, signed));
  if (ended?.finding) return failed(ended.finding, { kept, signed });
  const { entries, tiles } = walked.value;
  const report = ended?.report;
  return {
    verdict: 'holds', findings: [], signed, entriesRead: entries, tilesRead: tiles, content: report, evidence: [],
    kept: { checkpoint: signed.note, ...(report && report.nature !== 'unknown' ? { nature: report.nature } : {}) },
  };
}

function orderOf(policy: Policy, from: number, { checkpoint: { size } }: SignedCheckpoint, kept: KeptState | undefined): Omit<ContentOrder, 'nature'> {
  const before = kept && openCheckpoint(kept.checkpoint, policy);
  // Where the policy has changed since, the kept checkpoint still binds the tree, but no longer says when.
  if (!before || before.refused) return { policy, from, size };
  return { policy, from, size, kept: { size: before.value.checkpoint.size, atSeconds: quorumSeconds(policy, before.value) } };
}

/** The kept checkpoint, if today's can be its successor. It was checked when it was kept; signatures may have been retired since. */
function readKept(kept: KeptState | undefined, { origin, size, root }: Checkpoint): Decision<Checkpoint | undefined, Finding> {
  if (!kept) return accept(undefined);
  const note = parseNote(kept.checkpoint);
  const before = note && parseCheckpoint(note.text);
  if (!before) return refuse({ kind: 'kept-unreadable' });
  if (before.origin !== origin) return refuse({ kind: 'origin-changed', origin, keptOrigin: before.origin });
  if (size < before.size) return refuse({ kind: 'rolled-back', size, keptSize: before.size });
  if (size === before.size && !sameHash(root, before.root)) return refuse({ kind: 'forked', size });
  return accept(before);
}

/**
 * Where the walk begins. From the kept size, today's tiles must still hash to the kept root: as the new root is then
 * grown from exactly these hashes, the walk's end is the proof of consistency (RFC 6962 §2.1.2).
 */
async function beginning(
  reader: LogReader, before: Checkpoint | undefined, { size }: Checkpoint, from: NonNullable<Options['from']>,
): Promise<Decision<{ readonly from: number; readonly edge: Edge }, WalkFault>> {
  if (typeof from === 'object') return newestFrom(reader, size, from.newest);
  if (!before || from === 'start') return accept({ from: 0, edge: [] });
  const edge = await edgeAt(reader, before.size, size);
  if (edge.refused) return edge;
  if (!sameHash(rootOf(edge.value), before.root)) {
    return fault({ kind: 'history-rewritten', keptSize: before.size, size });
  }
  return accept({ from: before.size, edge: edge.value });
}

/** Its hashes come from the tiles, and are true if the walk from there ends in the signed root. */
async function newestFrom(reader: LogReader, size: number, newest: number): Promise<Decision<{ readonly from: number; readonly edge: Edge }, WalkFault>> {
  const from = Math.max(0, Math.floor((size - newest) / TILE_WIDTH) * TILE_WIDTH);
  const edge = await edgeAt(reader, from, size);
  return edge.refused ? edge : accept({ from, edge: edge.value });
}

type Known = { readonly kept: KeptState | undefined; readonly signed?: SignedCheckpoint; readonly served?: Served | undefined };

function failed(finding: Finding, { kept, signed, served }: Known): LogReport {
  const evidence = [
    ...(signed ? [{ path: 'checkpoint', bytes: signed.note }] : []),
    ...(kept ? [{ path: 'checkpoint-kept', bytes: kept.checkpoint }] : []),
    ...(served ? [served] : []),
  ];
  return { verdict: verdictOf(finding), findings: [finding], signed, entriesRead: 0, tilesRead: 0, content: undefined, evidence, kept };
}

function ignore(): void {
  // Nobody asked.
}
