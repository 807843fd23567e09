import type { CaseId, CaseNumber } from '../../../kernel/ids.ts';
import { groupCaseNumber } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Anonymity } from '../../../slices/cases/case.ts';
import { Block, EmptyState, KeyValue, Notice, Pager, SearchForm, TwoPane, type Pair } from '../../../ui/components/blocks.tsx';
import { CaseList, type CaseRowView } from '../../../ui/components/case-row.tsx';
import { Clock, type ClockView } from '../../../ui/components/clock.tsx';
import { Hatch } from '../../../ui/components/hatch.tsx';
import { StatusTag } from '../../../ui/components/status.tsx';
import { Timeline } from '../../../ui/components/timeline.tsx';
import { When } from '../../../ui/components/when.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { CaseAct, PageContext } from '../../../ui/page.ts';
import { vocabulary, wordsOfStory } from '../messages.ts';
import { Photos } from '../resident/check.tsx';
import { turnsOf, withoutOpening, type Step } from '../story.ts';
import { statusOf, type CaseStub } from '../vocabulary.ts';
import { IdentityPanel, type IdentityProps } from '../identity/identity.tsx';
import { callMessages } from '../reach/call-messages.ts';
import { reachMessages } from '../reach/messages.ts';
import { identityMessages } from '../identity/messages.ts';
import { CaseMattersPanel, type CaseMatters } from '../matters/desk.tsx';
import { ActPanel, type Act } from './acts.tsx';
import { CaseTalk, type TalkView } from '../conversation/conversation.tsx';
import { removalMessages } from '../removals/messages.ts';
import { wordsOfConsole } from './messages.ts';

/** The list at the left: what is due first comes first. */
export type Queue = {
  readonly tabs: readonly { readonly name: string; readonly href: string; readonly count?: number | undefined; readonly current: boolean }[];
  readonly rows: readonly QueueRow[];
  readonly query: string;
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
};

export type QueueRow = {
  readonly id: CaseId;
  readonly state: Pick<CaseStub, 'stage' | 'round' | 'outcome'>;
  /** Summary or topic: what a colleague looking over the shoulder may read. */
  readonly title: string;
  readonly facts: readonly string[];
  readonly submittedAt: Instant;
  /** What is left, in words, and whether it is late. */
  readonly clock?: { readonly words: string; readonly late: boolean };
};

export type QueueProps = { readonly page: PageContext; readonly queue: Queue };

export function QueuePage({ page, queue }: QueueProps) {
  const words = wordsOfConsole(page.locale);
  return (
    <Page page={page} title={words.queueTitle} section="console" width="console" personal>
      <TwoPane page={page} showing="list" list={<QueueList page={page} queue={queue} heading />} detail={<EmptyState title={words.pick}><p>{words.pickHint}</p></EmptyState>} />
    </Page>
  );
}

function QueueList({ page, queue, current, heading }: QueueProps & { readonly current?: CaseId; readonly heading?: boolean }) {
  const words = wordsOfConsole(page.locale);
  const rows: readonly CaseRowView[] = queue.rows.map((row) => {
    const { tone, word } = statusOf(page.locale, row.state);
    return {
      href: page.paths.consoleCase(row.id), title: row.title, tone, status: word, facts: row.facts, at: row.submittedAt, current: row.id === current,
      ...(row.clock ? { clock: row.clock } : {}),
    };
  });
  return (
    <>
      {heading ? <h1>{words.queueTitle}</h1> : <h2>{words.queueTitle}</h2>}
      <nav class="queue-tabs" aria-label={words.queueTitle}>
        {queue.tabs.map((tab) => <a key={tab.href} href={tab.href} aria-current={tab.current ? 'page' : undefined}>{tab.count === undefined ? tab.name : words.tabCount(tab.name, tab.count)}</a>)}
      </nav>
      <SearchForm page={page} action={page.paths.console} value={queue.query} label={words.searchLabel} hint={words.searchHint} />
      {rows.length === 0 ? <EmptyState title={queue.query === '' ? words.queueEmpty : words.queueNotFound}><p>{queue.query === '' ? words.queueEmptyHint : words.queueNotFoundHint}</p></EmptyState> : <CaseList page={page} rows={rows} />}
      <Pager page={page} previous={queue.previous} next={queue.next} />
    </>
  );
}

export type ConsoleCaseProps = {
  readonly page: PageContext;
  readonly queue: Queue;
  readonly id: CaseId;
  readonly number: CaseNumber;
  readonly state: Pick<CaseStub, 'stage' | 'round' | 'outcome'>;
  readonly title: string;
  /** The resident's own words; `erased` after erasure. */
  readonly words: string | 'erased';
  readonly photos: readonly string[];
  readonly summary?: string;
  readonly anonymity: Anonymity;
  /** Kind, urgency, topic, place, address, units, round …: in the reader's language. */
  readonly facts: readonly Pair[];
  readonly submittedAt: Instant;
  readonly clock?: ClockView;
  readonly steps: readonly Step[];
  /** The first is the one that is due. */
  readonly acts: readonly Act[];
  /** Only for a named resident, and only for the unit that has the case. */
  readonly identity?: Omit<IdentityProps, 'page'>;
  /** Whether they agreed to anything cannot be asked just now. */
  readonly identityAway?: boolean;
  /** Where opening the identity is asked for; absent for whoever may not ask. */
  readonly identityHref?: string;
  /** Where a call is connected to somebody who agreed; `none` where they agreed and no call can be connected. */
  readonly callsHref?: string | 'none';
  /** Where it is passed on to somebody outside; absent where it is not this unit's, and never was. */
  readonly tasksHref?: string;
  /** Where a public text of it can be hidden; absent for whoever may not ask. */
  readonly removalsHref?: string;
  readonly talk: TalkView;
  /** Others tell of the same thing, or may. */
  readonly matters?: CaseMatters;
  /** The act that was just carried out. */
  readonly done?: CaseAct;
};

/** Words first; identity never. The act that is due stands at the right with the one strong button. */
export function ConsoleCasePage(props: ConsoleCaseProps) {
  const { page } = props;
  return (
    <Page page={page} title={props.title} section="console" width="console" personal>
      <Hatch />
      <TwoPane page={page} showing="detail" list={<QueueList page={page} queue={props.queue} current={props.id} />} detail={<CaseDesk {...props} />} />
    </Page>
  );
}

function CaseDesk(props: ConsoleCaseProps) {
  const { page } = props;
  const words = wordsOfConsole(page.locale);
  const status = statusOf(page.locale, props.state);
  return (
    <>
      <a class="crumb pane-back" href={page.paths.console}><Icon name="arrow-left" />{words.backToQueue}</a>
      {props.done && <Notice tone="done"><p>{words.done[props.done]}</p></Notice>}
      <div class="heading">
        <p><StatusTag tone={status.tone} word={status.word} /></p>
        <h1>{props.title}</h1>
        <p class="quiet">{groupCaseNumber(props.number)}</p>
      </div>
      <div class="deskgrid">
        <div>
          <blockquote class="own-words" aria-label={words.words}>{props.words === 'erased' ? wordsOfStory(page.locale).erased : props.words}</blockquote>
          {props.photos.length > 0 && <Photos page={page} photos={props.photos} />}
          {props.clock && <Clock page={page} clock={props.clock} />}
          <CaseTalk page={page} id={props.id} talk={props.talk} />
          <Block title={words.facts}><KeyValue pairs={factsOf(props)} /></Block>
          <Block title={words.story}><Timeline page={page} turns={turnsOf(page, withoutOpening(props.steps), 'other')} /></Block>
        </div>
        <Desk {...props} />
      </div>
    </>
  );
}

function factsOf(props: ConsoleCaseProps): readonly Pair[] {
  const { page } = props;
  const words = wordsOfConsole(page.locale);
  const identity = { anonymous: words.identityNone, sealed: words.identityHidden, named: words.identityNamed }[props.anonymity];
  return [
    ...props.facts,
    { key: words.identity, value: <>{vocabulary(page.locale).anonymities[props.anonymity]} <span class="quiet">{identity}</span></> },
    { key: words.summary, value: props.summary ?? <span class="quiet">{words.noSummary}</span> },
    { key: wordsOfStory(page.locale).received, value: <When page={page} at={props.submittedAt} /> },
  ];
}

function Desk({ page, id, acts, matters, identity, identityAway, identityHref, callsHref, tasksHref, removalsHref }: ConsoleCaseProps) {
  const words = wordsOfConsole(page.locale);
  const [due, ...others] = acts;
  return (
    <div class="desk-acts">
      {matters && <CaseMattersPanel page={page} matters={matters} />}
      {due === undefined ? <EmptyState title={words.noActs} /> : <ActPanel page={page} id={id} one={due} main />}
      {identity && <IdentityPanel page={page} {...identity} />}
      {identityAway && <Notice tone="careful"><p>{identityMessages(page.locale).away}</p></Notice>}
      {others.map((one) => <ActPanel key={one.act} page={page} id={id} one={one} main={false} />)}
      {identityHref !== undefined && <p class="acts"><a class="quiet" href={identityHref}>{identityMessages(page.locale).link}</a></p>}
      {callsHref === 'none' ? <p class="quiet">{callMessages(page.locale).noGateway}</p> : callsHref !== undefined && <p class="acts"><a class="quiet" href={callsHref}>{callMessages(page.locale).deskLink}</a></p>}
      {tasksHref !== undefined && <p class="acts"><a class="quiet" href={tasksHref}>{reachMessages(page.locale).deskLink}</a></p>}
      {removalsHref !== undefined && <p class="acts"><a class="quiet" href={removalsHref}>{removalMessages(page.locale).deskLink}</a></p>}
      <p class="keys">
        {words.keys} <kbd>j</kbd> <kbd>k</kbd> {words.keyList} · <kbd>Enter</kbd> {words.keyOpen} · <kbd>s</kbd> {words.keySign} · <kbd>a</kbd> {words.keyAnswer} · <kbd>/</kbd> {words.keySearch}
      </p>
    </div>
  );
}
