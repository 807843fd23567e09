import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import vectors from '../../vectors/canonical.json' with { type: 'json' };
import { canonical } from './canonical.ts';
import type { Json } from './event.ts';
import { leafHash } from './merkle/hash.ts';

describe('the canonical form (RFC 8785, integers and strings)', () => {
  test.each(vectors.values)('$text', ({ value, text, leaf }) => {
    expect(canonical(value as Json)).toBe(text);
    expect(Buffer.from(leafHash(Buffer.from(text))).toString('hex')).toBe(leaf);
  });

  test('keys are in the order of their UTF-16 units, whatever order they were written in', () => {
    // The example of RFC 8785 §3.2.3.
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonical(value)) as object)).toHaveLength(7);
    expect(canonical(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
  });

  test.each([[1.5], [Number.NaN], [Infinity], [-0], [2 ** 53]])('%s is refused: other languages would write it differently', (value) => {
    expect(() => canonical({ value })).toThrow(RangeError);
  });

  test('in order or not, deep or not, the same value is written the same', () => {
    const inOrder = { a: [1, { x: 'é', y: null }], b: { '10': true, '9': 2 }, c: '\u2028"' };
    const outOfOrder = { c: '\u2028"', b: { '9': 2, '10': true }, a: [1, { y: null, x: 'é' }] };
    expect(canonical(inOrder)).toBe('{"a":[1,{"x":"é","y":null}],"b":{"10":true,"9":2},"c":"\u2028\\""}');
    expect(canonical(outOfOrder)).toBe(canonical(inOrder));
  });

  test('half a surrogate pair is refused, as a value and as a key', () => {
    expect(() => canonical('\ud83d')).toThrow(RangeError);
    expect(() => canonical({ '\udca1': 1 })).toThrow(RangeError);
    expect(createHash('sha256').update(canonical('\ud83d\udca1')).digest()).toHaveLength(32);
  });
});
