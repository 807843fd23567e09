import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseJurisdictionCode } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { Locale } from '../i18n/index.ts';
import { parseRootSpec, SUITES, type SuiteName } from '../crypto/index.ts';
import { parseDatabaseUrl, type DatabaseUrl } from './database-url.ts';
import { configMessages } from './messages.ts';
import { isPrivateAddress } from '../link/address.ts';
import { parseScannerAddress, type ScannerAddress } from './scanner-address.ts';
import { parseSignOn, SIGN_ON_VARIABLES, type SignOn } from './sign-on.ts';
import { parseWaysOut, WAYS_OUT_VARIABLES, type WaysOut } from './ways-out.ts';

export { instanceSecret } from './instance-secret.ts';
export { projectRoot } from './project-root.ts';
export { isThisMachine, type DatabaseUrl } from './database-url.ts';
export type { ScannerAddress } from './scanner-address.ts';
export type { SignOn } from './sign-on.ts';
export type { WaysOut } from './ways-out.ts';

/** Everything the environment decides. Whatever a jurisdiction decides is data of the jurisdiction instead. */
export type Config = {
  /** 0 asks the system for a free port. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Unset: the embedded PostgreSQL. */
  readonly databaseUrl: DatabaseUrl | undefined;
  /** Scheme and host as readers see them, without a closing slash; unset: taken from host and port. */
  readonly publicUrl: string | undefined;
  /** How many proxies, or which addresses, may say who the client is; false: none. Handed to Fastify as it is. */
  readonly trustProxy: false | number | readonly string[];
  /** Whether a new instance becomes a demo. An instance stays what it was created as. */
  readonly demo: boolean;
  /** Which jurisdictions ask Open311 clients for a key, and the digests of those that will do: `<code>:<SHA-256>`, separated by spaces. */
  readonly open311Keys: string;
  /** Absolute path of the file that names the witnesses of the public record; unset: no witness of one's own choosing. */
  readonly recordWitnesses: string | undefined;
  /** Where the program's own log goes: a file in the data folder that turns over, or standard output for whoever collects it there. */
  readonly log: 'file' | 'stdout';
  /** Where the root of the keys lives: `file`, `command:/path`, `https://…`; empty: where it is. */
  readonly keyRoot: string;
  /** What a root service is shown to be asked; empty: nothing. */
  readonly keyRootToken: string;
  /** By which algorithms a new instance encrypts. */
  readonly keySuite: SuiteName;
  /** Where a clamd listens, which must call every photo clean before it is opened. */
  readonly clamd: ScannerAddress | undefined;
  /** How people outside are reached. */
  readonly waysOut: WaysOut;
  /** Whose word on who is who staff may sign in with; unset: only ours. */
  readonly signOn: SignOn | undefined;
  /** Where the vault listens that runs apart; for the vault itself where it shall. Unset: the vault is in the same process as the pages. */
  readonly vault: ScannerAddress | undefined;
  /** Absolute path of the file with the token by which pages and vault know each other. */
  readonly vaultToken: string;
};

/** The variables we read, with their defaults: documentation is tested against this list. */
export const VARIABLES = {
  PORT: '8080', HOST: '127.0.0.1', DATA_DIR: './data', DATABASE_URL: '', PUBLIC_URL: '', TRUST_PROXY: '', MINSHENG_DEMO: '1',
  OPEN311_KEYS: '', RECORD_WITNESSES: '', LOG: 'file', KEY_ROOT: '', KEY_ROOT_TOKEN: '', KEY_SUITE: 'international', CLAMD: '', VAULT: '', VAULT_TOKEN: '',
  ...WAYS_OUT_VARIABLES, ...SIGN_ON_VARIABLES,
} as const;
export type Variable = keyof typeof VARIABLES;

export type ConfigRefusal = { readonly kind: 'bad-configuration'; readonly variables: readonly Variable[] };

const LOGS = ['file', 'stdout'] as const;
/** What fits into sun_path on every system we run on. */
const SOCKET_PATH_BYTES_MAX = 100;

/** Reads the environment. Refuses with every variable that is wrong, so that one look at the terminal mends them all. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Decision<Config, ConfigRefusal> {
  const text = (name: Variable): string => env[name]?.trim() || VARIABLES[name];
  const parsed = {
    PORT: parsePort(text('PORT')),
    HOST: /^[A-Za-z0-9.:-]{1,253}$/.test(text('HOST')) ? text('HOST') : undefined,
    DATA_DIR: text('DATA_DIR').includes('\0') ? undefined : resolve(text('DATA_DIR')),
    DATABASE_URL: text('DATABASE_URL') === '' ? 'embedded' : parseDatabaseUrl(text('DATABASE_URL')),
    PUBLIC_URL: text('PUBLIC_URL') === '' ? 'local' : parsePublicUrl(text('PUBLIC_URL')),
    TRUST_PROXY: parseTrustProxy(text('TRUST_PROXY')),
    MINSHENG_DEMO: ['0', '1'].includes(text('MINSHENG_DEMO')) ? text('MINSHENG_DEMO') === '1' : undefined,
    OPEN311_KEYS: areOpen311Keys(text('OPEN311_KEYS')) ? text('OPEN311_KEYS') : undefined,
    RECORD_WITNESSES: text('RECORD_WITNESSES').includes('\0') ? undefined : text('RECORD_WITNESSES'),
    LOG: LOGS.find((one) => one === text('LOG')),
    KEY_ROOT: parseRootSpec(text('KEY_ROOT')) === undefined ? undefined : text('KEY_ROOT'),
    KEY_ROOT_TOKEN: /^[\x21-\x7e]*$/.test(text('KEY_ROOT_TOKEN')) ? text('KEY_ROOT_TOKEN') : undefined,
    KEY_SUITE: SUITES.find((one) => one === text('KEY_SUITE')),
    CLAMD: text('CLAMD') === '' ? 'none' : parseScannerAddress(text('CLAMD')),
    VAULT: text('VAULT') === '' ? 'none' : parseVaultAddress(text('VAULT')),
    VAULT_TOKEN: text('VAULT_TOKEN').includes('\0') ? undefined : text('VAULT_TOKEN'),
  } as const;
  const { PORT, HOST, DATA_DIR, DATABASE_URL, PUBLIC_URL, TRUST_PROXY, MINSHENG_DEMO, OPEN311_KEYS, RECORD_WITNESSES, LOG, CLAMD, KEY_ROOT, KEY_ROOT_TOKEN, KEY_SUITE, VAULT, VAULT_TOKEN } = parsed;
  const waysOut = parseWaysOut(text);
  const signOn = parseSignOn(text);
  if (waysOut.wrong.length > 0 || signOn.wrong.length > 0 || PORT === undefined || HOST === undefined || DATA_DIR === undefined || DATABASE_URL === undefined || PUBLIC_URL === undefined || TRUST_PROXY === undefined || MINSHENG_DEMO === undefined || OPEN311_KEYS === undefined || RECORD_WITNESSES === undefined || LOG === undefined || CLAMD === undefined || KEY_ROOT === undefined || KEY_ROOT_TOKEN === undefined || KEY_SUITE === undefined || VAULT === undefined || VAULT_TOKEN === undefined) {
    const variables = [...(Object.keys(parsed) as (keyof typeof parsed)[]).filter((name) => parsed[name] === undefined), ...waysOut.wrong, ...signOn.wrong];
    return refuse({ kind: 'bad-configuration', variables });
  }
  return accept({
    port: PORT, host: HOST, dataDir: DATA_DIR, trustProxy: TRUST_PROXY, demo: MINSHENG_DEMO, open311Keys: OPEN311_KEYS, log: LOG, keyRoot: KEY_ROOT, keyRootToken: KEY_ROOT_TOKEN, keySuite: KEY_SUITE, clamd: CLAMD === 'none' ? undefined : CLAMD, waysOut: waysOut.value, signOn: signOn.value,
    vault: VAULT === 'none' ? undefined : VAULT, vaultToken: VAULT_TOKEN === '' ? join(DATA_DIR, 'keys', 'vault-token') : resolve(VAULT_TOKEN),
    recordWitnesses: RECORD_WITNESSES === '' ? undefined : resolve(RECORD_WITNESSES),
    databaseUrl: DATABASE_URL === 'embedded' ? undefined : DATABASE_URL,
    publicUrl: PUBLIC_URL === 'local' ? undefined : PUBLIC_URL,
  });
}

/** One line for each wrong variable: its name, what it takes, an example. Never its value, which may hold a password. */
export function describeConfigRefusal(refusal: ConfigRefusal, locale: Locale): string[] {
  const words = configMessages(locale);
  return refusal.variables.map((name) => words.wrong(name, words.takes[name]));
}

/** A socket, or a port at an address that strangers cannot reach; a name is looked up when somebody listens there. */
function parseVaultAddress(text: string): ScannerAddress | undefined {
  const address = parseScannerAddress(text);
  if (!address || 'path' in address) return address && Buffer.byteLength(address.path) <= SOCKET_PATH_BYTES_MAX ? address : undefined;
  return isIP(address.host) === 0 || isPrivateAddress(address.host) ? address : undefined;
}

function parsePort(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port <= 65_535 ? port : undefined;
}

function parsePublicUrl(text: string): string | undefined {
  const url = URL.parse(text);
  const plain = url && url.username === '' && url.password === '' && url.search === '' && url.hash === '' && url.pathname === '/';
  return plain && (url.protocol === 'https:' || url.protocol === 'http:') ? url.origin : undefined;
}

function parseTrustProxy(text: string): false | number | readonly string[] | undefined {
  if (text === '' || text === '0') return false;
  if (/^[1-9]$/.test(text)) return Number(text);
  const parts = text.split(',').map((part) => part.trim());
  return parts.every((part) => /^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/.test(part)) ? parts : undefined;
}

/** Whether each entry is a jurisdiction and a digest; the web layer reads them. */
function areOpen311Keys(text: string): boolean {
  return text.split(/\s+/).filter((entry) => entry !== '').every((entry) => {
    const [code, digest = '', ...rest] = entry.split(':');
    return parseJurisdictionCode(code) !== undefined && /^[0-9a-f]{64}$/i.test(digest) && rest.length === 0;
  });
}
