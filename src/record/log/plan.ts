import type { Cause } from './entry.ts';

/** So many different streams at least are opened together, so that no cell points at one person (protection T10). */
export const DISCLOSED_TOGETHER_MIN = 10;
/**
 * Fields that an office's act may commit to now and open later; others that it commits to stay private for ever. A verifier
 * remembers the commitments of these alone.
 */
export const OPENED_LATER: readonly string[] = ['kind', 'topic', 'topic1', 'town'];
/** After so many days a cell that did not fill is opened without its place, and after so many more without its topic. */
export const DAYS_UNTIL_WIDER = 2;
export const DAYS_UNTIL_WIDEST = 4;

/** What happened in one moment: opened together or not at all. */
export type Moment = {
  readonly id: string;
  readonly cause: Cause;
  readonly family: string;
  readonly stream: string;
  /** `2026-11-22`; the moment of a running day is never asked about. */
  readonly day: string;
  readonly topic1: string;
  /** Undefined where the place is the whole jurisdiction. */
  readonly town: string | undefined;
  /** The office that has it serves this township alone: whoever reads its topic knows the place as well. */
  readonly isPlaced?: boolean;
  /** What earlier batches told of its stream already: nothing, the first level of its topic, or that and the township. */
  readonly told?: 'nothing' | 'topic' | 'town';
};

export type Cell = { readonly family: string; readonly cause: Cause; readonly topic1?: string; readonly town?: string };
export type Opened = { readonly cell: Cell; readonly moments: readonly string[] };

/**
 * Which waiting moments are opened in the batch of `today`: those of a timer at once, as they betray nobody but by their
 * minute; others where their cell (family, town, topic) holds k different streams, else, once they are old enough, with all of
 * their topic in the jurisdiction, else (residents' acts) with all of the jurisdiction. Whoever finds no company yet waits.
 * A topic beside a township's own office would be a cell of township and topic: that one is opened in its own cell only.
 *
 * Releases are compared over time: of whom township or topic were not told yet, ten at least are told together or none, whoever
 * else is in the cell; else yesterday's list taken from today's would leave the few.
 */
export function planDisclosure(waiting: readonly Moment[], today: string, together = DISCLOSED_TOGETHER_MIN): readonly Opened[] {
  const opened: Opened[] = [];
  let left = waiting.filter(({ day }) => day < today);
  const take = (cells: ReadonlyMap<string, { readonly cell: Cell; readonly moments: readonly Moment[] }>, least: number, isKnown: (moment: Moment) => boolean = () => true): void => {
    const gone = new Set<string>();
    for (const { cell, moments: all } of [...cells.values()]) {
      const fresh = new Set(all.filter((one) => !isKnown(one)).map(({ stream }) => stream));
      const moments = fresh.size < least ? all.filter(isKnown) : all;
      if (moments.length === 0 || new Set(moments.map(({ stream }) => stream)).size < least) continue;
      opened.push({ cell, moments: moments.map(({ id }) => id) });
      for (const { id } of moments) gone.add(id);
    }
    left = left.filter(({ id }) => !gone.has(id));
  };
  take(cellsOf(left.filter(({ cause }) => cause === 'timer'), ({ family, cause }) => ({ family, cause })), 1);
  take(cellsOf(left.filter(({ town }) => town !== undefined), ({ family, cause, topic1, town }) => ({ family, cause, topic1, ...(town === undefined ? {} : { town }) })), together, ({ told }) => told === 'town');
  take(cellsOf(left.filter(({ day, isPlaced }) => isPlaced !== true && daysBetween(day, today) > DAYS_UNTIL_WIDER), ({ family, cause, topic1 }) => ({ family, cause, topic1 })), together, ({ told }) => told !== undefined && told !== 'nothing');
  // An office's act is public already: without its topic there would be nothing to open.
  take(cellsOf(left.filter(({ day, cause }) => cause === 'resident' && daysBetween(day, today) > DAYS_UNTIL_WIDEST), ({ family, cause }) => ({ family, cause })), together);
  return opened;
}

/**
 * Which of these values may be told one by one, `values` being those of the members of one opened cell: each that `together`
 * streams share, and no others, unless fewer than that would be left untold beside them: whoever is left could be told by
 * taking away (complementary suppression). The rarest that could be told then keeps them company.
 */
export function tellable(values: readonly { readonly stream: string; readonly value: string }[], together = DISCLOSED_TOGETHER_MIN): ReadonlySet<string> {
  const streams = new Map<string, Set<string>>();
  for (const { stream, value } of values) streams.set(value, (streams.get(value) ?? new Set()).add(stream));
  const sizes = [...streams].map(([value, { size }]) => ({ value, size })).sort((a, b) => b.size - a.size || (a.value < b.value ? -1 : 1));
  const told = sizes.filter(({ size }) => size >= together);
  let left = sizes.slice(told.length).reduce((sum, { size }) => sum + size, 0);
  while (left > 0 && left < together) {
    const rarest = told.pop();
    if (!rarest) break;
    left += rarest.size;
  }
  return new Set(told.map(({ value }) => value));
}

/** Whole days from one date to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function cellsOf(moments: readonly Moment[], cellOf: (moment: Moment) => Cell): ReadonlyMap<string, { cell: Cell; moments: Moment[] }> {
  const cells = new Map<string, { cell: Cell; moments: Moment[] }>();
  for (const moment of moments) {
    const cell = cellOf(moment);
    const name = JSON.stringify([cell.family, cell.cause, cell.town ?? null, cell.topic1 ?? null]);
    const known = cells.get(name) ?? { cell, moments: [] };
    known.moments.push(moment);
    cells.set(name, known);
  }
  return cells;
}
