import { formatPercent } from '../../platform/i18n/index.ts';
import { wordsOfUi } from '../messages.ts';
import type { PageContext } from '../page.ts';

/** A share with all an honest reader needs; the scorecards' `Rate` is one. Shares in permille, 0–1000. */
export type RateFigure = {
  readonly state: 'withheld' | 'shown' | 'compared';
  readonly n: number;
  readonly permille?: number;
  readonly interval?: { readonly low: number; readonly high: number };
  readonly coverage: { readonly counted: number; readonly of: number };
  readonly excluded: readonly { readonly reason: string; readonly count: number }[];
};

type RateProps = {
  readonly page: PageContext;
  readonly name: string;
  readonly rate: RateFigure;
  /** `people`: n counts judgements, and whoever stayed silent is named. `cases`: n counts cases. */
  readonly of: 'people' | 'cases';
  /** The list of cases behind the figure. */
  readonly href?: string;
  /** Words for the exclusion reasons in the reader's language. */
  readonly reasonWord?: (reason: string) => string;
};

/** A figure never stands alone: value, interval, n, coverage, exclusions. Unknown is hatched, not left out. */
export function Rate({ page, name, rate, of, href, reasonWord }: RateProps) {
  const words = wordsOfUi(page.locale);
  const percent = (permille: number) => formatPercent(permille, page.locale);
  const known = rate.permille !== undefined && rate.interval !== undefined;
  const silent = rate.coverage.of - rate.coverage.counted;
  return (
    <figure class="rate">
      <figcaption class="rate-name">{name}</figcaption>
      <p class={known ? 'rate-value' : 'rate-value rate-unknown'}>{known ? percent(rate.permille ?? 0) : words.unknown}</p>
      <RateBar rate={rate} />
      <ul class="rate-facts">
        {known
          ? <li>{words.rateInterval(percent(rate.interval?.low ?? 0), percent(rate.interval?.high ?? 0))}</li>
          : <li>{of === 'people' ? words.rateFew(rate.n) : words.rateFewPlain(rate.n)}</li>}
        {known && <li>{of === 'people' ? words.rateN(rate.n) : words.rateNPlain(rate.n)}{rate.state === 'shown' && `${page.locale === 'zh' ? '；' : '; '}${words.rateNoCompare}`}</li>}
        {of === 'people' && rate.coverage.of > 0 && <li>{words.rateCoverage(rate.coverage.counted, rate.coverage.of)}</li>}
        {of === 'people' && silent > 0 && <li>{words.rateSilent(silent)}</li>}
        <li><Exclusions page={page} rate={rate} {...(reasonWord ? { reasonWord } : {})} /></li>
      </ul>
      {href && <a class="rate-more" href={href}>{words.rateCases}</a>}
    </figure>
  );
}

function Exclusions({ page, rate, reasonWord }: Pick<RateProps, 'page' | 'rate' | 'reasonWord'>) {
  const words = wordsOfUi(page.locale);
  const total = rate.excluded.reduce((sum, one) => sum + one.count, 0);
  if (total === 0) return <>{words.rateExcludedNone}</>;
  return (
    <details>
      <summary>{words.rateExcluded(total)}</summary>
      <ul>{rate.excluded.map((one) => <li key={one.reason}>{words.rateExcludedPart(reasonWord?.(one.reason) ?? one.reason, one.count)}</li>)}</ul>
    </details>
  );
}

/** 0 to 100 %: the interval as a band, the value as a mark; hatched where nothing is known. Also fits into a table row. */
export function RateBar({ rate }: { readonly rate: RateFigure }) {
  const { permille, interval } = rate;
  const at = (share: number) => `${(share / 10).toFixed(1)}%`;
  return (
    <svg class="ratebar" width="100%" height="20" aria-hidden="true" focusable="false">
      {permille === undefined || interval === undefined
        ? <rect y="4" width="100%" height="12" rx="2" fill="url(#hatch)" class="ratebar-unknown" />
        : (
          <>
            <rect class="ratebar-field" y="9" width="100%" height="2" />
            {[0, 250, 500, 750, 1000].map((tick) => <rect key={tick} class="ratebar-field" x={at(Math.min(tick, 997))} y="6" width="1" height="8" />)}
            <rect class="ratebar-band" x={at(interval.low)} y="5" width={at(Math.max(8, interval.high - interval.low))} height="10" rx="2" />
            <rect class="ratebar-mark" x={at(Math.min(permille, 992))} y="1" width="4" height="18" rx="1.5" />
          </>
        )}
    </svg>
  );
}
