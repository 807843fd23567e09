import type { PostId, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/** The one job that carries to a case what an office said of a matter that several cases tell of (`slices/matters`). */
export const MATTERS_JOB = 'matters';

/** A case is joined with others that tell of the same matter. Receipt, clock and verdict stay its own. */
export type Joining = { readonly matter: string; readonly at: Instant };

/** The office whose word the job carries: every event that follows from it bears its role and unit. */
export type Spoken = { readonly role: string; readonly unit: UnitId; readonly post?: PostId };

/** What is said of a matter to each case in it. */
export type Word =
  | { readonly kind: 'signature' }
  | { readonly kind: 'update'; readonly words: string }
  | { readonly kind: 'answer'; readonly found: string; readonly done: string; readonly inPublic?: true }
  | { readonly kind: 'date'; readonly dueAt: Instant; readonly explanation: string };
