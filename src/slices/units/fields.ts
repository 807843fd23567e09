import { LOCALES, type Locale } from '../../platform/i18n/index.ts';
import type { Names, Validity } from './content.ts';
import { parseDay, type Day } from './day.ts';
import type { Mistake, Position, Problem } from './mistake.ts';
import type { MapValue, Value } from './source.ts';

/** Longest text of one field, in characters: a duty or a reason is a sentence, not a page. */
const TEXT_LENGTH_MAX = 2_000;

/**
 * Reads the fields of one map and collects every mistake it meets, so that a keeper of data sees them all at once. After
 * a mistake it answers undefined (or an empty list) and reading goes on.
 */
export class Fields {
  readonly at: Position;
  readonly #map: MapValue;
  readonly #mistakes: Mistake[];
  readonly #asked = new Set<string>();

  constructor(map: MapValue, mistakes: Mistake[]) {
    this.#map = map;
    this.#mistakes = mistakes;
    this.at = map.at;
  }

  report(problem: Problem, at: Position = this.at): undefined {
    this.#mistakes.push({ ...at, problem });
    return undefined;
  }

  /** Where a key's value stands; the map itself when the key is absent. */
  where(key: string): Position {
    return this.#map.entries.get(key)?.value.at ?? this.at;
  }

  has(key: string): boolean {
    return this.value(key) !== undefined;
  }

  /** The raw value; absent and empty (`key:`) are the same. */
  value(key: string): Value | undefined {
    this.#asked.add(key);
    const found = this.#map.entries.get(key)?.value;
    return found?.kind === 'scalar' && (found.plain === null || found.text === '') ? undefined : found;
  }

  optionalText(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (value.kind !== 'scalar' || typeof value.plain === 'boolean') return this.report({ kind: 'wrong-type', key, expected: 'text' }, value.at);
    if (value.text.length > TEXT_LENGTH_MAX) return this.report({ kind: 'out-of-range', key, min: 1, max: TEXT_LENGTH_MAX }, value.at);
    return typeof value.plain === 'string' ? value.plain.trim() : value.text;
  }

  text(key: string): string | undefined {
    return this.has(key) ? this.optionalText(key) : this.report({ kind: 'missing-key', key });
  }

  /** A text that a parser turns into a branded code. */
  code<Code>(key: string, parse: (text: unknown) => Code | undefined): Code | undefined {
    return this.has(key) ? this.optionalCode(key, parse) : this.report({ kind: 'missing-key', key });
  }

  optionalCode<Code>(key: string, parse: (text: unknown) => Code | undefined): Code | undefined {
    const text = this.optionalText(key);
    if (text === undefined) return undefined;
    return parse(text) ?? this.report({ kind: 'bad-code', key, value: text }, this.where(key));
  }

  oneOf<const Word extends string>(key: string, allowed: readonly Word[]): Word | undefined {
    return this.has(key) ? this.optionalOneOf(key, allowed) : this.report({ kind: 'missing-key', key });
  }

  optionalOneOf<const Word extends string>(key: string, allowed: readonly Word[]): Word | undefined {
    const text = this.optionalText(key);
    if (text === undefined) return undefined;
    return allowed.find((word) => word === text) ?? this.report({ kind: 'not-one-of', key, value: text, allowed }, this.where(key));
  }

  whole(key: string, min: number, max: number): number | undefined {
    const value = this.value(key);
    if (value === undefined) return this.report({ kind: 'missing-key', key });
    const number = value.kind === 'scalar' && /^\d{1,9}$/.test(value.text) ? Number(value.text) : undefined;
    if (number === undefined) return this.report({ kind: 'wrong-type', key, expected: 'whole-number' }, value.at);
    return number >= min && number <= max ? number : this.report({ kind: 'out-of-range', key, min, max }, value.at);
  }

  yes(key: string): boolean {
    const value = this.value(key);
    if (value === undefined) return false;
    const plain = value.kind === 'scalar' ? value.plain : undefined;
    if (typeof plain !== 'boolean') this.report({ kind: 'wrong-type', key, expected: 'yes-or-no' }, value.at);
    return plain === true;
  }

  day(key: string): Day | undefined {
    const text = this.optionalText(key);
    if (text === undefined) return undefined;
    return parseDay(text) ?? this.report({ kind: 'bad-day', key, value: text }, this.where(key));
  }

  /** `from` and `to`, both optional; `to` is the first day on which it no longer holds. */
  validity(): Validity {
    const from = this.day('from');
    const to = this.day('to');
    if (from && to && from >= to) this.report({ kind: 'ends-before-it-begins' }, this.where('to'));
    return { ...(from && { from }), ...(to && { to }) };
  }

  names(key: string): Names {
    if (!this.has(key)) this.report({ kind: 'missing-key', key });
    return this.optionalNames(key) ?? { zh: '', en: '' };
  }

  /** `{zh: …, en: …}`, or one text that is the same in every language. */
  optionalNames(key: string): Names | undefined {
    const value = this.value(key);
    return value && this.namesOf(key, value);
  }

  namesOf(key: string, value: Value): Names | undefined {
    if (value.kind === 'scalar' && typeof value.plain === 'string') return everywhere(() => value.text.trim());
    if (value.kind !== 'map') return this.report({ kind: 'wrong-type', key, expected: 'map' }, value.at);
    const fields = new Fields(value, this.#mistakes);
    const names = everywhere((locale) => {
      if (!fields.has(locale)) this.report({ kind: 'missing-language', key, locale }, value.at);
      return fields.optionalText(locale) ?? '';
    });
    fields.done();
    return names;
  }

  /** Items of a list; an absent key is an empty list. */
  items(key: string): readonly Value[] {
    const value = this.value(key);
    if (value === undefined) return [];
    if (value.kind === 'list') return value.items;
    this.report({ kind: 'wrong-type', key, expected: 'list' }, value.at);
    return [];
  }

  namesList(key: string): readonly Names[] {
    return this.items(key).flatMap((item) => this.namesOf(key, item) ?? []);
  }

  /** A list of texts; in a table, the texts are divided by spaces. */
  texts(key: string): readonly { readonly text: string; readonly at: Position }[] {
    const value = this.value(key);
    if (value?.kind === 'scalar') return value.text.split(/\s+/).filter(Boolean).map((text) => ({ text, at: value.at }));
    return this.items(key).flatMap((item) => {
      if (item.kind === 'scalar' && typeof item.plain !== 'boolean') return [{ text: item.text.trim(), at: item.at }];
      return this.report({ kind: 'wrong-type', key, expected: 'text' }, item.at) ?? [];
    });
  }

  codes<Code>(key: string, parse: (text: unknown) => Code | undefined): readonly Code[] {
    return this.texts(key).flatMap(({ text, at }) => parse(text) ?? this.report({ kind: 'bad-code', key, value: text }, at) ?? []);
  }

  words<const Word extends string>(key: string, allowed: readonly Word[]): readonly Word[] {
    return this.texts(key).flatMap(({ text, at }) =>
      allowed.find((word) => word === text) ?? this.report({ kind: 'not-one-of', key, value: text, allowed }, at) ?? []);
  }

  /** Each map of a list, read by `read`. */
  each<Row>(key: string, read: (fields: Fields) => Row | undefined): readonly Row[] {
    return present(this.items(key).map((item) => this.#child(key, item, read)));
  }

  /** Each entry of a map, read by `read`: a missing key is no entry. */
  eachEntry<Row>(key: string, read: (name: string, fields: Fields) => Row | undefined): readonly Row[] {
    const value = this.value(key);
    if (value === undefined) return [];
    if (value.kind !== 'map') return this.report({ kind: 'wrong-type', key, expected: 'map' }, value.at) ?? [];
    return present([...value.entries].map(([name, entry]) => this.#child(name, entry.value, (fields) => read(name, fields))));
  }

  /** The map under one key, read by `read`; undefined when the key is absent. */
  child<Row>(key: string, read: (fields: Fields) => Row | undefined): Row | undefined {
    const value = this.value(key);
    return value && this.#child(key, value, read);
  }

  /** Every key that nobody asked for is a mistake: most often a slip of the pen. */
  done(): void {
    for (const [key, { keyAt }] of this.#map.entries) {
      if (!this.#asked.has(key)) this.report({ kind: 'unknown-key', key, known: [...this.#asked] }, keyAt);
    }
  }

  #child<Row>(key: string, value: Value, read: (fields: Fields) => Row | undefined): Row | undefined {
    if (value.kind !== 'map') return this.report({ kind: 'wrong-type', key, expected: 'map' }, value.at);
    const fields = new Fields(value, this.#mistakes);
    const row = read(fields);
    fields.done();
    return row;
  }
}

function present<Row>(rows: readonly (Row | undefined)[]): readonly Row[] {
  return rows.filter((row) => row !== undefined);
}

/** One value for each language. */
export function everywhere<Value>(valueIn: (locale: Locale) => Value): Readonly<Record<Locale, Value>> {
  return Object.fromEntries(LOCALES.map((locale): [Locale, Value] => [locale, valueIn(locale)])) as Record<Locale, Value>;
}
