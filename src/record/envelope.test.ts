import { describe, expect, test } from 'vitest';
import type { EventId, JurisdictionCode, UnitId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import { ENTRY_BYTES_MAX, isCanonicalEnvelope, parseEnvelope, writeEnvelope } from './envelope.ts';
import type { EventDraft } from './event.ts';

const fixed = {
  id: '028c46c6-6a71-46b9-b0cc-4418f4948cc8' as EventId,
  jurisdiction: 'linjiang' as JurisdictionCode,
  at: Date.parse('2026-11-22T08:00:00.000Z') as Instant,
  commitments: { words: 'x'.repeat(43) },
};
const draft: EventDraft = {
  type: 'case.submitted.v1', stream: 'test:1', streamSeq: 1, role: 'resident', unit: 'town-qingshan' as UnitId,
  open: { kind: 'complaint' }, sealed: { words: '路灯坏了' },
};
const write = (changes: Partial<EventDraft>): string => writeEnvelope({ ...draft, ...changes }, fixed);

describe('an envelope', () => {
  const bytes = Buffer.from(write({}));

  test('is canonical text with every public field and no private word', () => {
    expect(bytes.toString()).toBe(
      `{"at":"2026-11-22T08:00:00.000Z","commitments":{"words":"${'x'.repeat(43)}"},"id":"028c46c6-6a71-46b9-b0cc-4418f4948cc8",`
      + '"jurisdiction":"linjiang","open":{"kind":"complaint"},"role":"resident","stream":"test:1","streamSeq":1,'
      + '"type":"case.submitted.v1","unit":"town-qingshan"}',
    );
    expect(bytes.includes('路灯')).toBe(false);
  });

  test('reads back as what it says', () => {
    const { sealed: _, ...open } = draft;
    expect(parseEnvelope(bytes)).toEqual({ ...open, ...fixed });
    expect(isCanonicalEnvelope(bytes, parseEnvelope(bytes))).toBe(true);
  });

  test('a space, an escape or a changed field is no longer canonical', () => {
    const others = [bytes.toString().replace(':1,', ': 1,'), bytes.toString().replace('case.', '\\u0063ase.')].map((text) => Buffer.from(text));
    expect(others.filter((one) => isCanonicalEnvelope(one, parseEnvelope(one)))).toEqual([]);
    expect(isCanonicalEnvelope(bytes, { ...parseEnvelope(bytes), role: 'system' })).toBe(false);
  });

  test.each(['', 'null', '[]', '{}', '{"type":"x"}', '\u0000', bytes.toString().slice(1), bytes.toString().replace('linjiang', 'L')])(
    'damaged bytes are an error, never half an event: %j', (text) => {
      expect(() => parseEnvelope(Buffer.from(text))).toThrow();
    },
  );

  test('bytes that are not UTF-8 are an error', () => {
    expect(() => parseEnvelope(Buffer.concat([bytes.subarray(0, 20), Buffer.of(0xff), bytes.subarray(21)]))).toThrow(TypeError);
  });
});

describe('a draft that breaks the format is a bug of its slice', () => {
  test.each<[string, Partial<EventDraft>]>([
    ['a type without a version', { type: 'case.submitted' as EventDraft['type'] }],
    ['a type in capitals', { type: 'Case.Submitted.v1' }],
    ['an empty stream', { stream: '' as EventDraft['stream'] }],
    ['a stream counted from zero', { streamSeq: 0 }],
    ['a float', { open: { latitude: 30.5 } }],
    ['a field name that could merge with its words', { sealed: { 'words"': 'x' } }],
    ['a field both open and sealed', { open: { words: 'x' }, sealed: { words: 'x' } }],
    ['an entry longer than a bundle carries', { open: { long: '长'.repeat(ENTRY_BYTES_MAX / 3) } }],
  ])('%s', (_, changes) => {
    expect(() => write(changes)).toThrow(RangeError);
  });

  test('the longest entry that fits is accepted', () => {
    const room = ENTRY_BYTES_MAX - Buffer.byteLength(write({ open: { long: '' } }));
    expect(Buffer.byteLength(write({ open: { long: 'x'.repeat(room) } }))).toBe(ENTRY_BYTES_MAX);
    expect(() => write({ open: { long: 'x'.repeat(room + 1) } })).toThrow(RangeError);
  });
});
