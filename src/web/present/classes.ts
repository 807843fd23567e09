import type { TopicCode } from '../../kernel/ids.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { Directory, VitalInterest } from '../../slices/units/index.ts';
import type { ClassView } from '../views/classes/note.tsx';
import { postNamer, unitNamer } from './names.ts';

/** A class of vital interests in the reader's language (charter promise 16). */
export function classView(one: VitalInterest, directory: Directory, locale: Locale): ClassView {
  const nameOf = unitNamer(directory, locale);
  return {
    code: one.code, name: one.names[locale], explanation: one.explanation[locale], ...(one.law ? { law: one.law[locale] } : {}),
    evidence: one.evidencePrompts.map((prompt) => prompt[locale]), lead: postNamer(directory, locale)(one.leadPost), leadUnit: nameOf(one.leadUnit),
    around: one.interestedUnits.map(nameOf), sealed: one.sealedByDefault,
  };
}

/** The class that a topic belongs to, as a form shows it; nothing for any other topic, or none. */
export function classOfTopic(topic: TopicCode | undefined, directory: Directory, locale: Locale): ClassView | undefined {
  const found = topic && directory.vitalInterestOf(topic);
  return found && classView(found, directory, locale);
}
