import { draftMessages } from './draft-messages.ts';
import type { TableMap } from './map.ts';
import { nameKey, pathOf } from './rows.ts';
import { codesFor } from './slugs.ts';
import type { TableRow } from './table.ts';

export type DraftOptions = {
  readonly code: string; readonly name: string; readonly locale: 'zh' | 'en';
  readonly publicWords: 'consent' | 'always';
};

/** File name → content; every JSON text is YAML. */
export type DraftFiles = Readonly<Record<string, string>>;

/** A column of free text is no list of topics: whoever maps one by mistake hears it instead of loading a hundred thousand topics. */
export const DISTINCT_MAX = 20_000;
const TOPIC_LEVELS_MAX = 3;
const ROOT_STEP = '';

/** What a table's rows say of topics, places and units, gathered one row after another; only distinct values are kept. */
export class Draft {
  readonly #map: TableMap;
  readonly #cellOf: (cells: readonly string[], column: string) => string;
  readonly #topics = new Map<string, readonly string[]>();
  readonly #places = new Map<string, readonly string[]>();
  readonly #units = new Map<string, string>();
  /** Rows by first level of topic and unit: the unit with most of them leads. */
  readonly #led = new Map<string, Map<string, number>>();

  constructor(map: TableMap, columns: readonly string[]) {
    this.#map = map;
    const places = new Map(columns.map((column, index) => [column, index]));
    this.#cellOf = (cells, column) => cells[places.get(column) ?? -1] ?? '';
  }

  /** False when the table has more different values than a jurisdiction can have. */
  add({ cells }: TableRow): boolean {
    const path = (columns: readonly string[]): readonly string[] => pathOf(columns.map((column) => this.#cellOf(cells, column)));
    const topic = path(this.#map.topic.columns).slice(0, TOPIC_LEVELS_MAX);
    keep(this.#topics, topic);
    keep(this.#places, path(this.#map.place.columns));
    const lookup = this.#map.unit;
    if (lookup !== 'dispatch-list') {
      const unit = path(lookup.columns).at(-1);
      if (unit !== undefined) {
        const key = nameKey(unit);
        const name = lookup.names === undefined ? '' : this.#cellOf(cells, lookup.names).trim();
        if (!this.#units.get(key)) this.#units.set(key, name === '' ? unit : name);
        const counts = this.#led.get(nameKey(topic[0] ?? '')) ?? new Map<string, number>();
        this.#led.set(nameKey(topic[0] ?? ''), counts.set(key, (counts.get(key) ?? 0) + 1));
      }
    }
    return this.#topics.size + this.#places.size + this.#units.size <= DISTINCT_MAX;
  }

  get counts(): { readonly topics: number; readonly places: number; readonly units: number } {
    return { topics: this.#topics.size, places: this.#places.size, units: this.#units.size };
  }

  files(options: DraftOptions): DraftFiles {
    const topics = topicTree(this.#topics.values(), this.#map);
    const places = placeList(this.#places.values(), options);
    const units = this.#unitCodes();
    return {
      'jurisdiction.yaml': written({
        code: options.code, names: options.name, zone: this.#map.zone, locale: options.locale, level: WHOLE,
        levels: [...placeLevels(this.#map), { code: WHOLE, names: both('whole') }], origin: `${options.code}.invalid/minsheng`, publicWords: options.publicWords,
        intakeUnit: INTAKE, emergencyNumbers: [],
      }),
      'topics.yaml': written({ topics: topics.tree }),
      'divisions.yaml': written({ divisions: places }),
      'units.yaml': written({ units: unitList(units, rootCode(options)) }),
      'dispatch.csv': this.#dispatch(topics.codeOf, units),
      'calendar.yaml': [...Object.values(both('calendar')).map((line) => `# ${line}`), CALENDAR].join('\n'),
    };
  }

  /** A unit that has a code of its own in the map, or is called like one, keeps it: then rows find it again. */
  #unitCodes(): readonly { readonly key: string; readonly name: string; readonly code: string }[] {
    const codes = codesFor([...this.#units.keys()], 'unit', [GOVERNMENT, INTAKE]);
    const lookup = this.#map.unit;
    const told = lookup === 'dispatch-list' ? new Map<string, string>() : new Map([...lookup.codes].map(([value, code]) => [nameKey(value), code]));
    return [...this.#units].map(([key, name]) => ({ key, name, code: told.get(key) ?? codes.get(key) ?? key }));
  }

  #dispatch(codeOf: (step: string) => string | undefined, units: readonly { readonly key: string; readonly code: string }[]): string {
    const codes = new Map(units.map(({ key, code }) => [key, code]));
    const why = both('mostRows');
    const lines = [...this.#led].flatMap(([topic, counts]) => {
      const [most] = [...counts].sort(([, a], [, b]) => b - a);
      const [code, lead] = [codeOf(topic), most && codes.get(most[0])];
      return code === undefined || lead === undefined ? [] : [[code, '', code, '', lead, '', why.zh, why.en, '', ''].join(',')];
    });
    return ['id,division,topic,kind,lead,assisting,zh,en,from,to', ...lines, ''].join('\n');
  }
}

const WHOLE = 'whole';
const GOVERNMENT = 'government';
const INTAKE = 'intake';

const CALENDAR = ['country: none', 'weekdays: [mon, tue, wed, thu, fri]', 'hours: ["09:00-17:00"]', ''].join('\n');

function both(word: 'whole' | 'government' | 'intake' | 'mostRows' | 'calendar'): { readonly zh: string; readonly en: string } {
  return { zh: draftMessages('zh')[word], en: draftMessages('en')[word] };
}

function keep(paths: Map<string, readonly string[]>, path: readonly string[]): void {
  if (path.length === 0) return;
  const key = path.map(nameKey).join('\n');
  if (!paths.has(key)) paths.set(key, path);
}

type TopicEntry = { code: string; names: string; children?: TopicEntry[] };

function topicTree(paths: Iterable<readonly string[]>, { topic: { codes } }: TableMap) {
  const root = branchOf([...paths].filter((path) => !codes.has(path.at(-1) ?? '')));
  const tree = entriesOf(root, 'topic');
  const first = new Map(tree.map((entry) => [nameKey(entry.names), entry.code]));
  return { tree, codeOf: (step: string) => first.get(step) };
}

type Branch = { readonly name: string; readonly beneath: Map<string, Branch> };

function branchOf(paths: readonly (readonly string[])[]): Branch {
  const root: Branch = { name: ROOT_STEP, beneath: new Map() };
  for (const path of paths) {
    let at = root;
    for (const step of path) {
      const next = at.beneath.get(nameKey(step)) ?? { name: step, beneath: new Map<string, Branch>() };
      at.beneath.set(nameKey(step), next);
      at = next;
    }
  }
  return root;
}

function entriesOf({ beneath }: Branch, word: string): TopicEntry[] {
  const codes = codesFor([...beneath.keys()], word);
  return [...beneath].map(([key, branch]): TopicEntry => {
    const children = entriesOf(branch, word);
    return { code: codes.get(key) ?? key, names: branch.name, ...(children.length > 0 ? { children } : {}) };
  });
}

function placeLevels({ place: { columns } }: TableMap): readonly { readonly code: string; readonly names: string }[] {
  return columns.map((column, index) => ({ code: levelOf(index), names: column })).reverse();
}

function levelOf(index: number): string {
  return `level-${String(index + 1)}`;
}

function rootCode({ code }: DraftOptions): string {
  return code.toUpperCase();
}

/** Codes of places count through the list: `NYC-1`, `NYC-2`; whoever has official ones puts them in their stead. */
function placeList(paths: Iterable<readonly string[]>, options: DraftOptions): readonly object[] {
  const root = rootCode(options);
  const list: object[] = [{ code: root, names: options.name, level: WHOLE }];
  const add = ({ beneath }: Branch, parent: string, level: number): void => {
    for (const branch of beneath.values()) {
      const code = `${root.slice(0, 20)}-${String(list.length)}`;
      list.push({ code, names: branch.name, level: levelOf(level), parent });
      add(branch, code, level + 1);
    }
  };
  add(branchOf([...paths]), root, 0);
  return list;
}

function unitList(units: readonly { readonly name: string; readonly code: string }[], root: string): readonly object[] {
  return [
    { id: GOVERNMENT, names: both('government'), level: WHOLE, divisions: [root], territorial: true, peerClass: 'government' },
    { id: INTAKE, names: both('intake'), level: WHOLE, parent: GOVERNMENT, peerClass: 'office' },
    ...units.map(({ code, name }) => ({ id: code, names: name, level: WHOLE, parent: GOVERNMENT, peerClass: 'agency' })),
  ];
}

function written(content: object): string {
  return `${JSON.stringify(content, undefined, 1)}\n`;
}
