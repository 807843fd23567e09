import type { Instant } from '../../kernel/instant.ts';
import type { PageContext } from '../page.ts';
import { StatusTag, type Tone } from './status.tsx';
import { When, type Exactness } from './when.tsx';

/** One line of a list of cases. Everything already in the reader's language. */
export type CaseRowView = {
  readonly href: string;
  /** Topic, or the reviewed summary: never a resident's own words without consent. */
  readonly title: string;
  readonly tone: Tone;
  readonly status: string;
  /** Place, unit and the like, in the order shown. */
  readonly facts: readonly string[];
  readonly at: Instant;
  /** What is left of the clock, or how late; only where it helps. */
  readonly clock?: { readonly words: string; readonly late: boolean };
  readonly current?: boolean;
};

/** A list, not a table: on a phone a row is read, not scanned across. The title is the link. */
export function CaseList({ page, rows, exactness = 'day' }: { readonly page: PageContext; readonly rows: readonly CaseRowView[]; readonly exactness?: Exactness }) {
  return <ul class="caselist">{rows.map((row) => caseRow(page, row, exactness))}</ul>;
}

// A function, not a component: fifty rows a page cost a third less.
function caseRow(page: PageContext, row: CaseRowView, exactness: Exactness) {
  return (
    <li key={row.href} class={row.current ? 'caserow caserow-current' : 'caserow'}>
      {StatusTag({ tone: row.tone, word: row.status })}
      <a class="caserow-title" href={row.href} aria-current={row.current ? 'true' : undefined}>{row.title}</a>
      <p class="caserow-facts">
        {row.facts.map((fact) => <span key={fact}>{fact}</span>)}
        {When({ page, at: row.at, exactness })}
        {row.clock && <span class={row.clock.late ? 'late' : 'duty'}>{row.clock.words}</span>}
      </p>
    </li>
  );
}
