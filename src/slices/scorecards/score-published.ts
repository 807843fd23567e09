import { parseInstant } from '../../kernel/instant.ts';
import type { Act } from '../../record/log/entry.ts';

/** A batch of ballots, or a part of one, as the log tells it. */
export type BallotBatch = {
  readonly index: number; readonly unit: string;
  /** Stream and number: what bears the same was told before. */
  readonly name: string;
  readonly toMonth: string;
  /** Ballots of each level, 1 to 5. */
  readonly scores: readonly [number, number, number, number, number];
  /** Answers that could have been voted on; told once, with the first part. */
  readonly answered: number;
};

/** Undefined when the act is no batch, or not one that can be counted. */
export function batchOf({ type, stream, seq, open }: Act, index: number): BallotBatch | undefined {
  if (type !== 'verdicts.batch-sealed.v1' || !stream.startsWith('ballots:')) return undefined;
  const { unit, toMonth, ballots, answered, part } = open;
  if (typeof unit !== 'string' || unit === '' || typeof toMonth !== 'string' || !/^\d{4}-\d{2}$/.test(toMonth) || !Array.isArray(ballots)) return undefined;
  const scores: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const ballot of ballots) {
    const score: unknown = Array.isArray(ballot) ? ballot[1] : undefined;
    if (score === 1 || score === 2 || score === 3 || score === 4 || score === 5) scores[score - 1] = (scores[score - 1] ?? 0) + 1;
  }
  return { index, name: `${stream} ${seq}`, unit, toMonth, scores, answered: part === 1 && isCount(answered) ? answered : 0 };
}

/** What the operator says that the first `n` entries, whose tree has this root, give by this rule as of that moment. */
export type PublishedScorecard = { readonly n: number; readonly root: string; readonly asOf: number; readonly rule: number; readonly digest: string };

/** Reads `scorecard.published.v1`; undefined for any other act, and where a field is missing or of another shape. */
export function publishedOf({ type, open }: Act): PublishedScorecard | undefined {
  if (type !== 'scorecard.published.v1') return undefined;
  const { n, root, asOf, rule, result } = open;
  const moment = parseInstant(asOf);
  const isWhole = isCount(n) && moment !== undefined && isCount(rule) && typeof root === 'string' && typeof result === 'string' && /^[0-9a-f]{64}$/.test(result);
  return isWhole ? { n, root, asOf: moment, rule, digest: result } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
