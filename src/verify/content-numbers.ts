/**
 * Has a stream's number come before? A table of 64-bit fingerprints in two generations: when the younger one is full, the
 * older one is forgotten. It is as large as the log asks for, and never above 16 MiB; beyond half a million acts it knows the
 * last half million at least. Two different acts of a million share a fingerprint once in about forty million logs.
 */
export type Numbers = {
  /** False when this number of this stream was there already. */
  readonly add: (stream: string, seq: number) => boolean;
};

const SLOTS_MAX = 2 ** 20;
const SLOTS_MIN = 2 ** 10;

export function numbersSeen(expected: number): Numbers {
  let slots = SLOTS_MIN;
  while (slots < expected * 2 && slots < SLOTS_MAX) slots *= 2;
  let [young, old] = [new Uint32Array(slots * 2), new Uint32Array(0)];
  let count = 0;
  return {
    add: (stream, seq) => {
      const [a, b] = fingerprint(stream, seq);
      if (has(old, a, b) || !put(young, a, b)) return false;
      count += 1;
      if (count * 2 >= slots) [old, young, count] = [young, new Uint32Array(slots * 2), 0];
      return true;
    },
  };
}

/** The slot that holds this fingerprint, or the free one where it belongs: open addressing, half of the slots free. */
function slotOf(table: Uint32Array, a: number, b: number): number {
  const mask = table.length / 2 - 1;
  let slot = a % (mask + 1);
  while (!isFree(table, slot) && !(table[slot * 2] === a && table[slot * 2 + 1] === b)) slot = slot === mask ? 0 : slot + 1;
  return slot;
}

function has(table: Uint32Array, a: number, b: number): boolean {
  return table.length > 0 && !isFree(table, slotOf(table, a, b));
}

function put(table: Uint32Array, a: number, b: number): boolean {
  const slot = slotOf(table, a, b);
  if (!isFree(table, slot)) return false;
  table[slot * 2] = a;
  table[slot * 2 + 1] = b;
  return true;
}

function isFree(table: Uint32Array, slot: number): boolean {
  return table[slot * 2] === 0 && table[slot * 2 + 1] === 0;
}

/** Two unlike mixes of 32 bits; never both zero, which would be a free slot. */
function fingerprint(stream: string, seq: number): readonly [number, number] {
  let [a, b] = [Math.imul(seq, 0x9e3779b1) ^ 0x2f0b4c47, Math.imul(seq ^ 0x5bd1e995, 0x85ebca6b)];
  for (let i = 0; i < stream.length; i += 1) {
    const unit = stream.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul((b << 13 | b >>> 19) + unit, 0xc2b2ae35);
  }
  return [mixed(a, 0x7feb352d), (mixed(b, 0x846ca68b) | 1) >>> 0];
}

function mixed(value: number, by: number): number {
  const once = Math.imul(value ^ value >>> 16, by);
  return (once ^ once >>> 15) >>> 0;
}
