import { DAY_MS } from '../kernel/instant.ts';

/** Is a published scorecard of the moment that it bears? A better moment would be another count over the same entries. */
export type FigureDates = {
  /** An office's act with its minute. Indexes must rise. */
  readonly act: (index: number, minute: string) => void;
  /** Of a scorecard over the first `n` entries, as of `asOf` (milliseconds), whose own entry bears `minute`. */
  readonly fault: (figures: { readonly n: number; readonly asOf: number }, minute: string) => FigureFault | undefined;
};
/** `ahead` of its own entry; `back` before an act that it counts; `old`: it leaves out an act that had been there for days. */
export type FigureFault = { readonly problem: 'ahead' | 'back' | 'old'; readonly than: string };

/** Figures take seconds to count; an entry may wait for its place while the sequencer is away. */
const LEFT_OUT_MS_MAX = 2 * DAY_MS;
/** Minutes, each later than all before it: five days in which something was entered every minute, more than anything may be left out. */
const RISING_MAX = 8_192;

export function figureDates(): FigureDates {
  let rising: { readonly index: number; readonly minute: string }[] = [];
  return {
    act: (index, minute) => {
      if (minute <= (rising.at(-1)?.minute ?? '')) return;
      rising.push({ index, minute });
      if (rising.length > RISING_MAX) rising = rising.slice(RISING_MAX / 8);
    },
    fault: ({ n, asOf }, minute) => {
      const at = Date.parse(minute);
      // Not `asOf > at`: a minute that is none is no excuse.
      if (!(asOf <= at)) return { problem: 'ahead', than: minute };
      // What is dated later than the scorecard itself is dated ahead: that is its own lie, not the scorecard's.
      const counted = rising.findLast((one) => one.index < n && one.minute <= minute);
      if (counted && asOf < Date.parse(counted.minute)) return { problem: 'back', than: counted.minute };
      const leftOut = rising.find(({ index }) => index >= n);
      return leftOut && Date.parse(leftOut.minute) < at - LEFT_OUT_MS_MAX ? { problem: 'old', than: leftOut.minute } : undefined;
    },
  };
}
