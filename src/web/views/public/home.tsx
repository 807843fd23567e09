import { formatNumber, formatPercent } from '../../../platform/i18n/index.ts';
import { Block, Clauses, EmptyState, SearchForm, Steps } from '../../../ui/components/blocks.tsx';
import { CaseList } from '../../../ui/components/case-row.tsx';
import { Button, MainAction } from '../../../ui/components/form.tsx';
import { Hatch } from '../../../ui/components/hatch.tsx';
import { RateBar, type RateFigure } from '../../../ui/components/rate.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import type { PageContext } from '../../../ui/page.ts';
import { rowOf, type CaseStub } from '../vocabulary.ts';
import { KnownIncidents, type IncidentView } from '../matters/public.tsx';
import { SourceLine, type FiguresSource } from '../scorecards/scorecards.tsx';
import { splitLine, wordsOfPublic } from './messages.ts';

export type HomeProps = {
  readonly page: PageContext;
  /** What is known to concern many, and goes on. */
  readonly incidents: readonly IncidentView[];
  readonly figures: { readonly days: number; readonly received: number; readonly response: RateFigure; readonly solved: RateFigure; readonly source: FiguresSource };
  /** Solved and unsolved alike, newest first; each has an outcome. */
  readonly justJudged: readonly CaseStub[];
  readonly overdueUnits: readonly { readonly name: string; readonly href: string; readonly count: number; readonly longestDays: number }[];
};

export function HomePage({ page, incidents, figures, justJudged, overdueUnits }: HomeProps) {
  const words = wordsOfPublic(page.locale);
  return (
    <Page page={page} title={words.homeTitle} section="home" width="wide">
      <Hatch />
      <KnownIncidents page={page} incidents={incidents} />
      <Hero page={page} />
      <Figures page={page} figures={figures} />
      <div class="columns">
        <Block title={words.justJudged} more={{ href: page.paths.cases, word: words.allCases }}>
          {justJudged.length === 0 ? <EmptyState title={words.justJudgedEmpty} /> : <CaseList page={page} rows={justJudged.map((stub) => rowOf(page, stub, 'verdict'))} />}
        </Block>
        <div class="aside">
          <OverdueUnits page={page} overdueUnits={overdueUnits} />
          <Block title={words.how}>
            <Steps steps={words.howSteps.map((line) => { const [title = '', more = ''] = splitLine(line); return { title, more }; })} />
          </Block>
        </div>
      </div>
    </Page>
  );
}

function Hero({ page }: { readonly page: PageContext }) {
  const words = wordsOfPublic(page.locale);
  return (
    <section class="hero">
      <div class="hero-words">
        <h1><Clauses text={words.homeSentence} /></h1>
        <MainAction href={page.paths.report} icon="speakerphone" large>{words.homeReport}</MainAction>
        <p class="quiet">{words.homeReportHint} <a href={page.paths.about}>{wordsOfUi(page.locale).about}</a></p>
      </div>
      <div class="counter">
        <section class="stub">
          <h2><Icon name="ticket" />{words.homeFollow}</h2>
          <p class="quiet">{words.homeFollowHint}</p>
          <Button href={page.paths.follow}>{words.homeFollowGo}</Button>
        </section>
        <SearchForm page={page} action={page.paths.cases} value="" />
      </div>
    </section>
  );
}

function Figures({ page, figures }: Pick<HomeProps, 'page' | 'figures'>) {
  const words = wordsOfPublic(page.locale);
  return (
    <Block title={words.figuresTitle(figures.days)}>
      <div class="figures">
        <div class="figure">
          <p class="figure-name">{words.figureReceived}</p>
          <p class="figure-value">{formatNumber(figures.received, page.locale)}{words.figureReceivedUnit && <small>{words.figureReceivedUnit}</small>}</p>
          <p class="quiet">{words.figureReceivedNote}</p>
        </div>
        <RateFact page={page} name={words.figureResponse} rate={figures.response} of="cases" />
        <RateFact page={page} name={words.figureSolved} rate={figures.solved} of="people" />
      </div>
      <SourceLine page={page} source={figures.source} />
    </Block>
  );
}

/** The short form of a rate: value, bar, n, coverage and exclusions in one sentence each; the unit page has it whole. */
function RateFact({ page, name, rate, of }: { readonly page: PageContext; readonly name: string; readonly rate: RateFigure; readonly of: 'people' | 'cases' }) {
  const words = wordsOfUi(page.locale);
  const leftOut: Readonly<Record<string, string>> = wordsOfPublic(page.locale).leftOut;
  const known = rate.permille !== undefined;
  const excluded = rate.excluded.reduce((sum, one) => sum + one.count, 0);
  const silent = rate.coverage.of - rate.coverage.counted;
  return (
    <div class="figure">
      <p class="figure-name">{name}</p>
      <p class={known ? 'figure-value' : 'figure-value rate-unknown'}>{known ? formatPercent(rate.permille ?? 0, page.locale) : words.unknown}</p>
      <RateBar rate={rate} />
      <ul class="rate-facts">
        {rate.interval
          ? <li>{words.rateInterval(formatPercent(rate.interval.low, page.locale), formatPercent(rate.interval.high, page.locale))}</li>
          : <li>{of === 'people' ? words.rateFew(rate.n) : words.rateFewPlain(rate.n)}</li>}
        {of === 'people' ? rate.coverage.of > 0 && <li>{words.rateCoverage(rate.coverage.counted, rate.coverage.of)}</li> : known && <li>{words.rateNPlain(rate.n)}</li>}
        {of === 'people' && silent > 0 && <li>{words.rateSilent(silent)}</li>}
        <li>{excluded === 0 ? words.rateExcludedNone : words.rateExcluded(excluded)}</li>
        {rate.excluded.map((one) => <li key={one.reason}>{words.rateExcludedPart(leftOut[one.reason] ?? one.reason, one.count)}</li>)}
      </ul>
    </div>
  );
}

function OverdueUnits({ page, overdueUnits }: Pick<HomeProps, 'page' | 'overdueUnits'>) {
  const words = wordsOfPublic(page.locale);
  return (
    <Block title={words.overdueUnits} more={{ href: page.paths.units, word: words.allCases }}>
      {overdueUnits.length === 0
        ? <p class="quiet">{words.overdueNone}</p>
        : (
          <ul class="ledger">
            {overdueUnits.map((unit) => (
              <li key={unit.href}><a href={unit.href}>{unit.name}</a><span class="late">{words.overdueLine(unit.count, unit.longestDays)}</span></li>
            ))}
          </ul>
        )}
    </Block>
  );
}
