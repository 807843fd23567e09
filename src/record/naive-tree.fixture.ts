import { hash } from 'node:crypto';

/**
 * A second tree, written straight from RFC 6962 §2.1 without looking at ours: slow, recursive, and for tests only.
 * Where the two disagree, one of them misreads the RFC.
 */
export type Bytes = Uint8Array;

/** MTH(D[n]) */
export function naiveRoot(entries: readonly Bytes[]): Bytes {
  if (entries.length === 0) return sha();
  if (entries.length === 1) return sha(Buffer.of(0), entries[0] ?? Buffer.of());
  const k = largestPowerBelow(entries.length);
  return sha(Buffer.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

/** PATH(m, D[n]) */
export function naivePath(m: number, entries: readonly Bytes[]): Bytes[] {
  if (entries.length === 1) return [];
  const k = largestPowerBelow(entries.length);
  if (m < k) return [...naivePath(m, entries.slice(0, k)), naiveRoot(entries.slice(k))];
  return [...naivePath(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
}

/** PROOF(m, D[n]) = SUBPROOF(m, D[n], true) */
export function naiveProof(m: number, entries: readonly Bytes[], whole = true): Bytes[] {
  const n = entries.length;
  if (m === n) return whole ? [] : [naiveRoot(entries)];
  const k = largestPowerBelow(n);
  if (m <= k) return [...naiveProof(m, entries.slice(0, k), whole), naiveRoot(entries.slice(k))];
  return [...naiveProof(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
}

function largestPowerBelow(n: number): number {
  return 2 ** Math.ceil(Math.log2(n) - 1);
}

function sha(...parts: readonly Bytes[]): Bytes {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}
