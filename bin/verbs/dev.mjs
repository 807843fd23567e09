import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildAssets } from '../build/assets.mjs';
import { BUILD, bundleChildren, BUNDLING, loadEsbuild } from '../build/bundle.mjs';
import { install } from '../build/install.mjs';
import { findNode24 } from '../build/node24.mjs';
import { say, Stop } from '../build/say.mjs';

/** Serves, and serves anew after every change that compiles; a change that does not is shown, and the old one goes on. */
export async function run(parameters) {
  await install('all');
  const node = findNode24();
  if (!node) throw new Stop('Node 24 is needed; `bin/doctor` says how to get it');
  let child;
  const restart = async () => {
    await stop(child);
    child = spawn(node, ['--enable-source-maps', join(BUILD, 'main.mjs'), ...parameters], { stdio: 'inherit' });
  };
  const serving = { name: 'serve', setup(build) {
    build.onEnd(async (result) => {
      for (const error of result.errors) say(`❌ ${error.location?.file ?? ''}:${error.location?.line ?? ''} ${error.text}`);
      if (result.errors.length > 0) return;
      for (const file of result.outputFiles) {
        mkdirSync(dirname(file.path), { recursive: true });
        writeFileSync(file.path, file.contents);
      }
      await buildAssets();
      await restart();
    });
  } };
  await bundleChildren();
  const esbuild = await loadEsbuild();
  const context = await esbuild.context({ ...BUNDLING, entryPoints: ['src/main.ts'], outfile: join(BUILD, 'main.mjs'), plugins: [serving] });
  await context.watch();
  await new Promise((resolve) => { for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve); });
  await context.dispose();
  await stop(child);
  return 0;
}

function stop(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return undefined;
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}
