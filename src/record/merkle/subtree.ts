import { EMPTY_ROOT, nodeHash, sameHash, type Hash } from './hash.ts';
import { areHashes, half, isCount, verifyInclusion } from './proof.ts';
import type { Range } from './tree.ts';

/**
 * Proofs about a subtree [start, end) of the log (draft-ietf-plants-merkle-tree-certs, "Subtrees"): a monitor can follow
 * one part of the record, such as a day, without the rest. A run is a subtree when its start is a multiple of the
 * smallest power of two that is not below its length.
 */
export function isSubtree({ start, end }: Range): boolean {
  if (!isCount(start) || !isCount(end) || start > end) return false;
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
}

export type SubtreeInclusionClaim = Range & {
  readonly index: number; readonly leaf: Hash; readonly proof: readonly Hash[]; readonly root: Hash;
};

/** Is the leaf with this index of the whole log in the subtree with this root? */
export function verifySubtreeInclusion({ start, end, index, ...claim }: SubtreeInclusionClaim): boolean {
  if (!isSubtree({ start, end }) || !isCount(index) || index < start) return false;
  return verifyInclusion({ ...claim, index: index - start, size: end - start });
}

export type SubtreeConsistencyClaim = Range & {
  readonly size: number; readonly subtreeRoot: Hash; readonly root: Hash; readonly proof: readonly Hash[];
};

/** Is the subtree part of the log of this size and root? An empty subtree is part of every log and proves nothing. */
export function verifySubtreeConsistency({ start, end, size, subtreeRoot, root, proof }: SubtreeConsistencyClaim): boolean {
  if (!isSubtree({ start, end }) || !isCount(size) || end > size) return false;
  if (start === end) return proof.length === 0 && sameHash(subtreeRoot, EMPTY_ROOT);
  if (start === 0 && end === size) return proof.length === 0 && sameHash(subtreeRoot, root);
  if (!areHashes([subtreeRoot, ...proof])) return false;
  let [left, right, last] = [start, end - 1, size - 1];
  const endsWithLog = right === last;
  while (left !== right && (endsWithLog || right % 2 === 1)) [left, right, last] = [half(left), half(right), half(last)];
  // A perfect subtree is a node of the tree itself; any other is built beside it from the first hash of the proof.
  const path = left === right ? [subtreeRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (!first) return false;
  let [part, whole] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (right % 2 === 1 || right === last) {
      if (left < right) part = nodeHash(sibling, part);
      whole = nodeHash(sibling, whole);
      while (right % 2 === 0 && right !== 0) [left, right, last] = [half(left), half(right), half(last)];
    } else {
      whole = nodeHash(whole, sibling);
    }
    [left, right, last] = [half(left), half(right), half(last)];
  }
  return last === 0 && sameHash(part, subtreeRoot) && sameHash(whole, root);
}
