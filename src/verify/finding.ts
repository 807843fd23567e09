import { unreachable } from '../kernel/unreachable.ts';
import type { CheckpointFault } from '../record/log/index.ts';
import type { ReadFault } from './reader.ts';

/** What is wrong, in kinds; words for them are the business of whoever shows them. */
export type Finding =
  | ReadFault | CheckpointFault
  /** A tile or bundle that is not what its place demands: wrong length, entries cut short, something after the end. */
  | { readonly kind: 'malformed'; readonly path: string }
  /** The kept state is not a checkpoint, or one of another log. */
  | { readonly kind: 'kept-unreadable' }
  | { readonly kind: 'origin-changed'; readonly origin: string; readonly keptOrigin: string }
  /** The log is smaller than it was: entries were taken back. */
  | { readonly kind: 'rolled-back'; readonly size: number; readonly keptSize: number }
  /** As large as it was, and not the same. */
  | { readonly kind: 'forked'; readonly size: number }
  /** What had been entered up to the kept size is no longer what is served. */
  | { readonly kind: 'history-rewritten'; readonly keptSize: number; readonly size: number }
  /** The bytes of this entry, from 0, are not those that the log's own tile names. */
  | { readonly kind: 'entry-altered'; readonly index: number; readonly path: string }
  /** A tile above the leaves does not follow from what is below it. */
  | { readonly kind: 'tile-altered'; readonly path: string }
  /** Entries and tiles agree with each other and not with the signed root. */
  | { readonly kind: 'root-differs'; readonly size: number }
  | ContentFinding;

/** What entries say that cannot be so. Each names the entry, from 0, that says it. */
export type ContentFinding =
  /** Not one of the kinds of entry, or not in the one spelling that it has. */
  | { readonly kind: 'entry-unreadable'; readonly index: number }
  /** The first entry does not say what the log is. */
  | { readonly kind: 'beginning-wrong' }
  | { readonly kind: 'begun-twice'; readonly index: number }
  /** This number of this stream was told already. */
  | { readonly kind: 'act-repeated'; readonly index: number; readonly stream: string; readonly seq: number }
  | { readonly kind: 'disclosure-wrong'; readonly index: number; readonly target: number; readonly problem: DisclosureProblem }
  /** Opened together with fewer than ten: a cell that may point at one person. */
  | { readonly kind: 'cell-too-small'; readonly index: number; readonly batch: string; readonly cell: string; readonly streams: number }
  /** Later than outsiders saw it, or earlier than they saw the log without it. `says` is the entry's minute or day. */
  | { readonly kind: 'dated-ahead' | 'dated-back'; readonly index: number; readonly says: string; readonly cosignedSeconds: number }
  /** A checkpoint that the log shows as witnessed, and is not. */
  | { readonly kind: 'witnessed-wrong'; readonly index: number; readonly problem: CheckpointFault['kind'] | 'unreadable' | 'size' }
  /** An announced restore of an old backup whose range is not what stands right before it. */
  | { readonly kind: 'restore-wrong'; readonly index: number; readonly problem: 'fields' | 'range' | 'too-many' }
  /** The entry names a root that the tree of this size never had. */
  | { readonly kind: 'earlier-root-differs'; readonly index: number; readonly size: number }
  | { readonly kind: 'scorecard-unreadable'; readonly index: number }
  | { readonly kind: 'scorecard-differs'; readonly index: number; readonly size: number; readonly published: string; readonly recomputed: string }
  /** Its `asOf` is later than the entry itself, earlier than an act that it counts, or leaves out what had been in the log for days. Both in milliseconds. */
  | { readonly kind: 'scorecard-dated-wrong'; readonly index: number; readonly problem: 'ahead' | 'back' | 'old'; readonly asOf: number; readonly than: string }
  /** Counted by a rule that this verifier does not know. */
  | { readonly kind: 'rule-unknown'; readonly index: number; readonly rule: number }
  /** More waits to be opened than a reader can remember. */
  | { readonly kind: 'too-much-open'; readonly index: number };

/** `opens-nothing`: never sealed, or opened before. `too-soon`: a resident's act on the day that it happened. */
export type DisclosureProblem = 'not-earlier' | 'opens-nothing' | 'act-differs' | 'field-differs' | 'too-soon';

/**
 * `holds`: everything that was asked is so. `broken`: the log does not keep its promise, and the evidence says how.
 * `undecided`: it could not be read far enough, which proves nothing about it.
 */
export type Verdict = 'holds' | 'broken' | 'undecided';

export function verdictOf(finding: Finding): Exclude<Verdict, 'holds'> {
  switch (finding.kind) {
    case 'cut': case 'timed-out': case 'time-limit': case 'bytes-limit': case 'kept-unreadable':
    case 'rule-unknown': case 'too-much-open':
      return 'undecided';
    // Where there is no checkpoint there may be no log. A tile that a signed checkpoint covers is owed to everyone.
    case 'missing':
      return finding.path === 'checkpoint' ? 'undecided' : 'broken';
    case 'oversized': case 'malformed': case 'note-malformed': case 'checkpoint-malformed': case 'origin-unknown': case 'origin-changed':
    case 'unsigned': case 'signature-wrong': case 'quorum-missing': case 'rolled-back': case 'forked': case 'history-rewritten':
    case 'entry-altered': case 'tile-altered': case 'root-differs': case 'entry-unreadable': case 'beginning-wrong': case 'begun-twice':
    case 'act-repeated': case 'disclosure-wrong': case 'cell-too-small': case 'dated-ahead': case 'dated-back': case 'witnessed-wrong':
    case 'earlier-root-differs': case 'scorecard-unreadable': case 'scorecard-differs': case 'scorecard-dated-wrong': case 'restore-wrong':
      return 'broken';
    default:
      return unreachable(finding);
  }
}
