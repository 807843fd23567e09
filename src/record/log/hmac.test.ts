import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256, sha256Base64Url, sha256Into } from '../merkle/sha256.ts';
import * as browser from '../../verify/browser/sha256.ts';
import { hmacSha256, hmacSha256Base64Url } from './hmac.ts';

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
      expect(Buffer.from(hmacSha256Base64Url(key, message), 'base64url').toString('hex')).toBe(expected);
    }), { seed: 20261127, numRuns: 200 });
  });
  test('the three ways to write a hash are one, in Node and in a browser', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const [own, twin] = [new Uint8Array(34), new Uint8Array(34)];
      sha256Into(bytes, own, 1);
      browser.sha256Into(bytes, twin, 1);
      expect(hex(own)).toBe(`00${hex(sha256(bytes))}00`);
      expect(hex(twin)).toBe(hex(own));
      expect(sha256Base64Url(bytes)).toBe(Buffer.from(sha256(bytes)).toString('base64url'));
      expect(browser.sha256Base64Url(bytes)).toBe(sha256Base64Url(bytes));
    }), { seed: 20261127, numRuns: 200 });
  });
  test('refuses a key that would have to be hashed first', () => {
    expect(() => hmacSha256(new Uint8Array(65), '')).toThrow(RangeError);
  });
});
