/**
 * Has a stream's number come before? A table of 64-bit fingerprints in two generations: when the younger one is full, the
 * older one is forgotten. It is as large as the log asks for, and never above 24 MiB; beyond half a million acts it knows the
 * last half million at least. Two different acts of a million share a fingerprint once in about forty million logs.
 *
 * Beside each number stands the place of the entry that told it. Where the operator has announced that the events of a range of
 * entries were lost with a restored backup, a number told there may be told once more by what came into the log behind it.
 */
export type Numbers = {
  /** `place` is the entry of the act itself: for an opening, the sealed entry that it opens. */
  readonly add: (stream: string, seq: number, place: number) => 'first' | 'again' | 'repeated';
  /** The events of the entries from `first` up to before `end` were lost. Ends must rise. False when there have been too many. */
  readonly restored: (first: number, end: number) => boolean;
};

/** More than a place has in a thousand years; a hostile log may not fill a reader's memory. */
export const RESTORES_MAX = 1_024;

const SLOTS_MAX = 2 ** 20;
const SLOTS_MIN = 2 ** 10;
/** No log of ours has as many entries: a larger place is kept as this one. */
const PLACE_MAX = 2 ** 32 - 1;

type Table = { readonly marks: Uint32Array; readonly places: Uint32Array };

export function numbersSeen(expected: number): Numbers {
  let slots = SLOTS_MIN;
  while (slots < expected * 2 && slots < SLOTS_MAX) slots *= 2;
  let [young, old] = [tableOf(slots), tableOf(0)];
  let count = 0;
  const lost: { readonly first: number; readonly end: number }[] = [];

  /** Only what stood in the range, and only by what stands behind the announcement, which is the range's end. */
  function mayComeAgain(before: number, place: number): boolean {
    return lost.some(({ first, end }) => first <= before && before < end && place >= end);
  }

  function tellAgain({ places }: Table, slot: number, place: number): 'again' | 'repeated' {
    if (!mayComeAgain(places[slot] ?? 0, place)) return 'repeated';
    places[slot] = place;
    return 'again';
  }

  return {
    add: (stream, seq, at) => {
      const [a, b] = fingerprint(stream, seq);
      const place = Math.min(at, PLACE_MAX);
      const slot = slotOf(young.marks, a, b);
      if (!isFree(young.marks, slot)) return tellAgain(young, slot, place);
      const before = old.marks.length === 0 ? undefined : slotOf(old.marks, a, b);
      if (before !== undefined && !isFree(old.marks, before)) return tellAgain(old, before, place);
      [young.marks[slot * 2], young.marks[slot * 2 + 1], young.places[slot]] = [a, b, place];
      count += 1;
      if (count * 2 >= slots) [old, young, count] = [young, tableOf(slots), 0];
      return 'first';
    },
    restored: (first, end) => {
      if (lost.length >= RESTORES_MAX) return false;
      lost.push({ first, end });
      return true;
    },
  };
}

function tableOf(slots: number): Table {
  return { marks: new Uint32Array(slots * 2), places: new Uint32Array(slots) };
}

/** The slot that holds this fingerprint, or the free one where it belongs: open addressing, half of the slots free. */
function slotOf(marks: Uint32Array, a: number, b: number): number {
  const mask = marks.length / 2 - 1;
  let slot = a % (mask + 1);
  while (!isFree(marks, slot) && !(marks[slot * 2] === a && marks[slot * 2 + 1] === b)) slot = slot === mask ? 0 : slot + 1;
  return slot;
}

function isFree(marks: Uint32Array, slot: number): boolean {
  return marks[slot * 2] === 0 && marks[slot * 2 + 1] === 0;
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
