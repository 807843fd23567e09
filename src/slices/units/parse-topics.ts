import { parsePostId, parseTopicCode, parseUnitId, type TopicCode } from '../../kernel/ids.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { Amount, Topic, VitalInterest } from './content.ts';
import { everywhere, Fields } from './fields.ts';
import type { Mistake, Placed } from './mistake.ts';
import { parseWord } from './parse-jurisdiction.ts';
import type { MapValue } from './source.ts';
import { LIMIT_NAMES, TIME_UNITS, type LimitName } from './vocabulary.ts';

/** Three levels: what residents can find their way through. */
const LEVELS_MAX = 3;
/** Longest time limit that can be written, in its own unit: ten years of calendar days. */
export const AMOUNT_MAX = 3_650;

/** topics.yaml: a tree of at most three levels; `code` is one step of the path. */
export function parseTopics(map: MapValue, mistakes: Mistake[]): readonly Placed<Topic>[] {
  const fields = new Fields(map, mistakes);
  const topics = fields.each('topics', (one) => readTopic(one, [])).flat();
  fields.done();
  return topics;
}

function readTopic(fields: Fields, above: readonly string[]): readonly Placed<Topic>[] | undefined {
  const step = fields.code('code', parseStep);
  const names = fields.names('names');
  const shared = {
    names,
    hint: fields.optionalNames('hint') ?? names,
    synonyms: readSynonyms(fields),
    flags: fields.codes('flags', parseWord),
    ...fields.validity(),
  };
  const vitalInterest = fields.optionalCode('vitalInterest', parseWord);
  const path = [...above, step ?? ''];
  const children = fields.each('children', (child) => readTopic(child, path)).flat();
  if (path.length > LEVELS_MAX) return fields.report({ kind: 'topic-too-deep', code: path.join('.') });
  const code = parseTopicCode(path.join('.'));
  if (!step || !code) return children;
  return [{ at: fields.at, row: { code, ...shared, ...(vitalInterest && { vitalInterest }) } }, ...children];
}

function parseStep(text: unknown): string | undefined {
  return typeof text === 'string' && /^[a-z0-9-]{1,40}$/.test(text) ? text : undefined;
}

/** `synonyms: {zh: [断电], en: [blackout]}`; a language may be absent. */
function readSynonyms(fields: Fields): Record<Locale, readonly string[]> {
  const words = fields.child('synonyms', (one) => everywhere((locale) => one.texts(locale).map(({ text }) => text)));
  return words ?? everywhere(() => []);
}

/** One class as the shared file ships it; who leads and who is a party is said by each jurisdiction. */
export type SharedVitalInterest = Omit<VitalInterest, 'interestedUnits' | 'leadPost' | 'leadUnit'>;

/** _shared/vital-interests.yaml: the six classes of charter promise 16. */
export function parseSharedVitalInterests(map: MapValue, mistakes: Mistake[]): readonly SharedVitalInterest[] {
  const fields = new Fields(map, mistakes);
  const classes = fields.each('classes', (one) => {
    const code = one.code('code', parseWord);
    const law = one.optionalNames('law');
    const row = {
      names: one.names('names'),
      explanation: one.names('explanation'),
      ...(law ? { law } : {}),
      evidencePrompts: one.namesList('evidencePrompts'),
      clock: readClock(one),
      sealedByDefault: one.yes('sealedByDefault'),
    };
    return code === undefined ? undefined : { code, ...row };
  });
  fields.done();
  return classes;
}

/** vital-interests.yaml of a jurisdiction: per class its lead post and unit, the interested units, and a clock of its own. */
export function parseVitalInterests(map: MapValue, shared: readonly SharedVitalInterest[], mistakes: Mistake[]): readonly Placed<VitalInterest>[] {
  const fields = new Fields(map, mistakes);
  const classes = fields.each('classes', (one) => readLocalClass(one, shared));
  fields.done();
  return classes;
}

function readLocalClass(fields: Fields, shared: readonly SharedVitalInterest[]): Placed<VitalInterest> | undefined {
  const code = fields.oneOf('code', shared.map((one) => one.code));
  const leadPost = fields.code('leadPost', parsePostId);
  const leadUnit = fields.code('leadUnit', parseUnitId);
  const interestedUnits = fields.codes('interestedUnits', parseUnitId);
  const clock = readClock(fields);
  const base = shared.find((one) => one.code === code);
  if (leadUnit && interestedUnits.includes(leadUnit)) fields.report({ kind: 'lead-is-interested', unit: leadUnit }, fields.where('leadUnit'));
  if (!base || !leadPost || !leadUnit) return undefined;
  return { at: fields.at, row: { ...base, clock: { ...base.clock, ...clock }, interestedUnits, leadPost, leadUnit } };
}

function readClock(fields: Fields): Partial<Record<LimitName, Amount>> {
  const limits = fields.eachEntry('clock', (name, one) => {
    const limit = LIMIT_NAMES.find((known) => known === name);
    if (!limit) one.report({ kind: 'not-one-of', key: 'clock', value: name, allowed: LIMIT_NAMES });
    const amount = readAmount(one);
    return limit && amount && ([limit, amount] as const);
  });
  return Object.fromEntries(limits) as Partial<Record<LimitName, Amount>>;
}

export function readAmount(fields: Fields): Amount | undefined {
  const amount = fields.whole('amount', 1, AMOUNT_MAX);
  const unit = fields.oneOf('unit', TIME_UNITS);
  return amount === undefined || unit === undefined ? undefined : { amount, unit };
}

export function topicParent(code: TopicCode): TopicCode | undefined {
  const end = code.lastIndexOf('.');
  return end < 0 ? undefined : parseTopicCode(code.slice(0, end));
}
