import type { Instant } from '../../../kernel/instant.ts';
import { formatDay, formatMinute } from '../../../platform/i18n/index.ts';
import { Block, EmptyState, KeyValue, Notice } from '../../../ui/components/blocks.tsx';
import { Page } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page.ts';
import { roleWord } from '../vocabulary.ts';
import { matterWords } from './messages.ts';

/** An incident in the reader's language; `joined` in whole tens, 0 below ten. */
export type IncidentView = {
  readonly id: string; readonly name: string; readonly unit: string; readonly places: readonly string[]; readonly topics: readonly string[]; readonly since: Instant;
  readonly latest?: { readonly words: string; readonly at: Instant }; readonly nextWordAt?: Instant; readonly date?: { readonly dueAt: Instant; readonly why: string; readonly role: string };
  readonly joined: number; readonly endedAt?: Instant;
};

/** What is known already, on the pages where somebody would tell of it: nobody is kept from telling. */
export function KnownIncidents({ page, incidents }: { readonly page: PageContext; readonly incidents: readonly IncidentView[] }) {
  const words = matterWords(page.locale);
  return (
    <>
      {incidents.map((one) => (
        <Notice key={one.id} tone="know">
          <p><strong>{words.known(one.name, placesOf(page, one))}</strong> · {words.handledBy(one.unit)}{one.nextWordAt === undefined ? '' : ` · ${words.nextWord(formatMinute(one.nextWordAt, page.jurisdiction.zone, page.locale))}`}</p>
          <p>{words.tellAnyway} <a href={page.paths.incidents}>{words.more}</a></p>
        </Notice>
      ))}
    </>
  );
}

export function IncidentsPage({ page, incidents }: { readonly page: PageContext; readonly incidents: readonly IncidentView[] }) {
  const words = matterWords(page.locale);
  return (
    <Page page={page} title={words.publicTitle} section="cases" width="wide">
      <div class="heading"><h1>{words.publicTitle}</h1><p class="lead">{words.publicLead}</p></div>
      {incidents.length === 0 && <EmptyState title={words.publicEmpty}><p>{words.publicEmptyHint}</p></EmptyState>}
      {incidents.map((one) => <Incident key={one.id} page={page} one={one} />)}
    </Page>
  );
}

function Incident({ page, one }: { readonly page: PageContext; readonly one: IncidentView }) {
  const words = matterWords(page.locale);
  const { zone } = page.jurisdiction;
  const { latest, nextWordAt, date, endedAt } = one;
  return (
    <Block title={one.name}>
      {latest === undefined ? <p class="quiet">{words.noWord}</p> : <blockquote class="answer-words" aria-label={words.latest}>{latest.words}</blockquote>}
      <KeyValue pairs={[
        { key: words.unit, value: one.unit }, { key: words.where, value: placesOf(page, one) }, { key: words.what, value: one.topics.join(' · ') }, { key: words.since, value: formatMinute(one.since, zone, page.locale) },
        ...(latest === undefined ? [] : [{ key: words.latest, value: formatMinute(latest.at, zone, page.locale) }]), ...(nextWordAt === undefined ? [] : [{ key: words.next, value: formatMinute(nextWordAt, zone, page.locale) }]),
        ...(date === undefined ? [] : [{ key: words.date, value: words.dateWords(formatDay(date.dueAt, zone, page.locale), roleWord(page.locale, date.role), date.why) }]),
        { key: words.joined, value: one.joined === 0 ? words.few : words.tens(one.joined) }, ...(endedAt === undefined ? [] : [{ key: words.ended, value: formatMinute(endedAt, zone, page.locale) }]),
      ]} />
    </Block>
  );
}

function placesOf(page: PageContext, one: IncidentView): string {
  return one.places.length === 0 ? matterWords(page.locale).everywhere : one.places.join(' · ');
}

/** On the resident's own page: that others told of it, who handles it for all, and that the verdict is theirs. */
export type MyMatterView = { readonly kind: 'incident' | 'merged'; readonly name: string; readonly unit: string; readonly shown: number; readonly raised: boolean };

export function MyMatter({ page, matter }: { readonly page: PageContext; readonly matter: MyMatterView }) {
  const words = matterWords(page.locale);
  return (
    <Block title={words.mineTitle}>
      <p>{matter.kind === 'incident' ? words.mineIncident(matter.name, matter.unit) : words.mineMerged(matter.unit)} {matter.shown > 0 && words.mineShown(matter.shown)}</p>
      {matter.raised && <p>{words.mineRaised(matter.unit)}</p>}
      <p class="quiet">{words.mineOwn}{matter.kind === 'incident' && <> <a href={page.paths.incidents}>{words.more}</a></>}</p>
    </Block>
  );
}
