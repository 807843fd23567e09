import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPlain } from './entry-plain.ts';
import { parseEntry, readAnyEntry, readEntry, writeAct, writeEntry, type Act, type LogEntry } from './entry.ts';
import { bytesOf, parseBase64Url, textOf, writeBase64Url } from './spelling.ts';

const SEED = 20_261_127;
const commitment = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(writeBase64Url);
const plainName = fc.constantFrom('topic', 'topic1', 'town', 'words', 'dueAt', '路灯');
const name = fc.oneof({ weight: 20, arbitrary: plainName }, fc.constantFrom('10', '9', '__proto__', 'constructor', '"', '\\', 'é', ''), fc.string({ maxLength: 8 }));
const plainWord = fc.constantFrom('case.judged.v1', 'case:26-0000003', '城管', 'handler', '💡', '\u2028', 'del\u007f');
const word = fc.oneof({ weight: 60, arbitrary: plainWord }, fc.constantFrom('a"b', 'a\\b', 'tab\t'), fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }));
const scalar = fc.oneof({ weight: 20, arbitrary: word }, fc.string(), fc.maxSafeInteger().map((n) => n + 0), fc.nat(), fc.constantFrom(0, -1, 10, 999_999_999_999_999, 10 ** 15), fc.boolean(), fc.constant(null));
const value = fc.oneof({ weight: 20, arbitrary: scalar }, fc.array(scalar, { maxLength: 2 }), fc.dictionary(name, scalar, { maxKeys: 2 }));
const day = fc.constantFrom('2026-11-22', '0000-99-00');
const act: fc.Arbitrary<Act> = fc.record({
  type: word, stream: word, seq: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(2 ** 53 - 1)), role: word, unit: fc.option(word, { nil: undefined }), post: fc.option(word, { nil: undefined }),
  open: fc.dictionary(name, value, { maxKeys: 4 }), commitments: fc.dictionary(name, commitment, { maxKeys: 4 }),
  time: fc.oneof(day.map((one) => ({ day: one })), fc.constant({ at: '2026-11-22T10:32Z' })),
}).map(({ time, ...rest }) => whole({ ...rest, ...time }) as Act);
const entry: fc.Arbitrary<LogEntry> = fc.oneof(
  act.map((one): LogEntry => ({ kind: 'act', v: 1, ...one })),
  commitment.map((one): LogEntry => ({ kind: 'sealed', v: 1, commitment: one })),
  fc.record({
    index: fc.nat(), batch: day, act: fc.option(act, { nil: undefined }), opening: commitment,
    cell: fc.record({ family: word, cause: fc.constantFrom('resident', 'timer', 'office'), topic1: fc.option(word, { nil: undefined }), town: fc.option(word, { nil: undefined }) }),
    fields: fc.dictionary(name, fc.record({ text: fc.oneof({ weight: 20, arbitrary: word }, fc.string()), opening: commitment }), { maxKeys: 3 }),
  }).map(({ act: one, opening, cell, ...rest }): LogEntry => ({ kind: 'disclosed', v: 1, ...rest, cell: whole(cell) as never, ...(one ? { act: one, opening } : {}) })),
);

/** Optional fields are absent, not undefined. */
function whole<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value;
}

/** What a hostile log does to an entry's text. */
const PIECES = ['"', '\\', '\\u0041', ' ', '\n', '\u0000', '\u001f', ',', ':', '{', '}', '[', ']', '0', '00', '-', '-0', '1.0', '1e2', 'E', '.', '9007199254740993', 'null', 'true', '"v":1', ',"v":1', '"kind":"act"', '"act":{', '__proto__', '﻿', '\u2028', 'é', '""'];
const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), take: fc.nat({ max: 6 }), put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })) });

describe('reading an entry at one go', () => {
  test('reads what the description of an entry reads, and as the same', () => {
    let plain = 0;
    fc.assert(fc.property(entry, (one) => {
      const text = textOf(writeEntry(one)) ?? '';
      const quick = readPlain(text);
      if (quick) plain += 1;
      expect(readAnyEntry(text)).toEqual(one);
      if (quick) expect(isDeepStrictEqual(quick.entry, readAnyEntry(text))).toBe(true);
      expect(parseEntry(bytesOf(text))).toEqual(one);
      if (quick?.entry.kind === 'disclosed') expect(quick.actText).toBe(quick.entry.act && writeAct(quick.entry.act));
    }), { seed: SEED, numRuns: 2_000 });
    // The control: had it read nothing, it would agree as well.
    expect(plain).toBeGreaterThan(200);
  });

  test('reads nothing that is not an entry in its one spelling, whatever was done to it', () => {
    let [entries, plain] = [0, 0];
    fc.assert(fc.property(entry, fc.array(change, { minLength: 1, maxLength: 2 }), (one, changes) => {
      let text = textOf(writeEntry(one)) ?? '';
      for (const { at, take, put } of changes) {
        const place = Math.floor(at * text.length);
        text = (textOf(bytesOf(text.slice(0, place) + put + text.slice(place + take))) ?? '');
      }
      const [quick, slow] = [readPlain(text), readAnyEntry(text)];
      if (slow) entries += 1;
      if (!quick) return;
      plain += 1;
      expect(isDeepStrictEqual(quick.entry, slow)).toBe(true);
    }), { seed: SEED, numRuns: 8_000 });
    // The control: some of what was changed is still an entry, and is read.
    expect(entries).toBeGreaterThan(80);
    expect(plain).toBeGreaterThan(15);
  });

  test.each([
    ['a space', (text: string) => text.replace(',"kind"', ', "kind"')],
    ['an escape for what needs none', (text: string) => text.replace('"role":"h', '"role":"\\u0068')],
    ['fields in another order', (text: string) => text.replace('"role":"handler","seq":4', '"seq":4,"role":"handler"')],
    ['a field twice', (text: string) => text.replace('"seq":4', '"seq":4,"seq":4')],
    ['a number in another way', (text: string) => text.replace('"a":100', '"a":1e2')],
    ['a leading zero', (text: string) => text.replace('"seq":4', '"seq":04')],
    ['a minus before zero', (text: string) => text.replace('"b":0', '"b":-0')],
    ['a control character', (text: string) => text.replace('handler', 'hand\u0001ler')],
    ['something behind the end', (text: string) => `${text} `],
    ['an end that is missing', (text: string) => text.slice(0, -1)],
  ])('%s is not the one spelling', (_what, altered) => {
    const text = textOf(writeEntry({ kind: 'act', v: 1, type: 't', stream: 's', seq: 4, at: '2026-11-22T10:32Z', role: 'handler', open: { a: 100, b: 0 }, commitments: {} })) ?? '';
    expect(readPlain(text)).toBeDefined();
    expect(altered(text)).not.toBe(text);
    expect([readPlain(altered(text)), readAnyEntry(altered(text)), readEntry(bytesOf(altered(text)))]).toEqual([undefined, undefined, undefined]);
  });
});

test('base64url of any length is read in its one spelling alone', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), fc.string({ maxLength: 44, unit: fc.constantFrom(...'AQgwBaz059-_+/= é') }), (bytes, text) => {
    expect(parseBase64Url(writeBase64Url(bytes))).toEqual(bytes);
    const read = parseBase64Url(text);
    if (read) expect(Buffer.from(read).toString('base64url')).toBe(text);
    else expect(Buffer.from(text, 'base64url').toString('base64url')).not.toBe(text);
  }), { seed: SEED, numRuns: 5000 });
});
