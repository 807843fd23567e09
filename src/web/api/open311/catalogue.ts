import type { DivisionCode, TopicCode } from '../../../kernel/ids.ts';
import type { Locale } from '../../../platform/i18n/index.ts';
import type { Names, Open311Place, Open311Topic } from './ports.ts';
import type { Service } from './wire.ts';

/** A jurisdiction arranged for Open311: services are the topics that have no topics beneath them. */
export type Catalogue = {
  readonly services: (locale: Locale) => readonly Service[];
  readonly isService: (code: TopicCode) => boolean;
  readonly topicNames: (code: TopicCode) => Names | undefined;
  readonly divisionNames: (code: DivisionCode) => Names | undefined;
  /** The township that a division is or lies in, the finest that is public by consent alone (protection T10); the root stays itself. */
  readonly townOf: (code: DivisionCode) => DivisionCode;
  /** The jurisdiction itself: the place of whatever names no smaller one. */
  readonly root: DivisionCode;
  /** The deepest division whose name stands in an address; the root when none does. */
  readonly divisionIn: (address: string) => DivisionCode;
};

const made = new WeakMap<Open311Place, Catalogue>();
/** Divisions are five levels deep at most. */
const DEPTH_MAX = 10;

/** Made once per place and version. Throws when a place has no division, which its loading forbids. */
export function catalogueOf(place: Open311Place): Catalogue {
  const known = made.get(place);
  if (known) return known;
  const fresh = catalogue(place);
  made.set(place, fresh);
  return fresh;
}

function catalogue(place: Open311Place): Catalogue {
  const topics = new Map(place.topics.map((topic) => [topic.code, topic]));
  const parents = new Set(place.topics.map((topic) => topic.code.slice(0, Math.max(0, topic.code.lastIndexOf('.')))));
  const leaves = place.topics.filter((topic) => !parents.has(topic.code));
  const codes = new Set(leaves.map((leaf) => leaf.code));
  const groupOf = (leaf: Open311Topic): Open311Topic => topics.get(leaf.code.split('.')[0] as TopicCode) ?? leaf;
  const services = {
    zh: leaves.map((leaf) => serviceOf(leaf, groupOf(leaf), 'zh')),
    en: leaves.map((leaf) => serviceOf(leaf, groupOf(leaf), 'en')),
  };
  const divisions = new Map(place.divisions.map((division) => [division.code, division.names]));
  return {
    services: (locale) => services[locale],
    isService: (code) => codes.has(code),
    topicNames: (code) => topics.get(code)?.names,
    divisionNames: (code) => divisions.get(code),
    ...finder(place),
  };
}

function serviceOf(topic: Open311Topic, group: Open311Topic, locale: Locale): Service {
  return {
    service_code: topic.code,
    service_name: topic.names[locale],
    description: topic.hint[locale],
    metadata: false,
    type: 'realtime',
    // A comma inside a keyword would make two of it.
    keywords: topic.synonyms[locale].map((word) => word.replaceAll(',', ' ')).join(','),
    group: group.names[locale],
  };
}

type Finder = Pick<Catalogue, 'root' | 'divisionIn' | 'townOf'>;

function finder(place: Open311Place): Finder {
  const codes = new Set(place.divisions.map((division) => division.code));
  const root = place.divisions.find((division) => division.parent === undefined || !codes.has(division.parent))?.code;
  if (root === undefined) throw new Error(`jurisdiction ${place.code} has no division`);
  // Deepest first, and among equals the longer name, so that a street named after the city does not win.
  const parents = new Map(place.divisions.map((division) => [division.code, division.parent]));
  const known = place.divisions
    .filter((division) => division.code !== root)
    .map((division) => ({ code: division.code, depth: depthOf(parents, division.code), words: wordsOf(division.names) }))
    .toSorted((a, b) => b.depth - a.depth || longest(b.words) - longest(a.words));
  const townOf = (code: DivisionCode): DivisionCode => {
    let town = code;
    // Loading refuses cycles; the bound only keeps a broken table from hanging the process.
    for (let step = 0, above = parents.get(town); above !== undefined && above !== root && step < DEPTH_MAX; step += 1, above = parents.get(town)) town = above;
    return town;
  };
  return {
    root,
    townOf,
    divisionIn: (address) => {
      const text = address.normalize('NFKC').toLowerCase();
      return known.find(({ words }) => words.some((word) => standsIn(text, word)))?.code ?? root;
    },
  };
}

/** Names as people write them in addresses; one character alone says too little. */
function wordsOf(names: Names): readonly string[] {
  return [names.zh, names.en].map((name) => name.normalize('NFKC').toLowerCase()).filter((name) => name.length > 1);
}

function longest(words: readonly string[]): number {
  return Math.max(0, ...words.map((word) => word.length));
}

/** Whole words where words have edges: "Ham" does not stand in "Hampstead"; Chinese names have none. */
function standsIn(text: string, word: string): boolean {
  const edge = /[\p{Script=Latin}\p{N}]/u;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!(edge.test(before) && edge.test(word[0] ?? '')) && !(edge.test(after) && edge.test(word.at(-1) ?? ''))) return true;
  }
  return false;
}

function depthOf(parents: ReadonlyMap<DivisionCode, DivisionCode | undefined>, code: DivisionCode): number {
  let depth = 0;
  // The bound as in `townOf`.
  for (let at = parents.get(code); at !== undefined && depth < DEPTH_MAX; at = parents.get(at)) depth += 1;
  return depth;
}
