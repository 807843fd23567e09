/**
 * Everything that can be wrong with a request, as one closed list. A route that refuses sends one of these with
 * `sendProblem`; the words a reader sees are in messages.ts, the status is here, and nothing else is ever said.
 */
export const PROBLEM_STATUS = {
  'bad-request': 400,
  'broken-text': 400,
  'sign-in-needed': 401,
  'forbidden': 403,
  'cross-site': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'timeout': 408,
  'conflict': 409,
  'gone': 410,
  'too-large': 413,
  'address-too-long': 414,
  'unsupported-type': 415,
  'wrong-charset': 415,
  'invalid': 422,
  'form-expired': 422,
  'key-missing': 422,
  'key-reused': 422,
  'too-many': 429,
  'headers-too-large': 431,
  'bug': 500,
  'away': 503,
  'busy': 503,
  /** The pages serve; names and contacts are with a process apart that does not answer. */
  'vault-away': 503,
} as const satisfies Record<string, number>;

export type ProblemKind = keyof typeof PROBLEM_STATUS;

export type Problem = {
  readonly kind: ProblemKind;
  /** When to try again, in whole seconds (RFC 9110 §10.2.3); always given with 429 and 503. */
  readonly retryAfterSeconds?: number;
  /** Methods the address does answer (RFC 9110 §10.2.1); only with `method-not-allowed`. */
  readonly allow?: readonly string[];
  /** Names of form or schema fields at fault: our own names, never what was typed. */
  readonly fields?: readonly string[];
};

/** Seconds a reader is asked to wait while the database restarts (a restart takes 1 to 3 s, a failover up to 30). */
export const AWAY_RETRY_SECONDS = 5;

export function statusOf(problem: Problem): number {
  return PROBLEM_STATUS[problem.kind];
}

/** `{ kind: 'away' }` and its like with the wait that HTTP wants beside it. */
export function problemOf(kind: ProblemKind): Problem {
  const waits = kind === 'away' || kind === 'busy' || kind === 'too-many' || kind === 'vault-away';
  return waits ? { kind, retryAfterSeconds: AWAY_RETRY_SECONDS } : { kind };
}

/**
 * Thrown only where HTTP itself has no other way out: hooks and body parsers, which cannot return a value. Handlers
 * send the problem instead.
 */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly statusCode: number;

  constructor(problem: Problem) {
    super(problem.kind);
    this.name = 'ProblemError';
    this.problem = problem;
    this.statusCode = statusOf(problem);
  }
}
