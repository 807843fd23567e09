import { nodeHash, type Hash } from './hash.ts';

/**
 * Arithmetic of the RFC 6962 tree over a reader of one method. Sizes and indexes are whole numbers up to 2^53 − 1;
 * JavaScript's bit operators work on 32 bits, so none is used here.
 */

/** A run of leaves [start, end). */
export type Range = { readonly start: number; readonly end: number };
/** A perfect subtree: leaves [index · 2^height, (index + 1) · 2^height). */
export type Node = { readonly height: number; readonly index: number };
/** The hash of a perfect subtree whose leaves all exist. */
export type NodeReader = (node: Node) => Hash;

/** RFC 6962 §2.1: k, the largest power of two smaller than n. n ≥ 2. */
export function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The perfect subtrees that make up a run whose start is a multiple of the smallest power of two not below its length. */
export function nodesOf({ start, end }: Range): readonly Node[] {
  const nodes: Node[] = [];
  for (let from = start; from < end;) {
    let width = 1;
    let height = 0;
    while (width * 2 <= end - from) {
      width *= 2;
      height += 1;
    }
    nodes.push({ height, index: from / width });
    from += width;
  }
  return nodes;
}

/** The tree hash of a non-empty run, folded from the right as RFC 6962 §2.1 splits it. */
export function rangeHash(range: Range, read: NodeReader): Hash {
  return foldRight(nodesOf(range).map(read));
}

/** Joins perfect subtrees of falling size, left to right, into one hash. Throws RangeError on none. */
export function foldRight(hashes: readonly Hash[]): Hash {
  const last = hashes.at(-1);
  if (!last) throw new RangeError('nothing to fold');
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** The hash of a perfect subtree from its 2^n lower hashes. Throws RangeError on another count. */
export function perfectHash(hashes: readonly Hash[]): Hash {
  let row = hashes;
  while (row.length > 1) {
    const above: Hash[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(at(row, i), at(row, i + 1)));
    row = above;
  }
  return at(row, 0);
}

/** A reader over leaf hashes in memory, for tests, small logs and verifiers. */
export function readerOf(leaves: readonly Hash[]): NodeReader {
  return ({ height, index }) => {
    const width = 2 ** height;
    return perfectHash(leaves.slice(index * width, (index + 1) * width));
  };
}

function at(row: readonly Hash[], index: number): Hash {
  const hash = row[index];
  if (!hash) throw new RangeError('a perfect subtree has a power of two of hashes');
  return hash;
}
