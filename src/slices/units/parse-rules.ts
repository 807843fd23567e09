import { parseDivisionCode, parseTopicCode, parseUnitId } from '../../kernel/ids.ts';
import type { DispatchRule, DispatchTarget, LimitRule } from './content.ts';
import { Fields } from './fields.ts';
import type { Mistake, Placed } from './mistake.ts';
import { parseWord } from './parse-jurisdiction.ts';
import { readAmount } from './parse-topics.ts';
import type { MapValue } from './source.ts';
import { CHANNEL_WORDS, KIND_WORDS, LIMIT_NAMES, URGENCY_WORDS } from './vocabulary.ts';

/** dispatch.csv: place × topic × kind → who leads and who assists. An empty condition fits everything. */
export function parseDispatch(rows: readonly MapValue[], mistakes: Mistake[]): readonly Placed<DispatchRule>[] {
  return rows.flatMap((map) => {
    const fields = new Fields(map, mistakes);
    const rule = readDispatchRule(fields);
    fields.done();
    return rule ?? [];
  });
}

function readDispatchRule(fields: Fields): Placed<DispatchRule> | undefined {
  const id = fields.code('id', parseWord);
  const division = fields.optionalCode('division', parseDivisionCode);
  const topic = fields.optionalCode('topic', parseTopicCode);
  const kind = fields.optionalOneOf('kind', KIND_WORDS);
  const lead = fields.code('lead', parseTarget);
  const assisting = fields.codes('assisting', parseTarget);
  const reason = { zh: fields.text('zh') ?? '', en: fields.text('en') ?? '' };
  const validity = fields.validity();
  if (!id || !lead) return undefined;
  return { at: fields.at, row: { id, lead, assisting, reason, ...(division && { division }), ...(topic && { topic }), ...(kind && { kind }), ...validity } };
}

/** A unit, or the word `place`: the territorial unit of wherever the case is. */
function parseTarget(text: unknown): DispatchTarget | undefined {
  return text === 'place' ? 'place' : parseUnitId(text);
}

/** limits.yaml: `include: shared` begins with the shared limits; a rule here wins over a shared one of the same conditions. */
export function parseLimits(own: MapValue | undefined, shared: MapValue, mistakes: Mistake[]): readonly Placed<LimitRule>[] {
  if (own === undefined) return readLimits(new Fields(shared, mistakes));
  const fields = new Fields(own, mistakes);
  const include = fields.optionalOneOf('include', ['shared']);
  const rules = readLimits(fields);
  if (include === undefined) return rules;
  const replaced = new Set(rules.map(({ row }) => limitConditions(row)));
  return [...readLimits(new Fields(shared, mistakes)).filter(({ row }) => !replaced.has(limitConditions(row))), ...rules];
}

function readLimits(fields: Fields): readonly Placed<LimitRule>[] {
  const rules = fields.each('limits', readLimitRule);
  fields.done();
  return rules;
}

function readLimitRule(fields: Fields): Placed<LimitRule> | undefined {
  const id = fields.code('id', parseWord);
  const limit = fields.oneOf('limit', LIMIT_NAMES);
  const kind = fields.optionalOneOf('kind', KIND_WORDS);
  const urgency = fields.optionalOneOf('urgency', URGENCY_WORDS);
  const topic = fields.optionalCode('topic', parseTopicCode);
  const channel = fields.optionalOneOf('channel', CHANNEL_WORDS);
  const level = fields.optionalCode('level', parseWord);
  const amount = readAmount(fields);
  if (!id || !limit || !amount) return undefined;
  const conditions = { ...(kind && { kind }), ...(urgency && { urgency }), ...(topic && { topic }), ...(channel && { channel }), ...(level && { level }) };
  return { at: fields.at, row: { id, limit, ...conditions, ...amount } };
}

/** Two rules with the same text here would both be the most specific. */
export function limitConditions(rule: LimitRule): string {
  return [rule.limit, rule.urgency, rule.topic, rule.kind, rule.level, rule.channel].map((one) => one ?? '*').join(' ');
}

export function dispatchConditions(rule: DispatchRule): string {
  return [rule.topic, rule.division, rule.kind].map((one) => one ?? '*').join(' ');
}
