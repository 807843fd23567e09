/** Languages that are complete. A further one: add it here, and the compiler names every message file that lacks it. */
export const LOCALES = ['zh', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export function parseLocale(text: unknown): Locale | undefined {
  return LOCALES.find((locale) => locale === text);
}

/** The first of our languages that the reader's browser asks for (RFC 9110 §12.5.4), else the fallback. */
export function localeFromHeader(header: string | undefined, fallback: Locale): Locale {
  const wanted = (header ?? '').slice(0, 200).split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const weight = parameters.map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1]).find((q) => q !== undefined);
    return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
  });
  wanted.sort((a, b) => b.weight - a.weight);
  for (const { language, weight } of wanted) {
    const locale = parseLocale(language);
    if (locale && weight > 0) return locale;
  }
  return fallback;
}

/**
 * Words of one slice in every language. A message is a string, or a function of its parameters that gives one.
 * Every language must have the same keys: a missing one does not compile.
 */
export function defineMessages<Zh extends Words>(words: Record<Locale, Zh>): (locale: Locale) => Zh {
  return (locale) => words[locale];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each message function declares its own parameters
type Words = Record<string, string | readonly string[] | ((...parameters: any[]) => string) | Record<string, string>>;

export { formatDay, formatMinute, formatNumber, formatPercent } from './format.ts';
