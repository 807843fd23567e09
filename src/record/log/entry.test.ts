import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../../vectors/log-entry.json' with { type: 'json' };
import { canonical } from '../canonical.ts';
import {
  disclosureFault, parseEntry, SEALED_BYTES, WHOLE_ACT, writeAct, writeEntry, type Act, type DisclosedEntry, type LogEntry, type SealedEntry,
} from './entry.ts';

const R = Buffer.alloc(32, 3);
/** As a stranger would compute it from the format's description, with another library. */
const commit = (label: string, text: string, r = R): string => createHmac('sha256', r).update(label + JSON.stringify(text)).digest('base64url');
const opening = R.toString('base64url');

const act: Act = {
  type: 'case.submitted.v1', stream: 'case:330000000017', seq: 1, day: '2026-11-22', role: 'resident', open: {},
  commitments: { words: commit('words', '路灯坏了'), topic: commit('topic', 'urban.lighting.out') },
};
const sealed: SealedEntry = { kind: 'sealed', v: 1, commitment: commit(WHOLE_ACT, writeAct(act)) };
const disclosed: DisclosedEntry = {
  kind: 'disclosed', v: 1, index: 41, batch: '2026-11-24', cell: { cause: 'resident', family: 'case.submitted', topic1: 'urban' },
  act, opening, fields: { topic: { text: 'urban.lighting.out', opening } },
};
const office: LogEntry = {
  kind: 'act', v: 1, type: 'case.signed.v1', stream: 'case:330000000017', seq: 4, at: '2026-11-22T10:32Z', role: 'handler', unit: 'urban', open: { contactDueAt: 1 }, commitments: {},
};

describe('entries of the log', () => {
  test.each(vectors.entries)('$name is the vector', ({ text, bytes }) => {
    expect(Buffer.from(text).toString('hex')).toBe(bytes);
    expect(Buffer.from(writeEntry(parseEntry(Buffer.from(bytes, 'hex')) as LogEntry)).toString()).toBe(text);
  });

  test('are read back as written, each in its one spelling', () => {
    for (const entry of [sealed, disclosed, office]) expect(parseEntry(writeEntry(entry))).toEqual(entry);
    expect(writeEntry(sealed).length).toBe(SEALED_BYTES);
    const spaced = Buffer.from(canonical(office as never).replace('"v":1', '"v": 1'));
    expect(parseEntry(spaced)).toBeUndefined();
  });

  test.each<[string, object]>([
    ['a field that nobody knows', { ...office, at: '2026-11-22T10:32Z', note: 'x' }],
    ['a resident’s minute beside the day', { ...office, day: '2026-11-22' }],
    ['neither minute nor day', { ...office, at: undefined }],
    ['a second', { ...office, at: '2026-11-22T10:32:05Z' }],
    ['a commitment that is none', { ...office, commitments: { words: '路灯坏了' } }],
    ['a sealed entry that says more', { ...sealed, day: '2026-11-22' }],
    ['an opening without an act', { ...disclosed, act: undefined }],
    ['a cause that does not exist', { ...disclosed, cell: { ...disclosed.cell, cause: 'mayor' } }],
    ['another version', { ...sealed, v: 2 }],
    ['another kind', { ...sealed, kind: 'removed' }],
  ])('%s is no entry', (_name, wrong) => {
    const clean = JSON.parse(JSON.stringify(wrong)) as never;
    expect(parseEntry(Buffer.from(canonical(clean)))).toBeUndefined();
    expect(() => writeEntry(wrong as LogEntry)).toThrow(RangeError);
  });

  test('whatever bytes come, the parser answers', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => parseEntry(bytes) === undefined), { seed: 20261127, numRuns: 500 });
    fc.assert(fc.property(fc.json(), (text) => { parseEntry(Buffer.from(text)); }), { seed: 20261127, numRuns: 500 });
  });
});

describe('a disclosure', () => {
  test('opens what was sealed, whole and field by field', () => {
    expect(disclosureFault(disclosed, sealed)).toBeUndefined();
    const later: DisclosedEntry = { kind: 'disclosed', v: 1, index: 3, batch: '2026-11-24', cell: { cause: 'office', family: 'case.accepted' }, fields: disclosed.fields };
    expect(disclosureFault(later, { ...office, commitments: act.commitments })).toBeUndefined();
  });

  test.each<[string, DisclosedEntry, LogEntry, string]>([
    ['another day', { ...disclosed, act: { ...act, day: '2026-11-23' } }, sealed, 'act-differs'],
    ['another opening', { ...disclosed, opening: Buffer.alloc(32, 4).toString('base64url') }, sealed, 'act-differs'],
    ['no act for a seal', { kind: 'disclosed', v: 1, index: 1, batch: '2026-11-24', cell: disclosed.cell, fields: {} }, sealed, 'act-differs'],
    ['an act for what was public', disclosed, office, 'act-differs'],
    ['another topic', { ...disclosed, fields: { topic: { text: 'urban.lighting.dim', opening } } }, sealed, 'field-differs'],
    ['a field nobody committed to', { ...disclosed, fields: { town: { text: 'x', opening } } }, sealed, 'field-differs'],
    ['a disclosure of a disclosure', disclosed, disclosed, 'opens-nothing'],
  ])('with %s fits nothing', (_name, given, target, fault) => {
    expect(disclosureFault(given, target)).toBe(fault);
  });

  test('every single flipped bit of a sealed entry is caught', () => {
    const bytes = writeEntry(sealed);
    const believed = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const copy = Uint8Array.from(bytes);
      copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
      const read = parseEntry(copy);
      return read !== undefined && disclosureFault(disclosed, read) === undefined;
    });
    expect(believed).not.toContain(true);
  });
});
