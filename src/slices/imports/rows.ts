import { parseDivisionCode, parseTopicCode, parseUnitId, type DivisionCode, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { ImportedRow } from '../cases/index.ts';
import { instantOfWall, type Directory } from '../units/index.ts';
import { slugOf } from './slugs.ts';
import { columnsNamed, PATH_SEPARATOR, type Choice, type Lookup, type TableMap } from './map.ts';

/** Why a row of the table cannot become a case; `messages.ts` says it, with the remedy. */
export type RowRefusal =
  | { readonly kind: 'width'; readonly cells: number; readonly columns: number }
  | { readonly kind: 'no-id' }
  | { readonly kind: 'id-too-long'; readonly max: number }
  | { readonly kind: 'unreadable'; readonly column: string }
  | { readonly kind: 'no-time'; readonly column: string }
  | { readonly kind: 'bad-time'; readonly column: string; readonly value: string }
  | { readonly kind: 'no-words'; readonly columns: readonly string[] }
  | { readonly kind: 'unknown-status'; readonly value: string }
  | { readonly kind: 'unknown'; readonly what: 'topic' | 'place' | 'unit'; readonly value: string }
  | { readonly kind: 'nobody'; readonly topic: string }
  | { readonly kind: 'bad-point'; readonly value: string };

export type ReadRow = (cells: readonly string[]) => Decision<ImportedRow, RowRefusal>;

const EXTERNAL_ID_CHARACTERS_MAX = 200;

/** Columns that the map names and the table lacks. */
export function missingColumns(map: TableMap, columns: readonly string[]): readonly { readonly key: string; readonly column: string }[] {
  return columnsNamed(map).filter(({ column }) => !columns.includes(column));
}

/** Makes the reader of one table's rows. Whatever a table says is another system's word: it is looked up, never trusted as a code of ours. */
export function rowReader(map: TableMap, columns: readonly string[], directory: Directory, now: Instant): ReadRow {
  const cell = cellReader(columns, map.empty);
  const [topicOf, placeOf] = [topicFinder(map.topic, directory), placeFinder(map.place, directory)];
  const unitOf = unitFinder(map, directory, now);
  const [words, address] = [map.words.map(cell), map.address.map(cell)];
  const [idOf, statusOf] = [cell(map.externalId), map.status ? cell(map.status.column) : undefined];
  const [openedOf, closedOf, dueOf] = [timeReader(map, map.opened, cell), timeReader(map, map.closed, cell), timeReader(map, map.due, cell)];
  const pointOf = pointReader(map, cell);
  const [kindOf, urgencyOf] = [chooser(map.kind, cell), chooser(map.urgency, cell)];
  const isOpenData = directory.publicWords === 'always';
  return (cells) => {
    if (cells.length !== columns.length) return refuse({ kind: 'width', cells: cells.length, columns: columns.length });
    // PostgreSQL stores no NUL, and half a character is none.
    const unreadable = cells.findIndex((one) => one.includes('\u0000') || !one.isWellFormed());
    if (unreadable >= 0) return refuse({ kind: 'unreadable', column: columns[unreadable] ?? '' });
    const externalId = idOf(cells).trim();
    if (externalId === '') return refuse({ kind: 'no-id' });
    if (externalId.length > EXTERNAL_ID_CHARACTERS_MAX) return refuse({ kind: 'id-too-long', max: EXTERNAL_ID_CHARACTERS_MAX });
    const [opened, closed, due] = [openedOf(cells), closedOf(cells), dueOf(cells)];
    if (opened === undefined) return refuse({ kind: 'no-time', column: map.opened });
    const badTime = [opened, closed, due].find((one) => typeof one === 'object');
    if (badTime !== undefined || typeof opened === 'object') return refuse(badTime as RowRefusal);
    const standing = standingOf(map, statusOf?.(cells).trim(), closed as Instant | undefined, due as Instant | undefined);
    if ('value' in standing) return refuse({ kind: 'unknown-status', value: standing.value });
    const said = joined(words, cells, '\n');
    if (said === '') return refuse({ kind: 'no-words', columns: map.words });
    const [topic, division] = [topicOf(cells, cell), placeOf(cells, cell)];
    if (topic.code === undefined) return refuse({ kind: 'unknown', what: 'topic', value: topic.value });
    if (division.code === undefined) return refuse({ kind: 'unknown', what: 'place', value: division.value });
    const kind = kindOf(cells);
    const unit = unitOf(cells, cell, { topic: topic.code, division: division.code, kind });
    if (unit.code === undefined) return refuse(unit.refusal);
    const point = pointOf(cells);
    if (point !== undefined && 'kind' in point) return refuse(point);
    return accept({
      externalId, kind, urgency: urgencyOf(cells), topic: topic.code, place: { division: division.code, address: joined(address, cells, ', '), ...(point ? { point } : {}) },
      owner: unit.code, words: said, openedAt: opened, isOpenData, standing,
    });
  };
}

type Cell = (cells: readonly string[]) => string;
type CellOf = (column: string) => Cell;

/** What the map calls empty is empty: `N/A`, a date long ago. */
function cellReader(columns: readonly string[], empty: ReadonlySet<string>): CellOf {
  return (column) => {
    const index = columns.indexOf(column);
    return (cells) => {
      const text = cells[index] ?? '';
      return empty.has(text.trim()) ? '' : text;
    };
  };
}

/** Several columns become one text, in their order; each stays as it was written. */
function joined(columns: readonly Cell[], cells: readonly string[], by: string): string {
  const texts = columns.map((read) => read(cells)).filter((text) => text.trim() !== '');
  return texts.length === 1 ? texts[0] ?? '' : texts.join(by);
}

/** Undefined where nothing stands; a refusal where something does that is no time. */
function timeReader(map: TableMap, column: string | undefined, cell: CellOf): (cells: readonly string[]) => Instant | RowRefusal | undefined {
  if (column === undefined) return () => undefined;
  const read = cell(column);
  return (cells) => {
    const text = read(cells).trim();
    if (text === '') return undefined;
    const wall = map.times(text);
    const at = wall && parseInstant(wall.isInstant ? wall.ms : instantOfWall(wall.ms, map.zone));
    return at ?? { kind: 'bad-time', column, value: text };
  };
}

function standingOf({ status, closed }: TableMap, value: string | undefined, closedAt: Instant | undefined, dueAt: Instant | undefined): ImportedRow['standing'] | { readonly value: string } {
  const isClosed = status && value !== undefined ? status.closed.includes(value) : closed !== undefined && closedAt !== undefined;
  if (isClosed) return { kind: 'closed', ...(closedAt === undefined ? {} : { closedAt }) };
  if (status?.open && value !== undefined && !status.open.includes(value)) return { value };
  return { kind: 'open', ...(dueAt === undefined ? {} : { dueAt }) };
}

function pointReader({ latitude, longitude }: TableMap, cell: CellOf) {
  if (latitude === undefined || longitude === undefined) return () => undefined;
  const [north, east] = [cell(latitude), cell(longitude)];
  return (cells: readonly string[]): ImportedRow['place']['point'] | RowRefusal => {
    const texts = [north(cells).trim(), east(cells).trim()] as const;
    if (texts[0] === '' || texts[1] === '') return undefined;
    const [lat, lon] = texts.map(Number) as [number, number];
    const fits = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    return fits ? { latitude: lat, longitude: lon } : { kind: 'bad-point', value: texts.join(' ') };
  };
}

function chooser<Word extends string>({ column, values, otherwise }: Choice<Word>, cell: CellOf): (cells: readonly string[]) => Word {
  if (column === undefined) return () => otherwise;
  const read = cell(column);
  return (cells) => values.get(read(cells).trim()) ?? otherwise;
}

type Found<Code> = { readonly code: Code | undefined; readonly value: string };
type Finder<Code> = (cells: readonly string[], cell: CellOf) => Found<Code>;

/** By the map's table, then as a code, then by its name; the same values are looked up once. */
function finder<Code extends string>(lookup: Lookup, look: (path: readonly string[]) => Code | undefined, parse: (text: string) => Code | undefined, empty: Code | undefined): Finder<Code> {
  const known = new Map<string, Code | undefined>();
  let readers: readonly Cell[] | undefined;
  const otherwise = lookup.otherwise === undefined ? undefined : parse(lookup.otherwise);
  const search = (path: readonly string[], value: string): Code | undefined => {
    const told = lookup.codes.get(value) ?? lookup.codes.get(path.at(-1) ?? '');
    if (told !== undefined) return parse(told);
    if (path.length === 0) return otherwise ?? empty;
    return parse(path.at(-1) ?? '') ?? look(path) ?? otherwise;
  };
  return (cells, cell) => {
    readers ??= lookup.columns.map(cell);
    const path = pathOf(readers.map((read) => read(cells)));
    const value = path.join(PATH_SEPARATOR);
    if (known.has(value)) return { code: known.get(value), value };
    const code = search(path, value);
    if (known.size < KNOWN_MAX) known.set(value, code);
    return { code, value };
  };
}

/** Distinct values that are remembered; a column of free text by mistake must not fill the memory. */
const KNOWN_MAX = 50_000;

/** From the highest level down, as far as something stands there; what only repeats the level above says no more. */
export function pathOf(cells: readonly string[]): readonly string[] {
  const path: string[] = [];
  for (const cell of cells) {
    const step = cell.trim();
    if (step === '') continue;
    if (nameKey(step) !== nameKey(path.at(-1) ?? '')) path.push(step);
  }
  return path;
}

/** Two spellings of one name: neither case nor spaces tell them apart. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function topicFinder(lookup: Lookup, directory: Directory): Finder<TopicCode> {
  const byPath = new Map<string, TopicCode>();
  for (const { code } of directory.content.topics) {
    const steps = directory.topicPath(code);
    for (const locale of ['zh', 'en'] as const) byPath.set(steps.map((names) => nameKey(names[locale])).join(PATH_SEPARATOR), code);
  }
  const parse = (text: string): TopicCode | undefined => { const code = parseTopicCode(text); return code && directory.topic(code) ? code : undefined; };
  return finder(lookup, (path) => byPath.get(path.map(nameKey).join(PATH_SEPARATOR)), parse, undefined);
}

/** Where no place stands, the jurisdiction itself is as much as is known. */
function placeFinder(lookup: Lookup, directory: Directory): Finder<DivisionCode> {
  const byPath = new Map<string, DivisionCode>();
  for (const { code } of directory.content.divisions) {
    const steps = directory.divisionPath(code).filter((one) => one !== directory.rootDivision.code).toReversed().map((one) => directory.division(one)?.names);
    for (const locale of ['zh', 'en'] as const) byPath.set(steps.map((names) => nameKey(names?.[locale] ?? '')).join(PATH_SEPARATOR), code);
  }
  const parse = (text: string): DivisionCode | undefined => { const code = parseDivisionCode(text); return code && directory.division(code) ? code : undefined; };
  return finder(lookup, (path) => byPath.get(path.map(nameKey).join(PATH_SEPARATOR)), parse, directory.rootDivision.code);
}

type Subject = { readonly topic: TopicCode; readonly division: DivisionCode; readonly kind: ImportedRow['kind'] };
type FoundUnit = { readonly code: UnitId } | { readonly code: undefined; readonly refusal: RowRefusal };

function unitFinder({ unit: lookup }: TableMap, directory: Directory, now: Instant): (cells: readonly string[], cell: CellOf, subject: Subject) => FoundUnit {
  if (lookup === 'dispatch-list') {
    const known = new Map<string, UnitId | undefined>();
    return (_cells, _cell, subject) => {
      const key = `${subject.topic} ${subject.division} ${subject.kind}`;
      if (!known.has(key)) known.set(key, directory.dispatchFor({ ...subject, at: now }).lead);
      const code = known.get(key);
      return code === undefined ? { code, refusal: { kind: 'nobody', topic: subject.topic } } : { code };
    };
  }
  const byName = new Map<string, UnitId>();
  for (const { id, names } of directory.units(now)) for (const locale of ['zh', 'en'] as const) byName.set(nameKey(names[locale]), id);
  // Abbreviations are codes in capitals: `DSNY` is the unit `dsny`.
  const parse = (text: string): UnitId | undefined => {
    const id = parseUnitId(text) ?? parseUnitId(slugOf(text));
    return id && directory.unit(id, now) ? id : undefined;
  };
  const find = finder(lookup, (path) => byName.get(nameKey(path.at(-1) ?? '')), parse, undefined);
  const findNamed = lookup.names === undefined ? undefined : finder({ columns: [lookup.names], codes: lookup.codes }, (path) => byName.get(nameKey(path.at(-1) ?? '')), parse, undefined);
  return (cells, cell) => {
    const found = find(cells, cell);
    const code = found.code ?? findNamed?.(cells, cell).code;
    return code === undefined ? { code, refusal: { kind: 'unknown', what: 'unit', value: found.value } } : { code };
  };
}
