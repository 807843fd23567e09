import { accept, refuse, type Decision, type Refusal } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { Locale } from '../i18n/index.ts';
import type { Form } from './form-builder.ts';
import { mistakeMessages } from './messages.ts';

/** What is wrong with one field. `field` is our own name of it; what was typed is never part of a mistake. */
export type FormMistake =
  | { readonly kind: 'missing'; readonly field: string }
  | { readonly kind: 'too-long'; readonly field: string; readonly max: number; readonly actual: number }
  | { readonly kind: 'repeated'; readonly field: string }
  | { readonly kind: 'not-a-choice'; readonly field: string }
  | { readonly kind: 'not-an-integer'; readonly field: string }
  | { readonly kind: 'out-of-range'; readonly field: string; readonly min: string; readonly max: string }
  | { readonly kind: 'not-a-date'; readonly field: string };

type Read<T> = Decision<T, FormMistake>;
type AnyForm = Form<unknown>;

/** How long a text may be when nothing else is said, in characters as people count them (code points). */
const CHARACTERS_MAX = 200;
/** Digits beyond this are beyond PostgreSQL's bigint, and beyond any count of ours. */
const DIGITS_MAX = 15;

/**
 * Text as typed, not normalised; only the CRLF that browsers send for a line end becomes LF again. White space alone
 * counts as empty; without `required` an empty field is undefined.
 */
export function textField(form: AnyForm, field: string, options: { readonly max?: number; readonly required: true }): Read<string>;
export function textField(form: AnyForm, field: string, options?: { readonly max?: number; readonly required?: false }): Read<string | undefined>;
export function textField(form: AnyForm, field: string, options: { readonly max?: number; readonly required?: boolean } = {}): Read<string | undefined> {
  const single = singleField(form, field, options.required ?? false);
  if (single.refused || single.value === undefined) return single;
  const text = single.value.replaceAll('\r\n', '\n');
  const max = options.max ?? CHARACTERS_MAX;
  const actual = [...text].length;
  return actual > max ? refuse({ kind: 'too-long', field, max, actual }) : accept(text);
}

/** One of the choices the page offered. */
export function choiceField<T extends string>(form: AnyForm, field: string, choices: readonly T[], options: { readonly required: true }): Read<T>;
export function choiceField<T extends string>(form: AnyForm, field: string, choices: readonly T[], options?: { readonly required?: false }): Read<T | undefined>;
export function choiceField<T extends string>(form: AnyForm, field: string, choices: readonly T[], options: { readonly required?: boolean } = {}): Read<T | undefined> {
  const single = singleField(form, field, options.required ?? false);
  if (single.refused || single.value === undefined) return single as Read<undefined>;
  const chosen = choices.find((choice) => choice === single.value);
  return chosen === undefined ? refuse({ kind: 'not-a-choice', field }) : accept(chosen);
}

/** Any number of the choices offered, each once, in the order of `choices`. */
export function choicesField<T extends string>(form: AnyForm, field: string, choices: readonly T[]): Read<readonly T[]> {
  const given = new Set((form.values.get(field) ?? []).filter((value) => value !== ''));
  const chosen = choices.filter((choice) => given.delete(choice));
  return given.size > 0 ? refuse({ kind: 'not-a-choice', field }) : accept(chosen);
}

/** A whole number from `min` to `max`; full-width digits, as Chinese input methods write them, are understood. */
export function integerField(form: AnyForm, field: string, options: { readonly min: number; readonly max: number; readonly required: true }): Read<number>;
export function integerField(form: AnyForm, field: string, options: { readonly min: number; readonly max: number; readonly required?: false }): Read<number | undefined>;
export function integerField(form: AnyForm, field: string, options: { readonly min: number; readonly max: number; readonly required?: boolean }): Read<number | undefined> {
  const single = singleField(form, field, options.required ?? false);
  if (single.refused || single.value === undefined) return single as Read<undefined>;
  const digits = single.value.slice(0, 60).normalize('NFKC').trim();
  if (!/^[+-]?\d+$/.test(digits)) return refuse({ kind: 'not-an-integer', field });
  const value = Number(digits);
  const outside = digits.replace(/\D/g, '').length > DIGITS_MAX || value < options.min || value > options.max;
  return outside ? refuse({ kind: 'out-of-range', field, min: String(options.min), max: String(options.max) }) : accept(value);
}

/** A calendar day `YYYY-MM-DD` (ISO 8601) from `min` to `max`, which are written the same way. 30 February is no day. */
export function dateField(form: AnyForm, field: string, options: { readonly min: string; readonly max: string; readonly required: true }): Read<string>;
export function dateField(form: AnyForm, field: string, options: { readonly min: string; readonly max: string; readonly required?: false }): Read<string | undefined>;
export function dateField(form: AnyForm, field: string, options: { readonly min: string; readonly max: string; readonly required?: boolean }): Read<string | undefined> {
  const single = singleField(form, field, options.required ?? false);
  if (single.refused || single.value === undefined) return single;
  const day = single.value.slice(0, 40).normalize('NFKC').trim();
  if (!isDay(day)) return refuse({ kind: 'not-a-date', field });
  return day < options.min || day > options.max ? refuse({ kind: 'out-of-range', field, min: options.min, max: options.max }) : accept(day);
}

/** All mistakes of the fields read, in the order given: the page shows them together, not one a visit. */
export function mistakesOf(...reads: readonly Decision<unknown, FormMistake>[]): FormMistake[] {
  return reads.filter((read): read is Refusal<FormMistake> => read.refused).map((read) => read.reason);
}

/** What to say beside the field. */
export function mistakeWords(mistake: FormMistake, locale: Locale): string {
  const words = mistakeMessages(locale);
  switch (mistake.kind) {
    case 'too-long': return words['too-long'](mistake.max, mistake.actual);
    case 'out-of-range': return words['out-of-range'](mistake.min, mistake.max);
    case 'missing':
    case 'repeated':
    case 'not-a-choice':
    case 'not-an-integer':
    case 'not-a-date':
      return words[mistake.kind];
    default: return unreachable(mistake);
  }
}

function singleField(form: AnyForm, field: string, required: boolean): Read<string | undefined> {
  const values = form.values.get(field) ?? [];
  if (values.length > 1) return refuse({ kind: 'repeated', field });
  const [value] = values;
  if (value !== undefined && value.trim() !== '') return accept(value);
  return required ? refuse({ kind: 'missing', field }) : accept(undefined);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March: what it understood must be what was written.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
