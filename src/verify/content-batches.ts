import { DISCLOSED_TOGETHER_MIN, type DisclosedEntry } from '../record/log/index.ts';

/** Do all that one batch opens of one cell stand together with enough others? Holds the running batch alone. */
export type Batches = {
  readonly add: (index: number, entry: DisclosedEntry, stream: string) => TooFew | undefined;
  /** Any other entry: a batch is over when so many have followed it. */
  readonly other: () => TooFew | undefined;
  /** The log ends here for now; outsiders saw it at this second, undefined where their time is no measure. */
  readonly end: (cosignedSeconds: number | undefined) => TooFew | undefined;
  /** The batch that is still running, and is judged only when it is over. */
  readonly running: () => string | undefined;
};
export type TooFew = { readonly index: number; readonly batch: string; readonly cell: string; readonly streams: number };

/** A batch is queued in one transaction, but entered by hundreds: others come in between, never so many. */
const OVER_AFTER_OTHERS = 1_024;
/** Or when its day is past everywhere, and it had another to be entered. */
const OVER_AFTER_SECONDS = 2 * 86_400 + 14 * 3600;
/** More cells than any place has in a day: a hostile batch beyond them is judged in parts. */
const CELLS_MAX = 50_000;

type Group = { readonly index: number; readonly streams: Set<string> };

export function batches(): Batches {
  let batch: string | undefined;
  let cells = new Map<string, Group>();
  let others = 0;

  function close(): TooFew | undefined {
    const [was, closed] = [batch, cells];
    [batch, cells, others] = [undefined, new Map(), 0];
    for (const [cell, { index, streams }] of closed) {
      if (streams.size < DISCLOSED_TOGETHER_MIN) return { index, batch: was ?? '', cell, streams: streams.size };
    }
    return undefined;
  }

  return {
    add: (index, { batch: of, cell }, stream) => {
      const tooFew = batch !== undefined && (batch !== of || cells.size >= CELLS_MAX) ? close() : undefined;
      [batch, others] = [of, 0];
      // A timer's act betrays nobody but by its minute, which it does not have.
      if (cell.cause === 'timer') return tooFew;
      const name = `${cell.family} · ${cell.cause} · ${cell.topic1 ?? '*'} · ${cell.town ?? '*'}`;
      let group = cells.get(name);
      if (!group) cells.set(name, group = { index, streams: new Set() });
      // Beyond what is asked for nothing need be remembered.
      if (group.streams.size < DISCLOSED_TOGETHER_MIN) group.streams.add(stream);
      return tooFew;
    },
    other: () => {
      if (batch === undefined) return undefined;
      others += 1;
      return others > OVER_AFTER_OTHERS ? close() : undefined;
    },
    end: (cosignedSeconds) => {
      const isOver = batch !== undefined && cosignedSeconds !== undefined && cosignedSeconds - Date.parse(`${batch}T00:00:00Z`) / 1000 > OVER_AFTER_SECONDS;
      return isOver ? close() : undefined;
    },
    running: () => batch,
  };
}
