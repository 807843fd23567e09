import type { Pool } from 'pg';
import { parseJurisdictionCode, type AccountId } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/instant.ts';
import { hashPassword, isPassword } from './password-hash.ts';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from './password.ts';

/** However busy, an official signs in anew after a long working day (ASVS 5.0 7.3.2). */
export const SESSION_MS_MAX = 12 * HOUR_MS;
/** A desk left alone signs out; long enough to write a careful answer (ASVS 5.0 7.3.1). Kept in store.ts's statement. */
export const SESSION_IDLE_MS_MAX = 60 * MINUTE_MS;

/** A one-time password that nobody used is paper in a drawer: after a week it opens nothing (ASVS 5.0 6.4.1). Kept in store.ts's statement. */
export const ONE_TIME_MS_MAX = 7 * DAY_MS;

/** How long a proof of who one is counts for sensitive acts: long enough for a few in a row, short enough for a desk left unlocked (ASVS 5.0 7.5.3). */
export const FRESH_MS_MAX = 15 * MINUTE_MS;

export type LibraryOptions = {
  readonly pool: Pool;
  /** At least 32 characters, derived from the instance's secret; signs the session cookies. */
  readonly secret: string;
  readonly publicUrl: string;
  /** True when people reach us over https: the cookie is then bound to this one host (RFC 6265bis, `__Host-`). */
  readonly secureCookies: boolean;
};

export type Library = Awaited<ReturnType<typeof openLibrary>>;

/** Accepted by the library's own name check and never a username (those begin with a letter or digit). */
export const NOBODY = '-nobody-';

export function cookieNameOf(secureCookies: boolean): string {
  return secureCookies ? '__Host-minsheng_staff' : 'minsheng_staff';
}

/**
 * better-auth, asked for four things only: hash and verify passwords, make sessions, sign cookies, end sessions. Its HTTP
 * handler is not mounted, so nothing of it can be reached from outside: no sign-up, no reset, no user list, and no
 * `openSession`, with which we open a session for somebody whom we have recognised ourselves (opening.ts). Loaded on
 * first use; it takes a third of a second that the first page must not wait for.
 */
export async function openLibrary(options: LibraryOptions) {
  const [{ betterAuth }, { username }, { PostgresDialect }, { createAuthEndpoint }, { setSessionCookie }, { verifyPassword }] = await Promise.all([
    import('better-auth'), import('better-auth/plugins/username'), import('kysely'), import('better-auth/api'), import('better-auth/cookies'), import('better-auth/crypto'),
  ]);
  return betterAuth({
    appName: 'Minsheng',
    baseURL: options.publicUrl,
    // Given as a list, so that no environment variable of the library can replace it.
    secrets: [{ version: 1, value: options.secret }],
    database: { dialect: new PostgresDialect({ pool: options.pool }), type: 'postgres', schemaName: 'accounts' },
    emailAndPassword: {
      enabled: true, disableSignUp: true,
      minPasswordLength: PASSWORD_CHARACTERS_MIN, maxPasswordLength: PASSWORD_CHARACTERS_MAX * 2,
      // Accounts of before keep the library's scrypt until their password changes.
      password: { hash: hashPassword, verify: (one) => isPassword(one, verifyPassword) },
    },
    plugins: [username({
      minUsernameLength: 3, maxUsernameLength: 40, displayUsername: false,
      usernameValidator: (name) => /^[a-z0-9._-]+$/.test(name),
    }), {
      id: 'opening',
      endpoints: {
        openSession: createAuthEndpoint('/open-session', { method: 'POST', metadata: { $Infer: { body: {} as { readonly accountId: AccountId } } } }, async (ctx) => {
          const user = await ctx.context.internalAdapter.findUserById(ctx.body.accountId);
          const jurisdiction = parseJurisdictionCode(user && 'jurisdiction' in user ? user.jurisdiction : undefined);
          if (!user || !jurisdiction) return undefined;
          const session = await ctx.context.internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return { sessionId: session.id, jurisdiction };
        }),
      },
    }],
    ...tables,
    advanced: {
      useSecureCookies: false,
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
      cookies: {
        session_token: {
          name: cookieNameOf(options.secureCookies),
          attributes: { secure: options.secureCookies, httpOnly: true, sameSite: 'lax', path: '/' },
        },
      },
    },
    databaseHooks: { session: { create: { before: async (session) => ({ data: { ...session, ipAddress: '', userAgent: '' } }) } } },
    // It logs "user not found" and "invalid password"; we count attempts instead and keep neither.
    logger: { disabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  });
}

/** How the library's models are spelled in migrations/2026-11-22-e-accounts.sql. A test compares the two. */
const tables = {
  user: {
    modelName: 'staff',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    additionalFields: {
      jurisdiction: { type: 'string', required: true, input: false },
      unit: { type: 'string', required: true, input: false },
      mustChangePassword: { type: 'boolean', required: true, input: false, fieldName: 'must_change_password' },
      disabledAt: { type: 'date', required: false, input: false, fieldName: 'disabled_at' },
    },
  },
  session: {
    modelName: 'sessions',
    fields: {
      userId: 'account_id', expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at',
      ipAddress: 'ip_address', userAgent: 'user_agent',
    },
    additionalFields: {
      lastSeenAt: { type: 'date', required: true, input: false, fieldName: 'last_seen_at', defaultValue: () => new Date() },
    },
    expiresIn: SESSION_MS_MAX / SECOND_MS,
    // The idle limit is ours (store.ts): the library would lengthen the whole session instead.
    disableSessionRefresh: true,
  },
  account: {
    modelName: 'credentials',
    fields: {
      userId: 'account_id', accountId: 'provider_account_id', providerId: 'provider',
      accessToken: 'access_token', refreshToken: 'refresh_token', idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at', refreshTokenExpiresAt: 'refresh_token_expires_at',
      createdAt: 'created_at', updatedAt: 'updated_at',
    },
  },
  verification: {
    modelName: 'verifications',
    fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
} as const;
