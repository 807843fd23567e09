import { groupCaseNumber, type CaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { formatDay } from '../../../platform/i18n/index.ts';
import type { HardGround } from '../../../slices/cases/case.ts';
import { EmptyState, KeyValue, Pager, SearchForm } from '../../../ui/components/blocks.tsx';
import { Button, Hidden, Select, type ChoiceGroup } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { vocabulary } from '../messages.ts';
import { hardCaseWords } from './hard-case-messages.ts';

export type HardCaseView = {
  readonly number: CaseNumber; readonly topic?: string; readonly ground: HardGround; readonly reason?: string; readonly unit: string; readonly post?: string;
  readonly since: Instant; readonly reviewAt: Instant; readonly late: boolean; readonly reviews: number;
};

export type HardCasesProps = {
  readonly page: PageContext;
  /** As it stands in the address: `q` (a case number), `unit`, `state` (`over`). */
  readonly filters: Readonly<Partial<Record<'q' | 'unit' | 'state', string>>>;
  readonly units: readonly ChoiceGroup[];
  readonly rows: readonly HardCaseView[];
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
};

/** What cannot be solved now: who answers for it, and when it is looked at again (charter promise 3). Nothing here is closed. */
export function HardCasesPage({ page, filters, units, rows, previous, next }: HardCasesProps) {
  const words = hardCaseWords(page.locale);
  const chosen = Boolean(filters.q || filters.unit || filters.state);
  return (
    <Page page={page} title={words.title} section="cases" width="wide">
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      <SearchForm page={page} action={page.paths.hardCases} value={filters.q ?? ''} label={words.search} hint={words.searchHint} />
      <Filters page={page} filters={filters} units={units} />
      {rows.map((row) => <Row key={`${row.number} ${String(row.since)}`} page={page} row={row} />)}
      {rows.length === 0 && (chosen
        ? <EmptyState title={words.nothing} action={{ href: page.paths.hardCases, word: wordsOfUi(page.locale).filterClear }}><p>{words.nothingHint}</p></EmptyState>
        : <EmptyState title={words.empty}><p>{words.emptyHint}</p></EmptyState>)}
      <Pager page={page} previous={previous} next={next} />
    </Page>
  );
}

function Row({ page, row }: { readonly page: PageContext; readonly row: HardCaseView }) {
  const words = hardCaseWords(page.locale);
  const { zone } = page.jurisdiction;
  const { hardGrounds } = vocabulary(page.locale);
  return (
    <section class="block">
      <h2><a href={page.paths.caseOf(row.number)}>{row.topic ?? words.untold}</a></h2>
      <KeyValue pairs={[
        { key: words.number, value: groupCaseNumber(row.number) }, { key: words.why, value: hardGrounds[row.ground] }, ...(row.reason === undefined ? [] : [{ key: words.reason, value: row.reason }]),
        { key: words.owner, value: row.post === undefined ? row.unit : `${row.unit} · ${row.post}` }, { key: words.since, value: formatDay(row.since, zone, page.locale) },
        { key: words.review, value: row.late ? words.reviewLate(formatDay(row.reviewAt, zone, page.locale)) : formatDay(row.reviewAt, zone, page.locale) },
        ...(row.reviews === 0 ? [] : [{ key: words.reviews, value: words.times(row.reviews) }]),
      ]} />
    </section>
  );
}

function Filters({ page, filters, units }: Pick<HardCasesProps, 'page' | 'filters' | 'units'>) {
  const words = hardCaseWords(page.locale);
  const place = { page, form: { ...EMPTY_FORM, values: { ...filters } }, empty: words.all };
  const chosen = Boolean(filters.unit || filters.state);
  return (
    <details class="fold" open={chosen}>
      <summary>{wordsOfUi(page.locale).filter}</summary>
      <form method="get" action={page.paths.hardCases} class="filters">
        {filters.q && <Hidden fields={{ q: filters.q }} />}
        <Select {...place} name="unit" label={words.filterUnit} groups={units} />
        <Select {...place} name="state" label={words.filterState} empty={words.standing} choices={[{ value: 'over', label: words.over }]} />
        <div class="acts"><Button>{wordsOfUi(page.locale).filterApply}</Button>{chosen && <Button href={page.paths.hardCases} quiet>{wordsOfUi(page.locale).filterClear}</Button>}</div>
      </form>
    </details>
  );
}
