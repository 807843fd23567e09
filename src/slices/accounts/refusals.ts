import type { PasswordMistake } from './password.ts';

/** One answer for a wrong name, a wrong password and a disabled account: nobody learns who exists (ASVS 5.0 6.3.8). */
export type SignInRefusal =
  | { readonly kind: 'not-recognised' }
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number };

export type PasswordRefusal =
  | { readonly kind: 'wrong-current-password' }
  | { readonly kind: 'same-password' }
  | { readonly kind: 'weak-password'; readonly mistake: PasswordMistake }
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number }
  | { readonly kind: 'not-signed-in' };

/** Why a proof of who one is was not taken. */
export type ProofRefusal =
  | { readonly kind: 'wrong-proof' }
  /** Right, and taken before: codes are for one use (RFC 6238 §5.2). */
  | { readonly kind: 'code-used' }
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number }
  | { readonly kind: 'not-signed-in' };

export type FactorRefusal = ProofRefusal
  | { readonly kind: 'enrolment-too-old' }
  | { readonly kind: 'no-factor' }
  | { readonly kind: 'factor-required' };

export type PasskeyRefusal =
  | { readonly kind: 'no-domain' }
  | { readonly kind: 'no-factor' }
  | { readonly kind: 'bad-name' }
  | { readonly kind: 'too-many-passkeys' }
  | { readonly kind: 'too-old' }
  | { readonly kind: 'wrong-passkey' }
  | { readonly kind: 'not-signed-in' };

/** Why a single sign-on opened nothing. One answer for a subject without an account and for a closed account (ASVS 5.0 6.3.8). */
export type SignOnRefusal =
  | { readonly kind: 'away' }
  | { readonly kind: 'not-done' }
  | { readonly kind: 'too-old' }
  | { readonly kind: 'no-account' };

export type AdministrationRefusal =
  | { readonly kind: 'not-permitted' }
  | { readonly kind: 'unknown-account' }
  | { readonly kind: 'bad-username' }
  | { readonly kind: 'bad-name' }
  | { readonly kind: 'unknown-unit' }
  | { readonly kind: 'unknown-role' }
  | { readonly kind: 'username-taken' }
  | { readonly kind: 'own-account' }
  | { readonly kind: 'last-administrator' }
  | { readonly kind: 'administrator' }
  | { readonly kind: 'same-renewer' }
  | { readonly kind: 'no-factor' }
  | { readonly kind: 'separated-roles' }
  | { readonly kind: 'bad-subject' }
  | { readonly kind: 'subject-taken' }
  | { readonly kind: 'has-subject' }
  | { readonly kind: 'administrator-sign-on' }
  | { readonly kind: 'already-so' };
