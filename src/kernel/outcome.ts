/** What the person who raised a case says of it (charter promise 4). Seen by the unit; satisfaction is not (promise 5). */
export const OUTCOMES = ['solved', 'partly', 'unsolved'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export function parseOutcome(text: unknown): Outcome | undefined {
  return OUTCOMES.find((outcome) => outcome === text);
}

/** Five levels, GB/T 39735-2020: 1 very dissatisfied to 5 very satisfied. */
export const SATISFACTIONS = [1, 2, 3, 4, 5] as const;
export type Satisfaction = (typeof SATISFACTIONS)[number];

export function parseSatisfaction(value: unknown): Satisfaction | undefined {
  return SATISFACTIONS.find((level) => String(level) === String(value));
}

declare const proof: unique symbol;
/**
 * Evidence that an outcome comes from the person who raised the case (their receipt, or the reply to a message or call that the system
 * sent to their phone), or from an independent call-back drawn by lot.
 * `decide` accepts no outcome without one, and only `verdicts/proof.ts` can build one (the tidy test forbids the word
 * `mintVerdictProof` elsewhere).
 */
export type VerdictProof = {
  readonly [proof]: true;
  readonly caseId: string;
  readonly means: 'receipt' | 'call-back' | 'reply-to-message';
  /** The round whose answer was asked about, where only that one may be judged. */
  readonly round?: number;
};

/** For `verdicts/proof.ts` alone. */
export function mintVerdictProof(caseId: string, means: VerdictProof['means'], round?: number): VerdictProof {
  return { caseId, means, ...(round === undefined ? {} : { round }) } as VerdictProof;
}
