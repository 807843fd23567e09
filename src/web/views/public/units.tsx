import { formatNumber, formatPercent } from '../../../platform/i18n/index.ts';
import { Block, EmptyState } from '../../../ui/components/blocks.tsx';
import { CaseList } from '../../../ui/components/case-row.tsx';
import { Hatch } from '../../../ui/components/hatch.tsx';
import { Rate, RateBar, type RateFigure } from '../../../ui/components/rate.tsx';
import { StatusTag } from '../../../ui/components/status.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import type { PageContext } from '../../../ui/page.ts';
import { rowOf, verdictStatus, type CaseStub } from '../vocabulary.ts';
import { SourceLine, type FiguresSource } from '../scorecards/scorecards.tsx';
import { wordsOfPublic } from './messages.ts';

export type UnitsProps = {
  readonly page: PageContext;
  readonly days: number;
  readonly source: FiguresSource;
  /** Units by peer class, both in the order of their names. */
  readonly classes: readonly {
    readonly name: string;
    readonly units: readonly { readonly name: string; readonly href: string; readonly answered: number; readonly overdue: number; readonly solved: RateFigure; readonly satisfied: RateFigure }[];
  }[];
};

/** Only within a peer class, in the order of names, with intervals: figures, not a league table. */
export function UnitsPage({ page, days, source, classes }: UnitsProps) {
  const words = wordsOfPublic(page.locale);
  return (
    <Page page={page} title={words.unitsTitle} section="units" width="wide">
      <Hatch />
      <div class="heading"><h1>{words.unitsTitle}</h1><p class="lead">{words.unitsLead} {words.unitPeriod(days)}</p><SourceLine page={page} source={source} /></div>
      {classes.length === 0 && <EmptyState title={words.unitsEmpty} />}
      {classes.map((one) => (
        <Block key={one.name} title={words.peerClass(one.name)}>
          <div class="tablebox" role="region" aria-label={one.name} tabIndex={0}>
            <table class="table units-table stacked">
              <thead>
                <tr>
                  <th scope="col">{words.unitsColumn['unit']}</th><th scope="col">{words.unitsColumn['solved']}</th><th scope="col">{words.unitsColumn['satisfied']}</th>
                  <th scope="col" class="number">{words.unitsColumn['answered']}</th><th scope="col" class="number">{words.unitsColumn['overdue']}</th>
                </tr>
              </thead>
              <tbody>
                {one.units.map((unit) => (
                  <tr key={unit.href}>
                    <th scope="row"><a href={unit.href}>{unit.name}</a></th>
                    <td class="wide" data-label={words.unitsColumn['solved']}><RateCell page={page} rate={unit.solved} /></td>
                    <td class="wide" data-label={words.unitsColumn['satisfied']}><RateCell page={page} rate={unit.satisfied} /></td>
                    <td class="number" data-label={words.unitsColumn['answered']}>{formatNumber(unit.answered, page.locale)}</td>
                    <td class={unit.overdue > 0 ? 'number late' : 'number'} data-label={words.unitsColumn['overdue']}>{formatNumber(unit.overdue, page.locale)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Block>
      ))}
      <Block title={words.unitMethod}><p>{words.unitMethodText}</p></Block>
    </Page>
  );
}

/** Value, band, n, coverage and exclusions in the space of a cell. */
function RateCell({ page, rate }: { readonly page: PageContext; readonly rate: RateFigure }) {
  const words = wordsOfUi(page.locale);
  const excluded = rate.excluded.reduce((sum, one) => sum + one.count, 0);
  return (
    <>
      <strong>{rate.permille === undefined ? words.unknown : formatPercent(rate.permille, page.locale)}</strong>
      <RateBar rate={rate} />
      <p class="quiet">{rate.permille === undefined ? words.rateFew(rate.n) : words.rateCoverage(rate.coverage.counted, rate.coverage.of)}</p>
      {excluded > 0 && <p class="quiet">{words.rateExcluded(excluded)}</p>}
    </>
  );
}

export type UnitProps = {
  readonly page: PageContext;
  readonly name: string;
  readonly superior?: string;
  readonly duties: readonly string[];
  readonly days: number;
  readonly source: FiguresSource;
  readonly response: RateFigure;
  readonly solved: RateFigure;
  readonly satisfied: RateFigure;
  readonly outcomes: { readonly solved: number; readonly partly: number; readonly unsolved: number; readonly unjudged: number };
  readonly overdue: readonly CaseStub[];
  readonly recent: readonly CaseStub[];
  /** Satisfaction ballots that wait until enough are together. */
  readonly ballotsWaiting: number;
  readonly reasonWord?: (reason: string) => string;
  /** The list of this unit's cases. */
  readonly casesHref: string;
};

export function UnitPage(props: UnitProps) {
  const { page } = props;
  const words = wordsOfPublic(page.locale);
  const reasons = props.reasonWord ? { reasonWord: props.reasonWord } : {};
  return (
    <Page page={page} title={props.name} section="units" width="wide">
      <Hatch />
      <div class="heading">
        <h1>{props.name}</h1>
        {props.superior !== undefined && <p class="quiet">{words.unitSuperior(props.superior)}</p>}
      </div>
      <Block title={words.unitPeriod(props.days)}>
        <div class="rates">
          <Rate page={page} name={words.unitResponse} rate={props.response} of="cases" href={props.casesHref} {...reasons} />
          <Rate page={page} name={words.unitSolved} rate={props.solved} of="people" href={props.casesHref} {...reasons} />
          <Rate page={page} name={words.unitSatisfied} rate={props.satisfied} of="people" {...reasons} />
        </div>
        <SourceLine page={page} source={props.source} />
        {props.ballotsWaiting > 0 && <p class="quiet">{words.unitBallots(props.ballotsWaiting)}</p>}
      </Block>
      <div class="columns">
        <div>
          <Block title={words.unitOverdue}>
            {props.overdue.length === 0 ? <p class="quiet">{words.unitOverdueNone}</p> : <CaseList page={page} rows={props.overdue.map((stub) => rowOf(page, stub))} />}
          </Block>
          <Block title={words.unitRecent} more={{ href: props.casesHref, word: words.allCases }}>
            {props.recent.length === 0 ? <EmptyState title={words.unitRecentEmpty} /> : <CaseList page={page} rows={props.recent.map((stub) => rowOf(page, stub))} />}
          </Block>
        </div>
        <div class="aside">
          <Block title={words.unitOutcomes}><OutcomeMix {...props} /></Block>
          {props.duties.length > 0 && <Block title={words.unitDuties}><ul class="bullets">{props.duties.map((duty) => <li key={duty}>{duty}</li>)}</ul></Block>}
          <Block title={words.unitMethod}><p class="quiet">{words.unitMethodText}</p></Block>
        </div>
      </div>
    </Page>
  );
}

function OutcomeMix({ page, outcomes }: Pick<UnitProps, 'page' | 'outcomes'>) {
  const count = (n: number) => formatNumber(n, page.locale);
  const tag = (outcome: 'solved' | 'partly' | 'unsolved') => <StatusTag {...verdictStatus(page.locale, outcome)} />;
  return (
    <ul class="ledger">
      <li><span>{tag('solved')}</span><span>{count(outcomes.solved)}</span></li>
      <li><span>{tag('partly')}</span><span>{count(outcomes.partly)}</span></li>
      <li><span>{tag('unsolved')}</span><span>{count(outcomes.unsolved)}</span></li>
      <li><span><StatusTag tone="aside" word={wordsOfPublic(page.locale).unitSilent} /></span><span>{count(outcomes.unjudged)}</span></li>
    </ul>
  );
}
