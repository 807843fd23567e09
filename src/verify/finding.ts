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
  | { readonly kind: 'root-differs'; readonly size: number };

/**
 * `holds`: everything that was asked is so. `broken`: the log does not keep its promise, and the evidence says how.
 * `undecided`: it could not be read far enough, which proves nothing about it.
 */
export type Verdict = 'holds' | 'broken' | 'undecided';

export function verdictOf(finding: Finding): Exclude<Verdict, 'holds'> {
  switch (finding.kind) {
    case 'cut': case 'timed-out': case 'time-limit': case 'bytes-limit': case 'kept-unreadable':
      return 'undecided';
    // Where there is no checkpoint there may be no log. A tile that a signed checkpoint covers is owed to everyone.
    case 'missing':
      return finding.path === 'checkpoint' ? 'undecided' : 'broken';
    case 'oversized': case 'malformed': case 'note-malformed': case 'checkpoint-malformed': case 'origin-unknown': case 'origin-changed':
    case 'unsigned': case 'signature-wrong': case 'quorum-missing': case 'rolled-back': case 'forked': case 'history-rewritten':
    case 'entry-altered': case 'tile-altered': case 'root-differs':
      return 'broken';
    default:
      return unreachable(finding);
  }
}
