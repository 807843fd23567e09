import type { AccountId, CaseId, CaseNumber, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';

/** 举报 whistle-blowing · 打击报复 retaliation · 阻止反映、被要求撤回 pressure. */
export const SEALED_KINDS = ['whistle-blowing', 'retaliation', 'pressure'] as const;
export type SealedKind = (typeof SEALED_KINDS)[number];

export const SEALED_STAGES = ['received', 'in-hand', 'answered', 'judged', 'unjudged', 'withdrawn'] as const;
export type SealedStage = (typeof SEALED_STAGES)[number];

/** Who has it: the protection officers inside the jurisdiction, or those of the outside body. */
export type Route = 'inside' | 'outside';

/** Why it went to the outside body. */
export const HANDOVERS = ['by-officer', 'overdue', 'by-reporter', 'judged'] as const;
export type Handover = (typeof HANDOVERS)[number];

/** Where a letter was closed: in the browser of whoever wrote it, or in the server's memory as it arrived. */
export const CLOSED_IN = ['browser', 'server'] as const;
export type ClosedIn = (typeof CLOSED_IN)[number];

/** 128 random bits as a UUID. Shaped as a case's, so that an actor who shows a receipt can name it. */
export type ReportId = CaseId;

/** A protection officer as the routing sees one: an account with the duty now, its unit, and the age recipient that letters are closed to. */
export type Officer = { readonly account: AccountId; readonly unit: UnitId; readonly recipient: string };

/** One closed letter; what it says is in no field of the program. */
export type Letter = { readonly by: 'reporter' | 'officer'; readonly at: Instant; readonly digest: string; readonly closedIn: ClosedIn };

/** Which case the reporter lets be watched, and since when. */
export type Watch = { readonly caseId: CaseId; readonly since: Instant };

export type ReportFacts = {
  readonly id: ReportId;
  readonly number: CaseNumber;
  readonly kind: SealedKind;
  readonly receivedAt: Instant;
  /** Units that must not see it; with them their superiors and everyone beneath (protection T2). */
  readonly keptFrom: readonly UnitId[];
  /** Officers whom the reporter does not want as readers. */
  readonly spared: readonly AccountId[];
  /** The reporter's own age recipient, derived from the receipt's code: replies are closed to it. */
  readonly recipient: string;
  readonly watch?: Watch;
};

/** `dueAt` is the next moment at which something happens by itself. */
export type Standing =
  | { readonly stage: 'received'; readonly dueAt: Instant; readonly answerBy: Instant }
  | { readonly stage: 'in-hand'; readonly dueAt: Instant }
  | { readonly stage: 'answered'; readonly dueAt: Instant }
  | { readonly stage: 'judged'; readonly outcome: Outcome }
  | { readonly stage: 'unjudged' }
  | { readonly stage: 'withdrawn'; readonly pressed: boolean };

export type ReportState = {
  readonly seq: number;
  readonly facts: ReportFacts;
  readonly standing: Standing;
  readonly route: Route;
  /** Officers who may open it now. */
  readonly readers: readonly AccountId[];
  /** Officers to whose keys every letter is closed as well, for when the outside body takes over. */
  readonly successors: readonly AccountId[];
  readonly letters: readonly Letter[];
  /** Every outcome so far, the last one last; only the reporter adds one (promise 4). */
  readonly outcomes: readonly Outcome[];
  /** How often a time limit has run out. */
  readonly lateTimes: number;
  readonly handedOver?: Handover;
};

export function dueOf({ standing }: ReportState): Instant | undefined {
  return 'dueAt' in standing ? standing.dueAt : undefined;
}

/** At rest nothing happens by itself any more; the reporter may still speak. */
export function isResting(state: ReportState): boolean {
  return dueOf(state) === undefined;
}
