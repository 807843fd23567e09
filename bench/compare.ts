/** A figure of one round: the reference's answers a second, ours right after it, and the one by the other. */
export type Round = { readonly reference: number; readonly ours: number; readonly ratio: number };

export type Comparison = {
  readonly target: number;
  /** The middle of the rounds' ratios: a neighbour that wakes up for one round does not decide. */
  readonly ratio: number;
  readonly reached: boolean;
  readonly ours: number;
  readonly reference: number;
  readonly rounds: readonly Round[];
};

/**
 * Measures both in turns, so that whatever else the machine does meets both alike. Each gives answers a second; the first
 * turn of each warms up and is thrown away.
 */
export async function compare(rounds: number, target: number, reference: () => Promise<number>, ours: () => Promise<number>): Promise<Comparison> {
  await reference();
  await ours();
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const one = await reference();
    const other = await ours();
    measured.push({ reference: Math.round(one), ours: Math.round(other), ratio: rounded(other / one) });
  }
  return summary(measured, target);
}

export function summary(rounds: readonly Round[], target: number): Comparison {
  const ratio = rounded(median(rounds.map((round) => round.ratio)));
  return {
    target, ratio, reached: ratio >= target, ours: median(rounds.map((round) => round.ours)), reference: median(rounds.map((round) => round.reference)), rounds,
  };
}

/** The middle one, or the mean of the two in the middle. Throws RangeError of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new RangeError('nothing has no middle');
  return (low + high) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
