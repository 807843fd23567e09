/**
 * Words that the data files may use. Kinds, urgencies, channels and pauses are those of `cases`, which stands above this
 * slice: passing a word there that is missing here does not compile.
 */
export const KIND_WORDS = ['question', 'help', 'complaint', 'report', 'suggestion', 'praise', 'conduct'] as const;
export type KindWord = (typeof KIND_WORDS)[number];

export const URGENCY_WORDS = ['danger', 'utility', 'ordinary', 'complex'] as const;
export type UrgencyWord = (typeof URGENCY_WORDS)[number];

export const CHANNEL_WORDS = ['web', 'phone', 'desk', 'paper', 'e-mail', 'message', 'open311', 'import', 'visit'] as const;
export type ChannelWord = (typeof CHANNEL_WORDS)[number];

export const TIME_UNITS = ['calendar-hours', 'calendar-days', 'working-hours', 'working-days'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** What can have a time limit. A jurisdiction's limits.yaml must hold one rule without conditions for each. */
export const LIMIT_NAMES = [
  /** From submission to acceptance. */
  'accept',
  /** From dispatch to the unit's signing for it (签收). */
  'sign',
  /** From dispatch to the first contact with the resident. */
  'contact',
  /** From dispatch to the answer, in the first round. */
  'answer',
  /** The same in a round that "unsolved" opened, one level up: shorter (charter promise 3). */
  'answer-again',
  /** How long after dispatch a unit may object once, and how long the reviewer has. */
  'objection', 'objection-review',
  /** How much longer an extension makes the time for the answer, counted from the old date; and how long a unit that was called in has. */
  'extension', 'assist',
  /** The latest date that may be declared for all cases of an incident, counted from when it was declared. */
  'public-date',
  /** Until the resident hears who owns a reopened or escalated case (charter promise 4). */
  'owner-notice',
  /** How long the resident may contest a diversion, and how long its review may take. */
  'diversion-contest', 'diversion-review',
  /** Longest pause of the clock, per reason. */
  'pause-needs-resident', 'pause-force-majeure', 'pause-expert-report', 'pause-public-procedure',
  /** Between reminders to judge an answer, and until an unjudged case rests (it stays reopenable). */
  'verdict-reminder', 'verdict-window',
  /** Review of a hard case that stays open on the public ledger. */
  'hard-case-review',
  /** Unsealing: until a second person decides, how long an approval holds, and until an objection is answered (charter promise 12). */
  'identity-decision', 'identity-open', 'identity-contest',
  /** A sealed report: until an officer says it was read, and until its answer; retaliation and pressure on the faster clock. */
  'sealed-acknowledge', 'sealed-answer', 'retaliation-acknowledge', 'retaliation-answer',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** What a staff role can be allowed to do. */
export const PERMISSIONS = [
  'case.enter', 'case.accept', 'case.divert', 'case.dispatch', 'case.sign', 'case.contact', 'case.object', 'case.pause',
  'case.assist', 'case.answer', 'case.escalate', 'case.hard-case', 'case.summarise', 'case.read-unit', 'case.read-all',
  'case.publish-words', 'case.hide', 'objection.decide', 'diversion.review', 'exclusion.request', 'exclusion.decide',
  'call-back.record', 'bulletin.publish', 'identity.request', 'identity.approve', 'protection.handle', 'audit.read',
  'receipt.reissue', 'knowledge.write', 'account.invite', 'account.grant', 'account.suspend', 'units.load', 'system.configure',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Acts that take two people, and what each of the two is permitted: no one person may hold both halves (promise 12; protection T1, T4). */
export const TWO_PERSON_HALVES = {
  unsealing: ['identity.request', 'identity.approve'],
  diversion: ['case.divert', 'diversion.review'],
  objection: ['case.dispatch', 'objection.decide'],
  exclusion: ['exclusion.request', 'exclusion.decide'],
  'call-back': ['case.answer', 'call-back.record'],
  hiding: ['case.answer', 'case.hide'],
  powers: ['account.grant', 'audit.read'],
  // Whoever makes an account, or can take over a way into one, gives it no power.
  accounts: ['account.invite', 'account.grant'],
  entrances: ['account.suspend', 'account.grant'],
} as const satisfies Record<string, readonly [Permission, Permission]>;
export type TwoPersonAct = keyof typeof TWO_PERSON_HALVES;
export const TWO_PERSON_ACTS = Object.keys(TWO_PERSON_HALVES) as readonly TwoPersonAct[];

export const CONTACT_MEANS = ['phone', 'address', 'hours', 'web', 'e-mail'] as const;
export const REACHES = ['unit', 'subtree', 'jurisdiction'] as const;
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
