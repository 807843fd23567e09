import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmacSha256 } from './hmac.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('HMAC-SHA256', () => {
  test('RFC 4231, test case 2', () => {
    expect(hex(hmacSha256(Buffer.from('Jefe'), 'what do ya want for nothing?'))).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });
  test('is what Node computes, of texts in any script and of any length, one after another', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 0, max: 40_000 }).map((n) => '民'.repeat(n)));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), text, (key, message) => {
      const expected = createHmac('sha256', key).update(message).digest('hex');
      expect(hex(hmacSha256(key, message))).toBe(expected);
      expect(hex(hmacSha256(key, Buffer.from(message)))).toBe(expected);
    }), { seed: 20261127, numRuns: 200 });
  });
  test('refuses a key that would have to be hashed first', () => {
    expect(() => hmacSha256(new Uint8Array(65), '')).toThrow(RangeError);
  });
});
