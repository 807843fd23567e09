import type { Locale } from '../i18n/index.ts';

/** The language of whoever reads the terminal, as POSIX names it (LC_ALL, LC_MESSAGES, LANG); English when it says nothing. */
export function terminalLocale(env: Readonly<Record<string, string | undefined>>): Locale {
  const tag = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return tag.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
