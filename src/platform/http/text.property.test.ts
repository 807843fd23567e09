import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFormText, isCleanAddress, isCleanJson, isCleanText, strictText } from './text.ts';

const seed = 20261122;

describe('text at the door', () => {
  it('passes every well-formed text without NUL unaltered, in every encoding of a form', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = isCleanText(text);
      if (clean) expect(strictText(Buffer.from(text))).toBe(text);
      if (clean) expect(decodeFormText(new URLSearchParams([['', text]]).toString().slice(1))).toBe(text);
      expect(isCleanJson({ nested: [text] }, 5)).toBe(clean);
      expect(isCleanJson({ [text]: 1 }, 5)).toBe(clean);
    }), { seed, numRuns: 500 });
  });

  it('passes bytes only if writing the text again gives the same bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = strictText(bytes);
      if (text !== undefined) expect([...Buffer.from(text)]).toEqual([...bytes]);
    }), { seed, numRuns: 2_000 });
  });

  it.each([
    ['a lone continuation byte', [0x80]], ['an overlong slash', [0xc0, 0xaf]], ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a truncated character', [0xe4, 0xb8]], ['beyond Unicode', [0xf5, 0x80, 0x80, 0x80]], ['GBK', [0xc4, 0xe3]], ['NUL', [0x41, 0x00]],
  ])('refuses %s', (_name, bytes) => {
    expect(strictText(new Uint8Array(bytes))).toBeUndefined();
    const encoded = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    expect(decodeFormText(encoded)).toBeUndefined();
    expect(isCleanAddress(`/cases?q=${encoded}`)).toBe(false);
  });

  it('bounds the depth of JSON without recursion', () => {
    let deep: unknown = 0;
    for (let level = 0; level < 200_000; level += 1) deep = [deep];
    expect(isCleanJson(deep, 32)).toBe(false);
    expect(isCleanJson([[[[0]]]], 4)).toBe(true);
    expect(isCleanJson([[[[0]]]], 3)).toBe(false);
  });
});
