import type { CaseId, CaseNumber, DivisionCode, JurisdictionCode, PersonRef, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Outcome, VerdictProof } from '../../kernel/outcome.ts';
import type { Anonymity, Channel, Diversion, ExtensionGround, HardGround, Kind, ObjectionGround, Pause, Place, Stage, TimerKind, Urgency } from './case.ts';
import type { CallOutcome } from './call.ts';
import type { ContactMeans } from './events.ts';
import type { Spoken, Word } from './matter.ts';
import type { ReissueReason, Relation, Ruling } from './receipt.ts';
import type { ErasureRule, Hidable, HidingRule } from './removals.ts';
import type { TaskResult } from './task.ts';

/** Who gives a command. Roles and units are checked by `decide`; that the session is real was checked at the door. */
export type Author =
  | { readonly kind: 'resident' }
  | {
      readonly kind: 'staff'; readonly roles: readonly string[]; readonly unit: UnitId; readonly post?: PostId;
      /** Private: kept (sealed) only where someone else must decide later. */
      readonly account: string;
    }
  | { readonly kind: 'system'; readonly job: string };

type By = { readonly by: Author };

export type Submit = By & {
  readonly do: 'submit'; readonly id: CaseId; readonly number: CaseNumber; readonly jurisdiction: JurisdictionCode;
  readonly channel: Channel; readonly anonymity: Anonymity; readonly person?: PersonRef; readonly kind: Kind; readonly urgency: Urgency;
  readonly topic: TopicCode; readonly place: Place; readonly words: string; readonly publishWords: boolean;
  readonly publishPlace: boolean; readonly photos: readonly string[]; readonly about: readonly UnitId[];
  /** Somebody else types it for them: who that is to them. */
  readonly proxy?: Relation;
};
/** One row of another system's table. `words` are as they stand there; instants are its word. */
export type Import = By & {
  readonly do: 'import'; readonly id: CaseId; readonly number: CaseNumber; readonly jurisdiction: JurisdictionCode; readonly source: string;
  readonly externalId: string; readonly kind: Kind; readonly urgency: Urgency; readonly topic: TopicCode; readonly place: Place; readonly owner: UnitId;
  readonly words: string; readonly openedAt: Instant;
  /** `publicWords: always`: words, place and minutes are open data by the jurisdiction's rule. */
  readonly isOpenData: boolean;
  readonly standing: { readonly kind: 'open'; readonly dueAt?: Instant } | { readonly kind: 'closed'; readonly closedAt?: Instant };
};
/** Kind, topic, urgency and division as the dispatcher confirms them; the resident's own stay in the first event. */
export type Accept = By & {
  readonly do: 'accept'; readonly kind: Kind; readonly urgency: Urgency; readonly topic: TopicCode; readonly division: DivisionCode;
  readonly address?: string; readonly summary?: string; readonly wordsReviewed: boolean;
};
export type Divert = By & { readonly do: 'divert'; readonly reason: Diversion; readonly explanation: string };
export type Contest = By & { readonly do: 'contest'; readonly words: string };
export type Settle = By & {
  readonly do: 'settle'; readonly explanation: string;
  readonly ruling: { readonly kind: 'upheld' } | { readonly kind: 'overturned'; readonly accept: Omit<Accept, 'do' | 'by'> };
};
export type Dispatch = By & { readonly do: 'dispatch'; readonly lead: UnitId; readonly assisting: readonly UnitId[]; readonly note?: string };
export type Transfer = By & { readonly do: 'transfer'; readonly to: UnitId; readonly reason: string };
/** 派单异议: once a unit and round, before it signs. `proposes` is the unit it thinks responsible. */
export type ObjectTo = By & { readonly do: 'object'; readonly ground: ObjectionGround; readonly reason: string; readonly proposes?: UnitId };
/** Somebody of none of the units in question decides. What is upheld goes to `to`; what is overruled stays, and binds. */
export type Rule = By & {
  readonly do: 'rule'; readonly explanation: string; readonly ruling: { readonly kind: 'upheld'; readonly to: UnitId } | { readonly kind: 'overruled' };
};
/** 延期: once a round, before the time is over, by the head of the unit; the resident reads why (regulation art. 15). */
export type Extend = By & { readonly do: 'extend'; readonly ground: ExtensionGround; readonly explanation: string };
/** 吹哨: the unit that has the case calls others in; each owes it a report in time (regulation art. 16). */
export type Convene = By & { readonly do: 'convene'; readonly units: readonly UnitId[]; readonly note: string };
/** What a unit that was called in did, or why not yet. */
export type Assist = By & { readonly do: 'assist'; readonly words: string };
/** 挂账: onto the public ledger, by the head of the responsible unit. `inPublic`: nothing in the reason tells who anyone is. */
export type ListHard = By & {
  readonly do: 'list-hard'; readonly ground: HardGround; readonly reason: string; readonly plan: string; readonly inPublic?: true; readonly reviewAt: Instant;
};
/** Looked at again on its date: what has come of the plan, and the next date. */
export type ReviewHard = By & { readonly do: 'review-hard'; readonly progress: string; readonly reviewAt: Instant };
/** Between offices; neither the resident nor the public reads it. */
export type TakeNote = By & { readonly do: 'note'; readonly words: string };
export type Sign = By & { readonly do: 'sign' };
export type MakeContact = By & { readonly do: 'contact'; readonly means: ContactMeans; readonly note?: string };
/** A message to the resident through us, and one back: `photos` are names of photographs that are stored already. */
export type Ask = By & { readonly do: 'ask'; readonly words: string; readonly photos: readonly string[] };
export type Reply = By & { readonly do: 'reply'; readonly words: string; readonly photos: readonly string[] };
export type GiveAnswer = By & {
  readonly do: 'answer'; readonly found: string; readonly done: string;
  /** The unit vouches that nothing in it would let anyone recognise the resident: then everyone reads the answer. */
  readonly inPublic?: true;
  /** What is still owed, and the day (ISO date, jurisdiction's zone) by which: both or neither. */
  readonly owed?: { readonly what: string; readonly byDay: string };
};
export type PauseClock = By & { readonly do: 'pause'; readonly reason: Pause; readonly explanation: string; readonly plannedEnd: Instant };
export type Resume = By & { readonly do: 'resume' };
/** The one command that sets an outcome; without a proof that names this case it is refused. */
export type Judge = By & { readonly do: 'judge'; readonly outcome: Outcome; readonly proof: VerdictProof; readonly comment?: string };
/** `pressed`: the resident says that someone told them to withdraw (charter promise 12). */
export type Withdraw = By & { readonly do: 'withdraw'; readonly pressed: boolean; readonly reason?: string };
export type Summarise = By & { readonly do: 'summarise'; readonly summary: string; readonly wordsReviewed: boolean };
/** To take one public text out of sight, under one of the published rules; a second person decides (protection T4). */
export type ProposeHiding = By & { readonly do: 'propose-hiding'; readonly item: Hidable; readonly rule: HidingRule; readonly reason: string };
export type DecideHiding = By & { readonly do: 'decide-hiding'; readonly item: Hidable; readonly ruling: 'hidden' | 'refused'; readonly explanation: string };
/** The resident objects, once for each item; a third person settles it. */
export type ContestHiding = By & { readonly do: 'contest-hiding'; readonly item: Hidable; readonly words: string };
export type SettleHiding = By & { readonly do: 'settle-hiding'; readonly item: Hidable; readonly ruling: 'upheld' | 'overturned'; readonly explanation: string };
/** Showing again needs one person; for instance once a summary has been rewritten. */
export type Unhide = By & { readonly do: 'unhide'; readonly item: Hidable; readonly explanation: string };
/** Everything private of a case that is at rest. `by` approves what `proposer` asked for: two people, two roles. */
export type Erase = By & { readonly do: 'erase'; readonly rule: ErasureRule; readonly reason: string; readonly proposer: Author };
/** A new code for the old one; `generation` is the old one's, so that no two exchanges cross. */
export type ExchangeReceipt = By & { readonly do: 'exchange-receipt'; readonly generation: number };
/** A lost receipt, replaced at a desk by two people; what the person said has been put to the vault. */
export type AskReissue = By & { readonly do: 'ask-reissue'; readonly reason: ReissueReason };
export type ReissueReceipt = By & { readonly do: 'reissue-receipt' };
/** By whoever holds the code of `generation`, which was replaced. */
export type ContestReissue = By & { readonly do: 'contest-reissue'; readonly generation: number; readonly words: string };
export type SettleReissue = By & { readonly do: 'settle-reissue'; readonly ruling: Ruling; readonly explanation: string };
/** The same at the resident's own wish, told at `askedAt` and not taken back since; `by` is the job that erases. */
export type EraseAsked = By & { readonly do: 'erase-asked'; readonly askedAt: Instant };
/** A text for somebody outside, to be approved by the resident; `party` is an organisation, never a person. */
export type DraftTask = By & { readonly do: 'draft-task'; readonly party: string; readonly text: string };
/** `text` as it may leave. */
export type ApproveTask = By & { readonly do: 'approve-task'; readonly task: number; readonly text: string };
export type RefuseTask = By & { readonly do: 'refuse-task'; readonly task: number; readonly words?: string };
export type WithdrawTask = By & { readonly do: 'withdraw-task'; readonly task: number };
export type ReportTask = By & { readonly do: 'report-task'; readonly task: number; readonly result: TaskResult; readonly words: string };
/** A call to the resident, connected by the gateway. */
export type AskCall = By & { readonly do: 'ask-call' };
export type EndCall = By & { readonly do: 'end-call'; readonly call: number; readonly outcome: CallOutcome };
export type ContestCall = By & { readonly do: 'contest-call'; readonly call: number; readonly words: string };
/** All three by the matters job alone, whose own rules say who may have said so; `spoken` signs. `lead` gets what nobody has yet. */
export type Join = By & { readonly do: 'join'; readonly matter: string; readonly lead: UnitId; readonly spoken: Spoken };
export type Part = By & { readonly do: 'part'; readonly matter: string; readonly reason: string; readonly spoken: Spoken };
export type Follow = By & { readonly do: 'follow'; readonly matter: string; readonly word: Word; readonly spoken: Spoken };
/** The sweeper saw a timer due. */
export type Elapse = By & { readonly do: 'elapse'; readonly timer: TimerKind };

export type CaseCommand =
  | Submit | Import | Accept | Divert | Contest | Settle | Dispatch | Transfer | ObjectTo | Rule | Extend | Convene | Assist | ListHard | ReviewHard | TakeNote
  | Sign | MakeContact | Ask | Reply | GiveAnswer | PauseClock | Resume
  | Judge | Withdraw | Summarise | ProposeHiding | DecideHiding | ContestHiding | SettleHiding | Unhide | Erase | EraseAsked
  | DraftTask | ApproveTask | RefuseTask | WithdrawTask | ReportTask | AskCall | EndCall | ContestCall
  | Join | Part | Follow | ExchangeReceipt | AskReissue | ReissueReceipt | ContestReissue | SettleReissue | Elapse;

/** Text fields that a command carries, for refusals that name one. */
export type TextField = 'words' | 'address' | 'summary' | 'explanation' | 'reason' | 'note' | 'found' | 'done' | 'owed' | 'comment' | 'plan' | 'progress' | 'party' | 'text';

/** Longest texts, in UTF-16 code units: ten printed pages for words and answers, a page for the rest. */
export const WORDS_MAX = 10_000;
export const NOTE_MAX = 2_000;
export const PHOTOS_MAX = 6;
export const ABOUT_MAX = 10;
export const ASSISTING_MAX = 10;
/** By dispatchers; the third goes to their superior (protection T5). */
export const TRANSFERS_MAX = 2;

export type CaseRefusal =
  | { readonly kind: 'no-such-case' }
  | { readonly kind: 'already-submitted' }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'wrong-stage'; readonly stage: Stage; readonly command: CaseCommand['do'] }
  | { readonly kind: 'not-yours'; readonly needs: 'resident' | 'dispatcher' | 'handling-unit' | 'owning-unit' | 'head-of-unit' | 'reviewer' | 'protection' | 'security' | 'receipt-desk' | 'system' }
  | { readonly kind: 'same-reviewer' }
  | { readonly kind: 'already-contested' }
  | { readonly kind: 'text-missing'; readonly field: TextField }
  | { readonly kind: 'text-too-long'; readonly field: TextField; readonly max: number }
  | { readonly kind: 'too-many'; readonly field: 'photos' | 'about' | 'assisting'; readonly max: number }
  | { readonly kind: 'unknown-unit'; readonly unit: string }
  | { readonly kind: 'about-this-unit'; readonly unit: UnitId }
  | { readonly kind: 'same-unit'; readonly unit: UnitId }
  | { readonly kind: 'transfers-spent' }
  | { readonly kind: 'already-objected' }
  | { readonly kind: 'objection-late' }
  | { readonly kind: 'already-extended' }
  | { readonly kind: 'overdue-cannot-extend' }
  | { readonly kind: 'already-listed' }
  | { readonly kind: 'not-listed' }
  | { readonly kind: 'review-too-late'; readonly latest: Instant }
  | { readonly kind: 'review-in-past' }
  | { readonly kind: 'already-reported' }
  | { readonly kind: 'nobody-called' }
  | { readonly kind: 'raised-cannot-object' }
  | { readonly kind: 'already-paused' }
  | { readonly kind: 'not-paused' }
  | { readonly kind: 'pauses-spent'; readonly max: number }
  | { readonly kind: 'pause-too-long'; readonly latest: Instant }
  | { readonly kind: 'pause-in-past' }
  | { readonly kind: 'overdue-cannot-pause' }
  | { readonly kind: 'bad-day'; readonly field: 'owedBy' }
  | { readonly kind: 'no-proof' }
  | { readonly kind: 'not-answered' }
  | { readonly kind: 'same-outcome' }
  | { readonly kind: 'recast-window-closed'; readonly since: Instant }
  | { readonly kind: 'own-case'; readonly unit: UnitId }
  | { readonly kind: 'same-hand' }
  | { readonly kind: 'not-shown' }
  | { readonly kind: 'already-asked' }
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'not-hidden' }
  | { readonly kind: 'await-reply'; readonly max: number }
  | { readonly kind: 'not-spoken-to' }
  | { readonly kind: 'messages-spent'; readonly max: number }
  | { readonly kind: 'tasks-spent'; readonly max: number }
  | { readonly kind: 'own-words' }
  | { readonly kind: 'call-running' }
  | { readonly kind: 'calls-spent'; readonly max: number }
  | { readonly kind: 'not-at-rest' }
  | { readonly kind: 'erased' }
  | { readonly kind: 'receipt-first' }
  | { readonly kind: 'receipt-changed' }
  | { readonly kind: 'receipt-contested' }
  | { readonly kind: 'exchanges-spent'; readonly max: number }
  | { readonly kind: 'reissues-spent'; readonly max: number }
  | { readonly kind: 'no-contact' }
  | { readonly kind: 'entered-here'; readonly unit: UnitId }
  | { readonly kind: 'already-joined' }
  | { readonly kind: 'not-joined' }
  | { readonly kind: 'kept-apart' }
  | { readonly kind: 'danger-first' }
  | { readonly kind: 'not-later' }
  | { readonly kind: 'not-due' }
  | { readonly kind: 'opened-later' }
  | { readonly kind: 'nobody-reads' };
