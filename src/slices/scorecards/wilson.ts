/**
 * Wilson's score interval (E. B. Wilson, 1927, JASA 22:209–212) at 95 %, in whole numbers only: every language and
 * machine that recomputes a published figure gets the same digits.
 */

/** z² for 95 %: 1.96² = 3.8416, kept as a fraction. */
const Z2_NUMERATOR = 38_416n;
const Z2_DENOMINATOR = 10_000n;
/** Digits kept below the square root, so that flooring it moves no permille. */
const ROOT_SCALE = 1_000_000n;

/** Shares in permille, 0 to 1000; the lower end is rounded down and the upper up, so the interval is never narrowed. */
export type Interval = { readonly low: number; readonly high: number };

/** `successes` of `n` trials, 0 ≤ successes ≤ n, n ≥ 1. Throws RangeError otherwise. */
export function wilsonInterval(successes: number, n: number): Interval {
  if (!Number.isSafeInteger(successes) || !Number.isSafeInteger(n) || n < 1 || successes < 0 || successes > n) {
    throw new RangeError('successes and n must be whole numbers, 0 ≤ successes ≤ n, n ≥ 1');
  }
  const s = BigInt(successes);
  const total = BigInt(n);
  // Both ends are (2sD + Z ∓ √(Z² + 4ZD·s(n−s)/n)) / (2(nD + Z)), with z² = Z/D.
  const middle = 2n * s * Z2_DENOMINATOR + Z2_NUMERATOR;
  const below = Z2_NUMERATOR ** 2n * total + 4n * Z2_NUMERATOR * Z2_DENOMINATOR * s * (total - s);
  const root = squareRoot((below * ROOT_SCALE ** 2n) / total);
  const bottom = 2n * (total * Z2_DENOMINATOR + Z2_NUMERATOR) * ROOT_SCALE;
  const low = (1000n * (middle * ROOT_SCALE - root - 1n)) / bottom;
  const high = (1000n * (middle * ROOT_SCALE + root + 1n) + bottom - 1n) / bottom;
  return { low: Number(low < 0n ? 0n : low), high: Number(high > 1000n ? 1000n : high) };
}

/** Share in permille, halves rounded up: 2 of 3 → 667. */
export function permilleOf(successes: number, n: number): number {
  return Number((2000n * BigInt(successes) + BigInt(n)) / (2n * BigInt(n)));
}

/** Greatest whole number whose square is not above `value` (Newton's method). */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let estimate = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (estimate + value / estimate) >> 1n;
    if (next >= estimate) return estimate;
    estimate = next;
  }
}
