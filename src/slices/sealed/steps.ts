import type { AccountId, CaseNumber, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { ClosedIn, Handover, ReportId, Route, SealedKind, Watch } from './report.ts';

/**
 * What happened in a sealed report. Each is the one private field of an event that looks like every other
 * (`sealed.recorded.v1`): inside the record and in the public log nothing tells them apart.
 */
export type Step =
  | {
      readonly step: 'received'; readonly id: ReportId; readonly number: CaseNumber; readonly kind: SealedKind; readonly keptFrom: readonly UnitId[];
      readonly spared: readonly AccountId[]; readonly recipient: string; readonly route: Route; readonly readers: readonly AccountId[];
      readonly successors: readonly AccountId[]; readonly digest: string; readonly closedIn: ClosedIn; readonly dueAt: Instant; readonly answerBy: Instant;
      readonly watch?: Watch;
    }
  | { readonly step: 'written'; readonly by: 'reporter' | 'officer'; readonly digest: string; readonly closedIn: ClosedIn }
  | { readonly step: 'acknowledged' }
  | { readonly step: 'answered'; readonly digest: string; readonly dueAt: Instant }
  | { readonly step: 'handed-over'; readonly why: Handover; readonly readers: readonly AccountId[]; readonly dueAt: Instant; readonly answerBy: Instant }
  /** Late, and there is nobody further to hand it to. */
  | { readonly step: 'late'; readonly dueAt: Instant; readonly answerBy: Instant }
  | { readonly step: 'shared'; readonly reader: AccountId; readonly digests: readonly string[] }
  | { readonly step: 'judged'; readonly outcome: Outcome }
  | { readonly step: 'reopened'; readonly dueAt: Instant; readonly answerBy: Instant }
  | { readonly step: 'unjudged' }
  | { readonly step: 'withdrawn'; readonly pressed: boolean };

export type Fact = { readonly seq: number; readonly at: Instant; readonly step: Step };

/** The one type of all of them. */
export const SEALED_EVENT = 'sealed.recorded.v1';
