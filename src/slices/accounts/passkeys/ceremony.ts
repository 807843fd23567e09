import type { AccountId, JurisdictionCode } from '../../../kernel/ids.ts';
import { parseAccountId, parseJurisdictionCode } from '../../../kernel/ids.ts';

/**
 * Who asks: the domain that passkeys are bound to, and the origins whose pages may ask (WebAuthn §5.1.3). A domain is a name,
 * never digits; the machine itself is called `localhost`. Undefined where people reach us under digits: no passkeys there.
 */
export type RelyingParty = { readonly id: string; readonly origins: readonly string[] };

export function relyingPartyOf(publicUrl: string): RelyingParty | undefined {
  const url = new URL(publicUrl);
  if (url.hostname === '127.0.0.1' || url.hostname === '[::1]') {
    url.hostname = 'localhost';
    return { id: 'localhost', origins: [url.origin] };
  }
  const isDigits = /^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[');
  return isDigits ? undefined : { id: url.hostname, origins: [url.origin] };
}

/** What a browser's authenticator answered, as our script writes it into the form: base64url strings throughout. */
export type PasskeyAnswer = {
  readonly token: string;
  readonly credential: string;
  readonly clientDataJSON: string;
} & (
  | { readonly kind: 'made'; readonly attestationObject: string }
  | { readonly kind: 'used'; readonly authenticatorData: string; readonly signature: string; readonly userHandle: string | undefined }
);

/** The field `passkey`: the page's token, a space, JSON. Everything in it is chosen by whoever sends it. */
export function parsePasskeyAnswer(text: string): PasskeyAnswer | undefined {
  const [token = '', json = ''] = text.split(/ (.*)/s);
  if (text.length > ANSWER_CHARACTERS_MAX || !BASE64URL.test(token)) return undefined;
  const given = objectIn(json);
  const [credential, clientDataJSON] = [bytesIn(given, 'id'), bytesIn(given, 'clientDataJSON')];
  if (!given || !credential || !clientDataJSON) return undefined;
  const [attestationObject, authenticatorData, signature] = [bytesIn(given, 'attestationObject'), bytesIn(given, 'authenticatorData'), bytesIn(given, 'signature')];
  const common = { token, credential, clientDataJSON };
  if (attestationObject) return { ...common, kind: 'made', attestationObject };
  return authenticatorData && signature ? { ...common, kind: 'used', authenticatorData, signature, userHandle: bytesIn(given, 'userHandle') } : undefined;
}

/**
 * What an authenticator keeps to say whose passkey it is, at most 64 bytes and nothing that names a person (WebAuthn §14.6.1):
 * the 16 bytes of the account's random id, then the place's code. base64url.
 */
export function handleOf(account: AccountId, jurisdiction: JurisdictionCode): string {
  return Buffer.concat([Buffer.from(account.replaceAll('-', ''), 'hex'), Buffer.from(jurisdiction)]).toString('base64url');
}

export function parseHandle(text: string | undefined): { readonly account: AccountId; readonly jurisdiction: JurisdictionCode } | undefined {
  const bytes = Buffer.from(text ?? '', 'base64url');
  const hex = bytes.subarray(0, ID_BYTES).toString('hex');
  const account = parseAccountId(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  const jurisdiction = parseJurisdictionCode(bytes.subarray(ID_BYTES).toString('utf8'));
  return hex.length === ID_BYTES * 2 && account && jurisdiction ? { account, jurisdiction } : undefined;
}

/** 1–40 characters, no control characters: what its owner calls a passkey. */
export function parsePasskeyName(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 200) return undefined;
  const name = text.normalize('NFC').trim();
  return name !== '' && [...name].length <= PASSKEY_NAME_CHARACTERS_MAX && !/\p{Cc}/u.test(name) ? name : undefined;
}

export const PASSKEY_NAME_CHARACTERS_MAX = 40;
const ID_BYTES = 16;
/** An attestation of kind "none" has some 300 bytes; those of the largest keys stay below 4 kB. */
const ANSWER_CHARACTERS_MAX = 16_000;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

function objectIn(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed as Readonly<Record<string, unknown>> : undefined;
  } catch {
    return undefined;
  }
}

function bytesIn(given: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined {
  const value = given?.[name];
  return typeof value === 'string' && BASE64URL.test(value) ? value : undefined;
}
