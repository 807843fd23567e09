import type { DivisionCode, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Directory } from './directory.ts';
import type { DispatchRule, DispatchTarget, Names, Validity } from './content.ts';
import { topicParent } from './parse-topics.ts';
import type { KindWord } from './vocabulary.ts';

export type DispatchQuery = {
  readonly division: DivisionCode;
  readonly topic: TopicCode;
  readonly kind: KindWord;
  readonly at: Instant;
  /** Units that the case is about: neither they, nor anything beneath or above them, may have it (charter promise 12). */
  readonly about?: readonly UnitId[];
};

/** Why a case goes where it goes; `rule` is the id of a dispatch rule for `rule` and `place`. */
export type DispatchCause = 'rule' | 'vital-interest' | 'intake' | 'outside';

export type Dispatch =
  | {
      readonly lead: UnitId;
      readonly assisting: readonly UnitId[];
      readonly cause: DispatchCause;
      readonly rule?: string;
      readonly reason?: Names;
    }
  /** Everyone inside is concerned and no outside body is named: fail closed, a protection officer must decide. */
  | { readonly lead: undefined; readonly assisting: readonly []; readonly cause: 'nobody-unconcerned' };

type Base = Omit<Directory, 'dispatchFor' | 'limitFor'>;
type ValidAt = (row: Validity, at: Instant) => boolean;

/**
 * The most specific rule wins: a rule for the kind beats one for any kind (conduct goes to the supervisors whatever it was
 * about), then a deeper topic beats a shallower, then a smaller place a larger. Matching topics and places lie on one line
 * each, so no two rules tie.
 */
export function dispatcherOf(base: Base, validAt: ValidAt): (query: DispatchQuery) => Dispatch {
  const rules = new Map<string, DispatchRule[]>();
  for (const rule of base.content.dispatch) {
    const key = keyOf(rule.topic, rule.division, rule.kind);
    rules.set(key, [...(rules.get(key) ?? []), rule]);
  }

  function rulesFor(query: DispatchQuery): readonly DispatchRule[] {
    const places = [...base.divisionPath(query.division), undefined];
    return [query.kind, undefined].flatMap((kind) => topicLine(query.topic).flatMap((topic) => places.flatMap((place) =>
      (rules.get(keyOf(topic, place, kind)) ?? []).filter((rule) => validAt(rule, query.at)))));
  }

  /** The unit itself while it is valid, afterwards the one that took its place. */
  function unitAt(id: UnitId, at: Instant): UnitId | undefined {
    if (base.unit(id, at)) return id;
    return base.units(at).find((unit) => unit.predecessor === id)?.id;
  }

  function resolve(target: DispatchTarget, query: DispatchQuery): UnitId | undefined {
    return target === 'place' ? base.territorialUnitOf(query.division, query.at) : unitAt(target, query.at);
  }

  return function dispatchFor(query) {
    const concerned = concernedIn(base, query);
    const free = (id: UnitId | undefined): id is UnitId => id !== undefined && !concerned.has(id);
    const vital = base.vitalInterestOf(query.topic);
    const interested = new Set(vital?.interestedUnits.flatMap((id) => base.subtree(id)) ?? []);
    for (const rule of rulesFor(query)) {
      const lead = resolve(rule.lead, query);
      if (lead === undefined) continue;
      if (!free(lead) || interested.has(lead)) break;
      const assisting = unique(rule.assisting.map((target) => resolve(target, query)))
        .filter((id) => free(id) && id !== lead && !interested.has(id));
      return { lead, assisting, cause: 'rule', rule: rule.id, reason: rule.reason };
    }
    const route = routeAround(base, vital?.leadUnit);
    const next = route.map((step) => ({ ...step, lead: unitAt(step.unit, query.at) ?? (step.cause === 'intake' ? step.unit : undefined) })).find(({ lead }) => free(lead));
    if (next?.lead) return { lead: next.lead, assisting: [], cause: next.cause };
    return { lead: undefined, assisting: [], cause: 'nobody-unconcerned' };
  };
}

/** Who takes a case that no rule places, or whose rule leads to someone concerned: in this order, the first who is free. */
function routeAround(base: Base, classLead: UnitId | undefined): readonly { unit: UnitId; cause: DispatchCause }[] {
  return [
    ...(classLead ? [{ unit: classLead, cause: 'vital-interest' as const }] : []),
    { unit: base.intakeUnit, cause: 'intake' },
    ...(base.outsideUnit ? [{ unit: base.outsideUnit, cause: 'outside' as const }] : []),
  ];
}

/** The units a case is about, with all beneath them, who would tell, and all above them, who answer for them. */
function concernedIn(base: Base, { about = [] }: DispatchQuery): ReadonlySet<UnitId> {
  return new Set(about.flatMap((id) => [...base.subtree(id), ...base.superiorsOf(id)]));
}

/** The topic, those above it, and none at all. */
function topicLine(topic: TopicCode): readonly (TopicCode | undefined)[] {
  const parent = topicParent(topic);
  return [topic, ...(parent ? topicLine(parent) : [undefined])];
}

function keyOf(topic: TopicCode | undefined, division: DivisionCode | undefined, kind: KindWord | undefined): string {
  return `${topic ?? '*'} ${division ?? '*'} ${kind ?? '*'}`;
}

function unique(ids: readonly (UnitId | undefined)[]): readonly UnitId[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}

