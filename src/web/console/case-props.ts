import type { Instant } from '../../kernel/instant.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import { roundOf, type LoadedCase } from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import type { Pair } from '../../ui/components/blocks.tsx';
import type { PageContext } from '../../ui/page.ts';
import { caseTalk } from '../conversation/talk.ts';
import { clockViewOf } from '../present/clock.ts';
import { placeWords, topicWords, unitNamer } from '../present/names.ts';
import { stepsOf } from '../present/story.ts';
import type { Act } from '../views/console/acts.tsx';
import type { ConsoleCaseProps, Queue } from '../views/console/console.tsx';
import { vocabulary } from '../views/messages.ts';
import { roleWord } from '../views/vocabulary.ts';
import { consoleMessages } from './messages.ts';

type Asking = {
  readonly loaded: LoadedCase; readonly page: PageContext; readonly queue: Queue; readonly acts: readonly Act[];
  readonly directory: Directory; readonly now: Instant; readonly staff: ReadyStaff;
};

/** The case as staff sees it: the problem whole, the person not at all. */
export function consoleCaseProps({ loaded: { state, history }, page, queue, acts, directory, now, staff }: Asking): ConsoleCaseProps {
  const { facts } = state;
  const { locale } = page;
  const nameOf = unitNamer(directory, locale);
  const { pauses } = vocabulary(locale);
  const round = roundOf(state);
  const topic = topicWords(directory, facts.topic, locale);
  const place = placeWords(directory, facts.place.division, locale);
  const clock = clockViewOf(state, now, (reason) => pauses[reason as keyof typeof pauses] ?? reason, (role) => roleWord(locale, role));
  return {
    page, queue, acts, id: facts.id, number: facts.number, state: { stage: state.stage, round: round?.number ?? 1 },
    title: place === '' ? topic : `${topic} · ${place}`, words: facts.words, photos: facts.photos.map((name) => `${page.paths.consoleCase(facts.id)}/photos/${name}`),
    ...(facts.publicSummary === undefined ? {} : { summary: facts.publicSummary }),
    anonymity: facts.anonymity, facts: pairsOf({ state, history }, directory, page), submittedAt: facts.submittedAt,
    ...(clock ? { clock } : {}), talk: caseTalk(state, facts.id, staff, { page, nameOf: nameOf as (unit: never) => string }),
    steps: stepsOf(history, nameOf, { residentWords: true, officeNotes: true, internal: true }),
  };
}

function pairsOf({ state }: LoadedCase, directory: Directory, page: PageContext): readonly Pair[] {
  const { facts } = state;
  const { locale } = page;
  const words = consoleMessages(locale);
  const { kinds, urgencies, channels } = vocabulary(locale);
  const nameOf = unitNamer(directory, locale);
  const round = roundOf(state);
  const place = [placeWords(directory, facts.place.division, locale), facts.place.address].filter((part) => part !== '').join(' · ');
  return [
    { key: words.kind, value: kinds[facts.kind] },
    { key: words.urgency, value: urgencies[facts.urgency] },
    { key: words.topic, value: directory.topicPath(facts.topic).map((names) => names[locale]).join(' › ') },
    ...(place === '' ? [] : [{ key: words.place, value: place }]),
    { key: words.channel, value: channels[facts.channel] },
    ...(round ? [
      { key: words.owner, value: nameOf(round.owner) },
      ...(round.handler === round.owner ? [] : [{ key: words.handler, value: nameOf(round.handler) }]),
      ...(round.assisting.length === 0 ? [] : [{ key: words.assisting, value: round.assisting.map(nameOf).join(' · ') }]),
      { key: words.round, value: words.roundOf(round.number) },
    ] : []),
  ];
}
