import type { VNode } from 'preact';
import type { PageContext } from './page.ts';

/**
 * One set of specimens feeds the gallery, the markup tests, the accessibility runs and the pictures. Names and texts in
 * specimens are invented. A page's specimen renders the whole page, a component's only itself.
 */
export type Specimens = {
  /** The exported component or page, as it is written in the code. */
  readonly of: string;
  readonly kind: 'component' | 'page';
  readonly examples: readonly { readonly name: string; readonly render: (page: PageContext) => VNode }[];
};

/** The invented text in the reader's language. */
export function inLocale<T>(page: PageContext, texts: Readonly<Record<PageContext['locale'], T>>): T {
  return texts[page.locale];
}
