import { groupCaseNumber, type CaseNumber } from '../../../kernel/ids.ts';
import { formatDay, formatNumber } from '../../../platform/i18n/index.ts';
import { HIDING_RULES, type HidingRule } from '../../../slices/cases/removals.ts';
import { Block, EmptyState, Pager, SearchForm } from '../../../ui/components/blocks.tsx';
import { Button, Hidden, Select } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { choicesOf } from '../vocabulary.ts';
import { removalMessages } from './messages.ts';
import { handWord, itemWord, type RemovalView } from './words.ts';

/** As it stands in the address: `q` (a case number), `rule`, `state`. */
export type RegisterFilters = Readonly<Partial<Record<'q' | 'rule' | 'state', string>>>;

export type RegisterProps = {
  readonly page: PageContext;
  readonly filters: RegisterFilters;
  readonly totals: readonly { readonly rule: HidingRule; readonly outOfSight: number; readonly restored: number }[];
  readonly rows: readonly (RemovalView & { readonly number: CaseNumber })[];
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
};

/** What of public texts is or was out of sight, under which rule, by which two roles (charter promise 1). */
export function RegisterPage(props: RegisterProps) {
  const { page, rows, filters, totals } = props;
  const words = removalMessages(page.locale);
  const chosen = Boolean(filters.q || filters.rule || filters.state);
  const isEver = totals.some((one) => one.outOfSight + one.restored > 0);
  return (
    <Page page={page} title={words.registerTitle} section="record" width="wide">
      <div class="heading"><h1>{words.registerTitle}</h1><p class="lead">{words.registerLead}</p><p class="quiet">{words.registerTwo}</p></div>
      <SearchForm page={page} action={page.paths.removals} value={filters.q ?? ''} label={words.registerSearch} hint={words.registerSearchHint} />
      <Filters page={page} filters={filters} />
      {rows.length > 0 && <Rows page={page} rows={rows} />}
      {rows.length === 0 && (isEver || chosen
        ? <EmptyState title={words.registerNothing} action={{ href: page.paths.removals, word: wordsOfUi(page.locale).filterClear }}><p>{words.registerNothingHint}</p></EmptyState>
        : <EmptyState title={words.registerEmpty}><p>{words.registerEmptyHint}</p></EmptyState>)}
      <Pager page={page} previous={props.previous} next={props.next} />
      <Totals page={page} totals={totals} />
    </Page>
  );
}

function Filters({ page, filters }: Pick<RegisterProps, 'page' | 'filters'>) {
  const words = removalMessages(page.locale);
  const place = { page, form: { ...EMPTY_FORM, values: { ...filters } }, empty: words.all };
  const chosen = Boolean(filters.rule || filters.state);
  return (
    <details class="fold" open={chosen}>
      <summary>{wordsOfUi(page.locale).filter}</summary>
      <form method="get" action={page.paths.removals} class="filters">
        {filters.q && <Hidden fields={{ q: filters.q }} />}
        <Select {...place} name="rule" label={words.filterRule} choices={choicesOf(words.rules)} />
        <Select {...place} name="state" label={words.filterState} choices={choicesOf(words.states)} />
        <div class="acts"><Button>{wordsOfUi(page.locale).filterApply}</Button>{chosen && <Button href={page.paths.removals} quiet>{wordsOfUi(page.locale).filterClear}</Button>}</div>
      </form>
    </details>
  );
}

function Rows({ page, rows }: Pick<RegisterProps, 'page' | 'rows'>) {
  const words = removalMessages(page.locale);
  const heads = words.registerColumns;
  const day = (at: RemovalView['day']): string => formatDay(at, page.jurisdiction.zone, page.locale);
  return (
    <div class="tablebox" role="region" aria-label={words.registerTitle} tabIndex={0}>
      <table class="table stacked">
        <thead><tr>{Object.entries(heads).map(([name, head]) => <th key={name} scope="col">{head}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.number} ${row.item} ${row.day}`}>
              <th scope="row"><a href={page.paths.caseOf(row.number)}>{groupCaseNumber(row.number)}</a></th>
              <td data-label={heads.item}>{itemWord(page.locale, row.item)}</td>
              <td data-label={heads.rule}>{words.rules[row.rule]}</td>
              <td data-label={heads.proposer}>{handWord(page.locale, row.proposer)}</td>
              <td data-label={heads.approver}>{row.approver ? handWord(page.locale, row.approver) : row.state === 'restored' ? words.never : words.notYet}</td>
              <td data-label={heads.day}>{day(row.day)}</td>
              <td data-label={heads.state}>{row.restoredDay === undefined ? words.states[row.state] : words.restoredOn(day(row.restoredDay))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Totals({ page, totals }: Pick<RegisterProps, 'page' | 'totals'>) {
  const words = removalMessages(page.locale);
  const count = (n: number): string => formatNumber(n, page.locale);
  return (
    <Block title={words.registerByRule}>
      <div class="tablebox" role="region" aria-label={words.registerByRule} tabIndex={0}>
        <table class="table stacked">
          <thead><tr><th scope="col">{words.filterRule}</th><th scope="col" class="number">{words.registerOut}</th><th scope="col" class="number">{words.registerBack}</th><th scope="col">{words.registerLaw}</th></tr></thead>
          <tbody>
            {HIDING_RULES.map((rule) => {
              const total = totals.find((one) => one.rule === rule);
              return (
                <tr key={rule}>
                  <th scope="row">{words.rules[rule]}</th><td class="number" data-label={words.registerOut}>{count(total?.outOfSight ?? 0)}</td>
                  <td class="number" data-label={words.registerBack}>{count(total?.restored ?? 0)}</td><td data-label={words.registerLaw}>{words.laws[rule]}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Block>
  );
}
