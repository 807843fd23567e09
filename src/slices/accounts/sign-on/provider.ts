import { readFile } from 'node:fs/promises';
import type { AuthorizationCodeGrantChecks, Configuration, CustomFetch } from 'openid-client';
import { HOUR_MS, SECOND_MS } from '../../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import type { SignOn } from '../../../platform/config/index.ts';
import type { Locale } from '../../../platform/i18n/index.ts';
import { askOutside } from '../../../platform/outside/post.ts';
import { signOnMessages } from './messages.ts';

/** What must come back with the answer; kept sealed in the browser meanwhile. */
export type Checks = { readonly state: string; readonly nonce: string; readonly verifier: string };
export type Sworn = { readonly subject: string; readonly secondFactor: boolean };
export type ProviderRefusal =
  /** Nobody answers there, or with nonsense. */
  | { readonly kind: 'away' }
  /** It was cancelled there, or what came back does not fit what was asked. */
  | { readonly kind: 'not-done' };

export interface Provider {
  readonly issuer: string;
  readonly label: Readonly<Record<Locale, string>>;
  /** Where to send the browser. `anew`: whoever is signed in there must show again who they are. */
  begin(anew: boolean): Promise<Decision<{ readonly address: string; readonly checks: Checks }, ProviderRefusal>>;
  /** What the provider swears, from the address with which the browser came back. */
  finish(query: string, checks: Checks, anew: boolean): Promise<Decision<Sworn, ProviderRefusal>>;
  /** Where one signs out there too; undefined where it does not say. */
  leaving(): Promise<string | undefined>;
}

const WAIT_MS = 5 * SECOND_MS;
const ANSWER_BYTES_MAX = 1_000_000;
/** Its addresses may change; its keys are looked up by the library when an unknown one is used. */
const KNOWN_MS_MAX = HOUR_MS;
/** Clocks of two machines differ. */
const CLOCK_SECONDS_ASIDE = 30;

/**
 * Authorization code with PKCE (RFC 7636), state and nonce, by the library `openid-client`, which checks signature, issuer,
 * audience and times of the ID token (OpenID Connect Core 1.0 §3.1.3.7). It asks nobody but the hosts the operator named.
 */
export function openProvider(options: SignOn, publicUrl: string): Provider {
  const returnTo = `${publicUrl}/staff/single-sign-on/return`;
  let known: { readonly configuration: Promise<Configuration>; readonly until: number } | undefined;
  const configuration = (): Promise<Configuration> => {
    if (known && known.until > Date.now()) return known.configuration;
    const asked = discover(options);
    known = { configuration: asked, until: Date.now() + KNOWN_MS_MAX };
    // What failed is asked again by the next one.
    asked.catch(() => { known = undefined; });
    return asked;
  };
  return {
    issuer: options.issuer, label: options.label ?? { zh: signOnMessages('zh').label, en: signOnMessages('en').label },
    begin: (anew) => orRefusal(async () => {
      const client = await import('openid-client');
      const checks = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
      const address = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: returnTo, scope: 'openid', state: checks.state, nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(checks.verifier), code_challenge_method: 'S256', ...(anew ? { prompt: 'login', max_age: '0' } : {}),
      });
      if (!options.hosts.includes(address.host)) throw new Away('a host that is not on the list');
      return { address: address.href, checks };
    }),
    finish: (query, { state, nonce, verifier }, anew) => orRefusal(async () => {
      const client = await import('openid-client');
      const expected: AuthorizationCodeGrantChecks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true, ...(anew ? { maxAge: 0 } : {}) };
      const claims = (await client.authorizationCodeGrant(await configuration(), new URL(`${returnTo}?${query}`), expected)).claims();
      const subject = claims?.[options.subjectClaim];
      if (!claims || typeof subject !== 'string' || subject === '' || subject.length > SUBJECT_CHARACTERS_MAX) throw new Error('no subject');
      return { subject, secondFactor: options.secondFactor.some(({ claim, value }) => [claims[claim]].flat().includes(value)) };
    }),
    async leaving() {
      const client = await import('openid-client');
      const found = await configuration().catch(() => undefined);
      if (!found?.serverMetadata().end_session_endpoint) return undefined;
      const address = client.buildEndSessionUrl(found, { post_logout_redirect_uri: `${publicUrl}/staff/sign-in` });
      return options.hosts.includes(address.host) ? address.href : undefined;
    },
  };
}

/** OpenID Connect Core 1.0 §2: at most 255 ASCII characters; other claims may be longer words. */
export const SUBJECT_CHARACTERS_MAX = 255;

async function discover(options: SignOn): Promise<Configuration> {
  const client = await import('openid-client');
  const secret = (await readFile(options.secretFile, 'utf8')).trim();
  const configuration = await client.discovery(new URL(options.issuer), options.clientId, { [client.clockTolerance]: CLOCK_SECONDS_ASIDE }, client.ClientSecretBasic(secret), {
    [client.customFetch]: onlyTo(options.hosts),
    // Only an issuer on this machine is one without https: see parseSignOn.
    ...(options.issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {}),
    timeout: WAIT_MS / SECOND_MS,
  });
  return configuration;
}

/** Somebody who answers is not there, or has no place in our list. */
class Away extends Error {}

/** The library's way out: to the named hosts alone, whatever the provider's own documents say (protection T17). */
function onlyTo(hosts: readonly string[]): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    if (!hosts.includes(new URL(url).host)) throw new Away('a host that is not on the list');
    // The library sends forms and nothing else.
    const bytes = typeof body === 'string' || body instanceof URLSearchParams ? Buffer.from(body.toString()) : undefined;
    const answer = await askOutside({ url, method, headers, ...(bytes ? { body: bytes } : {}), signal: signal ?? AbortSignal.timeout(WAIT_MS), bytesMax: ANSWER_BYTES_MAX, mayBeInside: true })
      .catch((error: unknown) => { throw new Away('nobody answers', { cause: error }); });
    if (!answer.bytes || answer.status >= 500) throw new Away('no usable answer');
    return new Response(answer.status === 204 ? null : new Uint8Array(answer.bytes), { status: answer.status, headers: { 'content-type': answer.type } });
  };
}

async function orRefusal<T>(work: () => Promise<T>): Promise<Decision<T, ProviderRefusal>> {
  try {
    return accept(await work());
  } catch (error) {
    return refuse({ kind: isAway(error) ? 'away' : 'not-done' });
  }
}

function isAway(error: unknown): boolean {
  for (let one: unknown = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    if (one instanceof Away || ('code' in one && (one.code === 'ENOENT' || one.code === 'EACCES' || one.code === 'OAUTH_TIMEOUT'))) return true;
  }
  return false;
}
