import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { say, Stop } from './say.mjs';

const STAMP = join(ROOT, 'node_modules', '.minsheng-installed');

/**
 * Installs the locked packages when the lock file changed since the last time: `run` is enough to serve, `all` is what
 * development needs. Nothing relies on install scripts, so machines that forbid them are served too.
 */
export async function install(wanted) {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const digest = createHash('sha256').update(lock).digest('hex');
  if (isStamped(digest, wanted) || isComplete(JSON.parse(lock), wanted)) {
    stamp(digest, wanted);
    return;
  }
  say('installing packages (npm ci) … 正在安装依赖');
  const started = performance.now();
  const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(wanted === 'all' ? [] : ['--omit=dev'])]);
  if (code !== 0) throw new Stop('npm ci failed. Check the network and the registry that npm uses (npm config get registry), then start again. 安装失败，请检查网络与 npm 源后重试。');
  // A crash before the stamp repeats the check above, not the installation.
  stamp(digest, wanted);
  say(`installed in ${Math.round((performance.now() - started) / 1000)} s`);
}

function isStamped(digest, wanted) {
  const text = existsSync(STAMP) ? readFileSync(STAMP, 'utf8').trim() : '';
  return text === `${digest} all` || text === `${digest} ${wanted}`;
}

function stamp(digest, wanted) {
  if (isStamped(digest, wanted)) return;
  mkdirSync(join(ROOT, 'node_modules'), { recursive: true });
  writeFileSync(STAMP, `${digest} ${wanted}\n`);
}

/** Somebody ran npm themselves: npm's own list of what it installed, written last, has everything the lock file asks for. */
function isComplete(lock, wanted) {
  const path = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(path)) return false;
  const installed = JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  return Object.entries(lock.packages).every(([name, { version, optional, dev, devOptional, peer }]) => {
    if (name === '' || optional || peer || (wanted === 'run' && (dev || devOptional))) return true;
    return installed[name]?.version === version;
  });
}

function npm(parameters) {
  const [program, first] = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, [process.env.npm_execpath]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const child = spawn(program, [...first, ...parameters], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', resolve);
  });
}
