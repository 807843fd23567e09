import type { Instant } from '../../../kernel/instant.ts';
import { formatDay } from '../../../platform/i18n/index.ts';
import type { Standing, Withdrawal } from '../../../slices/knowledge/entry.ts';
import { Block, EmptyState, KeyValue, Notice, Pager, SearchForm } from '../../../ui/components/blocks.tsx';
import { Button, Hidden, MainAction, Select, type ChoiceGroup } from '../../../ui/components/form.tsx';
import { Page } from '../../../ui/layout.tsx';
import { wordsOfUi } from '../../../ui/messages.ts';
import { EMPTY_FORM, type PageContext } from '../../../ui/page.ts';
import { roleWord } from '../vocabulary.ts';
import { answerWords, withdrawalWords } from './messages.ts';

/** One line of a list; days set at noon, shown as days. */
export type AnswerRow = { readonly href: string; readonly question: string; readonly topic: string; readonly unit: string; readonly validUntil: Instant; readonly standing: Standing };

export type AnswersProps = {
  readonly page: PageContext;
  /** As it stands in the address: `q`, `topic`, `state` (`over`). */
  readonly filters: Readonly<Partial<Record<'q' | 'topic' | 'state', string>>>;
  readonly topics: readonly ChoiceGroup[];
  readonly rows: readonly AnswerRow[];
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
};

/** What has been asked before, with the answer that holds now (charter promise 1). */
export function AnswersPage({ page, filters, topics, rows, previous, next }: AnswersProps) {
  const words = answerWords(page.locale);
  const chosen = Boolean(filters.q || filters.topic || filters.state);
  return (
    <Page page={page} title={words.title} section="none" width="wide">
      <div class="heading"><h1>{words.title}</h1><p class="lead">{words.lead}</p></div>
      <SearchForm page={page} action={page.paths.answers} value={filters.q ?? ''} label={words.search} hint={words.searchHint} />
      <Filters page={page} filters={filters} topics={topics} />
      <AnswerList page={page} rows={rows} />
      {rows.length === 0 && (chosen
        ? <EmptyState title={words.nothing} action={{ href: page.paths.answers, word: wordsOfUi(page.locale).filterClear }}><p>{words.nothingHint}</p></EmptyState>
        : <EmptyState title={words.empty}><p>{words.emptyHint}</p></EmptyState>)}
      <Pager page={page} previous={previous} next={next} />
      <Ask page={page} />
    </Page>
  );
}

function Ask({ page }: { readonly page: PageContext }) {
  const words = answerWords(page.locale);
  return <div class="acts"><MainAction href={page.paths.report} icon="speakerphone">{words.ask}</MainAction><span class="quiet">{words.askHint}</span></div>;
}

export function AnswerList({ page, rows }: { readonly page: PageContext; readonly rows: readonly AnswerRow[] }) {
  const words = answerWords(page.locale);
  return (
    <>
      {rows.map((row) => (
        <section class="block" key={row.href}>
          <h2><a href={row.href}>{row.question}</a></h2>
          <p class="quiet">{row.topic} · {row.unit} · {row.standing === 'in-force' ? '' : `${row.standing === 'expired' ? words.expired : words.withdrawn} · `}{words.validUntil} {formatDay(row.validUntil, page.jurisdiction.zone, page.locale)}</p>
        </section>
      ))}
    </>
  );
}

function Filters({ page, filters, topics }: Pick<AnswersProps, 'page' | 'filters' | 'topics'>) {
  const words = answerWords(page.locale);
  const place = { page, form: { ...EMPTY_FORM, values: { ...filters } } };
  const chosen = Boolean(filters.topic || filters.state);
  return (
    <details class="fold" open={chosen}>
      <summary>{wordsOfUi(page.locale).filter}</summary>
      <form method="get" action={page.paths.answers} class="filters">
        {filters.q && <Hidden fields={{ q: filters.q }} />}
        <Select {...place} name="topic" label={words.filterTopic} empty={words.all} groups={topics} />
        <Select {...place} name="state" label={words.filterState} empty={words.inForce} choices={[{ value: 'over', label: words.over }]} />
        <div class="acts"><Button>{wordsOfUi(page.locale).filterApply}</Button>{chosen && <Button href={page.paths.answers} quiet>{wordsOfUi(page.locale).filterClear}</Button>}</div>
      </form>
    </details>
  );
}

export type VersionView = {
  readonly version: number; readonly question: string; readonly answer: string; readonly topic: string; readonly unit: string; readonly role: string; readonly at: Instant; readonly validUntil: Instant; readonly digest: string;
  readonly sources: readonly { readonly title: string; readonly day?: Instant; readonly link?: string }[];
};

export type AnswerProps = {
  readonly page: PageContext; readonly standing: Standing; readonly withdrawn?: { readonly reason: Withdrawal; readonly at: Instant };
  /** The newest first. */
  readonly versions: readonly [VersionView, ...VersionView[]];
};

export function AnswerPage({ page, standing, withdrawn, versions }: AnswerProps) {
  const words = answerWords(page.locale);
  const [now, ...earlier] = versions;
  const day = (at: Instant): string => formatDay(at, page.jurisdiction.zone, page.locale);
  return (
    <Page page={page} title={now.question} section="none" width="reading">
      <div class="heading"><h1>{now.question}</h1></div>
      {standing === 'expired' && <Notice tone="careful" title={words.expired}><p>{words.expiredDo}</p></Notice>}
      {withdrawn && <Notice tone="careful" title={`${words.withdrawn}: ${withdrawalWords(page.locale)[withdrawn.reason]} (${day(withdrawn.at)})`}><p>{words.withdrawnDo}</p></Notice>}
      <Block title={words.answer}><Text text={now.answer} /></Block>
      <VersionFacts page={page} one={now} />
      <div class="acts"><MainAction href={page.paths.report} icon="speakerphone">{words.ask}</MainAction><Button href={page.paths.answers} quiet>{words.title}</Button></div>
      {earlier.length > 0 && (
        <Block title={words.versions}>
          <p class="quiet">{words.versionsHint}</p>
          {earlier.map((one) => (
            <details class="fold" key={one.version}>
              <summary>{words.versionOf(one.version)} · {day(one.at)}</summary>
              <p><strong>{one.question}</strong></p><Text text={one.answer} />
              <VersionFacts page={page} one={one} />
            </details>
          ))}
        </Block>
      )}
    </Page>
  );
}

/** Lines as they were written. */
function Text({ text }: { readonly text: string }) {
  return <>{text.split('\n').filter((line) => line.trim() !== '').map((line, index) => <p key={`${String(index)} ${line}`}>{line}</p>)}</>;
}

function VersionFacts({ page, one }: { readonly page: PageContext; readonly one: VersionView }) {
  const words = answerWords(page.locale);
  const day = (at: Instant): string => formatDay(at, page.jurisdiction.zone, page.locale);
  return (
    <KeyValue pairs={[
      { key: words.validUntil, value: day(one.validUntil) },
      { key: words.sources, value: <ul>{one.sources.map((source) => <li key={source.title}>{source.title}{source.day !== undefined && <> ({words.sourceDay(day(source.day))})</>}{source.link !== undefined && <> <span class="quiet breaks">{source.link}</span></>}</li>)}</ul> },
      { key: words.unit, value: words.by(one.unit, roleWord(page.locale, one.role)) }, { key: words.topic, value: one.topic },
      { key: words.version, value: `${words.versionOf(one.version)} · ${day(one.at)}` },
      { key: words.digest, value: <><code class="breaks">{one.digest}</code> <span class="quiet">{words.digestHint}</span></> },
    ]} />
  );
}
