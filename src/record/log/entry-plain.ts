import type { Json } from '../event.ts';
import type { Act, ActEntry, Cause, DisclosedEntry } from './entry.ts';
import { isUrlDigit } from './spelling.ts';

/**
 * Reads the entries that a log is full of at one go, spelling and shape together: fields in their order, strings without
 * escapes, `open` without lists. Whatever is spelled in another way is not plain, and `entry.ts` reads it slowly; so there is
 * one description of what an entry is, and this is only its quick way (a third of the time; a verifier reads millions).
 */
export type Plain = {
  readonly entry: ActEntry | DisclosedEntry;
  /** What `writeAct` would write of the act that a disclosure opens. */
  readonly actText: string | undefined;
};

/** Undefined where the text is not plain, which says nothing about whether it is an entry. Never throws. */
export function readPlain(text: string): Plain | undefined {
  const cursor: Cursor = { text, at: 0, isPlain: true };
  const read = text.startsWith(ACT_BEGINS) || text.startsWith(FIELDS_BEGIN) ? readDisclosed(cursor) : readEntry(cursor);
  return cursor.isPlain && cursor.at === text.length ? read : undefined;
}

/** `isPlain` turns false at the first octet that is not as expected; what was read until then is thrown away. */
type Cursor = { readonly text: string; at: number; isPlain: boolean };
type Draft<Value> = { -readonly [Field in keyof Value]?: Value[Field] };
type Fields<Value> = { [field: string]: Value };

const ACT_BEGINS = '{"act":';
const FIELDS_BEGIN = '{"batch":';
/** Another one is not plain. */
const CAUSES: readonly Cause[] = ['resident', 'timer', 'office'];
const TEXT_CHARS_MAX = 300;
const COMMITMENT_CHARS = 43;
const [DAY, MINUTE] = ['0000-00-00', '0000-00-00T00:00Z'];
/** Safe integers have at most 16 digits; one of 15 is always safe. */
const DIGITS_MAX = 15;
const [QUOTE, BACKSLASH, SPACE, COMMA, BRACE_END, MINUS, ZERO, NINE] = [0x22, 0x5c, 0x20, 0x2c, 0x7d, 0x2d, 0x30, 0x39];

function readEntry(cursor: Cursor): Plain {
  const entry: Draft<ActEntry> = {};
  readAct(cursor, entry, true);
  return { entry: entry as ActEntry, actText: undefined };
}

function readDisclosed(cursor: Cursor): Plain {
  const entry: Draft<DisclosedEntry> = {};
  let actText: string | undefined;
  if (follows(cursor, ACT_BEGINS)) {
    const [act, from] = [{} as Draft<Act>, cursor.at];
    readAct(cursor, act, false);
    entry.act = act as Act;
    actText = cursor.text.slice(from, cursor.at);
    expect(cursor, ',"batch":"');
  } else {
    expect(cursor, '{"batch":"');
  }
  entry.batch = readTime(cursor, DAY);
  expect(cursor, ',"cell":{"cause":"');
  entry.cell = readCell(cursor);
  expect(cursor, ',"fields":{');
  entry.fields = readFields(cursor, readOpened);
  expect(cursor, ',"index":');
  entry.index = readCount(cursor);
  expect(cursor, ',"kind":"disclosed"');
  entry.kind = 'disclosed';
  if (entry.act) {
    expect(cursor, ',"opening":"');
    entry.opening = readCommitment(cursor);
  }
  expect(cursor, ',"v":1}');
  entry.v = 1;
  return { entry: entry as DisclosedEntry, actText };
}

/** Properties are made in the order of their names, so that writing it again is as quick. */
function readAct(cursor: Cursor, act: Draft<ActEntry>, isEntry: boolean): void {
  expect(cursor, '{');
  const isMinute = follows(cursor, '"at":"');
  if (isMinute) {
    act.at = readTime(cursor, MINUTE);
    expect(cursor, ',');
  }
  expect(cursor, '"commitments":{');
  act.commitments = readFields(cursor, readQuotedCommitment);
  if (!isMinute) {
    expect(cursor, ',"day":"');
    act.day = readTime(cursor, DAY);
  }
  if (isEntry) {
    expect(cursor, ',"kind":"act"');
    act.kind = 'act';
  }
  expect(cursor, ',"open":{');
  act.open = readFields(cursor, readScalar);
  if (follows(cursor, ',"post":"')) act.post = readText(cursor);
  expect(cursor, ',"role":"');
  act.role = readText(cursor);
  expect(cursor, ',"seq":');
  act.seq = readCount(cursor);
  if (act.seq === 0) cursor.isPlain = false;
  expect(cursor, ',"stream":"');
  act.stream = readText(cursor);
  expect(cursor, ',"type":"');
  act.type = readText(cursor);
  if (follows(cursor, ',"unit":"')) act.unit = readText(cursor);
  expect(cursor, isEntry ? ',"v":1}' : '}');
  if (isEntry) act.v = 1;
}

function readCell(cursor: Cursor): DisclosedEntry['cell'] {
  const cell: Draft<DisclosedEntry['cell']> = {};
  const cause = readText(cursor) as Cause;
  if (!CAUSES.includes(cause)) cursor.isPlain = false;
  cell.cause = cause;
  expect(cursor, ',"family":"');
  cell.family = readText(cursor);
  if (follows(cursor, ',"topic1":"')) cell.topic1 = readText(cursor);
  if (follows(cursor, ',"town":"')) cell.town = readText(cursor);
  expect(cursor, '}');
  return cell as DisclosedEntry['cell'];
}

/** From behind the brace to behind its end: names that rise, each with what `readValue` reads. */
function readFields<Value>(cursor: Cursor, readValue: (cursor: Cursor) => Value): { readonly [field: string]: Value } {
  const fields: Fields<Value> = {};
  if (follows(cursor, '}')) return fields;
  let last: string | undefined;
  while (cursor.isPlain) {
    expect(cursor, '"');
    const name = readString(cursor);
    // Rising, as they are sorted; and one that an assignment would not make a field of is not plain.
    if ((last !== undefined && name <= last) || name === '__proto__') cursor.isPlain = false;
    expect(cursor, ':');
    if (!cursor.isPlain) break;
    fields[name] = readValue(cursor);
    last = name;
    const next = cursor.text.charCodeAt(cursor.at);
    cursor.at += 1;
    if (next === BRACE_END) break;
    if (next !== COMMA) cursor.isPlain = false;
  }
  return fields;
}

function readOpened(cursor: Cursor): { readonly opening: string; readonly text: string } {
  expect(cursor, '{"opening":"');
  const opening = readCommitment(cursor);
  expect(cursor, ',"text":"');
  const text = readString(cursor);
  expect(cursor, '}');
  return { opening, text };
}

/** Lists, objects and large numbers are read the slow way. */
function readScalar(cursor: Cursor): Json {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === QUOTE) {
    cursor.at += 1;
    return readString(cursor);
  }
  if (code >= ZERO && code <= NINE) return readCount(cursor);
  if (code === MINUS) {
    cursor.at += 1;
    const count = readCount(cursor);
    // There is no −0.
    if (count === 0) cursor.isPlain = false;
    return -count;
  }
  if (follows(cursor, 'true')) return true;
  if (follows(cursor, 'false')) return false;
  expect(cursor, 'null');
  return null;
}

function readQuotedCommitment(cursor: Cursor): string {
  expect(cursor, '"');
  return readCommitment(cursor);
}

/** From behind the quotation mark to behind its end, as all that follow. */
function readCommitment(cursor: Cursor): string {
  const { text, at } = cursor;
  const end = at + COMMITMENT_CHARS;
  for (let i = at; i < end; i += 1) {
    if (isUrlDigit(text.charCodeAt(i))) continue;
    cursor.isPlain = false;
    return '';
  }
  cursor.at = end;
  expect(cursor, '"');
  return text.slice(at, end);
}

/** Digits where the pattern has a zero, and its own characters elsewhere. */
function readTime(cursor: Cursor, pattern: string): string {
  const { text, at } = cursor;
  for (let i = 0; i < pattern.length; i += 1) {
    const [code, wanted] = [text.charCodeAt(at + i), pattern.charCodeAt(i)];
    if (wanted === ZERO ? code >= ZERO && code <= NINE : code === wanted) continue;
    cursor.isPlain = false;
    return '';
  }
  cursor.at = at + pattern.length;
  expect(cursor, '"');
  return text.slice(at, at + pattern.length);
}

function readText(cursor: Cursor): string {
  const text = readString(cursor);
  if (text.length === 0 || text.length > TEXT_CHARS_MAX) cursor.isPlain = false;
  return text;
}

function readString(cursor: Cursor): string {
  const { text, at } = cursor;
  let end = at;
  for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) {
    // At the end of the text, too: not a number is no less than a space, nor more.
    if (!(code >= SPACE) || code === BACKSLASH) {
      cursor.isPlain = false;
      return '';
    }
    end += 1;
  }
  cursor.at = end + 1;
  return text.slice(at, end);
}

/** A whole number from 0, without leading zeros. */
function readCount(cursor: Cursor): number {
  const { text, at } = cursor;
  let [count, end] = [0, at];
  for (let code = text.charCodeAt(end); code >= ZERO && code <= NINE; code = text.charCodeAt(end)) {
    count = count * 10 + code - ZERO;
    end += 1;
  }
  const digits = end - at;
  if (digits === 0 || digits > DIGITS_MAX || (digits > 1 && text.charCodeAt(at) === ZERO)) cursor.isPlain = false;
  cursor.at = end;
  return count;
}

function follows(cursor: Cursor, literal: string): boolean {
  if (!cursor.text.startsWith(literal, cursor.at)) return false;
  cursor.at += literal.length;
  return true;
}

function expect(cursor: Cursor, literal: string): void {
  if (!follows(cursor, literal)) cursor.isPlain = false;
}
