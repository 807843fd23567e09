import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAssets, digestOf } from '../build/assets.mjs';
import { BUILD, bundle, bundleChildren } from '../build/bundle.mjs';
import { install } from '../build/install.mjs';
import { runNode24 } from '../build/node24.mjs';
import { say, Stop } from '../build/say.mjs';

/**
 * A county's server has little memory, and ours lives on some 60 MB: on a machine with much, V8 lets garbage pile up to
 * several times that. Looked for at 1.8 times what lives, it stays at 320 MB under load instead of 550 (2026-11-22). Both
 * bend, neither is a wall: what must live may still grow.
 */
const SMALL_HEAP = ['--max-semi-space-size=16', '--heap-growing-percent=80'];

/** Two commands from a clone to a served page: this is the first. */
export async function run(parameters) {
  const only = onlyIn(parameters);
  await install('run');
  say('building … 正在构建');
  if (only === 'vault') return runNode24([...SMALL_HEAP, await bundle('vault.mjs', { path: 'src/vault-main.ts' })], { NODE_ENV: 'production' });
  const [main] = await Promise.all([bundles(), buildAssets()]);
  return runNode24([...SMALL_HEAP, main], { NODE_ENV: 'production' });
}

/** The part of the program that this process is to be; undefined for all of it. */
function onlyIn(parameters) {
  if (parameters.length === 0) return undefined;
  const [option, part, ...rest] = parameters;
  if (option !== '--only' || part !== 'vault' || rest.length > 0) throw new Stop('start takes nothing, or --only vault. 只有 start 和 start --only vault 两种用法。');
  return part;
}

/** The programs that run, bundled again only when a source changed: a second of every start on a small machine. */
async function bundles() {
  const [main, stamp] = [join(BUILD, 'main.mjs'), join(BUILD, 'bundles.stamp')];
  const digest = digestOf(['src', 'town', 'bin/build', 'package-lock.json']);
  const made = [main, join(BUILD, 'witness.mjs'), join(BUILD, 'publisher.mjs')];
  if (made.every((file) => existsSync(file)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return main;
  await Promise.all([bundle('main.mjs', { path: 'src/main.ts' }), bundleChildren()]);
  // A crash before the stamp bundles them again.
  writeFileSync(stamp, digest);
  return main;
}
