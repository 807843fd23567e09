import { isAbsolute } from 'node:path';
import type { Locale } from '../i18n/index.ts';

/** An OpenID Connect provider whose word on who is who staff may sign in with (OpenID Connect Core 1.0). */
export type SignOn = {
  readonly issuer: string;
  readonly clientId: string;
  /** Absolute path of the file with the secret, which is in no variable and no process list. */
  readonly secretFile: string;
  /** Its name on the sign-in page; unset: what such a thing is called. */
  readonly label: Readonly<Record<Locale, string>> | undefined;
  /** The claim of the ID token that says who it is. */
  readonly subjectClaim: string;
  /** Values of `amr` or `acr` (RFC 8176) that count as a second factor; none: ours is asked for. */
  readonly secondFactor: readonly { readonly claim: 'amr' | 'acr'; readonly value: string }[];
  /** The only hosts that may be asked: the issuer's, and those the operator names. Lower case, with the port where there is one. */
  readonly hosts: readonly string[];
};

export const SIGN_ON_VARIABLES = {
  OIDC_ISSUER: '', OIDC_CLIENT_ID: '', OIDC_CLIENT_SECRET: '', OIDC_LABEL: '', OIDC_SUBJECT: 'sub', OIDC_SECOND_FACTOR: '', OIDC_HOSTS: '',
} as const;
type Name = keyof typeof SIGN_ON_VARIABLES;

const LABEL_CHARACTERS_MAX = 40;

/** `wrong` names every variable that cannot be used. Issuer, client and secret come together or not at all. */
export function parseSignOn(text: (name: Name) => string): { readonly value: SignOn | undefined; readonly wrong: readonly Name[] } {
  const [issuer, clientId, secretFile] = [text('OIDC_ISSUER'), text('OIDC_CLIENT_ID'), text('OIDC_CLIENT_SECRET')];
  const isAny = [issuer, clientId, secretFile].some((one) => one !== '');
  const url = parseIssuer(issuer);
  const label = text('OIDC_LABEL');
  const [zh = '', en = '', ...more] = label.split('|').map((one) => one.trim());
  const secondFactor = words(text('OIDC_SECOND_FACTOR')).map((one) => /^(amr|acr):(\S{1,200})$/.exec(one));
  const hosts = words(text('OIDC_HOSTS'));
  const isWrong: Readonly<Record<Name, boolean>> = {
    OIDC_ISSUER: isAny && url === undefined,
    OIDC_CLIENT_ID: isAny && !/^[\x21-\x7e]{1,200}$/.test(clientId),
    OIDC_CLIENT_SECRET: isAny && (!isAbsolute(secretFile) || secretFile.includes('\0')),
    OIDC_LABEL: label !== '' && (more.length > 0 || [zh, en].some((one) => one === '' || [...one].length > LABEL_CHARACTERS_MAX || /\p{Cc}/u.test(one))),
    OIDC_SUBJECT: !/^[A-Za-z0-9_:/.-]{1,100}$/.test(text('OIDC_SUBJECT')),
    OIDC_SECOND_FACTOR: secondFactor.includes(null),
    OIDC_HOSTS: !hosts.every((one) => /^[a-z0-9.-]{1,253}(:\d{1,5})?$/i.test(one)),
  };
  const wrong = (Object.keys(isWrong) as Name[]).filter((name) => isWrong[name]);
  if (!url || wrong.length > 0) return { value: undefined, wrong };
  return {
    wrong,
    value: {
      issuer, clientId, secretFile, label: label === '' ? undefined : { zh, en }, subjectClaim: text('OIDC_SUBJECT'), hosts: [url.host, ...hosts.map((one) => one.toLowerCase())],
      secondFactor: secondFactor.flatMap((match) => (match ? [{ claim: match[1] === 'acr' ? 'acr' as const : 'amr' as const, value: match[2] ?? '' }] : [])),
    },
  };
}

/** https, or http on this machine itself: an ID token over an open line is anyone's. */
function parseIssuer(text: string): URL | undefined {
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname)) ? url : undefined;
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((one) => one !== '');
}
