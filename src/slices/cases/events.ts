import type { CaseNumber, DivisionCode, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Outcome, VerdictProof } from '../../kernel/outcome.ts';
import type { Anonymity, Channel, Diversion, Escalation, ExtensionGround, HardGround, Kind, ObjectionGround, Pause, TimerKind, Urgency } from './case.ts';
import type { ReissueReason, Ruling } from './receipt.ts';
import type { CallOutcome } from './call.ts';
import type { ErasureRule, Hidable, HidingRule } from './removals.ts';
import type { TaskResult } from './task.ts';

/**
 * Everything that can happen to a case. `open` is public for ever and holds no personal datum: codes, units, posts and
 * whole milliseconds since 1970; `day` is the date in the jurisdiction's zone, all that is shown of a resident's act. `sealed` is private: the record keeps a commitment to each field, the payload table the
 * words; an absent field was not given.
 */
type Shape<Type extends string, Open, Sealed extends string> = {
  readonly type: Type;
  readonly open: Open;
  readonly sealed: { readonly [Field in Sealed]?: string };
};

export type CaseEvent =
  | Shape<'case.submitted.v1', {
      readonly number: CaseNumber; readonly channel: Channel; readonly anonymity: Anonymity; readonly kind: Kind;
      readonly urgency: Urgency; readonly topic: TopicCode; readonly division: DivisionCode; readonly publishWords: boolean;
      readonly publishPlace: boolean; readonly day: string; readonly acceptDueAt: Instant;
    }, 'words' | 'address' | 'point' | 'person' | 'photos' | 'about' | 'superiors' | 'proxy'>
  /**
   * A row of another system's table. Its dates are that system's word, the event's own time that of the import; nobody gets a
   * receipt. Minutes stand here only where they are open data by rule.
   */
  | Shape<'case.imported.v1', Imported & (
      | { readonly standing: 'open'; readonly dueAt: Instant; readonly dueFrom: 'source' | 'limit'; readonly answerDueAt: Instant; readonly rulesVersion: number }
      | { readonly standing: 'closed'; readonly closedDay?: string }
    ), 'words' | 'address' | 'point' | 'externalId'>
  | Shape<'case.accepted.v1', {
      readonly kind: Kind; readonly urgency: Urgency; readonly topic: TopicCode; readonly division: DivisionCode;
      readonly wordsReviewed: boolean; readonly day: string; readonly dispatchDueAt: Instant;
    }, 'summary' | 'address'>
  | Shape<'case.diverted.v1', { readonly reason: Diversion; readonly day: string }, 'explanation' | 'by'>
  | Shape<'case.diversion-contested.v1', { readonly day: string; readonly settleDueAt: Instant }, 'words'>
  | Shape<'case.diversion-settled.v1', { readonly ruling: 'upheld' | 'overturned' }, 'explanation'>
  | Shape<'case.dispatched.v1', {
      readonly owner: UnitId; readonly assisting: readonly UnitId[]; readonly dueAt: Instant; readonly signDueAt: Instant;
      readonly rulesVersion: number;
    }, 'note'>
  | Shape<'case.transferred.v1', { readonly owner: UnitId; readonly handler: UnitId; readonly signDueAt: Instant }, 'reason'>
  | Shape<'case.objected.v1', { readonly ground: ObjectionGround; readonly proposes?: UnitId; readonly ruleDueAt: Instant }, 'reason' | 'by'>
  /** `unit` objected. The case goes on with `handler`: another one where it was upheld, the same where it was overruled. */
  | Shape<'case.objection-ruled.v1', {
      readonly ruling: 'upheld' | 'overruled'; readonly objector: UnitId; readonly owner: UnitId; readonly handler: UnitId; readonly signDueAt: Instant;
    }, 'explanation' | 'by'>
  | Shape<'case.extended.v1', { readonly ground: ExtensionGround; readonly dueAt: Instant; readonly answerDueAt: Instant }, 'explanation'>
  | Shape<'case.convened.v1', { readonly units: readonly UnitId[]; readonly assistDueAt: Instant }, 'note'>
  | Shape<'case.assisted.v1', Readonly<Record<never, never>>, 'words'>
  | Shape<'case.hard-listed.v1', { readonly ground: HardGround; readonly post?: PostId; readonly reviewAt: Instant; readonly inPublic?: true }, 'reason' | 'plan'>
  | Shape<'case.hard-reviewed.v1', { readonly reviewAt: Instant }, 'progress'>
  /** With which others is nobody's to read: the matter's stream is private. */
  | Shape<'case.joined.v1', Readonly<Record<never, never>>, 'matter'>
  | Shape<'case.parted.v1', Readonly<Record<never, never>>, 'matter' | 'reason'>
  /** By a public declaration; or back, when the case is joined no longer. */
  | Shape<'case.redated.v1', { readonly cause: 'declared' | 'parted'; readonly dueAt: Instant; readonly answerDueAt: Instant }, 'matter' | 'explanation'>
  | Shape<'case.noted.v1', Readonly<Record<never, never>>, 'words'>
  | Shape<'case.signed.v1', { readonly contactDueAt: Instant }, never>
  | Shape<'case.contacted.v1', { readonly means: ContactMeans }, 'note'>
  /** A message to the resident, and one from them: the words, and the names of photographs, joined by spaces. */
  | Shape<'case.asked.v1', Readonly<Record<never, never>>, 'words' | 'photos'>
  | Shape<'case.replied.v1', { readonly day: string }, 'words' | 'photos'>
  | Shape<'case.answered.v1', {
      readonly remindAt: Instant; readonly windowEndsAt: Instant; readonly owedBy?: string; readonly inPublic?: true;
    }, 'found' | 'done' | 'owed'>
  | Shape<'case.paused.v1', { readonly reason: Pause; readonly plannedEnd: Instant }, 'explanation'>
  | Shape<'case.resumed.v1', { readonly end: Instant; readonly dueAt: Instant; readonly answerDueAt: Instant; readonly contactDueAt?: Instant }, never>
  | Shape<'case.judged.v1', {
      readonly round: number; readonly outcome: Outcome; readonly means: VerdictProof['means']; readonly day: string;
      readonly recastUntil: Instant;
    }, 'comment'>
  | Shape<'case.reopened.v1', {
      readonly round: number; readonly owner: UnitId; readonly handler: UnitId; readonly post?: PostId; readonly assisting: readonly UnitId[];
      readonly dueAt: Instant; readonly signDueAt: Instant; readonly rulesVersion: number;
    }, never>
  | Shape<'case.escalated.v1', {
      readonly cause: Escalation; readonly to: UnitId; readonly post?: PostId; readonly handler: UnitId;
      readonly dueAt: Instant; readonly signDueAt: Instant; readonly answerDueAt: Instant;
      /** Where a timer raised it: all that is shown of when. */
      readonly day?: string;
    }, 'reason'>
  | Shape<'case.reminded.v1', {
      readonly of: TimerKind; readonly to: UnitId | 'resident'; readonly post?: PostId; readonly nextAt?: Instant; readonly day?: string;
    }, never>
  | Shape<'case.unjudged.v1', { readonly round: number }, never>
  | Shape<'case.withdrawn.v1', { readonly day: string }, 'reason' | 'pressed'>
  | Shape<'case.summarised.v1', { readonly wordsReviewed: boolean }, 'summary'>
  | Shape<'case.hiding-proposed.v1', {
      readonly item: Hidable; readonly rule: HidingRule;
      /** Out of sight from now on, until somebody else decides or it lapses. */
      readonly atOnce: boolean; readonly lapsesAt: Instant; readonly day: string;
    }, 'reason' | 'by'>
  /** `proposerRole` and `proposerUnit` asked for it; who signs this event is the second person. */
  | Shape<'case.hidden.v1', {
      readonly item: Hidable; readonly rule: HidingRule; readonly proposerRole: string; readonly proposerUnit?: UnitId; readonly day: string;
    }, 'explanation' | 'by'>
  /** By the second person; or lapsed by itself, then with the day alone. */
  | Shape<'case.hiding-refused.v1', { readonly item: Hidable; readonly rule: HidingRule; readonly day: string }, 'explanation' | 'by'>
  | Shape<'case.hiding-contested.v1', { readonly item: Hidable; readonly day: string; readonly settleDueAt: Instant }, 'words'>
  | Shape<'case.hiding-settled.v1', { readonly item: Hidable; readonly ruling: 'upheld' | 'overturned'; readonly day: string }, 'explanation' | 'by'>
  | Shape<'case.unhidden.v1', { readonly item: Hidable; readonly day: string }, 'explanation' | 'by'>
  /** The holder took a new code for the old one; `generation` counts codes, from 1. */
  | Shape<'case.receipt-exchanged.v1', { readonly generation: number; readonly day: string }, never>
  /** Somebody at a desk lost theirs, and the vault knows what they said: the first of two people. */
  | Shape<'case.reissue-asked.v1', { readonly reason: ReissueReason; readonly lapsesAt: Instant; readonly day: string }, 'by'>
  /** By the second. `asker…` asked for it. */
  | Shape<'case.receipt-reissued.v1', {
      readonly generation: number; readonly reason: ReissueReason; readonly askerRole: string; readonly askerUnit?: UnitId; readonly day: string;
    }, 'by'>
  /** Whoever holds the code before that of `generation` says that it was not them. */
  | Shape<'case.reissue-contested.v1', { readonly generation: number; readonly day: string }, 'words'>
  /** `generation`: the code that stands now, where the old one is restored. */
  | Shape<'case.reissue-settled.v1', { readonly ruling: Ruling; readonly generation: number; readonly day: string }, 'explanation' | 'by'>
  /** A text for somebody outside, written anew; whose words the resident approves, changes or refuses. Its place in the case is its number. */
  | Shape<'case.task-drafted.v1', { readonly task: number }, 'party' | 'text'>
  | Shape<'case.task-approved.v1', { readonly task: number; readonly expiresAt: Instant; readonly day: string }, 'text'>
  | Shape<'case.task-refused.v1', { readonly task: number; readonly day: string }, 'words'>
  | Shape<'case.task-withdrawn.v1', { readonly task: number }, never>
  /** By the organisation, through the link of its task. */
  | Shape<'case.task-reported.v1', { readonly task: number; readonly result: TaskResult }, 'words'>
  /** Calls that the system connected: asked for by an office, ended by the gateway, contested by the resident. Nothing of them is public. */
  | Shape<'case.call-asked.v1', { readonly call: number }, never>
  | Shape<'case.call-ended.v1', { readonly call: number; readonly outcome: CallOutcome }, never>
  | Shape<'case.call-contested.v1', { readonly call: number; readonly day: string }, 'words'>
  /** The key of the case is destroyed with it: what is sealed here hangs on a key of its own. */
  | Shape<'case.erased.v1', { readonly rule: ErasureRule; readonly proposerRole: string; readonly proposerUnit?: UnitId; readonly day: string }, 'reason' | 'by'>;

type Imported = {
  readonly number: CaseNumber; readonly source: string; readonly openedDay: string; readonly openedAt?: Instant; readonly owner: UnitId;
  readonly kind: Kind; readonly urgency: Urgency; readonly topic: TopicCode; readonly division: DivisionCode; readonly publishWords: boolean;
  readonly publishPlace: boolean; readonly day: string;
};

export type CaseEventType = CaseEvent['type'];

/** How the unit reached the resident; through the relay of the vault when the contact is sealed. */
export const CONTACT_MEANS = ['relay', 'phone', 'visit', 'message', 'no-contact-given'] as const;
export type ContactMeans = (typeof CONTACT_MEANS)[number];

export const CASE_EVENT_TYPES: readonly CaseEventType[] = [
  'case.submitted.v1', 'case.imported.v1', 'case.accepted.v1', 'case.diverted.v1', 'case.diversion-contested.v1', 'case.diversion-settled.v1',
  'case.dispatched.v1', 'case.transferred.v1', 'case.objected.v1', 'case.objection-ruled.v1', 'case.extended.v1', 'case.convened.v1', 'case.assisted.v1',
  'case.hard-listed.v1', 'case.hard-reviewed.v1', 'case.noted.v1', 'case.joined.v1', 'case.parted.v1', 'case.redated.v1', 'case.signed.v1', 'case.contacted.v1', 'case.asked.v1', 'case.replied.v1', 'case.answered.v1', 'case.paused.v1',
  'case.resumed.v1', 'case.judged.v1', 'case.reopened.v1', 'case.escalated.v1', 'case.reminded.v1', 'case.unjudged.v1',
  'case.withdrawn.v1', 'case.summarised.v1', 'case.hiding-proposed.v1', 'case.hidden.v1', 'case.hiding-refused.v1',
  'case.hiding-contested.v1', 'case.hiding-settled.v1', 'case.unhidden.v1', 'case.erased.v1',
  'case.task-drafted.v1', 'case.task-approved.v1', 'case.task-refused.v1', 'case.task-withdrawn.v1', 'case.task-reported.v1',
  'case.call-asked.v1', 'case.call-ended.v1', 'case.call-contested.v1',
  'case.receipt-exchanged.v1', 'case.reissue-asked.v1', 'case.receipt-reissued.v1', 'case.reissue-contested.v1', 'case.reissue-settled.v1',
];

/** What stands where a sealed field was, once its payload is erased and its commitment key destroyed. */
export const ERASED = 'erased';

/** An event that has happened: with its number in the stream, its time and the public role, unit and post of who acted. */
export type CaseFact = CaseEvent & {
  readonly stream: string;
  readonly jurisdiction: string;
  readonly seq: number;
  readonly at: Instant;
  readonly role: string;
  readonly unit?: UnitId;
  readonly post?: PostId;
};
