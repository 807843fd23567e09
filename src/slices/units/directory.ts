import type { DivisionCode, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { StaffRole } from '../../platform/db/actor.ts';
import { workingCalendar, type WorkingCalendar } from './calendar.ts';
import { superiorIn } from './check.ts';
import type { Division, JurisdictionContent, JurisdictionFacts, Names, Post, Role, Term, Topic, Unit, Validity, VitalInterest } from './content.ts';
import { dayOf, type Day } from './day.ts';
import { dispatcherOf, type Dispatch, type DispatchQuery } from './dispatch.ts';
import { limiterOf, type Limit, type LimitQuery } from './limit.ts';
import { topicParent } from './parse-topics.ts';
import type { Permission } from './vocabulary.ts';

export type TopicNode = { readonly topic: Topic; readonly children: readonly TopicNode[] };

/**
 * One version of a jurisdiction, indexed and immutable. Whatever takes an instant answers for the day it is then in the
 * jurisdiction's zone; without one, for any time.
 */
export interface Directory extends JurisdictionFacts {
  readonly version: number;
  readonly calendar: WorkingCalendar;
  readonly content: JurisdictionContent;

  unit(id: UnitId, at?: Instant): Unit | undefined;
  units(at?: Instant): readonly Unit[];
  /** Where escalation goes; undefined above the top. */
  superiorOf(id: UnitId): UnitId | undefined;
  /** The chain of superiors, nearest first. */
  superiorsOf(id: UnitId): readonly UnitId[];
  /** The unit and all beneath it in the tree. */
  subtree(id: UnitId): readonly UnitId[];
  /** The territorial unit of the smallest place around `division`; undefined when none is set. */
  territorialUnitOf(division: DivisionCode, at?: Instant): UnitId | undefined;

  rootDivision: Division;
  division(code: DivisionCode): Division | undefined;
  /** Direct parts of a place, in the order of the file. */
  divisionsUnder(code: DivisionCode, at?: Instant): readonly Division[];
  /** From the place itself up to the root; empty for an unknown code. */
  divisionPath(code: DivisionCode): readonly DivisionCode[];

  post(id: PostId): Post | undefined;
  postsOf(unit: UnitId, at?: Instant): readonly Post[];
  /** Who holds a leading post at that time. */
  holderOf(id: PostId, at: Instant): Term | undefined;
  /** The leading posts of a unit, or of the nearest superior that has one: who answers for it. */
  leadingPostFor(unit: UnitId, at: Instant): Post | undefined;

  topic(code: TopicCode): Topic | undefined;
  topicsTree(at?: Instant): readonly TopicNode[];
  /** Names from the first level down to the topic. */
  topicPath(code: TopicCode): readonly Names[];
  /** The class of vital interests that a topic belongs to, itself or through a topic above it (charter promise 16). */
  vitalInterestOf(code: TopicCode): VitalInterest | undefined;

  dispatchFor(query: DispatchQuery): Dispatch;
  limitFor(query: LimitQuery): Limit;

  role(code: StaffRole): Role | undefined;
  permits(roles: readonly StaffRole[], permission: Permission): boolean;
}

/** Builds the directory of a checked content. Throws only on content that the checks would have refused. */
export function directoryOf(content: JurisdictionContent, version: number): Directory {
  const facts = content.jurisdiction;
  const today = dayReader(facts.zone);
  const validAt = (row: Validity, at: Instant | undefined): boolean => at === undefined || isValid(row, today(at));
  const calendar = workingCalendar(content.calendar, facts.zone);
  const places = placesOf(content, validAt);
  const offices = officesOf(content, validAt);
  const topics = topicsOf(content, validAt);
  const base = { ...facts, version, calendar, content, ...places, ...offices, ...topics, ...rolesOf(content) };
  const territorialUnitOf = (division: DivisionCode, at?: Instant): UnitId | undefined =>
    places.divisionPath(division).flatMap((code) => offices.territorialAt(code, at) ?? [])[0];
  const whole = { ...base, territorialUnitOf };
  return { ...whole, dispatchFor: dispatcherOf(whole, (row, at) => validAt(row, at)), limitFor: limiterOf(content) };
}

export function isValid({ from, to }: Validity, day: Day): boolean {
  return (from === undefined || from <= day) && (to === undefined || day < to);
}

/** A directory is asked about the same minutes over and over: the last answer is kept. */
function dayReader(zone: string): (at: Instant) => Day {
  const SPAN_MS = 15 * 60_000; // no zone changes its day anywhere but on a quarter of an hour
  let [kept, day] = [-1, '' as Day];
  return (at) => {
    const quarter = Math.floor(at / SPAN_MS);
    if (quarter !== kept) [kept, day] = [quarter, dayOf(at, zone)];
    return day;
  };
}

type ValidAt = (row: Validity, at: Instant | undefined) => boolean;

function placesOf({ divisions }: JurisdictionContent, validAt: ValidAt) {
  const byCode = new Map(divisions.map((division) => [division.code, division]));
  const under = groupBy(divisions, (division) => division.parent);
  const rootDivision = divisions.find((division) => division.parent === undefined);
  if (rootDivision === undefined) throw new Error('a jurisdiction has a root division');
  return {
    rootDivision,
    division: (code: DivisionCode) => byCode.get(code),
    divisionsUnder: (code: DivisionCode, at?: Instant) => (under.get(code) ?? []).filter((one) => validAt(one, at)),
    divisionPath: (code: DivisionCode): readonly DivisionCode[] => (byCode.has(code) ? climb(code, (step) => byCode.get(step)?.parent) : []),
  };
}

function officesOf({ units, posts }: JurisdictionContent, validAt: ValidAt) {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const postById = new Map(posts.map((post) => [post.id, post]));
  const postsByUnit = groupBy(posts, (post) => post.unit);
  const under = groupBy(units, (unit) => unit.parent);
  const territorial = new Map<DivisionCode, Unit[]>();
  for (const unit of units.filter((one) => one.territorial)) {
    for (const division of unit.divisions) territorial.set(division, [...(territorial.get(division) ?? []), unit]);
  }
  const superiorOf = (id: UnitId): UnitId | undefined => {
    const unit = byId.get(id);
    return unit && superiorIn(unit);
  };
  const superiorsOf = (id: UnitId): readonly UnitId[] => climb(id, superiorOf).slice(1);
  const subtree = (id: UnitId): readonly UnitId[] => [id, ...(under.get(id) ?? []).flatMap((unit) => subtree(unit.id))];
  const postsOf = (unit: UnitId, at?: Instant): readonly Post[] => (postsByUnit.get(unit) ?? []).filter((post) => validAt(post, at));
  return {
    unit: (id: UnitId, at?: Instant): Unit | undefined => [byId.get(id)].find((unit) => unit !== undefined && validAt(unit, at)),
    units: (at?: Instant) => units.filter((unit) => validAt(unit, at)),
    superiorOf,
    superiorsOf,
    subtree,
    territorialAt: (division: DivisionCode, at?: Instant) => territorial.get(division)?.find((unit) => validAt(unit, at))?.id,
    post: (id: PostId) => postById.get(id),
    postsOf,
    holderOf: (id: PostId, at: Instant) => postById.get(id)?.terms.find((term) => validAt(term, at)),
    leadingPostFor: (unit: UnitId, at: Instant) =>
      [unit, ...superiorsOf(unit)].flatMap((one) => postsOf(one, at).find((post) => post.leading) ?? [])[0],
  };
}

function topicsOf({ topics, vitalInterests }: JurisdictionContent, validAt: ValidAt) {
  const byCode = new Map(topics.map((topic) => [topic.code, topic]));
  const under = groupBy(topics, (topic) => topicParent(topic.code));
  const classes = new Map(vitalInterests.map((one) => [one.code, one]));
  const pathOf = (code: TopicCode): readonly Topic[] => climb(code, topicParent).flatMap((step) => byCode.get(step) ?? []);
  const treeUnder = (parent: TopicCode | undefined, at?: Instant): readonly TopicNode[] =>
    (under.get(parent) ?? []).filter((topic) => validAt(topic, at)).map((topic) => ({ topic, children: treeUnder(topic.code, at) }));
  return {
    topic: (code: TopicCode) => byCode.get(code),
    topicsTree: (at?: Instant) => treeUnder(undefined, at),
    topicPath: (code: TopicCode) => pathOf(code).map((topic) => topic.names).reverse(),
    vitalInterestOf: (code: TopicCode) => pathOf(code).flatMap((topic) => classes.get(topic.vitalInterest ?? '') ?? [])[0],
  };
}

function rolesOf({ roles }: JurisdictionContent) {
  const byCode = new Map(roles.map((role) => [role.code, role]));
  return {
    role: (code: StaffRole) => byCode.get(code),
    permits: (held: readonly StaffRole[], permission: Permission) => held.some((code) => byCode.get(code)?.permissions.includes(permission) ?? false),
  };
}

function climb<Code>(start: Code, up: (step: Code) => Code | undefined): readonly Code[] {
  const path = [start];
  for (let step = up(start); step !== undefined; step = up(step)) path.push(step);
  return path;
}

function groupBy<Row, Key>(rows: readonly Row[], key: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

