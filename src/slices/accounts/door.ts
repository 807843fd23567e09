import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import type { AttemptLimiter } from './attempts.ts';
import type { Gate } from './gate.ts';
import type { Library } from './library.ts';
import type { Organisation } from './organisation.ts';
import { PASSWORD_CHARACTERS_MAX } from './password.ts';
import type { RelyingParty } from './passkeys/ceremony.ts';
import type { Sessions } from './sessions.ts';

/** What everything that recognises a person stands on. One per process. */
export type Door = {
  readonly database: Database; readonly library: () => Promise<Library>; readonly sessions: Sessions; readonly organisation: Organisation;
  readonly attempts: AttemptLimiter;
  /** Apart from those of signing in: who is in already, or has given the right password, spends a budget of their own. */
  readonly proofs: AttemptLimiter;
  /** Milliseconds since 1970: what codes are checked against. */
  readonly now: () => number;
  readonly keys: KeyProvider;
  /** Whom passkeys are bound to; undefined where there can be none. */
  readonly relyingParty: RelyingParty | undefined;
  readonly gate: Gate; readonly cookieName: string;
};

/** The bound is in UTF-16 units, twice the bound in characters. */
export function isPossible(password: string): boolean {
  return password.length > 0 && password.length <= PASSWORD_CHARACTERS_MAX * 2;
}
