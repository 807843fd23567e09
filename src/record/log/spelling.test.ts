import { expect, test } from 'vitest';
import { parseBase64, parseCount, parseHash } from './spelling.ts';

test('base64 has one spelling (RFC 4648 §3.5)', () => {
  expect(parseBase64('')).toEqual(new Uint8Array());
  expect(parseBase64('AAA=')).toEqual(new Uint8Array(2));
  expect(['AAB=', 'AB==', 'AAA', 'AAA==', 'A===', '====', 'AA A', 'AAA\n', 'AA-_', 'AAA=AAAA'].filter((text) => parseBase64(text) !== undefined)).toEqual([]);
  expect(parseHash(`${'A'.repeat(43)}=`)).toEqual(new Uint8Array(32));
  expect([`${'A'.repeat(42)}B=`, 'AAAA', `${'A'.repeat(44)}`].filter((text) => parseHash(text) !== undefined)).toEqual([]);
});

test('so has a number', () => {
  expect(['0', '7', '9007199254740991'].map(parseCount)).toEqual([0, 7, Number.MAX_SAFE_INTEGER]);
  expect(['', '00', '01', '-1', '+1', '1.0', '1e3', ' 1', '1\n', '９', '9007199254740992', '99999999999999999'].filter((text) => parseCount(text) !== undefined)).toEqual([]);
});
