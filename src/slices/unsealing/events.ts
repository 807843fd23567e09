import type { CaseId, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { ContactField } from '../vault/index.ts';
import type { AGREED, Decider, Purpose, Ruling } from './unsealing.ts';

/** What was written about it is private to the parties, and so is who: `by` is an account. */
type Sealed<Field extends string> = { readonly [F in Field]?: string };

/**
 * `open` stays inside, too: the public reads role, purpose and how many fields (`publish.ts`), never case, unit or which fields.
 * The unit stands in `open` and not in the envelope's place for it, because what stands there is public.
 */
export type UnsealingEvent =
  | { readonly type: 'identity.requested.v1'; readonly open: { readonly case: CaseId; readonly unit: UnitId; readonly purpose: Purpose; readonly fields: readonly ContactField[]; readonly decider: Decider; readonly decideBy: Instant }; readonly sealed: Sealed<'words' | 'by'> }
  | { readonly type: 'identity.approved.v1'; readonly open: { readonly case: CaseId; readonly unit: UnitId; readonly purpose: Purpose; readonly fields: readonly ContactField[]; readonly until: Instant }; readonly sealed: Sealed<'explanation' | 'by'> }
  | { readonly type: 'identity.refused.v1'; readonly open: { readonly case: CaseId; readonly unit: UnitId; readonly purpose: Purpose }; readonly sealed: Sealed<'explanation' | 'by'> }
  | { readonly type: 'identity.shown.v1'; readonly open: { readonly case: CaseId; readonly unit: UnitId; readonly purpose: Purpose | typeof AGREED; readonly fields: readonly ContactField[] }; readonly sealed: Sealed<'words' | 'by'> }
  | { readonly type: 'identity.contested.v1'; readonly open: { readonly case: CaseId; readonly answerBy: Instant; readonly day: string }; readonly sealed: Sealed<'words'> }
  | { readonly type: 'identity.contest-settled.v1'; readonly open: { readonly case: CaseId; readonly unit: UnitId; readonly purpose: Purpose | typeof AGREED; readonly ruling: Ruling }; readonly sealed: Sealed<'explanation' | 'by'> };

export const UNSEALING_EVENT_TYPES: readonly UnsealingEvent['type'][] = [
  'identity.requested.v1', 'identity.approved.v1', 'identity.refused.v1', 'identity.shown.v1', 'identity.contested.v1', 'identity.contest-settled.v1',
];

/** An event as it is folded: with its place, its time and the role that acted. */
export type UnsealingFact = UnsealingEvent & { readonly stream: string; readonly seq: number; readonly at: Instant; readonly role: string };
