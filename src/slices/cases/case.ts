import type { CaseId, CaseNumber, DivisionCode, JurisdictionCode, PersonRef, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Call } from './call.ts';
import type { Message } from './conversation.ts';
import type { Joining } from './matter.ts';
import type { Entry, ReceiptState } from './receipt.ts';
import type { Removal } from './removals.ts';
import type { Task } from './task.ts';

/** 诉求类型 (Beijing 2021 regulation art. 11, plus praise and conduct of charter promise 1). */
export const KINDS = ['question', 'help', 'complaint', 'report', 'suggestion', 'praise', 'conduct'] as const;
export type Kind = (typeof KINDS)[number];

export const URGENCIES = ['danger', 'utility', 'ordinary', 'complex'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const CHANNELS = ['web', 'phone', 'desk', 'paper', 'e-mail', 'message', 'open311', 'import', 'visit'] as const;
export type Channel = (typeof CHANNELS)[number];

/** How the person wants to be known: no contact at all; contact sealed in the vault; or by name to the handling unit. */
export const ANONYMITIES = ['anonymous', 'sealed', 'named'] as const;
export type Anonymity = (typeof ANONYMITIES)[number];

/** The six reasons for a diversion (Beijing 2021 regulation art. 11). Published, and each can be contested once. */
export const DIVERSIONS = ['emergency', 'statutory-channel', 'same-matter', 'secret', 'beyond-duties', 'unlawful-request'] as const;
export type Diversion = (typeof DIVERSIONS)[number];

/** Why a clock may stand still; the resident sees it, and each has a length limit in the jurisdiction's data. */
export const PAUSES = ['needs-resident', 'force-majeure', 'expert-report', 'public-procedure'] as const;
export type Pause = (typeof PAUSES)[number];

export const ESCALATIONS = ['unsigned', 'overdue', 'third-transfer', 'third-round'] as const;
export type Escalation = (typeof ESCALATIONS)[number];

/** Why a unit says that a case is not its own. It may say so once, before it signs, and somebody else decides. */
export const OBJECTION_GROUNDS = ['not-our-duty', 'not-our-place', 'another-leads'] as const;
export type ObjectionGround = (typeof OBJECTION_GROUNDS)[number];

/** Why a time limit was lengthened: public, with the explanation that the resident reads. */
export const EXTENSION_GROUNDS = ['needs-more-work', 'needs-other-units', 'needs-purchase', 'needs-season'] as const;
export type ExtensionGround = (typeof EXTENSION_GROUNDS)[number];

/** Why a case stays on the ledger of hard cases (挂账). None of these ends it, stops its clock or takes it out of a figure. */
export const HARD_GROUNDS = ['no-money-yet', 'plan-or-permit', 'rule-conflict', 'history', 'beyond-our-level'] as const;
export type HardGround = (typeof HARD_GROUNDS)[number];

/** Timers a case can have: rows {due, case, kind, rule version}; the sweeper turns each into a command. */
export const TIMERS = [
  'accept-due', 'settle-due', 'dispatch-due', 'sign-due', 'contact-due', 'answer-due', 'pause-end', 'verdict-reminder', 'verdict-window',
  'hiding-due', 'objection-due', 'review-due', 'assist-due',
] as const;
export type TimerKind = (typeof TIMERS)[number];

export type Place = {
  /** The smallest division that is known; always at or below the jurisdiction. */
  readonly division: DivisionCode;
  /** Free text such as a street and number: private, sealed. Empty when not given. */
  readonly address: string;
  /** CGCS2000/WGS84 degrees, private and sealed; the public sees the division only. */
  readonly point?: { readonly latitude: number; readonly longitude: number };
};

/** What a unit says it found and did, what it still owes and by which day (ISO date). Only the resident can call it solved. */
export type Answer = {
  readonly at: Instant;
  readonly unit: UnitId;
  readonly found: string;
  readonly done: string;
  readonly owed?: string;
  readonly owedBy?: string;
  /** The unit vouched that nothing in it tells who the resident is: everyone reads it. */
  readonly inPublic: boolean;
};

/** A unit's one objection to having been given the case, kept with its history; `by` is an account (private): somebody else decides. */
export type Objection = {
  readonly unit: UnitId; readonly ground: ObjectionGround; readonly at: Instant; readonly reason: string; readonly by: string;
  /** Which unit it names instead. */
  readonly proposes?: UnitId;
  /** When the sweeper next looks whether somebody has decided. */
  readonly lookAt: Instant;
  readonly ruling?: { readonly ruling: 'upheld' | 'overruled'; readonly to: UnitId; readonly at: Instant };
};

/** Another unit was called in (吹哨) and owes the lead unit a report by then, or a reason; it stays an assisting unit. */
export type Assistance = {
  readonly unit: UnitId; readonly askedAt: Instant; readonly dueAt: Instant;
  /** When the sweeper next looks. */
  readonly lookAt: Instant;
  readonly reportedAt?: Instant;
};

/** On the public ledger of hard cases: who answers for it and when it is looked at again. Everything else of the case goes on. */
export type HardCase = {
  readonly since: Instant; readonly ground: HardGround; readonly reason: string; readonly inPublic: boolean; readonly plan: string;
  readonly unit: UnitId; readonly post?: PostId; readonly reviewAt: Instant;
  /** When the sweeper next looks: moves on with reminders, the promised date does not. */
  readonly lookAt: Instant; readonly reviews: number;
};

/**
 * One round of the clock: from a dispatch (or a reopening, one level up) until the verdict. Transfers, escalations and
 * answers never reset it; pauses stop it and are listed with author role, reason and end.
 */
export type Round = {
  readonly number: number;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  /** Where ownership lies: answers to the public for this round. Escalation raises it; it never goes down. */
  readonly owner: UnitId;
  /** Who does the work; may stay below the owner. */
  readonly handler: UnitId;
  readonly assisting: readonly UnitId[];
  /** When the unit that does the work was given it. */
  readonly receivedAt: Instant;
  readonly transfers: number;
  /** Upheld ones moved the case and count as no transfer; overruled ones bind. */
  readonly objections: readonly Objection[];
  readonly extensions: readonly { readonly ground: ExtensionGround; readonly at: Instant; readonly from: Instant; readonly to: Instant }[];
  readonly assistance: readonly Assistance[];
  readonly hard?: HardCase;
  readonly escalations: readonly { readonly cause: Escalation; readonly to: UnitId; readonly post?: PostId; readonly at: Instant }[];
  readonly pauses: readonly {
    readonly reason: Pause; readonly role: string; readonly from: Instant; readonly plannedEnd: Instant; readonly end?: Instant;
  }[];
  /** When the sweeper next looks whether someone has signed, made contact, answered; moved on by every escalation and reminder. */
  readonly signDueAt: Instant;
  readonly contactDueAt?: Instant;
  readonly answerDueAt: Instant;
  /** How much later a public declaration for its matter made the date, in milliseconds; 0 without one. */
  readonly declaredMs: number;
  readonly signedAt?: Instant;
  readonly contactedAt?: Instant;
  readonly answers: readonly Answer[];
  readonly outcome?: { readonly outcome: Outcome; readonly at: Instant };
};

/**
 * The stage a case is in. `answered` is all that a unit can reach; only its resident takes it further. `imported-closed`: another
 * system closed it before it came here; nobody here can say how it ended, so it is in no rate.
 */
export const STAGES = [
  'submitted', 'diverted', 'diversion-contested', 'accepted', 'dispatched', 'objected', 'signed', 'contacted', 'answered',
  'unjudged', 'solved', 'withdrawn', 'imported-closed',
] as const;
export type Stage = (typeof STAGES)[number];

/** Stages in which someone in government still owes the resident something. */
export const OPEN_STAGES: readonly Stage[] = ['submitted', 'diversion-contested', 'accepted', 'dispatched', 'objected', 'signed', 'contacted'];

/** What was said and how, the same in every stage. */
export type CaseFacts = {
  readonly id: CaseId;
  readonly number: CaseNumber;
  readonly jurisdiction: JurisdictionCode;
  readonly channel: Channel;
  readonly anonymity: Anonymity;
  readonly person?: PersonRef;
  readonly kind: Kind;
  readonly urgency: Urgency;
  readonly topic: TopicCode;
  readonly place: Place;
  /** The resident's own words, unaltered; `erased` after erasure. */
  readonly words: string;
  /** The resident allows the public to read the words (after a reviewer's look). */
  readonly publishWords: boolean;
  /** Exact place and time are open data too, by the rule of the jurisdiction (`publicWords: always`). */
  readonly publishPlace: boolean;
  /** The reviewer found nothing in the words that would betray a person: only then, and with consent, the public reads them. */
  readonly wordsReviewed: boolean;
  readonly photos: readonly string[];
  /** Units that must neither handle nor read the case, named in answer to "should anyone not see this?". Private, sealed. */
  readonly about: readonly UnitId[];
  /** Those above them when the case came: they answer for the units named, and are kept from it like them. */
  readonly superiors: readonly UnitId[];
  /** One of several that tell of the same matter. */
  readonly joined?: Joining;
  /** Whose hands it came through; not for staff. */
  readonly entry: Entry;
  /** The code that opens it, as far as the case knows: never the code. */
  readonly receipt: ReceiptState;
  readonly submittedAt: Instant;
  /** Taken over from another system: its name. The dates of the submission are then that system's word, and nobody holds a receipt. */
  readonly importedFrom?: string;
  /** Date of the submission in the jurisdiction's zone, `2026-11-22`. */
  readonly submittedDay: string;
  /** Written by a dispatcher beside the words, never instead of them. */
  readonly publicSummary?: string;
  /** Every asking to hide something of it from the public, oldest first. Nothing else of the case depends on them. */
  readonly removals: readonly Removal[];
  /** What resident and offices wrote to each other through us, oldest first; private. */
  readonly conversation: readonly Message[];
  /** Work that others were to do, each with the resident's word on it. */
  readonly tasks: readonly Task[];
  /** Calls that were connected for an office; not public. */
  readonly calls: readonly Call[];
  /** All that was private of it is gone; what offices did and how it ended stays. */
  readonly erased: boolean;
};
