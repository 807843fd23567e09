import { describe, expect, test } from 'vitest';
import vectors from '../../../vectors/log-checkpoint.json' with { type: 'json' };
import { parseCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { cosign, verifyCosignature } from './cosignature.ts';
import { signerOf } from './key.ts';
import { parsePolicy } from './policy-text.ts';
import { openCheckpoint } from './trust.ts';

const read = parsePolicy(Buffer.from(vectors.policy));
const policy = read.refused ? undefined : read.value;
const root = Buffer.from(vectors.root, 'base64');
const TEXT = `${vectors.origin}\n300\n${vectors.root}\n`;

describe('checkpoints (C2SP tlog-checkpoint)', () => {
  test('three lines, and those of other logs after them', () => {
    expect(parseCheckpoint(TEXT)).toEqual({ origin: vectors.origin, size: 300, root: Uint8Array.from(root), extensions: [] });
    expect(parseCheckpoint(`${TEXT}more\n`)?.extensions).toEqual(['more']);
    expect(writeCheckpoint({ origin: vectors.origin, size: 300, root, extensions: [] })).toBe(TEXT);
  });

  test('another spelling is no checkpoint', () => {
    const wrong = [
      '', '\n', TEXT.slice(0, -1), TEXT.replace('300', '+300'), TEXT.replace('300', '3e2'), TEXT.replace('300', '9007199254740992'), TEXT.replace('300', '-1'),
      TEXT.replace('\n300', ' \n 300'), `\n${TEXT}`, `${TEXT}\n`, `${TEXT}\n\n`, TEXT.replace('=', ''), `${'a'.repeat(300)}${TEXT}`, `${TEXT}${'x\n'.repeat(50)}`,
    ];
    expect(wrong.filter((text) => parseCheckpoint(text) !== undefined)).toEqual([]);
    expect(() => writeCheckpoint({ origin: '', size: 1, root, extensions: [] })).toThrow(RangeError);
    expect(() => writeCheckpoint({ origin: 'a', size: 1.5, root, extensions: [] })).toThrow(RangeError);
    expect(() => writeCheckpoint({ origin: 'a', size: 1, root: root.subarray(1), extensions: [] })).toThrow(RangeError);
  });
});

describe('whom a policy trusts', () => {
  test.each(vectors.checkpoints)('a checkpoint of a second implementation: trusted $trusted $kind', ({ note, trusted, kind, cosigners }) => {
    const opened = openCheckpoint(Buffer.from(note), policy!);
    expect(opened.refused).toBe(!trusted);
    if (opened.refused) expect(opened.reason.kind).toBe(kind);
    else {
      expect(opened.value.checkpoint).toMatchObject({ origin: vectors.origin, size: vectors.size, root: Uint8Array.from(root) });
      expect(opened.value.cosignatures).toEqual(cosigners?.map((witness) => ({ witness, atSeconds: vectors.atSeconds })));
    }
  });
});

describe('cosignatures (C2SP tlog-cosignature v1)', () => {
  const witness = signerOf('university.example', 'cosignature', new Uint8Array(32).fill(2));

  test('say when, and no bit of time, text or signature can change', () => {
    const { bytes } = cosign(TEXT, witness, vectors.atSeconds);
    expect(verifyCosignature(witness.key, TEXT, bytes)).toBe(vectors.atSeconds);
    const believed = Array.from({ length: bytes.length * 8 }, (_, bit) => bit).filter((bit) => verifyCosignature(witness.key, TEXT, flipped(bytes, bit)) !== undefined);
    expect(believed).toEqual([]);
    expect(verifyCosignature(witness.key, `${TEXT}more\n`, bytes)).toBeUndefined();
    expect(verifyCosignature(witness.key, TEXT, bytes.subarray(1))).toBeUndefined();
  });

  test('a time beyond what can be named exactly is refused, and none is signed', () => {
    expect(() => cosign(TEXT, witness, 2 ** 53)).toThrow(RangeError);
    expect(() => cosign(TEXT, witness, -1)).toThrow(RangeError);
    expect(() => cosign(TEXT, signerOf('a', 'ed25519', new Uint8Array(32)), 1)).toThrow(RangeError);
  });
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
  return copy;
}
