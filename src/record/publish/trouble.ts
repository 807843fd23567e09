import type { PolicyProblem } from '../log/index.ts';

/** Why nothing new is published. Each has a sentence with its remedy in `messages.ts`; none holds a personal datum. */
export type Trouble =
  /** The database holds fewer entries than were signed, published or cosigned before: an old backup was restored. */
  | { readonly kind: 'database-behind'; readonly by: string; readonly size: number; readonly have: number }
  /** As many or more, and not the same ones. */
  | { readonly kind: 'database-differs'; readonly by: string; readonly size: number }
  /** A witness cosigned more than we remember to have signed: our own state is an old copy. */
  | { readonly kind: 'witness-ahead'; readonly by: string; readonly size: number; readonly signed: number }
  /** Entries, tiles and head in the database contradict each other. */
  | { readonly kind: 'database-damaged'; readonly size: number }
  /** There is a published log and no key for it: a new key would be another log. */
  | { readonly kind: 'key-missing' }
  /** The key's file is not a key, or a checkpoint is there that this key did not sign. */
  | { readonly kind: 'key-wrong' }
  /** A file of our own state cannot be read. */
  | { readonly kind: 'state-unreadable'; readonly file: string }
  | { readonly kind: 'quorum-missing'; readonly witnesses: readonly WitnessSilence[] }
  | { readonly kind: 'witnesses-file-missing'; readonly path: string }
  | { readonly kind: 'witnesses-wrong'; readonly path: string; readonly line: number; readonly problem: PolicyProblem | 'log-line' | 'url' | 'url-missing' }
  /** The publishing process ended unasked; it is started again. */
  | { readonly kind: 'process-ended' }
  /** Another publisher has the folder: this one waits. */
  | { readonly kind: 'folder-taken' }
  /** The disk or the database did not do what was asked; `code` is theirs. */
  | { readonly kind: 'failed'; readonly code: string };

/** Why a witness's word is missing: the name is the policy's. */
export type WitnessSilence = { readonly name: string; readonly why: 'away' | 'late' | 'answer-unreadable' | 'signature-wrong' | 'log-unknown' | 'refused' | 'resting' };

/** Carries a trouble of the start up to `main`, which says it and ends; no stack is of any use there. */
export class PublishRefusal extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.kind);
    this.name = 'PublishRefusal';
    this.trouble = trouble;
  }
}
