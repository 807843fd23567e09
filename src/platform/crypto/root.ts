import { createHash } from 'node:crypto';

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

/** The root cannot be asked, or answered something else than was agreed. */
export class RootError extends Error {
  override readonly name = 'RootError';
}

/** Says which root it is without saying anything of it: 8 hexadecimal digits, for paper shares and logs. */
export function fingerprintOf(root: Uint8Array): string {
  return createHash('sha256').update('minsheng root fingerprint v1').update(root).digest('hex').slice(0, 8);
}
