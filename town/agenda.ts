import type { Instant } from '../src/kernel/instant.ts';

/**
 * What people of the town will do and when; the earliest first, and in the order of planning within an instant. `matter` is what it is
 * about: deeds of different matters may be done at once, those of one matter never are.
 */
export type Agenda = {
  readonly plan: (at: Instant, deed: Deed, matter?: string) => void;
  readonly next: () => Planned | undefined;
  /** Whatever is due by then; undefined where nothing is. */
  readonly nextBy: (until: Instant) => Planned | undefined;
};
export type Planned = { readonly at: Instant; readonly deed: Deed; readonly matter: string };
export type Deed = (at: Instant) => Promise<void>;

export function createAgenda(): Agenda {
  const heap: { at: Instant; order: number; deed: Deed; matter: string }[] = [];
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
  const agenda: Agenda = {
    plan(at, deed, matter = `once-${String(order)}`) {
      heap.push({ at, order: order++, deed, matter });
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
      return { at: first.at, deed: first.deed, matter: first.matter };
    },
    nextBy: (until) => ((heap[0]?.at ?? Infinity) <= until ? agenda.next() : undefined),
  };
  return agenda;
}
