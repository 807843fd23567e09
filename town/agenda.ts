import type { Instant } from '../src/kernel/instant.ts';

/** What people of the town will do and when; the earliest first, and in the order of planning within an instant. */
export type Agenda = {
  readonly plan: (at: Instant, deed: Deed) => void;
  readonly next: () => { readonly at: Instant; readonly deed: Deed } | undefined;
};
export type Deed = (at: Instant) => Promise<void>;

export function createAgenda(): Agenda {
  const heap: { at: Instant; order: number; deed: Deed }[] = [];
  let order = 0;
  const before = (a: number, b: number): boolean => {
    const [left, right] = [heap[a], heap[b]];
    if (!left || !right) return false;
    return left.at < right.at || (left.at === right.at && left.order < right.order);
  };
  const swap = (a: number, b: number): void => {
    const [left, right] = [heap[a], heap[b]];
    if (left && right) [heap[a], heap[b]] = [right, left];
  };
  return {
    plan(at, deed) {
      heap.push({ at, order: order++, deed });
      for (let child = heap.length - 1; child > 0;) {
        const parent = (child - 1) >> 1;
        if (!before(child, parent)) break;
        swap(child, parent);
        child = parent;
      }
    },
    next() {
      const first = heap[0];
      const last = heap.pop();
      if (!first || !last) return undefined;
      if (heap.length > 0) heap[0] = last;
      for (let parent = 0; ;) {
        const [left, right] = [2 * parent + 1, 2 * parent + 2];
        let least = parent;
        if (before(left, least)) least = left;
        if (before(right, least)) least = right;
        if (least === parent) break;
        swap(parent, least);
        parent = least;
      }
      return { at: first.at, deed: first.deed };
    },
  };
}
