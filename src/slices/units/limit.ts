import type { TopicCode } from '../../kernel/ids.ts';
import type { Amount, JurisdictionContent, LimitRule } from './content.ts';
import { limitConditions } from './parse-rules.ts';
import { topicParent } from './parse-topics.ts';
import type { ChannelWord, KindWord, LimitName, UrgencyWord } from './vocabulary.ts';

export type LimitQuery = {
  readonly limit: LimitName;
  readonly kind: KindWord;
  readonly urgency: UrgencyWord;
  readonly topic: TopicCode;
  readonly channel: ChannelWord;
  /** Level of the unit whose clock it is. */
  readonly level: string;
};

/** Answers kept at hand: a jurisdiction asks for some thousands of combinations; the worst case costs some 64 look-ups each. */
const KEPT_MAX = 20_000;

/** `rule` names the rule, so that a case page can say why its limit is what it is. */
export type Limit = Amount & { readonly rule: string };

/**
 * The most specific rule wins, by urgency first (danger beats everything), then topic (deeper first), kind, level, channel.
 * A class of vital interests brings its own clock as rules for the topics that carry it.
 */
export function limiterOf(content: JurisdictionContent): (query: LimitQuery) => Limit {
  const rules = new Map<string, LimitRule>();
  for (const rule of [...classRules(content), ...content.limits]) rules.set(limitConditions(rule), rule);
  const kept = new Map<string, Limit>();
  return (query) => {
    const key = `${query.limit} ${query.urgency} ${query.topic} ${query.kind} ${query.level} ${query.channel}`;
    const known = kept.get(key);
    if (known) return known;
    const { amount, unit, id } = mostSpecific(rules, query);
    const limit = { amount, unit, rule: id };
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(key, limit);
    return limit;
  };
}

function classRules({ topics, vitalInterests }: JurisdictionContent): readonly LimitRule[] {
  return topics.flatMap((topic) => {
    const clock = vitalInterests.find((one) => one.code === topic.vitalInterest)?.clock ?? {};
    return Object.entries(clock).map(([limit, amount]): LimitRule => (
      { id: `${topic.vitalInterest ?? ''}-${limit}`, limit: limit as LimitName, topic: topic.code, ...amount }
    ));
  });
}

function mostSpecific(rules: ReadonlyMap<string, LimitRule>, query: LimitQuery): LimitRule {
  for (const urgency of [query.urgency, '*']) {
    for (const topic of topicsUp(query.topic)) {
      for (const kind of [query.kind, '*']) {
        for (const level of [query.level, '*']) {
          for (const channel of [query.channel, '*']) {
            const rule = rules.get([query.limit, urgency, topic, kind, level, channel].join(' '));
            if (rule) return rule;
          }
        }
      }
    }
  }
  throw new Error(`no limit "${query.limit}": the checks demand one without conditions`);
}

function topicsUp(topic: TopicCode): readonly string[] {
  const parent = topicParent(topic);
  return [topic, ...(parent ? topicsUp(parent) : ['*'])];
}
