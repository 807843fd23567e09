import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** The bytes of a whole page: Preact escapes every text and attribute, so nothing typed by anyone becomes markup. */
export function renderPage(page: VNode): string {
  return `<!doctype html>\n${renderToString(page)}`;
}
