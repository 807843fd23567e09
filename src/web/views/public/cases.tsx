import { Block, EmptyState, KeyValue, Notice, Pager, SearchForm } from '../../../ui/components/blocks.tsx';
import { CaseList } from '../../../ui/components/case-row.tsx';
import { Clock, type ClockView } from '../../../ui/components/clock.tsx';
import { Button, Hidden, Select, type Choice, type ChoiceGroup } from '../../../ui/components/form.tsx';
import { Hatch } from '../../../ui/components/hatch.tsx';
import { StatusTag } from '../../../ui/components/status.tsx';
import { Timeline, Tombstone } from '../../../ui/components/timeline.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { groupCaseNumber } from '../../../kernel/ids.ts';
import { vocabulary, wordsOfStory } from '../messages.ts';
import { nextSentence, type NextStep } from '../next.ts';
import { KnownIncidents, type IncidentView } from '../matters/public.tsx';
import { removalMessages } from '../removals/messages.ts';
import { turnsOf, type Step } from '../story.ts';
import { choicesOf, rowOf, statusOf, type CaseStub } from '../vocabulary.ts';
import { wordsOfPublic } from './messages.ts';

/** What the reader asked the list for, as it stands in the address: `q`, `topic`, `place`, `unit`, `stage`, `overdue` (`1`). */
export type CaseFilters = Readonly<Partial<Record<'q' | 'topic' | 'place' | 'unit' | 'stage' | 'overdue', string>>>;

export type CasesProps = {
  readonly page: PageContext;
  readonly incidents: readonly IncidentView[];
  readonly filters: CaseFilters;
  readonly topics: readonly ChoiceGroup[];
  readonly places: readonly Choice[];
  readonly units: readonly Choice[];
  readonly stubs: readonly CaseStub[];
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
};

/** The public list: topic, township, unit and state; filters in the address, so a list can be shared. */
export function CasesPage(props: CasesProps) {
  const { page, stubs } = props;
  const words = wordsOfPublic(page.locale);
  return (
    <Page page={page} title={words.casesTitle} section="cases" width="wide">
      <div class="heading"><h1>{words.casesTitle}</h1><p class="lead">{words.casesLead}</p></div>
      <KnownIncidents page={page} incidents={props.incidents} />
      <div class="caselist-wide listbox">
        <SearchForm page={page} action={page.paths.cases} value={props.filters.q ?? ''} />
        <Filters {...props} />
        {stubs.length === 0
          ? <EmptyState title={words.casesEmpty} action={{ href: page.paths.cases, word: wordsOfUi(page.locale).filterClear }}><p>{words.casesEmptyHint}</p></EmptyState>
          : <CaseList page={page} rows={stubs.map((stub) => rowOf(page, stub))} />}
        <Pager page={page} previous={props.previous} next={props.next} />
      </div>
    </Page>
  );
}

function Filters({ page, filters, topics, places, units }: CasesProps) {
  const words = wordsOfPublic(page.locale);
  const form = { ...EMPTY_FORM, values: { ...filters } };
  const place = { page, form, empty: words.all };
  const chosen = Boolean(filters.stage || filters.topic || filters.place || filters.unit || filters.overdue);
  return (
    <details class="fold" open={chosen}>
      <summary>{wordsOfUi(page.locale).filter}</summary>
      <form method="get" action={page.paths.cases} class="filters">
        {filters.q && <Hidden fields={{ q: filters.q }} />}
        <Select {...place} name="stage" label={words.filterStage} choices={choicesOf(vocabulary(page.locale).stages)} />
        <Select {...place} name="topic" label={words.filterTopic} groups={topics} />
        <Select {...place} name="place" label={words.filterPlace} choices={places} />
        <Select {...place} name="unit" label={words.filterUnit} choices={units} />
        <div class="option option-tick">
          <input type="checkbox" id="f-overdue" name="overdue" value="1" checked={filters.overdue === '1'} />
          <label for="f-overdue"><span class="option-title">{words.filterOverdue}</span></label>
        </div>
        <div class="acts"><Button>{wordsOfUi(page.locale).filterApply}</Button>{chosen && <Button href={page.paths.cases} quiet>{wordsOfUi(page.locale).filterClear}</Button>}</div>
      </form>
    </details>
  );
}

export type PublicCaseProps = {
  readonly page: PageContext;
  /** `at` is the day it was received. */
  readonly stub: CaseStub;
  readonly next: NextStep;
  readonly clock?: ClockView;
  /** The author's words, only when they allowed it and a reviewer has looked. */
  readonly words?: string;
  /** By item (`summary`, `words`, `address`): the sentence that stands where a text was hidden. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
};

/** What everyone may see of one case: a stub, a reviewed summary, what the offices did, days only (protection T13, T14). */
export function PublicCasePage({ page, stub, next, clock, words: said, hidden = {}, steps }: PublicCaseProps) {
  const words = wordsOfPublic(page.locale);
  const story = wordsOfStory(page.locale);
  const status = statusOf(page.locale, stub);
  const what = nextSentence(page, next, 'other');
  return (
    <Page page={page} title={`${stub.topic ?? story.untold} ${groupCaseNumber(stub.number)}`} section="cases" width="wide">
      <Hatch />
      <div class="heading">
        <p><StatusTag tone={status.tone} word={status.word} /></p>
        <h1>{words.caseTitle(stub.topic ?? story.untold)}</h1>
        <p class="quiet">{groupCaseNumber(stub.number)}</p>
      </div>
      <div class="columns">
        <div>
          <section class="nextstep"><h2>{words.caseNext}</h2><p>{what.sentence}</p>{what.more && <p class="nextstep-more">{what.more}</p>}</section>
          {clock && <Clock page={page} clock={clock} exactness="day" />}
          {(stub.topic === undefined || stub.place === undefined) && <Notice tone="know" title={stub.topic === undefined ? words.caseWaits : words.caseWaitsPlace}><p>{words.caseWaitsWhy}</p></Notice>}
          <Block title={words.caseSummary}>
            {hidden['summary'] !== undefined && <Hiding page={page} sentence={hidden['summary']} />}
            {stub.summary === undefined ? hidden['summary'] === undefined && <p class="quiet">{stub.topic === undefined ? words.caseSummaryWaits : words.caseSummaryNone}</p> : <p>{stub.summary}</p>}
            {stub.summary !== undefined && <p class="quiet">{words.caseSummaryBy}</p>}
          </Block>
          {said !== undefined && <Block title={words.caseWords}><blockquote class="own-words">{said}</blockquote></Block>}
          {hidden['words'] !== undefined && <Block title={words.caseWords}><Hiding page={page} sentence={hidden['words']} /></Block>}
          <Block title={words.caseStory}><Timeline page={page} turns={turnsOf(page, steps, 'other')} exactness="day" /></Block>
        </div>
        <div class="aside">
          <KeyValue pairs={[
            { key: story.place, value: stub.place === undefined ? story.placeUntold : stub.place || story.anyPlace }, { key: story.unit, value: stub.unit ?? story.noUnit },
            { key: stub.isListing ? story.listed : story.received, value: <When page={page} at={stub.at} exactness="day" /> },
          ]} />
          {hidden['address'] !== undefined && <Hiding page={page} sentence={hidden['address']} />}
          <Notice tone="know" title={words.caseYours}><p>{words.caseYoursHint} <a href={page.paths.follow}>{wordsOfUi(page.locale).follow}</a></p></Notice>
        </div>
      </div>
    </Page>
  );
}

/** In place of a hidden text: rule, roles and day, and where all of them stand. */
function Hiding({ page, sentence }: { readonly page: PageContext; readonly sentence: string }) {
  return <Tombstone>{sentence} <a href={page.paths.removals}>{removalMessages(page.locale).tombstoneMore}</a></Tombstone>;
}
