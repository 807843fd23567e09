import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchReply, nextLetter, readReply, type Live } from './reply.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const live = fc.uniqueArray(fc.constantFrom(...LETTERS), { maxLength: 6 }).map((letters): Live[] => letters.map((letter) => ({ question: `of ${letter}`, letter })));

describe('a reply of one digit (promise 4)', () => {
  it('is read as phones write it, and everything else is no answer', () => {
    for (const [text, read] of [['3', { letter: undefined, digit: 3 }], [' ３。', { letter: undefined, digit: 3 }], ['①', { letter: undefined, digit: 1 }], ['b 2', { letter: 'B', digit: 2 }], ['Ａ１', { letter: 'A', digit: 1 }], ['3#', { letter: undefined, digit: 3 }]] as const) expect(readReply(text), text).toEqual(read);
    for (const text of ['', '4', '0', '12', '31', '3A', 'AB1', '没有解决', '1 or 3', 'A', '-', 'ABC']) expect(readReply(text), text).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => { const read = readReply(text); expect(read === undefined || [1, 2, 3].includes(read.digit)).toBe(true); }));
  });

  it('answers the question it names and no other; without a letter only where there is one question; never one of another number', () => {
    fc.assert(fc.property(live, fc.option(fc.constantFrom(...LETTERS), { nil: undefined }), fc.constantFrom(1, 2, 3, undefined), (asked, letter, digit) => {
      const matched = matchReply(asked, digit && { letter, digit });
      if (asked.length === 0) { expect(matched).toEqual({ kind: 'nothing' }); return; }
      const meant = letter === undefined ? (asked.length === 1 ? asked[0] : undefined) : asked.find((one) => one.letter === letter);
      expect(matched).toMatchObject(digit !== undefined && meant ? { kind: 'answer', question: meant.question, digit } : { kind: 'help' });
    }));
  });

  it('gets letters that no open question has, and an old one again only after all the others', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom(...LETTERS), { maxLength: 26 }), fc.option(fc.constantFrom(...LETTERS), { nil: undefined }), (taken, last) => {
      const letter = nextLetter(last, taken);
      if (letter === undefined) expect(taken.length).toBe(26);
      else expect(taken).not.toContain(letter);
    }));
    let last: string | undefined;
    const given = Array.from({ length: 26 }, () => (last = nextLetter(last, [])));
    expect(new Set(given).size).toBe(26);
  });
});
