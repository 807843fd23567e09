import { openCheckpoint, quorumSeconds, type Act, type Policy } from '../record/log/index.ts';
import { parseBase64 } from '../record/log/spelling.ts';
import { HASH_BYTES, type Hash } from '../record/merkle/hash.ts';
import { publishedOf, type PublishedScorecard } from '../slices/scorecards/score-published.ts';
import type { Finding } from './finding.ts';

/** An entry says that the tree had this root at this size: to be proven from the tree as it is. */
export type RootClaim = { readonly index: number; readonly size: number; readonly root: Hash };

export const BEGUN = 'record.begun.v1';
export const WITNESSED = 'record.witnessed.v1';
export const RESTORED = 'record.restored.v1';
export const SCORECARD = 'scorecard.published.v1';

export type Read<Value> = { readonly value: Value; readonly finding?: undefined } | { readonly finding: Finding };

/** A cosigned checkpoint that the log itself keeps for readers who come later. Everything in it is the operator's. */
export function readWitnessed(index: number, { open }: Act, policy: Policy): Read<{ readonly claim: RootClaim; readonly atSeconds: number | undefined }> {
  const note = typeof open['checkpoint'] === 'string' ? parseBase64(open['checkpoint']) : undefined;
  if (!note) return { finding: { kind: 'witnessed-wrong', index, problem: 'unreadable' } };
  const opened = openCheckpoint(note, policy);
  if (opened.refused) return { finding: { kind: 'witnessed-wrong', index, problem: opened.reason.kind } };
  const { size, root } = opened.value.checkpoint;
  if (size !== open['size'] || !isPast(size, index)) return { finding: { kind: 'witnessed-wrong', index, problem: 'size' } };
  return { value: { claim: { index, size, root }, atSeconds: quorumSeconds(policy, opened.value) } };
}

/** A published scorecard: what it was computed from, by which rule, and the digest of what came out. */
export function readScorecard(index: number, act: Act): Read<{ readonly claim: RootClaim; readonly published: PublishedScorecard }> {
  const published = publishedOf(act);
  const root = published && parseBase64(published.root);
  if (!published || root?.length !== HASH_BYTES || !isPast(published.n, index)) return { finding: { kind: 'scorecard-unreadable', index } };
  return { value: { claim: { index, size: published.n, root }, published } };
}

/** Entries from `first` up to before `end` came back from the published files after an old backup was restored; of `lost` of them the events did not. */
export type Restore = { readonly index: number; readonly at: string; readonly first: number; readonly end: number; readonly lost: number };

/**
 * The operator announces a loss: it is believed as far as it goes against them. The range is what was published last, so the
 * announcement stands right behind it, and nobody can announce later that something else had been lost.
 */
export function readRestored(index: number, { at, open }: Act): Read<Restore> {
  const { first, end, lost } = open;
  if (at === undefined || Number.isNaN(Date.parse(at)) || !isCount(first) || !isCount(end) || !isCount(lost)) return { finding: { kind: 'restore-wrong', index, problem: 'fields' } };
  if (end !== index || first >= end || lost < 1 || lost > end - first) return { finding: { kind: 'restore-wrong', index, problem: 'range' } };
  return { value: { index, at, first, end, lost } };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** An entry can only speak of a tree that it is not in. */
function isPast(size: number, index: number): boolean {
  return size >= 1 && size <= index;
}
