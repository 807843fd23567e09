import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authenticatorWords, codeAt, groupRecoveryCode, parseTypedCode, recoveryCodesFrom, stepOfCode } from './code.ts';

const key = fc.uint8Array({ minLength: 20, maxLength: 20 });
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const seed = { seed: 20261127 };

describe('a code of an authenticator app', () => {
  // RFC 6238 appendix B, SHA-1: the last six of eight digits.
  it.each([[59, '287082'], [1111111109, '081804'], [1111111111, '050471'], [1234567890, '005924'], [2000000000, '279037'], [20000000000, '353130']])(
    'is what RFC 6238 says at %d s', async (seconds, code) => {
      const rfc = Buffer.from('12345678901234567890');
      expect(await codeAt(rfc, seconds * 1_000)).toBe(code);
      expect(await stepOfCode(rfc, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
    });

  it('is taken half a minute early or late, with the step it belongs to, and not beyond', async () => {
    await fc.assert(fc.asyncProperty(key, time, fc.integer({ min: -3, max: 3 }), async (secret, at, aside) => {
      const shownAt = at + aside * 30_000;
      fc.pre(shownAt >= 0);
      const step = await stepOfCode(secret, await codeAt(secret, shownAt), at);
      if (Math.abs(aside) <= 1) expect(step).toBeDefined();
      // Two steps of one key share a code once in a million: then the nearer step is meant.
      if (step !== undefined) expect(Math.abs(step - Math.floor(at / 30_000))).toBeLessThanOrEqual(1);
    }), seed);
  });

  it('is of one key only', async () => {
    await fc.assert(fc.asyncProperty(key, key, time, async (one, other, at) => {
      fc.pre(Buffer.compare(one, other) !== 0);
      const code = await codeAt(one, at);
      const steps = [await codeAt(other, at), ...(at < 30_000 ? [] : [await codeAt(other, at - 30_000)]), await codeAt(other, at + 30_000)];
      expect(await stepOfCode(other, code, at) === undefined).toBe(!steps.includes(code));
    }), seed);
  });

  it('is read as people type it', () => {
    for (const typed of ['123456', ' 123 456 ', '１２３４５６', '123-456']) expect(parseTypedCode(typed)).toEqual({ kind: 'app', code: '123456' });
    for (const typed of ['12345', '1234567', '12345a', '', 'x'.repeat(10_000), undefined, 7]) expect(parseTypedCode(typed)).toBeUndefined();
  });

  it('comes from a key that can be typed by hand', async () => {
    const { uri, typed } = await authenticatorWords(Buffer.from('12345678901234567890'), '临江县', 'lin.xi');
    expect(typed).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
    const address = new URL(uri);
    expect([address.protocol, address.searchParams.get('secret'), address.searchParams.get('issuer')]).toEqual(['otpauth:', typed.replaceAll(' ', ''), '临江县']);
  });
});

describe('recovery codes', () => {
  it('are ten different ones, read as they are printed, the same from the same seed', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 30, maxLength: 30 }), (own) => {
      const seedOf = (index: number): Uint8Array => Buffer.concat([own, Buffer.of(index, 7)]);
      const codes = recoveryCodesFrom(seedOf);
      expect(new Set(codes).size).toBe(10);
      expect(recoveryCodesFrom(seedOf)).toEqual(codes);
      for (const code of codes) expect(parseTypedCode(groupRecoveryCode(code).toUpperCase())).toEqual({ kind: 'recovery', code });
    }), seed);
  });
});
