import { describe, expect, test } from 'vitest';
import { EMPTY_ROOT, leafHash, nodeHash, type Hash } from './hash.ts';
import { naivePath, naiveProof, naiveRoot } from '../naive-tree.fixture.ts';
import { proveConsistency, proveInclusion, verifyConsistency, verifyInclusion } from './proof.ts';
import { grow, rootOf, type Edge } from './tile.ts';
import { perfectHash, rangeHash, readerOf, splitOf, type NodeReader } from './tree.ts';

const ENTRIES = Array.from({ length: 600 }, (_, i) => Buffer.from(`entry ${i}`));
const LEAVES = ENTRIES.map(leafHash);
/** The slow twin is slow; a busy machine makes it slower. */
const PATIENCE_MS = 60_000;
const nodes = new Map<string, Hash>();
const remembered: NodeReader = (node) => {
  const key = `${node.height}/${node.index}`;
  const hash = nodes.get(key) ?? readerOf(LEAVES)(node);
  nodes.set(key, hash);
  return hash;
};
const rootAt = (size: number): Hash => (size === 0 ? EMPTY_ROOT : rangeHash({ start: 0, end: size }, remembered));
const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

describe('known answers', () => {
  // The reference inputs of the certificate-transparency test suite.
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];

  test('the root of nothing is SHA-256 of nothing', () => {
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('the eight reference inputs have their known root', () => {
    const leaves = inputs.map((input) => leafHash(Buffer.from(input, 'hex')));
    expect(hex(perfectHash(leaves))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  test('a run splits at the largest power of two below its length', () => {
    expect([2, 3, 4, 5, 8, 9, 2 ** 33 + 1].map(splitOf)).toEqual([1, 2, 2, 4, 4, 8, 2 ** 33]);
  });

  test('a hash that is not 32 bytes is never hashed upward', () => {
    expect(() => nodeHash(new Uint8Array(31), new Uint8Array(32))).toThrow(RangeError);
  });
});

describe('against a second tree written from the RFC', () => {
  test('every root up to 600 entries is the same, by ranges and by growing tiles', () => {
    let edge: Edge = [];
    for (let size = 1; size <= 600; size += 1) {
      edge = grow(edge, size - 1, LEAVES.slice(size - 1, size)).edge;
      const expected = hex(naiveRoot(ENTRIES.slice(0, size)));
      expect(hex(rootAt(size))).toBe(expected);
      expect(hex(rootOf(edge))).toBe(expected);
    }
  }, PATIENCE_MS);

  test('every inclusion proof up to 130 entries is the same, and verifies', () => {
    const wrong: string[] = [];
    for (let size = 1; size <= 130; size += 1) {
      const root = rootAt(size);
      for (let index = 0; index < size; index += 1) {
        const proof = proveInclusion(index, size, remembered);
        const isSame = proof.map(hex).join() === naivePath(index, ENTRIES.slice(0, size)).map(hex).join();
        if (!isSame || !verifyInclusion({ index, size, leaf: LEAVES[index] as Hash, proof, root })) wrong.push(`${index} of ${size}`);
      }
    }
    expect(wrong).toEqual([]);
  }, PATIENCE_MS);

  test('every consistency proof up to 130 entries is the same, and verifies', () => {
    const wrong: string[] = [];
    const roots = Array.from({ length: 131 }, (_, size) => rootAt(size));
    for (let size2 = 1; size2 <= 130; size2 += 1) {
      for (let size1 = 1; size1 <= size2; size1 += 1) {
        const proof = proveConsistency(size1, size2, remembered);
        const isSame = proof.map(hex).join() === naiveProof(size1, ENTRIES.slice(0, size2)).map(hex).join();
        const claim = { size1, size2, root1: roots[size1] as Hash, root2: roots[size2] as Hash, proof };
        if (!isSame || !verifyConsistency(claim)) wrong.push(`${size1} to ${size2}`);
      }
    }
    expect(wrong).toEqual([]);
  }, PATIENCE_MS);
});

describe('what a verifier must not believe', () => {
  const size = 21;
  const root = rootAt(size);
  const proof = proveInclusion(13, size, readerOf(LEAVES));
  const claim = { index: 13, size, leaf: LEAVES[13] as Hash, proof, root };

  test('every single flipped bit of leaf, root and proof is caught', () => {
    const flips = [claim.leaf, claim.root, ...claim.proof].flatMap((_, which) => Array.from({ length: 256 }, (__, bit) => ({ which, bit })));
    const believed = flips.filter(({ which, bit }) => {
      const [leaf, head, ...path] = [claim.leaf, claim.root, ...claim.proof].map((hash, i) => (i === which ? flipped(hash, bit) : hash));
      return verifyInclusion({ ...claim, leaf: leaf as Hash, root: head as Hash, proof: path });
    });
    expect(believed).toEqual([]);
    expect(verifyInclusion(claim)).toBe(true);
  });

  test('another index, another size, a longer or a shorter proof', () => {
    expect([12, 14, 21, -1, 2 ** 53, Number.NaN].filter((index) => verifyInclusion({ ...claim, index }))).toEqual([]);
    expect([0, 5, 13, -1, 2 ** 53, 2.5].filter((other) => verifyInclusion({ ...claim, size: other }))).toEqual([]);
    expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
    expect(verifyInclusion({ ...claim, proof: [...proof, root] })).toBe(false);
  });

  test('a shrunken tree, and a tree that grew from nothing', () => {
    const same = { root1: root, root2: root, proof: [] };
    expect(verifyConsistency({ size1: 21, size2: 20, ...same })).toBe(false);
    expect(verifyConsistency({ size1: 0, size2: 21, ...same })).toBe(false);
    expect(verifyConsistency({ size1: 21, size2: 21, ...same })).toBe(true);
  });

  test('proofs are refused where there is nothing to prove', () => {
    expect(() => proveInclusion(3, 3, readerOf(LEAVES))).toThrow(RangeError);
    expect(() => proveConsistency(0, 3, readerOf(LEAVES))).toThrow(RangeError);
    expect(() => proveConsistency(4, 3, readerOf(LEAVES))).toThrow(RangeError);
  });
});

function flipped(hash: Hash, bit: number): Hash {
  const copy = Uint8Array.from(hash);
  const octet = Math.floor(bit / 8);
  copy[octet] = (copy[octet] as number) ^ (1 << (bit % 8));
  return copy;
}
