import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './root.mjs';
import { Stop } from './say.mjs';

export const BUILD = join(ROOT, '.build');

/** How our TypeScript becomes one file: packages stay outside, where their own assets and licences are. */
export const BUNDLING = {
  bundle: true, platform: 'node', format: 'esm', target: 'node24', packages: 'external', jsx: 'automatic', jsxImportSource: 'preact',
  sourcemap: 'linked', legalComments: 'none', charset: 'utf8', logLevel: 'silent', absWorkingDir: ROOT, write: false,
};

/** esbuild finds its program in its platform's package by itself, whether or not its install script ran. */
export async function loadEsbuild() {
  const path = createRequire(join(ROOT, 'package.json')).resolve('esbuild');
  return import(pathToFileURL(path).href).then((module) => module.default ?? module);
}

/** Bundles one entry (a path, or a text given as stdin) into .build/NAME; returns the path. */
export async function bundle(name, entry) {
  const esbuild = await loadEsbuild();
  const outfile = join(BUILD, name);
  const source = entry.path ? { entryPoints: [entry.path] } : { stdin: { contents: entry.text, resolveDir: ROOT, loader: 'ts', sourcefile: name } };
  const result = await esbuild.build({ ...BUNDLING, ...source, outfile }).catch(async ({ errors = [], message }) => {
    const shown = errors.length > 0 ? await esbuild.formatMessages(errors, { kind: 'error', color: false }) : [message];
    throw new Stop(`the source does not compile:\n${shown.join('\n')}`);
  });
  for (const file of result.outputFiles) writeWhole(file.path, file.contents);
  return outfile;
}

/** The programs that ours starts beside itself: each finds its own next to the bundle that runs. */
export async function bundleChildren() {
  await Promise.all([bundle('witness.mjs', { path: 'src/witness/main.ts' }), bundle('publisher.mjs', { path: 'src/record/publish/child.ts' })]);
}

/** Another start may be reading the file: it sees the old one or the new one, never half. */
function writeWhole(path, bytes) {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(bytes))) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileSync(draft, bytes);
  renameSync(draft, path);
}
