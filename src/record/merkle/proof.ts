import { EMPTY_ROOT, HASH_BYTES, nodeHash, sameHash, type Hash } from './hash.ts';
import { rangeHash, splitOf, type NodeReader, type Range } from './tree.ts';

/** RFC 6962 §2.1.1: PATH(index, D[size]), the leaf's sibling first. Throws RangeError unless 0 ≤ index < size. */
export function proveInclusion(index: number, size: number, read: NodeReader): readonly Hash[] {
  return inclusionRanges(index, size).map((range) => rangeHash(range, read));
}

/** RFC 6962 §2.1.2: PROOF(size1, D[size2]). Throws RangeError unless 1 ≤ size1 ≤ size2. */
export function proveConsistency(size1: number, size2: number, read: NodeReader): readonly Hash[] {
  return consistencyRanges(size1, size2).map((range) => rangeHash(range, read));
}

/** Which runs of leaves an inclusion proof names, so that a caller can fetch just their tiles. */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError('no such leaf in a tree of this size');
  const ranges: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      ranges.unshift({ start: middle, end });
      end = middle;
    } else {
      ranges.unshift({ start, end: middle });
      start = middle;
    }
  }
  return ranges;
}

/** Which runs of leaves a consistency proof names (RFC 6962 §2.1.2, SUBPROOF). */
export function consistencyRanges(size1: number, size2: number): readonly Range[] {
  if (!isCount(size1) || !isCount(size2) || size1 < 1 || size1 > size2) throw new RangeError('a proof leads from 1 ≤ size1 to size2');
  const ranges: Range[] = [];
  let [start, end] = [0, size2];
  // While the old tree ends inside this run, go down the side on which it ends and name the other.
  while (end !== size1) {
    const middle = start + splitOf(end - start);
    if (size1 <= middle) {
      ranges.unshift({ start: middle, end });
      end = middle;
    } else {
      ranges.unshift({ start, end: middle });
      start = middle;
    }
  }
  // Where the run begins at 0 it is the whole old tree, whose root the verifier knows.
  return start === 0 ? ranges : [{ start, end }, ...ranges];
}

export type InclusionClaim = {
  readonly index: number; readonly size: number; readonly leaf: Hash; readonly proof: readonly Hash[]; readonly root: Hash;
};

/** RFC 9162 §2.1.3.2. Everything in the claim is the attacker's; `root` must come from a checked checkpoint. */
export function verifyInclusion({ index, size, leaf, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameHash(hash, root);
}

export type ConsistencyClaim = {
  readonly size1: number; readonly size2: number; readonly root1: Hash; readonly root2: Hash; readonly proof: readonly Hash[];
};

/**
 * RFC 9162 §2.1.4.2: does the tree of size2 begin with the tree of size1? From size 0 nothing can be proven, and the
 * answer is false, except between two empty trees.
 */
export function verifyConsistency({ size1, size2, root1, root2, proof }: ConsistencyClaim): boolean {
  if (!isCount(size1) || !isCount(size2) || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && sameHash(root1, root2) && (size1 > 0 || sameHash(root1, EMPTY_ROOT));
  if (size1 === 0 || !areHashes([root1, ...proof])) return false;
  let [node, last] = [size1 - 1, size2 - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const path = node === 0 ? [root1, ...proof] : proof;
  const [first, ...rest] = path;
  if (!first) return false;
  let [old, now] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [old, now] = [nodeHash(sibling, old), nodeHash(sibling, now)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      now = nodeHash(now, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameHash(old, root1) && sameHash(now, root2);
}

/** Whole, not negative, and exact in a double. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

export function areHashes(hashes: readonly Hash[]): boolean {
  return hashes.every((hash) => hash.length === HASH_BYTES);
}

export function half(value: number): number {
  return Math.floor(value / 2);
}
