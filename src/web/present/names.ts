import type { DivisionCode, PostId, TopicCode, UnitId } from '../../kernel/ids.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { webMessages } from '../messages.ts';
import type { CaseFacts } from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';

/** Names in the reader's language; a code that the data no longer know is shown as it is rather than not at all. */
export function unitNamer(directory: Directory, locale: Locale): (unit: UnitId) => string {
  return (unit) => directory.unit(unit)?.names[locale] ?? unit;
}

export function postNamer(directory: Directory, locale: Locale): (post: PostId) => string {
  return (post) => directory.post(post)?.names[locale] ?? post;
}

export function topicWords(directory: Directory, topic: TopicCode, locale: Locale): string {
  return directory.topic(topic)?.names[locale] ?? topic;
}

/** From the township down: `青山镇 · 上河村`. The jurisdiction itself is no place worth naming: empty. */
export function placeWords(directory: Directory, division: DivisionCode, locale: Locale): string {
  return directory.divisionPath(division)
    .filter((code) => code !== directory.rootDivision.code)
    .map((code) => directory.division(code)?.names[locale] ?? code)
    .reverse().join(' · ');
}

/** Topic and place: what staff knows a case by. */
export function caseTitle(directory: Directory, { topic, place }: Pick<CaseFacts, 'topic' | 'place'>, locale: Locale): string {
  return [topicWords(directory, topic, locale), placeWords(directory, place.division, locale)].filter(Boolean).join(' · ');
}

/** What everyone may know of a place: the township, never the village (protection T10). Empty for the jurisdiction itself. */
export function townWords(directory: Directory, division: DivisionCode, locale: Locale): string {
  const town = townOf(directory, division);
  return town === undefined ? '' : directory.division(town)?.names[locale] ?? town;
}

/** The township that a division is or lies in; undefined for the jurisdiction itself. */
export function townOf(directory: Directory, division: DivisionCode): DivisionCode | undefined {
  return directory.divisionPath(division).filter((code) => code !== directory.rootDivision.code).at(-1);
}

/** The word for units that may be compared with one another; a class of a jurisdiction's own is shown as it is written. */
export function peerClassName(peerClass: string, locale: Locale): string {
  const names: Readonly<Record<string, string>> = webMessages(locale).peerClasses;
  return names[peerClass] ?? peerClass;
}
