import { createHash } from 'node:crypto';
import type { Locale } from '../i18n/index.ts';
import { keyMessages } from './messages.ts';

/**
 * Where the instance's root lives: it wraps the seed and the custodian keys of the ring, at start and at rotation, and nothing else.
 * So it may be slow and far away: a file, a program that speaks to an HSM, a key management service.
 */
export interface Root {
  /** `file`, `command:/path`, `https://…`: as the ring notes it. */
  readonly spec: string;
  wrap(context: string, key: Uint8Array): Promise<Uint8Array>;
  /** Rejects with RootError when it cannot be asked, with UnwrapError when it answers that the bytes are not its own. */
  unwrap(context: string, wrapped: Uint8Array): Promise<Uint8Array>;
}

/** Why the keys cannot be opened. Each has a sentence with its remedy in `messages.ts`. */
export type RootProblem =
  /** The root cannot be asked, or answered something else than was agreed; `at` is its address. */
  | { readonly kind: 'no-answer'; readonly at: string }
  | { readonly kind: 'elsewhere'; readonly stands: string; readonly wanted: string }
  | { readonly kind: 'not-the-root' | 'ring-missing' | 'no-ring' | 'no-suite' | 'root-file-stands' };

export class RootError extends Error {
  readonly problem: RootProblem;

  constructor(problem: RootProblem) {
    super(describeRootProblem(problem, 'en'));
    this.name = 'RootError';
    this.problem = problem;
  }
}

export function describeRootProblem(problem: RootProblem, locale: Locale): string {
  const words = keyMessages(locale);
  switch (problem.kind) {
    case 'no-answer': return words.rootNoAnswer(problem.at);
    case 'elsewhere': return words.rootMoved(problem.stands, problem.wanted);
    default: return words.problems[problem.kind];
  }
}

/** Says which root it is without saying anything of it: 8 hexadecimal digits, for paper shares and logs. */
export function fingerprintOf(root: Uint8Array): string {
  return createHash('sha256').update('minsheng root fingerprint v1').update(root).digest('hex').slice(0, 8);
}
