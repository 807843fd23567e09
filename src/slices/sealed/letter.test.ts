import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { closeLetter, newProtectedKey, openLetter, openProtectedKey } from './letter.ts';
import { closedToHowMany, LETTER_BYTES, LETTER_CHARS_MAX, padLetter, unpadLetter } from './padding.ts';

const SEED = 20_261_127;

describe('padding', () => {
  it('gives back any words, and has two sizes only', () => {
    const sizes = new Set<number>();
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }).filter((text) => text.isWellFormed()), (words) => {
      const padded = padLetter(words);
      sizes.add(padded.length);
      expect(unpadLetter(padded)).toBe(words);
    }), { numRuns: 60, seed: SEED });
    expect([...sizes].every((size) => (LETTER_BYTES as readonly number[]).includes(size))).toBe(true);
    expect(unpadLetter(padLetter('字'.repeat(LETTER_CHARS_MAX)))).toHaveLength(LETTER_CHARS_MAX);
    expect(() => padLetter('字'.repeat(LETTER_CHARS_MAX + 1_000))).toThrow(RangeError);
  });
  it('is read from nothing else', () => {
    const good = padLetter('有人要我撤回');
    const long = Uint8Array.from(good);
    new DataView(long.buffer).setUint32(0, good.length);
    const dirty = Uint8Array.from(good);
    dirty[good.length - 1] = 1;
    const broken = Uint8Array.from(good);
    broken[4] = 0xff;
    expect([good.subarray(1), long, dirty, broken, new Uint8Array()].map(unpadLetter)).toEqual(Array.from({ length: 5 }, () => undefined));
    expect(unpadLetter(good)).toBe('有人要我撤回');
  });
});

describe('a closed letter', () => {
  it('is opened by each of those it was closed to and by nobody else, and its length says nothing of its words', async () => {
    const [a, b, stranger] = await Promise.all([generateX25519Identity(), generateX25519Identity(), generateX25519Identity()]);
    const recipients = await Promise.all([a, b].map((one) => identityToRecipient(one)));
    const [short, long] = await Promise.all([closeLetter('是', recipients), closeLetter('事'.repeat(2_000), recipients)]);
    expect(short.length).toBe(long.length);
    expect(await openLetter(short, [a])).toBe('是');
    expect(await openLetter(short, [stranger, b])).toBe('是');
    expect(await openLetter(short, [stranger])).toBeUndefined();
    expect(closedToHowMany(short)).toBe(2);
    expect([short.subarray(0, 4_000), new TextEncoder().encode('有人要我撤回'), new Uint8Array()].map(closedToHowMany)).toEqual([undefined, undefined, undefined]);
    expect(Buffer.from(short).includes('是')).toBe(false);
  });
});

describe('an officer’s key', () => {
  it('opens with its passphrase only', async () => {
    const made = await newProtectedKey('一二三四五六七八', 10);
    const identity = await openProtectedKey(made.protected, '一二三四五六七八');
    expect(await identityToRecipient(identity ?? '')).toBe(made.recipient);
    expect(await openProtectedKey(made.protected, '一二三四五六七九')).toBeUndefined();
    expect(made.protected).not.toContain('AGE-SECRET-KEY');
  });
});
