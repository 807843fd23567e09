import type { DivisionCode, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CaseFacts, Pause } from './case.ts';

/** The time limits that a jurisdiction's data gives (Beijing regulation 2021 art. 13: a ticket states its time limit). */
export const LIMITS = [
  'accept', 'settle', 'dispatch', 'objection', 'objection-review', 'sign', 'contact', 'answer', 'answer-again', 'escalated', 'extension', 'assist', 'hard-case-review', 'remind', 'verdict-remind', 'verdict-window', 'recast',
] as const;
export type Limit = (typeof LIMITS)[number];

/** What a limit may depend on. */
export type LimitSubject = Pick<CaseFacts, 'kind' | 'urgency' | 'topic' | 'channel'>;

/**
 * The jurisdiction's law as the pure core sees it: who stands above whom, and how long things may take. Built from one
 * version of the jurisdiction's data; the same question always has the same answer.
 */
export interface Rules {
  /** The version of the data; kept with every timer. */
  readonly version: number;
  /** Where cases arrive, and whose dispatchers accept them. */
  readonly intakeUnit: UnitId;
  /** An office outside the tree, for a case that everyone in it is a party to. */
  readonly outsideUnit?: UnitId;
  /** False for a unit that is unknown or no longer exists. */
  has(unit: UnitId, at: Instant): boolean;
  /** The unit directly above; undefined at the top. Never a cycle. */
  superiorOf(unit: UnitId): UnitId | undefined;
  /** The post that leads a unit: an escalation names it. */
  leadPostOf(unit: UnitId): PostId | undefined;
  /** Always later than `from`; `unit` is whose clock it is, where that is known. `answer-again` and `escalated` are shorter than `answer`. */
  deadline(limit: Limit, from: Instant, subject: LimitSubject, unit?: UnitId): Instant;
  /** The latest planned end of a pause that begins at `from`. */
  pauseEndMax(reason: Pause, from: Instant, subject: LimitSubject): Instant;
  /** The latest date that a public declaration for many cases at once may name, counted from when their incident was declared. */
  publicDateMax(declaredAt: Instant, topic: TopicCode): Instant;
  /** A deadline moved on by the time of its own measure between `from` and `to`; never earlier than it was. */
  moveOn(due: Instant, from: Instant, to: Instant, subject: LimitSubject): Instant;
  /** The names of a topic and of those above it, in every language: what its cases can be searched by. */
  topicWords(topic: TopicCode): string;
  /** The township that a division is or lies in: as much as the public learns of a place; undefined for the jurisdiction itself. */
  townOf(division: DivisionCode): DivisionCode | undefined;
  /** The date in the jurisdiction's zone, `2026-11-22`. */
  dayOf(at: Instant): string;
  /** The last millisecond of that date, in the jurisdiction's zone. */
  dayEndOf(at: Instant): Instant;
  /** The same of a date such as `dayOf` gives. */
  lastOfDay(day: string): Instant;
  /** Whether a unit serves a part of the jurisdiction only: to name it is to name the place. */
  isLocal(unit: UnitId): boolean;
  /** How often one round may pause. */
  readonly pausesMax: number;
  /** How often the resident is asked for a verdict before silence is recorded as "no verdict". */
  readonly remindersMax: number;
}

/** Trees of government are five levels deep; more steps than this means a broken tree. */
const LEVELS_MAX = 20;

/** Steps to the top; 0 at the top. */
export function depthOf(unit: UnitId, rules: Rules): number {
  let depth = 0;
  for (let above = rules.superiorOf(unit); above !== undefined && depth < LEVELS_MAX; above = rules.superiorOf(above)) depth += 1;
  return depth;
}

/**
 * Whom a case must not reach (charter promise 12, protection T2): the units named, all beneath them, who would tell, and those
 * above them, who answer for them. A unit that is one of these neither reads, handles nor owns the case.
 */
export function isParty(unit: UnitId, about: readonly UnitId[], rules: Rules): boolean {
  return [unit, ...superiorsOf([unit], rules)].some((one) => about.includes(one)) || superiorsOf(about, rules).includes(unit);
}

/** One stands above the other, or they are one: neither decides about the other. */
export function isBound(a: UnitId, b: UnitId, rules: Pick<Rules, 'superiorOf'>): boolean {
  return a === b || superiorsOf([a], rules).includes(b) || superiorsOf([b], rules).includes(a);
}

/** Every unit above one of these, each once, by today's tree. */
export function superiorsOf(units: readonly UnitId[], rules: Pick<Rules, 'superiorOf'>): readonly UnitId[] {
  const above = new Set<UnitId>();
  for (const unit of units) {
    let one = rules.superiorOf(unit);
    for (let step = 0; one !== undefined && step < LEVELS_MAX; step += 1) {
      above.add(one);
      one = rules.superiorOf(one);
    }
  }
  return [...above];
}

/**
 * One level up, stepping over parties to the case, and over the unit whose desk entered it. Where nobody above may take it, the outside body; where there is
 * none, or nobody above at all, it stays where it is.
 */
export function raisedFrom(unit: UnitId, about: readonly UnitId[], rules: Rules, entered?: UnitId): UnitId {
  let above = rules.superiorOf(unit);
  let passedOver = false;
  for (let step = 0; above !== undefined && step < LEVELS_MAX; step += 1) {
    if (!isParty(above, about, rules) && above !== entered) return above;
    passedOver = true;
    above = rules.superiorOf(above);
  }
  const outside = rules.outsideUnit;
  return passedOver && outside !== undefined && !isParty(outside, about, rules) ? outside : unit;
}

/**
 * Who takes in a case that is about these units: the intake, or, where it is a party itself, the first above it that is
 * none, or the outside body. Undefined where everyone is concerned and no outside body is named: then nobody reads it.
 */
export function receiverOf(about: readonly UnitId[], rules: Rules): UnitId | undefined {
  if (!isParty(rules.intakeUnit, about, rules)) return rules.intakeUnit;
  const above = raisedFrom(rules.intakeUnit, about, rules);
  return isParty(above, about, rules) ? undefined : above;
}
