import type { Fields } from './fields.ts';
import type { Mistake } from './mistake.ts';

/** Collects every mistake of a call while its fields are read. */
export type Mistakes = Mistake[];

/** The one value of a field as it was typed, or empty text. Counts in Unicode code points, as a reader would. */
export function textOf(fields: Fields, field: string, charactersMax: number, mistakes: Mistakes): string {
  const values = fields.get(field) ?? [];
  const text = values[0] ?? '';
  if (values.length > 1) mistakes.push({ kind: 'repeated', field });
  // A code point takes at most two units: most texts need no counting.
  else if (text.length > charactersMax && [...text].length > charactersMax) mistakes.push({ kind: 'too-long', field, max: charactersMax });
  else return text;
  return '';
}

/** Values declared several times or separated by commas, as GeoReport allows in queries. Empty ones do not count. */
export function listOf(fields: Fields, field: string, valuesMax: number, mistakes: Mistakes): readonly string[] {
  const values = (fields.get(field) ?? []).flatMap((text) => text.split(',', valuesMax + 1)).map((text) => text.trim()).filter((text) => text !== '');
  if (values.length <= valuesMax) return values;
  mistakes.push({ kind: 'too-many-values', field, max: valuesMax });
  return [];
}

/** A whole number from `min` to `max`, or the fallback when the field is absent or empty. */
export function wholeNumberOf(
  fields: Fields, field: string, range: { readonly min: number; readonly max: number; readonly fallback: number }, mistakes: Mistakes,
): number {
  const text = textOf(fields, field, 20, mistakes).trim();
  if (text === '') return range.fallback;
  if (!/^\d+$/.test(text)) mistakes.push({ kind: 'not-a-number', field });
  else if (Number(text) < range.min || Number(text) > range.max) mistakes.push({ kind: 'out-of-range', field, min: range.min, max: range.max });
  else return Number(text);
  return range.fallback;
}
