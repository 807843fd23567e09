import { LOCALES } from '../platform/i18n/index.ts';
import { witnessMessages } from './messages.ts';

export type WitnessPage = {
  readonly name: string;
  readonly vkey: string;
  readonly policyLine: string;
  /** What is kept of each followed log: undefined before its first checkpoint. */
  readonly logs: readonly { readonly origin: string; readonly size: number | 'halted' | undefined }[];
};

/** What anyone sees at `/`, in every language one below the other: no script, no style, nothing fetched. */
export function drawWitnessPage(page: WitnessPage): string {
  const parts = LOCALES.map((locale) => section(locale, page));
  return `<!doctype html>\n<html lang="${LOCALES[0]}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(page.name)}</title></head><body>\n${parts.join('\n<hr>\n')}\n</body></html>\n`;
}

function section(locale: (typeof LOCALES)[number], { name, vkey, policyLine, logs }: WitnessPage): string {
  const words = witnessMessages(locale);
  const followed = logs.map(({ origin, size }) => `<li><code>${escaped(origin)}</code>: ${escaped(typeof size === 'number' ? words.pageSize(size) : size === 'halted' ? words.pageHalted : words.pageNothing)}</li>`);
  return [
    `<main lang="${locale}"><h1>${escaped(words.pageTitle(name))}</h1>`, ...words.pageWhat.map((text) => `<p>${escaped(text)}</p>`),
    `<h2>${escaped(words.pageKey)}</h2><p><code>${escaped(vkey)}</code></p>`,
    `<h2>${escaped(words.pagePolicy)}</h2><p><code>${escaped(policyLine)}</code></p>`,
    `<h2>${escaped(words.pageLogs)}</h2>`, followed.length > 0 ? `<ul>${followed.join('')}</ul>` : `<p>${escaped(words.pageNoLogs)}</p>`, '</main>',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
