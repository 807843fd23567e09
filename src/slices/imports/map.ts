import { parseTimePattern, type TimePattern } from './times.ts';
import { FILE_BYTES_MAX, Fields, isZone, readYaml, type Mistake } from '../units/index.ts';
import { KINDS, URGENCIES, type Kind, type Urgency } from '../cases/index.ts';

/**
 * What the columns of another system's table mean (docs/runbooks/import.md has every key). Codes are those of the jurisdiction; whatever
 * has no code here is looked up there: as a code, then by its name in any language.
 */
export type TableMap = {
  /** Name of the other system, public for ever; with it and the external id a row is known again. */
  readonly source: string;
  /** IANA zone in which its times stand. */
  readonly zone: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly times: TimePattern;
  /** Texts that stand for nothing, such as `N/A`. */
  readonly empty: ReadonlySet<string>;
  readonly externalId: string;
  readonly opened: string;
  readonly closed?: string;
  readonly due?: string;
  /** Which values mean closed. Without it a row is closed that has a date in `closed`. With `open`, any other value is refused. */
  readonly status?: { readonly column: string; readonly closed: readonly string[]; readonly open?: readonly string[] };
  readonly topic: Lookup;
  readonly place: Lookup;
  /** `dispatch-list`: whoever the jurisdiction's list names for topic and place. */
  readonly unit: 'dispatch-list' | Lookup;
  readonly words: readonly string[];
  readonly address: readonly string[];
  readonly latitude?: string;
  readonly longitude?: string;
  readonly kind: Choice<Kind>;
  readonly urgency: Choice<Urgency>;
};

/** Values of one column, or of several from the highest level down; `codes` by value, those of several columns joined by ` > `. */
export type Lookup = {
  readonly columns: readonly string[]; readonly codes: ReadonlyMap<string, string>; readonly otherwise?: string;
  /** The column of names that a drafted jurisdiction gives to units. */
  readonly names?: string;
};

/** One word for all rows, or by the values of a column. */
export type Choice<Word extends string> = { readonly column?: string; readonly values: ReadonlyMap<string, Word>; readonly otherwise: Word };

export const ENCODINGS = ['utf-8', 'gb18030', 'big5', 'windows-1252', 'utf-16le'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const PATH_SEPARATOR = ' > ';
/** Letters of any script, digits and a little punctuation: a name, not a sentence. */
const SOURCE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()-]{0,59}$/u;
const COLUMNS_MAX = 10;

/** Reads a map; every mistake at once, each with its line. */
export function parseMap(name: string, text: string): { readonly map?: TableMap; readonly mistakes: readonly Mistake[] } {
  const { value, mistakes: formal } = readYaml({ name, text });
  const mistakes: Mistake[] = [...formal];
  if (mistakes.length > 0) return { mistakes };
  if (value.kind !== 'map') return { mistakes: [{ ...value.at, problem: { kind: 'wrong-type', key: name, expected: 'map' } }] };
  const map = readMap(new Fields(value, mistakes));
  return mistakes.length === 0 && map ? { map, mistakes } : { mistakes };
}

/** More than any map needs: whoever gives a table by mistake hears it at once. */
export const MAP_CHARACTERS_MAX = FILE_BYTES_MAX;

function readMap(fields: Fields): TableMap | undefined {
  const source = fields.code('source', (text) => (typeof text === 'string' && SOURCE.test(text) ? text : undefined));
  const zone = fields.text('zone');
  if (zone && !isZone(zone)) fields.report({ kind: 'bad-zone', value: zone }, fields.where('zone'));
  const pattern = fields.optionalText('times') ?? 'iso';
  const times = parseTimePattern(pattern) ?? fields.report({ kind: 'not-one-of', key: 'times', value: pattern, allowed: ['iso', 'yyyy-MM-dd HH:mm:ss', 'MM/dd/yyyy hh:mm:ss a', 'dd.MM.yyyy HH:mm'] }, fields.where('times'));
  const empty = new Set(fields.items('empty').flatMap((item) => (item.kind === 'scalar' ? [item.text.trim()] : [])));
  const encoding = fields.optionalOneOf('encoding', ENCODINGS) ?? 'utf-8';
  const delimiter = fields.optionalOneOf('delimiter', [',', ';', 'tab', '|']) ?? ',';
  const [externalId, opened] = [fields.text('externalId'), fields.text('opened')];
  const optional = { closed: fields.optionalText('closed'), due: fields.optionalText('due'), latitude: fields.optionalText('latitude'), longitude: fields.optionalText('longitude') };
  const status = fields.child('status', readStatus);
  const [topic, place] = [readLookup(fields, 'topic'), readLookup(fields, 'place')];
  const unit = fields.value('unit')?.kind === 'scalar' && fields.optionalText('unit') === 'dispatch-list' ? 'dispatch-list' as const : readLookup(fields, 'unit');
  const words = columnsOf(fields, 'words');
  if (words.length === 0) fields.report({ kind: 'missing-key', key: 'words' });
  const address = columnsOf(fields, 'address');
  const kind = readChoice(fields, 'kind', KINDS, 'complaint');
  const urgency = readChoice(fields, 'urgency', URGENCIES, 'ordinary');
  fields.done();
  if (!source || !zone || !times || !externalId || !opened || !topic || !place || !unit) return undefined;
  const known = Object.fromEntries(Object.entries(optional).filter(([, column]) => column !== undefined)) as { [Key in keyof typeof optional]?: string };
  return {
    source, zone, encoding, delimiter: delimiter === 'tab' ? '\t' : delimiter, times, empty, externalId, opened, ...known, ...(status ? { status } : {}), topic, place, unit, words, address, kind, urgency,
  };
}

function readStatus(fields: Fields): TableMap['status'] {
  const column = fields.text('column');
  const closed = fields.texts('closed').map(({ text }) => text);
  const open = fields.has('open') ? fields.texts('open').map(({ text }) => text) : undefined;
  if (closed.length === 0) fields.report({ kind: 'missing-key', key: 'closed' });
  fields.done();
  return column === undefined ? undefined : { column, closed, ...(open ? { open } : {}) };
}

/** One text is one column; a map says more. */
function readLookup(fields: Fields, key: string): Lookup | undefined {
  const value = fields.value(key);
  if (value?.kind !== 'map') {
    const column = fields.text(key);
    return column === undefined ? undefined : { columns: [column], codes: new Map() };
  }
  return fields.child(key, (one) => {
    const columns = columnsOf(one, 'columns');
    if (columns.length === 0) one.report({ kind: 'missing-key', key: 'columns' });
    const codes = valuesOf(one, 'codes');
    const [otherwise, names] = [one.optionalText('otherwise'), one.optionalText('names')];
    one.done();
    return { columns, codes, ...(otherwise === undefined ? {} : { otherwise }), ...(names === undefined ? {} : { names }) };
  });
}

/** A text is one column, a list several. */
function columnsOf(fields: Fields, key: string): readonly string[] {
  const value = fields.value(key);
  if (value === undefined) return [];
  if (value.kind === 'scalar') return [fields.optionalText(key) ?? ''].filter(Boolean);
  const columns = fields.texts(key).map(({ text }) => text);
  if (columns.length > COLUMNS_MAX) fields.report({ kind: 'out-of-range', key, min: 1, max: COLUMNS_MAX }, fields.where(key));
  return columns;
}

function valuesOf(fields: Fields, key: string): ReadonlyMap<string, string> {
  const value = fields.value(key);
  const found = new Map<string, string>();
  if (value === undefined) return found;
  if (value.kind !== 'map') fields.report({ kind: 'wrong-type', key, expected: 'map' }, value.at);
  else for (const [from, { value: to }] of value.entries) if (to.kind === 'scalar') found.set(from, typeof to.plain === 'string' ? to.plain : to.text);
  return found;
}

function readChoice<Word extends string>(fields: Fields, key: string, words: readonly Word[], fallback: Word): Choice<Word> {
  const value = fields.value(key);
  if (value?.kind !== 'map') return { values: new Map(), otherwise: fields.optionalOneOf(key, words) ?? fallback };
  return fields.child(key, (one) => {
    const column = one.text('column');
    const values = new Map<string, Word>();
    for (const [from, to] of valuesOf(one, 'values')) {
      const word = words.find((known) => known === to) ?? one.report({ kind: 'not-one-of', key: 'values', value: to, allowed: words }, one.where('values'));
      if (word !== undefined) values.set(from, word);
    }
    const otherwise = one.optionalOneOf('otherwise', words) ?? fallback;
    one.done();
    return { ...(column === undefined ? {} : { column }), values, otherwise };
  }) ?? { values: new Map(), otherwise: fallback };
}

/** Every column that the map names, with the key that names it. */
export function columnsNamed(map: TableMap): readonly { readonly key: string; readonly column: string }[] {
  const named = (key: string, columns: readonly (string | undefined)[]) => columns.flatMap((column) => (column === undefined ? [] : [{ key, column }]));
  return [
    ...named('externalId', [map.externalId]), ...named('opened', [map.opened]), ...named('closed', [map.closed]), ...named('due', [map.due]), ...named('status', [map.status?.column]),
    ...named('topic', map.topic.columns), ...named('place', map.place.columns), ...(map.unit === 'dispatch-list' ? [] : named('unit', [...map.unit.columns, map.unit.names])),
    ...named('words', map.words), ...named('address', map.address), ...named('latitude', [map.latitude]), ...named('longitude', [map.longitude]),
    ...named('kind', [map.kind.column]), ...named('urgency', [map.urgency.column]),
  ];
}
