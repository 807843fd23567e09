import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signerOf } from './key.ts';
import { parseNote, writeNote } from './note.ts';
import { parseOwnWords, writeOwnWords, type OwnWords } from './own-words.ts';
import { openPromise, parsePromise, promiseBroken, promiseKeyName, writePromise } from './promise.ts';

const RUNS = { seed: 20261127, numRuns: 300 };
const origin = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((one) => one.isWellFormed() && !/[\u0000-\u001f\p{White_Space}+]/u.test(one));
const promise = fc.record({ origin, leaf: fc.uint8Array({ minLength: 32, maxLength: 32 }), mergeBySeconds: fc.maxSafeNat() });
const seed = new Uint8Array(32).fill(7);

describe('promises', () => {
  test('are read as they were written, under the key of their log alone', () => {
    fc.assert(fc.property(promise, origin, (one, other) => {
      const signer = signerOf(promiseKeyName(one.origin), 'ed25519', seed);
      const bytes = writePromise(one, signer);
      expect(parsePromise(bytes)).toEqual(one);
      expect(openPromise(bytes, signer.key).refused).toBe(false);
      if (other !== one.origin) expect(openPromise(bytes, signerOf(promiseKeyName(other), 'ed25519', seed).key).refused).toBe(true);
    }), RUNS);
  });

  test('whatever octets come instead are refused or written again the same; nothing throws', () => {
    const nearly = fc.tuple(promise, fc.nat(), fc.nat(255)).map(([one, at, octet]) => {
      const bytes = Uint8Array.from(writePromise(one, signerOf(promiseKeyName(one.origin), 'ed25519', seed)));
      bytes[at % bytes.length] = octet;
      return bytes;
    });
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), nearly), (bytes) => {
      if (!parsePromise(bytes)) return;
      expect(Buffer.from(writeNote(parseNote(bytes)!))).toEqual(Buffer.from(bytes));
    }), RUNS);
  });

  test('are broken by what came later without the leaf, and by nothing else', () => {
    fc.assert(fc.property(promise, fc.maxSafeNat(), fc.boolean(), fc.boolean(), (one, atSeconds, isIncluded, isSame) => {
      const later = { origin: isSame ? one.origin : `${one.origin}x`, atSeconds };
      expect(promiseBroken(one, later, isIncluded)).toBe(isSame && !isIncluded && atSeconds > one.mergeBySeconds);
    }), RUNS);
  });
});

describe('own words', () => {
  const text = fc.string({ maxLength: 60, unit: 'grapheme' }).filter((one) => one.isWellFormed());
  const label = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }).filter((one) => one !== '__proto__');
  const act = fc.record({
    entry: fc.uint8Array({ maxLength: 80 }), act: text, opening: text, words: fc.dictionary(label, fc.record({ text, opening: text }), { noNullPrototype: true }),
    proof: text.map((one) => Uint8Array.from(Buffer.from(one))),
  }, { requiredKeys: ['entry', 'words'] });
  const file = fc.record({ origin: text, acts: fc.array(act, { maxLength: 4 }) });
  const plain = (one: OwnWords | undefined): unknown => one && { ...one, acts: one.acts.map(({ entry, proof, ...rest }) => ({ ...rest, entry: [...entry], proof: proof && [...proof] })) };

  test('are read as they were written', () => {
    fc.assert(fc.property(file, (one) => { expect(plain(parseOwnWords(Buffer.from(writeOwnWords(one as OwnWords))))).toEqual(plain(one as OwnWords)); }), RUNS);
  });

  test('whatever octets come instead, nothing throws', () => {
    const nearly = fc.tuple(file, fc.nat(), fc.nat(255)).map(([one, at, octet]) => {
      const bytes = Uint8Array.from(Buffer.from(writeOwnWords(one as OwnWords)));
      bytes[at % bytes.length] = octet;
      return bytes;
    });
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), nearly, fc.json().map((one) => Buffer.from(one))), (bytes) => { parseOwnWords(bytes); }), RUNS);
  });
});
