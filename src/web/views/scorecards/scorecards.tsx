import type { Instant } from '../../../kernel/instant.ts';
import { formatMinute, formatNumber } from '../../../platform/i18n/index.ts';
import { Block, EmptyState, Pager, Steps } from '../../../ui/components/blocks.tsx';
import { Hatch } from '../../../ui/components/hatch.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { splitLine } from '../public/messages.ts';
import { wordsOfScorecards } from './messages.ts';

/** What figures rest on: the first n entries of the record, as of a minute; undefined before the first result. */
export type FiguresSource = { readonly n: number; readonly asOf: Instant } | undefined;

/** Stands under every rate that was computed from the record, and leads to where anyone can do it again. */
export function SourceLine({ page, source }: { readonly page: PageContext; readonly source: FiguresSource }) {
  const words = wordsOfScorecards(page.locale);
  const says = source ? words.from(source.n, formatMinute(source.asOf, page.jurisdiction.zone, page.locale)) : words.none;
  return <p class="quiet">{says} <a href={page.paths.scorecards}>{words.all}</a></p>;
}

export type ScorecardsProps = {
  readonly page: PageContext;
  /** Newest first. */
  readonly results: readonly { readonly n: number; readonly asOf: Instant; readonly digest: string }[];
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
};

export function ScorecardsPage({ page, results, previous, next }: ScorecardsProps) {
  const words = wordsOfScorecards(page.locale);
  return (
    <Page page={page} title={words.title} section="record" width="wide">
      <Hatch />
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      {results.length === 0 ? <EmptyState title={words.empty}><p class="quiet">{words.emptyHint}</p></EmptyState> : (
        <div class="tablebox" role="region" aria-label={words.title} tabIndex={0}>
          <table class="table stacked">
            <thead>
              <tr>
                <th scope="col">{words.columns.asOf}</th><th scope="col" class="number">{words.columns.n}</th>
                <th scope="col">{words.columns.digest}</th><th scope="col">{words.columns.file}</th>
              </tr>
            </thead>
            <tbody>
              {results.map(({ n, asOf, digest }) => (
                <tr key={n}>
                  <th scope="row"><When page={page} at={asOf} /></th>
                  <td class="number" data-label={words.columns.n}>{formatNumber(n, page.locale)}</td>
                  <td class="wide" data-label={words.columns.digest}><code>{digest}</code></td>
                  <td data-label={words.columns.file}><a href={page.paths.scorecardOf(n)}>{words.file}</a></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager page={page} previous={previous} next={next} />
      <Block title={words.how}>
        <Steps steps={words.howSteps.map((line) => { const [title = '', more = ''] = splitLine(line); return { title, more }; })} />
        <p><a href={page.paths.recordFormat}>{words.format}</a></p>
      </Block>
    </Page>
  );
}
