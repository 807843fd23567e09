import { randomBytes } from 'node:crypto';
import { COMMON_WORDS } from './common-passwords.ts';

/** ASVS 5.0 6.2.1 asks at least 8 and recommends 15; no rule about kinds of characters (6.2.5). */
export const PASSWORD_CHARACTERS_MIN = 10;
/** ASVS 5.0 6.2.9 asks for at least 64; a bound keeps one sign-in from costing more than another. */
export const PASSWORD_CHARACTERS_MAX = 128;
/** zxcvbn: 3 is "safely unguessable: moderate protection from offline slow-hash scenario", more than 10^8 guesses. */
const SCORE_MIN = 3;

export type PasswordMistake = 'too-short' | 'too-long' | 'easy-to-guess';

/** What is wrong with a new password, or undefined. `known` are words of the person (name, username, unit, place) it must not lean on. */
export async function mistakeInPassword(password: string, known: readonly string[]): Promise<PasswordMistake | undefined> {
  const characters = [...password].length;
  if (characters < PASSWORD_CHARACTERS_MIN) return 'too-short';
  if (characters > PASSWORD_CHARACTERS_MAX) return 'too-long';
  const judge = await strengthJudge();
  return judge.check(password, [...known, ...COMMON_WORDS]).score < SCORE_MIN ? 'easy-to-guess' : undefined;
}

// 31 letters and digits that are not mistaken for one another when copied from paper: 16 of them are 79 bits.
const ONE_TIME_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * A password that is read out or printed once and must be replaced at the first sign-in: `k3fm-8wqa-…`, 79 bits. The same
 * `seed` (32 bytes) gives the same one, so that a form that arrived twice can show what its first arrival made.
 */
export function newOneTimePassword(seed: Uint8Array = randomBytes(32)): string {
  let left = BigInt(`0x${Buffer.from(seed).toString('hex')}`);
  const letter = (): string => {
    const index = Number(left % BigInt(ONE_TIME_ALPHABET.length));
    left /= BigInt(ONE_TIME_ALPHABET.length);
    return ONE_TIME_ALPHABET[index] ?? '';
  };
  const group = (): string => Array.from({ length: 4 }, letter).join('');
  return Array.from({ length: 4 }, group).join('-');
}

type Judge = { check(password: string, known: readonly string[]): { readonly score: number } };
let judge: Promise<Judge> | undefined;

// The dictionary is two megabytes and needed only when somebody chooses a password: it is read then.
function strengthJudge(): Promise<Judge> {
  judge ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]).then(([core, common]) => {
    const factory = new core.ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
    return { check: (password: string, known: readonly string[]) => factory.check(password, [...known]) };
  });
  return judge;
}
