import { parse } from 'yaml';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts';
import type { Locale } from '../../platform/i18n/index.ts';

type Words = Readonly<Record<Locale, string>>;
export const KEPT_WORDS = ['until-erased', 'for-ever', 'in-memory'] as const;
export type Kept = { readonly unit: 'minutes' | 'hours' | 'days'; readonly amount: number } | (typeof KEPT_WORDS)[number];
/** One line of the schedule: what is kept, how long, from when, and why. */
export type Retention = { readonly id: string; readonly keep: Kept; readonly what: Words; readonly from: Words; readonly why: Words };

const UNIT_MS = { minutes: MINUTE_MS, hours: HOUR_MS, days: DAY_MS } as const;

/** Reads `jurisdictions/_shared/retention.yaml`. It is ours: a mistake in it throws, and nothing starts. */
export function parseRetention(text: string): readonly Retention[] {
  const { retention } = parse(text) as { retention?: unknown };
  if (!Array.isArray(retention) || retention.length === 0) throw new Error('the retention schedule has no lines');
  const lines = retention.map((one: unknown, at) => lineOf(one as Partial<Record<keyof Retention, unknown>>, at + 1));
  if (new Set(lines.map(({ id }) => id)).size < lines.length) throw new Error('the retention schedule has an id twice');
  return lines;
}

/** Milliseconds of a line that has a time; throws where it has none or is not there: its job must not delete by guess. */
export function keptMs(schedule: readonly Retention[], id: string): number {
  const keep = schedule.find((one) => one.id === id)?.keep;
  if (typeof keep !== 'object') throw new Error(`the retention schedule has no time for ${id}`);
  return keep.amount * UNIT_MS[keep.unit];
}

function lineOf(line: Partial<Record<keyof Retention, unknown>>, at: number): Retention {
  const { id, keep } = line;
  if (typeof id !== 'string' || !/^[a-z-]+$/.test(id)) throw new Error(`line ${at} of the retention schedule has no id`);
  return { id, keep: keptOf(keep, id), what: wordsOf(line.what, id), from: wordsOf(line.from, id), why: wordsOf(line.why, id) };
}

function keptOf(keep: unknown, id: string): Kept {
  const word = KEPT_WORDS.find((one) => one === keep);
  if (word) return word;
  const [[unit, amount] = [], ...rest] = typeof keep === 'object' && keep !== null ? Object.entries(keep as Record<string, unknown>) : [];
  const known = (['minutes', 'hours', 'days'] as const).find((one) => one === unit);
  if (!known || rest.length > 0 || typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1) throw new Error(`${id} in the retention schedule is kept for no known time`);
  return { unit: known, amount };
}

function wordsOf(words: unknown, id: string): Words {
  const { zh, en } = (words ?? {}) as Partial<Record<Locale, unknown>>;
  if (typeof zh !== 'string' || typeof en !== 'string' || zh === '' || en === '') throw new Error(`${id} in the retention schedule lacks words in a language`);
  return { zh, en };
}
