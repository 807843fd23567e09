/** Seconds for which one code counts, and how many of them before and after are taken for clocks that differ (RFC 6238 §5.2). */
const STEP_SECONDS = 30;
const STEPS_ASIDE = 1;
/** RFC 4226 §4 R6 asks for 128 bits at least and recommends 160. */
export const AUTHENTICATOR_KEY_BYTES = 20;

export type TypedCode = { readonly kind: 'app'; readonly code: string } | { readonly kind: 'recovery'; readonly code: string };

/** What was typed where a code is asked for: six digits of the app, or a recovery code; full-width forms, spaces and hyphens are forgiven. */
export function parseTypedCode(text: unknown): TypedCode | undefined {
  if (typeof text !== 'string' || text.length > TYPED_CHARACTERS_MAX) return undefined;
  const plain = text.normalize('NFKC').toLowerCase().replace(/[\s‐-―-]/g, '');
  if (/^\d{6}$/.test(plain)) return { kind: 'app', code: plain };
  return RECOVERY.test(plain) ? { kind: 'recovery', code: plain } : undefined;
}

/** The thirty-second step of which this is the code, near `atMs`; undefined when it is of none. Constant time in the library. */
export async function stepOfCode(key: Uint8Array, code: string, atMs: number): Promise<number | undefined> {
  const totp = await authenticatorOf(key);
  const aside = totp.validate({ token: code, timestamp: atMs, window: STEPS_ASIDE });
  return aside === null ? undefined : Math.floor(atMs / 1_000 / STEP_SECONDS) + aside;
}

/** The code that an app shows at `atMs`: for tests, and for nobody else. */
export async function codeAt(key: Uint8Array, atMs: number): Promise<string> {
  return (await authenticatorOf(key)).generate({ timestamp: atMs });
}

/** The `otpauth:` address in the QR code, and the key as it is typed by hand: base32 in groups of four. */
export async function authenticatorWords(key: Uint8Array, issuer: string, label: string): Promise<{ readonly uri: string; readonly typed: string }> {
  const totp = await authenticatorOf(key, issuer, label);
  return { uri: totp.toString(), typed: totp.secret.base32.replace(/(.{4})(?=.)/g, '$1 ') };
}

/** Ten of them; each opens once. `seed` (32 bytes) gives the same ones, so that a form that arrived twice shows what its first arrival made. */
export const RECOVERY_CODES = 10;

/** 12 letters and digits that are not mistaken for one another: 59 bits, and tried only through counted attempts. */
export function recoveryCodesFrom(seed: (index: number) => Uint8Array): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, (_, index) => {
    let left = BigInt(`0x${Buffer.from(seed(index)).toString('hex')}`);
    return Array.from({ length: 12 }, () => {
      const letter = ALPHABET[Number(left % BigInt(ALPHABET.length))] ?? '';
      left /= BigInt(ALPHABET.length);
      return letter;
    }).join('');
  });
}

export function groupRecoveryCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

const TYPED_CHARACTERS_MAX = 100;
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const RECOVERY = new RegExp(`^[${ALPHABET}]{12}$`);

// SHA-1, six digits and thirty seconds are what every app understands; HMAC-SHA-1 is not weakened by collisions (RFC 6238 §1.2).
async function authenticatorOf(key: Uint8Array, issuer = '', label = '') {
  const { Secret, TOTP } = await import('otpauth');
  const bytes = new Uint8Array(key);
  return new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS, secret: new Secret({ buffer: bytes.buffer }) });
}
