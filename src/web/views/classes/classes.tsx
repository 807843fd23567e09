import { formatNumber } from '../../../platform/i18n/index.ts';
import type { TimeUnit } from '../../../slices/units/vocabulary.ts';
import { Block, EmptyState, KeyValue, Pager } from '../../../ui/components/blocks.tsx';
import { CaseList } from '../../../ui/components/case-row.tsx';
import { Button, MainAction, Select, type Choice } from '../../../ui/components/form.tsx';
import { Hatch } from '../../../ui/components/hatch.tsx';
import { Rate, type RateFigure } from '../../../ui/components/rate.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import { EMPTY_FORM, withQuery, type PageContext } from '../../../ui/page.ts';
import { vocabulary } from '../messages.ts';
import { wordsOfPublic } from '../public/messages.ts';
import { choicesOf, rowOf, verdictStatus, type CaseStub } from '../vocabulary.ts';
import { classWords } from './messages.ts';
import type { ClassView } from './note.tsx';

/** The limits that a class's page tells, in the order in which they run. */
export const CLOCK_LIMITS = ['accept', 'contact', 'answer', 'answer-again'] as const;
export type ClockLine = { readonly limit: (typeof CLOCK_LIMITS)[number]; readonly amounts: readonly { readonly amount: number; readonly unit: TimeUnit }[] };

export type ClassesProps = { readonly page: PageContext; readonly classes: readonly { readonly of: ClassView; readonly clock: readonly ClockLine[] }[] };

/** What comes first, as the jurisdiction's data say (charter promise 16). */
export function ClassesPage({ page, classes }: ClassesProps) {
  const words = classWords(page.locale);
  return (
    <Page page={page} title={words.title} section="cases" width="wide">
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      {classes.length === 0 && <EmptyState title={words.none} action={{ href: page.paths.report, word: wordsOfUi(page.locale).report }}><p>{words.noneHint}</p></EmptyState>}
      {classes.map(({ of, clock }) => (
        <section class="block" key={of.code}>
          <h2><a href={page.paths.classOf(of.code)}>{of.name}</a></h2>
          <p>{of.explanation}</p>
          <KeyValue pairs={[
            { key: words.answersFor, value: of.lead },
            ...clock.filter(({ limit }) => limit === 'answer').map((line) => ({ key: words.limits[line.limit], value: amountsOf(page, line) })),
          ]} />
        </section>
      ))}
    </Page>
  );
}

export type ClassProps = {
  readonly page: PageContext;
  readonly of: ClassView;
  readonly clock: readonly ClockLine[];
  /** Topics that a report can name. */
  readonly topics: readonly { readonly code: string; readonly name: string }[];
  readonly days: number;
  /** Of cases whose topic is public: at least ten, or 0. */
  readonly received: number;
  readonly answered: number;
  readonly solved: RateFigure;
  /** Of rounds after a reopening. */
  readonly again: RateFigure;
  readonly outcomes: { readonly solved: number; readonly partly: number; readonly unsolved: number };
  /** Public by their first level only, and not at all: some may belong here. */
  readonly wider: number;
  readonly untold: number;
  /** As it stands in the address: `stage`, `place`. */
  readonly filters: Readonly<Partial<Record<'stage' | 'place', string>>>;
  readonly places: readonly Choice[];
  readonly stubs: readonly CaseStub[];
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
};

export function ClassPage(props: ClassProps) {
  const { page, of } = props;
  const words = classWords(page.locale);
  return (
    <Page page={page} title={of.name} section="cases" width="wide">
      <Hatch />
      <div class="heading"><p class="quiet"><a href={page.paths.classes}>{words.title}</a></p><h1>{of.name}</h1><p class="lead">{of.explanation}</p></div>
      <Speak {...props} />
      <Figures {...props} />
      <div class="columns">
        <div>
          <Block title={words.cases} id="cases">
            <Filters {...props} />
            {props.stubs.length === 0
              ? <EmptyState title={words.casesNone} {...(chosen(props) ? { action: { href: page.paths.classOf(of.code), word: wordsOfUi(page.locale).filterClear } } : {})}><p>{words.casesNoneHint}</p></EmptyState>
              : <CaseList page={page} rows={props.stubs.map((stub) => rowOf(page, stub))} />}
            <Pager page={page} previous={props.previous} next={props.next} />
          </Block>
        </div>
        <Aside {...props} />
      </div>
    </Page>
  );
}

/** One topic: one press. More of them: whoever speaks chooses which. */
function Speak({ page, topics }: ClassProps) {
  const words = classWords(page.locale);
  const [first, ...others] = topics;
  const to = (code: string) => withQuery(page.paths.report, 'topic', code);
  if (first === undefined) return null;
  return (
    <div class="acts">
      {others.length === 0
        ? <MainAction href={to(first.code)} large icon="speakerphone">{words.report}</MainAction>
        : topics.map(({ code, name }) => <Button key={code} href={to(code)} icon="speakerphone">{words.reportOf(name)}</Button>)}
    </div>
  );
}

function Figures({ page, days, received, answered, solved, again, outcomes, wider, untold }: ClassProps) {
  const words = classWords(page.locale);
  const count = (n: number) => (n < FEW ? words.few : formatNumber(n, page.locale));
  const reasonWord = (reason: string): string => (wordsOfPublic(page.locale).leftOut as Readonly<Record<string, string>>)[reason] ?? reason;
  return (
    <Block title={words.period(days)}>
      <KeyValue pairs={[
        { key: words.received, value: count(received) }, { key: words.answered, value: count(answered) },
        ...(solved.permille === undefined ? [] : (['solved', 'partly', 'unsolved'] as const).map((one) => ({ key: verdictStatus(page.locale, one).word, value: formatNumber(outcomes[one], page.locale) }))),
      ]} />
      <div class="rates">
        <Rate page={page} name={words.solved} rate={solved} of="people" href="#cases" reasonWord={reasonWord} />
        <Rate page={page} name={words.again} rate={again} of="people" reasonWord={reasonWord} />
      </div>
      <p class="quiet">{words.basis}{wider >= FEW && ` ${words.wider(wider)}`}{untold >= FEW && ` ${words.untold(untold)}`}</p>
    </Block>
  );
}
/** Below this a count is not told (protection T10). */
const FEW = 10;

function Aside({ page, of, clock }: ClassProps) {
  const words = classWords(page.locale);
  return (
    <div class="aside">
      <Block title={words.who}>
        <KeyValue pairs={[{ key: words.answersFor, value: of.lead }, { key: words.leadUnit, value: of.leadUnit }]} />
        {of.around.length > 0 && <details class="fold"><summary>{words.aroundAll(of.around.length)}</summary><ul class="bullets">{of.around.map((unit) => <li key={unit}>{unit}</li>)}</ul></details>}
        <p class="quiet">{of.sealed ? words.sealedHere : words.sealedNotHere}</p>
      </Block>
      <Block title={words.clock}>
        <KeyValue pairs={clock.map((line) => ({ key: words.limits[line.limit], value: amountsOf(page, line) }))} />
        <p class="quiet">{words.clockHint}</p>
      </Block>
      <Block title={words.evidenceTitle}><ul class="bullets">{of.evidence.map((line) => <li key={line}>{line}</li>)}</ul></Block>
      {of.law !== undefined && <Block title={words.law}><p>{of.law}</p></Block>}
    </div>
  );
}

function Filters({ page, of, filters, places }: ClassProps) {
  const words = wordsOfPublic(page.locale);
  const place = { page, form: { ...EMPTY_FORM, values: { ...filters } }, empty: words.all };
  const isChosen = chosen({ filters });
  return (
    <details class="fold" open={isChosen}>
      <summary>{wordsOfUi(page.locale).filter}</summary>
      <form method="get" action={page.paths.classOf(of.code)} class="filters">
        <Select {...place} name="stage" label={words.filterStage} choices={choicesOf(vocabulary(page.locale).stages)} />
        <Select {...place} name="place" label={words.filterPlace} choices={places} />
        <div class="acts"><Button>{wordsOfUi(page.locale).filterApply}</Button>{isChosen && <Button href={page.paths.classOf(of.code)} quiet>{wordsOfUi(page.locale).filterClear}</Button>}</div>
      </form>
    </details>
  );
}

function chosen({ filters }: Pick<ClassProps, 'filters'>): boolean {
  return Boolean(filters.stage || filters.place);
}

function amountsOf(page: PageContext, { amounts }: ClockLine): string {
  const words = classWords(page.locale);
  return amounts.map(({ amount, unit }) => words.amount(amount, unit)).join(words.or);
}
