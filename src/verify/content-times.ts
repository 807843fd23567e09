/**
 * Times in the log are the operator's word. What outsiders cosigned bounds them: an entry that a checkpoint holds happened
 * before the quorum saw it, and what it does not hold yet was not entered then. Times are compared as the entries spell
 * them, which is far cheaper than reading a million dates.
 */
export type TimeBounds = {
  /** An office's act with its minute. Indexes must rise. */
  readonly act: (index: number, minute: string) => TimeFault | undefined;
  /** A resident's act opened later: `index` is where it was sealed, `day` the date in a zone that nobody knows here. */
  readonly opened: (index: number, day: string) => TimeFault | undefined;
  /** The first `size` entries had a quorum at this second. Sizes must rise, or the bound is not used. */
  readonly witnessed: (size: number, atSeconds: number) => { readonly index: number; readonly fault: TimeFault } | undefined;
};
export type TimeFault = { readonly kind: 'dated-ahead' | 'dated-back'; readonly says: string; readonly cosignedSeconds: number };

/** Clocks of witnesses and servers differ a little. */
const AHEAD_SECONDS_MAX = 120;
/** What was entered after a checkpoint may have happened while it was being made, or waited while the sequencer was away. */
const BACK_SECONDS_MAX = 600;
/** The date is already tomorrow 14 hours before it is in UTC, and still yesterday 12 hours after. */
const [ZONE_AHEAD_SECONDS, ZONE_BEHIND_SECONDS, DAY_SECONDS] = [14 * 3600, 12 * 3600, 86_400];
/** One a day for a hundred years. Above, a hostile log has made them up: the oldest go, and bound nothing any more. */
const WITNESSED_MAX = 40_000;
/** Minutes not yet covered by a checkpoint: a day has 1,440. */
const RISING_MAX = 8_192;

/** `firstDay` and `lastDay`: a resident's act entered after it, or before it, bears no earlier or later date. */
type Bound = { readonly size: number; readonly atSeconds: number; readonly firstDay: string; readonly lastDay: string };

export function timeBounds(): TimeBounds {
  let bounds: Bound[] = [];
  /** Each entry that is dated later than all before it, since the last checkpoint: the first to be found dated ahead. */
  let rising: { readonly index: number; readonly minute: string }[] = [];
  let earliest = { minute: '', atSeconds: 0 };

  return {
    act: (index, minute) => {
      if (minute < earliest.minute) return { kind: 'dated-back', says: minute, cosignedSeconds: earliest.atSeconds };
      if (minute > (rising.at(-1)?.minute ?? '') && rising.length < RISING_MAX) rising.push({ index, minute });
      return undefined;
    },
    opened: (index, day) => {
      const after = firstAbove(bounds, index);
      const [before, next] = [bounds[after - 1], bounds[after]];
      if (before && day < before.firstDay) return { kind: 'dated-back', says: day, cosignedSeconds: before.atSeconds };
      if (next && day > next.lastDay) return { kind: 'dated-ahead', says: day, cosignedSeconds: next.atSeconds };
      return undefined;
    },
    witnessed: (size, atSeconds) => {
      if (size <= (bounds.at(-1)?.size ?? 0)) return undefined;
      bounds.push({
        size, atSeconds, firstDay: dayAt(atSeconds - BACK_SECONDS_MAX - DAY_SECONDS - ZONE_BEHIND_SECONDS), lastDay: dayAt(atSeconds + AHEAD_SECONDS_MAX + ZONE_AHEAD_SECONDS),
      });
      if (bounds.length > WITNESSED_MAX) bounds = bounds.slice(WITNESSED_MAX / 2);
      earliest = { minute: minuteAt(atSeconds - BACK_SECONDS_MAX), atSeconds };
      const latest = minuteAt(atSeconds + AHEAD_SECONDS_MAX);
      const ahead = rising.find(({ index, minute }) => index < size && minute > latest);
      rising = rising.filter(({ index }) => index >= size);
      return ahead && { index: ahead.index, fault: { kind: 'dated-ahead', says: ahead.minute, cosignedSeconds: atSeconds } };
    },
  };
}

/** How many bounds cover no more than this many entries: where the first larger one stands. */
function firstAbove(bounds: readonly Bound[], index: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((bounds[middle]?.size ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

function minuteAt(seconds: number): string {
  return `${isoAt(seconds).slice(0, 16)}Z`;
}

function dayAt(seconds: number): string {
  return isoAt(seconds).slice(0, 10);
}

/** A witness may name any second up to 2^53; a year of five digits would no longer compare as text. */
function isoAt(seconds: number): string {
  return new Date(Math.min(Math.max(seconds, 0), 253_402_300_799) * 1000).toISOString();
}
