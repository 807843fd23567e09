import type { Locale } from '../../platform/i18n/index.ts';
import { peerClassName } from '../present/names.ts';
import type { Directory, Unit } from '../../slices/units/index.ts';
import type { Choice, ChoiceGroup } from '../../ui/components/form.tsx';
import type { PlaceOption, TopicOption } from '../../ui/components/pickers.tsx';

type Lists = { readonly places: readonly PlaceOption[]; readonly topics: readonly TopicOption[]; readonly topicGroups: readonly ChoiceGroup[]; readonly units: readonly Choice[]; readonly unitGroups: readonly ChoiceGroup[] };
const made = new WeakMap<Directory, Map<Locale, Lists>>();

/** The lists that forms offer, in the reader's language; the same objects until the jurisdiction's data change. */
export function listsOf(directory: Directory, locale: Locale): Lists {
  const known = made.get(directory) ?? new Map<Locale, Lists>();
  made.set(directory, known);
  const lists = known.get(locale) ?? makeLists(directory, locale);
  known.set(locale, lists);
  return lists;
}

function makeLists(directory: Directory, locale: Locale): Lists {
  const units = directory.units();
  return {
    places: directory.divisionsUnder(directory.rootDivision.code).map((town) => ({
      code: town.code, name: town.names[locale],
      below: directory.divisionsUnder(town.code).map((one) => ({ code: one.code, name: one.names[locale] })),
    })),
    topics: directory.topicsTree().map(({ topic, children }) => ({
      name: topic.names[locale],
      topics: children.length === 0
        ? [{ code: topic.code, name: topic.names[locale] }]
        : children.flatMap((child) => child.children.length === 0 ? [child.topic] : child.children.map((leaf) => leaf.topic))
          .map((one) => ({ code: one.code, name: one.names[locale] })),
    })),
    topicGroups: directory.topicsTree().map(({ topic, children }) => ({
      label: topic.names[locale],
      choices: [topic, ...children.flatMap((child) => [child.topic, ...child.children.map((leaf) => leaf.topic)])].map((one) => ({ value: one.code, label: one.names[locale] })),
    })),
    units: units.map((unit) => choiceOf(unit, locale)),
    unitGroups: [...groupByClass(units)].map(([peerClass, members]) => ({ label: peerClassName(peerClass, locale), choices: members.map((unit) => choiceOf(unit, locale)) })),
  };
}

function choiceOf(unit: Unit, locale: Locale): Choice {
  return { value: unit.id, label: unit.names[locale] };
}

/** Bureaus together, towns together. */
function groupByClass(units: readonly Unit[]): ReadonlyMap<string, readonly Unit[]> {
  const groups = new Map<string, Unit[]>();
  for (const unit of units) groups.set(unit.peerClass, [...(groups.get(unit.peerClass) ?? []), unit]);
  return groups;
}
