import { describe, expect, test } from 'vitest';
import vectors from '../../../vectors/record-promise.json' with { type: 'json' };
import { leafHash } from '../merkle/hash.ts';
import { parseVerifierKey, signerOf, verifierKey, writeVerifierKey } from './key.ts';
import { openPromise, parsePromise, promiseBroken, promiseKeyName, quorumSeconds, writePromise, type RecordPromise } from './promise.ts';
import { parsePolicy } from './policy-text.ts';

const key = parseVerifierKey(vectors.key)!;
const signer = signerOf(promiseKeyName(vectors.origin), 'ed25519', new Uint8Array(32).fill(7));
const kept: RecordPromise = { origin: vectors.origin, leaf: leafHash(Buffer.from('entry 13')), mergeBySeconds: 1_795_003_600 };

describe('a promise', () => {
  test.each(vectors.promises)('of $entry is read, opened and written as a second implementation does', ({ entry, mergeBySeconds, promise }) => {
    const bytes = Buffer.from(promise);
    const read = parsePromise(bytes)!;
    expect({ ...read, leaf: Buffer.from(read.leaf) }).toEqual({ origin: vectors.origin, leaf: Buffer.from(leafHash(Buffer.from(entry))), mergeBySeconds });
    expect(openPromise(bytes, key).refused).toBe(false);
    expect(Buffer.from(writePromise(read, signer)).toString()).toBe(promise);
  });

  test.each(vectors.wrong)('is refused: $why', ({ promise, kind }) => {
    expect(openPromise(Buffer.from(promise), key)).toMatchObject({ refused: true, reason: { kind } });
  });

  test('no flipped bit goes unnoticed', () => {
    const bytes = Buffer.from(vectors.promises[1]!.promise);
    const believed = Array.from({ length: bytes.length * 8 }, (_, bit) => bit).filter((bit) => {
      const flipped = Buffer.from(bytes);
      flipped[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
      return !openPromise(flipped, key).refused;
    });
    expect(believed).toEqual([]);
    expect(openPromise(bytes, key).refused).toBe(false);
  });

  test('cannot be written where it could not be read', () => {
    for (const wrong of [{ origin: '' }, { origin: 'a\nb' }, { leaf: new Uint8Array(31) }, { mergeBySeconds: -1 }, { mergeBySeconds: 1.5 }, { mergeBySeconds: 2 ** 53 }]) {
      expect(() => writePromise({ ...kept, ...wrong }, signer), JSON.stringify(wrong)).toThrow(RangeError);
    }
  });

  test('made with the key of the log itself is none', () => {
    const log = signerOf(vectors.origin, 'ed25519', new Uint8Array(32).fill(7));
    expect(openPromise(writePromise(kept, log), log.key)).toMatchObject({ reason: { kind: 'key-of-another-log' } });
  });
});

describe('a broken promise', () => {
  test.each(vectors.broken)('$broken: $why', ({ origin, atSeconds, isIncluded, broken }) => {
    expect(promiseBroken(kept, { origin, atSeconds }, isIncluded)).toBe(broken);
  });

  test('takes a quorum of late witnesses, not one', () => {
    const names = ['w0', 'w1', 'w2'];
    const keys = names.map((name, i) => verifierKey(name, 'cosignature', new Uint8Array(32).fill(i)));
    const policyOf = (quorum: string) => {
      const witnesses = names.map((name, i) => `witness ${name} ${writeVerifierKey(keys[i]!)}`);
      const read = parsePolicy(Buffer.from([...witnesses, quorum, 'quorum any', ''].join('\n')));
      if (read.refused) throw new Error(read.reason.problem);
      return read.value;
    };
    const cosignatures = [{ witness: 'w0', atSeconds: 30 }, { witness: 'w1', atSeconds: 10 }, { witness: 'w2', atSeconds: 20 }];
    const seconds = (quorum: string, seen = cosignatures) => quorumSeconds(policyOf(quorum), { cosignatures: seen });
    expect([seconds('group any 1 w0 w1 w2'), seconds('group any 2 w0 w1 w2'), seconds('group any all w0 w1 w2')]).toEqual([30, 20, 10]);
    expect(seconds('group any 2 w0 w1 w2', cosignatures.slice(0, 1))).toBeUndefined();
    expect(quorumSeconds({ ...policyOf('group any 1 w0'), quorum: 'none' }, { cosignatures })).toBeUndefined();
  });
});
