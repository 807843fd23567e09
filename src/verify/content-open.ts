import { HASH_BYTES } from '../record/merkle/hash.ts';

/**
 * Commitments that nobody has opened yet, by the index of their entry: all that a disclosure is compared with. 40 bytes each
 * in two arrays, in the order of the log; what was opened is swept out when it is more than half, so memory follows what is
 * still open and not the length of the log. (Reading a target again by its index would cost a bundle for each disclosure.)
 */
export type OpenCommitments = {
  /** Indexes must rise. False when there is no room left. */
  readonly add: (index: number, commitment: Uint8Array) => boolean;
  /** Takes it out: undefined when it was never sealed, or opened before. */
  readonly take: (index: number) => Uint8Array | undefined;
  readonly count: () => number;
};

/** 160 MiB at most, whatever a server invents: three million residents' acts that wait. */
export const OPEN_MAX = 4_194_304;
const FIRST_ROOM = 1024;

export function openCommitments(max = OPEN_MAX): OpenCommitments {
  let indexes = new Float64Array(FIRST_ROOM);
  let commitments = new Uint8Array(FIRST_ROOM * HASH_BYTES);
  /** Opened ones are marked in place by a commitment of their own: a set of small numbers would cost more than the sweep. */
  let isTaken = new Uint8Array(FIRST_ROOM);
  let [length, taken] = [0, 0];

  function add(index: number, commitment: Uint8Array): boolean {
    if (length === indexes.length) makeRoom();
    if (length - taken >= max) return false;
    indexes[length] = index;
    commitments.set(commitment, length * HASH_BYTES);
    isTaken[length] = 0;
    length += 1;
    return true;
  }

  function take(index: number): Uint8Array | undefined {
    const at = placeOf(index);
    if (at === undefined || isTaken[at] === 1) return undefined;
    isTaken[at] = 1;
    taken += 1;
    return commitments.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES);
  }

  function placeOf(index: number): number | undefined {
    let [low, high] = [0, length - 1];
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const found = indexes[middle] ?? 0;
      if (found === index) return middle;
      if (found < index) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  function makeRoom(): void {
    const room = taken * 2 > length ? indexes.length : indexes.length * 2;
    const [keptIndexes, kept] = [new Float64Array(room), new Uint8Array(room * HASH_BYTES)];
    let to = 0;
    for (let from = 0; from < length; from += 1) {
      if (isTaken[from] === 1) continue;
      keptIndexes[to] = indexes[from] ?? 0;
      kept.set(commitments.subarray(from * HASH_BYTES, (from + 1) * HASH_BYTES), to * HASH_BYTES);
      to += 1;
    }
    [indexes, commitments, isTaken, length, taken] = [keptIndexes, kept, new Uint8Array(room), to, 0];
  }

  return { add, take, count: () => length - taken };
}
