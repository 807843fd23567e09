import type { Instant } from '../../kernel/instant.ts';
import type { Locale } from './index.ts';

const TAGS: Record<Locale, string> = { zh: 'zh-CN', en: 'en-GB' };
const formatters = new Map<string, Intl.DateTimeFormat>();
const NUMBERS: Record<Locale, Intl.NumberFormat> = { zh: new Intl.NumberFormat(TAGS.zh), en: new Intl.NumberFormat(TAGS.en) };
const PERCENTS: Record<Locale, Intl.NumberFormat> = {
  zh: new Intl.NumberFormat(TAGS.zh, { style: 'percent', maximumFractionDigits: 1 }), en: new Intl.NumberFormat(TAGS.en, { style: 'percent', maximumFractionDigits: 1 }),
};

/** `2026年11月22日` / `22 November 2026`, in the jurisdiction's zone (IANA name). */
export function formatDay(at: Instant, zone: string, locale: Locale): string {
  return formatter(locale, zone, { year: 'numeric', month: 'long', day: 'numeric' }).format(at);
}

/** Day and minute, 24-hour clock, in the jurisdiction's zone. */
export function formatMinute(at: Instant, zone: string, locale: Locale): string {
  const options = { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return formatter(locale, zone, options).format(at);
}

export function formatNumber(value: number, locale: Locale): string {
  return NUMBERS[locale].format(value);
}

/** A share in tenths of a percent (0–1000), as scores are kept: integers. `985` → `98.5%`. */
export function formatPercent(permille: number, locale: Locale): string {
  return PERCENTS[locale].format(permille / 1000);
}

// A formatter costs some 30 µs to make and 1 µs to use.
function formatter(locale: Locale, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${Object.keys(options).length}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(TAGS[locale], { timeZone: zone, ...options });
  formatters.set(key, made);
  return made;
}
